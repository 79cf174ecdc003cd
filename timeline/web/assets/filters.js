'use strict';
// The menus of the filters, and the chips that say what is chosen.

const MENUS = [
  ['actor', 'Actor'], ['type', 'Type'], ['status', 'Status'], ['certainty', 'Certainty'], ['source', 'Source'],
];
const MENU_SHOWN = 80;
const MENU_NARROW = 12;

class Filters {
  constructor(page) {
    this.page = page;
    this.menus = document.getElementById('menus');
    this.words = document.getElementById('words');
    let waiting = 0;
    this.words.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => page.state.change({ words: this.words.value, page: 1 }, 'choice'), 200);
    });
    this.background = document.getElementById('background');
    this.background.addEventListener('change', () => page.state.change({ background: this.background.checked, page: 1 }, 'choice'));
    document.addEventListener('click', (event) => this.closeAll(event.target));
    document.addEventListener('keydown', (event) => this.escape(event));
  }

  /** Builds the menus from the data. */
  build() {
    const { data } = this.page;
    this.count(true);
    this.sheets = {};
    this.menus.replaceChildren(...MENUS.filter(([name]) => this.options[name].length).map(([name, label]) => this.menu(name, label)));
    let any = false;
    for (let row = 0; row < data.current && !any; row++) any = data.salience[row] === data.background;
    document.getElementById('background-choice').hidden = !any;
    this.follow();
  }

  /** What each menu offers, and how many events have it; background events count where they are shown. */
  count(background) {
    const { data } = this.page, { taking, publishing } = data;
    const axes = ['type', 'status', 'certainty'], counts = Object.fromEntries(axes.map((axis) => [axis, data.words[axis].map(() => 0)]));
    const actors = new Int32Array(data.actors.id.length), sources = new Int32Array(data.publishers.length);
    const left = background ? -1 : data.background, { current, salience } = data;
    const countLists = ({ ends, values }, into) => {
      for (let row = 0, at = 0; row < current; row++) {
        for (; at < ends[row]; at++) if (salience[row] !== left) into[values[at]]++;
      }
    };
    const countWords = (values, into) => {
      for (let row = 0; row < current; row++) if (salience[row] !== left) into[values[row]]++;
    };
    countLists(taking, actors);
    countLists(publishing, sources);
    for (const axis of axes) countWords(data[axis], counts[axis]);
    const listed = (numbers, values, labels) => [...numbers.keys()].filter((at) => numbers[at])
      .map((at) => ({ value: values[at], label: labels[at], count: numbers[at] }));
    const frequent = (a, b) => b.count - a.count;
    this.options = Object.fromEntries(axes.map((axis) => [axis, listed(counts[axis], data.words[axis], data.words[axis])]));
    this.options.actor = listed(actors, data.actors.id, data.actors.name).sort(frequent);
    this.options.source = listed(sources, data.publishers, data.publishers).sort(frequent);
    this.counted = background;
  }

  menu(name, label) {
    const list = element('div', { class: 'options', role: 'group', 'aria-label': label });
    const sheet = element('div', { class: 'sheet' });
    const narrow = this.options[name].length > MENU_NARROW
      ? element('input', { type: 'search', 'aria-label': `${label}: find`, placeholder: 'Find', autocomplete: 'off',
        oninput: () => this.fill(name) }) : null;
    if (narrow) sheet.append(narrow);
    sheet.append(list);
    if (name === 'actor') {
      const any = element('input', { type: 'checkbox',
        onchange: () => this.page.state.change({ any: any.checked, page: 1 }, 'choice') });
      this.any = any;
      sheet.append(element('label', { class: 'check any' }, any, ' one of them is enough'));
    }
    const count = element('span', { class: 'chosen' });
    const details = element('details', { class: 'menu' }, element('summary', {}, label, count), sheet);
    details.addEventListener('toggle', () => {
      if (!details.open) return;
      for (const other of this.menus.children) if (other !== details) other.open = false;
      this.fill(name);
      if (sheet.getBoundingClientRect().right > document.documentElement.clientWidth - 8) sheet.classList.add('rightwards');
    });
    this.sheets[name] = { list, narrow, count };
    return details;
  }

  fill(name) {
    const { list, narrow } = this.sheets[name], words = narrow ? narrow.value.trim().toLowerCase() : '';
    const chosen = this.page.state[name];
    const fitting = this.options[name].filter((o) => !words || o.label.toLowerCase().includes(words));
    const ordered = [...fitting.filter((o) => chosen.includes(o.value)), ...fitting.filter((o) => !chosen.includes(o.value))];
    list.replaceChildren(...ordered.slice(0, MENU_SHOWN).map((option) => {
      const box = element('input', { type: 'checkbox', checked: chosen.includes(option.value),
        onchange: () => this.toggle(name, option.value, box.checked) });
      return element('label', { class: 'check' }, box, element('span', { class: 'label' }, option.label),
        element('span', { class: 'count' }, option.count.toLocaleString('en')));
    }));
    const left = ordered.length - MENU_SHOWN;
    if (left > 0) list.append(element('p', { class: 'rest' }, `${left.toLocaleString('en')} more; type to find them`));
    if (!ordered.length) list.append(element('p', { class: 'rest' }, 'None'));
  }

  toggle(name, value, on) {
    const { state } = this.page;
    const values = on ? [...state[name], value] : state[name].filter((other) => other !== value);
    state.change({ [name]: values, page: 1 }, 'choice');
  }

  closeAll(target) {
    for (const menu of this.menus.children) if (menu.open && !menu.contains(target) && document.contains(target)) menu.open = false;
  }

  escape(event) {
    if (event.key !== 'Escape') return;
    for (const menu of this.menus.children) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector('summary').focus();
      event.stopPropagation();
    }
  }

  /** Shows what the state says. */
  follow() {
    const { state, data } = this.page;
    if (document.activeElement !== this.words) this.words.value = state.words;
    this.background.checked = state.background;
    if (this.counted !== state.background) this.count(state.background);
    if (this.any) this.any.checked = state.any;
    for (const [name, { count }] of Object.entries(this.sheets)) count.textContent = state[name].length ? String(state[name].length) : '';
    const chips = [];
    const chip = (text, undo) => chips.push(element('button', { type: 'button', class: 'chip', 'aria-label': `Remove ${text}`,
      onclick: () => { undo(); this.words.focus(); } }, text, element('span', { 'aria-hidden': 'true' }, ' ×')));
    if (state.words) chip(`“${state.words}”`, () => state.change({ words: '', page: 1 }, 'choice'));
    for (const [name] of MENUS) {
      for (const value of state[name]) {
        const number = name === 'actor' ? data.actorNumbers.get(value) : undefined;
        chip(number === undefined ? value : data.actors.name[number], () => this.toggle(name, value, false));
      }
    }
    if (chips.length > 1) {
      const none = Object.fromEntries(LISTS.map((name) => [name, []]));
      chips.push(element('button', { type: 'button', class: 'chip clear', onclick: () => {
        state.change({ ...none, words: '', any: false, page: 1 }, 'choice');
        this.words.focus();
      } }, 'Clear all'));
    }
    document.getElementById('chips').replaceChildren(...chips);
    if (document.activeElement !== this.words) this.words.value = state.words;
  }
}
