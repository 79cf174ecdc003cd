"""Deciding, inside one write transaction, which actors and which events the reports of an article mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from timeline import days, identity, likeness
from timeline.actors import Book
from timeline.identity import Profile
from timeline.ingest.regrouping import Links, Streams, Told, regroup
from timeline.likeness import Traits
from timeline.model import Article, Report, When
from timeline.queries.alike import alike
from timeline.queries.alike import traits as traits_of
from timeline.queries.aside import set_aside
from timeline.queries.candidates import Candidates, Wanted
from timeline.records import Json

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.ingest.roster import Roster

MAX_CANDIDATES = 60
"""Events that share actors or type with a report and are compared with it at most."""
MAX_ALIKE, LIKE = 20, 90
"""Articles whose events are compared with an article's, and how alike they must be (thousandths of the cosine): less
is as good as nothing, whether the two were compared or not."""
PUT_OFF = 366
"""Days ahead of a postponement in which the plan that it puts off is looked for."""

_VAGUE = frozenset(identity.VAGUE)

__all__ = ["Links", "Streams", "link"]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The articles like one that is being added, and the events they report."""

    likeness: Mapping[str, Mapping[str, int]]
    by_action: Mapping[str, Sequence[Profile]]
    """Action class or type -> events."""
    mains: Sequence[Profile]

    def of(self, mine: Profile) -> list[Profile]:
        """Events that this report may be."""
        found = [c for key in _classes(mine) for c in self.by_action.get(key, ())]
        return [*found, *self.mains] if mine.main_of else found


def nearby(
    conn: Connection, known: Candidates[Profile], article_id: str, article: Article, reports: Sequence[Report]
) -> Nearby:
    """Look for articles like this one and the events they report: a bounded number of each."""
    mine = likeness.traits(article.title, article.text)
    day = days.of(article.published_day) if article.published_day else None
    found = alike(conn, mine.keys, day)
    found.pop(article_id, None)
    compared = _compared(mine, found)
    near = sorted(compared, key=lambda i: (-compared[i]["words"], i))[:MAX_ALIKE]
    events = known.of_articles(near) if near else []
    # Their events' other articles may be alike, too.
    missing = {a for c in events for a in c.article_ids} - found.keys() - {article_id}
    compared |= _compared(mine, traits_of(conn, missing))
    by_action: dict[str, list[Profile]] = {}
    for event in events:
        for key in _classes(event):
            by_action.setdefault(key, []).append(event)
    return Nearby(compared, by_action, [event for event in events if event.main_of])


def _compared(mine: Traits, others: Mapping[str, Traits]) -> dict[str, Mapping[str, int]]:
    """What those articles have in common with this one that are alike enough."""
    return {i: likeness.compare(mine, other) for i, other in others.items() if likeness.cosine(mine, other) >= LIKE}


def _classes(p: Profile) -> set[str]:
    return {*p.actions, *(t for t in p.types if t not in identity.VAGUE)}


@cache
def _same_action(trigger: str) -> frozenset[str]:
    """A trigger, and all others that name the same act."""
    actions = identity.weights().actions
    name = actions.get(trigger)
    return frozenset((trigger, *(other for other, same in actions.items() if same == name)))


@cache
def _related(type_: str) -> frozenset[str]:
    """A type, and those that go with it; not those that acts of any kind share."""
    return frozenset((type_, *identity.weights().goes_with.get(type_, ()))) - set(identity.VAGUE)


def link(
    conn: Connection,
    roster: Roster,
    article_id: str,
    article: Article,
    reports: Sequence[Report],
    ids: Mapping[int, str],
    inherited: Mapping[int, str],
    main: int | None = None,
    gone: Set[str] = frozenset(),
) -> Links:
    """Decide for each report which event it is and for each mention which actor.

    Args:
        conn: a connection that holds the writer's lock, its read model up to date.
        roster: the actors.
        article_id: of the article.
        article: the article.
        reports: its reports.
        ids: ordinal -> report_id.
        inherited: ordinal -> event_id of links that an earlier reading of the article made and that are kept.
        main: ordinal of the report that headline and lead are about.
        gone: report_ids of known reports that these take the place of, and draw nothing.
    """
    links = Links()
    triggers = {trigger for report in reports for trigger in _same_action(report.trigger)}
    known = Candidates(conn, roster.events, triggers, {t for r in reports for t in _related(r.type)})
    near = nearby(conn, known, article_id, article, reports)
    aside = [roster.events.ready(c) for c in set_aside(conn, roster.spoken_of)]
    roster.look_up({role.mention for report in reports for role in report.mentions})
    people = {role.mention.name for r in reports for role in r.mentions if role.mention.kind == "person"}
    told = []
    for report in reports:
        actors = _actors(roster, report, article, links, people)
        subject = _subject(report, actors, roster.book, article_id, article, report.ordinal == main)
        mine = roster.events.ready(identity.opened("", subject, ids[report.ordinal]))
        told.append((mine, subject, actors))
    # The firmest first: so each finds all of its own article that it may follow.
    told.sort(key=lambda one: one[0].firmness)
    stored = _stored(known, [subject for _, subject, _ in told])
    for (mine, subject, actors), some in zip(told, stored, strict=True):
        found = (some, near.of(mine), aside)
        kin = links.kin(mine, *found)
        ordinal = subject.report.ordinal
        if kept := inherited.get(ordinal):
            decision = identity.Decision(kept, "identity.inherited", 1000, None, None, {})
        else:
            decision = identity.decide(mine, kin.firmer, near.likeness, judged=kin.judged)
        others = [c for c in kin.less if c.report_id not in gone and c.report_id not in links.own]
        drawn = identity.drawn(mine, others, near.likeness, identity.weights())
        beside = _beside(known, links, {decision.event_id, *(d.report.event_id for d in drawn)}, found) if drawn else []
        beside = [c for c in beside if c.report_id not in gone]
        regroup(conn, links, Told(mine, ordinal, actors, decision), drawn, beside)
    links.events = {n: links.event_now(ids[n], event) for n, event in links.events.items()}
    return links


def _stored(known: Candidates[Profile], subjects: Sequence[identity.Subject]) -> list[list[Profile]]:
    """For each report what it may tell the same as, of the events that share actors or type with it."""
    wanted = [_wanted(subject) for subject in subjects]
    found = iter(known.near([w for several in wanted for w in several]))
    return [list(chain.from_iterable(islice(found, len(several)))) for several in wanted]


def _wanted(subject: identity.Subject) -> list[Wanted]:
    report = subject.report
    # What says nothing in particular is sought among the events of its actors and of articles alike only.
    vague, kin = report.type in identity.VAGUE, _related(report.type)
    wanted = Wanted(
        report.when, subject.party_ids or subject.actor_ids, None if vague else report.type,
        like=_VAGUE if vague else kin, kin=kin, triggers=_same_action(report.trigger), main=subject.main,
        limit=MAX_CANDIDATES,
    )  # fmt: skip
    if report.status != "postponed" or not subject.published:
        return [wanted]
    # The day that was planned before is not this one, but lies ahead as this one does.
    ahead = When(subject.published, days.iso(days.of(subject.published) + PUT_OFF), basis="explicit")
    return [wanted, wanted._replace(when=ahead, type=None)]


def _beside(
    known: Candidates[Profile], links: Links, events: Set[str | None], found: Sequence[Sequence[Profile]]
) -> list[Profile]:
    """All that counts in some of the events that were found."""
    there = {c.event_id for several in found for c in several if links.event_now(c.report_id, c.event_id) in events}
    return [c for c in links.candidates(known.of_events(sorted(there)), found[-1]) if c.event_id in events]


def _actors(roster: Roster, report: Report, article: Article, links: Links, people: Set[str]) -> list[list[Json]]:
    on = article.published_day or report.when.latest
    resolved: list[list[Json]] = []
    for number, role in enumerate(report.mentions):
        actor_id, rule, records = roster.identify(role.mention, on, people)
        if actor_id is not None:
            resolved.append([number, actor_id, rule])
            links.actor_records.setdefault(actor_id, []).extend(records)
    return resolved


def _subject(
    report: Report, actors: list[list[Json]], book: Book, article_id: str, article: Article, main: bool
) -> identity.Subject:
    parties = {actor_id for number, actor_id, _ in actors if report.mentions[number].role != "mentioned"}
    known = [actor for i in sorted(parties) if (actor := book.get(i))]
    return identity.Subject(
        report=report,
        actor_ids=frozenset(actor_id for _, actor_id, _ in actors),
        party_ids=frozenset(parties),
        person_ids=frozenset(actor.actor_id for actor in known if actor.kind == "person"),
        article_id=article_id,
        published=article.published_day,
        countries=frozenset(actor.country for actor in known if actor.country),
        main=main,
    )
