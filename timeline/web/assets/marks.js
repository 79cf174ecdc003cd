'use strict';
// Drawing a lane's marks, their labels, and its density where there are too many of them.

const BIN = 4;        // width of a bar of the density, px
const MORE_BIN = 64;  // hidden marks are counted for so many px

function tileAt(tiles, x) {
  return Math.min(tiles.number - 1, Math.max(0, Math.floor(x / TILE) - tiles.from));
}

/** Calls back with the numbers of the marks to draw between two world positions. */
function eachMark(placed, from, to, callback) {
  const { marks, tiles } = placed, { order, x0, x1, row } = marks;
  for (const i of marks.long) if (x0[i] < to && x1[i] > from) callback(i);
  let at = lowerBound(order, x0, from - LOOK);
  while (at < order.length && x0[order[at]] < to) {
    const tile = tileAt(tiles, x0[order[at]]);
    if (tiles.dense[tile]) {
      at = Math.max(at + 1, tiles.start[tile + 1]);
      continue;
    }
    const i = order[at++];
    if (row[i] >= 0 && x1[i] - x0[i] <= LONG) callback(i);
  }
}

function rowMiddle(y, row) {
  return y + LANE_PAD + row * ROW_HEIGHT + ROW_HEIGHT / 2;
}

function drawMarks(chart, placed, y) {
  const { context, shift, width, left, page } = chart, { data, look } = page, { marks, lane, tiles } = placed;
  const from = left - shift, to = width - shift, changes = chart.choice.changes;
  context.font = look.font;
  eachMark(placed, from, to, (i) => {
    const row = lane.rows[i], x0 = marks.x0[i] + shift, x1 = marks.x1[i] + shift;
    const middle = rowMiddle(y, marks.row[i]);
    if (middle < AXIS_HEIGHT - 20 || middle > chart.height + 20) return;
    const colour = look.colourOf(data, row), style = styleOf(data, row), ghost = chart.choice.ghosts.has(row);
    context.globalAlpha = ghost ? 0.4 : 1;
    // A bar that goes on for years is drawn as far as one sees it.
    const near = Math.max(x0, -300), far = Math.min(x1, width + 300);
    paintMark(context, look, colour, ghost ? { ...style, crossed: true } : style, data.outlines.shape[row], near, far, middle);
    if (data.last[row] === NONE && data.lasting[row]) paintFading(context, colour, x1, middle);
    context.globalAlpha = 1;
    const change = changes.get(data.event[row]);
    if (change && !ghost) drawChange(chart, change, marks, i, x0, x1, middle);
    if (chart.isMarked(row)) ring(context, look.accent, x0, x1, middle, 2.5, 3);
    const next = tileAt(tiles, marks.x1[i]) + 1;
    const edge = next < tiles.number && tiles.dense[next] ? (tiles.from + next) * TILE - 4 : Infinity;
    drawLabel(chart, data.titleOf(row), x0, x1, Math.min(marks.room[i], edge) + shift, middle);
  });
  if (marks.hidden) drawMore(chart, placed, y, from, to);
}

function drawLabel(chart, text, x0, x1, end, middle) {
  const { context, page, left } = chart, { look } = page;
  const wanted = Math.min(WIDEST_LABEL, text.length * LETTER);
  context.fillStyle = look.ink;
  if (x1 - x0 > wanted + 12) {
    const start = Math.max(x0 + 16, left + 8), room = Math.min(x1 - 8, end) - start;
    const said = fitted(context, text, Math.min(room, WIDEST_LABEL));
    if (!said) return;
    context.fillStyle = look.surface;
    context.globalAlpha = 0.92;
    context.beginPath();
    context.roundRect(start - 4, middle - 8.5, context.measureText(said).width + 8, 17, 4);
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = look.ink;
    context.fillText(said, start, middle + 0.5);
    return;
  }
  if (x1 < left) return;
  const start = x1 + 5;
  const said = fitted(context, text, Math.min(end - start, WIDEST_LABEL));
  if (said) context.fillText(said, start, middle + 0.5);
}

function ring(context, colour, x0, x1, middle, width, space) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash([]);
  context.beginPath();
  context.roundRect(x0 - space, middle - MARK_HEIGHT / 2 - space, x1 - x0 + 2 * space, MARK_HEIGHT + 2 * space, 5);
  context.stroke();
}

/** What became of an event since the moment before: a ring, and where it stood. */
function drawChange(chart, change, marks, i, x0, x1, middle) {
  const { context, page, shift } = chart, { data, look } = page;
  if (change.kind === 'sources') return;
  ring(context, look.accent, x0, x1, middle, 1.5, 2.5);
  if ((change.kind !== 'moved' && change.kind !== 'narrowed') || !data.isDated(change.before)) return;
  const was = { x0: new Float32Array(1), x1: new Float32Array(1) };
  const { first, last } = page.range;
  measure(data, change.before, chart.scale, first, last + 1, was, 0);
  const a = was.x0[0] + shift, b = was.x1[0] + shift;
  context.strokeStyle = look.accent;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.roundRect(a, middle - MARK_HEIGHT / 2, b - a, MARK_HEIGHT, 3);
  if (b < x0) {
    context.moveTo(b, middle);
    context.lineTo(x0 - 3, middle);
  } else if (a > x1) {
    context.moveTo(a, middle);
    context.lineTo(x1 + 3, middle);
  }
  context.stroke();
  context.setLineDash([]);
}

/** How many marks found no room, for each piece of the lane. */
function drawMore(chart, placed, y, from, to) {
  const { context, shift, page } = chart, { tiles, marks } = placed;
  context.font = page.look.small;
  context.fillStyle = page.look.muted;
  const line = y + LANE_PAD + placed.rows * ROW_HEIGHT + MORE_HEIGHT / 2;
  for (let tile = tileAt(tiles, from); tile <= tileAt(tiles, to); tile++) {
    if (tiles.dense[tile] || !tiles.hidden[tile]) continue;
    const counts = cached(placed, tile, () => {
      const found = new Int32Array(TILE / MORE_BIN);
      eachOfTile(placed, tile, (i) => {
        if (marks.row[i] < 0) found[Math.floor((marks.x0[i] - (tiles.from + tile) * TILE) / MORE_BIN)]++;
      });
      return found;
    });
    counts.forEach((count, bin) => {
      if (count) context.fillText(`+${count}`, (tiles.from + tile) * TILE + bin * MORE_BIN + shift, line);
    });
  }
}

function eachOfTile(placed, tile, callback) {
  const { tiles, marks } = placed;
  for (let at = tiles.start[tile]; at < tiles.start[tile + 1]; at++) callback(marks.order[at]);
}

function cached(placed, tile, make) {
  let found = placed.bins.get(tile);
  if (!found) {
    found = make();
    placed.bins.set(tile, found);
  }
  return found;
}

/** Numbers of the marks in each bar of a dense tile: all, and plans among them. */
function barsOf(chart, placed, tile) {
  return cached(placed, tile, () => {
    const { marks, tiles, lane } = placed, { data } = chart, bars = TILE / BIN;
    const all = new Int32Array(bars), plans = new Int32Array(bars), least = (tiles.from + tile) * TILE;
    eachOfTile(placed, tile, (i) => {
      const x = (data.start(lane.rows[i]) - chart.layout.origin) * chart.layout.scale - least;
      const bar = Math.min(bars - 1, Math.max(0, Math.floor(x / BIN)));
      all[bar]++;
      if (data.isPlan(lane.rows[i])) plans[bar]++;
    });
    return { all, plans };
  });
}

/** The height of a lane's tallest bar; known once its dense tiles are counted. */
function tallestBar(chart, placed) {
  if (placed.tallest === undefined) {
    placed.tallest = 1;
    placed.tiles.dense.forEach((dense, tile) => {
      if (dense) for (const count of barsOf(chart, placed, tile).all) placed.tallest = Math.max(placed.tallest, count);
    });
  }
  return placed.tallest;
}

function drawDensity(chart, placed, y) {
  const { tiles } = placed, { context, shift, page } = chart, { look } = page;
  const top = y + LANE_PAD + placed.marks.longRows * ROW_HEIGHT, base = y + LANE_PAD + placed.rows * ROW_HEIGHT;
  const most = base - top - 18, broad = Math.max(BIN - 1, Math.floor(chart.scale) - 2);
  const first = tileAt(tiles, chart.left - shift), last = tileAt(tiles, chart.width - shift);
  for (let tile = first; tile <= last; tile++) {
    if (!tiles.dense[tile]) continue;
    const tallest = tallestBar(chart, placed), { all, plans } = barsOf(chart, placed, tile);
    const x = (tiles.from + tile) * TILE + shift;
    for (let bar = 0; bar < all.length; bar++) {
      if (!all[bar]) continue;
      const height = Math.max(2, most * Math.sqrt(all[bar] / tallest)), ahead = height * (plans[bar] / all[bar]);
      context.fillStyle = look.bar;
      context.fillRect(x + bar * BIN, base - height + ahead, broad, height - ahead);
      context.fillStyle = look.barAhead;
      context.fillRect(x + bar * BIN, base - height, broad, ahead);
    }
    if (tile === first || !tiles.dense[tile - 1]) {
      context.font = look.small;
      context.fillStyle = look.muted;
      context.fillText(`${runOf(tiles, tile).toLocaleString('en')} events, zoom in to see each`,
        Math.max(x, chart.left) + 6, top + 8);
    }
  }
}

/** Number of marks in the dense tiles from this one on. */
function runOf(tiles, tile) {
  let end = tile;
  while (end < tiles.number && tiles.dense[end]) end++;
  return tiles.start[end] - tiles.start[tile];
}
