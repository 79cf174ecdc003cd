'use strict';
// The table: the same events as the chart, sorted and paged; and the list of those without a date.

const PAGE_ROWS = 50;
const PRINT_ROWS = 2000;
const COLUMNS = [
  ['date', 'Date'], ['title', 'Event'], ['status', 'Status'], ['type', 'Type'], ['actors', 'Actors'],
  ['place', 'Place'], ['sources', 'Sources'],
];

class Table {
  constructor(page) {
    this.page = page;
    this.body = document.getElementById('body');
    this.heads = document.getElementById('heads');
    this.onlyWindow = document.getElementById('table-window');
    this.onlyWindow.addEventListener('change', () => page.state.change({ all: !this.onlyWindow.checked, page: 1 }, 'table'));
    document.getElementById('page-back').addEventListener('click', () => this.turn(-1));
    document.getElementById('page-on').addEventListener('click', () => this.turn(1));
    addEventListener('beforeprint', () => this.draw(PRINT_ROWS));
    addEventListener('afterprint', () => this.draw());
    this.heads.append(...COLUMNS.map(([name, label]) => element('th', { scope: 'col', class: name },
      element('button', { type: 'button', onclick: () => this.sortBy(name) }, label))));
  }

  turn(by) {
    this.page.state.change({ page: this.page.state.page + by }, 'table');
  }

  sortBy(name) {
    const { state } = this.page;
    state.change({ sort: name, down: state.sort === name ? !state.down : name === 'sources', page: 1 }, 'table');
  }

  show(choice) {
    this.choice = choice;
    this.draw();
  }

  /** The rows that the chart shows now, or all of them, in the order asked for; undated ones last. */
  rows() {
    const { data, state, chart } = this.page, { from, to } = chart.window, { ghosts } = this.choice;
    const inWindow = (row) => {
      const first = data.first[row], last = data.last[row];
      return (first === NONE || first < to) && (last === NONE || last + 1 > from);
    };
    const dated = [...this.choice.dated].filter((row) => !ghosts.has(row) && (state.all || inWindow(row)));
    const value = {
      title: (row) => data.titleOf(row), status: (row) => data.standing(row), type: (row) => data.word('type', row),
      actors: (row) => data.actorNames(row), place: (row) => data.placeName(row), sources: (row) => data.sources[row],
    }[state.sort];
    const all = state.sort === 'date' ? dated : dated.concat(this.choice.undated);
    if (value) {
      const values = new Map(all.map((row) => [row, value(row)]));
      const order = new Intl.Collator('en');
      all.sort((a, b) => {
        const x = values.get(a), y = values.get(b);
        return typeof x === 'number' ? x - y : order.compare(x, y);
      });
    }
    if (state.down) all.reverse();
    return state.sort === 'date' ? all.concat(this.choice.undated) : all;
  }

  draw(size = PAGE_ROWS) {
    if (!this.choice) return;
    const { data, state } = this.page, rows = this.rows();
    const pages = Math.max(1, Math.ceil(rows.length / size)), at = Math.min(state.page, pages);
    const first = (at - 1) * size, shown = rows.slice(first, first + size);
    this.body.replaceChildren(...shown.map((row) => this.line(data, row)));
    for (const [number, head] of [...this.heads.children].entries()) {
      const sorted = COLUMNS[number][0] === state.sort;
      if (sorted) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
    this.onlyWindow.checked = !state.all;
    const undated = this.choice.undated.length;
    const { from, to } = this.page.chart.window;
    document.getElementById('caption').textContent = `${counted(rows.length - undated, 'event')}${
      state.all ? ' of all time' : ` of ${spanWords(from, to - 1)}`}${undated ? `, and ${undated.toLocaleString('en')} without a date` : ''}`;
    document.getElementById('page-at').textContent = rows.length
      ? `${(first + 1).toLocaleString('en')}–${(first + shown.length).toLocaleString('en')} of ${rows.length.toLocaleString('en')}` : 'No events';
    document.getElementById('page-back').disabled = at <= 1;
    document.getElementById('page-on').disabled = at >= pages;
    this.page.state.page = at;
  }

  line(data, row) {
    const open = element('button', { type: 'button', class: 'open', onclick: (event) => this.page.open(data.event[row], event.currentTarget) }, data.titleOf(row));
    const status = data.word('status', row);
    return element('tr', { class: this.page.state.event === data.events.at(data.event[row]) ? 'open' : null },
      element('td', { class: 'date' }, data.dateWords(row)),
      element('th', { scope: 'row', class: 'title' }, open),
      element('td', { class: 'status' }, element('span', { class: `sign ${data.isDisputed(row) ? 'dashed ' : ''}${status}`, 'aria-hidden': 'true' }), data.standing(row)),
      element('td', { class: 'type' }, data.word('type', row).toLowerCase()),
      element('td', { class: 'actors' }, data.actorNames(row)),
      element('td', { class: 'place' }, data.placeName(row)),
      element('td', { class: 'sources' }, String(data.sources[row])));
  }

  /** The events without a date, below the chart: the first few, and how many there are. */
  drawUndated() {
    const { data } = this.page, { undated } = this.choice, few = 8;
    document.getElementById('undated').hidden = !undated.length;
    document.getElementById('undated-title').textContent = `No date given: ${counted(undated.length, 'event')}`;
    const items = undated.slice(0, few).map((row) => element('li', {}, element('button', { type: 'button',
      onclick: (event) => this.page.open(data.event[row], event.currentTarget) }, data.titleOf(row))));
    if (undated.length > few) {
      items.push(element('li', {}, element('button', { type: 'button', class: 'more', onclick: () => this.toUndated() },
        `and ${(undated.length - few).toLocaleString('en')} more in the table`)));
    }
    document.getElementById('undated-list').replaceChildren(...items);
  }

  toUndated() {
    const { state } = this.page;
    state.change({ sort: 'date', down: false }, 'table');
    const at = Math.floor((this.rows().length - this.choice.undated.length) / PAGE_ROWS) + 1;
    state.change({ page: at }, 'table');
    document.getElementById('table-region').scrollIntoView();
    document.getElementById('table-region').focus();
  }
}
