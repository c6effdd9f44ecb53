import assert from "node:assert/strict";
import { test } from "node:test";

import { frames } from "../../web/server/stream.js";

const STREAM =
  ': keep-alive\n\nevent: passages\ndata: {"title":"Größe – 訓練 🚦"}\n\n' +
  "event: sentence\r\ndata: one\r\ndata:two\r\ndata\r\n\r\n" +
  ":\rdata:  led by a space\r\r" +
  "id: 7\nretry: 10\nevent: empty\n\ndata: done 🏁\n\n";

const FRAMES = [
  { event: "passages", data: '{"title":"Größe – 訓練 🚦"}' },
  { event: "sentence", data: "one\ntwo\n" },
  { event: "message", data: " led by a space" },
  { event: "message", data: "done 🏁" },
];

/** @param {Uint8Array[]} chunks */
function body(chunks, end = (controller) => controller.close()) {
  const queue = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = queue.shift();
      if (chunk) controller.enqueue(chunk);
      else end(controller);
    },
  });
}

async function read(stream) {
  const found = [];
  for await (const frame of frames(stream)) found.push(frame);
  return found;
}

const bytes = (text) => new TextEncoder().encode(text);

test("a stream cut in two at every byte reads the same", async () => {
  const whole = bytes(STREAM);
  for (let cut = 0; cut <= whole.length; cut++) {
    assert.deepEqual(await read(body([whole.slice(0, cut), whole.slice(cut)])), FRAMES, `cut at byte ${cut}`);
  }
});

for (const size of [1, 2, 3, 5, 7]) {
  test(`a stream in chunks of ${size} reads the same`, async () => {
    const whole = bytes(STREAM);
    const chunks = [];
    for (let at = 0; at < whole.length; at += size) chunks.push(whole.slice(at, at + size));
    assert.deepEqual(await read(body(chunks)), FRAMES);
  });
}

for (const [name, ending] of [["LF", "\n"], ["CR", "\r"], ["CRLF", "\r\n"]]) {
  test(`lines may end in ${name}, wherever they are cut`, async () => {
    const whole = bytes(`event: a${ending}data: 1${ending}${ending}data: 2${ending}${ending}`);
    const expected = [{ event: "a", data: "1" }, { event: "message", data: "2" }];
    for (let cut = 0; cut <= whole.length; cut++) {
      assert.deepEqual(await read(body([whole.slice(0, cut), whole.slice(cut)])), expected, `cut at byte ${cut}`);
    }
  });
}

test("a frame is yielded as soon as its blank line is there, even a lone CR", async () => {
  const stream = new ReadableStream({ start: (controller) => controller.enqueue(bytes("data: now\r\r")) });
  const reader = frames(stream);
  assert.deepEqual(await reader.next(), { done: false, value: { event: "message", data: "now" } });
  await reader.return();
});

test("a frame without its blank line is dropped", async () => {
  assert.deepEqual(await read(body([bytes("data: kept\n\nevent: done\ndata: lost\n")])), [
    { event: "message", data: "kept" },
  ]);
});

test("a byte order mark at the start is not part of the first field", async () => {
  assert.deepEqual(await read(body([bytes("\ufeffdata: 1\n\n")])), [{ event: "message", data: "1" }]);
});

test("empty chunks change nothing", async () => {
  const stream = body([bytes("data: 1\r"), bytes(""), bytes("\n\r"), bytes(""), bytes("\ndata: 2\n\n")]);
  assert.deepEqual((await read(stream)).map(({ data }) => data), ["1", "2"]);
});

test("a broken connection is the reader's error", async () => {
  const stream = body([bytes("data: 1\n\n")], (controller) => controller.error(new TypeError("network")));
  const reader = frames(stream);
  assert.equal((await reader.next()).value.data, "1");
  await assert.rejects(reader.next(), /network/);
});

test("leaving early cancels the body", async () => {
  let cancelled = false;
  const stream = new ReadableStream({
    start: (controller) => controller.enqueue(bytes("data: 1\n\ndata: 2\n\n")),
    cancel: () => void (cancelled = true),
  });
  for await (const frame of frames(stream)) {
    assert.equal(frame.data, "1");
    break;
  }
  assert.equal(cancelled, true);
});
