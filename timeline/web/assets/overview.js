'use strict';
// The histogram over all time, and the brush on it that says which days the chart shows.

const HANDLE = 24; // width of a handle, px

class Overview {
  constructor(page) {
    this.page = page;
    this.box = document.getElementById('overview');
    this.canvas = document.getElementById('histogram');
    this.brush = document.getElementById('brush');
    this.handles = { from: document.getElementById('handle-from'), to: document.getElementById('handle-to') };
    this.beyond = { before: document.getElementById('beyond-before'), after: document.getElementById('beyond-after') };
    this.whole = false;
    new ResizeObserver(() => this.draw()).observe(this.box);
    this.canvas.addEventListener('pointerdown', (event) => this.drag(event, 'new'));
    this.brush.addEventListener('pointerdown', (event) => this.drag(event, 'move'));
    for (const side of ['from', 'to']) {
      this.handles[side].addEventListener('pointerdown', (event) => this.drag(event, side));
      this.handles[side].addEventListener('keydown', (event) => this.key(event, side));
    }
    for (const side of ['before', 'after']) {
      this.beyond[side].addEventListener('click', () => {
        this.whole = true;
        this.draw();
        this.handles[side === 'before' ? 'from' : 'to'].focus();
      });
    }
  }

  /** The days the histogram covers: all of them, unless a few far ones would leave the rest no room. */
  span() {
    const { first, last, nearly } = this.page.range;
    if (this.whole || last - first < 3 * (nearly.last - nearly.first + 1)) return { first, last };
    const room = Math.max(7, (nearly.last - nearly.first) * 0.06);
    return { first: Math.max(first, Math.floor(nearly.first - room)), last: Math.min(last, Math.ceil(nearly.last + room)) };
  }

  show(choice) {
    this.choice = choice;
    this.draw();
  }

  dayAt(x) {
    const { first, last } = this.shown;
    return first + (Math.min(this.width, Math.max(0, x)) / this.width) * (last + 1 - first);
  }

  xOf(day) {
    const { first, last } = this.shown;
    return ((day - first) / (last + 1 - first)) * this.width;
  }

  draw() {
    if (!this.choice) return;
    const { data, look } = this.page, box = this.box.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
    this.width = Math.max(100, box.width);
    const height = 64;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = height * ratio;
    const context = this.canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, height);
    this.shown = this.span();
    const bars = this.count(Math.floor(this.width / 5));
    const most = Math.max(1, ...bars.all), wide = this.width / bars.all.length;
    bars.all.forEach((count, at) => {
      if (!count) return;
      const tall = Math.max(2, (height - 20) * Math.sqrt(count / most)), ahead = tall * (bars.plans[at] / count);
      context.fillStyle = look.bar;
      context.fillRect(at * wide, height - 16 - tall + ahead, wide - 1, tall - ahead);
      context.fillStyle = look.barAhead;
      context.fillRect(at * wide, height - 16 - tall, wide - 1, ahead);
    });
    this.drawYears(context, look, height);
    this.tell(bars, data);
    this.follow();
  }

  count(number) {
    const { data } = this.page, all = new Int32Array(number), plans = new Int32Array(number);
    const { first, last } = this.shown;
    let before = 0, after = 0;
    for (const row of this.choice.dated) {
      const day = data.start(row);
      if (day < first) before++;
      else if (day > last) after++;
      else {
        const at = Math.min(number - 1, Math.floor(((day - first) / (last + 1 - first)) * number));
        all[at]++;
        if (data.isPlan(row)) plans[at]++;
      }
    }
    return { all, plans, before, after };
  }

  drawYears(context, look, height) {
    const scale = this.width / (this.shown.last + 1 - this.shown.first), unit = unitFor(scale, 64);
    context.fillStyle = look.muted;
    context.font = look.small;
    context.textBaseline = 'middle';
    let free = 0;
    for (let day = unitStart(unit, this.shown.first); day <= this.shown.last; day = unitNext(unit, day)) {
      const { year, month } = civil(day), x = this.xOf(day);
      const words = unit.step === 'year' ? yearWords(year)
        : unit.step === 'month' ? `${MONTHS[month - 1]}${month === 1 ? ` ${yearWords(year)}` : ''}`
          : dayWords(day).replace(/ -?\d+( BCE)?$/, '');
      const wide = context.measureText(words).width;
      if (x < free || x + wide > this.width) continue;
      context.fillText(words, x + 2, height - 7);
      free = x + wide + 10;
    }
  }

  tell(bars, data) {
    const { first, last } = this.shown;
    this.canvas.setAttribute('aria-label',
      `Number of events over time, ${dayWords(first)} to ${dayWords(last)}: ${this.choice.dated.length.toLocaleString('en')}`);
    for (const [side, number] of [['before', bars.before], ['after', bars.after]]) {
      this.beyond[side].hidden = !number;
      this.beyond[side].textContent = side === 'before' ? `‹ ${number} earlier` : `${number} later ›`;
    }
  }

  /** Puts brush and handles where the window is. */
  follow() {
    if (!this.shown) return;
    const { from, to } = this.page.chart.window, x0 = this.xOf(from), x1 = this.xOf(to);
    const a = Math.min(this.width, Math.max(0, x0)), b = Math.min(this.width, Math.max(0, x1));
    this.brush.style.left = `${a}px`;
    this.brush.style.width = `${Math.max(2, b - a)}px`;
    // Handles never lie on each other: each can be hit on its own.
    const apart = Math.max(0, HANDLE - (b - a)) / 2, middle = Math.min(this.width - HANDLE / 2, Math.max(HANDLE / 2, (a + b) / 2));
    this.handles.from.style.left = `${apart ? middle - HANDLE / 2 : a}px`;
    this.handles.to.style.left = `${apart ? middle + HANDLE / 2 : b}px`;
    const { first, last } = this.page.range;
    for (const [side, day] of [['from', from], ['to', to - 1]]) {
      const handle = this.handles[side];
      handle.setAttribute('aria-valuemin', Math.floor(first));
      handle.setAttribute('aria-valuemax', Math.ceil(last));
      handle.setAttribute('aria-valuenow', Math.round(Math.min(last, Math.max(first, day))));
      handle.setAttribute('aria-valuetext', dayWords(day));
    }
  }

  drag(event, kind) {
    if (event.button) return;
    event.preventDefault();
    const left = this.box.getBoundingClientRect().left, start = this.dayAt(event.clientX - left);
    const { from, to } = this.page.chart.window;
    let moved = false;
    const move = (now) => {
      const day = this.dayAt(now.clientX - left);
      moved = moved || Math.abs(now.clientX - event.clientX) > DRAG;
      if (!moved) return;
      if (kind === 'new') this.set(Math.min(start, day), Math.max(start, day));
      else if (kind === 'move') this.set(from + day - start, to + day - start);
      else if (kind === 'from') this.set(Math.min(day, to - LEAST_DAYS), to);
      else this.set(from, Math.max(day, from + LEAST_DAYS));
    };
    const up = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      // A click beside the brush brings it there.
      if (!moved && kind === 'new') this.set(start - (to - from) / 2, start + (to - from) / 2);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
  }

  set(from, to) {
    this.page.chart.setWindow(from, to);
  }

  key(event, side) {
    const { from, to } = this.page.chart.window, by = Math.max(1, (to - from) / (event.shiftKey ? 4 : 20));
    const moves = { ArrowLeft: -by, ArrowDown: -by, ArrowRight: by, ArrowUp: by, PageDown: -5 * by, PageUp: 5 * by };
    const { first, last } = this.page.range;
    let day = side === 'from' ? from : to;
    if (event.key in moves) day += moves[event.key];
    else if (event.key === 'Home') day = side === 'from' ? first : from + LEAST_DAYS;
    else if (event.key === 'End') day = side === 'from' ? to - LEAST_DAYS : last + 1;
    else return;
    event.preventDefault();
    if (side === 'from') this.set(Math.min(day, to - LEAST_DAYS), to);
    else this.set(from, Math.max(day, from + LEAST_DAYS));
  }
}
