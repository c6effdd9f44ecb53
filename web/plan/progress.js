/**
 * What became of the notes of a plan. The log is by note, as the server takes
 * it; a note's parts stand in several weeks and are done in their order.
 *
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Item} Item
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("./contract.js").Logged} Logged
 * @typedef {import("./contract.js").Log} Log
 * @typedef {"open" | Ticked["status"]} State
 */

/**
 * @param {Plan} plan
 * @param {Ticked[]} ticked since the plan was made
 * @returns {Log}
 */
export function logOf(plan, ticked) {
  /** @type {Log} */
  const log = new Map();
  for (const entry of plan.profile.progress ?? []) log.set(entry.slug, { ...entry, pending: false });
  for (const entry of ticked) log.set(entry.slug, { ...entry, pending: true });
  return log;
}

/**
 * @param {Ticked[]} ticked
 * @param {Ticked[]} later
 * @returns {Ticked[]} both, of which the later counts where both speak of a note
 */
export function onTop(ticked, later) {
  const slugs = new Set(later.map((entry) => entry.slug));
  return [...ticked.filter((entry) => !slugs.has(entry.slug)), ...later];
}

/**
 * @param {Plan} plan
 * @param {string} slug
 * @returns {Item[]} the note's parts, in their order
 */
export function partsOf(plan, slug) {
  return plan.weeks.flatMap((week) => week.items.filter((item) => item.slug === slug));
}

/**
 * @param {Item[]} parts of one note
 * @param {Logged & {pending: boolean} | undefined} entry
 * @returns {State[]} one a part
 */
export function statesOf(parts, entry) {
  if (!entry) return parts.map(() => "open");
  if (entry.status === "failed_check" && !entry.pending) {
    return parts.map((part) => (part.status === "failed" ? "failed_check" : "open"));
  }
  if (entry.status !== "partial") return parts.map(() => entry.status);
  let left = entry.hours ?? 0;
  return parts.map((part) => {
    const spent = left;
    left -= part.hours;
    if (spent >= part.hours) return "done";
    return spent > 0 ? "partial" : "open";
  });
}

/**
 * The log after a part was ticked, which its earlier parts are then too, or unticked.
 *
 * @param {Item[]} parts of the note
 * @param {number} at which of them
 * @param {boolean} done
 * @returns {Ticked | null} the note's entry, null for none
 */
export function tick(parts, at, done) {
  const { slug } = parts[at];
  const count = done ? at + 1 : at;
  if (count === parts.length) return { slug, status: "done" };
  const hours = parts.slice(0, count).reduce((sum, part) => sum + part.hours, 0);
  return hours > 0 ? { slug, status: "partial", hours } : null;
}

/**
 * @param {Plan} plan
 * @param {Log} log
 * @returns {{notes: number, done: number, hours: number, doneHours: number}} skipped notes are no part of it
 */
export function tally(plan, log) {
  const sum = { notes: 0, done: 0, hours: 0, doneHours: 0 };
  const slugs = new Set(plan.weeks.flatMap((week) => week.items.map((item) => item.slug)));
  for (const slug of slugs) {
    const parts = partsOf(plan, slug);
    const states = statesOf(parts, log.get(slug));
    if (states.every((state) => state === "skipped")) continue;
    sum.notes += 1;
    sum.done += Number(states.every((state, at) => state === "done" || parts[at].status === "failed"));
    parts.forEach((part, at) => {
      sum.hours += part.hours;
      if (states[at] === "done") sum.doneHours += part.hours;
      if (states[at] === "partial") sum.doneHours += (log.get(slug)?.hours ?? 0) - spentBefore(parts, at);
    });
  }
  return sum;
}

/**
 * @param {Item[]} parts
 * @param {number} at
 */
function spentBefore(parts, at) {
  return parts.slice(0, at).reduce((sum, part) => sum + part.hours, 0);
}
