'use strict';
// Pointer, wheel and keys on the chart.

const DRAG = 4; // so many pixels make a click a drag

class ChartInput {
  constructor(chart) {
    this.chart = chart;
    this.pointers = new Map();
    this.start = null;
    const area = chart.scroller;
    area.addEventListener('pointerdown', (event) => this.down(event));
    area.addEventListener('pointermove', (event) => this.move(event));
    for (const over of ['pointerup', 'pointercancel']) area.addEventListener(over, (event) => this.up(event));
    area.addEventListener('pointerleave', () => this.pointAt(null));
    area.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    area.addEventListener('dblclick', (event) => chart.zoom(0.4, chart.dayAt(this.at(event).x)));
    area.addEventListener('keydown', (event) => this.key(event));
  }

  at(event) {
    const box = this.chart.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  down(event) {
    if (event.button) return;
    const at = this.at(event);
    if (at.x > this.chart.width) return; // the scroll bar
    this.pointers.set(event.pointerId, at);
    this.start = { ...at, dragged: false };
    this.chart.scroller.setPointerCapture(event.pointerId);
  }

  move(event) {
    const at = this.at(event), before = this.pointers.get(event.pointerId);
    if (!before) {
      this.pointAt(this.find(at), event);
      return;
    }
    if (this.pointers.size === 2) this.pinch(event.pointerId, before, at);
    else if (this.start.dragged || Math.abs(at.x - this.start.x) > DRAG || Math.abs(at.y - this.start.y) > DRAG) {
      this.start.dragged = true;
      this.chart.tip.hidden = true;
      this.chart.pan(before.x - at.x);
      if (event.pointerType === 'mouse') this.chart.scroller.scrollTop += before.y - at.y;
    } else return;
    this.pointers.set(event.pointerId, at);
  }

  pinch(id, before, at) {
    const [, other] = [...this.pointers].find(([number]) => number !== id);
    const was = Math.abs(before.x - other.x), is = Math.abs(at.x - other.x);
    if (was > 10 && is > 10) this.chart.zoom(was / is, this.chart.dayAt((at.x + other.x) / 2));
    this.start.dragged = true;
  }

  up(event) {
    const known = this.pointers.delete(event.pointerId);
    if (!known || !this.start || this.start.dragged || event.type !== 'pointerup') return;
    const found = this.find(this.at(event));
    if (found && found.row !== undefined) this.chart.page.open(this.chart.data.event[found.row], this.chart.scroller);
    else if (found) this.chart.zoom(0.4, this.chart.dayAt(this.at(event).x));
  }

  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.chart.zoom(Math.exp(Math.min(60, Math.max(-60, event.deltaY)) * 0.012), this.chart.dayAt(this.at(event).x));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.chart.pan(event.deltaX || event.deltaY);
    }
  }

  /** The mark at a point, or the dense tile that lies there. */
  find({ x, y }) {
    const { chart } = this;
    if (!chart.layout || x < chart.left || y < AXIS_HEIGHT) return null;
    const down = y - AXIS_HEIGHT + chart.scroller.scrollTop;
    const placed = chart.layout.placed.find((p) => down >= p.y && down < p.y + p.height);
    if (!placed) return null;
    const head = chart.left ? 0 : NARROW_HEAD;
    const wanted = Math.floor((down - placed.y - head - LANE_PAD) / ROW_HEIGHT), world = x - chart.shift;
    let best = null;
    eachMark(placed, world - WIDEST_LABEL, world + 20, (i) => {
      const { x0, x1, row, room } = placed.marks;
      if (row[i] !== wanted || x0[i] - 4 > world) return;
      const label = chart.data.outlines.label[placed.lane.rows[i]];
      if (world <= Math.min(Math.max(x1[i] + 4, x1[i] + label), Math.max(room[i], x1[i] + 2))) best = i;
    });
    if (best !== null) return { row: placed.lane.rows[best] };
    const tile = Math.floor(world / TILE) - placed.tiles.from;
    return placed.tiles.dense[tile] ? { tile, placed, bar: Math.floor((world % TILE + TILE) % TILE / BIN) } : null;
  }

  pointAt(found, event) {
    const { chart } = this, { tip } = chart, row = found ? found.row : undefined;
    chart.scroller.style.cursor = row !== undefined ? 'pointer' : '';
    if (row !== chart.hover) {
      chart.hover = row;
      chart.ask();
    }
    tip.hidden = !found;
    if (!found) return;
    const { data } = chart;
    const lines = row !== undefined
      ? [data.titleOf(row), `${data.dateWords(row)} · ${data.standing(row)}`, data.actorNames(row)]
      : [this.densityWords(found)];
    tip.replaceChildren(...lines.filter(Boolean).map((line) => element('div', {}, line)));
    const box = chart.scroller.getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX + 14, box.right - tip.offsetWidth - 8) + scrollX}px`;
    tip.style.top = `${event.clientY + 18 + scrollY}px`;
  }

  densityWords({ placed, tile, bar }) {
    const { chart } = this, { all } = barsOf(chart, placed, tile), least = (placed.tiles.from + tile) * TILE + bar * BIN;
    const first = chart.layout.origin + least / chart.scale;
    return `${all[bar]} ${all[bar] === 1 ? 'event' : 'events'}, ${spanWords(first, first + BIN / chart.scale)}; click to zoom in`;
  }

  key(event) {
    const { chart } = this;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const days = chart.window.to - chart.window.from;
    const acts = {
      ArrowLeft: () => (event.shiftKey ? chart.setWindow(chart.window.from - days / 4, chart.window.to - days / 4) : chart.step(-1)),
      ArrowRight: () => (event.shiftKey ? chart.setWindow(chart.window.from + days / 4, chart.window.to + days / 4) : chart.step(1)),
      ArrowUp: () => chart.stepLane(-1),
      ArrowDown: () => chart.stepLane(1),
      Home: () => chart.stepTo(0),
      End: () => chart.stepTo(-1),
      Enter: () => chart.openCursor(),
      ' ': () => chart.openCursor(),
      '+': () => chart.zoom(0.6, chart.cursorDay()),
      '=': () => chart.zoom(0.6, chart.cursorDay()),
      '-': () => chart.zoom(1 / 0.6, chart.cursorDay()),
      0: () => chart.page.fit(),
      '/': () => document.getElementById('words').focus(),
      '?': () => chart.page.help(),
      Escape: () => chart.page.open(null),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

/** Walking through the events by keyboard. */
Object.assign(Chart.prototype, {
  isMarked(row) {
    const { state } = this.page;
    return row === this.hover || row === this.cursorRow() || this.data.events.at(this.data.event[row]) === state.event;
  },

  cursorRow() {
    return this.cursor === null ? undefined : this.lanes[this.cursor.lane].rows[this.cursor.at];
  },

  cursorDay() {
    const row = this.cursorRow();
    return row === undefined ? undefined : this.data.start(row);
  },

  /** The first event of the window, where no one has been gone to yet. */
  begin() {
    for (let lane = 0; lane < this.lanes.length; lane++) {
      const at = this.lanes[lane].rows.findIndex((row) => this.data.end(row) >= this.window.from);
      if (at >= 0) return { lane, at };
    }
    return this.lanes.length ? { lane: 0, at: 0 } : null;
  },

  step(by) {
    if (this.cursor === null) return this.goTo(this.begin());
    const { lane, at } = this.cursor, { rows } = this.lanes[lane];
    return this.goTo({ lane, at: Math.min(rows.length - 1, Math.max(0, at + by)) });
  },

  stepTo(at) {
    if (!this.lanes.length) return;
    const lane = this.cursor ? this.cursor.lane : 0;
    this.goTo({ lane, at: at < 0 ? this.lanes[lane].rows.length - 1 : at });
  },

  /** To the lane above or below, to the event there that is nearest in time. */
  stepLane(by) {
    if (this.cursor === null) return this.goTo(this.begin());
    const lane = Math.min(this.lanes.length - 1, Math.max(0, this.cursor.lane + by)), day = this.cursorDay();
    const { rows } = this.lanes[lane];
    let at = 0;
    rows.forEach((row, i) => {
      if (Math.abs(this.data.start(row) - day) < Math.abs(this.data.start(rows[at]) - day)) at = i;
    });
    return this.goTo({ lane, at });
  },

  goTo(cursor) {
    if (cursor === null) return;
    this.cursor = cursor;
    const row = this.cursorRow(), day = this.data.start(row), days = this.window.to - this.window.from;
    if (day < this.window.from || day > this.window.to - days * 0.05) this.setWindow(day - days / 3, day + days * 2 / 3);
    this.bringLane(cursor.lane);
    const lane = this.lanes[cursor.lane];
    document.getElementById('announce').textContent = `${this.data.dateWords(row)}: ${this.data.titleOf(row)}, `
      + `${this.data.standing(row)}. ${cursor.at + 1} of ${lane.rows.length} in ${lane.name}.`;
    this.ask();
  },

  bringLane(lane) {
    const placed = this.placed().placed[lane], seen = this.height - AXIS_HEIGHT, { scrollTop } = this.scroller;
    if (placed.y < scrollTop) this.scroller.scrollTop = placed.y;
    else if (placed.y + Math.min(placed.height, seen) > scrollTop + seen) {
      this.scroller.scrollTop = placed.y + Math.min(placed.height, seen) - seen;
    }
  },

  openCursor() {
    const row = this.cursorRow();
    if (row !== undefined) this.page.open(this.data.event[row], this.scroller);
  },
});
