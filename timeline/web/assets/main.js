'use strict';
// The page: holds the data and the state, and keeps its parts in step with them.

const POLL_MS = 5000;
const KEYS = [
  ['← →', 'previous, next event of the lane'], ['↑ ↓', 'lane above, below'], ['Enter', 'open the event'],
  ['Esc', 'close it'], ['+ −', 'zoom in, out'], ['0', 'show everything'], ['Shift ← →', 'earlier, later days'],
  ['Home End', 'first, last event of the lane'], ['/', 'search'], ['?', 'this help'],
];
const SIGNS = [
  ['occurred', 'occurred, or goes on'], ['scheduled', 'planned, scheduled, expected'], ['cancelled', 'cancelled, or said not to have been'],
  ['occurred dashed', 'disputed, denied or alleged'], ['hatched', 'some time within these days'],
  ['lasting', 'throughout these days'], ['fade', 'open on this side: “by”, “from”, news without a date'],
  ['density', 'number of events, where they are too many to draw; plans lighter'],
];

class Page {
  constructor(data) {
    this.state = new State();
    this.take(data);
    this.look = new Look(data);
    this.chart = new Chart(this);
    this.overview = new Overview(this);
    this.filters = new Filters(this);
    this.table = new Table(this);
    this.detail = new Detail(this);
    this.known = new Known(this);
    this.moving = 0;
    this.legend();
    this.buttons();
  }

  take(data) {
    this.data = data;
    this.range = rangeOf(data);
    data.outlines = outlines(data);
  }

  start() {
    this.state.listeners.push((what) => this.follow(what));
    addEventListener('hashchange', () => {
      if (location.hash.slice(1) !== this.state.hash()) this.restore();
    });
    this.filters.build();
    this.known.build();
    this.restore();
    document.getElementById('made').textContent = `${counted(this.data.current, 'event')}, as of `
      + `${dayWords(parseDay(this.data.madeAt.slice(0, 10)))}. Made with timeline.`;
    if (this.data.live) setInterval(() => this.poll(), POLL_MS);
  }

  /** Shows what the address says. */
  restore() {
    this.state.read(location.hash);
    this.known.settle();
    this.choose();
    if (this.state.from === null) this.fit(false);
    else this.chart.setWindow(this.state.from, this.state.to + 1);
    this.detail.show(null);
  }

  /** Follows a change: `choice` other rows, `lanes` other lanes, `table` only the table, `event` one opened. */
  follow(what) {
    if (what === 'choice') this.choose();
    if (what === 'lanes') this.chart.show(this.choice);
    if (what === 'table') this.table.draw();
    this.remember();
  }

  choose() {
    const { state, data } = this;
    if (state.words && !this.evidence) {
      data.evidence().then((evidence) => {
        this.evidence = evidence;
        this.choose();
      }, () => {});
    }
    data.measured = data.dayOf(state.axis, state.moment);
    this.choice = choose(data, state, this.known.moments[state.axis], this.evidence);
    this.filters.follow();
    this.chart.show(this.choice);
    this.overview.show(this.choice);
    this.table.show(this.choice);
    this.table.drawUndated();
    this.known.show(this.choice);
    document.getElementById('lanes').value = state.lanes;
    this.summarize();
  }

  summarize() {
    const { state, data, choice } = this;
    const all = data.rowsAt(state.axis, state.moment).filter((row) => state.background || data.salience[row] !== data.background).length;
    const shown = choice.rows.length, undated = choice.undated.length;
    const number = state.filtered() ? `${shown.toLocaleString('en')} of ${counted(all, 'event')}` : counted(shown, 'event');
    document.getElementById('summary').textContent = number + (undated ? `, ${undated.toLocaleString('en')} without a date` : '');
  }

  windowMoved() {
    const { from, to } = this.chart.window;
    document.getElementById('window').textContent = spanWords(from, to - 1);
    this.overview.follow();
    clearTimeout(this.moving);
    this.moving = setTimeout(() => {
      Object.assign(this.state, { from: Math.round(from), to: Math.round(to) - 1 });
      this.table.draw();
      this.remember();
    }, 180);
  }

  /** At first the days that most events lie in, where these are few; when asked for, all days, and these again. */
  fit(asked = true) {
    const { first, last, most } = this.range;
    const few = most.last - most.first < 0.4 * (last - first);
    const [a, b] = few && !(asked && !this.whole) ? [most.first, most.last] : [first, last];
    this.whole = asked && !this.whole;
    const room = Math.max(3, (b - a) * 0.05);
    // The labels of the last events stand to the right of them.
    this.chart.setWindow(a - room, b + 1 + Math.max(room, (b - a) * 0.2));
  }

  open(event, opener) {
    this.state.event = event === null ? null : this.data.events.at(event);
    this.remember();
    this.detail.show(opener);
    this.table.draw();
    this.chart.ask();
  }

  /** The row of an event that is shown now: as it was known then, else as it is, else as it last was. */
  rowOf(event) {
    const shown = this.choice.rows.find((row) => this.data.event[row] === event);
    if (shown !== undefined) return shown;
    if (event < this.data.current) return event;
    const versions = this.data.versions(event, 1);
    return versions[versions.length - 1][1];
  }

  remember() {
    const hash = this.state.hash();
    if (location.hash.slice(1) !== hash) history.replaceState(null, '', hash ? `#${hash}` : location.pathname + location.search);
  }

  /** Asks the server whether anything was added, and shows it. */
  async poll() {
    try {
      const tag = (await fetch('page/data', { method: 'HEAD' })).headers.get('etag');
      if (tag === null || tag === this.tag) return;
      const first = this.tag === undefined;
      this.tag = tag;
      if (first && tag.startsWith(`"${this.data.head.position}-${this.data.head.hash.slice(0, 12)}-`)) return;
      const data = await Data.load();
      this.take(data);
      this.evidence = null;
      this.filters.build();
      this.known.build();
      this.known.settle();
      this.choose();
      if (this.state.event) this.detail.show(null);
      document.getElementById('announce').textContent = 'The timeline has new events.';
    } catch {
      document.getElementById('made').textContent = 'The server does not answer; what you see may be out of date.';
    }
  }

  buttons() {
    const on = (id, act) => document.getElementById(id).addEventListener('click', act);
    on('zoom-in', () => this.chart.zoom(0.6));
    on('zoom-out', () => this.chart.zoom(1 / 0.6));
    on('zoom-fit', () => this.fit());
    on('help-open', () => this.help());
    on('help-close', () => document.getElementById('help').close());
    on('skip', () => document.getElementById('table-region').focus());
    document.getElementById('lanes').addEventListener('change', (event) => this.state.change({ lanes: event.target.value }, 'lanes'));
  }

  help() {
    document.getElementById('help').showModal();
  }

  legend() {
    const signs = SIGNS.map(([sign, words]) => element('div', {}, element('span', { class: `sign ${sign}`, 'aria-hidden': 'true' }), words));
    const colours = FAMILIES.map(([name, words]) => element('div', {}, element('span', { class: `sign occurred family-${name}`, 'aria-hidden': 'true' }), words));
    document.getElementById('legend').replaceChildren(element('div', {}, ...signs), element('div', {}, ...colours));
    document.getElementById('keys').replaceChildren(...KEYS.map(([keys, words]) => element('tr', {},
      element('th', { scope: 'row' }, element('kbd', {}, keys)), element('td', {}, words))));
  }
}

/** First and last day of all rows, the shortest stretch with most of them, and the one with nearly all. */
function rangeOf(data) {
  const days = [];
  let last = -Infinity;
  const main = data.salience.some((salience) => salience !== data.background);
  for (let row = 0; row < data.count; row++) {
    if (!data.isDated(row) || (main && data.salience[row] === data.background)) continue;
    days.push(data.start(row));
    last = Math.max(last, data.end(row));
  }
  if (!days.length) days.push(data.today - 30, data.today);
  const sorted = Int32Array.from(days).sort();
  const first = sorted[0];
  last = Math.max(last, sorted[sorted.length - 1]);
  return { first, last, most: shortest(sorted, 0.8), nearly: shortest(sorted, 0.9) };
}

/** The shortest stretch of sorted days that holds this share of them. */
function shortest(sorted, share) {
  const held = Math.max(1, Math.ceil(sorted.length * share)) - 1;
  let at = 0;
  for (let i = 0; i + held < sorted.length; i++) if (sorted[i + held] - sorted[i] < sorted[at + held] - sorted[at]) at = i;
  return { first: sorted[at], last: sorted[at + held] };
}

async function begin() {
  try {
    globalThis.timelinePage = new Page(await Data.load());
    globalThis.timelinePage.start();
  } catch (error) {
    document.querySelector('main').prepend(element('p', { class: 'notice', role: 'alert' }, `The timeline cannot be shown: ${error.message}`));
  }
}

begin();
