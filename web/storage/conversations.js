import { identified, merged } from "./merge.js";

/**
 * The conversations that this browser keeps. They never leave it. Tabs that have
 * the same one open add to it: none overwrites what another has kept.
 *
 * @typedef {import("../chat/turn.js").TurnRecord} TurnRecord
 *
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} title
 * @property {number} updated milliseconds since 1970
 * @property {number} questions
 *
 * @typedef {Entry & {turns: TurnRecord[]}} Kept
 * @typedef {{id: string, deleted: boolean}} Change
 */

const NAME = "onramp";
const ENTRIES = "entries"; // what the list shows, apart from the turns, which are large
const TURNS = "turns";

// Waiting for the disk as well would leave a moment in which a reload loses the question.
const RELAXED = /** @type {const} */ ({ durability: "relaxed" });

/** Every method rejects if the browser keeps nothing, for example in a private window. */
export class Conversations {
  /** @type {Promise<IDBDatabase> | null} */
  #opened = null;
  #tabs = new BroadcastChannel("onramp.conversations");

  /** @param {(change: Change) => void} tell of what another tab has kept, renamed or deleted */
  onChange(tell) {
    this.#tabs.addEventListener("message", ({ data }) => tell(data));
  }

  /** @returns {Promise<Entry[]>} the latest first */
  async list() {
    const entries = /** @type {Entry[]} */ (await this.#do("readonly", (of) => done(of(ENTRIES).getAll())));
    return entries.sort((one, other) => other.updated - one.updated);
  }

  /**
   * @param {string} id
   * @returns {Promise<Kept | null>}
   */
  async get(id) {
    const { entry, turns } = await this.#do("readonly", (of) => read(of, id));
    return entry && turns ? { ...entry, turns: identified(turns) } : null;
  }

  /**
   * Add to what is kept of a conversation: its turns, and its title if it has none yet.
   *
   * @param {Kept} kept
   * @returns {Promise<TurnRecord[]>} its turns, those of other tabs among them
   */
  async put({ turns, ...entry }) {
    const whole = await this.#do("readwrite", async (of) => {
      const before = await read(of, entry.id);
      const all = merged(before.turns ?? [], turns);
      of(TURNS).put(all, entry.id);
      of(ENTRIES).put({ ...entry, title: before.entry?.title ?? entry.title, questions: all.length });
      return all;
    });
    this.#tell(entry.id);
    return whole;
  }

  /**
   * @param {string} id
   * @param {string} title
   */
  async rename(id, title) {
    await this.#do("readwrite", async (of) => {
      const { entry } = await read(of, id);
      if (entry) of(ENTRIES).put({ ...entry, title });
    });
    this.#tell(id);
  }

  /** @param {string} id */
  async delete(id) {
    await this.#do("readwrite", (of) => {
      of(TURNS).delete(id);
      of(ENTRIES).delete(id);
    });
    this.#tell(id, true);
  }

  /**
   * @param {string} id
   * @param {boolean} [deleted]
   */
  #tell(id, deleted = false) {
    this.#tabs.postMessage({ id, deleted });
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(of: Stores) => T | Promise<T>} act may wait for nothing but requests of its transaction
   * @returns {Promise<T>} its result, once the browser has taken everything over
   */
  async #do(mode, act) {
    const database = await (this.#opened ??= opened());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([ENTRIES, TURNS], mode, RELAXED);
      const result = act((store) => transaction.objectStore(store));
      if (result instanceof Promise) result.catch(reject);
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}

/**
 * @typedef {(store: string) => IDBObjectStore} Stores
 *
 * @param {Stores} of
 * @param {string} id
 * @returns {Promise<{entry?: Entry, turns?: TurnRecord[]}>}
 */
async function read(of, id) {
  const [entry, turns] = await Promise.all([done(of(ENTRIES).get(id)), done(of(TURNS).get(id))]);
  return { entry, turns };
}

/**
 * @param {IDBRequest} request
 * @returns {Promise<any>}
 */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: "id" });
      request.result.createObjectStore(TURNS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
