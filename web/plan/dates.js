/** Days as the API writes them, such as "2026-01-05", in words and out of them. */

import { counted } from "./words.js";

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

/**
 * @param {string} day
 * @param {Date} [now]
 * @returns {string} such as "5 Jan", with the year unless it is this year's
 */
export function shortText(day, now = new Date()) {
  const date = dateOf(day);
  return date.getFullYear() === now.getFullYear() ? plainText(date) : `${plainText(date)} ${date.getFullYear()}`;
}

/** @param {Date} date */
function plainText(date) {
  return `${date.getDate()} ${SHORT.format(date)}`;
}

/**
 * @param {string} start
 * @param {string} end
 * @param {Date} [now]
 * @returns {string} such as "5–11 Jan" or "29 Dec – 4 Jan 2027", with every year that isn't this one
 */
export function spanText(start, end, now = new Date()) {
  const [from, to] = [dateOf(start), dateOf(end)];
  const oneYear = from.getFullYear() === to.getFullYear();
  if (oneYear && from.getMonth() === to.getMonth()) return `${from.getDate()}–${shortText(end, now)}`;
  return `${oneYear ? plainText(from) : shortText(start, now)} – ${shortText(end, now)}`;
}

/**
 * @param {string} day
 * @param {string} today
 * @returns {string} what a plan that starts on a day of the past should be told; "" for any other
 */
export function pastText(day, today) {
  const days = Math.round((dateOf(today).getTime() - dateOf(day).getTime()) / 86_400_000);
  if (days <= 0) return "";
  const ago = days < 14 ? counted(days, "day") : counted(Math.floor(days / 7), "week");
  return `This plan starts ${ago} ago: on ${dayText(day)}. Its first weeks count as begun.`;
}
