'use strict';
// The slider through what was known when: by the days of publication, or by the commits of the log.

const KNOWN_LISTED = 6;
const PLAY_MS = 1100;

class Known {
  constructor(page) {
    this.page = page;
    this.slider = document.getElementById('known-at');
    this.axis = document.getElementById('known-axis');
    this.playing = 0;
    this.slider.addEventListener('input', () => this.go(+this.slider.value));
    this.axis.addEventListener('change', () => page.state.change({ axis: +this.axis.value, moment: null }, 'choice'));
    document.getElementById('known-back').addEventListener('click', () => this.go(+this.slider.value - 1));
    document.getElementById('known-on').addEventListener('click', () => this.go(+this.slider.value + 1));
    document.getElementById('known-now').addEventListener('click', () => { this.stop(); this.go(Infinity); });
    document.getElementById('known-play').addEventListener('click', () => (this.playing ? this.stop() : this.play()));
  }

  build() {
    const { data } = this.page;
    this.moments = [data.moments(0), data.moments(1)];
    const offered = [[0, 'by publication'], [1, 'by entry in the database']].filter(([axis]) => this.moments[axis].length);
    this.axis.replaceChildren(...offered.map(([axis, label]) => element('option', { value: axis }, label)));
    document.getElementById('known').hidden = !offered.length;
    if (offered.length && !this.moments[this.page.state.axis].length) this.page.state.axis = offered[0][0];
  }

  /** To the moment with this number; the one after the last is now. */
  go(number) {
    const { state } = this.page, moments = this.moments[state.axis];
    const at = Math.min(moments.length, Math.max(0, number));
    state.change({ moment: at === moments.length ? null : moments[at], page: 1 }, 'choice');
  }

  /** The moment of the state, or the last one before it. */
  settle() {
    const { state } = this.page;
    if (state.moment === null) return;
    const before = this.moments[state.axis].filter((moment) => moment <= state.moment);
    state.moment = before.length ? before[before.length - 1] : this.moments[state.axis][0] ?? null;
  }

  play() {
    const { state } = this.page;
    if (state.moment === null) this.go(0);
    this.playing = setInterval(() => {
      this.go(+this.slider.value + 1);
      if (state.moment === null) this.stop();
    }, PLAY_MS);
    document.getElementById('known-play').textContent = 'Stop';
  }

  stop() {
    clearInterval(this.playing);
    this.playing = 0;
    document.getElementById('known-play').textContent = 'Play';
  }

  show(choice) {
    const { state, data } = this.page, moments = this.moments[state.axis], now = state.moment === null;
    this.axis.value = String(state.axis);
    this.slider.max = String(moments.length);
    this.slider.value = String(now ? moments.length : moments.indexOf(state.moment));
    const words = now ? 'now: everything' : data.momentWords(state.axis, state.moment);
    document.getElementById('known-day').textContent = words;
    this.slider.setAttribute('aria-valuetext', words);
    document.getElementById('known').classList.toggle('then', !now);
    document.getElementById('known-back').disabled = +this.slider.value === 0;
    document.getElementById('known-on').disabled = now;
    document.getElementById('known-now').disabled = now;
    this.tell(choice.changes, now);
  }

  tell(changes, now) {
    const { data } = this.page, kinds = new Map();
    const shown = [...changes].filter(([, change]) => change.kind !== 'sources');
    for (const [, { kind }] of changes) kinds.set(kind, (kinds.get(kind) || 0) + 1);
    const parts = Object.keys(CHANGE_WORDS).filter((kind) => kinds.has(kind)).map((kind) => `${kinds.get(kind)} ${CHANGE_WORDS[kind]}`);
    const undated = now ? 0 : this.withoutMoment();
    document.getElementById('known-changes').textContent = now ? 'Move the slider to see the timeline as it was known before.'
      : `${parts.length ? parts.join(', ') : 'nothing new'}${undated ? `; ${counted(undated, 'event')} left out: no dated article says them as they are` : ''}`;
    const order = Object.keys(CHANGE_WORDS);
    shown.sort((a, b) => (a[1].kind === 'new') - (b[1].kind === 'new') || order.indexOf(a[1].kind) - order.indexOf(b[1].kind));
    const items = shown.slice(0, KNOWN_LISTED).map(([event, change]) => element('li', {},
      element('span', { class: 'kind' }, CHANGE_WORDS[change.kind]),
      element('button', { type: 'button', onclick: (click) => this.page.open(event, click.currentTarget) },
        data.titleOf(change.after ?? change.before)),
      this.became(change)));
    if (shown.length > KNOWN_LISTED) items.push(element('li', { class: 'rest' }, `and ${shown.length - KNOWN_LISTED} more`));
    document.getElementById('known-list').replaceChildren(...items);
  }

  became({ kind, before, after }) {
    const { data } = this.page;
    if (kind === 'new' || kind === 'gone') {
      const row = after ?? before;
      return element('span', { class: 'became' }, `${data.word('status', row)}, ${data.dateWords(row)}`);
    }
    return element('span', { class: 'became' }, differences(data, before, after).join('; '));
  }

  withoutMoment() {
    const { data, state } = this.page;
    let number = 0;
    for (const moment of data.since[state.axis]) if (moment === NONE) number++;
    return number;
  }
}

/** What is not the same in two versions of an event, in words. */
function differences(data, was, is) {
  const first = changed(was, is, [(row) => data.word('status', row), (row) => data.dateWords(row)]);
  const title = data.titleOf(was) === data.titleOf(is) ? [] : [`was “${data.titleOf(was)}”`];
  return [...first, ...otherDifferences(data, was, is), ...title];
}

/** The same without status, date and title. */
function otherDifferences(data, was, is) {
  return changed(was, is, [
    (row) => data.word('certainty', row), (row) => data.word('claim', row), (row) => data.word('type', row).toLowerCase(),
    (row) => data.placeName(row) || 'no place', (row) => data.actorNames(row) || 'nobody',
  ]);
}

function changed(was, is, sides) {
  return sides.map((say) => [say(was), say(is)]).filter(([a, b]) => a !== b).map(([a, b]) => `${a} → ${b}`);
}
