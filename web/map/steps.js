/**
 * Where a key leads to from a place in the columns.
 *
 * @param {string[][]} columns
 * @param {number} column
 * @param {number} row
 * @param {string} key
 * @returns {string | undefined}
 */
export function target(columns, column, row, key) {
  const beside = (/** @type {number} */ step) => {
    const there = columns[column + step];
    return there?.[Math.min(row, there.length - 1)];
  };
  const own = columns[column];
  /** @type {Record<string, string | undefined>} */
  const ways = { ArrowUp: own[row - 1], ArrowDown: own[row + 1], ArrowLeft: beside(-1), ArrowRight: beside(1), Home: own[0], End: own.at(-1) };
  return ways[key];
}
