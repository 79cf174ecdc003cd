'use strict';
// The chart: a canvas of the visible window only. The window is {from, to} in days; x of a day is
// (day - from) * scale + LEFT.

const AXIS_HEIGHT = 40;
const LEAST_DAYS = 4;

class Chart {
  constructor(page) {
    this.page = page;
    this.scroller = document.getElementById('scroller');
    this.canvas = document.getElementById('chart');
    this.context = this.canvas.getContext('2d');
    this.spacer = document.getElementById('spacer');
    this.tip = document.getElementById('tip');
    this.window = { from: 0, to: 1 };
    this.lanes = [];
    this.layout = null;
    this.hover = null;
    this.cursor = null;
    this.painted = [];
    this.waiting = false;
    this.left = 0;
    new ResizeObserver(() => this.resize()).observe(this.scroller);
    this.scroller.addEventListener('scroll', () => this.ask());
    for (const look of ['(prefers-color-scheme: dark)', 'print']) {
      matchMedia(look).addEventListener('change', () => this.restyle());
    }
    new ChartInput(this);
  }

  get data() { return this.page.data; }
  get scale() { return (this.width - this.left) / (this.window.to - this.window.from); }

  restyle() {
    this.page.look.read();
    this.page.overview.draw();
    // At once: a printer does not wait for the next frame.
    if (this.choice && this.width) this.draw();
  }

  resize() {
    const box = this.scroller.getBoundingClientRect();
    const ratio = window.devicePixelRatio || 1;
    this.width = Math.max(200, this.scroller.clientWidth);
    this.height = Math.max(120, box.height - 2);
    this.left = this.width < 560 ? 0 : Math.min(168, this.width * 0.16);
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    this.ratio = ratio;
    this.layout = null;
    this.ask();
  }

  /** Other rows to show. */
  show(choice) {
    this.choice = choice;
    this.lanes = lanesOf(this.data, choice.dated, this.page.state.lanes);
    this.layout = null;
    this.cursor = null;
    this.ask();
  }

  setWindow(from, to) {
    const { first, last } = this.page.range;
    const whole = last - first + 1, days = Math.min(Math.max(to - from, LEAST_DAYS), Math.max(whole * 1.2, 14));
    let start = from + (to - from - days) / 2;
    start = Math.min(Math.max(start, first - days * 0.9), last + days * 0.9 - days);
    const zoomed = Math.abs(days - (this.window.to - this.window.from)) > 1e-9;
    this.window = { from: start, to: start + days };
    if (zoomed) this.layout = null;
    this.page.windowMoved();
    this.ask();
  }

  zoom(factor, at = (this.window.from + this.window.to) / 2) {
    const { from, to } = this.window;
    this.setWindow(at - (at - from) * factor, at + (to - at) * factor);
  }

  pan(pixels) {
    const days = pixels / this.scale;
    this.setWindow(this.window.from + days, this.window.to + days);
  }

  dayAt(x) { return this.window.from + (x - this.left) / this.scale; }
  xOf(day) { return (day - this.window.from) * this.scale + this.left; }

  ask() {
    if (this.waiting || !this.choice || !this.width) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      const start = performance.now();
      this.draw();
      this.painted.push(performance.now() - start);
      if (this.painted.length > 2000) this.painted.shift();
      // Whoever waits for the page can see when it stood, in milliseconds after it was asked for.
      document.documentElement.dataset.drawn ??= Math.round(performance.now());
    });
  }

  placed() {
    if (!this.layout) {
      const { first, last } = this.page.range;
      this.layout = layOut(this.data, this.lanes, this.scale, first, Math.max(last, this.data.today) + 1, this.left ? 0 : NARROW_HEAD);
      this.spacer.style.height = `${Math.max(0, this.layout.height + AXIS_HEIGHT - this.height)}px`;
    }
    return this.layout;
  }

  draw() {
    const layout = this.placed(), { context, width, height } = this, look = this.page.look;
    // What is drawn is snapped to whole pixels: a moving label then keeps its shape.
    this.shift = Math.round((layout.origin - this.window.from) * this.scale + this.left);
    this.scrolled = this.scroller.scrollTop;
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.globalAlpha = 1;
    context.fillStyle = look.surface;
    context.fillRect(0, 0, width, height);
    context.textBaseline = 'middle';
    const ticks = this.ticks();
    context.save();
    context.beginPath();
    context.rect(0, AXIS_HEIGHT, width, height - AXIS_HEIGHT);
    context.clip();
    this.drawGrid(ticks);
    this.drawToday();
    for (const placed of layout.placed) {
      const y = placed.y + AXIS_HEIGHT - this.scrolled;
      if (y < height && y + placed.height > AXIS_HEIGHT) this.drawLane(placed, y);
    }
    context.restore();
    this.drawAxis(ticks);
    if (!this.choice.dated.length) this.drawNothing();
  }

  drawNothing() {
    const { context, look } = { context: this.context, look: this.page.look };
    context.fillStyle = look.muted;
    context.font = look.font;
    context.textAlign = 'center';
    context.fillText('No dated event fits these filters.', this.width / 2, this.height / 2);
    context.textAlign = 'left';
  }

  ticks() {
    const unit = unitFor(this.scale, 48), found = [];
    for (let day = unitStart(unit, this.window.from); day < this.window.to + unit.days; day = unitNext(unit, day)) {
      found.push(day);
    }
    return { unit, found };
  }

  drawGrid({ unit, found }) {
    const { context } = this, look = this.page.look;
    for (const day of found) {
      const x = Math.round(this.xOf(day)) + 0.5, { month, day: of } = civil(day);
      const strong = unit.within === 'month' ? of <= 7 && unit.by === 7 ? of === 1 : of === 1 : unit.within === 'year' && month === 1;
      context.strokeStyle = strong ? look.line : look.faint;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, AXIS_HEIGHT);
      context.lineTo(x, this.height);
      context.stroke();
    }
  }

  drawAxis({ unit, found }) {
    const { context } = this, look = this.page.look;
    context.fillStyle = look.surface;
    context.fillRect(0, 0, this.width, AXIS_HEIGHT);
    context.font = look.small;
    context.fillStyle = look.muted;
    for (const day of found) {
      const x = this.xOf(day);
      const text = unit.step === 'day' && unit.by === 7 ? `${civil(day).day}` : unitWords(unit, day);
      if (x >= this.left - 2) context.fillText(text, x + 4, AXIS_HEIGHT - 11);
    }
    if (unit.within) this.drawGreater(unit.within);
    context.strokeStyle = look.line;
    context.beginPath();
    context.moveTo(0, AXIS_HEIGHT - 0.5);
    context.lineTo(this.width, AXIS_HEIGHT - 0.5);
    context.stroke();
  }

  /** The months above the days, the years above the months; the first one stays in sight. */
  drawGreater(step) {
    const { context } = this, look = this.page.look, unit = { step, by: 1 };
    context.font = `600 ${look.font}`;
    context.fillStyle = look.ink;
    for (let day = unitStart(unit, this.window.from); day < this.window.to; day = unitNext(unit, day)) {
      const next = this.xOf(unitNext(unit, day)), { year, month } = civil(day);
      const text = step === 'year' ? yearWords(year) : `${MONTHS[month - 1]} ${yearWords(year)}`;
      const x = Math.max(this.xOf(day), this.left) + 4;
      if (next - x > context.measureText(text).width + 8) context.fillText(text, x, 12);
    }
  }

  drawToday() {
    const { context } = this, look = this.page.look, state = this.page.state;
    const known = state.axis === 0 && state.moment !== null;
    const day = known ? state.moment : this.data.today;
    const x = Math.round(this.xOf(day)) + 0.5;
    if (x < this.left || x > this.width) return;
    context.strokeStyle = look.accent;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(x, AXIS_HEIGHT);
    context.lineTo(x, this.height);
    context.stroke();
    context.setLineDash([]);
  }

  drawLane(placed, y) {
    const { context, width } = this, look = this.page.look;
    context.save();
    context.beginPath();
    context.rect(this.left, y, width - this.left, placed.height);
    context.clip();
    const inner = this.left ? y : y + NARROW_HEAD;
    drawDensity(this, placed, inner);
    drawMarks(this, placed, inner);
    context.restore();
    this.drawLaneName(placed, y);
    context.strokeStyle = look.line;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, Math.round(y + placed.height) - 0.5);
    context.lineTo(width, Math.round(y + placed.height) - 0.5);
    context.stroke();
  }

  drawLaneName(placed, y) {
    const { context } = this, look = this.page.look, { lane } = placed;
    const count = lane.rows.length.toLocaleString('en');
    if (!this.left) {
      context.font = `600 ${look.small}`;
      context.fillStyle = look.ink;
      context.fillText(`${fitted(context, lane.name, this.width - 70)}  ${count}`, 6, y + 10);
      return;
    }
    context.fillStyle = look.ground;
    context.fillRect(0, y, this.left, placed.height);
    const middle = Math.max(y, AXIS_HEIGHT) + 19;
    context.font = `600 ${look.font}`;
    context.fillStyle = look.ink;
    context.fillText(fitted(context, lane.name, this.left - 20), 12, middle);
    context.font = look.small;
    context.fillStyle = look.muted;
    if (placed.height > 44) context.fillText(`${count} ${lane.rows.length === 1 ? 'event' : 'events'}`, 12, middle + 16);
  }
}
const NARROW_HEAD = 16;
