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
 * @property {Record<string, string>} [words] the model's, by part of the plan
 *
 * @typedef {OnePlan & {former?: OnePlan}} KeptPlan `former`: what it replaced
 */

const KEY = "onramp.plan";

/** @returns {KeptPlan | null} null when there is none, or the browser keeps nothing */
export function keptPlan() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept?.plan?.schema_version === "1" && kept.profile ? { progress: [], ...kept } : null;
  } catch {
    return null;
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
