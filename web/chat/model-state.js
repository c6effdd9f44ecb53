import { element } from "../dom/element.js";

const RETRY = 2500; // milliseconds between looks at a server that is gone

/**
 * A line about who words the answers, and whether the server is there.
 *
 * @param {string} server
 */
export class ModelState {
  /** @param {string} server origin of the server, "" for the page's own */
  constructor(server) {
    this.server = server;
    this.element = element("p", { class: "model-state", role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.gone = false;
    this.looks = 0;
    addEventListener("online", () => this.look());
  }

  /** The server has been heard of elsewhere: what the line says of it may be out of date. */
  heard() {
    if (this.gone) this.look();
  }

  /** Look once; while the server is gone, again and again until it is back. */
  async look() {
    clearTimeout(this.timer);
    const look = ++this.looks;
    const state = await this.#state();
    if (look !== this.looks) return; // a later look knows better
    this.timer = state === null ? setTimeout(() => this.look(), RETRY) : undefined;
    this.element.dataset.state = state === null ? "gone" : "ready";
    const text = state === null ? "The server can't be reached. Looking again until it is back." : this.#said(state);
    if (this.element.textContent !== text) this.element.textContent = text;
    this.gone = state === null;
  }

  /** @returns {Promise<{model: string, queue: number, ready: boolean} | null>} null when nobody answers */
  async #state() {
    try {
      const response = await fetch(`${this.server}/readyz`, { credentials: "same-origin" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** @param {{model: string, queue: number}} state */
  #said({ model, queue }) {
    const back = this.gone ? "The server is back. " : "";
    const busy = queue > 0 ? ` ${queue} in the queue.` : "";
    const words = model === "quote" ? "Quoting, without a model." : `${model} is ready.`;
    return back + words + busy;
  }
}
