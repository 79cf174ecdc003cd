"""Questions: what is found, in which order, under which name, as of when."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from tests.store.world import actor, article, commit, day, extracted, linked, opening, report, say
from timeline import days, log, queries
from timeline.model import Candidate, Period, When
from timeline.queries import AmbiguousId, EventFilter, NotFound, changes
from timeline.queries.at_hand import AtHand
from timeline.queries.candidates import Candidates, Wanted
from timeline.queries.named import actors_of, ids_under, offices_held
from timeline.records import (
    ActorsMerged,
    AliasGiven,
    ArticleCorrected,
    ArticleWithdrawn,
    EventCorrected,
    EventOpened,
    EventRetracted,
    EventsMerged,
    NoteAdded,
    OfficeHeld,
    TagAdded,
    Undone,
)

OCTOBER = When("2024-10-01", "2024-10-31", "2024-10", "2024-10", "month", basis="explicit")
WAR = When("2022-01-01", None, "2022", "2022/..", "open", "throughout", basis="explicit")
BEFORE = When(None, "2025-01-16", None, None, "open", basis="tense_only")
NEWS = When(None, "2025-01-16", "2025-01-16", None, "day", basis="near_published")
FIGURES = (
    # id, dating, actors, the rest
    ("signing", day("2025-01-17"), "pi", {"title": "Iran and Putin to sign", "status": "scheduled", "type": "AGREE"}),
    ("summit", OCTOBER, "p", {"title": "Summit in Kazan", "status": "occurred", "place": "Kazan"}),
    ("war", WAR, "p", {"title": "War", "status": "ongoing", "type": "ASSAULT"}),
    ("coup", BEFORE, "", {"title": "Assad deposed, says Müller", "status": "occurred", "type": "LEADERSHIP"}),
    ("talks", NEWS, "i", {"title": "Talks", "place": "The Square, Moscow", "place_country": "RU"}),
    ("aside", day("2025-01-20"), "i", {"title": "An aside", "salience": "background"}),
)  # fmt: skip
NAMES = {"p": "Vladimir Putin", "i": "Iran"}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """One article that reports six events."""
    reports = [
        report(n, when, [(NAMES[a], "party") for a in who], **more) for n, (_, when, who, more) in enumerate(FIGURES)
    ]
    events = [opening(name, f"a1/{n}", *who) for n, (name, _, who, _) in enumerate(FIGURES)]
    people = [actor("p", NAMES["p"]), actor("i", "Iran", "state")]
    say(engine, ("article/a1", [article(1, url="https://a/1"), *(extracted(1, r) for r in reports)]), *people, *events)
    return engine


def period(first: str | None, last: str | None) -> Period:
    return Period(days.of(first) if first else None, days.of(last) if last else None)


def found(engine: Engine, **filters: Any) -> str:
    with engine.connect() as conn:
        return " ".join(row["event_id"] for row in queries.events(conn, EventFilter(**filters)))


FILTERS = [
    ({}, "war summit talks signing coup"),
    ({"background": True}, "war summit talks signing aside coup"),
    ({"order": "newest"}, "signing talks summit war coup"),
    ({"limit": 2}, "war summit"),
    ({"period": period("2024-10-15", "2024-11-02")}, "war summit"),
    ({"period": period("2024-10-15", "2024-11-02"), "match": "certainly"}, ""),
    ({"period": period("2024-10-01", "2024-10-31"), "match": "certainly"}, "summit"),
    ({"period": period("2019-01-01", "2019-12-31")}, ""),
    ({"period": period("2019-01-01", "2019-12-31"), "match": "possibly"}, "talks coup"),
    ({"period": period("2025-01-17", "2025-01-17")}, "war signing"),
    ({"period": period("2025-01-16", None)}, "war talks signing"),
    ({"period": period(None, "2024-10-01")}, "war summit"),
    ({"period": period(None, "2021-12-31")}, ""),
    ({"actors": ("p",)}, "war summit signing"),
    ({"actors": ("p", "i")}, "signing"),
    ({"actors": (frozenset({"p", "i"}),)}, "war summit talks signing"),
    ({"actors": ("p", "i"), "any_actor": True}, "war summit talks signing"),
    ({"actors": (frozenset(),)}, ""),
    ({"actors": ("p",), "period": period("2025-01-01", "2025-01-31")}, "war signing"),
    ({"types": ("AGREE", "ASSAULT")}, "war signing"),
    ({"statuses": ("scheduled",)}, "signing"),
    ({"place": "kazan"}, "summit"),
    ({"place": "MOSCOW"}, "talks"),
    ({"place": "ru"}, "talks"),
    ({"grep": "SAYS MÜLLER"}, "coup"),
    ({"grep": "sentence b"}, "summit"),
    ({"grep": "100%"}, ""),
    ({"grep": "_"}, ""),
]  # fmt: skip


def test_filters(filled: Engine) -> None:
    for filters, expected in FILTERS:
        assert found(filled, **filters) == expected, filters


def test_rows_have_the_columns_of_the_contract(filled: Engine) -> None:
    with filled.connect() as conn:
        row = queries.events(conn, EventFilter(types=("AGREE",)))[0]
    assert tuple(row) == (*queries.EVENT_COLUMNS, "actors")
    assert row["actors"] == [
        {"actor_id": "i", "name": "Iran", "role": "party"},
        {"actor_id": "p", "name": "Vladimir Putin", "role": "party"},
    ]


def test_filters_that_cannot_be() -> None:
    for wrong in ({"match": "maybe"}, {"order": "title"}, {"as_of": 1, "published_until": "2025-01-01"}):
        with pytest.raises(ValueError, match=r"one of|two different"):
            EventFilter(**wrong)


def test_ids(filled: Engine) -> None:
    say(filled, ("event/summit", [EventsMerged("summit", ["signing"], "one")]))
    say(filled, ("event/abcd1", [EventOpened("abcd1", None, {"title": "One"})]))
    say(filled, ("event/abcd2", [EventOpened("abcd2", None, {"title": "Two"}), EventRetracted("abcd2", "wrong")]))
    with filled.connect() as conn:
        assert queries.event(conn, "signing")["event_id"] == "summit"
        assert queries.event(conn, "summ")["event_id"] == queries.event(conn, "sign")["event_id"] == "summit"
        assert queries.event(conn, "abcd1")["title"] == "One"
        with pytest.raises(AmbiguousId, match="abcd1, abcd2"):
            queries.event(conn, "abcd")
        with pytest.raises(NotFound, match="history abcd2"):
            queries.event(conn, "abcd2")
        for unknown in ("xxxxxx", "su", "%%%%", ""):
            with pytest.raises(NotFound):
                queries.event(conn, unknown)
        assert queries.article(conn, "a1")["article_id"] == "a1"


def test_evidence(filled: Engine) -> None:
    say(
        filled,
        (
            "event/war",
            [EventCorrected("war", "title", "The war", "clearer"), NoteAdded("war", "n"), TagAdded("war", "t")],
        ),
    )
    with filled.connect() as conn:
        row = queries.event(conn, "war")
        assert (row["title"], row["tags"], [n["text"] for n in row["notes"]]) == ("The war", ["t"], ["n"])
        assert [c["field"] for c in row["corrections"]] == ["title"]
        (said,) = queries.event_reports(conn, "war")
        assert (said["quote"], said["article_title"], said["publisher"]) == (
            "Sentence c of article 1.",
            "Title 1",
            "The Paper",
        )
        assert [a["name"] for a in said["actors"]] == ["Vladimir Putin"]
        assert (said["link_rule"], said["link_score"]) == ("test.link", 900)
        whole = queries.article(conn, "a1")
        assert whole["text"].startswith("Sentence a") and len(whole["reports"]) == 6
        assert whole["reports"][2]["event_title"] == "The war"
        assert found(filled, grep="the WAR") == "war"


def test_history_of_an_event(filled: Engine) -> None:
    (merged,) = say(filled, ("event/war", [EventsMerged("war", ["coup"], "the same")]))
    say(filled, ("event/war", [EventCorrected("war", "status", "occurred", "it ended")]))
    say(filled, ("event/war", [Undone(merged.record_id, "no")]))
    say(filled, ("article/a1", [ArticleCorrected("a1", {"title": "Other"}, "typo")]))
    with filled.connect() as conn:
        rows = changes.event_history(conn, "war")
        assert [row["what"] for row in rows if row["undone"]] == ["merged with coup"]
        types = "ReportExtracted EventOpened ReportLinked EventsMerged EventCorrected Undone ArticleCorrected"
        assert [row["type"] for row in rows] == types.split()
        assert [row["reason"] for row in rows[3:6]] == ["the same", "it ended", "no"]
        assert rows[2]["rule"] == "test.link"


def test_actors(filled: Engine) -> None:
    say(filled, actor("e", "Recep Tayyip Erdoğan"), actor("q", "V. Putin"))
    held = OfficeHeld("p", "president", "RU", None, "2012-05-07", None)
    say(filled, ("actor/p", [AliasGiven("p", "Putin"), held, ActorsMerged("p", ["q"], "one man")]))
    with filled.connect() as conn:
        assert [row["name"] for row in queries.actors(conn)] == ["Iran", "Recep Tayyip Erdoğan", "Vladimir Putin"]
        assert [row["actor_id"] for row in queries.actors(conn, grep="v. put")] == ["p"]
        assert [row["actor_id"] for row in queries.actors(conn, kind="state")] == ["i"]
        for name in ("p", "q", "Vladimir Putin", "vladimir PUTIN", "Putin", "V. Putin"):
            assert queries.find_actor_ids(conn, name) == ["p"], name
        assert queries.find_actor_ids(conn, "recep tayyip erdogan") == ["e"]
        assert queries.find_actor_ids(conn, "Nobody") == []
        putin = queries.actor(conn, "Putin")
        assert (putin["events"], putin["aliases"]) == (3, ["Putin", "V. Putin"])
        assert putin["offices"][0]["office"] == "president"
        with pytest.raises(NotFound, match="near: Vladimir Putin"):
            queries.actor(conn, "Vladimir")
        assert {a.actor_id: a.aliases for a in actors_of(conn, ["i", "e", "p", "q"])} == {
            "i": (), "e": (), "p": ("Putin", "V. Putin"),
        }  # fmt: skip
        assert ids_under(conn, ["name v putin", "name putin", "name recep tayyip erdogan", "name nobody"]) == {
            "name v putin": ["p"], "name putin": ["p"], "name recep tayyip erdogan": ["e"],
        }  # fmt: skip
        assert [(o.actor_id, o.valid_from) for o in offices_held(conn)] == [("p", "2012-05-07")]


def test_articles(filled: Engine) -> None:
    say(filled, ("article/a2", [article(2, None, url="https://a/1", revises="a1"), extracted(2, report(0))]),
        ("event/war", [linked("war", "a2/0")]))  # fmt: skip
    with filled.connect() as conn:
        assert [row["article_id"] for row in queries.articles(conn)] == ["a1", "a2"]
        assert queries.article_at(conn, "https://a/1") == "a2"
        assert queries.has_article(conn, "a1") and not queries.has_article(conn, "a")
        assert queries.stored_article(conn, "a1").published == "2025-01-16"
        alone = {row["event_id"]: row["only_source"] for row in queries.live_reports(conn, "a1")}
        assert alone["signing"] and not alone["war"]
        assert queries.generation(conn, "a1") == 1
        assert queries.sources(conn)[0] | {"publisher": ""} == {
            "publisher": "", "articles": 2, "first_published": "2025-01-16", "last_published": "2025-01-16",
        }  # fmt: skip
        assert queries.event(conn, "war")["sources"] == 1


def test_counts(filled: Engine) -> None:
    with filled.connect() as conn:

        def keys(by: str, **more: Any) -> list[tuple[Any, int]]:
            return [(row[by], row["events"]) for row in queries.count(conn, by, **more)]

        assert keys("year") == [("2022", 1), ("2024", 1), ("2025", 2), (None, 1)]
        assert keys("month")[-2:] == [("2025-01", 2), (None, 1)]
        assert keys("week")[-2] == ("2025-W03", 2)
        assert keys("day")[1:] == [("2025-01-16", 1), ("2025-01-17", 1), (None, 2)], "October 2024 is no day"
        assert keys("type") == [("CONSULT", 2), ("AGREE", 1), ("ASSAULT", 1), ("LEADERSHIP", 1)]
        assert keys("actor") == [("Vladimir Putin", 3), ("Iran", 2)]
        assert keys("year", wanted=EventFilter(actors=("i",)), gaps=True) == [("2025", 2)]
        assert [k for k, _ in keys("year", gaps=True)] == ["2022", "2023", "2024", "2025", None]


def test_due(filled: Engine) -> None:
    with filled.connect() as conn:
        assert [row["event_id"] for row in queries.due(conn, "2025-01-18")] == ["signing"]
        assert queries.due(conn, "2025-01-17") == []


CANDIDATES = [
    (day("2025-01-17"), ("p", "i"), "AGREE", ["signing", "talks", "war"]),
    (day("2025-01-17"), ("i",), "ASSAULT", ["signing", "talks", "war"]),
    (OCTOBER, ("p",), "CONSULT", ["summit", "war"]),
    (day("2024-10-22"), ("p",), "CONSULT", ["summit", "war"]),
    (NEWS, ("i",), "CONSULT", ["talks", "aside", "signing"]),
    (day("2025-01-17"), (), "AGREE", ["signing"]),
    (day("2025-01-17"), ("i",), "LEADERSHIP", ["signing", "talks", "coup"]),
    (day("1999-01-01"), ("p", "i"), "AGREE", []),
]


EVERY_TYPE = frozenset({type_ for _, _, type_, _ in CANDIDATES} | {"OTHER"})


def near(conn: Connection, *wanted: Wanted) -> list[list[Candidate]]:
    kin = [w._replace(kin=EVERY_TYPE, like=w.like or frozenset((w.type or "",))) for w in wanted]
    return Candidates(conn, AtHand(lambda c: c), (), EVERY_TYPE).near(kin)


def test_candidates(filled: Engine) -> None:
    with filled.connect() as conn:
        together = near(conn, *(Wanted(when, frozenset(ids), type_) for when, ids, type_, _ in CANDIDATES))
        for found, (when, ids, type_, expected) in zip(together, CANDIDATES, strict=True):
            assert list(dict.fromkeys(c.event_id for c in found)) == expected, (when, ids)
            assert near(conn, Wanted(when, frozenset(ids), type_)) == [found], "alone as with others"
        undated = {c.event_id for c in near(conn, Wanted(When(), frozenset("p")))[0]}
        assert "signing" in undated
        ((best, *_),) = near(conn, Wanted(day("2025-01-17"), frozenset("pi"), "AGREE", limit=1))
        news = Wanted(NEWS, frozenset("i"), limit=1)
        (nearest,), (likely,) = near(conn, news, news._replace(like=frozenset({"AGREE"})))
    assert (nearest.event_id, likely.event_id) == ("talks", "signing")
    assert (best.titles, best.types, best.party_ids) == (("Iran and Putin to sign",), ("AGREE",), {"p", "i"})
    assert (best.article_ids, best.published, best.granularity) == ({"a1"}, ("2025-01-16",), "day")


KINDS = [
    (Wanted(day("2025-01-17"), frozenset("pi"), "AGREE", kin=frozenset({"AGREE"})), {"AGREE"}),
    (Wanted(day("2025-01-17"), frozenset("pi"), "AGREE", kin=frozenset({"LEGAL"})), set()),
    (Wanted(day("2025-01-17"), frozenset("pi"), triggers=frozenset({"meet"})), {"AGREE", "ASSAULT", "CONSULT"}),
    (Wanted(day("2025-01-17"), frozenset("pi"), triggers=frozenset({"fly"}), main=True), set()),
]  # fmt: skip


def test_only_reports_of_the_kind_are_prepared(filled: Engine) -> None:
    for wanted, expected in KINDS:
        prepared: list[Candidate] = []

        def prepare(c: Candidate, to: list[Candidate] = prepared) -> Candidate:
            to.append(c)
            return c

        with filled.connect() as conn:
            Candidates(conn, AtHand(prepare), (), ()).near([wanted, wanted])
        assert {type_ for c in prepared if c.report_id for type_ in c.types} == expected, wanted
        assert len({c.report_id or c.event_id for c in prepared}) == len(prepared), "each once"


def test_as_of(filled: Engine) -> None:
    with filled.connect() as conn:
        first = log.head(conn).position
    say(
        filled, ("event/signing", [EventCorrected("signing", "status", "occurred", "seen")]), now="2025-01-18T10:00:00Z"
    )
    say(filled, ("event/signing", [EventRetracted("signing", "no")]), now="2025-01-19T10:00:00Z")
    moments: list[tuple[int | str, str]] = [
        (first, "scheduled"),
        ("2025-01-17", "scheduled"),
        ("2025-01-18", "occurred"),
        ("2025-01-18T09:59:59Z", "scheduled"),
        ("2025-01-18T12:00:00+01:00", "occurred"),
    ]
    with filled.connect() as conn:
        for moment, status in moments:
            assert queries.event(conn, "signing", as_of=moment)["status"] == status, moment
            rows = queries.events(conn, EventFilter(as_of=moment, types=("AGREE",)))
            assert [row["status"] for row in rows] == [status]
        assert queries.events(conn, EventFilter(as_of="2025-01-19", types=("AGREE",))) == []
        assert queries.events(conn, EventFilter(as_of=0)) == []
        assert [row["name"] for row in queries.actors(conn, as_of=first)] == ["Iran", "Vladimir Putin"]
        assert queries.actors(conn, as_of=0) == []
        with pytest.raises(NotFound):
            queries.event(conn, "signing", as_of=1)


def test_published_until(engine: Engine) -> None:
    """The story of a signing: expected, announced, signed."""
    by_end = When(None, "2025-01-31", None, "../2025-01-31", "open", basis="explicit")
    told = (
        ("2024-12-20", by_end, "planned"),
        ("2025-01-13", day("2025-01-17"), "scheduled"),
        ("2025-01-17T18:00", day("2025-01-17"), "occurred"),
        (None, day("2025-01-18"), "occurred"),
    )
    with log.writing(engine) as conn:
        for n, (published, when, status) in enumerate(told):
            _tell(conn, n, published, report(0, when, [("Iran", "party")], status=status, title=f"Title {n}"))
    until = {
        "2024-12-19": [],
        "2024-12-20": [("planned", None, "2025-01-31", 1)],
        "2025-01-16": [("scheduled", "2025-01-17", "2025-01-17", 2)],
        "2025-01-17": [("occurred", "2025-01-17", "2025-01-17", 3)],
    }
    with engine.connect() as conn:
        for last_day, expected in until.items():
            wanted = EventFilter(published_until=last_day, actors=("i",))
            rows, undated = queries.events_published(conn, wanted)
            assert undated == 1
            assert [(r["status"], r["earliest"], r["latest"], r["sources"]) for r in rows] == expected
            for row in rows:
                assert queries.event(conn, "e", published_until=last_day)["status"] == row["status"]
        wanted = EventFilter(published_until="2025-01-16", period=period("2025-01-17", "2025-01-17"), grep="title 1")
        assert [row["title"] for row in queries.events(conn, wanted)] == ["Title 1"]
        assert queries.events(conn, EventFilter(published_until="2025-01-16", grep="title 2")) == []
        assert queries.count(conn, "type", EventFilter(published_until="2025-01-16")) == [
            {"type": "CONSULT", "events": 1}
        ]
        assert len(queries.event_reports(conn, "e", published_until="2025-01-16")) == 2


def _tell(conn: Connection, number: int, published: str | None, said: Any) -> None:
    people = [actor("i", "Iran", "state")] if number == 0 else []
    link = opening("e", "a0/0", "i") if number == 0 else ("event/e", [linked("e", f"a{number}/0", "i")])
    commit(conn, (f"article/a{number}", [article(number, published), extracted(number, said)]), *people, link)


def test_withdrawn_articles_do_not_count(filled: Engine) -> None:
    say(filled, ("article/a1", [ArticleWithdrawn("a1", "retracted by the paper")]))
    with filled.connect() as conn:
        assert queries.events(conn) == []
        assert queries.event_reports(conn, "war")[0]["withdrawn_at"] is not None
