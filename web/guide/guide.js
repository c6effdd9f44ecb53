import { copy } from "../dom/clipboard.js";
import { faultsOf } from "./choices.js";
import { attributesOf, filled } from "./snippet.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.choices"));
const blocks = [...document.querySelectorAll("code[data-recipe]")].map((code) => ({ code, template: code.textContent ?? "" }));
const tried = /** @type {HTMLElement} */ (document.querySelector(".tried"));

/** The choices of which nothing is refused; before that the service's own address. */
let attributes = attributesOf({ server: location.origin });

function write() {
  const chosen = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
  const faults = faultsOf(chosen);
  for (const name of ["server", "accent"]) tell(name, faults[name] ?? "");
  const taken = Object.keys(faults).length === 0;
  document.querySelector(".try")?.toggleAttribute("disabled", !taken);
  if (!taken) return; // the snippets stay as they were
  attributes = attributesOf(chosen);
  for (const { code, template } of blocks) code.textContent = filled(template, attributes);
  for (const host of document.querySelectorAll(".host")) host.textContent = attributes.server ?? "";
}

/**
 * @param {string} name of a field
 * @param {string} fault "" for none
 */
function tell(name, fault) {
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const said = /** @type {HTMLElement} */ (document.getElementById(`${name}-error`));
  field.setAttribute("aria-invalid", String(fault !== ""));
  said.textContent = fault && `${fault} The snippets below stay as they were.`;
}

async function show() {
  await import(/* the same file that a host loads */ `${location.origin}/widget.js`);
  const widget = document.createElement("onramp-widget");
  for (const [name, value] of Object.entries({ ...attributes, server: location.origin })) widget.setAttribute(name, value);
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
