import { copy } from "../dom/clipboard.js";
import { attributesOf, filled } from "./snippet.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.choices"));
const blocks = [...document.querySelectorAll("code[data-recipe]")].map((code) => ({ code, template: code.textContent ?? "" }));
const tried = /** @type {HTMLElement} */ (document.querySelector(".tried"));

/** @returns {Record<string, string>} */
function chosen() {
  const entries = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
  return attributesOf(Object.fromEntries(entries));
}

function write() {
  const attributes = chosen();
  for (const { code, template } of blocks) code.textContent = filled(template, attributes);
  for (const host of document.querySelectorAll(".host")) host.textContent = attributes.server ?? "";
}

async function show() {
  await import(/* the same file that a host loads */ `${location.origin}/widget.js`);
  const widget = document.createElement("onramp-widget");
  for (const [name, value] of Object.entries({ ...chosen(), server: location.origin })) widget.setAttribute(name, value);
  tried.replaceChildren(widget);
}

const server = /** @type {HTMLInputElement} */ (form.elements.namedItem("server"));
server.value ||= location.origin;
form.addEventListener("input", write);
form.addEventListener("submit", (event) => event.preventDefault());
document.querySelector(".try")?.addEventListener("click", show);
for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    const copied = await copy(button.closest("figure")?.querySelector("pre")?.textContent ?? "");
    button.textContent = copied ? "Copied" : "Copying isn't allowed here";
    setTimeout(() => (button.textContent = "Copy"), 2500);
  });
}
write();
