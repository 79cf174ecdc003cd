'use strict';
// Where each event stands: which lanes it is in, and which row of a lane it takes at a scale. Marks never overlap; what
// finds no room is counted, and where most find none the lane is drawn as density.

const MOST_LANES = 12;
const MARK = 10;          // least width of a mark, px
const SPAN = 16;          // least width of a span of days, so that it is never taken for a point
const FADE = 72;          // how far an open side fades out
const TAIL = 18;          // the uncertain side of news that says no date
const GAP = 5;
const LONG = 320;         // marks wider than this are looked for apart
const LOOK = LONG + FADE; // how far left of the window a mark may start
const TILE = 256;
const LETTER = 6.3;       // mean width of a letter of a label, px
const WIDEST_LABEL = 300;
const SHAPE = { day: 0, near: 1, span: 2, lasting: 3, from: 4, until: 5 };

/** Lanes of the chosen rows: { name, rows, key }. */
function lanesOf(data, rows, by) {
  if (by === 'none') return [{ name: 'All events', key: null, rows }];
  const groups = new Map(), none = [];
  const put = (key, row) => {
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  };
  for (const row of rows) {
    if (by === 'type') put(data.type[row], row);
    else if (by === 'place') (data.place[row] < 0 ? none.push(row) : put(data.place[row], row));
    else {
      const { ends, values } = data.taking, start = row ? ends[row - 1] : 0;
      if (start === ends[row]) none.push(row);
      for (let at = start; at < ends[row]; at++) put(values[at], row);
    }
  }
  const named = [...groups].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const kept = by === 'type' ? named : named.slice(0, MOST_LANES);
  const word = { actor: (key) => data.actors.name[key], type: (key) => data.words.type[key], place: (key) => data.places[key] }[by];
  const lanes = kept.map(([key, found]) => ({ name: word(key), key, rows: Int32Array.from(found) }));
  const rest = others(rows, kept, named, data);
  if (rest.length) lanes.push({ name: `${named.length - kept.length} others`, key: null, rows: rest });
  if (none.length) lanes.push({ name: by === 'place' ? 'No place given' : 'Nobody named', key: null, rows: Int32Array.from(none) });
  return lanes;
}

/** Rows of the groups that got no lane of their own and are in none that did, in order of time. */
function others(rows, kept, named, data) {
  if (kept.length === named.length) return [];
  const shown = new Uint8Array(data.count), left = new Uint8Array(data.count);
  for (const [, found] of kept) for (const row of found) shown[row] = 1;
  for (const [, found] of named.slice(kept.length)) for (const row of found) left[row] = 1;
  return Int32Array.from(rows.filter((row) => left[row] && !shown[row]));
}

function shapeOf(data, row) {
  const first = data.first[row], last = data.last[row];
  if (first === NONE) return SHAPE.until;
  if (last === NONE) return data.lasting[row] ? SHAPE.lasting : SHAPE.from;
  if (data.basis[row] === data.nearPublished) return SHAPE.near;
  if (first === last) return SHAPE.day;
  return data.lasting[row] ? SHAPE.lasting : SHAPE.span;
}

/** What does not change with the scale: the shape of each row's mark, and how wide its label would like to be (from 1;
 * 0 where nobody asked yet). */
function outlines(data) {
  const shape = new Uint8Array(data.count), label = new Float32Array(data.count);
  for (let row = 0; row < data.count; row++) shape[row] = shapeOf(data, row);
  return { shape, label };
}

function labelOf(data, row) {
  const { label } = data.outlines;
  if (!label[row]) label[row] = Math.min(WIDEST_LABEL, 1 + data.titleOf(row).length * LETTER);
  return label[row];
}

/**
 * The marks of a lane at a scale: x0, x1 (px from `origin`), row, where the label must end. Long marks have the first
 * rows for themselves, so that neither short ones nor density ever lies under them.
 */
function placeMarks(data, lane, scale, origin, end, mostRows) {
  const { rows } = lane, count = rows.length;
  const marks = {
    x0: new Float32Array(count), x1: new Float32Array(count), row: new Int16Array(count).fill(-1),
    room: new Float32Array(count).fill(Infinity), long: [], hidden: 0, used: 1, longRows: 0,
  };
  const { x0, x1 } = marks;
  for (let i = 0; i < count; i++) {
    measure(data, rows[i], scale, origin, end, marks, i);
    if (x1[i] - x0[i] > LONG) marks.long.push(i);
  }
  const crowded = crowds(marks, rows.length, mostRows);
  const longs = new Rows(marks, 0, Math.max(2, Math.floor(mostRows / 3)));
  for (const i of marks.long) longs.put(i, labelOf(data, rows[i]));
  marks.longRows = longs.used;
  const others = new Rows(marks, longs.used, mostRows - longs.used);
  for (let i = 0; i < count; i++) {
    if (x1[i] - x0[i] > LONG) continue;
    if (crowded(x0[i])) marks.hidden++;
    else others.put(i, labelOf(data, rows[i]));
  }
  marks.used = Math.max(1, longs.used + others.used);
  marks.long = marks.long.filter((i) => marks.row[i] >= 0);
  return marks;
}

/** A function that says whether more marks start in the tile of an x than can ever be drawn there. */
function crowds(marks, count, mostRows) {
  const { x0 } = marks;
  let least = Infinity, greatest = -Infinity;
  for (let i = 0; i < count; i++) {
    if (x0[i] < least) least = x0[i];
    if (x0[i] > greatest) greatest = x0[i];
  }
  const from = Math.floor(least / TILE), counts = new Int32Array(count ? Math.floor(greatest / TILE) - from + 1 : 0);
  for (let i = 0; i < count; i++) counts[Math.floor(x0[i] / TILE) - from]++;
  const most = (mostRows * TILE) / (MARK + GAP);
  return (x) => counts[Math.floor(x / TILE) - from] > most;
}

/** Some rows of a lane, filled from the left. */
class Rows {
  constructor(marks, first, most) {
    this.marks = marks;
    this.first = first;
    this.most = most;
    this.used = 0;
    this.markEnd = new Float64Array(most).fill(-Infinity);
    this.labelEnd = new Float64Array(most).fill(-Infinity);
    this.lastIn = new Int32Array(most).fill(-1);
  }

  put(i, label) {
    const { marks } = this, x0 = marks.x0[i], x1 = marks.x1[i], at = this.free(x0);
    if (at < 0) {
      marks.hidden++;
      return;
    }
    marks.row[i] = this.first + at;
    if (this.lastIn[at] >= 0) marks.room[this.lastIn[at]] = x0 - GAP;
    this.lastIn[at] = i;
    this.markEnd[at] = x1 + GAP;
    this.labelEnd[at] = x1 + GAP + (x1 - x0 > label + 30 ? 0 : label + 13);
    if (at >= this.used) this.used = at + 1;
  }

  /** A row whose label ends before; else one whose mark does; else -1. */
  free(x0) {
    const { markEnd, labelEnd } = this;
    let found = -1, least = Infinity;
    for (let row = 0; row < this.most; row++) {
      if (labelEnd[row] <= x0) return row;
      if (markEnd[row] <= x0 && labelEnd[row] < least) {
        least = labelEnd[row];
        found = row;
      }
    }
    return found;
  }
}

function measure(data, row, scale, origin, end, marks, i) {
  const shape = data.outlines.shape[row];
  const first = data.first[row], last = data.last[row];
  let x0 = (first - origin) * scale, x1 = (last + 1 - origin) * scale;
  if (shape === SHAPE.until) x0 = x1 - FADE;
  else if (shape === SHAPE.from) x1 = x0 + FADE;
  else if (shape === SHAPE.lasting && last === NONE) x1 = Math.max((end - origin) * scale, x0 + FADE);
  else if (shape === SHAPE.near) {
    x1 = Math.max(x1, x0 + MARK);
    x0 -= TAIL;
  } else x1 = Math.max(x1, x0 + (shape === SHAPE.day ? MARK : SPAN));
  marks.x0[i] = x0;
  marks.x1[i] = x1;
}

/** For each tile of a lane where its marks start, how many there are, and whether they are too many to draw. */
function tilesOf(marks, least, greatest) {
  const from = Math.floor(least / TILE), number = Math.max(1, Math.floor(greatest / TILE) - from + 1);
  const start = new Int32Array(number + 1), hidden = new Int32Array(number);
  const count = marks.x0.length;
  for (let i = 0; i < count; i++) {
    const at = Math.min(number - 1, Math.max(0, Math.floor(marks.x0[i] / TILE) - from));
    start[at + 1]++;
    if (marks.row[i] < 0) hidden[at]++;
  }
  const dense = new Uint8Array(number);
  for (let at = 0; at < number; at++) {
    dense[at] = hidden[at] > 8 && hidden[at] > 0.3 * start[at + 1] ? 1 : 0;
    start[at + 1] += start[at];
  }
  return { from, number, start, hidden, dense };
}

/** Marks in the order of where they start; spans that open to the left start before the day they are sorted at. */
function orderByStart(marks) {
  const { x0 } = marks;
  const order = new Int32Array(x0.length);
  let sorted = true;
  for (let i = 0; i < order.length; i++) {
    order[i] = i;
    if (i && x0[i] < x0[i - 1]) sorted = false;
  }
  return sorted ? order : order.sort((a, b) => x0[a] - x0[b] || a - b);
}

function lowerBound(order, values, wanted) {
  let low = 0, high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[order[middle]] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All lanes placed at a scale. */
function layOut(data, lanes, scale, origin, end, head) {
  const mostRows = Math.max(6, Math.min(18, Math.round(60 / Math.max(1, lanes.length))));
  const placed = [];
  let y = 0;
  for (const lane of lanes) {
    const marks = placeMarks(data, lane, scale, origin, end, mostRows);
    marks.order = orderByStart(marks);
    const count = marks.order.length;
    const least = count ? marks.x0[marks.order[0]] : 0, greatest = count ? marks.x0[marks.order[count - 1]] : 0;
    const tiles = tilesOf(marks, least, greatest);
    const dense = tiles.dense.some(Boolean);
    const rows = dense ? Math.max(marks.used, marks.longRows + 3) : marks.used;
    const more = marks.hidden > 0 ? MORE_HEIGHT : 0;
    const height = head + LANE_PAD * 2 + rows * ROW_HEIGHT + more;
    placed.push({ lane, marks, tiles, y, height, rows, bins: new Map() });
    y += height;
  }
  return { placed, height: y, scale, origin };
}
const ROW_HEIGHT = 24;
const LANE_PAD = 7;
const MORE_HEIGHT = 14;
