import { button, element } from "../dom/element.js";
import { dayText } from "./dates.js";
import { counted } from "./words.js";

/**
 * @typedef {import("./contract.js").Changes} Changes
 */

/**
 * Show what a new plan would change, and ask.
 *
 * @param {Changes} changes
 * @param {(slug: string) => string} titles
 * @returns {Promise<boolean>} whether to take it
 */
export function askAbout(changes, titles) {
  const dialog = element("dialog", { class: "changes", "aria-labelledby": "changes-title" });
  dialog.append(element("h2", { id: "changes-title" }, "What would change"), ...describe(changes, titles));
  const take = button("Use the new plan", "button primary", () => dialog.close("take"));
  dialog.append(element("p", { class: "ways" }, take, button("Keep the plan as it is", "button", () => dialog.close())));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "take");
      dialog.remove();
    });
  });
}

/** Take back a question that is open: the plan that it was about has been replaced. */
export function closeQuestion() {
  const open = document.querySelector("dialog.changes");
  if (open instanceof HTMLDialogElement) open.close();
}

/**
 * @param {Changes} changes
 * @param {(slug: string) => string} titles
 * @returns {HTMLElement[]}
 */
export function describe(changes, titles) {
  /** @type {HTMLElement[]} */
  const made = [element("p", { class: "end" }, endText(changes))];
  for (const { text, notes } of shifts(changes)) {
    made.push(group(text, notes.map(({ slug, from_week, to_week }) => `${titles(slug)}: week ${from_week} → ${to_week}`)));
  }
  if (changes.added.length > 0) made.push(group(`${counted(changes.added.length, "note")} new`, changes.added.map(titles)));
  if (changes.dropped.length > 0) {
    const gone = changes.dropped.map(({ slug, why }) => `${titles(slug)}. ${why}`);
    made.push(group(`${counted(gone.length, "note")} no longer planned`, gone));
  }
  if (made.length === 1) made.push(element("p", {}, "Every note stays where it is."));
  return made;
}

/** @param {Changes} changes */
export function endText({ end_date_before, end_date }) {
  if (end_date_before === end_date) return `The plan still ends on ${dayText(end_date)}.`;
  const way = end_date > end_date_before ? "later" : "earlier";
  return `The plan ends ${way}: on ${dayText(end_date)} instead of ${dayText(end_date_before)}.`;
}

/**
 * Notes that move by the same number of weeks, together.
 *
 * @param {Changes} changes
 * @returns {{text: string, notes: Changes["moved"]}[]} the shortest moves first
 */
export function shifts({ moved }) {
  /** @type {Map<number, Changes["moved"]>} */
  const by = new Map();
  for (const note of moved) {
    const weeks = note.to_week - note.from_week;
    by.set(weeks, [...(by.get(weeks) ?? []), note]);
  }
  return [...by].sort(([a], [b]) => Math.abs(a) - Math.abs(b) || a - b).map(([weeks, notes]) => ({
    text: `${counted(notes.length, "note")}: ${counted(Math.abs(weeks), "week")} ${weeks > 0 ? "later" : "earlier"}`,
    notes,
  }));
}

/**
 * @param {string} title
 * @param {string[]} lines
 */
function group(title, lines) {
  const list = element("ul", {}, ...lines.map((line) => element("li", {}, line)));
  const fold = element("details", {}, element("summary", {}, title), list);
  fold.open = lines.length <= 6;
  return fold;
}
