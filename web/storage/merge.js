/**
 * @typedef {import("../chat/turn.js").TurnRecord} TurnRecord
 */

/**
 * The turns of one conversation as two tabs have them: of each turn what changed
 * last, in the order that they were first kept.
 *
 * @param {TurnRecord[]} kept
 * @param {TurnRecord[]} ours
 * @returns {TurnRecord[]}
 */
export function merged(kept, ours) {
  /** @type {Map<string, TurnRecord>} */
  const turns = new Map();
  for (const turn of [...identified(kept), ...identified(ours)]) {
    const known = turns.get(turn.id);
    if (!known || turn.changed >= known.changed) turns.set(turn.id, turn);
  }
  return [...turns.values()];
}

/**
 * Turns that were kept before they had an id are known by their place.
 *
 * @param {TurnRecord[]} turns
 * @returns {TurnRecord[]}
 */
export function identified(turns) {
  return turns.map((turn, at) => ({ ...turn, id: turn.id ?? `${at}`, changed: turn.changed ?? 0 }));
}
