import { route } from "./routes.js";

/**
 * @typedef {import("./routes.js").Box} Box
 */

const SVG = "http://www.w3.org/2000/svg";

/** The lines of the map: a picture only, for the panel says the same in words. */
export class Lines {
  /** @param {{from: string, to: string}[]} edges */
  constructor(edges) {
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("aria-hidden", "true");
    /** @type {{from: string, to: string, path: SVGPathElement}[]} */
    this.paths = edges.map(({ from, to }) => ({ from, to, path: document.createElementNS(SVG, "path") }));
    this.element.append(...this.paths.map(({ path }) => path));
  }

  /**
   * @param {Map<string, Box>[]} columns
   * @param {number} width
   * @param {number} height
   */
  draw(columns, width, height) {
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.element.setAttribute("width", String(width));
    this.element.setAttribute("height", String(height));
    for (const { from, to, path } of this.paths) path.setAttribute("d", route(from, to, columns));
  }

  /**
   * Bring out what leads to a concept, and what leads on from it.
   *
   * @param {string | null} slug
   * @param {Set<string>} needed the concept and all that comes before it
   */
  emphasise(slug, needed) {
    for (const { from, to, path } of this.paths) {
      const kind = needed.has(from) && needed.has(to) ? "needed" : from === slug ? "opening" : "";
      path.setAttribute("class", kind);
      if (kind) this.element.append(path); // above the others
    }
  }
}
