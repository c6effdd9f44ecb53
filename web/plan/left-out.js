import { button, element } from "../dom/element.js";
import { counted, hoursText } from "./words.js";

/**
 * @typedef {import("./contract.js").Profile} Profile
 * @typedef {import("./contract.js").Ticked} Ticked
 * @typedef {import("./contract.js").SkippedNote} SkippedNote
 * @typedef {import("./plan-view.js").PlanContext} PlanContext
 */

/**
 * What is left out and why, and what could be added; each with a way into the plan.
 *
 * @param {PlanContext} context
 * @returns {HTMLElement[]}
 */
export function leftOut({ plan, onBringBack, onChange }) {
  const skipped = plan.skipped.filter((note) => note.reason !== "done");
  const sections = [];
  if (skipped.length > 0) {
    const entries = skipped.map((note) =>
      entry(note, note.why, wayBackLabel(note.reason), () => onBringBack(note)),
    );
    sections.push(fold("left-out", `Left out: ${counted(skipped.length, "note")}`, entries));
  }
  if (plan.stretch.length > 0) {
    const include = (/** @type {string} */ slug) => [...(plan.profile.must_include ?? []), slug];
    const entries = plan.stretch.map((note) =>
      entry(note, hoursText(note.hours), "Add", () => onChange({ must_include: include(note.slug) }, `Added “${note.title}”.`)),
    );
    sections.push(fold("stretch", `Beyond this plan: ${counted(plan.stretch.length, "note")}`, entries));
  }
  return sections;
}

/**
 * What has to change for a note that is left out to be planned, as its `change` says in words.
 *
 * @param {SkippedNote} note
 * @param {Profile} profile
 * @returns {{change: Profile} | {log: Ticked} | {unlog: string}}
 */
export function wayBack({ slug, reason }, profile) {
  const [kind, via] = reason.split(":");
  if (kind === "excluded" || kind === "excluded_with") {
    const left = (profile.must_exclude ?? []).filter((/** @type {string} */ one) => one !== (via ?? slug));
    return { change: { must_exclude: left.length > 0 ? left : null } };
  }
  if (kind === "quiz") return { change: { known_concepts: { ...profile.known_concepts, [slug]: 2 } } };
  if (kind === "skipped") return { unlog: slug };
  return { log: { slug, status: "failed_check" } };
}

/** @param {string} reason */
function wayBackLabel(reason) {
  return /^(excluded|skipped)/.test(reason) ? "Bring it back" : "I don't know it well";
}

/**
 * @param {{slug: string, title: string}} note
 * @param {string} why
 * @param {string} label
 * @param {() => void} act
 */
function entry({ slug, title }, why, label, act) {
  const way = button(label, "small", act);
  way.setAttribute("aria-label", `${label}: ${title}`);
  const words = element("div", {}, element("a", { href: `/notes/${slug}` }, title), element("p", { class: "why" }, why));
  return element("li", { "data-slug": slug }, words, way);
}

/**
 * @param {string} name
 * @param {string} title
 * @param {HTMLElement[]} entries
 */
function fold(name, title, entries) {
  const list = element("ul", { class: "notes with-ways" }, ...entries);
  return element("details", { class: `fold ${name}` }, element("summary", {}, element("h3", {}, title)), list);
}
