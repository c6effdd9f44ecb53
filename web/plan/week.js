import { element } from "../dom/element.js";
import { spanText } from "./dates.js";
import { Item } from "./item.js";
import { partsOf, statesOf } from "./progress.js";
import { counted, hoursText } from "./words.js";

/**
 * @typedef {import("./contract.js").Week} WeekData
 * @typedef {import("./contract.js").Log} Log
 * @typedef {import("./plan-view.js").PlanContext} PlanContext
 */

/** One week of the list. */
export class Week {
  /**
   * @param {WeekData} week
   * @param {PlanContext} context
   */
  constructor(week, context) {
    this.week = week;
    this.context = context;
    this.items = week.items.map((item) => new Item(item, partsOf(context.plan, item.slug), context));
    this.count = element("span", { class: "week-count" });
    const span = element("span", { class: "week-dates" }, spanText(week.start, week.end));
    const name = element("h4", { class: "week-name" }, `Week ${week.n}`);
    const hours = week.off ? "off" : hoursText(week.hours.learn + week.hours.review);
    this.summary = element("summary", {}, name, span, this.count, element("span", { class: "week-hours" }, hours));
    this.element = element("details", { class: "week", id: `week-${week.n}` }, this.summary, this.#body());
    this.element.classList.toggle("off", week.off);
  }

  get n() {
    return this.week.n;
  }

  /** Whether everything of it is done or skipped; a week without notes never is. */
  get finished() {
    return this.items.length > 0 && this.items.every((item) => ["done", "skipped"].includes(item.element.dataset.state ?? ""));
  }

  /** @param {Log} log */
  show(log) {
    for (const item of this.items) {
      const entry = log.get(item.item.slug);
      item.show(statesOf(item.parts, entry)[item.parts.indexOf(item.item)], entry);
    }
    const done = this.items.filter((item) => item.element.dataset.state === "done").length;
    this.element.classList.toggle("finished", this.finished);
    this.count.textContent = done === 0 ? "" : this.finished ? "done" : `${done} of ${this.items.length} done`;
  }

  #body() {
    const { week, context } = this;
    const body = element("div", { class: "week-body" });
    if (week.off && this.items.length === 0) body.append(element("p", { class: "why" }, "A week off."));
    if (week.n === 1 && context.plan.diagnostic.length > 0) body.append(this.#diagnostic());
    if (this.items.length > 0) body.append(element("ul", { class: "items" }, ...this.items.map((item) => item.element)));
    if (week.reviews.length > 0) body.append(aside(`Reviews, ${hoursText(week.hours.review)}`, reviews(week)));
    if (week.checkpoint.length > 0) body.append(aside("Can you answer?", questions(week.checkpoint)));
    if (week.deliverable) body.append(aside("By the end of the week", element("p", {}, week.deliverable)));
    if (!week.off) {
      const buffer = week.hours.buffer > 0 ? `, and ${hoursText(week.hours.buffer)} to spare` : "";
      body.append(element("p", { class: "facts" }, `${counted(week.sessions, "sitting")}${buffer}.`));
    }
    return body;
  }

  #diagnostic() {
    const list = questions(this.context.plan.diagnostic);
    const told = element("p", { class: "why" }, "Answer without looking. What you get wrong, bring back below “Left out”.");
    const fold = element("details", { class: "diagnostic" });
    const title = `Before you start: ${counted(this.context.plan.diagnostic.length, "question")} on what you know`;
    fold.append(element("summary", {}, title), told, list);
    return fold;
  }
}

/**
 * @param {string} title
 * @param {HTMLElement} content
 */
function aside(title, content) {
  return element("div", { class: "aside" }, element("h5", {}, title), content);
}

/** @param {WeekData} week */
function reviews({ reviews }) {
  const entries = reviews.map(({ title, minutes, citation }) =>
    element("li", {}, element("a", { href: citation.url }, title), `, ${minutes} min`),
  );
  return element("ul", {}, ...entries);
}

/** @param {import("./contract.js").Question[]} questions */
function questions(questions) {
  const entries = questions.map(({ question, answer_anchor }) => {
    const answer = element("a", { href: answer_anchor, "aria-label": `Answer to: ${question}` }, "answer");
    return element("li", {}, `${question} `, answer);
  });
  return element("ul", {}, ...entries);
}
