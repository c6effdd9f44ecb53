import { isKeptPlan } from "./plan-shape.js";

/**
 * The plan that this browser keeps. It never leaves it but to be re-planned.
 *
 * @typedef {object} Ticked what became of a note, since the plan was made
 * @property {string} slug
 * @property {"done" | "partial" | "failed_check" | "skipped"} status
 * @property {number} [hours] spent on the whole note so far
 *
 * @typedef {object} OnePlan
 * @property {Record<string, any>} profile as it was posted to /plan, without `progress` and `plan_ref`
 * @property {Record<string, any>} plan as the server gave it; its profile holds the progress it knows
 * @property {Ticked[]} progress ticked since
 * @property {Record<string, any>} [reference] the plan that it took over from, as it was posted
 * @property {Record<string, string>} [words] the model's, by part of the plan; none in it: it was asked and nothing of it could be taken
 *
 * @typedef {OnePlan & {former?: OnePlan}} KeptPlan `former`: what it replaced
 */

export const KEY = "onramp.plan";
const ASIDE = "onramp.plan.damaged";
const UNTOLD = "onramp.plan.damaged.untold";

/**
 * The kept plan. One that can't be shown is set aside under a key of its own, so that it harms no page
 * and is not lost either.
 *
 * @returns {KeptPlan | null} null when there is none, or the browser keeps nothing
 */
export function keptPlan() {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return null;
    const kept = parsed(text);
    if (isKeptPlan(kept)) return { progress: [], ...kept };
    localStorage.removeItem(KEY); // first, for the copy may need its room
    localStorage.setItem(ASIDE, text);
    localStorage.setItem(UNTOLD, "1");
  } catch {
    // a browser that keeps nothing has no plan
  }
  return null;
}

/** @returns {boolean} whether a plan was set aside of which nobody has been told; true once */
export function wasSetAside() {
  try {
    const untold = localStorage.getItem(UNTOLD) !== null;
    localStorage.removeItem(UNTOLD);
    return untold;
  } catch {
    return false;
  }
}

/**
 * @param {KeptPlan} kept
 * @returns {boolean} whether it will survive a reload
 */
export function keepPlan(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function forgetPlan() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // cut short, or never ours
  }
}
