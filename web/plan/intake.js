import { trouble } from "../dom/trouble.js";
import { button, element } from "../dom/element.js";
import { Failure } from "../server/failure.js";
import { Proposal } from "./proposal.js";

const MOST = 50_000; // characters, as the server counts them
const TEXT = /\.(txt|md|markdown|text)$/i;
const PERSONAL = ["email", "phone", "url", "image", "location", "profiles"];

/** A CV or JSON Resume, read by the server and looked over before it fills the form. */
export class Intake {
  /**
   * @param {import("./client.js").PlanClient} client
   * @param {(profile: import("./contract.js").Profile) => void} onUse
   */
  constructor(client, onUse) {
    this.client = client;
    this.onUse = onUse;
    this.text = element("textarea", { id: "cv-text", rows: "6", "aria-describedby": "cv-hint cv-count" });
    this.count = element("p", { class: "hint", id: "cv-count" });
    this.file = element("input", { type: "file", id: "cv-file", accept: ".json,.txt,.md,.markdown" });
    this.read = button("Read it", "button", () => this.#readText());
    this.outcome = element("div", { class: "outcome", tabindex: "-1", role: "group", "aria-label": "What was read" });
    this.element = element("details", { class: "intake" }, element("summary", {}, "Start from a CV"), this.#body());
    this.text.addEventListener("input", () => this.#measure());
    this.file.addEventListener("change", () => this.#readFile(this.file.files?.[0]));
    this.#acceptDrops();
  }

  #body() {
    const hint =
      "Known technologies, years and levels are read from it by rules, without a model, and shown to you first. It goes to this server alone and isn't kept, here or there.";
    return element(
      "div",
      { class: "intake-body" },
      element("p", { class: "hint", id: "cv-hint" }, hint),
      element("label", { for: this.text.id }, "Text of your CV"),
      this.text,
      this.count,
      element("div", { class: "intake-ways" }, this.read, element("label", { for: this.file.id }, "or a file, chosen or dropped here"), this.file),
      element("p", { class: "hint" }, "Files: JSON Resume (.json) or plain text (.txt, .md). For a PDF, copy its text in above."),
      this.outcome,
    );
  }

  #measure() {
    const over = [...this.text.value].length - MOST;
    this.count.textContent = over > 0 ? `Too long by ${over} characters: the limit is ${MOST.toLocaleString("en")}.` : "";
    this.read.disabled = over > 0;
  }

  #readText() {
    if (this.text.value.trim() === "") return this.#say("Paste some text first.");
    return this.#propose({ text: this.text.value });
  }

  /** @param {File | undefined} file */
  async #readFile(file) {
    if (!file) return;
    this.file.value = ""; // so that the same file can be chosen again
    const json = /\.json$/i.test(file.name);
    if (!json && !TEXT.test(file.name)) {
      this.#say(`${file.name} isn't plain text or JSON. Open it, copy its text and paste it here.`);
      return;
    }
    const text = await file.text();
    if (json) await this.#readResume(file.name, text);
    else {
      this.text.value = text;
      this.#measure();
      if (this.read.disabled) this.text.focus();
      else await this.#readText();
    }
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  async #readResume(name, text) {
    /** @type {any} */
    let resume = null;
    try {
      resume = JSON.parse(text);
    } catch {
      // said below, like any other JSON that is no résumé
    }
    if (!resume || typeof resume !== "object" || Array.isArray(resume)) {
      this.#say(`${name} isn't a JSON Resume: it should be one JSON object, with "work" or "skills" in it.`);
      return;
    }
    const basics = Object.entries(resume.basics ?? {}).filter(([key]) => !PERSONAL.includes(key));
    await this.#propose({ json_resume: { ...resume, basics: Object.fromEntries(basics) } });
  }

  /** @param {{text: string} | {json_resume: object}} document */
  async #propose(document) {
    this.#say("Reading");
    try {
      const found = await this.client.read(document);
      const use = (/** @type {import("./contract.js").Profile} */ profile) => this.#use(profile);
      this.#show(new Proposal(found, { onUse: use, onDiscard: () => this.#discard() }).element);
    } catch (error) {
      if (!(error instanceof Failure)) this.#say(error instanceof Error ? error.message : "It couldn't be read.");
      else this.#show(trouble(error, { onRetry: () => this.#propose(document), onEdit: () => this.text.focus(), partial: false }));
    }
  }

  /** @param {import("./contract.js").Profile} profile */
  #use(profile) {
    this.#discard();
    this.text.value = "";
    this.element.open = false;
    this.onUse(profile);
  }

  #discard() {
    this.outcome.replaceChildren();
    this.text.focus();
  }

  /** @param {string} text */
  #say(text) {
    this.outcome.replaceChildren(element("p", { class: "said", role: "status" }, text));
  }

  /** @param {HTMLElement} content */
  #show(content) {
    this.outcome.replaceChildren(content);
    this.outcome.focus();
  }

  #acceptDrops() {
    this.element.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.element.classList.add("over");
    });
    this.element.addEventListener("dragleave", () => this.element.classList.remove("over"));
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.element.classList.remove("over");
      this.element.open = true;
      this.#readFile(event.dataTransfer?.files[0]);
    });
  }
}
