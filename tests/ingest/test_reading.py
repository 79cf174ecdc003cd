"""Stored articles read again; ready-made reports of other extractors."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.ingest.press import HELD, LATER, OTHER, PLAN, Desk
from timeline import extract, projections, queries
from timeline.ingest import actors, corrections, entering, undoing
from timeline.ingest.importing import Imported, import_reports
from timeline.ingest.reading import Reread, reparse

TREATY = "Brazil and India sign trade agreement"
TEXT = "The ministers of Kenya and Egypt signed the pact in Cairo on Friday. They will meet again in May."
MAY = {"earliest": "2024-05-01", "latest": "2024-05-31", "likely_date": "2024-05", "granularity": "month"}
INLINE = {"text": TEXT, "published": "2025-02-08", "title": "Pact signed", "url": "https://e.example/1"}
SIGNED = {
    "article": INLINE, "extractor": "mine/2", "title": "Ministers sign pact", "type": "AGREE", "status": "occurred",
    "quote": "The ministers of Kenya and Egypt signed the pact in Cairo on Friday.", "trigger": "signed",
    "date": "2025-02-07", "time_phrase": "Friday", "place": "Cairo", "main": True,
    "actors": [{"name": "Kenya", "kind": "state", "role": "party"}, {"name": "Egypt", "kind": "state"}],
}  # fmt: skip


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def install_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """An extractor that dates to the month, moves triggers by a letter and finds nothing in articles on water."""
    articles = extract.articles

    def otherwise(items: Any) -> Any:
        for reading in articles(items):
            reports = tuple(
                replace(r, trigger_start=r.trigger_start + 1, when=replace(r.when, **MAY))
                for r in reading.reports
                if "water" not in r.title
            )
            yield replace(reading, reports=reports, extractor="timeline/99")

    monkeypatch.setattr(extract, "articles", otherwise)
    monkeypatch.setattr(extract, "EXTRACTOR", "timeline/99")


def test_what_reads_as_before_appends_nothing(desk: Desk) -> None:
    desk.add(PLAN, HELD, OTHER)
    head = desk.head()
    assert reparse(desk.engine, author=desk.me) == (3, 0)
    assert desk.head() == head


def test_another_reading_replaces_the_reports_and_keeps_links_and_corrections(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add(PLAN, HELD, OTHER)
    before = desk.event(TREATY)
    actors.split_actor(desk.engine, "India", "India (the company)", [TREATY], reason="so", author=desk.me)
    corrections.correct(desk.engine, TREATY, {"title": "The pact"}, reason="so", author=desk.me)
    seen: list[Reread] = []
    install_another_release(monkeypatch)
    trial = reparse(desk.engine, author=desk.trial)
    assert trial == reparse(desk.engine, author=desk.me, on_article=seen.append) == (3, 3)
    event = desk.event("The pact")
    assert (event["event_id"], event["sources"], event["status"]) == (before["event_id"], 2, "occurred")
    assert (event["earliest"], event["latest"]) == ("2024-05-01", "2024-05-31")
    assert "India (the company)" in {a["name"] for a in event["actors"]}
    assert not [e for e in desk.events() if "water" in e["title"]]
    assert {r["extractor"] for r in reports(desk, "The pact")} == {"timeline/99"}
    head = desk.head()
    assert reparse(desk.engine, author=desk.me) == (3, 0)
    assert desk.head() == head
    events = desk.events()
    projections.rebuild(desk.engine)
    assert desk.events() == events


def test_one_article_is_read_again(desk: Desk) -> None:
    (held, _) = desk.add(HELD, OTHER)
    assert reparse(desk.engine, [held[:8]], author=desk.me) == (1, 0)
    with pytest.raises(queries.NotFound):
        reparse(desk.engine, ["nothing like it"], author=desk.me)


def reports(desk: Desk, words: str) -> list[dict[str, Any]]:
    with desk.engine.connect() as conn:
        return queries.event_reports(conn, words)


def import_(desk: Desk, *lines: Any, trial: bool = False, replacing: bool = False) -> Imported:
    data = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    author = desk.trial if trial else desk.me
    return import_reports(desk.engine, data, "f.jsonl", author=author, replacing=replacing)


def test_a_ready_made_report_with_its_article(desk: Desk) -> None:
    assert import_(desk, SIGNED, trial=True).reports == 1
    assert desk.head() == 0
    meet = {"title": "Ministers meet", "quote": "They will meet again in May.", "trigger": "meet", "date": "2025-05"}
    later = {**SIGNED, **meet, "article": INLINE["url"], "time_phrase": "May", "status": "planned"}
    total = import_(desk, SIGNED, later)
    assert (total.articles, total.reports, total.new_events, total.problems) == (1, 2, 2, ())
    event = desk.event("Ministers sign")
    assert (event["earliest"], event["place"], event["status"]) == ("2025-02-07", "Cairo", "occurred")
    assert [a["name"] for a in event["actors"]] == ["Egypt", "Kenya"]
    (report,) = reports(desk, "Ministers sign")
    assert (report["extractor"], report["time_phrase"], report["publisher"]) == ("mine/2", "Friday", None)
    assert TEXT[report["trigger_start"] : report["trigger_end"]] == "signed"
    with desk.engine.connect() as conn:
        assert queries.article(conn, "Pact signed")["main_event_id"]


def test_the_same_report_is_never_added_twice(desk: Desk) -> None:
    import_(desk, SIGNED)
    head = desk.head()
    assert (import_(desk, SIGNED, SIGNED).known, desk.head()) == (1, head)


def test_imported_and_own_reports_stand_beside_each_other(desk: Desk) -> None:
    (aid,) = desk.add(HELD)
    line = {**SIGNED, "article": aid, "quote": HELD[1], "trigger": "signed", "time_phrase": None, "date": "2024-05-20",
            "actors": [{"name": "Brazil", "kind": "state"}, {"name": "India", "kind": "state"}], "place": "Lisbon",
            "title": TREATY}  # fmt: skip
    assert import_(desk, line).reports == 1
    assert {r["extractor"] for r in reports(desk, TREATY)} == {"mine/2", extract.EXTRACTOR}
    assert reparse(desk.engine, author=desk.me) == (1, 0)
    desk.add(LATER)
    assert desk.event(TREATY)["sources"] == 2


BAD: tuple[tuple[dict[str, Any], str], ...] = (
    ({"quote": "They never met."}, "the quote does not stand in the article"),
    ({"trigger": "sang"}, "trigger 'sang' does not stand in the quote"),
    ({"time_phrase": "Monday"}, "time_phrase 'Monday' does not stand"),
    ({"title": ""}, "title is missing; needed are article, extractor, title, quote"),
    ({"titel": "x"}, "unknown key titel"),
    ({"status": "done"}, "status is one of planned, scheduled, expected, ongoing, occurred, postponed, cancelled"),
    ({"date": "2025-02-31"}, "there is no such day"),
    ({"date": {"earliest": "soon"}}, "soon"),
    ({"date": {"from": "2025"}}, "date: unknown key from"),
    ({"extractor": "timeline/1"}, "a name of your own"),
    ({"article": "ffffffff"}, "there is no article"),
    ({"article": {"title": "no text"}}, "has neither text nor html"),
    ({"article": 7}, "an id, an address or an object"),
    ({"actors": ["Kenya"]}, "actors must be a list of objects"),
    ({"actors": [{"name": "Kenya", "role": "boss"}]}, "role is one of agent"),
    ({"place": 7}, "place must be a string"),
    ({"main": "yes"}, "main must be true or false"),
    ({"title": "a\u0000b"}, "a character that no text has"),
)


def test_bad_lines_are_named_and_the_others_go_on(desk: Desk) -> None:
    total = import_(desk, *({**SIGNED, **change} for change, _ in BAD), SIGNED)
    assert (total.lines, total.reports, len(total.problems)) == (len(BAD) + 1, 1, len(BAD))
    said = {problem.source: problem.reason for problem in total.problems}
    for number, (change, why) in enumerate(BAD, 1):
        assert why in said[f"f.jsonl:{number}"], change


def test_lines_that_are_no_objects(desk: Desk) -> None:
    total = import_(desk, b"nonsense", b"[1]", b"\xff\xfe{}", b"", b"[" * 5000)
    assert [p.source for p in total.problems] == ["f.jsonl:1", "f.jsonl:2", "f.jsonl:3", "f.jsonl:5"]


MEET = {
    **SIGNED, "title": "Ministers meet", "quote": "They will meet again in May.", "trigger": "meet", "date": "2025-05",
    "time_phrase": "May", "type": "CONSULT", "status": "planned", "main": False,
}  # fmt: skip
BETTER = {**SIGNED, "extractor": "mine/3", "title": "Kenya and Egypt sign pact", "place": "Cairo, Egypt"}


def replace_(desk: Desk, *lines: Any, trial: bool = False) -> tuple[int, int, int]:
    total = import_(desk, *lines, trial=trial, replacing=True)
    assert total.problems == ()
    return total.reports, total.superseded, total.known


def live(desk: Desk) -> list[tuple[str, str]]:
    with desk.engine.connect() as conn:
        found = conn.execute(text("SELECT extractor, title FROM reports WHERE superseded_at IS NULL ORDER BY 1, 2"))
        return [(row[0], row[1]) for row in found]


def test_an_import_replaces_what_the_same_extractor_gave_before(desk: Desk) -> None:
    theirs = {**MEET, "extractor": "theirs/1"}
    import_(desk, SIGNED, MEET, theirs)
    before = desk.event("sign pact")
    corrections.correct(desk.engine, "sign pact", {"title": "The pact"}, reason="so", author=desk.me)
    actors.split_actor(desk.engine, "Egypt", "Egypt (the club)", ["The pact"], reason="so", author=desk.me)
    head, events = desk.head(), desk.events()
    assert replace_(desk, BETTER, trial=True) == (1, 2, 0)
    assert (desk.head(), desk.events()) == (head, events)
    assert replace_(desk, BETTER) == (1, 2, 0)
    assert live(desk) == [("mine/3", "Kenya and Egypt sign pact"), ("theirs/1", "Ministers meet")]
    event = desk.event("The pact")
    assert (event["event_id"], event["place"], event["reports"]) == (before["event_id"], "Cairo, Egypt", 1)
    assert {a["name"] for a in event["actors"]} == {"Kenya", "Egypt (the club)"}
    with desk.engine.connect() as conn:
        assert queries.article(conn, "Pact signed")["main_event_id"] == event["event_id"]
    after = desk.events()
    projections.rebuild(desk.engine)
    assert desk.events() == after


def test_the_same_file_twice_replaces_nothing(desk: Desk) -> None:
    import_(desk, SIGNED)
    assert replace_(desk, BETTER, MEET) == (2, 1, 0)
    head = desk.head()
    assert (replace_(desk, BETTER, MEET, BETTER), desk.head()) == ((0, 0, 2), head)


def test_reports_that_go_and_come_back(desk: Desk) -> None:
    for lines, brought in (
        ((SIGNED, MEET), (2, 0, 0)),
        ((SIGNED,), (0, 1, 1)),
        ((SIGNED, MEET), (1, 0, 1)),
        ((MEET,), (0, 1, 1)),
        ((SIGNED, MEET), (1, 0, 1)),
    ):
        assert replace_(desk, *lines) == brought
        head = desk.head()
        assert (replace_(desk, *lines), desk.head()) == ((0, 0, len(lines)), head)
        assert [title for _, title in live(desk)] == sorted(line["title"] for line in lines)


def test_undo_brings_back_what_an_import_replaced(desk: Desk) -> None:
    import_(desk, SIGNED, MEET)
    before, events, head = live(desk), desk.events(), desk.head()
    replace_(desk, BETTER)
    undoing.undo(desk.engine, str(head + 1), whole_commit=True, author=desk.me)
    assert (live(desk), desk.events()) == (before, events)
    assert replace_(desk, BETTER) == (1, 2, 0)
    assert [title for _, title in live(desk)] == ["Kenya and Egypt sign pact"]


def test_what_others_and_people_said_is_not_replaced(desk: Desk) -> None:
    (aid,) = desk.add(HELD)
    line = {"article": aid, "extractor": "mine/1", "title": "Pact", "quote": HELD[1], "trigger": "signed"}
    told = {"article": aid, "quote": "signed a trade agreement", "reason": "so"}
    entering.enter(desk.engine, "By hand", {"date": "2024-05-20"}, **told, author=desk.me)
    before = live(desk)
    assert replace_(desk, line) == (1, 0, 0)
    assert replace_(desk, {**line, "extractor": "mine/2"}) == (1, 1, 0)
    assert live(desk) == sorted([*before, ("mine/2", "Pact")])


def test_an_article_with_a_bad_line_keeps_what_it_has(desk: Desk) -> None:
    other = {**SIGNED, "article": {"text": "The ministers of Kenya and Egypt signed the pact in Cairo on Friday. So."}}
    import_(desk, SIGNED, other)
    head = desk.head()
    for bad in (b"nonsense", {**MEET, "quote": "They never met."}, {**MEET, "status": "done"}):
        total = import_(desk, BETTER, bad, {**BETTER, "title": "Another"}, replacing=True)
        assert (total.lines, total.reports, len(total.problems), desk.head()) == (3, 0, 3, head)
        kept = "its article keeps the reports it has, as f.jsonl:2 was not read"
        assert {p.source: p.reason for p in total.problems}["f.jsonl:1"] == kept
    total = import_(desk, b"nonsense", {**other, "extractor": "mine/4"}, BETTER, replacing=True)
    assert (total.lines, total.reports, total.superseded, len(total.problems)) == (3, 1, 1, 2)


def test_lines_about_a_replaced_article_stand_together(desk: Desk) -> None:
    import_(desk, SIGNED)
    total = import_(desk, BETTER, {**MEET, "article": INLINE["url"]}, replacing=True)
    assert (total.reports, total.superseded) == (1, 1)
    assert [p.source for p in total.problems] == ["f.jsonl:2"]
    assert "lines about one article must stand together" in total.problems[0].reason
