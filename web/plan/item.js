import { element } from "../dom/element.js";
import { DOMAINS, MATHS_FIELDS, labelOf, technologyOf } from "./choices.js";
import { number, select, valueOf } from "./fields.js";
import { tick } from "./progress.js";
import { counted, hoursText, within } from "./words.js";

/**
 * @typedef {import("./contract.js").Item} ItemShown
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("./plan-view.js").PlanContext} PlanContext
 */

const STATES = [
  ["open", "Open"],
  ["done", "Done"],
  ["partial", "Partly done"],
  ["failed_check", "Failed the check"],
  ["skipped", "Skip it"],
];

const NAMED = 4; // of the notes that one opens

/** A part of a note in one week: what it is, why, and what became of it. */
export class Item {
  /**
   * @param {ItemShown} item
   * @param {ItemShown[]} parts of the same note
   * @param {PlanContext} context
   */
  constructor(item, parts, context) {
    this.item = item;
    this.parts = parts;
    this.context = context;
    const name = nameOf(item);
    this.box = element("input", { type: "checkbox", class: "tick", "aria-label": `Done: ${name}` });
    this.state = select(STATES, { class: "state", "aria-label": `State of ${name}` });
    this.hours = number({ class: "spent", min: "0", step: "0.5", "aria-label": `Hours spent so far on ${item.title}` });
    this.spent = element("span", { class: "spent-box", hidden: "" }, this.hours, " h so far");
    this.element = element("li", { class: "item", "data-slug": item.slug }, this.box, this.#words());
    this.box.addEventListener("change", () => this.#tick(this.box.checked));
    this.state.addEventListener("change", () => this.#choose());
    this.hours.addEventListener("change", () => this.#log(/** @type {Ticked["status"]} */ (this.state.value)));
  }

  /**
   * @param {import("./progress.js").State} state of this part
   * @param {import("./contract.js").Logged | undefined} entry of its note
   */
  show(state, entry) {
    this.element.dataset.state = state;
    this.box.checked = state === "done";
    this.box.indeterminate = state === "partial";
    this.state.value = state;
    this.spent.hidden = !entry || !["partial", "done"].includes(entry.status) || state === "open";
    this.hours.value = entry?.hours === undefined ? "" : String(entry.hours);
  }

  #words() {
    const { item, context } = this;
    const title = element("a", { class: "item-title", href: item.citation.url }, item.title);
    const [part, of] = item.part.split("/");
    const facts = [of === "1" ? "" : `part ${part} of ${of}`, item.discount ? discountText(item.discount, context.plan) : ""];
    const head = element("p", { class: "item-head" }, title, element("span", { class: "item-hours" }, hoursText(item.hours)));
    const words = element("div", { class: "item-words" }, head);
    const said = facts.filter(Boolean).join(" · ");
    if (said) words.append(element("p", { class: "facts" }, said));
    words.append(...(part === "1" ? this.#reasons() : []));
    const ask = element("a", { href: `/?about=${encodeURIComponent(item.slug)}` }, "Ask about this");
    ask.append(element("span", { class: "visually-hidden" }, `: ${item.title}`));
    words.append(element("p", { class: "item-ways" }, ask, this.state, this.spent));
    return words;
  }

  /** Said with the first part only: the others go on from it. */
  #reasons() {
    const { why, unlocks } = this.item;
    const told = [element("p", { class: "why" }, why)];
    const names = unlocks.slice(0, NAMED).map(this.context.titles);
    if (unlocks.length > NAMED) names.push(`${unlocks.length - NAMED} more`);
    if (names.length > 0) told.push(element("p", { class: "facts unlocks" }, `Opens ${names.join(", ")}`));
    return told;
  }

  /** @param {boolean} done */
  #tick(done) {
    this.context.onTick(this.item.slug, tick(this.parts, this.parts.indexOf(this.item), done));
  }

  #choose() {
    const chosen = /** @type {import("./progress.js").State} */ (this.state.value);
    if (chosen === "open" || chosen === "done") return this.#tick(chosen === "done");
    this.#log(chosen);
    if (chosen === "partial") this.hours.focus();
  }

  /** @param {Ticked["status"]} status */
  #log(status) {
    const { slug } = this.item;
    const given = valueOf(this.hours);
    const hours = typeof given === "number" ? Math.min(1000, Math.max(0, given)) : undefined;
    if (status === "partial") this.context.onTick(slug, { slug, status, hours: hours ?? this.#half() });
    else if (status === "done" && hours !== undefined) this.context.onTick(slug, { slug, status, hours });
    else this.context.onTick(slug, { slug, status });
  }

  /** Up to the middle of this part, in half hours, until the learner says it better. */
  #half() {
    const before = this.parts.slice(0, this.parts.indexOf(this.item)).reduce((sum, part) => sum + part.hours, 0);
    return before + Math.max(0.5, Math.round(this.item.hours) / 2);
  }
}

/** @param {ItemShown} item */
function nameOf(item) {
  const [part, of] = item.part.split("/");
  return of === "1" ? item.title : `${item.title}, part ${part} of ${of}`;
}

/**
 * @param {{from: string, pct: number}} discount
 * @param {import("./contract.js").Plan} plan
 */
export function discountText({ from, pct }, plan) {
  const years = plan.profile.domains?.[from];
  if (years !== undefined) return `${pct}% off for ${counted(years, "year")} of ${within(labelOf(DOMAINS, from))}`;
  const [kind, name] = from.split(":");
  if (kind === "math") return `${pct}% off for ${within(labelOf(MATHS_FIELDS, name))}`;
  return `${pct}% off for ${name === "other-language" ? "another language" : technologyOf(name ?? kind)}`;
}
