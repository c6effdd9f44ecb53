import { KEY, wasSetAside } from "../storage/kept-plan.js";
import { trouble } from "../dom/trouble.js";
import { element } from "../dom/element.js";
import { save } from "../dom/save.js";
import { Failure } from "../server/failure.js";
import { Answers } from "./answers.js";
import { askAbout, closeQuestion, endText } from "./changes.js";
import { PlanClient } from "./client.js";
import { nextMonday, pastText } from "./dates.js";
import { Notice } from "./notice.js";
import { PlanView } from "./plan-view.js";
import { openForPrint } from "./print.js";
import { changed } from "./request.js";
import { Study } from "./study.js";
import { REFUSED, Wording } from "./wording.js";
import { titlesOf } from "./words.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("../storage/kept-plan.js").KeptPlan} KeptPlan
 */

const FILES = { md: "text/markdown", ics: "text/calendar" };
const UNKEPT = "This browser keeps nothing for this page: download the plan before you leave.";
const DAMAGED = "The plan that this browser kept was damaged and couldn't be read. It is set aside; make a new one below.";

/** The plan page: the answers, the plan that came of them, and everything that changes it. */
export class PlanPage {
  /** @type {PlanView | null} */
  #view = null;
  #busy = false;

  /** @param {PlanClient} client */
  constructor(client = new PlanClient()) {
    this.client = client;
    this.notice = new Notice();
    this.study = new Study(client, () => this.notice.say(UNKEPT));
    this.wording = new Wording(client);
    this.answers = new Answers(client, () => this.#submit());
    this.place = element("div", { class: "plan-place" });
  }

  /** @param {HTMLElement} main to show the page in */
  begin(main) {
    const lead = "Say what you know and how much time you have. The plan is computed from the notes, week by week; all fields may stay as they are.";
    const intro = element("header", { class: "plan-intro" }, element("h1", {}, "Study plan"), element("p", {}, lead));
    main.append(intro, this.notice.element, this.answers.element, this.place);
    openForPrint(main);
    this.answers.begin(this.study.kept?.profile);
    this.#show();
    if (wasSetAside()) this.notice.say(DAMAGED);
    this.#lookAround();
    addEventListener("storage", ({ key }) => {
      if (key === KEY || key === null) this.#follow();
    });
  }

  /** Show what another tab has made of the plan. */
  #follow() {
    this.study.follow();
    const { kept } = this.study;
    if (kept && this.#view && isAlike(this.#view.plan, this.study.plan)) return this.#view.show(this.study.log);
    closeQuestion();
    this.notice.clear();
    if (kept) this.answers.form.profile = kept.profile;
    this.#show();
    this.notice.say(kept ? "This is the plan as another tab has it." : "The plan was deleted in another tab.");
  }

  #show() {
    const { kept } = this.study;
    this.wording.stop();
    document.documentElement.toggleAttribute("data-planned", kept !== null);
    this.answers.settle(kept?.profile ?? null);
    this.#view = kept && new PlanView(this.#context(kept));
    this.place.replaceChildren(...(this.#view ? [this.#view.element] : []));
    this.#view?.show(this.study.log);
    if (kept?.profile.narrative === "model") this.#word(kept);
  }

  /**
   * @param {KeptPlan} kept
   * @returns {import("./plan-view.js").PlanContext}
   */
  #context(kept) {
    const { plan, today } = this.study;
    return {
      plan,
      today,
      titles: titlesOf(plan),
      onTick: (slug, entry) => {
        this.study.tick(slug, entry);
        this.#view?.show(this.study.log);
      },
      onReplan: () => this.#replan(),
      onChange: (change, label) => this.#take(changed(kept.profile, change), label),
      onBringBack: (note) => {
        const [profile, ticked] = this.study.with(note);
        this.#take(profile, `Brought back “${note.title}”.`, ticked);
      },
      onField: (path) => this.answers.focus(path),
      onDownload: (format) => this.#download(format),
      onWording: (wanted) => this.#reword(wanted),
      onStartOver: () => this.#startOver(),
    };
  }

  async #submit() {
    this.answers.form.busy = true;
    await this.#take(this.answers.form.profile, "");
    this.answers.form.busy = false;
  }

  /**
   * Plan with a profile and show it at once; the former plan is one click away.
   *
   * @param {Profile} profile
   * @param {string} label what was done, "" when the plan speaks for itself
   * @param {Ticked[]} [ticked] instead of what is ticked
   */
  async #take(profile, label, ticked) {
    await this.#trying(async () => {
      const made = await this.study.make(profile, ticked);
      this.#replaceWith(made);
      const said = [label, endOf(made)].filter(Boolean).join(" ");
      const { start_date } = made.profile;
      const past = start_date === made.former?.profile.start_date ? "" : pastText(start_date, this.study.today);
      const ways = [...(past ? [this.#monday(made)] : []), ...(made.former ? [this.#undo(made.former)] : [])];
      if (ways.length > 0) this.notice.say([said, past].filter(Boolean).join(" ") || "This is a new plan.", ...ways);
    });
  }

  /** Plan on from what is ticked, show what that changes, and ask first. */
  async #replan() {
    const { kept } = this.study;
    if (!kept) return;
    await this.#trying(async () => {
      const made = await this.study.make(kept.profile);
      const titles = titlesOf(/** @type {Plan} */ (made.plan), /** @type {Plan} */ (kept.plan));
      if (made.plan.changes && !(await askAbout(made.plan.changes, titles))) return;
      this.#replaceWith(made);
      this.notice.say(`Re-planned. ${endOf(made)}`, this.#undo(kept));
    });
  }

  /** @param {KeptPlan} made */
  #replaceWith(made) {
    this.study.replace(made);
    this.#present(made);
  }

  /** @param {KeptPlan} made kept by now */
  #present(made) {
    this.notice.clear();
    this.answers.fill(made.profile);
    this.#show();
    this.#view?.head.title.focus();
  }

  /** @param {KeptPlan} former */
  #undo(former) {
    const act = () => {
      this.study.restore(former);
      this.#present(former);
      this.notice.say("The former plan is back.");
    };
    return { label: "Undo", act };
  }

  /** @param {KeptPlan} kept */
  #monday({ profile }) {
    const act = () => this.#take({ ...profile, start_date: nextMonday(new Date()) }, "It begins on Monday.");
    return { label: "Begin on Monday instead", act };
  }

  /** @param {"md" | "ics"} format */
  #download(format) {
    return this.#trying(async () => save(await this.client.file(this.study.body, format), `study-plan.${format}`, FILES[format]));
  }

  /** @param {boolean} wanted */
  #reword(wanted) {
    this.study.word(wanted);
    this.answers.fill(changed(this.answers.form.profile, { narrative: wanted ? "model" : null }));
    this.wording.stop();
    this.#view?.unword();
    if (wanted && this.study.kept) this.#word(this.study.kept);
  }

  /** @param {KeptPlan} kept */
  #word(kept) {
    const view = this.#view;
    if (!view) return;
    /** @type {Record<string, string>} */
    const words = { ...kept.words };
    for (const [part, text] of Object.entries(words)) view.word(part, text);
    const again = () => {
      this.study.forgetWords();
      if (this.study.kept) this.#word(this.study.kept);
    };
    if (kept.words) {
      if (Object.keys(words).length === 0) view.head.say(REFUSED, again);
      return;
    }
    this.wording.begin(this.study.body, {
      onText: (part, text) => {
        words[part] = text;
        view.word(part, text);
      },
      onNote: (note) => view.head.say(note, note === REFUSED ? again : null),
      onEnd: (asked) => {
        if (asked) this.study.keepWords(view.plan, words);
      },
    });
  }

  #startOver() {
    const { kept } = this.study;
    if (!kept) return;
    const filled = this.answers.form.profile;
    this.study.forget();
    this.answers.forget();
    this.#show();
    const act = () => {
      this.#replaceWith(kept);
      this.answers.fill(filled);
      this.notice.say("The plan is back.");
    };
    this.notice.say("The plan and your answers are deleted from this browser.", { label: "Undo", act });
    this.answers.focus("target_role");
  }

  /** Say what time has done to a plan that was kept. */
  async #lookAround() {
    const { kept } = this.study;
    if (!kept) return;
    const { log, plan, today } = this.study;
    const first = plan.weeks.find((week) => !week.off);
    if (log.size === 0 && first && first.end < today) {
      this.notice.say(`Week ${first.n} is over and nothing is ticked yet.`, this.#monday(kept));
    }
    if (!(await this.study.isStale())) return;
    this.notice.say("The notes have changed since this plan was made.", { label: "Re-plan", act: () => this.#replan() });
  }

  /**
   * Do what asks the server, and say what went wrong.
   *
   * @param {() => Promise<void>} act
   */
  async #trying(act) {
    if (this.#busy) return; // one at a time, however often it is clicked
    this.#busy = true;
    this.place.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.field) {
        if (!this.answers.refuse(error)) this.notice.say(error.detail);
        return;
      }
      const onRetry = () => this.#trying(act);
      this.notice.show(trouble(error, { onRetry, onEdit: () => this.answers.focus("target_role"), partial: false }));
    } finally {
      this.#busy = false;
      this.place.removeAttribute("aria-busy");
    }
  }
}

/** @param {KeptPlan} made */
function endOf({ plan }) {
  return plan.changes ? endText(plan.changes) : "";
}

/**
 * @param {Plan} shown
 * @param {Plan} kept
 */
function isAlike(shown, kept) {
  const [one, other] = [shown, kept].map((plan) => JSON.stringify({ ...plan, profile: null })); // its log is shown apart
  return one === other;
}
