import { element } from "../dom/element.js";
import { dateOf, spanText } from "./dates.js";
import { hoursText } from "./words.js";

/**
 * @typedef {import("./contract.js").Plan} Plan
 * @typedef {import("./contract.js").Week} Week
 */

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short" });

/** The whole plan at a glance: phases over weeks, and every week's hours. */
export class Overview {
  /**
   * @param {Plan} plan
   * @param {string} today
   * @param {(n: number) => void} onWeek
   */
  constructor(plan, today, onWeek) {
    const most = Math.max(...plan.weeks.map((week) => total(week)), 0.5);
    this.links = plan.weeks.map((week) => this.#bar(week, most, today, onWeek));
    const chart = element("div", { class: "chart" });
    chart.style.setProperty("--weeks", String(plan.weeks.length));
    chart.append(bands(plan), element("ol", { class: "bars" }, ...this.links.map((link) => element("li", {}, link))), months(plan));
    chart.addEventListener("keydown", (event) => this.#move(event));
    this.element = element("nav", { class: "overview", "aria-label": "Weeks; the arrow keys go from one to the next" });
    this.element.append(element("div", { class: "chart-scroll" }, chart), legend(plan));
    const current = plan.weeks.findIndex((week) => week.end >= today);
    this.links.at(Math.max(0, current))?.setAttribute("tabindex", "0");
  }

  /** @param {Set<number>} finished numbers of weeks */
  show(finished) {
    this.links.forEach((link, at) => {
      const done = finished.has(at + 1);
      link.classList.toggle("finished", done);
      link.setAttribute("aria-label", `${link.dataset.label}${done ? ", done" : ""}`);
    });
  }

  /**
   * @param {Week} week
   * @param {number} most hours of any week
   * @param {string} today
   * @param {(n: number) => void} onWeek
   */
  #bar(week, most, today, onWeek) {
    const bar = element("span", { class: "bar" });
    for (const kind of /** @type {const} */ (["buffer", "review", "learn"])) {
      if (week.hours[kind] === 0) continue;
      const piece = element("span", { class: kind });
      piece.style.setProperty("--share", String(week.hours[kind] / most));
      bar.append(piece);
    }
    const link = element("a", { href: `#week-${week.n}`, tabindex: "-1" }, bar, element("span", { class: "n" }, String(week.n)));
    const now = week.start <= today && today <= week.end;
    if (now) link.setAttribute("aria-current", "date");
    link.classList.toggle("off", week.off);
    link.dataset.label = label(week);
    link.title = label(week);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      onWeek(week.n);
    });
    return link;
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const at = this.links.findIndex((link) => link === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.links.length - 1 }[event.key];
    if (at < 0 || to === undefined || !this.links[to]) return;
    event.preventDefault();
    this.links[at].setAttribute("tabindex", "-1");
    this.links[to].setAttribute("tabindex", "0");
    this.links[to].focus();
  }
}

/** @param {Week} week */
function total({ hours }) {
  return hours.learn + hours.review + hours.buffer;
}

/** @param {Week} week */
function label(week) {
  const when = `Week ${week.n}, ${spanText(week.start, week.end)}`;
  if (week.off) return `${when}: off`;
  return `${when}: ${hoursText(week.hours.learn)} of learning, ${hoursText(week.hours.review)} of reviews`;
}

/** @param {Plan} plan */
function bands({ phases, weeks }) {
  const made = phases.map((phase) => {
    const [first, last] = phase.weeks;
    const name = element("span", { class: "band-name" }, phase.title);
    const band = element("span", { class: "band" });
    band.style.setProperty("grid-column", `${first} / ${last + 1}`);
    const late = first - 1 > weeks.length - last; // its title has more room before its end than after its start
    name.style.setProperty("grid-column", late ? `1 / ${last + 1}` : `${first} / -1`);
    return element("li", { class: late ? "late" : "" }, name, band);
  });
  return element("ol", { class: "bands", "aria-label": "Phases" }, ...made);
}

/** @param {Plan} plan */
function months({ weeks }) {
  const row = element("div", { class: "months", "aria-hidden": "true" });
  let before = "";
  for (const week of weeks) {
    const name = MONTH.format(dateOf(week.start));
    if (name === before) continue;
    before = name;
    const mark = element("span", {}, name);
    mark.style.setProperty("grid-column", `${week.n} / span ${Math.min(3, weeks.length - week.n + 1)}`);
    row.append(mark);
  }
  return row;
}

/** @param {Plan} plan */
function legend({ weeks }) {
  const kinds = [["learn", "learning"], ["review", "reviews"], ["buffer", "to spare"]];
  if (weeks.some((week) => week.off)) kinds.push(["off", "week off"]);
  const keys = kinds.map(([kind, text]) => element("li", {}, element("span", { class: `key ${kind}` }), text));
  return element("ul", { class: "legend" }, ...keys);
}
