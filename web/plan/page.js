import { trouble } from "../chat/trouble.js";
import { element } from "../dom/element.js";
import { Failure } from "../server/failure.js";
import { forgetPlan, keepPlan, keptPlan } from "../storage/kept-plan.js";
import { askAbout, endText } from "./changes.js";
import { PlanClient, Refused } from "./client.js";
import { dayOf } from "./dates.js";
import { download, openForPrint } from "./exports.js";
import { Intake } from "./intake.js";
import { forgetForm, keepForm, keptForm } from "./kept-form.js";
import { wayBack } from "./left-out.js";
import { Notice } from "./notice.js";
import { PlanView } from "./plan-view.js";
import { ProfileForm, freshProfile } from "./profile-form.js";
import { logOf } from "./progress.js";
import { bodyOf, changed, sameAgain } from "./request.js";
import { Wording } from "./wording.js";
import { titlesOf } from "./words.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("../storage/kept-plan.js").KeptPlan} KeptPlan
 */

/** The plan page: the form, the plan that came of it, and everything that changes it. */
export class PlanPage {
  /** @type {KeptPlan | null} */
  #kept = null;
  /** @type {PlanView | null} */
  #view = null;

  /** @param {PlanClient} client */
  constructor(client = new PlanClient()) {
    this.client = client;
    this.wording = new Wording(client);
    this.notice = new Notice();
    this.form = new ProfileForm({ onSubmit: () => this.#submit(), onChange: () => keepForm(this.form.profile) });
    this.intake = new Intake(client, (profile) => this.#fill(profile));
    this.place = element("div", { class: "plan-place" });
    this.answers = element("details", { class: "answers" }, element("summary", {}, element("h2", {}, "Your answers")));
    this.answers.append(this.intake.element, this.form.element);
    const lead = "Say what you know and how much time you have. The plan is computed from the notes, week by week; all fields may stay as they are.";
    const intro = element("header", { class: "plan-intro" }, element("h1", {}, "Study plan"), element("p", {}, lead));
    this.elements = [intro, this.notice.element, this.answers, this.place];
  }

  /** @param {HTMLElement} main to show the page in */
  begin(main) {
    main.append(...this.elements);
    openForPrint(main);
    const kept = keptPlan();
    this.form.profile = keptForm() ?? kept?.profile ?? freshProfile(new Date());
    this.#show(kept);
    if (kept) this.#lookForNewNotes(kept);
  }

  get #today() {
    return dayOf(new Date());
  }

  /** @param {KeptPlan | null} kept */
  #show(kept) {
    this.wording.stop();
    this.#kept = kept;
    document.documentElement.toggleAttribute("data-planned", kept !== null);
    this.answers.open = kept === null;
    this.form.submitLabel = kept ? "Make the plan again" : "Make my plan";
    this.#view = kept && new PlanView({
      plan: /** @type {Plan} */ (kept.plan),
      today: this.#today,
      titles: titlesOf(/** @type {Plan} */ (kept.plan)),
      onTick: (slug, entry) => this.#tick(slug, entry),
      onReplan: () => this.#replan(),
      onChange: (change, label) => this.#take(changed(kept.profile, change), label),
      onBringBack: (note) => this.#bringBack(note),
      onField: (path) => this.#toField(path),
      onDownload: (format) => this.#download(format),
      onWording: (wanted) => this.#reword(wanted),
      onStartOver: () => this.#startOver(),
    });
    this.place.replaceChildren(...(this.#view ? [this.#view.element] : []));
    if (!kept) return;
    this.#view?.show(logOf(/** @type {Plan} */ (kept.plan), kept.progress));
    if (kept.profile.narrative === "model") this.#word(kept);
  }

  /** @param {KeptPlan} kept */
  #keep(kept) {
    if (!keepPlan(kept)) this.notice.say("This browser keeps nothing for this page: download the plan before you leave.");
  }

  /** @param {Profile} profile from a document; what it doesn't say stays as it is */
  #fill(profile) {
    this.form.profile = { ...this.form.profile, ...profile };
    keepForm(this.form.profile);
    this.form.element.scrollIntoView({ block: "start" });
    this.form.focus("target_role");
  }

  async #submit() {
    this.form.busy = true;
    await this.#take(this.form.profile, "");
    this.form.busy = false;
  }

  /**
   * Plan with a profile and show it at once; the former plan is one click away.
   *
   * @param {Profile} profile
   * @param {string} label what was done, "" when the plan speaks for itself
   * @param {Ticked[]} [ticked] instead of what is ticked
   */
  async #take(profile, label, ticked) {
    const made = await this.#make(profile, ticked);
    if (!made) return;
    const former = this.#kept;
    this.#replaceWith(made);
    if (former) this.notice.say([label, changeText(made.plan)].filter(Boolean).join(" "), this.#undo());
  }

  /** Plan on from what is ticked, show what that changes, and ask first. */
  async #replan() {
    const kept = this.#kept;
    if (!kept) return;
    const made = await this.#make(kept.profile);
    if (!made) return;
    const titles = titlesOf(/** @type {Plan} */ (made.plan), /** @type {Plan} */ (kept.plan));
    if (made.plan.changes && !(await askAbout(made.plan.changes, titles))) return;
    this.#replaceWith(made);
    this.notice.say(["Re-planned.", changeText(made.plan)].join(" "), this.#undo());
  }

  /**
   * @param {Profile} profile
   * @param {Ticked[]} [ticked]
   * @returns {Promise<KeptPlan | null>} null when it failed, which is said
   */
  async #make(profile, ticked) {
    const kept = this.#kept;
    const from = kept && { plan: /** @type {Plan} */ (kept.plan), progress: ticked ?? kept.progress };
    const body = bodyOf(profile, from, this.#today);
    try {
      const plan = await this.client.plan(body);
      const { former: _, ...before } = kept ?? {};
      const settled = { ...profile, start_date: plan.profile.start_date };
      return { profile: settled, plan, progress: [], reference: body.plan_ref, former: kept ? /** @type {any} */ (before) : undefined };
    } catch (error) {
      this.#fail(error, () => this.#take(profile, "", ticked));
      return null;
    }
  }

  /** @param {KeptPlan} made */
  #replaceWith(made) {
    this.notice.clear();
    this.#keep(made);
    this.form.profile = made.profile;
    keepForm(made.profile);
    this.#show(made);
    this.#view?.head.title.focus();
  }

  #undo() {
    const former = this.#kept?.former;
    return {
      label: "Undo",
      act: () => {
        if (!former) return;
        this.#replaceWith(former);
        this.notice.say("The former plan is back.");
      },
    };
  }

  /**
   * @param {string} slug
   * @param {Ticked | null} entry
   */
  #tick(slug, entry) {
    const kept = this.#kept;
    if (!kept) return;
    const others = kept.progress.filter((one) => one.slug !== slug);
    kept.progress = entry ? [...others, entry] : others;
    const known = (kept.plan.profile.progress ?? []).some((/** @type {Ticked} */ one) => one.slug === slug);
    if (!entry && known) kept.progress = [...others, { slug, status: "partial", hours: 0 }]; // the plan's own log has it
    this.#keep(kept);
    this.#view?.show(logOf(/** @type {Plan} */ (kept.plan), kept.progress));
  }

  /** @param {import("./contract.js").SkippedNote} note */
  #bringBack(note) {
    const kept = this.#kept;
    if (!kept) return;
    const way = wayBack(note, kept.profile);
    const label = `Brought back “${note.title}”.`;
    if ("change" in way) this.#take(changed(kept.profile, way.change), label);
    else if ("log" in way) this.#take(kept.profile, label, [...kept.progress, way.log]);
    else this.#take(kept.profile, label, [...kept.progress, { slug: way.unlog, status: "partial", hours: 0 }]);
  }

  /** @param {string} path */
  #toField(path) {
    this.answers.open = true;
    this.form.focus(path);
  }

  /** @param {"md" | "ics"} format */
  async #download(format) {
    if (!this.#kept) return;
    try {
      download(await this.client.file(sameAgain(this.#kept), format), `study-plan.${format}`);
    } catch (error) {
      this.#fail(error, () => this.#download(format));
    }
  }

  /** @param {boolean} wanted */
  #reword(wanted) {
    const kept = this.#kept;
    if (!kept || !this.#view) return;
    kept.profile = changed(kept.profile, { narrative: wanted ? "model" : null });
    kept.plan.profile = changed(kept.plan.profile, { narrative: wanted ? "model" : null });
    this.form.profile = changed(this.form.profile, { narrative: wanted ? "model" : null });
    keepForm(this.form.profile);
    this.#keep(kept);
    if (wanted) return this.#word(kept);
    this.wording.stop();
    this.#view.head.note.textContent = "";
    for (const part of ["summary", ...kept.plan.phases.map((/** @type {{id: string}} */ one) => one.id)]) this.#view.word(part, null);
  }

  /** @param {KeptPlan} kept */
  #word(kept) {
    const view = this.#view;
    if (!view) return;
    if (kept.words) return Object.entries(kept.words).forEach(([part, text]) => view.word(part, text));
    /** @type {Record<string, string>} */
    const words = {};
    this.wording.begin(sameAgain(kept), {
      onText: (part, text) => {
        words[part] = text;
        view.word(part, text);
      },
      onNote: (note) => (view.head.note.textContent = note),
      onEnd: () => {
        if (Object.keys(words).length === 0) return;
        kept.words = words;
        this.#keep(kept);
      },
    });
  }

  #startOver() {
    const kept = this.#kept;
    if (!kept) return;
    const filled = this.form.profile;
    forgetPlan();
    forgetForm();
    this.form.profile = freshProfile(new Date());
    this.#show(null);
    const act = () => {
      this.form.profile = filled;
      keepForm(filled);
      this.#keep(kept);
      this.#show(kept);
      this.notice.say("The plan is back.");
    };
    this.notice.say("The plan and your answers are deleted from this browser.", { label: "Undo", act });
    this.form.focus("target_role");
  }

  /** @param {KeptPlan} kept */
  async #lookForNewNotes(kept) {
    const fresh = await this.client.plan(sameAgain(kept)).catch(() => null);
    if (!fresh || fresh.kb_version === kept.plan.kb_version || this.#kept !== kept) return;
    this.notice.say("The notes have changed since this plan was made.", { label: "Re-plan", act: () => this.#replan() });
  }

  /**
   * @param {unknown} error
   * @param {() => void} retry
   */
  #fail(error, retry) {
    if (error instanceof Refused) {
      this.answers.open = true;
      if (this.form.refuse(error)) return;
      this.notice.say(error.detail);
    } else if (error instanceof Failure) {
      this.notice.show(trouble(error, { onRetry: retry, onEdit: () => this.form.focus("target_role"), partial: false }));
    } else throw error;
  }
}

/** @param {Record<string, any>} plan */
function changeText(plan) {
  return plan.changes ? endText(plan.changes) : "";
}
