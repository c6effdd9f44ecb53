import { element } from "../dom/element.js";
import { ROLES, labelOf } from "./choices.js";
import { shortText } from "./dates.js";
import { merged } from "./form-values.js";
import { Intake } from "./intake.js";
import { forgetForm, keepForm, keptForm } from "./kept-form.js";
import { ProfileForm, freshProfile } from "./profile-form.js";
import { counted, hoursText } from "./words.js";

/**
 * @typedef {import("./contract.js").Profile} Profile
 */

/** What the learner says: the form with the CV above it, folded away once there is a plan. */
export class Answers {
  /**
   * @param {import("./client.js").PlanClient} client
   * @param {() => void} onSubmit
   */
  constructor(client, onSubmit) {
    this.form = new ProfileForm({ onSubmit, onChange: () => keepForm(this.form.profile) });
    this.intake = new Intake(client, (found) => this.#take(found));
    this.gist = element("span", { class: "gist" });
    const summary = element("summary", {}, element("h2", {}, "Your answers"), this.gist);
    this.element = element("details", { class: "answers" }, summary, this.intake.element, this.form.element);
  }

  /** @param {Profile | undefined} profile of the plan that is kept, if there is one */
  begin(profile) {
    this.form.profile = keptForm() ?? profile ?? freshProfile(new Date());
  }

  /** @param {Profile} profile */
  fill(profile) {
    this.form.profile = profile;
    keepForm(profile);
  }

  forget() {
    forgetForm();
    this.form.profile = freshProfile(new Date());
  }

  /** @param {Profile | null} profile of the plan that is shown, null for none */
  settle(profile) {
    this.element.open = profile === null;
    this.form.submitLabel = profile ? "Make the plan again" : "Make my plan";
    this.gist.textContent = profile ? gistOf(profile) : "";
  }

  /** @param {string} path of a field, to go to */
  focus(path) {
    this.element.open = true;
    this.form.focus(path);
  }

  /**
   * @param {import("../server/failure.js").Failure} refused
   * @returns {boolean} whether there is a field to say it at
   */
  refuse(refused) {
    this.element.open = true;
    return this.form.refuse(refused);
  }

  /** @param {Profile} found in a document */
  #take(found) {
    this.fill(merged(this.form.profile, found));
    this.form.element.scrollIntoView({ block: "start" });
    this.form.focus("target_role");
  }
}

/** @param {Profile} profile */
function gistOf({ target_role, hours_per_week, start_date, weeks }) {
  const role = target_role && target_role !== "undecided" ? [labelOf(ROLES, target_role)] : [];
  const hours = hours_per_week ? [`${hoursText(hours_per_week)} a week`] : [];
  const start = start_date ? [`from ${shortText(start_date)}`] : [];
  return [...role, ...hours, ...start, ...(weeks ? [counted(weeks, "week")] : [])].join(", ");
}
