import { forgetPlan, keepPlan, keptPlan } from "../storage/kept-plan.js";
import { dayOf } from "./dates.js";
import { wayBack } from "./left-out.js";
import { logOf, onTop } from "./progress.js";
import { bodyOf, changed, sameAgain } from "./request.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("../storage/kept-plan.js").KeptPlan} KeptPlan
 */

/** The plan that is studied by, kept in this browser: what is made of it and what becomes of it. */
export class Study {
  #keeps = true;

  /**
   * @param {import("./client.js").PlanClient} client
   * @param {() => void} onUnkept called when the browser keeps nothing
   */
  constructor(client, onUnkept) {
    this.client = client;
    this.onUnkept = onUnkept;
    /** @type {KeptPlan | null} */
    this.kept = keptPlan();
  }

  get today() {
    return dayOf(new Date());
  }

  /** @returns {Plan} only while there is one */
  get plan() {
    return /** @type {Plan} */ (this.kept?.plan);
  }

  get log() {
    return logOf(this.plan, this.kept?.progress ?? []);
  }

  /** What to post for this plan once more. */
  get body() {
    return sameAgain(/** @type {KeptPlan} */ (this.kept));
  }

  /**
   * Have a plan made that takes over from this one. Nothing is replaced yet.
   *
   * @param {Profile} profile
   * @param {Ticked[]} [ticked] instead of what is ticked
   * @returns {Promise<KeptPlan>}
   * @throws {import("../server/failure.js").Failure}
   */
  async make(profile, ticked) {
    const { kept } = this;
    const from = kept && { plan: this.plan, progress: ticked ?? kept.progress };
    const body = bodyOf(profile, from, this.today);
    const plan = await this.client.plan(body);
    const settled = { ...profile, start_date: plan.profile.start_date };
    const made = { profile: settled, plan, progress: [], reference: body.plan_ref };
    if (!kept) return made;
    const { former: _, ...former } = kept; // one step back is enough
    return { ...made, former };
  }

  /** Another page of this browser may have gone on with the plan: its newest state. */
  refresh() {
    if (this.#keeps) this.kept = keptPlan() ?? this.kept;
  }

  /** As `refresh`, after another tab has kept or deleted the plan. */
  follow() {
    this.kept = keptPlan();
    this.#keeps = true;
  }

  /** @param {KeptPlan} made what is ticked meanwhile, here or in another tab, stays ticked */
  replace(made) {
    this.refresh();
    const { kept } = this;
    const elsewhere = kept && !isSame(kept.plan, made.former?.plan) ? (kept.plan.profile.progress ?? []) : [];
    const known = [...(made.plan.profile.progress ?? []), ...made.progress];
    const since = [...elsewhere, ...(kept?.progress ?? [])].filter((entry) => !known.some((one) => isEqual(one, entry)));
    this.#keep({ ...made, progress: onTop(made.progress, since) });
  }

  /** @param {KeptPlan} former comes back, with what has been ticked since */
  restore(former) {
    this.refresh();
    this.#keep({ ...former, progress: onTop(former.progress, this.kept?.progress ?? []) });
  }

  forget() {
    this.kept = null;
    forgetPlan();
  }

  /**
   * @param {string} slug
   * @param {Ticked | null} entry null: nothing has been done for it
   */
  tick(slug, entry) {
    this.refresh();
    const { kept } = this;
    if (!kept) return;
    const others = kept.progress.filter((one) => one.slug !== slug);
    const known = (kept.plan.profile.progress ?? []).some((/** @type {Ticked} */ one) => one.slug === slug);
    const news = entry ?? (known ? nothingOf(slug) : null);
    this.#keep({ ...kept, progress: news ? [...others, news] : others });
  }

  /**
   * @param {import("./contract.js").SkippedNote} note
   * @returns {[Profile, Ticked[]]} what to make a plan of that has the note again
   */
  with(note) {
    const { profile, progress } = /** @type {KeptPlan} */ (this.kept);
    const way = wayBack(note, profile);
    if ("change" in way) return [changed(profile, way.change), progress];
    return [profile, [...progress, "log" in way ? way.log : nothingOf(way.unlog)]];
  }

  /** @param {boolean} wanted whether the model is to word the plan */
  word(wanted) {
    this.refresh();
    const { kept } = this;
    if (!kept) return;
    const change = { narrative: wanted ? "model" : null };
    const plan = { ...kept.plan, profile: changed(kept.plan.profile, change) };
    this.#keep({ ...kept, profile: changed(kept.profile, change), plan });
  }

  /**
   * @param {Plan} plan that was worded
   * @param {Record<string, string>} words the model's, by part; none: it was asked in vain
   */
  keepWords(plan, words) {
    this.refresh();
    if (this.kept && isSame(this.kept.plan, plan)) this.#keep({ ...this.kept, words });
  }

  /** Have the model asked once more. */
  forgetWords() {
    this.refresh();
    if (!this.kept) return;
    const { words: _, ...kept } = this.kept;
    this.#keep(kept);
  }

  /** @returns {Promise<boolean>} whether the notes have changed since the plan was made; false if it can't be told */
  async isStale() {
    const { kept } = this;
    if (!kept) return false;
    const fresh = await this.client.plan(this.body).catch(() => null);
    return fresh !== null && kept.plan === this.kept?.plan && fresh.kb_version !== kept.plan.kb_version;
  }

  /** @param {KeptPlan} kept */
  #keep(kept) {
    this.kept = kept;
    this.#keeps = keepPlan(kept);
    if (!this.#keeps) this.onUnkept();
  }
}

/**
 * @param {{plan_id?: string, revision?: number}} plan
 * @param {{plan_id?: string, revision?: number} | undefined} other
 */
function isSame(plan, other) {
  return plan.plan_id === other?.plan_id && plan.revision === other?.revision;
}

/**
 * @param {Ticked} one
 * @param {Ticked} other
 */
function isEqual(one, other) {
  return one.slug === other.slug && one.status === other.status && (one.hours ?? null) === (other.hours ?? null);
}

/**
 * @param {string} slug
 * @returns {Ticked} what takes back an entry that the plan's own log has
 */
function nothingOf(slug) {
  return { slug, status: "partial", hours: 0 };
}
