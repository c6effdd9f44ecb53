import { button, element, link } from "../dom/element.js";
import { fragment } from "../dom/fragment.js";

/**
 * @typedef {import("../server/contract.js").Passage} Passage
 */

/** The passages of one answer: closed, each shows its evidence; open, all of it. */
export class Passages {
  /** @param {string} name prefix of the ids, unique on the page */
  constructor(name) {
    this.name = name;
    this.list = element("ol", { class: "passage-list" });
    const title = element("h3", { id: `${name}-title` }, "Passages");
    this.element = element("div", {
      class: "passages",
      role: "group",
      "aria-labelledby": title.id,
      "aria-live": "off", // inside the log, but not news to be read out
      hidden: "",
    });
    this.element.append(title, this.list);
    /** @type {Map<number, HTMLLIElement>} */
    this.items = new Map();
    /** @type {HTMLElement | null} */
    this.opener = null;
    /** @type {Passage[]} */
    this.passages = [];
    this.element.addEventListener("keydown", (event) => this.#back(event));
  }

  /** @param {Passage[]} passages */
  show(passages) {
    this.passages = passages;
    for (const passage of passages) {
      const item = card(passage, `${this.name}-${passage.n}`);
      this.items.set(passage.n, item);
      this.list.append(item);
    }
    this.element.hidden = passages.length === 0;
  }

  /**
   * Open a passage and move to it.
   *
   * @param {number} n
   * @param {HTMLElement | null} opener where Escape goes back to
   */
  open(n, opener) {
    const item = this.items.get(n);
    const toggle = item?.querySelector("button");
    if (!item || !toggle) return;
    item.closest("details")?.setAttribute("open", "");
    expand(item, true);
    for (const other of this.items.values()) other.classList.toggle("pointed", other === item);
    this.opener = opener;
    toggle.focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    item.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
    const { title = "", url = "" } = this.passages.find((passage) => passage.n === n) ?? {};
    const detail = { n, title, url, id: item.id };
    item.dispatchEvent(new CustomEvent("onramp:citation", { detail, bubbles: true, composed: true }));
  }

  /**
   * Put away what no sentence cites, unless the person is reading it.
   *
   * @param {Set<number>} cited
   */
  settle(cited) {
    const idle = [...this.items].filter(([n, item]) => !cited.has(n) && !inUse(item)).map(([, item]) => item);
    if (cited.size === 0 || idle.length === 0) return;
    const noun = idle.length === 1 ? "passage" : "passages";
    const summary = element("summary", {}, `${idle.length} more ${noun}, not cited`);
    this.element.append(element("details", { class: "uncited" }, summary, element("ol", { class: "passage-list" }, ...idle)));
  }

  /** @param {KeyboardEvent} event */
  #back(event) {
    if (event.key !== "Escape" || !this.opener?.isConnected) return;
    event.preventDefault();
    this.opener.focus();
    this.opener = null;
  }
}

/**
 * @param {Passage} passage
 * @param {string} id
 */
function card(passage, id) {
  const body = element("div", { class: "passage-body prose", id: `${id}-text` }, fragment(passage.html));
  point(body, new Set(passage.marked));
  hideRepeated(body, passage);
  const item = element("li", { class: "passage", id });
  const toggle = button("", "passage-toggle", () => expand(item, toggle.getAttribute("aria-expanded") !== "true"));
  toggle.setAttribute("aria-controls", body.id);
  toggle.append(
    element("span", { class: "passage-n" }, `${passage.n}`),
    element("span", { class: "passage-name" }, passage.title, ...place(passage)),
  );
  const whole = element("p", { class: "passage-link" }, link(passage.url, "Read in the note"));
  item.append(element("h4", {}, toggle), body, whole);
  item.dataset.n = String(passage.n);
  expand(item, false);
  return item;
}

/** @param {Passage} passage */
function place({ title, heading }) {
  if (!heading || heading === title) return [];
  return [element("span", { class: "visually-hidden" }, ": "), element("span", { class: "passage-heading" }, heading)];
}

/**
 * The name of a passage stands above it already.
 *
 * @param {HTMLElement} body
 * @param {Passage} passage
 */
function hideRepeated(body, { title, heading }) {
  const first = body.firstElementChild;
  const text = first?.textContent?.trim() ?? "";
  if (first?.matches("h1, h2, h3, h4, h5, h6") && [title, heading].includes(text)) first.classList.add("repeated");
}

/**
 * @param {HTMLElement} item
 * @param {boolean} open
 */
function expand(item, open) {
  item.classList.toggle("open", open);
  item.querySelector("button")?.setAttribute("aria-expanded", String(open));
}

/** @param {HTMLElement} item */
function inUse(item) {
  return item.classList.contains("open") || item.matches(":focus-within");
}

/**
 * Mark the evidence, and what may be hidden around it while the passage is closed.
 *
 * @param {HTMLElement} body
 * @param {Set<number>} marked
 */
function point(body, marked) {
  for (const unit of body.querySelectorAll("[data-unit]")) {
    if (!marked.has(Number(unit.getAttribute("data-unit")))) continue;
    unit.classList.add("evidence");
    if (unit.tagName === "SPAN") unit.setAttribute("role", "mark");
  }
  for (const part of body.querySelectorAll("*")) {
    const kept = part.closest(".evidence, thead") || part.querySelector(".evidence");
    if (!kept) part.classList.add("context");
  }
}
