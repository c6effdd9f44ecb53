import assert from "node:assert/strict";
import { test } from "node:test";

import { transcript } from "../../web/chat/transcript.js";

const sentence = (kind, text, ...citations) => ({ kind, text, html: "", origin: "model", citations });
const passage = (n, title, heading, url) => ({ n, title, heading, url, note: "", html: "", marked: [], score: 1 });
const BASE = "http://onramp.local/?q=x";

test("sentences run on, each with its citations, and only cited passages are listed", () => {
  const text = transcript(
    [sentence("sentence", "One.", 1, 3), sentence("sentence", "Two.", 1)],
    [passage(1, "Loop", "Four beats", "/notes/loop#four-beats"), passage(2, "Unused", "", "/notes/unused"), passage(3, "Batch", "Batch", "/notes/batch")],
    BASE,
  );
  assert.equal(
    text,
    "One. [1][3] Two. [1]\n\nPassages:\n[1] Loop, Four beats: http://onramp.local/notes/loop#four-beats\n[3] Batch: http://onramp.local/notes/batch\n",
  );
});

test("lists, code and headings keep their shape", () => {
  const text = transcript(
    [
      sentence("sentence", "Do this:", 1),
      sentence("item", "first", 1),
      sentence("item", "- second"),
      sentence("item", "3. third"),
      sentence("heading", "In code"),
      sentence("code", "a = 1\n", 1),
      sentence("code", "```\nb = 2\n```"),
    ],
    [],
    BASE,
  );
  assert.equal(
    text,
    "Do this: [1]\n\n- first [1]\n- second\n3. third\n\nIn code\n\n```\na = 1\n```\n[1]\n\n```\nb = 2\n```\n",
  );
});

test("a label stands above the sentences that speak of it", () => {
  const labelled = { ...sentence("sentence", "Set this flag to true.", 1), label: "ignoreTrailingSlash" };
  const text = transcript([sentence("sentence", "One.", 1), labelled, sentence("sentence", "Two.", 1)], [], BASE);
  assert.equal(text, "One. [1]\n\nignoreTrailingSlash\n\nSet this flag to true. [1] Two. [1]\n");
});
