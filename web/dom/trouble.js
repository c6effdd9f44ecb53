import { button, element } from "./element.js";

/**
 * @typedef {import("../server/failure.js").Failure} Failure
 */

/**
 * A failure in words, with its way out.
 *
 * @param {Failure} failure
 * @param {{onRetry: () => void, onEdit: () => void, partial: boolean}} context `partial` when some of the answer has arrived
 */
export function trouble(failure, { onRetry, onEdit, partial }) {
  const box = element("div", { class: "trouble" }, element("p", { class: "trouble-title" }, failure.title));
  box.dataset.kind = failure.kind;
  box.dataset.code = failure.code;
  const kept = partial ? " What arrived is kept above; it is incomplete." : "";
  box.append(element("p", {}, failure.detail + kept));
  const out =
    failure.kind === "question" ? button("Edit the question", "edit", onEdit) : button("Try again", "retry", onRetry);
  box.append(element("p", { class: "ways-out", "aria-live": "off" }, out));
  if (failure.retryAfter > 0) countDown(out, failure.retryAfter);
  return box;
}

/**
 * Hold the button until the server wants to hear from us again.
 *
 * @param {HTMLButtonElement} out
 * @param {number} seconds
 */
function countDown(out, seconds) {
  const label = out.textContent ?? "";
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    out.disabled = left > 0;
    out.textContent = left > 0 ? `${label} in ${left} s` : label;
    if (left <= 0 || !out.isConnected) clearInterval(timer);
  };
  const timer = setInterval(tick, 250);
  out.disabled = true;
  out.textContent = `${label} in ${seconds} s`;
}
