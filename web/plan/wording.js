/**
 * The model's words for a plan that is shown already, as they arrive.
 *
 * @typedef {import("./client.js").PlanClient} PlanClient
 */

export const REFUSED = "What the model wrote went beyond the plan; these are the template's words.";

/** One attempt at a time; a new plan ends the one before. */
export class Wording {
  /** @type {AbortController | null} */
  #running = null;

  /** @param {PlanClient} client */
  constructor(client) {
    this.client = client;
  }

  stop() {
    this.#running?.abort();
    this.#running = null;
  }

  /**
   * @param {import("./contract.js").Profile} body of the plan
   * @param {{onText: (part: string, text: string) => void, onNote: (note: string) => void, onEnd: (asked: boolean) => void}} actions
   *     `onNote` says how it stands, "" when the words speak for themselves; `onEnd` comes after a whole one, with
   *     whether there was a model to ask
   */
  async begin(body, { onText, onNote, onEnd }) {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    onNote("The model is wording the plan.");
    try {
      let model = "";
      for await (const { type, data } of this.client.wording(body, running.signal)) {
        if (running.signal.aborted) return;
        if (type === "begun") model = data.model;
        else if (type === "text" && data.source === "model") onText(data.part, data.text);
        else if (type === "done") {
          onNote(noteOf(data.by_model, model));
          onEnd(model !== "quote");
        }
      }
    } catch {
      if (!running.signal.aborted) onNote("The model couldn't be asked just now; these are the template's words.");
    }
  }
}

/**
 * @param {number} count texts by the model
 * @param {string} model
 */
function noteOf(count, model) {
  if (model === "quote") return "No model runs here; these are the template's words.";
  return count > 0 ? "" : REFUSED;
}
