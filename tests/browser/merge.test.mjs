import assert from "node:assert/strict";
import { test } from "node:test";

import { merged } from "../../web/storage/merge.js";

const turn = (id, changed, question = id) => ({ id, changed, question, events: [] });
const questions = (turns) => turns.map(({ question }) => question);

test("turns of both tabs are kept in the order in which they were first kept", () => {
  assert.deepEqual(questions(merged([turn("a", 1), turn("b", 3)], [turn("a", 1), turn("c", 2)])), ["a", "b", "c"]);
});

test("of one turn that both have, what changed last is kept", () => {
  assert.deepEqual(questions(merged([turn("a", 5, "newer")], [turn("a", 2, "older")])), ["newer"]);
  assert.deepEqual(questions(merged([turn("a", 2, "older")], [turn("a", 5, "newer")])), ["newer"]);
});

test("turns that were kept before they had an id are known by their place", () => {
  const old = [{ question: "one", events: [] }, { question: "two", events: [] }];
  assert.deepEqual(questions(merged(old, [turn("0", 4, "one again"), turn("x", 4)])), ["one again", "two", "x"]);
});
