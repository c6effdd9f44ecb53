/**
 * Where each concept stands in the plan that this browser keeps.
 *
 * @typedef {"done" | "known" | "planned" | "open"} State
 * @typedef {{state: State, weeks: [number, number] | null, why: string}} Standing `why` it is not to be studied, if the plan says so
 * @typedef {import("../storage/kept-plan.js").KeptPlan} KeptPlan
 */

/** @type {Record<State, string>} */
export const STATES = { done: "Done", known: "Known", planned: "Planned", open: "Open" };

/** @type {Standing} */
const OPEN = { state: "open", weeks: null, why: "" };

export class Standings {
  /** @type {Map<string, Standing>} */
  #bySlug = new Map();

  /** @param {KeptPlan | null} kept without a plan everything is open */
  constructor(kept) {
    this.planned = kept !== null;
    if (!kept) return;
    for (const cut of kept.plan.feasibility?.cut ?? []) this.#set(cut.slug, "open", cut.reason);
    for (const skipped of kept.plan.skipped ?? []) this.#set(skipped.slug, stateOf(skipped.reason), skipped.why);
    for (const week of kept.plan.weeks ?? []) for (const item of week.items) this.#plan(item, week.n);
    for (const { slug, status } of kept.progress) {
      if (status === "done") this.#set(slug, "done", "");
      if (status === "skipped") this.#set(slug, "open", "You left it out.");
    }
  }

  /** @param {string} slug @returns {Standing} */
  of(slug) {
    return this.#bySlug.get(slug) ?? OPEN;
  }

  /** @param {string} slug whether it needs no more study */
  isBehind(slug) {
    const { state } = this.of(slug);
    return state === "done" || state === "known";
  }

  /** @param {string} slug in words: "Planned, week 3" */
  words(slug) {
    const { state, weeks } = this.of(slug);
    return weeks && state === "planned" ? `${STATES[state]}, ${weeksInWords(weeks)}` : STATES[state];
  }

  /**
   * @param {string} slug
   * @param {State} state
   * @param {string} [why]
   */
  #set(slug, state, why = "") {
    this.#bySlug.set(slug, { state, weeks: this.of(slug).weeks, why });
  }

  /**
   * One part of a note in one week; it is done when its last part is.
   *
   * @param {{slug: string, status: string}} item
   * @param {number} week
   */
  #plan({ slug, status }, week) {
    const first = this.of(slug).weeks?.[0] ?? week;
    this.#bySlug.set(slug, { state: status === "done" ? "done" : "planned", weeks: [first, week], why: "" });
  }
}

/** @param {[number, number]} weeks */
export function weeksInWords([first, last]) {
  return first === last ? `week ${first}` : `weeks ${first} to ${last}`;
}

/** @param {string} reason of a note that the plan skips @returns {State} */
function stateOf(reason) {
  if (reason === "done") return "done";
  return reason === "claimed" || reason === "quiz" || reason.startsWith("assumed_from") ? "known" : "open";
}
