import assert from "node:assert/strict";
import { test } from "node:test";

import { exported, transcript } from "../../web/chat/transcript.js";

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

test("a conversation is exported with questions as headings and what the notes don't cover said", () => {
  const answered = [
    { type: "passages", data: { passages: [passage(1, "Loop", "", "/notes/loop")] } },
    { type: "sentence", data: sentence("sentence", "One.", 1) },
    { type: "done", data: { answer: "One.", notice: "May not answer it." } },
  ];
  const refused = [{ type: "refusal", data: { answer: "The notes don't cover this.", nearest: [{ title: "Loop", url: "/notes/loop" }] } }];
  const turns = [{ question: "What\nis it?", events: answered }, { question: "Who won?", events: refused }, { question: "Lost?", events: [] }];
  assert.equal(
    exported({ title: "Loops", turns }, BASE),
    "# Loops\n\n## What is it?\n\nOne. [1]\n\nPassages:\n[1] Loop: http://onramp.local/notes/loop\n\nMay not answer it.\n" +
      "\n## Who won?\n\nThe notes don't cover this.\n- [Loop](http://onramp.local/notes/loop)\n\n## Lost?\n\n(no answer)\n",
  );
});
