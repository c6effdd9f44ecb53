import { element } from "../dom/element.js";

/**
 * @typedef {import("./contract.js").Phase} PhaseData
 * @typedef {import("./week.js").Week} Week
 */

/** A phase: what it is for, what it ends with, and its weeks. */
export class Phase {
  /**
   * @param {PhaseData} phase
   * @param {number} n counts from 1
   * @param {Week[]} weeks those that aren't under an earlier phase
   */
  constructor(phase, n, weeks) {
    this.phase = phase;
    this.goal = element("p", { class: "goal" }, phase.goal);
    const title = element("h3", { id: phase.id }, phase.title);
    const [first, last] = phase.weeks;
    const span = first === last ? `week ${first}` : `weeks ${first} to ${last}`;
    const head = element("header", {}, element("p", { class: "facts" }, `Phase ${n}, ${span}`), title, this.goal, this.#milestone());
    this.element = element("section", { class: "phase", "aria-labelledby": phase.id }, head);
    this.element.append(...weeks.map((week) => week.element));
  }

  #milestone() {
    const { deliverable, acceptance } = this.phase.milestone;
    const box = element("div", { class: "milestone" }, element("h4", {}, "It ends with"), element("p", {}, deliverable));
    if (acceptance.length > 0) {
      const list = element("ul", {}, ...acceptance.map((text) => element("li", {}, text)));
      box.append(element("details", {}, element("summary", {}, "How you know that it is done"), list));
    }
    return box;
  }
}

/**
 * Which phase a week stands under: phases may share one, which then ends the earlier.
 *
 * @template {{n: number}} One
 * @param {PhaseData[]} phases
 * @param {One[]} weeks
 * @returns {One[][]} weeks by phase
 */
export function weeksByPhase(phases, weeks) {
  const groups = phases.map(() => /** @type {One[]} */ ([]));
  for (const week of weeks) {
    const last = phases.findIndex((phase) => week.n <= phase.weeks[1]);
    groups.at(last < 0 ? -1 : last)?.push(week);
  }
  return groups;
}
