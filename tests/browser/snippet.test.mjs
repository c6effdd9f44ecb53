import assert from "node:assert/strict";
import { test } from "node:test";

import { faultsOf } from "../../web/guide/choices.js";
import { attributesOf, filled } from "../../web/guide/snippet.js";

const DEFAULTS = { server: "https://onramp.example", mode: "launcher", theme: "auto", accent: "", placeholder: "" };

test("only what differs from the widget's own ways is written", () => {
  assert.deepEqual(attributesOf(DEFAULTS), { server: "https://onramp.example" });
  const all = attributesOf({ ...DEFAULTS, mode: "inline", theme: "dark", accent: "#a00", "page-context": "on" });
  assert.deepEqual(all, { server: "https://onramp.example", accent: "#a00", mode: "inline", theme: "dark", "page-context": "" });
});

test("choices stay what they are in markup and in scripts", () => {
  const attributes = attributesOf({ ...DEFAULTS, placeholder: '"><script>$&' });
  assert.equal(
    filled('<onramp-widget server="$HOST"></onramp-widget> $HOST/widget.js', attributes),
    '<onramp-widget server="https://onramp.example" placeholder="&quot;>&lt;script>$&amp;"></onramp-widget> https://onramp.example/widget.js',
  );
  const script = filled("var attributes = $ATTRIBUTES;", attributes);
  assert.ok(!script.includes("<"));
  assert.deepEqual(Function(`${script} return attributes`)(), attributes);
});

test("only a plain origin and a plain colour are taken", () => {
  const refused = (chosen) => Object.keys(faultsOf({ ...DEFAULTS, ...chosen }));
  for (const server of ["https://onramp.example", "http://10.0.0.1:8000/"]) assert.deepEqual(refused({ server }), [], server);
  for (const server of ["", "onramp", "javascript:alert(1)", "ftp://a.example", "https://a.example/x", "https://u:p@a.example", "https://a.example?x"]) {
    assert.deepEqual(refused({ server }), ["server"], server);
  }
  for (const accent of ["#abc", "#046B4f"]) assert.deepEqual(refused({ accent }), [], accent);
  for (const accent of ["red", "#abcd", "#12345", "#fff;}", "url(x)"]) assert.deepEqual(refused({ accent }), ["accent"], accent);
});
