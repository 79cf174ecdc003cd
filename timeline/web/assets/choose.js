'use strict';
// Which rows are shown, and what became of events since the moment before.

const CHANGE_WORDS = {
  new: 'new', confirmed: 'firmed up', narrowed: 'date narrowed', moved: 'moved', fell: 'fell away', gone: 'gone',
  changed: 'changed', sources: 'more sources',
};

/** Numbers of the words chosen on an axis as a mask; null where none is. */
function mask(vocabulary, chosen) {
  if (!chosen.length) return null;
  return Uint8Array.from(vocabulary, (word) => (chosen.includes(word) ? 1 : 0));
}

/** A function that says whether a row is wanted. */
function wanted(data, state, evidence) {
  const tests = [];
  for (const axis of ['type', 'status', 'certainty']) {
    const chosen = mask(data.words[axis], state[axis]);
    if (chosen) tests.push((row) => chosen[data[axis][row]]);
  }
  if (!state.background) tests.push((row) => data.salience[row] !== data.background);
  if (state.actor.length) {
    const actors = state.actor.map((id) => data.actorNumbers.get(id) ?? -1);
    const takes = (row, actor) => {
      let found = false;
      data.eachParty(row, (number) => { found = found || number === actor; });
      return found;
    };
    tests.push((row) => (state.any ? actors.some((a) => takes(row, a)) : actors.every((a) => takes(row, a))));
  }
  const sources = mask(data.publishers, state.source);
  if (sources) tests.push((row) => data.publishersOf(row).some((publisher) => sources[publisher]));
  const words = state.words.trim().toLowerCase();
  if (words) {
    tests.push((row) => data.titleOf(row).toLowerCase().includes(words)
      || Boolean(evidence && evidence.says(data.event[row], words, state.publishedBy())));
  }
  return (row) => tests.every((test) => test(row));
}

/** The rows to show, in order of time, undated ones apart, and the changes since the moment before. */
function choose(data, state, moments, evidence) {
  const test = wanted(data, state, evidence);
  const rows = data.rowsAt(state.axis, state.moment).filter(test);
  const changes = state.moment === null ? new Map() : changesAt(data, state, moments, rows, test);
  const ghosts = [...changes.values()].filter((change) => change.kind === 'gone').map((change) => change.before);
  const dated = [], undated = [];
  for (const row of rows) (data.isDated(row) ? dated : undated).push(row);
  const drawn = dated.concat(ghosts.filter((row) => data.isDated(row)));
  // Equal days keep the order of the database, which is that of titles.
  drawn.sort((a, b) => data.start(a) - data.start(b) || a - b);
  return { dated: Int32Array.from(drawn), undated, rows, changes, ghosts: new Set(ghosts) };
}

/** event -> what became of it between the moment before and this one. */
function changesAt(data, state, moments, rows, test) {
  const at = moments.indexOf(state.moment);
  const before = at > 0 ? data.rowsAt(state.axis, moments[at - 1]).filter(test) : [];
  const old = new Map(before.map((row) => [data.event[row], row]));
  const changes = new Map();
  for (const row of rows) {
    const event = data.event[row], was = old.get(event);
    old.delete(event);
    if (was === row) continue;
    changes.set(event, { kind: was === undefined ? 'new' : changeKind(data, was, row), before: was, after: row });
  }
  for (const [event, row] of old) changes.set(event, { kind: 'gone', before: row });
  return changes;
}

function changeKind(data, was, is) {
  if (data.status[was] !== data.status[is]) {
    const now = data.word('status', is);
    if (now === 'cancelled' || now === 'postponed') return 'fell';
    if (now === 'occurred' || now === 'ongoing') return 'confirmed';
  }
  if (data.first[was] !== data.first[is] || data.last[was] !== data.last[is]) {
    if (!data.isDated(was)) return 'narrowed';
    const begun = data.first[was] === NONE || (data.first[is] !== NONE && data.first[is] >= data.first[was]);
    const over = data.last[was] === NONE || (data.last[is] !== NONE && data.last[is] <= data.last[was]);
    return begun && over ? 'narrowed' : 'moved';
  }
  const same = data.sources[was] !== data.sources[is] && differences(data, was, is).length === 0;
  return same ? 'sources' : 'changed';
}
