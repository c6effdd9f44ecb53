import assert from "node:assert/strict";
import { test } from "node:test";

import { tokened } from "../../web/widget/token.js";

/** A server whose tokens are t1, t2, ...; `takes` tells which of them it takes at the moment. */
function server(takes) {
  const asked = [];
  let minted = 0;
  const request = async (address, { headers = {} } = {}) => {
    asked.push(address);
    if (address.endsWith("/embed/token")) return Response.json({ token: `t${++minted}` });
    return new Response("", { status: takes(headers["Onramp-Token"]) ? 200 : 401 });
  };
  return { asked, request: tokened("https://s", request), minted: () => minted };
}

test("one token is got when it is needed, and serves many requests at once", async () => {
  const { request, minted, asked } = server(() => true);
  assert.equal(asked.length, 0);
  await Promise.all([request("https://s/chat"), request("https://s/examples")]);
  assert.equal(minted(), 1);
});

test("a token that is too old is got anew, once", async () => {
  const { request, minted } = server((token) => token === "t2");
  assert.equal((await request("https://s/chat")).status, 200);
  assert.equal(minted(), 2);
  const never = server(() => false);
  assert.equal((await never.request("https://s/chat")).status, 401);
  assert.equal(never.minted(), 2);
});

test("a page that gets no token gets the server's refusal to show", async () => {
  const refusal = () => Response.json({ error: "origin_not_allowed", detail: "Not for this page." }, { status: 403 });
  const response = await tokened("https://s", async () => refusal())("https://s/chat");
  assert.equal((await response.json()).detail, "Not for this page.");
});

test("after a failed connection the next request tries again", async () => {
  let down = true;
  const request = tokened("https://s", async (address) => {
    if (down) throw new TypeError("gone");
    return Response.json({ token: "t" });
  });
  await assert.rejects(request("https://s/chat"), TypeError);
  down = false;
  assert.equal((await request("https://s/chat")).status, 200);
});
