/** Weeks off as people write them, such as "4, 12-13". */

const MOST = 104; // that a profile takes

/**
 * @param {string} text
 * @returns {(number | string)[]} week numbers; what is no number stays as it is, for the server to refuse
 */
export function weeksOff(text) {
  const weeks = text.replaceAll(/\s*[-–]\s*/g, "-").split(/[\s,;]+/).filter(Boolean).flatMap((word) => {
    const span = /^(\d+)-(\d+)$/.exec(word);
    if (!span) return [/^\d+$/.test(word) ? Number(word) : word];
    const [first, last] = [Number(span[1]), Number(span[2])];
    if (last < first || last - first >= MOST) return [word];
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
  return [...new Set(weeks)];
}

/**
 * @param {(number | string)[]} weeks
 * @returns {string} runs of weeks as spans
 */
export function weeksOffText(weeks) {
  /** @type {(number | string)[][]} */
  const runs = [];
  for (const week of weeks) {
    const run = runs.at(-1);
    if (run && typeof week === "number" && run.at(-1) === week - 1) run.push(week);
    else runs.push([week]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(", ");
}
