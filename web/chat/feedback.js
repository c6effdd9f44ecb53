import { button, element } from "../dom/element.js";

/**
 * @typedef {import("../server/client.js").Client} Client
 */

/** What can be wrong with an answer: the server's names, and ours for people. */
const REASONS = {
  wrong: "It is wrong",
  not_my_question: "It answers another question",
  incomplete: "Something is missing",
  bad_citation: "A citation doesn't fit",
  outdated: "It is out of date",
  unclear: "I can't follow it",
};

/**
 * Whether an answer helped, and if not, why.
 *
 * Dispatches `onramp:feedback` {answer_id, verdict, reasons} once the server has it.
 *
 * @param {Client} client
 * @param {string} answerId
 * @param {"up" | "down"} [given] the verdict that was sent before
 */
export function feedback(client, answerId, given) {
  const told = element("span", { class: "feedback-told", role: "status" });
  const up = button("Helpful", "up", () => send("up", []));
  const down = button("Not helpful", "down", () => open(form.hidden));
  const form = reasonsForm((reasons, comment) => send("down", reasons, comment));
  const box = element("div", { class: "feedback" }, up, down, told, form);
  down.setAttribute("aria-expanded", "false");
  if (given) press(given);

  /** @param {"up" | "down"} verdict */
  function press(verdict) {
    up.setAttribute("aria-pressed", String(verdict === "up"));
    down.setAttribute("aria-pressed", String(verdict === "down"));
  }

  /** @param {boolean} opened */
  function open(opened) {
    form.hidden = !opened;
    down.setAttribute("aria-expanded", String(opened));
    if (opened) form.querySelector("input")?.focus();
  }

  /**
   * @param {"up" | "down"} verdict
   * @param {string[]} reasons
   * @param {string} [comment]
   */
  async function send(verdict, reasons, comment) {
    try {
      await client.judge({ answer_id: answerId, verdict, reasons, ...(comment && { comment }) });
    } catch (error) {
      told.textContent = `Not sent. ${error instanceof Error ? error.message : ""}`;
      return;
    }
    open(false);
    (verdict === "up" ? up : down).focus();
    press(verdict);
    told.textContent = "Thank you.";
    const detail = { answer_id: answerId, verdict, reasons };
    box.dispatchEvent(new CustomEvent("onramp:feedback", { detail, bubbles: true, composed: true }));
  }
  return box;
}

/** @param {(reasons: string[], comment: string) => void} onSend */
function reasonsForm(onSend) {
  const choices = Object.entries(REASONS).map(([name, label]) =>
    element("label", {}, element("input", { type: "checkbox", value: name }), label),
  );
  const comment = element("textarea", { rows: "2", maxlength: "1000", "aria-label": "In your words, if you like", placeholder: "In your words, if you like" });
  const form = element(
    "form",
    { class: "reasons", hidden: "" },
    element("fieldset", {}, element("legend", {}, "What was wrong with it?"), ...choices),
    comment,
    element("button", { type: "submit" }, "Send"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...form.querySelectorAll("input")].filter((box) => box.checked).map((box) => box.value);
    onSend(chosen, comment.value.trim());
  });
  return form;
}
