/**
 * The lines between concepts as SVG path data. Pure.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

const BEND = 0.5; // of the gap between two columns
const REACH = 4; // px by which a line at the side of a column swings out, per row it passes

/**
 * A line from one box to another. It leaves at the right and arrives at the
 * left; through columns in between it goes where two boxes leave room. Inside
 * a column it goes straight down, or past others at their left.
 *
 * @param {string} from
 * @param {string} to
 * @param {Map<string, Box>[]} columns from left to right, boxes from top to bottom
 * @returns {string}
 */
export function route(from, to, columns) {
  const start = columns.findIndex((column) => column.has(from));
  const end = columns.findIndex((column) => column.has(to));
  const source = /** @type {Box} */ (columns[start].get(from));
  const target = /** @type {Box} */ (columns[end].get(to));
  if (start === end) return within(source, target, [...columns[start].values()]);
  if (start > end) return across(target, source, columns.slice(end + 1, start), true);
  return across(source, target, columns.slice(start + 1, end), false);
}

/**
 * @param {Box} left
 * @param {Box} right
 * @param {Map<string, Box>[]} between
 * @param {boolean} backwards whether the line ends at the left box
 */
function across(left, right, between, backwards) {
  /** @type {[number, number][]} */
  const points = [[left.x + left.width, middle(left)]];
  between.forEach((column, index) => {
    const boxes = [...column.values()];
    const share = (index + 1) / (between.length + 1);
    const y = opening(boxes, middle(left) + (middle(right) - middle(left)) * share);
    const { x, width } = boxes[0];
    points.push([x, y], [x + width, y]);
  });
  points.push([right.x, middle(right)]);
  return drawn(backwards ? points.reverse() : points);
}

/**
 * Curves over the gaps (every first step), straight lines through the columns (every second).
 *
 * @param {[number, number][]} points
 */
function drawn(points) {
  const [[startX, startY], ...rest] = points;
  let path = `M${round(startX)} ${round(startY)}`;
  let x = startX;
  let y = startY;
  rest.forEach(([nextX, nextY], index) => {
    const bend = (nextX - x) * BEND;
    if (index % 2 === 1) path += `H${round(nextX)}`;
    else path += `C${round(x + bend)} ${round(y)} ${round(nextX - bend)} ${round(nextY)} ${round(nextX)} ${round(nextY)}`;
    [x, y] = [nextX, nextY];
  });
  return path;
}

/**
 * @param {Box} source
 * @param {Box} target
 * @param {Box[]} column
 */
function within(source, target, column) {
  const apart = column.indexOf(target) - column.indexOf(source);
  if (apart === 1) {
    const x = round(source.x + source.width / 2);
    return `M${x} ${round(source.y + source.height)}V${round(target.y)}`;
  }
  const reach = Math.min(8 + Math.abs(apart) * REACH, source.x * 0.9, 28);
  const out = round(source.x - reach);
  const turn = Math.sign(apart) * Math.min(10, Math.abs(middle(target) - middle(source)) / 2);
  return (
    `M${round(source.x)} ${round(middle(source))}Q${out} ${round(middle(source))} ${out} ${round(middle(source) + turn)}` +
    `V${round(middle(target) - turn)}Q${out} ${round(middle(target))} ${round(target.x)} ${round(middle(target))}`
  );
}

/**
 * @param {Box[]} boxes
 * @param {number} y
 * @returns {number} the height nearest to y at which a line passes between boxes, or below the last
 */
export function opening(boxes, y) {
  const last = boxes[boxes.length - 1];
  const below = last.y + last.height + 6;
  if (y >= below) return y;
  const rooms = boxes.map((box, index) => (index === 0 ? box.y - 5 : (boxes[index - 1].y + boxes[index - 1].height + box.y) / 2));
  return [...rooms, below].reduce((best, room) => (Math.abs(room - y) < Math.abs(best - y) ? room : best));
}

/** @param {Box} box */
function middle({ y, height }) {
  return y + height / 2;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
