'use strict';
// The events as columns. A row is an event as it is, or as it was known before; `current` rows come first.

function ints(values) {
  if (ArrayBuffer.isView(values)) return values;
  const made = new Int32Array(values.length);
  for (let at = 0; at < values.length; at++) made[at] = values[at] === null ? NONE : values[at];
  return made;
}

class Data {
  constructor(raw) {
    if (raw.format !== 1) throw new Error('This data was written by another release of timeline.');
    const { rows } = raw;
    this.title = raw.title;
    this.today = parseDay(raw.today);
    this.measured = this.today;
    this.madeAt = raw.made_at;
    this.live = raw.live;
    this.head = raw.head;
    this.words = raw.vocabulary;
    this.events = raw.events;
    this.current = raw.current;
    this.count = rows.event.length;
    this.titles = rows.title;
    for (const name of ['event', 'type', 'salience', 'status', 'certainty', 'polarity', 'claim', 'first', 'last',
      'sources', 'date', 'basis', 'lasting', 'place']) this[name] = ints(rows[name]);
    this.dates = raw.dates;
    this.bases = raw.bases;
    this.places = [...raw.places];
    this.publishers = [...raw.publishers];
    this.actors = { id: [...raw.actors.id], name: [...raw.actors.name] };
    this.actorNumbers = new Map(this.actors.id.map((id, number) => [id, number]));
    this.parties = { ends: ints(raw.parties.ends), actors: ints(raw.parties.actors), roles: ints(raw.parties.roles) };
    this.publishing = { ends: ints(raw.publishing.ends), values: ints(raw.publishing.values) };
    this.since = [ints(raw.since.published), ints(raw.since.recorded)];
    this.earlier = { axis: ints(raw.earlier.axis), since: ints(raw.earlier.since), until: ints(raw.earlier.until) };
    this.recorded = raw.instants;
    this.mentioned = raw.vocabulary.role.indexOf('mentioned');
    this.nearPublished = raw.bases.indexOf('near_published');
    this.plans = ['planned', 'scheduled', 'expected'].map((word) => raw.vocabulary.status.indexOf(word));
    this.background = raw.vocabulary.salience.indexOf('background');
    this.taking = this._takingPart();
    this._evidence = null;
    this._numbers = null;
    this._instants = null;
  }

  /** Who takes part in each row, each once, without those only mentioned. */
  _takingPart() {
    const { ends, actors, roles } = this.parties, kept = new Int32Array(actors.length), keptEnds = new Int32Array(this.count);
    const { count, mentioned } = this;
    let length = 0;
    for (let row = 0, at = 0; row < count; row++) {
      const start = length;
      for (; at < ends[row]; at++) {
        let seen = start;
        while (seen < length && kept[seen] !== actors[at]) seen++;
        if (seen === length && roles[at] !== mentioned) kept[length++] = actors[at];
      }
      keptEnds[row] = length;
    }
    return { ends: keptEnds, values: kept };
  }

  /** event id -> its number; asked for when an event is opened, so not made before. */
  get eventNumbers() {
    if (!this._numbers) {
      this._numbers = new Map();
      for (let number = 0; number < this.events.length; number++) this._numbers.set(this.events.at(number), number);
    }
    return this._numbers;
  }

  /** When a position of the log was recorded; '' where that is not known. */
  instantOf(position) {
    if (!this._instants) {
      const { position: positions, at } = this.recorded;
      this._instants = new Map();
      for (let number = 0; number < positions.length; number++) this._instants.set(positions[number], at.at(number));
    }
    return this._instants.get(position) || '';
  }

  titleOf(row) {
    return this.titles.at(row);
  }

  /** The data that stands in the page, or that its server gives. */
  static async load() {
    return new Data((await embedded('data')) ?? (await asked('page/data')));
  }

  word(axis, row) {
    return this.words[axis][this[axis][row]];
  }

  dateWords(row) {
    return this.dates.at(this.date[row]);
  }

  placeName(row) {
    return this.place[row] < 0 ? '' : this.places[this.place[row]];
  }

  isPlan(row) {
    return this.plans.includes(this.status[row]);
  }

  /** Whether a plan's day had passed by a day without a report that it happened. */
  isDue(row, day) {
    return this.isPlan(row) && this.last[row] !== NONE && this.last[row] < day;
  }

  isDated(row) {
    return this.first[row] !== NONE || this.last[row] !== NONE;
  }

  /** The day an event is drawn and sorted at. */
  start(row) {
    return this.first[row] !== NONE ? this.first[row] : this.last[row];
  }

  end(row) {
    return this.last[row] !== NONE ? this.last[row] : this.first[row];
  }

  /** The status and what qualifies it, as the commands say it; plans are measured by a day, usually that of the view. */
  standing(row, day = this.measured) {
    const words = [this.word('status', row)];
    const usual = { claim: 'asserted', certainty: 'certain', polarity: 'positive' };
    for (const axis of Object.keys(usual)) {
      if (this.word(axis, row) !== usual[axis]) words.push(this.word(axis, row));
    }
    return words.join(', ') + (this.isDue(row, day) ? ': due, unconfirmed' : '');
  }

  isDisputed(row) {
    return ['disputed', 'denied', 'alleged'].includes(this.word('claim', row));
  }

  /** Calls back with each actor and role of a row, as numbers. */
  eachParty(row, callback) {
    const { ends, actors, roles } = this.parties;
    for (let at = row ? ends[row - 1] : 0; at < ends[row]; at++) callback(actors[at], roles[at]);
  }

  /** Numbers of the actors who take part, each once, without those only mentioned. */
  takingPart(row) {
    const { ends, values } = this.taking;
    return values.subarray(row ? ends[row - 1] : 0, ends[row]);
  }

  actorNames(row) {
    return Array.from(this.takingPart(row), (actor) => this.actors.name[actor]).join(', ');
  }

  publishersOf(row) {
    const { ends, values } = this.publishing;
    return values.subarray(row ? ends[row - 1] : 0, ends[row]);
  }

  /** The rows that held at a moment of an axis (0 published, 1 recorded); the present ones where it is null. */
  rowsAt(axis, moment) {
    const rows = [];
    if (moment === null) {
      for (let row = 0; row < this.current; row++) rows.push(row);
      return rows;
    }
    const since = this.since[axis];
    for (let row = 0; row < this.current; row++) if (since[row] !== NONE && since[row] <= moment) rows.push(row);
    const { axis: axes, since: from, until } = this.earlier;
    for (let at = 0; at < axes.length; at++) {
      if (axes[at] === axis && from[at] <= moment && (until[at] === NONE || moment < until[at])) {
        rows.push(this.current + at);
      }
    }
    return rows;
  }

  /** The moments of an axis at which anything changed, in order. */
  moments(axis) {
    const { axis: axes, since, until } = this.earlier, now = this.since[axis];
    const found = new Int32Array(now.length + 2 * axes.length);
    let length = 0;
    for (const moment of now) if (moment !== NONE) found[length++] = moment;
    for (let at = 0; at < axes.length; at++) {
      if (axes[at] !== axis) continue;
      found[length++] = since[at];
      if (until[at] !== NONE) found[length++] = until[at];
    }
    return Array.from(found.subarray(0, length).sort().filter((moment, at, all) => !at || moment !== all[at - 1]));
  }

  /** The day of a moment; that of the page where it is null. */
  dayOf(axis, moment) {
    if (moment === null) return this.today;
    return axis === 0 ? moment : parseDay(this.instantOf(moment).slice(0, 10)) ?? this.today;
  }

  momentWords(axis, moment) {
    if (axis === 0) return dayWords(moment);
    const at = this.instantOf(moment);
    const day = parseDay(at.slice(0, 10));
    return day === null ? `record ${moment}` : `${dayWords(day)}, ${at.slice(11, 19)} UTC`;
  }

  /** The versions of an event on an axis, oldest first: [moment, row]. */
  versions(event, axis) {
    const found = [];
    const { axis: axes, since } = this.earlier;
    for (let at = 0; at < axes.length; at++) {
      if (axes[at] === axis && this.event[this.current + at] === event) found.push([since[at], this.current + at]);
    }
    if (event < this.current && this.since[axis][event] !== NONE) found.push([this.since[axis][event], event]);
    return found.sort((a, b) => a[0] - b[0]);
  }

  /** The sentences behind the events; read when first asked for. */
  evidence() {
    if (!this._evidence) {
      const raw = embedded('evidence').then((found) => found ?? asked('page/evidence'));
      this._evidence = raw.then((found) => new Evidence(found, this));
    }
    return this._evidence;
  }
}

class Evidence {
  constructor(raw, data) {
    Object.assign(this, raw);
    const { event } = raw.reports;
    const ends = new Int32Array(data.events.length + 1);
    for (const number of event) ends[number + 1]++;
    for (let at = 1; at < ends.length; at++) ends[at] += ends[at - 1];
    this._starts = ends.slice();
    this._order = new Int32Array(event.length);
    const next = ends.slice();
    event.forEach((number, report) => { this._order[next[number]++] = report; });
    this._quotes = null;
  }

  /** Numbers of the reports of an event, by publication. */
  of(event) {
    return this._order.subarray(this._starts[event], this._starts[event + 1]);
  }

  /** Whether an article was published after a day; never so where the day is null. */
  isLater(article, day) {
    const published = this.articles.published.at(article);
    return day !== null && (!published || parseDay(published.slice(0, 10)) > day);
  }

  /** Whether a quote of the event, published by a day, has these words, which are in lower case. */
  says(event, words, day) {
    if (!this._quotes) this._quotes = Array.from(this.reports.quote, (quote) => quote.toLowerCase());
    return this.of(event).some((report) => this._quotes[report].includes(words)
      && !this.isLater(this.reports.article[report], day));
  }
}
