/**
 * The order of concepts within their columns. Pure: the same graph gives the same picture.
 *
 * @typedef {{from: string, to: string}} Edge
 */

const SWEEPS = 24;
const MANY = 2000; // edges; beyond, counting crossings costs more than it gains
const FEW_SWEEPS = 4;

/**
 * Order the columns so that edges cross little, by barycentre sweeps (Sugiyama's
 * method). Within a column nothing stands above what it needs there, so that a
 * column reads downwards.
 *
 * @param {string[][]} columns in the order of study, which also settles ties
 * @param {Edge[]} edges
 * @returns {string[][]}
 */
export function arrange(columns, edges) {
  const near = neighbours(columns, edges);
  const counted = edges.length <= MANY;
  let best = columns.map((column) => settle(column, (slug) => column.indexOf(slug), near.above));
  let least = counted ? crossings(best, edges) : 0;
  let order = best;
  for (let sweep = 0; sweep < (counted ? SWEEPS : FEW_SWEEPS) && (least > 0 || !counted); sweep++) {
    order = swept(order, near, sweep % 2 === 0);
    const count = counted ? crossings(order, edges) : 0;
    if (counted && count >= least) continue;
    [best, least] = [order, count];
  }
  return best;
}

/**
 * How often edges cross between neighbouring columns, each drawn straight from end to end.
 *
 * @param {string[][]} columns
 * @param {Edge[]} edges
 */
export function crossings(columns, edges) {
  const at = places(columns);
  /** @type {[number, number][][]} heights at both sides of each gap between columns */
  const gaps = columns.slice(1).map(() => []);
  for (const { from, to } of edges) {
    const [a, b] = [at.get(from), at.get(to)].sort((one, two) => (one?.column ?? 0) - (two?.column ?? 0));
    if (!a || !b) continue;
    const step = (b.row - a.row) / (b.column - a.column);
    for (let gap = a.column; gap < b.column; gap++) {
      gaps[gap].push([a.row + step * (gap - a.column), a.row + step * (gap + 1 - a.column)]);
    }
  }
  return gaps.reduce((sum, lines) => sum + inversions(lines), 0);
}

/** @param {[number, number][]} lines */
function inversions(lines) {
  let count = 0;
  for (let i = 1; i < lines.length; i++) {
    for (let j = 0; j < i; j++) {
      if ((lines[i][0] - lines[j][0]) * (lines[i][1] - lines[j][1]) < 0) count++;
    }
  }
  return count;
}

/**
 * One pass over the columns: each is sorted by where its neighbours in the others stand.
 *
 * @param {string[][]} columns
 * @param {ReturnType<typeof neighbours>} near
 * @param {boolean} forward whether to look back at earlier columns, and so go from first to last
 */
function swept(columns, near, forward) {
  const order = columns.map((column) => [...column]);
  const rows = new Map([...places(order)].map(([slug, { row }]) => [slug, row]));
  const turn = order.map((_, index) => index);
  for (const index of forward ? turn : turn.reverse()) {
    const wish = (/** @type {string} */ slug) => {
      const around = (forward ? near.earlier : near.later).get(slug);
      if (!around) return rows.get(slug) ?? 0;
      return around.reduce((sum, other) => sum + (rows.get(other) ?? 0), 0) / around.length;
    };
    order[index] = settle(order[index], wish, near.above);
    order[index].forEach((slug, row) => rows.set(slug, row));
  }
  return order;
}

/**
 * Sort a column by a wished height, but nothing above what it needs in that column.
 *
 * @param {string[]} column
 * @param {(slug: string) => number} wish
 * @param {Map<string, string[]>} above
 */
function settle(column, wish, above) {
  const wished = column.map((slug, place) => ({ slug, place, height: wish(slug) }));
  wished.sort((a, b) => a.height - b.height || a.place - b.place);
  const waiting = new Set(wished.map(({ slug }) => slug));
  /** @type {string[]} */
  const settled = [];
  while (waiting.size > 0) {
    let next = [...waiting].find((slug) => !above.get(slug)?.some((need) => waiting.has(need)));
    next ??= [...waiting][0]; // needs that go in a circle
    waiting.delete(next);
    settled.push(next);
  }
  return settled;
}

/**
 * @param {string[][]} columns
 * @param {Edge[]} edges
 */
function neighbours(columns, edges) {
  const at = places(columns);
  /** @type {Record<"above" | "earlier" | "later", Map<string, string[]>>} */
  const near = { above: new Map(), earlier: new Map(), later: new Map() };
  const add = (/** @type {keyof typeof near} */ side, /** @type {string} */ slug, /** @type {string} */ other) =>
    near[side].set(slug, [...(near[side].get(slug) ?? []), other]);
  for (const { from, to } of edges) {
    const between = (at.get(to)?.column ?? 0) - (at.get(from)?.column ?? 0);
    if (between === 0) add("above", to, from);
    else {
      add(between > 0 ? "earlier" : "later", to, from);
      add(between > 0 ? "later" : "earlier", from, to);
    }
  }
  return near;
}

/** @param {string[][]} columns */
function places(columns) {
  return new Map(columns.flatMap((slugs, column) => slugs.map((slug, row) => [slug, { column, row }])));
}
