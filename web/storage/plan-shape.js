/**
 * Whether what a browser kept is a plan that pages can show. Storage outlives versions of Onramp,
 * and other programs and people can write to it, so nothing of it is taken on trust.
 *
 * @typedef {(value: any) => boolean} Check
 */

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const LONGEST = 20_000; // characters of one text
const MOST = 2_000; // entries of one list

/** @type {Check} */
const text = (value) => typeof value === "string" && value.length <= LONGEST;
/** @type {Check} */
const number = (value) => Number.isFinite(value) && value >= 0 && value <= 100_000;
/** @type {Check} */
const flag = (value) => typeof value === "boolean";
/** @type {Check} */
const day = (value) => typeof value === "string" && DAY.test(value);
/** @type {Check} */
const record = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @type {Check} */
const link = (value) => text(value) && /^\/(?![/\\])/.test(value);
const oneOf = (/** @type {string[]} */ ...names) => /** @type {Check} */ ((value) => names.includes(value));
const list = (/** @type {Check} */ each, most = MOST) =>
  /** @type {Check} */ ((value) => Array.isArray(value) && value.length <= most && value.every(each));
const maybe = (/** @type {Check} */ check) => /** @type {Check} */ ((value) => value === undefined || value === null || check(value));
const shape = (/** @type {Record<string, Check>} */ fields) =>
  /** @type {Check} */ ((value) => record(value) && Object.entries(fields).every(([name, check]) => check(value[name])));

const citation = shape({ note: text, heading: text, url: link });
const question = shape({ id: text, slug: text, question: text, answer_anchor: link });
const named = { slug: text, title: text };
const hours = shape({ learn: number, review: number, buffer: number });
const ticked = shape({ slug: text, status: oneOf("done", "partial", "failed_check", "skipped"), hours: maybe(number) });

const profile = shape({
  start_date: maybe(day),
  progress: maybe(list(ticked)),
  domains: maybe(record),
  known_concepts: maybe(record),
  must_include: maybe(list(text)),
  must_exclude: maybe(list(text)),
});

const item = shape({
  ...named, id: text, part: (value) => text(value) && /^\d+\/\d+$/.test(value), hours: number, citation, why: text,
  unlocks: list(text), discount: maybe(shape({ from: text, pct: number })), status: oneOf("open", "done", "partial", "failed"),
});

const week = shape({
  n: number, start: day, end: day, off: flag, hours, sessions: number, items: list(item), checkpoint: list(question), deliverable: text,
  reviews: list(shape({ ...named, minutes: number, citation })),
});

const plan = shape({
  schema_version: oneOf("1"),
  plan_id: text,
  kb_version: text,
  revision: number,
  profile,
  assumptions: list(shape({ field: text, why: text })),
  summary: shape({ text, citations: list(citation) }),
  goal: list(shape({ ...named, citation, week: maybe(number) })),
  totals: shape({
    learning_h: number, review_h: number, buffer_h: number, weeks: number, weeks_high: number, end_date: day, end_date_high: day,
  }),
  feasibility: shape({
    status: oneOf("ok", "trimmed", "infeasible"), options: list(shape({ text, change: maybe(record) })),
    cut: list(shape({ ...named, hours: number, reason: text, blocks: list(text) })),
  }),
  skipped: list(shape({ ...named, reason: text, why: text, change: text })),
  stretch: list(shape({ ...named, hours: number })),
  diagnostic: list(question),
  phases: list(shape({
    id: text, title: text, goal: text, weeks: list(number, 2),
    milestone: shape({ slug: text, deliverable: text, acceptance: list(text) }),
  })),
  weeks: list(week, 1_100),
  order_rationale: text,
  pace: shape({ value: number, used: flag }),
  warnings: list(text),
});

const one = shape({
  profile, plan, progress: maybe(list(ticked)), reference: maybe(record),
  words: maybe((value) => record(value) && Object.values(value).every(text)),
});

/**
 * @param {any} value as it came out of JSON
 * @returns {boolean} whether it is a kept plan, the former one in it included
 */
export function isKeptPlan(value) {
  return whole(value) && (value.former === undefined || whole(value.former));
}

/** @param {any} value */
function whole(value) {
  if (!one(value)) return false;
  const { weeks, phases } = value.plan;
  const numbered = weeks.every((/** @type {{n: number}} */ { n }, /** @type {number} */ at) => n === at + 1);
  return numbered && phases.every((/** @type {{weeks: number[]}} */ { weeks: [first, last] }) => first >= 1 && first <= last && last <= weeks.length);
}
