/** Days as the API writes them, such as "2026-01-05", in words and out of them. */

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long" });
const SHORT = new Intl.DateTimeFormat("en-GB", { month: "short" });

/** @param {string} day */
export function dateOf(day) {
  const [year, month, date] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

/** @param {Date} date in the reader's own time zone */
export function dayOf(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * @param {Date} today
 * @returns {string} the Monday after today
 */
export function nextMonday(today) {
  const ahead = (8 - today.getDay()) % 7 || 7;
  return dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() + ahead));
}

/**
 * @param {string} day
 * @param {number} count days, below zero for earlier
 */
export function daysAfter(day, count) {
  const date = dateOf(day);
  return dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() + count));
}

/** @param {string} day */
export function dayText(day) {
  const date = dateOf(day);
  return `${date.getDate()} ${MONTH.format(date)} ${date.getFullYear()}`;
}

/** @param {string} day */
export function shortText(day) {
  const date = dateOf(day);
  return `${date.getDate()} ${SHORT.format(date)}`;
}

/**
 * @param {string} start
 * @param {string} end
 * @returns {string} such as "5–11 Jan" or "29 Dec – 4 Jan"
 */
export function spanText(start, end) {
  const [from, to] = [dateOf(start), dateOf(end)];
  if (from.getMonth() === to.getMonth()) return `${from.getDate()}–${shortText(end)}`;
  return `${shortText(start)} – ${shortText(end)}`;
}
