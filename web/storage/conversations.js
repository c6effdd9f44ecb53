/**
 * The conversations that this browser keeps. They never leave it.
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
 */

const NAME = "onramp";
const ENTRIES = "entries"; // what the list shows, apart from the turns, which are large
const TURNS = "turns";

/** Every method rejects if the browser keeps nothing, for example in a private window. */
export class Conversations {
  /** @type {Promise<IDBDatabase> | null} */
  #opened = null;

  /** @returns {Promise<Entry[]>} the latest first */
  async list() {
    const entries = /** @type {Entry[]} */ (await this.#do("readonly", (of) => of(ENTRIES).getAll()));
    return entries.sort((one, other) => other.updated - one.updated);
  }

  /**
   * @param {string} id
   * @returns {Promise<Kept | null>}
   */
  async get(id) {
    const entry = await this.#do("readonly", (of) => of(ENTRIES).get(id));
    const turns = await this.#do("readonly", (of) => of(TURNS).get(id));
    return entry && turns ? { ...entry, turns } : null;
  }

  /** @param {Kept} kept */
  async put({ turns, ...entry }) {
    await this.#do("readwrite", (of) => {
      of(TURNS).put(turns, entry.id);
      return of(ENTRIES).put(entry);
    });
  }

  /**
   * @param {string} id
   * @param {string} title
   */
  async rename(id, title) {
    const entry = await this.#do("readonly", (of) => of(ENTRIES).get(id));
    if (entry) await this.#do("readwrite", (of) => of(ENTRIES).put({ ...entry, title }));
  }

  /** @param {string} id */
  async delete(id) {
    await this.#do("readwrite", (of) => {
      of(TURNS).delete(id);
      return of(ENTRIES).delete(id);
    });
  }

  /**
   * @param {IDBTransactionMode} mode
   * @param {(of: (store: string) => IDBObjectStore) => IDBRequest} act
   * @returns {Promise<any>} its result, once everything is on disk
   */
  async #do(mode, act) {
    const database = await (this.#opened ??= opened());
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([ENTRIES, TURNS], mode);
      const request = act((store) => transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
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
