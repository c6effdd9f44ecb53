import { button, element } from "../dom/element.js";
import { DOMAINS, EXPOSURES, LEVELS, MATHS_DETAILS, MATHS_FIELDS, labelOf, technologyOf } from "./choices.js";
import { number, select, valueOf } from "./fields.js";
import { put } from "./form-values.js";

/**
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Evidence} Evidence
 */

const GROUPS = [
  ["domains", "Fields"],
  ["languages", "Languages"],
  ["skills", "Tools and skills"],
  ["maths", "Maths"],
  ["ml_exposure", "Machine learning"],
];

/** What was read from a document: each entry with the words that say so, to be mended or taken out. */
export class Proposal {
  /**
   * @param {import("./contract.js").Proposed} found
   * @param {{onUse: (profile: Profile) => void, onDiscard: () => void}} actions
   */
  constructor({ evidence, warnings }, { onUse, onDiscard }) {
    /** @type {Map<string, import("./fields.js").Control>} by path */
    this.controls = new Map();
    const groups = GROUPS.flatMap(([group, title]) => this.#group(title, group, evidence));
    const title = groups.length > 0 ? "This is what was read" : "Nothing was found that a plan could use";
    const ways = element("p", { class: "ways" });
    if (groups.length > 0) ways.append(button("Use this", "button primary", () => onUse(this.profile)));
    ways.append(button("Discard", "button", onDiscard));
    const told = warnings.map((text) => element("li", {}, text));
    this.element = element("div", { class: "proposal" }, element("h3", {}, title), ...groups);
    if (told.length > 0) this.element.append(element("h4", {}, "Look at these"), element("ul", { class: "warnings" }, ...told));
    this.element.append(ways);
  }

  /** @returns {Profile} what has been left standing */
  get profile() {
    const profile = {};
    for (const [path, control] of this.controls) {
      const value = valueOf(control);
      put(profile, path, path === "ml_exposure" ? value : Number(value ?? 0));
    }
    return profile;
  }

  /**
   * @param {string} title
   * @param {string} group
   * @param {Evidence[]} evidence
   * @returns {HTMLElement[]} none when nothing was found for it
   */
  #group(title, group, evidence) {
    const paths = new Set(evidence.map((one) => one.field).filter((path) => path.split(".")[0] === group));
    if (paths.size === 0) return [];
    const entries = [...paths].map((path) => this.#entry(path, evidence.filter((one) => one.field === path)));
    return [element("h4", {}, title), element("ul", { class: "entries" }, ...entries)];
  }

  /**
   * @param {string} path
   * @param {Evidence[]} grounds
   */
  #entry(path, grounds) {
    const name = nameOf(path);
    const control = controlOf(path);
    control.value = String(grounds[0].value);
    control.setAttribute("aria-label", name);
    this.controls.set(path, control);
    const quotes = [...new Set(grounds.map((one) => one.quote))].map((quote) => element("q", {}, quote));
    const remove = button("Remove", "remove", () => {
      this.controls.delete(path);
      const next = entry.nextElementSibling ?? entry.previousElementSibling;
      entry.remove();
      (next ?? this.element).querySelector("button")?.focus();
    });
    remove.setAttribute("aria-label", `Remove ${name}`);
    const entry = element("li", { class: "entry" }, element("span", { class: "entry-name" }, name), control, remove);
    entry.append(element("span", { class: "quotes" }, ...quotes));
    return entry;
  }
}

/** @param {string} path */
function nameOf(path) {
  const [group, name] = path.split(".");
  if (group === "domains") return `${labelOf(DOMAINS, name)}, years`;
  if (group === "maths") return labelOf(MATHS_FIELDS, name);
  return name ? technologyOf(name) : "So far";
}

/** @param {string} path */
function controlOf(path) {
  const [group] = path.split(".");
  if (group === "domains") return number({ min: "0", max: "50", step: "any" });
  if (group === "maths") return select(MATHS_DETAILS.slice(1));
  if (group === "ml_exposure") return select(EXPOSURES.slice(1));
  return select([["0", "not at all"], ...LEVELS]);
}
