'use strict';
// What the viewer chose. The address holds all of it, so that a view can be sent.

const LANES = ['actor', 'type', 'place', 'none'];
const SORTS = ['date', 'title', 'status', 'type', 'actors', 'place', 'sources'];
const LISTS = ['actor', 'type', 'status', 'certainty', 'source'];

class State {
  constructor() {
    this.listeners = [];
    this.reset();
  }

  reset() {
    this.words = '';
    this.actor = [];
    this.type = [];
    this.status = [];
    this.certainty = [];
    this.source = [];
    this.any = false;
    this.background = false;
    this.lanes = 'actor';
    this.from = null;
    this.to = null;
    this.axis = 0;
    this.moment = null;
    this.event = null;
    this.sort = 'date';
    this.down = false;
    this.page = 1;
    this.all = false;
  }

  /** Takes over what the address says; what it does not say, or says wrongly, is as at the start. */
  read(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ''));
    this.reset();
    this.words = given.get('words') || '';
    for (const name of LISTS) this[name] = given.getAll(name);
    this.any = given.has('any');
    this.background = given.has('background');
    if (LANES.includes(given.get('lanes'))) this.lanes = given.get('lanes');
    const from = parseDay(given.get('from')), to = parseDay(given.get('to'));
    if (from !== null && to !== null && from <= to) [this.from, this.to] = [from, to];
    const [axis, moment] = (given.get('known') || '').split(':');
    if (axis === 'published' && parseDay(moment) !== null) [this.axis, this.moment] = [0, parseDay(moment)];
    if (axis === 'recorded' && /^\d+$/.test(moment || '')) [this.axis, this.moment] = [1, +moment];
    this.event = given.get('event');
    const sort = given.get('sort') || '';
    if (SORTS.includes(sort.replace(/^-/, ''))) [this.sort, this.down] = [sort.replace(/^-/, ''), sort[0] === '-'];
    if (/^\d{1,6}$/.test(given.get('page') || '')) this.page = Math.max(1, +given.get('page'));
    this.all = given.has('all');
  }

  hash() {
    const said = new URLSearchParams();
    if (this.words) said.set('words', this.words);
    for (const name of LISTS) this[name].forEach((value) => said.append(name, value));
    if (this.any) said.set('any', '');
    if (this.background) said.set('background', '');
    if (this.lanes !== 'actor') said.set('lanes', this.lanes);
    if (this.from !== null) {
      said.set('from', isoDay(this.from));
      said.set('to', isoDay(this.to));
    }
    if (this.moment !== null) {
      said.set('known', this.axis === 0 ? `published:${isoDay(this.moment)}` : `recorded:${this.moment}`);
    }
    if (this.event) said.set('event', this.event);
    if (this.sort !== 'date' || this.down) said.set('sort', (this.down ? '-' : '') + this.sort);
    if (this.page > 1) said.set('page', this.page);
    if (this.all) said.set('all', '');
    return said.toString().replace(/=(?=&|$)/g, '');
  }

  /** Changes some of it; `what` names the parts of the page that must follow. */
  change(values, what) {
    Object.assign(this, values);
    this.listeners.forEach((listener) => listener(what));
  }

  /** The day by whose end articles count as published; null where all do. */
  publishedBy() {
    return this.axis === 0 ? this.moment : null;
  }

  filtered() {
    return Boolean(this.words) || LISTS.some((name) => this[name].length);
  }
}
