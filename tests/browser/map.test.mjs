import assert from "node:assert/strict";
import { test } from "node:test";

import { Graph, hoursOf } from "../../web/map/graph.js";
import { arrange, crossings } from "../../web/map/layout.js";
import { opening, route } from "../../web/map/routes.js";
import { Standings } from "../../web/map/standing.js";
import { target } from "../../web/map/steps.js";

const concept = (slug, month, rank, hours = 1) => ({ slug, title: slug.toUpperCase(), url: `/notes/${slug}`, month, rank, hours });
const edge = (from, to, kind = "prerequisite") => ({ from, to, kind });

test("the path to a concept is all that it needs, each after what it needs itself", () => {
  const nodes = [concept("c", 2, 1), concept("a", 1, 2), concept("b", 1, 1), concept("d", 2, 2), concept("x", 0, 0)];
  const graph = new Graph({ nodes, edges: [edge("a", "b"), edge("b", "c"), edge("c", "d"), edge("x", "d", "link"), edge("a", "b")] });
  assert.deepEqual(graph.before("d").map(({ slug }) => slug), ["a", "b", "c"]);
  assert.equal(hoursOf(graph.before("d")), 3);
  assert.deepEqual(graph.opens("a").map(({ slug }) => slug), ["b"]);
  assert.deepEqual(graph.months.map(({ title }) => title), ["Before the first month", "Month 1", "Month 2"]);
});

test("a circle, an unknown end and a note without a month are borne", () => {
  const graph = new Graph({ nodes: [concept("a", null, null), concept("b", 1, 1)], edges: [edge("a", "b"), edge("b", "a"), edge("a", "gone")] });
  assert.deepEqual(graph.before("a").map(({ slug }) => slug), ["b"]);
  assert.equal(graph.months.at(-1)?.title, "Without a month");
  assert.equal(new Graph({ nodes: [concept("a", null, null)], edges: [] }).hasRoadmap, false);
});

test("columns are put in an order in which lines cross less, the same each time", () => {
  const columns = [["a", "b", "c"], ["x", "y", "z"]];
  const edges = [edge("a", "z"), edge("b", "y"), edge("c", "x")];
  assert.equal(crossings(columns, edges), 3);
  const order = arrange(columns, edges);
  assert.equal(crossings(order, edges), 0);
  assert.deepEqual(arrange(columns, edges), order);
});

test("nothing stands above what it needs in its column, and 500 concepts are laid out at once", () => {
  const columns = Array.from({ length: 5 }, (_, month) => Array.from({ length: 100 }, (_, n) => `${month}-${n}`));
  const edges = columns.flatMap((column, month) => column.flatMap((slug, n) => [edge(slug, `${month}-${n + 1}`), edge(slug, `${month + 1}-${(n * 7) % 100}`)]));
  const known = new Set(columns.flat());
  const order = arrange(columns, edges.filter(({ to }) => known.has(to)));
  for (const column of order) assert.deepEqual(column, [...column].sort((a, b) => Number(a.split("-")[1]) - Number(b.split("-")[1])));
});

test("keys lead to neighbours, and nowhere beyond the edge", () => {
  const columns = [["a", "b", "c"], ["x"]];
  assert.deepEqual(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "q"].map((key) => target(columns, 0, 2, key)), ["b", undefined, undefined, "x", "a", "c", undefined]);
});

test("a kept plan tells what is done, known, planned and left open", () => {
  const plan = {
    weeks: [{ n: 1, items: [{ slug: "a", status: "open" }, { slug: "b", status: "done" }] }, { n: 2, items: [{ slug: "a", status: "open" }] }],
    skipped: [{ slug: "k", reason: "claimed", why: "You know it." }, { slug: "e", reason: "excluded", why: "You left it out." }],
    feasibility: { cut: [{ slug: "c", reason: "No time." }] },
  };
  const standings = new Standings({ profile: {}, plan, progress: [{ slug: "a", status: "partial" }] });
  assert.deepEqual(["a", "b", "k", "e", "c", "?"].map((slug) => standings.words(slug)), ["Planned, weeks 1 to 2", "Done", "Known", "Open", "Open", "Open"]);
  assert.equal(standings.of("c").why, "No time.");
  assert.equal(new Standings(null).planned, false);
});

test("a line passes columns in between where boxes leave room, and reaches the box it leads to", () => {
  const box = (x, y) => ({ x, y, width: 100, height: 40 });
  const between = [box(150, 0), box(150, 50), box(150, 100)];
  assert.equal(opening(between, 62), 45);
  assert.equal(opening(between, 400), 400);
  const columns = [new Map([["a", box(0, 50)]]), new Map(between.map((one, n) => [`m${n}`, one])), new Map([["z", box(300, 50)]])];
  assert.match(route("a", "z", columns), /^M100 70C.* 150 (45|95)H250C.* 300 70$/);
  assert.match(route("z", "a", columns), /^M300 70C.* 250 (45|95)H150C.* 100 70$/);
});

test("a line within a column goes straight to the next box, and around those in between", () => {
  const boxes = ["a", "b", "c"].map((slug, n) => [slug, { x: 24, y: n * 50, width: 100, height: 40 }]);
  assert.equal(route("a", "b", [new Map(boxes)]), "M74 40V50");
  assert.match(route("a", "c", [new Map(boxes)]), /^M24 20Q8 20 8 30V110Q8 120 24 120$/);
});
