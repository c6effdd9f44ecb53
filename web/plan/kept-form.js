/**
 * The form as it stands, half-filled or not, so that a reload loses nothing.
 *
 * @typedef {import("./contract.js").Profile} Profile
 */

const KEY = "onramp.plan.form";

/** @returns {Profile | null} */
export function keptForm() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** @param {Profile} profile */
export function keepForm(profile) {
  try {
    localStorage.setItem(KEY, JSON.stringify(profile));
  } catch {
    // the form still works, it only won't survive a reload
  }
}

export function forgetForm() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}
