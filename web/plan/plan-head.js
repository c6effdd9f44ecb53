import { button, element } from "../dom/element.js";
import { ROLES, labelOf } from "./choices.js";
import { dayText } from "./dates.js";
import { tally } from "./progress.js";
import { counted, hoursText } from "./words.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./plan-view.js").PlanContext} PlanContext
 */

/** What a plan amounts to, how far it has come, and what can be done with it. */
export class PlanHead {
  /** @param {PlanContext} context */
  constructor(context) {
    const { plan } = context;
    this.context = context;
    this.title = element("h2", { class: "plan-title", tabindex: "-1" }, titleOf(plan));
    this.summary = element("p", { class: "summary" }, plan.summary.text);
    this.meter = element("progress", { "aria-labelledby": "progress-text" });
    this.progress = element("p", { class: "progress-text", id: "progress-text" });
    this.replan = button("Re-plan from here", "button primary", context.onReplan);
    this.note = element("p", { class: "wording-note", role: "status" });
    this.element = element("header", { class: "plan-head" }, this.title, this.summary, ...milestones(plan), totals(plan));
    if (plan.weeks.length > 0) this.element.append(element("div", { class: "progress-bar" }, this.meter, this.progress));
    this.element.append(this.#ways(), this.#wording());
  }

  /** @param {import("./contract.js").Log} log */
  show(log) {
    const { notes, done, hours, doneHours } = tally(this.context.plan, log);
    this.meter.max = Math.max(hours, 0.5);
    this.meter.value = doneHours;
    this.progress.textContent = `${done} of ${counted(notes, "note")} done, ${hoursText(doneHours)} of ${hoursText(hours)}`;
    this.replan.disabled = log.size === 0;
    this.replan.title = log.size === 0 ? "Tick something first" : "";
  }

  /**
   * @param {string} note how the wording stands, "" for nothing to say
   * @param {(() => void) | null} [onAgain] asks the model once more
   */
  say(note, onAgain = null) {
    this.note.replaceChildren(note, ...(onAgain ? [" ", button("Ask the model again", "small", onAgain)] : []));
  }

  #ways() {
    const { onDownload, onStartOver } = this.context;
    return element(
      "div",
      { class: "ways", role: "group", "aria-label": "With this plan" },
      this.replan,
      button("Calendar", "button", () => onDownload("ics")),
      button("Markdown", "button", () => onDownload("md")),
      button("Print", "button", () => print()),
      button("Start over", "button quiet", onStartOver),
    );
  }

  #wording() {
    const wanted = element("input", { type: "checkbox", id: "wording" });
    wanted.checked = this.context.plan.profile.narrative === "model";
    wanted.addEventListener("change", () => this.context.onWording(wanted.checked));
    const label = element("label", { for: wanted.id }, "Let the model word the summary and the phases");
    return element("div", { class: "wording" }, element("span", { class: "check" }, wanted, label), this.note);
  }
}

/** @param {Plan} plan */
function titleOf({ profile, totals }) {
  const role = profile.target_role && profile.target_role !== "undecided" ? labelOf(ROLES, profile.target_role) : "Study plan";
  return totals.weeks > 0 ? `${role}, ${counted(totals.weeks, "week")}` : role;
}

/** @param {Plan} plan */
function milestones({ summary }) {
  if (summary.citations.length === 0) return [];
  const links = summary.citations.flatMap(({ heading, url }, at) => [
    at > 0 ? ", " : "",
    element("a", { href: url }, heading),
  ]);
  return [element("p", { class: "milestones" }, "Milestones: ", ...links)];
}

/** @param {Plan} plan */
function totals({ totals, pace }) {
  const range = totals.end_date_high > totals.end_date ? [["Perhaps until", dayText(totals.end_date_high)]] : [];
  const facts = [
    ["Ends", dayText(totals.end_date)],
    ...range,
    ["Learning", hoursText(totals.learning_h)],
    ["Reviews", hoursText(totals.review_h)],
    ["To spare", hoursText(totals.buffer_h)],
    ...(pace.used ? [["Your pace", `${pace.value} × planned`]] : []),
  ];
  const list = facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value)));
  return element("dl", { class: "totals" }, ...list);
}
