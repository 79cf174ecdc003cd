'use strict';
// One event opened: what it is, how it came to be known, and every sentence it rests on.

class Detail {
  constructor(page) {
    this.page = page;
    this.aside = document.getElementById('detail');
    this.body = document.getElementById('detail-body');
    document.getElementById('detail-close').addEventListener('click', () => page.open(null));
    this.aside.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') page.open(null);
    });
    this.opener = null;
  }

  /** Opens the event that the state names, or closes. `opener` gets the focus back at the end. */
  async show(opener) {
    const { state, data } = this.page;
    const event = state.event === null ? undefined : data.eventNumbers.get(state.event);
    document.body.classList.toggle('with-detail', event !== undefined);
    if (event === undefined) {
      this.aside.hidden = true;
      if (this.opener && document.contains(this.opener)) this.opener.focus();
      this.opener = null;
      return;
    }
    if (opener) this.opener = opener;
    const row = this.page.rowOf(event);
    document.getElementById('detail-title').textContent = data.titleOf(row);
    this.body.replaceChildren(this.facts(row), element('p', { class: 'loading' }, 'Reading the sentences …'));
    this.aside.hidden = false;
    this.aside.scrollTop = 0;
    if (opener) this.aside.focus();
    let evidence;
    try {
      evidence = await data.evidence();
    } catch (error) {
      this.body.lastChild.textContent = error.message;
      return;
    }
    if (state.event !== data.events.at(event)) return;
    this.body.replaceChildren(...[this.facts(row, evidence, event), this.history(event), this.said(evidence, event),
      ...this.quotes(evidence, event), this.foot(event)].filter(Boolean));
  }

  facts(row, evidence, event) {
    const { data } = this.page, status = data.word('status', row);
    const phrases = evidence ? [...new Set([...evidence.of(event)].map((r) => evidence.reports.phrase.at(r)).filter(Boolean))] : [];
    const tags = evidence ? evidence.tags.filter(([number]) => number === event).map(([, tag]) => tag) : [];
    const list = element('dl');
    const add = (name, ...values) => values.length && list.append(element('dt', {}, name), element('dd', {}, ...values));
    if (phrases.length) add('In the words of the sources', phrases.slice(0, 6).map((phrase) => `“${phrase}”`).join(', '));
    const roles = new Map();
    data.eachParty(row, (actor, role) => roles.set(role, [...(roles.get(role) || []), actor]));
    for (const [role, actors] of roles) add(capital(data.words.role[role]), ...this.actorButtons(actors));
    if (data.placeName(row)) add('Place', data.placeName(row));
    add('Type', data.word('type', row).toLowerCase());
    if (tags.length) add('Tags', tags.join(', '));
    return element('div', { class: 'facts' },
      element('p', { class: 'when' }, data.dateWords(row)),
      element('p', { class: 'standing' }, element('span', { class: `sign ${data.isDisputed(row) ? 'dashed ' : ''}${status}`, 'aria-hidden': 'true' }),
        `${data.standing(row)} · ${counted(data.sources[row], 'source')}`),
      list);
  }

  actorButtons(actors) {
    const { data, state } = this.page;
    return actors.map((actor) => element('button', { type: 'button', class: 'actor', title: 'Show only events with this actor',
      onclick: () => state.change({ actor: [data.actors.id[actor]], page: 1 }, 'choice') }, data.actors.name[actor]));
  }

  /** How the event came to be what it is: by publication, or by the log where that is what the slider follows. */
  history(event) {
    const { data, state } = this.page;
    const axis = data.versions(event, state.axis).length ? state.axis : 1 - state.axis;
    const versions = data.versions(event, axis);
    if (versions.length < 2) return null;
    const items = versions.map(([moment, row], at) => {
      const words = [data.standing(row, data.dayOf(axis, moment)), data.dateWords(row), counted(data.sources[row], 'source')].join(' · ');
      const before = at ? versions[at - 1][1] : null;
      const kind = before === null ? 'first known' : CHANGE_WORDS[changeKind(data, before, row)];
      const other = before === null ? '' : otherDifferences(data, before, row).join('; ');
      const title = before !== null && data.titleOf(before) === data.titleOf(row) ? null : element('span', { class: 'was' }, data.titleOf(row));
      return element('li', {}, element('button', { type: 'button', class: 'moment', title: 'Show the timeline as it was known then',
        onclick: () => state.change({ axis, moment }, 'choice') }, data.momentWords(axis, moment)),
      element('span', { class: 'kind' }, kind), element('span', { class: 'state' }, words), other ? element('span', { class: 'was' }, other) : null, title);
    });
    return element('section', {}, element('h3', {}, axis === 0 ? 'What the press had said' : 'What this database had'),
      element('ol', { class: 'history' }, ...items));
  }

  said(evidence, event) {
    const lines = evidence.corrections.filter(([number]) => number === event).map(([, field, value, reason, by, at]) =>
      element('li', {}, element('b', {}, `${field.replace('_', ' ')}: ${value}`), element('span', { class: 'reason' }, reason),
        element('span', { class: 'by' }, `${by}, ${at.slice(0, 10)}`)));
    const notes = evidence.notes.filter(([number]) => number === event).map(([, text, by, at]) =>
      element('li', {}, text, element('span', { class: 'by' }, `${by}, ${at.slice(0, 10)}`)));
    if (!lines.length && !notes.length) return null;
    return element('section', {}, element('h3', {}, lines.length ? 'Corrections and notes' : 'Notes'),
      element('ul', { class: 'said' }, ...lines, ...notes));
  }

  quotes(evidence, event) {
    const { reports, articles } = evidence, groups = new Map();
    for (const report of evidence.of(event)) {
      const number = reports.article[report];
      groups.set(number, [...(groups.get(number) || []), report]);
    }
    if (!groups.size) return [element('p', { class: 'rest' }, 'No article says so; a person entered it.')];
    const parts = [...groups].map(([number, found]) => {
      const published = articles.published.at(number);
      const day = published ? parseDay(published.slice(0, 10)) : null;
      const source = [articles.publisher.at(number), day === null ? 'date not known' : dayWords(day)].filter(Boolean).join(', ');
      const later = evidence.isLater(number, this.page.state.publishedBy());
      return element('article', { class: articles.withdrawn_at.at(number) ? 'withdrawn' : later ? 'later' : null },
        element('h4', {}, articleLink(articles.url.at(number), articles.title.at(number) || articles.url.at(number) || 'Untitled')),
        element('p', { class: 'source' }, source
          + (articles.withdrawn_at.at(number) ? ' · withdrawn, does not count' : later ? ' · after the day shown' : '')),
        ...found.map((report) => this.quote(evidence, report)));
    });
    return [element('section', { class: 'quotes' }, element('h3', {}, 'What the articles say'), ...parts)];
  }

  quote(evidence, report) {
    const { reports } = evidence, { data } = this.page, letters = [...reports.quote.at(report)];
    const phrase = reports.phrase.at(report), at = reports.at[report];
    const text = at < 0 || !phrase ? [reports.quote.at(report)]
      : [letters.slice(0, at).join(''), element('mark', {}, phrase), letters.slice(at + [...phrase].length).join('')];
    const words = [data.words.status[reports.status[report]]];
    for (const [axis, usual] of [['claim', 'asserted'], ['certainty', 'certain'], ['polarity', 'positive']]) {
      const word = data.words[axis][reports[axis][report]];
      if (word !== usual) words.push(word);
    }
    words.push(evidence.dates.at(reports.date[report]));
    if (phrase && at < 0) words.push(`dated by “${phrase}” elsewhere in the article`);
    if (reports.attributed[report] >= 0) words.push(`according to ${evidence.attributed.at(reports.attributed[report])}`);
    if (reports.zone.at(report) !== 'body') words.push(reports.zone.at(report));
    return element('figure', {}, element('blockquote', {}, ...text), element('figcaption', {}, words.join(' · ')));
  }

  foot(event) {
    const id = this.page.data.events.at(event);
    return element('p', { class: 'foot' }, 'Event ', element('code', {}, id));
  }
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
