/**
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("./contract.js").Logged} Logged
 */

/**
 * What the server reads of a plan that is posted back; the rest would only make the way longer.
 *
 * @param {Plan} plan
 */
export function reference({ plan_id, kb_version, revision, totals, weeks }) {
  return {
    plan_id,
    kb_version,
    revision,
    totals: { end_date: totals.end_date },
    weeks: weeks.map(({ n, start, items }) => ({
      n,
      start,
      items: items.map(({ slug, hours }) => ({ slug, hours })),
    })),
  };
}

/**
 * The whole log, in which what is new is of today. The server has no clock: it takes the latest
 * date for now, so without anything new the last entry is dated again.
 *
 * @param {Plan} plan
 * @param {Ticked[]} ticked
 * @param {string} today
 * @returns {Logged[]}
 */
export function wholeLog(plan, ticked, today) {
  const fresh = new Set(ticked.map((entry) => entry.slug));
  const known = /** @type {Logged[]} */ (plan.profile.progress ?? []).filter((entry) => !fresh.has(entry.slug));
  const log = [...known, ...ticked.map((entry) => ({ ...entry, date: today }))];
  return log.map((entry, at) => (at === log.length - 1 ? { ...entry, date: today } : entry));
}

/**
 * The body for a plan that takes over from another with what is done. One that begins on another day
 * is a new plan: it has no weeks in common with the other.
 *
 * @param {Profile} profile
 * @param {{plan: Plan, progress: Ticked[]} | null} from
 * @param {string} today
 * @returns {Profile}
 */
export function bodyOf(profile, from, today) {
  if (!from) return profile;
  const progress = wholeLog(from.plan, from.progress, today);
  const based = profile.start_date === from.plan.weeks[0]?.start ? { plan_ref: reference(from.plan) } : {};
  return { ...profile, ...based, ...(progress.length > 0 ? { progress } : {}) };
}

/**
 * The body that gives a plan once more, for its downloads and its wording.
 *
 * @param {import("../storage/kept-plan.js").OnePlan} kept
 * @returns {Profile}
 */
export function sameAgain({ profile, plan, reference }) {
  const { progress } = plan.profile;
  return { ...profile, ...(reference ? { plan_ref: reference } : {}), ...(progress ? { progress } : {}) };
}

/**
 * @param {Profile} profile
 * @param {Profile} change fields to replace; null takes one out
 * @returns {Profile}
 */
export function changed(profile, change) {
  const merged = { ...profile, ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
