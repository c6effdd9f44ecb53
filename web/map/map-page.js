import { button, element } from "../dom/element.js";
import { failureOf } from "../server/failure.js";
import { keptPlan } from "../storage/kept-plan.js";
import { Board } from "./board.js";
import { Filters } from "./filters.js";
import { Graph } from "./graph.js";
import { Panel } from "./panel.js";
import { STATES, Standings } from "./standing.js";

const NARROW = "(max-width: 48rem)"; // there the list reads better

/** The concept map: the graph by month, and what is selected, which the address names. */
export class MapPage {
  /** @param {HTMLElement} main */
  constructor(main) {
    this.main = main;
    const lead = "What to learn, month by month, and what each concept needs first. Point at one to see the path to it.";
    this.intro = element("header", { class: "map-intro" }, element("h1", {}, "Concept map"), element("p", {}, lead));
    this.place = element("div", { class: "map-place" });
  }

  async start() {
    this.main.append(this.intro, this.place);
    this.#say("Reading the graph");
    const response = await fetch("/graph", { credentials: "same-origin" }).catch(() => null);
    if (response?.ok) return this.#show(new Graph(await response.json()));
    const detail = response ? (await failureOf(response)).detail : "Check that Onramp is running, then try again.";
    this.#say(`The map couldn't be read. ${detail}`, button("Try again", "button retry", () => location.reload()));
  }

  /** @param {Graph} graph */
  #show(graph) {
    if (!graph.hasRoadmap) {
      const notes = element("a", { class: "button", href: "/notes" }, "All notes");
      return this.#say("These notes carry no months, so there is no roadmap to draw.", notes);
    }
    this.graph = graph;
    const standings = new Standings(keptPlan());
    this.board = new Board(graph, standings, (slug) => this.#go(slug));
    this.panel = new Panel(graph, standings, { onSelect: (slug) => this.#go(slug), onClose: () => this.#close() });
    this.filters = new Filters([...graph.concepts.values()], {
      onFilter: () => this.#filter(),
      onMode: (mode) => this.#mode(mode),
      onFind: (slug) => this.#go(slug),
    });
    this.place.replaceChildren(this.filters.element, legend(standings), this.board.traced, element("div", { class: "map-body" }, this.board.element, this.panel.element));
    this.#mode(matchMedia(NARROW).matches ? "list" : "map");
    this.#select();
    addEventListener("popstate", () => this.#select());
    addEventListener("hashchange", () => this.#select());
    addEventListener("keydown", (event) => {
      const typing = event.target instanceof HTMLInputElement && event.target.value !== ""; // there it empties the field
      if (event.key === "Escape" && this.panel?.element.hidden === false && !typing) this.#close();
    });
  }

  /** @param {string} slug */
  #go(slug) {
    history.pushState(null, "", `#${encodeURIComponent(slug)}`);
    this.#select();
  }

  #close() {
    const slug = this.board?.selected;
    history.pushState(null, "", location.pathname);
    this.#select();
    if (slug) this.board?.boxes.get(slug)?.focus();
  }

  /** Select what the address names. */
  #select() {
    const slug = unescaped(location.hash.slice(1));
    const concept = this.graph?.concepts.get(slug) ?? null;
    if (!concept && document.getElementById(slug)) return; // the link that skips to the content
    this.board?.select(concept?.slug ?? null);
    if (concept || slug === "") this.panel?.show(concept);
    else this.panel?.missing(slug);
    this.board?.reveal();
  }

  #filter() {
    this.board?.filter((concept) => this.filters?.wants(concept) ?? true);
    this.filters?.tell();
  }

  /** @param {"map" | "list"} mode */
  #mode(mode) {
    if (this.board) this.board.mode = mode;
    this.filters?.show(mode);
    this.board?.reveal();
  }

  /**
   * @param {string} text
   * @param {...HTMLElement} ways
   */
  #say(text, ...ways) {
    this.place.replaceChildren(element("p", { class: "said", role: "status" }, text), ...ways);
  }
}

/** @param {string} text that somebody may have cut in the middle of an escape */
function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {Standings} standings */
function legend(standings) {
  if (!standings.planned) {
    const link = element("a", { href: "/plan" }, "Make a plan");
    return element("p", { class: "legend" }, link, " to see here what you know and what is planned.");
  }
  const keys = Object.entries(STATES).map(([state, name]) => element("li", { "data-state": state }, name));
  return element("ul", { class: "legend", "aria-label": "States" }, ...keys);
}
