import { forgetPlan, keepPlan, keptPlan } from "../storage/kept-plan.js";
import { dayOf } from "./dates.js";
import { wayBack } from "./left-out.js";
import { logOf } from "./progress.js";
import { bodyOf, changed, sameAgain } from "./request.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("../storage/kept-plan.js").KeptPlan} KeptPlan
 */

/** The plan that is studied by, kept in this browser: what is made of it and what becomes of it. */
export class Study {
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

  /** @param {KeptPlan} made */
  replace(made) {
    this.kept = made;
    this.#keep();
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
    if (!this.kept) return;
    const others = this.kept.progress.filter((one) => one.slug !== slug);
    const known = (this.plan.profile.progress ?? []).some((/** @type {Ticked} */ one) => one.slug === slug);
    if (entry) this.kept.progress = [...others, entry];
    else this.kept.progress = known ? [...others, nothingOf(slug)] : others;
    this.#keep();
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
    if (!this.kept) return;
    const change = { narrative: wanted ? "model" : null };
    this.kept.profile = changed(this.kept.profile, change);
    this.kept.plan.profile = changed(this.kept.plan.profile, change);
    this.#keep();
  }

  /** @param {Record<string, string>} words the model's, by part */
  keepWords(words) {
    if (!this.kept) return;
    this.kept.words = words;
    this.#keep();
  }

  /** @returns {Promise<boolean>} whether the notes have changed since the plan was made; false if it can't be told */
  async isStale() {
    const { kept } = this;
    if (!kept) return false;
    const fresh = await this.client.plan(this.body).catch(() => null);
    return fresh !== null && kept === this.kept && fresh.kb_version !== kept.plan.kb_version;
  }

  #keep() {
    if (this.kept && !keepPlan(this.kept)) this.onUnkept();
  }
}

/**
 * @param {string} slug
 * @returns {Ticked} what takes back an entry that the plan's own log has
 */
function nothingOf(slug) {
  return { slug, status: "partial", hours: 0 };
}
