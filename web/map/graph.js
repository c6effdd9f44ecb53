/**
 * The graph of concepts, as the page reads it: who needs whom, and in which order to study.
 *
 * @typedef {object} Concept
 * @property {string} slug
 * @property {string} title
 * @property {string} url
 * @property {string} [summary]
 * @property {number | null} [month]
 * @property {number | null} [hours]
 * @property {Record<string, number> | null} [roles] how much a role needs it: 1 essential, 2 useful, 3 optional
 * @property {number | null} [rank] place in the roadmap
 *
 * @typedef {{month: number | null, title: string, concepts: Concept[]}} Month
 * @typedef {{nodes: Concept[], edges: {from: string, to: string, kind: string}[]}} Sent what GET /graph gives
 */

const LAST = Number.MAX_SAFE_INTEGER;

export class Graph {
  /** @type {Map<string, Concept[]>} */
  #needs = new Map();
  /** @type {Map<string, Concept[]>} */
  #opens = new Map();

  /** @param {Sent} sent */
  constructor({ nodes, edges }) {
    const sorted = [...nodes].sort(byRoadmap);
    const known = new Map(sorted.map((concept) => [concept.slug, concept]));
    const places = new Map(sorted.map((concept, place) => [concept.slug, place]));
    /** The prerequisites alone, each once. */
    this.edges = distinct(edges).filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
    for (const { from, to } of this.edges) {
      gather(this.#needs, to, /** @type {Concept} */ (known.get(from)));
      gather(this.#opens, from, /** @type {Concept} */ (known.get(to)));
    }
    for (const near of [...this.#needs.values(), ...this.#opens.values()]) {
      near.sort((a, b) => (places.get(a.slug) ?? 0) - (places.get(b.slug) ?? 0));
    }
    /** All concepts by slug; iterates in the order of study. */
    this.concepts = this.#inStudyOrder(sorted);
    /** The columns of the map; concepts without a month come last. */
    this.months = monthsOf(sorted);
  }

  /** Whether any concept has a month; without one there is nothing to draw. */
  get hasRoadmap() {
    return this.months.some(({ month }) => month !== null);
  }

  /** @param {string} slug @returns {Concept[]} what it needs directly */
  needs(slug) {
    return this.#needs.get(slug) ?? [];
  }

  /** @param {string} slug @returns {Concept[]} what needs it directly */
  opens(slug) {
    return this.#opens.get(slug) ?? [];
  }

  /**
   * @param {string} slug
   * @returns {Concept[]} everything that comes before a concept, in the order of study; without the concept itself
   */
  before(slug) {
    const found = new Set([slug]);
    const waiting = [slug];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      for (const need of this.needs(next)) {
        if (found.has(need.slug)) continue;
        found.add(need.slug);
        waiting.push(need.slug);
      }
    }
    found.delete(slug);
    return [...this.concepts.values()].filter((concept) => found.has(concept.slug));
  }

  /**
   * The roadmap's order, but nothing before what it needs, even where the months say otherwise.
   *
   * @param {Concept[]} sorted
   */
  #inStudyOrder(sorted) {
    /** @type {Map<string, Concept>} */
    const order = new Map();
    const begun = new Set();
    const visit = (/** @type {Concept} */ concept) => {
      if (begun.has(concept.slug)) return; // placed already, or a circle
      begun.add(concept.slug);
      this.needs(concept.slug).forEach(visit);
      order.set(concept.slug, concept);
    };
    sorted.forEach(visit);
    return order;
  }
}

/** @param {Concept[]} concepts @returns {number} 0 when none of them says */
export function hoursOf(concepts) {
  return concepts.reduce((sum, { hours }) => sum + (hours ?? 0), 0);
}

/** @param {Concept} concept */
export function monthOf({ month }) {
  return typeof month === "number" && month >= 0 ? month : null;
}

/** @param {number | null} month */
export function monthTitle(month) {
  if (month === null) return "Without a month";
  return month === 0 ? "Before the first month" : `Month ${month}`;
}

/** @param {Concept[]} sorted @returns {Month[]} */
function monthsOf(sorted) {
  const months = new Map();
  for (const concept of sorted) gather(months, monthOf(concept), concept);
  return [...months].map(([month, concepts]) => ({ month, title: monthTitle(month), concepts }));
}

/** @param {Concept} a @param {Concept} b */
function byRoadmap(a, b) {
  return (
    (monthOf(a) ?? LAST) - (monthOf(b) ?? LAST) ||
    (a.rank ?? LAST) - (b.rank ?? LAST) ||
    a.title.localeCompare(b.title, "en") ||
    a.slug.localeCompare(b.slug, "en")
  );
}

/** @param {Sent["edges"]} edges */
function distinct(edges) {
  const needed = edges.filter(({ kind }) => kind === "prerequisite");
  return [...new Map(needed.map((edge) => [`${edge.from}\n${edge.to}`, edge])).values()];
}

/**
 * @template Key, Value
 * @param {Map<Key, Value[]>} groups
 * @param {Key} key
 * @param {Value} value
 */
function gather(groups, key, value) {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
