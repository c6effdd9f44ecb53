import { button, element } from "../dom/element.js";
import { assumptions } from "./assumptions.js";
import { feasibility } from "./feasibility.js";
import { leftOut } from "./left-out.js";
import { Overview } from "./overview.js";
import { Phase, weeksByPhase } from "./phase.js";
import { PlanHead } from "./plan-head.js";
import { Week } from "./week.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("./contract.js").Log} Log
 *
 * @typedef {object} PlanContext a plan, and what can be done on it
 * @property {Plan} plan
 * @property {string} today
 * @property {(slug: string) => string} titles
 * @property {(slug: string, entry: Ticked | null) => void} onTick
 * @property {() => void} onReplan
 * @property {(change: Profile, label: string) => void} onChange
 * @property {(note: import("./contract.js").SkippedNote) => void} onBringBack
 * @property {(path: string) => void} onField
 * @property {(format: "md" | "ics") => void} onDownload
 * @property {(wanted: boolean) => void} onWording
 * @property {() => void} onStartOver
 */

const OPEN = 3; // weeks from the current one on

/** A plan as it is read, ticked and printed. */
export class PlanView {
  /** @param {PlanContext} context */
  constructor(context) {
    const { plan } = context;
    this.plan = plan;
    this.head = new PlanHead(context);
    this.weeks = plan.weeks.map((week) => new Week(week, context));
    const groups = weeksByPhase(plan.phases, plan.weeks).map((weeks) => weeks.map(({ n }) => this.weeks[n - 1]));
    this.phases = plan.phases.map((phase, at) => new Phase(phase, at + 1, groups[at]));
    this.overview = new Overview(plan, context.today, (n) => this.#goTo(n));
    this.element = element("article", { class: "plan", "aria-label": "Your plan" }, this.head.element);
    this.element.append(...[feasibility(context)].filter((box) => box !== null), ...assumptions(context), ...goal(plan));
    if (plan.weeks.length > 0) this.element.append(this.#timeline());
    this.element.append(...this.phases.map((phase) => phase.element), ...leftOut(context));
    this.#openFrom(context.today);
  }

  /** @param {Log} log */
  show(log) {
    for (const week of this.weeks) week.show(log);
    this.head.show(log);
    this.overview.show(new Set(this.weeks.filter((week) => week.finished).map((week) => week.n)));
  }

  /**
   * @param {string} part "summary" or a phase's id
   * @param {string | null} text the model's, null for the template's
   */
  word(part, text) {
    const phase = this.phases.find((one) => one.phase.id === part);
    const place = part === "summary" ? this.head.summary : phase?.goal;
    if (!place) return;
    place.textContent = text ?? (phase ? phase.phase.goal : this.plan.summary.text);
    place.classList.toggle("worded", text !== null);
    if (text !== null) place.append(" ", element("span", { class: "by-model" }, "worded by the model"));
  }

  /** The template's words again, everywhere. */
  unword() {
    this.head.say("");
    for (const part of ["summary", ...this.phases.map(({ phase }) => phase.id)]) this.word(part, null);
  }

  #timeline() {
    const all = button("Open all weeks", "small", () => {
      const open = this.weeks.some((week) => !week.element.open);
      for (const week of this.weeks) week.element.open = open;
      all.textContent = open ? "Close all weeks" : "Open all weeks";
    });
    const head = element("div", { class: "timeline-head" }, element("h3", {}, "Week by week"), all);
    const rationale = element("p", { class: "why" }, this.plan.order_rationale);
    return element("section", { class: "timeline" }, head, rationale, this.overview.element);
  }

  /** @param {string} today */
  #openFrom(today) {
    const current = Math.max(0, this.weeks.findIndex(({ week }) => week.end >= today));
    for (const week of this.weeks.slice(current, current + OPEN)) week.element.open = true;
  }

  /** @param {number} n */
  #goTo(n) {
    const week = this.weeks[n - 1];
    week.element.open = true;
    week.element.scrollIntoView({ block: "start" });
    week.summary.focus({ preventScroll: true });
  }
}

/** @param {Plan} plan */
function goal({ goal }) {
  if (goal.length === 0) return [];
  const near = goal.map(({ title, week, citation }) =>
    element("li", {}, element("a", { href: citation.url }, title), week ? `, week ${week}` : ", not in this plan"),
  );
  return [element("section", { class: "told" }, element("h3", {}, "Near to your goal"), element("ul", {}, ...near))];
}
