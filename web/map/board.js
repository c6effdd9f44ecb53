import { element } from "../dom/element.js";
import { arrange } from "./layout.js";
import { route } from "./routes.js";

/**
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./graph.js").Concept} Concept
 * @typedef {import("./standing.js").Standings} Standings
 */

const SVG = "http://www.w3.org/2000/svg";
const GAP = 44; // px between columns, for the lines
const [LOW, HIGH] = [148, 210]; // px that a box may be wide
const ROW = 54; // px from box to box
const BOX = 44; // px that a box is high
const TOP = 40; // px for a column's heading

/**
 * The concepts by month, as a map or as a list. Both are the same headings, lists
 * and buttons, so that a screen reader has them however they are laid out; the
 * lines of the map are decoration beside what the panel says in words.
 */
export class Board {
  /**
   * @param {Graph} graph
   * @param {Standings} standings
   * @param {(slug: string) => void} onSelect
   */
  constructor(graph, standings, onSelect) {
    this.graph = graph;
    this.standings = standings;
    this.onSelect = onSelect;
    this.columns = graph.months.map(({ concepts }) => concepts.map(({ slug }) => slug));
    this.arranged = arrange(this.columns, graph.edges);
    /** @type {Map<string, HTMLButtonElement>} */
    this.boxes = new Map();
    this.lines = document.createElementNS(SVG, "svg");
    this.lines.setAttribute("aria-hidden", "true");
    /** @type {{from: string, to: string, path: SVGPathElement}[]} */
    this.paths = graph.edges.map(({ from, to }) => ({ from, to, path: this.#path() }));
    this.lists = graph.months.map(({ concepts }) => element("ul", {}, ...concepts.map((one) => element("li", {}, this.#box(one)))));
    const months = graph.months.map(({ title }, at) => {
      const heading = element("h2", { id: `month-${at}` }, title);
      return element("section", { class: "month", "aria-labelledby": heading.id }, heading, this.lists[at]);
    });
    this.plane = element("div", { class: "plane" });
    this.plane.append(this.lines, ...months);
    this.element = element("div", { class: "board", "data-mode": "map" }, this.plane);
    this.plane.addEventListener("keydown", (event) => this.#move(event));
    this.plane.addEventListener("pointerover", (event) => this.#point(event));
    this.plane.addEventListener("pointerleave", () => this.emphasise(this.selected));
    this.plane.addEventListener("focusin", (event) => this.#point(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
    /** @type {string | null} */
    this.selected = null;
  }

  /** @param {"map" | "list"} mode */
  set mode(mode) {
    this.element.dataset.mode = mode;
    const order = mode === "map" ? this.arranged : this.columns;
    order.forEach((slugs, at) => this.lists[at].append(...slugs.map((slug) => this.#item(slug))));
    this.draw();
  }

  get mode() {
    return this.element.dataset.mode === "list" ? "list" : "map";
  }

  /** @param {string | null} slug */
  select(slug) {
    this.selected = slug;
    for (const [one, box] of this.boxes) {
      box.setAttribute("aria-pressed", String(one === slug));
      if (slug !== null) box.tabIndex = one === slug ? 0 : -1;
    }
    this.emphasise(slug);
  }

  /**
   * Put the path to a concept before all else: what it needs, and what it opens.
   *
   * @param {string | null} slug
   */
  emphasise(slug) {
    const path = new Set(slug === null ? [] : [slug, ...this.graph.before(slug).map((one) => one.slug)]);
    const opened = new Set(slug === null ? [] : this.graph.opens(slug).map((one) => one.slug));
    this.element.toggleAttribute("data-pointed", slug !== null);
    for (const [one, box] of this.boxes) {
      box.classList.toggle("on-path", path.has(one));
      box.classList.toggle("opened", opened.has(one));
    }
    for (const { from, to, path: line } of this.paths) {
      const kind = path.has(from) && path.has(to) ? "needed" : from === slug ? "opening" : "";
      line.setAttribute("class", kind);
      if (kind) line.parentNode?.append(line); // above the others
    }
  }

  /** @param {(concept: Concept) => boolean} wanted the others are dimmed */
  filter(wanted) {
    for (const [slug, box] of this.boxes) {
      const concept = this.graph.concepts.get(slug);
      box.classList.toggle("dimmed", concept !== undefined && !wanted(concept));
    }
  }

  /** Lay the boxes out for the width there is, and draw the lines between them. */
  draw() {
    if (this.mode === "list" || !this.element.isConnected) return;
    const count = this.columns.length;
    const width = Math.floor(Math.min(HIGH, Math.max(LOW, (this.element.clientWidth - GAP * (count - 1) - 32) / count)));
    const height = TOP + ROW * Math.max(...this.columns.map((column) => column.length)) + 8;
    const { style } = this.plane;
    for (const [name, value] of Object.entries({ width, gap: GAP, row: ROW, box: BOX, top: TOP })) style.setProperty(`--${name}`, `${value}px`);
    const columns = this.arranged.map((slugs, at) => {
      const x = 32 + at * (width + GAP);
      return new Map(slugs.map((slug, row) => [slug, { x, y: TOP + row * ROW, width, height: BOX }]));
    });
    const size = [32 + count * (width + GAP) - GAP, height];
    this.lines.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    this.lines.setAttribute("width", String(size[0]));
    this.lines.setAttribute("height", String(size[1]));
    for (const { from, to, path } of this.paths) path.setAttribute("d", route(from, to, columns));
  }

  #path() {
    const path = document.createElementNS(SVG, "path");
    this.lines.append(path);
    return path;
  }

  /** @param {Concept} concept */
  #box({ slug, title, hours, summary }) {
    const box = element("button", { type: "button", class: "box", "aria-pressed": "false", tabindex: "-1", title });
    box.dataset.slug = slug;
    box.dataset.state = this.standings.of(slug).state;
    const state = element("span", { class: "visually-hidden" }, `, ${this.standings.words(slug).toLowerCase()}`);
    box.append(element("span", { class: "box-title" }, title), state);
    if (summary) box.append(element("span", { class: "box-summary" }, summary));
    if (hours) box.append(element("span", { class: "box-hours" }, `${hours} h`));
    box.addEventListener("click", () => this.onSelect(slug));
    if (this.boxes.size === 0) box.tabIndex = 0;
    this.boxes.set(slug, box);
    return box;
  }

  /** @param {string} slug */
  #item(slug) {
    return /** @type {HTMLElement} */ (this.boxes.get(slug)?.parentElement);
  }

  /** @param {Event} event */
  #point({ target }) {
    const box = target instanceof Element ? target.closest(".box") : null;
    if (box instanceof HTMLElement) this.emphasise(box.dataset.slug ?? null);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const box = event.target instanceof Element ? event.target.closest(".box") : null;
    if (!(box instanceof HTMLElement)) return;
    const columns = this.mode === "map" ? this.arranged : this.columns;
    const column = columns.findIndex((slugs) => slugs.includes(box.dataset.slug ?? ""));
    const row = columns[column].indexOf(box.dataset.slug ?? "");
    const slug = target(columns, column, row, event.key);
    if (slug === undefined) return;
    event.preventDefault();
    for (const one of this.boxes.values()) one.tabIndex = -1;
    const next = this.boxes.get(slug);
    if (!next) return;
    next.tabIndex = 0;
    next.focus();
  }
}

/**
 * Where a key leads to from a place in the columns.
 *
 * @param {string[][]} columns
 * @param {number} column
 * @param {number} row
 * @param {string} key
 * @returns {string | undefined}
 */
export function target(columns, column, row, key) {
  const beside = (/** @type {number} */ step) => {
    const there = columns[column + step];
    return there?.[Math.min(row, there.length - 1)];
  };
  const own = columns[column];
  /** @type {Record<string, string | undefined>} */
  const ways = { ArrowUp: own[row - 1], ArrowDown: own[row + 1], ArrowLeft: beside(-1), ArrowRight: beside(1), Home: own[0], End: own.at(-1) };
  return ways[key];
}
