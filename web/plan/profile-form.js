import { element } from "../dom/element.js";
import { faultOf } from "./bounds.js";
import { nextMonday } from "./dates.js";
import { clearErrors, showError } from "./fields.js";
import { backgroundPart, finerPart, goalPart, timePart } from "./form-parts.js";
import { at, put, read, write } from "./form-values.js";

/**
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./fields.js").Control} Control
 */

/**
 * @param {Date} today
 * @returns {Profile}
 */
export function freshProfile(today) {
  return { target_role: "undecided", hours_per_week: 6, start_date: nextMonday(today), narrative: "model" };
}

/** The form of a minute: a profile as fields. */
export class ProfileForm {
  /** @type {Profile} fields that the form doesn't show, which it passes on */
  #rest = {};

  /** @param {{onSubmit: () => void, onChange: () => void}} actions */
  constructor({ onSubmit, onChange }) {
    const background = backgroundPart(onChange);
    this.rows = background.rows;
    this.submit = element("button", { type: "submit", class: "button primary" }, "Make my plan");
    this.status = element("p", { class: "form-status", role: "status" });
    this.element = element("form", { class: "profile-form", novalidate: "" });
    this.element.append(goalPart(), background.element, timePart(), finerPart());
    this.element.append(element("div", { class: "submit" }, this.submit, this.status));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#readable()) onSubmit();
    });
    this.element.addEventListener("input", onChange);
  }

  /** @returns {Profile} what is filled in */
  get profile() {
    /** @type {Profile} */
    const profile = structuredClone(this.#rest);
    for (const [path, control] of this.#plain()) put(profile, path, read(path, control));
    put(profile, "target_role", this.#role()?.value);
    for (const rows of this.rows) put(profile, rows.kind.path, rows.value);
    return profile;
  }

  set profile(profile) {
    clearErrors(this.element);
    this.#rest = structuredClone(profile);
    for (const [path, control] of this.#plain()) write(path, control, at(profile, path));
    const role = this.element.querySelector(`[name="target_role"][value="${CSS.escape(profile.target_role ?? "undecided")}"]`);
    if (role instanceof HTMLInputElement) role.checked = true;
    for (const rows of this.rows) rows.value = profile[rows.kind.path] ?? {};
  }

  set busy(/** @type {boolean} */ busy) {
    this.submit.disabled = busy;
    this.status.textContent = busy ? "Planning" : "";
  }

  set submitLabel(/** @type {string} */ label) {
    this.submit.textContent = label;
  }

  /**
   * Say what is wrong at the field that it is about.
   *
   * @param {import("../server/failure.js").Failure} refused
   * @returns {boolean} whether the form has such a field
   */
  refuse({ field, detail }) {
    clearErrors(this.element);
    const box = this.#boxOf(field);
    if (box) showError(box, sentence(detail, field));
    return box !== null;
  }

  /** @param {string} path of a field, to go to */
  focus(path) {
    const box = this.#boxOf(path);
    for (let fold = box?.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
    const control = box?.querySelector("input:checked") ?? box?.querySelector("input, select, textarea, button");
    if (control instanceof HTMLElement) control.focus();
  }

  #role() {
    return /** @type {HTMLInputElement | null} */ (this.element.querySelector('[name="target_role"]:checked'));
  }

  /** @returns {[string, Control][]} fields that are one control each, by path */
  #plain() {
    const boxes = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("div.field[data-path]")]);
    return boxes.map((box) => [box.dataset.path ?? "", /** @type {Control} */ (box.querySelector("input, select, textarea"))]);
  }

  /**
   * @param {string} path such as "weeks_off.0" or "languages.python"
   * @returns {HTMLElement | null}
   */
  #boxOf(path) {
    const [group, ...rest] = path.split(".");
    const rows = this.rows.find((one) => one.kind.path === group);
    if (rows) return rows.rowOf(rest.join(".")) ?? rows.element;
    for (const name of [path, group, `${group}_level`]) {
      const box = this.element.querySelector(`[data-path="${CSS.escape(name)}"]`);
      if (box instanceof HTMLElement) return box;
    }
    return null;
  }

  /** Whether every field holds what it takes. What is wrong is said at each, and the first is gone to. */
  #readable() {
    clearErrors(this.element);
    const wrong = [...this.element.querySelectorAll("input")].flatMap((control) => {
      const box = /** @type {HTMLElement | null} */ (control.closest(".row, .field"));
      const fault = box && faultOf(box.dataset.path ?? "", control);
      return fault ? [{ box, fault }] : [];
    });
    for (const { box, fault } of wrong.reverse()) showError(box, fault); // each takes the focus, so the first comes last
    return wrong.length === 0;
  }
}

/**
 * @param {string} detail such as "'weeks': it should be at least 1."
 * @param {string} field
 */
function sentence(detail, field) {
  const text = detail.startsWith(`'${field}': `) ? detail.slice(field.length + 4) : detail;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
