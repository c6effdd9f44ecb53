import { button, element } from "../dom/element.js";
import { hoursOf, monthOf, monthTitle } from "./graph.js";

/**
 * @typedef {import("./graph.js").Concept} Concept
 */

/** What there is to know of the selected concept. */
export class Panel {
  /**
   * @param {import("./graph.js").Graph} graph
   * @param {import("./standing.js").Standings} standings
   * @param {{onSelect: (slug: string) => void, onClose: () => void}} actions
   */
  constructor(graph, standings, { onSelect, onClose }) {
    this.graph = graph;
    this.standings = standings;
    this.onSelect = onSelect;
    this.onClose = onClose;
    this.element = element("aside", { class: "panel", "aria-label": "Selected concept", hidden: "" });
  }

  /** @param {Concept | null} concept */
  show(concept) {
    this.element.hidden = concept === null;
    if (concept === null) return this.element.replaceChildren();
    const title = element("h2", { tabindex: "-1" }, concept.title);
    const head = element("header", {}, title, button("Close", "small-button", this.onClose));
    const { why } = this.standings.of(concept.slug);
    this.element.replaceChildren(
      head,
      element("p", { class: "facts" }, this.#facts(concept)),
      ...(why ? [element("p", { class: "why" }, why)] : []),
      ...(concept.summary ? [element("p", {}, concept.summary)] : []),
      this.#ways(concept),
      ...this.#path(concept),
      ...this.#group("What it opens", this.graph.opens(concept.slug)),
    );
    title.focus({ preventScroll: true });
  }

  /** Say that there is no such concept. @param {string} slug */
  missing(slug) {
    const name = slug.length > 80 ? `${slug.slice(0, 80)}…` : slug;
    const said = element("p", { class: "said", role: "status" });
    const close = button("Close", "small-button", this.onClose);
    this.element.hidden = false;
    this.element.replaceChildren(element("header", {}, said, close));
    said.textContent = `The map has no concept “${name}”. Choose one, or find it by its name.`;
  }

  /** @param {Concept} concept */
  #facts(concept) {
    const hours = concept.hours ? `${concept.hours} h` : "";
    return [monthTitle(monthOf(concept)), hours, this.standings.words(concept.slug)].filter(Boolean).join(" · ");
  }

  /** @param {Concept} concept */
  #ways({ slug, url, title }) {
    const ask = element("a", { class: "button", href: `/?about=${encodeURIComponent(slug)}` }, "Ask about this");
    const about = element("span", { class: "visually-hidden" }, `: ${title}`);
    return element("p", { class: "ways" }, element("a", { class: "button primary", href: url }, "Read the note"), (ask.append(about), ask));
  }

  /** @param {Concept} concept */
  #path(concept) {
    const before = this.graph.before(concept.slug);
    if (before.length === 0) return [element("p", { class: "facts" }, "It needs nothing before it.")];
    const left = before.filter(({ slug }) => !this.standings.isBehind(slug));
    const hours = `${before.length} concepts, ${hoursOf(before)} h`.replace(/^1 concepts/, "1 concept");
    const still = left.length < before.length ? `; ${hoursOf(left)} h of them still to learn` : "";
    const direct = new Set(this.graph.needs(concept.slug).map(({ slug }) => slug));
    const heading = element("h3", { id: "path-title" }, "The path to it");
    const list = element("ol", { class: "path", "aria-labelledby": heading.id });
    for (const one of before) {
      const item = element("li", {}, this.#link(one));
      if (direct.has(one.slug)) item.append(element("span", { class: "facts" }, " needed directly"));
      list.append(item);
    }
    return [heading, element("p", { class: "facts" }, hours + still), list];
  }

  /**
   * @param {string} title
   * @param {Concept[]} concepts
   */
  #group(title, concepts) {
    if (concepts.length === 0) return [];
    return [element("h3", {}, title), element("ul", { class: "path" }, ...concepts.map((one) => element("li", {}, this.#link(one))))];
  }

  /** @param {Concept} concept */
  #link({ slug, title }) {
    const made = button(title, "concept-link", () => this.onSelect(slug));
    made.dataset.state = this.standings.of(slug).state;
    made.append(element("span", { class: "visually-hidden" }, `, ${this.standings.words(slug).toLowerCase()}`));
    return made;
  }
}
