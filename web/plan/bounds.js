import { weeksOff } from "./weeks-off.js";

/**
 * What a field takes, in the words of the form. The server has the last word; this only says the
 * same sooner and plainer.
 */

/** By path, as the API bounds it. */
const BOUNDS = /** @type {Record<string, string>} */ ({
  hours_per_week: "Hours a week: from 1 to 40, in half hours.",
  start_date: "First day: a whole date from the year 2000 to 2100.",
  weeks: "Number of weeks: a whole number from 1 to 104, or nothing.",
  session_minutes: "Minutes at a sitting: a whole number from 25 to 180, or nothing.",
  deadline: "Done by: a whole date, or nothing.",
});
const YEARS = "Years: a number from 0 to 50.";
const LAST_WEEK = 520;

/**
 * @param {string} path of a field
 * @param {import("./fields.js").Control} control
 * @returns {string} what is wrong with what is filled in, "" for nothing
 */
export function faultOf(path, control) {
  if (path === "weeks_off") return faultOfWeeks(control.value);
  const { badInput, rangeUnderflow, rangeOverflow, stepMismatch } = control.validity;
  if (!badInput && !rangeUnderflow && !rangeOverflow && !(stepMismatch && path !== "session_minutes")) return "";
  return BOUNDS[path] ?? YEARS;
}

/** @param {string} text weeks off, as they are filled in */
export function faultOfWeeks(text) {
  const wrong = weeksOff(text).find((week) => typeof week !== "number" || week < 1 || week > LAST_WEEK);
  if (wrong === undefined) return "";
  return `Weeks off: “${wrong}” is no week of a plan. Give numbers from 1 to ${LAST_WEEK}, such as 4, 12-13.`;
}
