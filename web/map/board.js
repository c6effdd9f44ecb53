import { element } from "../dom/element.js";
import { hoursOf } from "./graph.js";
import { arrange } from "./layout.js";
import { Lines } from "./lines.js";
import { target } from "./steps.js";

/**
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./graph.js").Concept} Concept
 * @typedef {import("./standing.js").Standings} Standings
 */

const GAP = 36; // px between columns, for the lines
const LEFT = 24; // px before the first column, for those within it
const [LOW, HIGH] = [148, 210]; // px that a box may be wide
const ROW = 56; // px from box to box
const BOX = 48; // px that a box is high: three lines of a title
const TOP = 40; // px for a column's heading
const HINT = "Arrow keys go from concept to concept, Enter opens one, Escape closes it.";

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
    this.lines = new Lines(graph.edges);
    this.lists = graph.months.map(({ concepts }) => element("ul", {}, ...concepts.map((one) => element("li", {}, this.#box(one)))));
    const months = graph.months.map(({ title }, at) => {
      const heading = element("h2", { id: `month-${at}` }, title);
      return element("section", { class: "month", "aria-labelledby": heading.id }, heading, this.lists[at]);
    });
    this.plane = element("div", { class: "plane" });
    this.plane.append(this.lines.element, ...months);
    this.element = element("div", { class: "board", "data-mode": "map" }, this.plane);
    /** Says the path that is brought out, in a line; the panel has it in full. */
    this.traced = element("p", { class: "traced" });
    this.plane.addEventListener("keydown", (event) => this.#move(event));
    this.plane.addEventListener("pointerover", (event) => this.#point(event));
    this.plane.addEventListener("pointerleave", () => this.emphasise(this.selected));
    this.plane.addEventListener("focusin", (event) => this.#point(event));
    this.plane.addEventListener("focusout", () => this.emphasise(this.selected));
    new ResizeObserver(() => this.draw()).observe(this.element);
    addEventListener("scroll", () => this.#keepHeadings(), { passive: true });
    /** @type {string | null} */
    this.selected = null;
  }

  /** @param {"map" | "list"} mode */
  set mode(mode) {
    this.element.dataset.mode = mode;
    this.traced.hidden = mode === "list";
    const order = mode === "map" ? this.arranged : this.columns;
    order.forEach((slugs, at) => this.lists[at].append(...slugs.map((slug) => this.#item(slug))));
    this.#keepStop();
    this.draw();
  }

  get mode() {
    return this.element.dataset.mode === "list" ? "list" : "map";
  }

  /** @param {string | null} slug */
  select(slug) {
    this.selected = slug;
    for (const [one, box] of this.boxes) box.setAttribute("aria-pressed", String(one === slug));
    if (slug !== null) this.#stopAt(slug);
    this.emphasise(slug);
  }

  /** Scroll to what is selected. */
  reveal() {
    this.boxes.get(this.selected ?? "")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /**
   * Put the path to a concept before all else: what it needs, and what it opens.
   *
   * @param {string | null} slug
   */
  emphasise(slug) {
    const before = slug === null ? [] : this.graph.before(slug);
    const path = new Set(slug === null ? [] : [slug, ...before.map((one) => one.slug)]);
    const opened = new Set(slug === null ? [] : this.graph.opens(slug).map((one) => one.slug));
    const title = this.graph.concepts.get(slug ?? "")?.title;
    this.traced.textContent = title === undefined ? HINT : trace(title, before, opened.size);
    this.element.toggleAttribute("data-pointed", slug !== null);
    for (const [one, box] of this.boxes) {
      box.classList.toggle("on-path", path.has(one));
      box.classList.toggle("opened", opened.has(one));
    }
    this.lines.emphasise(slug, path);
  }

  /** @param {(concept: Concept) => boolean} wanted the map dims the others, the list leaves them out */
  filter(wanted) {
    for (const [slug, box] of this.boxes) {
      const concept = this.graph.concepts.get(slug);
      box.classList.toggle("dimmed", concept !== undefined && !wanted(concept));
    }
    this.#keepStop();
  }

  /** Lay the boxes out for the width there is, and draw the lines between them. */
  draw() {
    if (this.mode === "list" || !this.element.isConnected) return;
    const count = this.columns.length;
    const width = Math.floor(Math.min(HIGH, Math.max(LOW, (this.element.clientWidth - GAP * (count - 1) - LEFT - 4) / count)));
    const height = TOP + ROW * Math.max(...this.columns.map((column) => column.length)) + 8;
    const { style } = this.plane;
    // A board that scrolls sideways is what its headings would stick to; they are moved instead.
    this.element.toggleAttribute("data-fits", LEFT + count * (width + GAP) - GAP + 4 <= this.element.clientWidth);
    for (const [name, value] of Object.entries({ width, left: LEFT, gap: GAP, row: ROW, box: BOX, top: TOP })) style.setProperty(`--${name}`, `${value}px`);
    const columns = this.arranged.map((slugs, at) => {
      const x = LEFT + at * (width + GAP);
      return new Map(slugs.map((slug, row) => [slug, { x, y: TOP + row * ROW, width, height: BOX }]));
    });
    this.lines.draw(columns, LEFT + count * (width + GAP) - GAP, height);
  }

  /** Where the board scrolls sideways, its headings come along as the page scrolls down. */
  #keepHeadings() {
    const { top, height } = this.element.getBoundingClientRect();
    this.plane.style.setProperty("--passed", `${Math.min(Math.max(0, -top), Math.max(0, height - TOP))}px`);
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
    this.boxes.set(slug, box);
    return box;
  }

  /** The columns as they are seen: in the list, what is left out is no place to go to. */
  #seen() {
    if (this.mode === "map") return this.arranged;
    const kept = this.columns.map((slugs) => slugs.filter((slug) => !this.boxes.get(slug)?.classList.contains("dimmed")));
    return kept.filter((slugs) => slugs.length > 0);
  }

  /** Make a box the one that Tab stops at. @param {string} slug */
  #stopAt(slug) {
    for (const [one, box] of this.boxes) box.tabIndex = one === slug ? 0 : -1;
  }

  /** Have a stop for Tab among what is seen. */
  #keepStop() {
    const seen = this.#seen().flat();
    if (seen.length > 0 && !seen.some((slug) => this.boxes.get(slug)?.tabIndex === 0)) this.#stopAt(seen[0]);
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
    const columns = this.#seen();
    const column = columns.findIndex((slugs) => slugs.includes(box.dataset.slug ?? ""));
    const row = columns[column].indexOf(box.dataset.slug ?? "");
    const slug = target(columns, column, row, event.key);
    if (slug === undefined) return;
    event.preventDefault();
    this.#stopAt(slug);
    this.boxes.get(slug)?.focus();
  }
}

/**
 * @param {string} title
 * @param {Concept[]} before
 * @param {number} opens how many concepts need it directly
 */
function trace(title, before, opens) {
  const counted = `${before.length} ${before.length === 1 ? "concept" : "concepts"}, ${hoursOf(before)} h`;
  return `${title}: ${before.length === 0 ? "nothing" : counted} before it; opens ${opens || "nothing"}.`;
}
