import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "../../web/server/client.js";

const live = () => new AbortController().signal;
const frame = (event, data) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const json = (status, body, headers = {}) => new Response(JSON.stringify(body), { status, headers });

/** A client of a server that gives this reply to everything, and what it was asked. */
function scripted(reply) {
  const asked = [];
  const client = new Client("", async (url, options) => {
    asked.push({ url, ...options });
    if (reply instanceof Error) throw reply;
    return typeof reply === "string" ? new Response(reply) : reply;
  });
  return { client, asked };
}

async function events(client, signal = live()) {
  const found = [];
  for await (const event of client.ask({ question: "What is an epoch?" }, signal)) found.push(event.type);
  return found;
}

test("a question is posted as JSON, with the conversation and nothing else", async () => {
  const { client, asked } = scripted(frame("done", {}));
  for await (const _ of client.ask({ question: "And then?", conversation_id: "c1" }, live()));
  assert.equal(asked[0].url, "/chat");
  assert.equal(asked[0].method, "POST");
  assert.deepEqual(JSON.parse(asked[0].body), { question: "And then?", conversation_id: "c1", stream: true });
  assert.equal(asked[0].credentials, "same-origin"); // our pages are signed in, the widget never is
});

test("events come in order and end with the terminal one", async () => {
  const stream = frame("passages", {}) + ": keep-alive\n\n" + frame("sentence", {}) + frame("done", {}) + frame("sentence", {});
  assert.deepEqual(await events(scripted(stream).client), ["passages", "sentence", "done"]);
});

test("an event of an unknown name is passed over", async () => {
  assert.deepEqual(await events(scripted(frame("novelty", {}) + frame("refusal", {})).client), ["refusal"]);
});

for (const [name, reply, expected] of [
  ["no server", new TypeError("fetch failed"), { kind: "unreachable" }],
  ["a full queue", json(503, { error: "queue_full", detail: "Wait." }, { "Retry-After": "7" }), { kind: "busy", code: "queue_full", detail: "Wait.", retryAfter: 7 }],
  ["a server that stops", json(503, { error: "shutting_down", detail: "Ask again." }, { "Retry-After": "5" }), { kind: "busy", code: "shutting_down", title: "The server is being restarted", retryAfter: 5 }],
  ["not ready", json(503, { error: "not_ready", detail: "Run the indexer." }), { kind: "server", detail: "Run the indexer." }],
  ["a session that has ended", json(401, { error: "unauthorised", detail: "A key." }), { kind: "server", code: "unauthorised", detail: "Reload the page to sign in again." }],
  ["a refused field", json(422, { error: "bad_field", detail: "Too long.", field: "question" }), { kind: "question", detail: "Too long." }],
  ["too large", json(413, { error: "too_large", detail: "Shorten it." }), { kind: "question", code: "too_large" }],
  ["an error without JSON", new Response("<h1>Bad gateway</h1>", { status: 502 }), { kind: "server", code: "http_502" }],
  ["a fault in the stream", frame("passages", {}) + frame("fault", { error: "model_failed", detail: "It stopped." }), { kind: "server", code: "model_failed", detail: "It stopped." }],
  ["a cut stream", frame("passages", {}) + frame("sentence", {}), { kind: "cut" }],
  ["a stream cut in a frame", frame("passages", {}) + "event: done\ndata: {", { kind: "cut" }],
  ["an empty stream", "", { kind: "cut" }],
  ["unreadable data", "event: sentence\ndata: {oops\n\n", { kind: "server" }],
]) {
  test(`failure: ${name}`, async () => {
    await assert.rejects(events(scripted(reply).client), (failure) => {
      assert.equal(failure.name, "Failure");
      assert.ok(failure.title && failure.detail, "a person can read it");
      for (const [key, value] of Object.entries(expected)) assert.equal(failure[key], value, key);
      return true;
    });
  });
}

test("Retry-After may be a date", async () => {
  const date = new Date(Date.now() + 20_000).toUTCString();
  const { client } = scripted(json(503, {}, { "Retry-After": date }));
  await assert.rejects(events(client), ({ kind, retryAfter }) => kind === "busy" && retryAfter > 15 && retryAfter <= 20);
});

test("the server is asked to delete a conversation, and may be away", async () => {
  const { client, asked } = scripted(new Response(null, { status: 204 }));
  assert.equal(await client.forget("a/b"), true);
  assert.equal(asked[0].url, "/conversations/a%2Fb");
  assert.equal(asked[0].method, "DELETE");
  assert.equal(await scripted(json(503, {})).client.forget("c"), false);
  assert.equal(await scripted(new TypeError("fetch failed")).client.forget("c"), false);
});

test("stopping is not a failure", async () => {
  const controller = new AbortController();
  controller.abort();
  const { client } = scripted(controller.signal.reason);
  await assert.rejects(events(client, controller.signal), { name: "AbortError" });
});

test("examples: at most six, and none when the server can't say", async () => {
  const many = { questions: ["a", "b", "c", "d", "e", "f", "g"] };
  const { client, asked } = scripted(json(200, many));
  assert.deepEqual((await client.examples("deep/locks")).questions, ["a", "b", "c", "d", "e", "f"]);
  assert.equal(asked[0].url, "/examples?note=deep%2Flocks");
  for (const reply of [json(500, {}), new TypeError("gone"), json(200, { questions: "none" })]) {
    assert.deepEqual((await scripted(reply).client.examples()).questions, []);
  }
});

test("on another page the server's links get its origin, and others stay", async () => {
  const passage = { url: "/notes/loop#beats", html: '<a href="/notes/x">x</a> <a href="https://elsewhere.example/">y</a>' };
  const stream = frame("passages", { passages: [passage] }) + frame("refusal", { nearest: [{ title: "Loop", url: "/notes/loop" }] });
  const client = new Client("https://onramp.example/", async () => new Response(stream));
  const found = [];
  for await (const event of client.ask({ question: "q" }, live())) found.push(event.data);
  assert.deepEqual(found[0].passages[0], {
    url: "https://onramp.example/notes/loop#beats",
    html: '<a href="https://onramp.example/notes/x">x</a> <a href="https://elsewhere.example/">y</a>',
  });
  assert.equal(found[1].nearest[0].url, "https://onramp.example/notes/loop");
});

test("a vote that is not taken is a failure with the server's words", async () => {
  const verdict = { answer_id: "a1", verdict: "down", reasons: ["wrong"] };
  const { client, asked } = scripted(new Response(null, { status: 204 }));
  await client.judge(verdict);
  assert.deepEqual([asked[0].url, JSON.parse(asked[0].body)], ["/feedback", verdict]);
  const busy = scripted(json(503, { error: "busy", detail: "Try again." }, { "Retry-After": "2" }));
  await assert.rejects(busy.client.judge(verdict), { kind: "busy", detail: "Try again.", retryAfter: 2 });
});
