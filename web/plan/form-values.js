import { valueOf } from "./fields.js";
import { weeksOff, weeksOffText } from "./weeks-off.js";

/**
 * Between the form's plain fields and a profile. Rows and roles have their own ways.
 *
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./fields.js").Control} Control
 */

const LISTS = new Set(["must_include", "must_exclude"]);
const NUMBERS = new Set(["maths.linear_algebra", "maths.calculus", "maths.probability", "maths.statistics"]);
const DEFAULTS = /** @type {Record<string, unknown>} */ ({ depth: "standard", order: "blend", "constraints.no_gpu": true, "constraints.offline": false });

/**
 * @param {string} path
 * @param {Control} control
 * @returns {unknown} undefined for what is left out, defaults among it
 */
export function read(path, control) {
  if (control instanceof HTMLInputElement && control.type === "checkbox") return unlessDefault(path, control.checked);
  const value = valueOf(control);
  if (value === undefined) return undefined;
  if (path === "weeks_off") return weeksOff(String(value));
  if (LISTS.has(path)) return String(value).split(",").map((name) => name.trim()).filter(Boolean);
  if (NUMBERS.has(path)) return Number(value);
  return unlessDefault(path, value);
}

/**
 * @param {string} path
 * @param {Control} control
 * @param {unknown} given undefined for what is left out
 */
export function write(path, control, given) {
  const value = given ?? DEFAULTS[path];
  if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = Boolean(value);
  else if (path === "weeks_off") control.value = weeksOffText(/** @type {number[]} */ (value ?? []));
  else if (LISTS.has(path)) control.value = /** @type {string[]} */ (value ?? []).join(", ");
  else control.value = value === undefined || value === null ? "" : String(value);
}

/**
 * @param {Profile} profile
 * @param {string} path with dots
 */
export function at(profile, path) {
  return path.split(".").reduce((value, name) => value?.[name], /** @type {any} */ (profile));
}

/**
 * Put a value into a profile, or take it out if it is undefined or empty.
 *
 * @param {Profile} profile is changed
 * @param {string} path with at most one dot
 * @param {any} value
 */
export function put(profile, path, value) {
  const [group, name] = path.split(".");
  const empty = value === undefined || (typeof value === "object" && Object.keys(value).length === 0);
  if (name === undefined) {
    if (empty) delete profile[group];
    else profile[group] = value;
    return;
  }
  const inner = { ...profile[group] };
  if (empty) delete inner[name];
  else inner[name] = value;
  put(profile, group, inner);
}

/**
 * A profile with what a document says of it. What the document doesn't speak of stays as it is.
 *
 * @param {Profile} profile
 * @param {Profile} found
 * @returns {Profile}
 */
export function merged(profile, found) {
  const whole = { ...profile, ...found };
  for (const [group, values] of Object.entries(found)) {
    if (typeof values !== "object") continue;
    const said = new Set(Object.keys(values).map((name) => name.toLowerCase()));
    const others = Object.entries(profile[group] ?? {}).filter(([name]) => !said.has(name.toLowerCase()));
    whole[group] = { ...Object.fromEntries(others), ...values };
  }
  return whole;
}

/**
 * @param {string} path
 * @param {unknown} value
 */
function unlessDefault(path, value) {
  return value === DEFAULTS[path] ? undefined : value;
}
