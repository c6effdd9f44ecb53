import assert from "node:assert/strict";
import { test } from "node:test";

import { faultOfWeeks } from "../../web/plan/bounds.js";
import { endText, shifts } from "../../web/plan/changes.js";
import { PlanClient } from "../../web/plan/client.js";
import { nextMonday, pastText, shortText, spanText } from "../../web/plan/dates.js";
import { at, merged, put } from "../../web/plan/form-values.js";
import { discountText } from "../../web/plan/item.js";
import { wayBack } from "../../web/plan/left-out.js";
import { weeksByPhase } from "../../web/plan/phase.js";
import { logOf, onTop, partsOf, statesOf, tally, tick } from "../../web/plan/progress.js";
import { bodyOf, changed, reference, sameAgain, wholeLog } from "../../web/plan/request.js";
import { weeksOff, weeksOffText } from "../../web/plan/weeks-off.js";
import { Wording } from "../../web/plan/wording.js";

const item = (slug, hours, part = "1/1", status = "open") => ({ slug, title: slug, hours, part, status });

/** A plan of three weeks: `split` goes over two of them. */
function plan(progress) {
  const weeks = [
    { n: 1, start: "2026-01-05", end: "2026-01-11", items: [item("whole", 2), item("split", 1, "1/2")] },
    { n: 2, start: "2026-01-12", end: "2026-01-18", items: [item("split", 2, "2/2")] },
    { n: 3, start: "2026-01-19", end: "2026-01-25", items: [item("late", 3)] },
  ];
  return {
    plan_id: "0123456789abcdef", kb_version: "v", revision: 2, totals: { end_date: "2026-01-25", weeks: 3 }, weeks,
    profile: { start_date: "2026-01-05", ...(progress ? { progress } : {}) }, summary: { text: "Long." },
  };
}

test("ticking a part ticks the parts before it, and its note when it is the last", () => {
  const parts = partsOf(plan(), "split");
  assert.deepEqual(tick(parts, 0, true), { slug: "split", status: "partial", hours: 1 });
  assert.deepEqual(tick(parts, 1, true), { slug: "split", status: "done" });
  assert.deepEqual(tick(parts, 1, false), { slug: "split", status: "partial", hours: 1 });
  assert.equal(tick(parts, 0, false), null);
});

test("what is logged for a note shows at its parts", () => {
  const parts = partsOf(plan(), "split");
  const states = (entry) => statesOf(parts, entry && { slug: "split", pending: true, ...entry });
  assert.deepEqual(states(undefined), ["open", "open"]);
  assert.deepEqual(states({ status: "done" }), ["done", "done"]);
  assert.deepEqual(states({ status: "skipped" }), ["skipped", "skipped"]);
  assert.deepEqual(states({ status: "partial", hours: 1 }), ["done", "open"]);
  assert.deepEqual(states({ status: "partial", hours: 1.5 }), ["done", "partial"]);
  assert.deepEqual(states({ status: "partial", hours: 0 }), ["open", "open"]);
  assert.deepEqual(states({ status: "failed_check" }), ["failed_check", "failed_check"]);
});

test("a failed check that the plan knows of leaves what it brought back open", () => {
  const parts = [item("split", 1, "1/2", "failed"), item("split", 0.5, "2/2")];
  assert.deepEqual(statesOf(parts, { slug: "split", status: "failed_check", pending: false }), ["failed_check", "open"]);
});

test("what is ticked since counts before what the plan knows", () => {
  const log = logOf(plan([{ slug: "whole", status: "done" }]), [{ slug: "whole", status: "failed_check" }]);
  assert.deepEqual(log.get("whole"), { slug: "whole", status: "failed_check", pending: true });
});

test("what is ticked later counts where both speak of a note", () => {
  const [done, skipped, part] = [{ slug: "a", status: "done" }, { slug: "b", status: "skipped" }, { slug: "a", status: "partial", hours: 1 }];
  assert.deepEqual(onTop([done, skipped], [part]), [skipped, part]);
  assert.deepEqual(onTop([done], []), [done]);
});

test("the tally counts hours of parts, and skipped notes not at all", () => {
  const made = plan();
  const ticked = [{ slug: "split", status: "partial", hours: 1.5 }, { slug: "whole", status: "done" }, { slug: "late", status: "skipped" }];
  assert.deepEqual(tally(made, logOf(made, ticked)), { notes: 2, done: 1, hours: 5, doneHours: 3.5 });
});

test("a plan that goes on is posted with its weeks, its log and today's date", () => {
  const made = plan([{ slug: "whole", status: "done", date: "2026-01-06" }]);
  const body = bodyOf({ start_date: "2026-01-05" }, { plan: made, progress: [{ slug: "late", status: "skipped" }] }, "2026-01-14");
  assert.deepEqual(body.progress, [
    { slug: "whole", status: "done", date: "2026-01-06" },
    { slug: "late", status: "skipped", date: "2026-01-14" },
  ]);
  assert.deepEqual(Object.keys(body.plan_ref).sort(), ["kb_version", "plan_id", "revision", "totals", "weeks"]);
  assert.deepEqual(body.plan_ref.weeks[1], { n: 2, start: "2026-01-12", items: [{ slug: "split", hours: 2 }] });
});

test("without anything new the log still says what day it is", () => {
  const log = wholeLog(plan([{ slug: "whole", status: "done", date: "2026-01-06" }]), [], "2026-02-01");
  assert.deepEqual(log, [{ slug: "whole", status: "done", date: "2026-02-01" }]);
});

test("a plan from another day has no weeks in common, but what is done stays done", () => {
  const progress = [{ slug: "whole", status: "done" }];
  const body = bodyOf({ start_date: "2026-03-02" }, { plan: plan(), progress }, "2026-02-27");
  assert.equal(body.plan_ref, undefined);
  assert.equal(body.progress.length, 1);
  assert.deepEqual(bodyOf({ weeks: 3 }, null, "2026-02-27"), { weeks: 3 });
});

test("the same plan once more is its profile, its log and what it took over from", () => {
  const progress = [{ slug: "whole", status: "done" }];
  const from = reference(plan());
  const kept = { profile: { weeks: 3 }, plan: plan(progress), progress: [{ slug: "late", status: "done" }], reference: from };
  assert.deepEqual(sameAgain(kept), { weeks: 3, plan_ref: from, progress });
});

test("a change replaces fields, and null takes one out", () => {
  assert.deepEqual(changed({ weeks: 6, deadline: "2026-05-01" }, { weeks: 40, deadline: null }), { weeks: 40 });
});

test("what is left out comes back by the change that undoes its reason", () => {
  const profile = { must_exclude: ["bayes-theorem", "mlflow"], known_concepts: { numpy: 3 } };
  assert.deepEqual(wayBack({ slug: "mlflow", reason: "excluded" }, profile), { change: { must_exclude: ["bayes-theorem"] } });
  assert.deepEqual(wayBack({ slug: "x", reason: "excluded_with:mlflow" }, { must_exclude: ["mlflow"] }), { change: { must_exclude: null } });
  assert.deepEqual(wayBack({ slug: "x", reason: "quiz" }, profile), { change: { known_concepts: { numpy: 3, x: 2 } } });
  assert.deepEqual(wayBack({ slug: "x", reason: "skipped" }, profile), { unlog: "x" });
  assert.deepEqual(wayBack({ slug: "x", reason: "assumed_from:y" }, profile), { log: { slug: "x", status: "failed_check" } });
});

test("a week that two phases share ends the earlier", () => {
  const phases = [{ weeks: [1, 2] }, { weeks: [2, 4] }];
  const weeks = [1, 2, 3, 4, 5].map((n) => ({ n }));
  assert.deepEqual(weeksByPhase(phases, weeks).map((group) => group.map(({ n }) => n)), [[1, 2], [3, 4, 5]]);
});

test("moves by the same number of weeks are told together", () => {
  const moved = [
    { slug: "a", from_week: 1, to_week: 2 },
    { slug: "b", from_week: 5, to_week: 3 },
    { slug: "c", from_week: 2, to_week: 3 },
  ];
  assert.deepEqual(shifts({ moved }).map(({ text }) => text), ["2 notes: 1 week later", "1 note: 2 weeks earlier"]);
});

test("the end is told with the day before", () => {
  const end = (before, after) => endText({ end_date_before: before, end_date: after });
  assert.equal(end("2026-05-03", "2026-05-03"), "The plan still ends on 3 May 2026.");
  assert.match(end("2026-05-03", "2026-05-10"), /later: on 10 May 2026 instead of 3 May 2026/);
  assert.match(end("2026-05-10", "2026-05-03"), /earlier/);
});

test("days", () => {
  assert.equal(nextMonday(new Date(2026, 0, 5)), "2026-01-12"); // a Monday begins in a week
  assert.equal(nextMonday(new Date(2026, 0, 4)), "2026-01-05");
  assert.equal(nextMonday(new Date(2026, 11, 30)), "2027-01-04");
  const now = new Date(2026, 5, 1);
  assert.equal(spanText("2026-01-05", "2026-01-11", now), "5–11 Jan");
  assert.equal(spanText("2026-03-30", "2026-04-05", now), "30 Mar – 5 Apr");
  assert.equal(spanText("2025-12-29", "2026-01-04", now), "29 Dec 2025 – 4 Jan");
  assert.equal(spanText("2027-01-04", "2027-01-10", now), "4–10 Jan 2027");
  assert.equal(shortText("2027-01-04", now), "4 Jan 2027");
  assert.match(pastText("2026-05-11", "2026-06-01"), /^This plan starts 3 weeks ago: on 11 May 2026\./);
  assert.match(pastText("2026-05-31", "2026-06-01"), /starts 1 day ago/);
  assert.equal(pastText("2026-06-01", "2026-06-01"), "");
});

test("weeks off are read as people write them", () => {
  assert.deepEqual(weeksOff("4, 12-13"), [4, 12, 13]);
  assert.deepEqual(weeksOff("4;4 12 – 14"), [4, 12, 13, 14]);
  assert.deepEqual(weeksOff("Easter, 9-7"), ["Easter", "9-7"]);
  assert.deepEqual(weeksOff(" "), []);
  assert.equal(weeksOffText([4, 12, 13, 14, 20]), "4, 12-14, 20");
});

test("a week off that is none is named with what would do", () => {
  assert.equal(faultOfWeeks("4, 12-13"), "");
  assert.equal(faultOfWeeks(""), "");
  assert.match(faultOfWeeks("4, banana"), /^Weeks off: “banana” is no week of a plan\. Give numbers from 1 to 520/);
  assert.match(faultOfWeeks("0"), /“0”/);
  assert.match(faultOfWeeks("521"), /“521”/);
});

test("values go into a profile by path, and empty ones out of it", () => {
  const profile = { maths: { calculus: 2 } };
  put(profile, "maths.calculus", undefined);
  put(profile, "weeks_off", []);
  put(profile, "constraints.no_gpu", false);
  assert.deepEqual(profile, { constraints: { no_gpu: false } });
  assert.equal(at(profile, "maths.calculus"), undefined);
});

test("a document adds to what is said and wins where both speak", () => {
  const profile = { weeks: 9, languages: { Python: 1, go: 3 } };
  assert.deepEqual(merged(profile, { languages: { python: 3 }, ml_exposure: "courses" }), {
    weeks: 9, languages: { go: 3, python: 3 }, ml_exposure: "courses",
  });
});

test("a discount says what earned it", () => {
  const made = { profile: { domains: { backend: 7, qa: 1 } } };
  assert.equal(discountText({ from: "backend", pct: 30 }, made), "30% off for 7 years of backend");
  assert.equal(discountText({ from: "qa", pct: 15 }, made), "15% off for 1 year of QA and testing");
  assert.equal(discountText({ from: "skill:other-language", pct: 40 }, made), "40% off for another language");
  assert.equal(discountText({ from: "math:linear_algebra", pct: 40 }, made), "40% off for linear algebra");
  assert.equal(discountText({ from: "skill:ci-cd", pct: 40 }, made), "40% off for CI/CD");
});

const json = (status, body, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const client = (reply) => new PlanClient(async () => {
  if (reply instanceof Error) throw reply;
  return reply;
});

for (const [name, reply, expected] of [
  ["a field", json(422, { detail: "Too many.", field: "weeks" }), { name: "Failure", field: "weeks", detail: "Too many." }],
  ["no field", json(422, { detail: "Give one." }), { name: "Failure", kind: "server", title: "The server can't take that" }],
  ["too long", json(413, { detail: "Shorten it." }), { name: "Failure", title: "That is too long", detail: "Shorten it." }],
  ["a full queue", json(503, { detail: "Wait." }, { "Retry-After": "7" }), { kind: "busy", retryAfter: 7 }],
  ["notes that can't be planned", json(503, { error: "not_ready", detail: "Index them." }), { kind: "server", detail: "Index them." }],
  ["no server", new TypeError("fetch failed"), { kind: "unreachable" }],
]) {
  test(`failure: ${name}`, async () => {
    await assert.rejects(client(reply).plan({}), (error) => {
      for (const [key, value] of Object.entries(expected)) assert.equal(error[key], value, key);
      return true;
    });
  });
}

const frame = (event, data) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** What a page hears of a wording. */
async function heard(stream) {
  const said = { texts: [], notes: [], ended: false };
  await new Wording(client(typeof stream === "string" ? new Response(stream) : stream)).begin({}, {
    onText: (part, text) => said.texts.push([part, text]),
    onNote: (note) => said.notes.push(note),
    onEnd: () => (said.ended = true),
  });
  return said;
}

test("the model's texts are taken, the template's are there already", async () => {
  const stream = frame("begun", { model: "m" }) + frame("text", { part: "summary", text: "A.", source: "model" }) +
    frame("text", { part: "phase-1", text: "B.", source: "template" }) + frame("done", { by_model: 1 });
  assert.deepEqual(await heard(stream), { texts: [["summary", "A."]], notes: ["The model is wording the plan.", ""], ended: true });
});

test("a wording that comes to nothing is told", async () => {
  const none = frame("begun", { model: "m" }) + frame("done", { by_model: 0 });
  assert.match((await heard(none)).notes.at(-1), /template's words/);
  assert.match((await heard(frame("begun", { model: "quote" }) + frame("done", { by_model: 0 }))).notes.at(-1), /No model runs/);
  const cut = await heard(frame("begun", { model: "m" }));
  assert.match(cut.notes.at(-1), /couldn't be asked/);
  assert.equal(cut.ended, false);
  assert.match((await heard(json(503, {}, { "Retry-After": "3" }))).notes.at(-1), /couldn't be asked/);
});
