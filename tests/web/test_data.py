"""The data of the page: what it says now, and what it said before."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.page import embedded, unpack
from tests.web.conftest import NOW, TODAY
from tests.web.made import made_page
from tests.web.press import SCRIPT, TREATY
from timeline import days, queries
from timeline.queries import EventFilter
from timeline.web.columns import VOCABULARIES, Facts, page_data
from timeline.web.evidence import evidence_data
from timeline.web.packing import NONE, pack
from timeline.web.page import PACKED, SCRIPTS, json_bytes, standalone


def data_of(press, **wanted: Any) -> dict[str, Any]:
    with press.connect() as conn:
        meant = EventFilter(**wanted)
        return page_data(conn, meant, queries.events(conn, meant), Facts("Press", TODAY, NOW))


def versions(data: dict[str, Any], event: str, axis: str) -> list[tuple[Any, Any, str, str, int]]:
    """(since, until, status, date, sources) of what was known of an event before."""
    number, rows = data["events"].index(event), data["rows"]
    found = []
    for at, row in enumerate(range(data["current"], len(rows["event"]))):
        if rows["event"][row] == number and data["earlier"]["axis"][at] == ("published", "recorded").index(axis):
            found.append((data["earlier"]["since"][at], data["earlier"]["until"][at], *shown(data, row)))
    return found


def shown(data: dict[str, Any], row: int) -> tuple[str, str, int]:
    rows = data["rows"]
    return VOCABULARIES["status"][rows["status"][row]], data["dates"][rows["date"][row]], rows["sources"][row]


def test_an_event_appears_and_firms_up_as_it_was_published(press):
    data = data_of(press)
    number = data["events"].index(TREATY)
    assert versions(data, TREATY, "published") == [
        (days.of("2025-01-10"), days.of("2025-01-17"), "scheduled", "17 Jan 2025", 1),
        (days.of("2025-01-17"), days.of("2025-03-01"), "occurred", "17 Jan 2025", 2),
    ]
    assert data["since"]["published"][number] == days.of("2025-03-01")
    assert shown(data, number) == ("occurred", "17 Jan 2025", 3)


@pytest.mark.parametrize("until", ["2025-01-09", "2025-01-10", "2025-01-16", "2025-01-17", "2025-02-21", "2025-03-01"])
def test_each_day_of_publication_shows_what_the_command_shows(press, until):
    """The page moves by itself through what ``--published-until`` asks the database for."""
    data, day = data_of(press), days.of(until)
    known = {data["events"][n]: shown(data, n) for n, since in enumerate(data["since"]["published"])
             if since is not None and since <= day}  # fmt: skip
    for event in data["events"]:
        for since, end, *what in versions(data, event, "published"):
            if since <= day and (end is None or day < end):
                assert event not in known
                known[event] = tuple(what)
    with press.connect() as conn:
        rows = queries.events(conn, EventFilter(published_until=until))
    assert {event: (status, sources) for event, (status, _, sources) in known.items()} == {
        row["event_id"]: (row["status"], row["sources"]) for row in rows
    }


def test_each_commit_shows_what_the_command_shows(press):
    """The page moves by itself through what ``--as-of`` asks the database for; merged events are there until then."""
    data = data_of(press)
    assert "twin" in data["events"] and data["events"].index("twin") >= data["current"]
    for position in data["instants"]["position"]:
        known = {data["events"][n] for n, since in enumerate(data["since"]["recorded"])
                 if since is not None and since <= position}  # fmt: skip
        for event in data["events"]:
            for since, end, *_ in versions(data, event, "recorded"):
                if since <= position and (end is None or position < end):
                    assert event not in known
                    known.add(event)
        with press.connect() as conn:
            rows = queries.events(conn, EventFilter(as_of=position))
        assert known == {row["event_id"] for row in rows}, position


def test_a_page_of_a_moment_tells_nothing_later(press):
    then = data_of(press, published_until="2025-01-16")
    assert [shown(then, n) for n in range(then["current"])] == [("scheduled", "17 Jan 2025", 1)]
    assert then["since"]["recorded"] == [None] and then["earlier"]["since"] == []
    with press.connect() as conn:
        said = evidence_data(conn, EventFilter(published_until="2025-01-16"), then["events"])
        as_of = evidence_data(conn, EventFilter(as_of="2025-01-10"), then["events"])
    assert said["reports"]["quote"] == as_of["reports"]["quote"] == ["The presidents will sign the treaty on Friday."]
    assert data_of(press, as_of="2025-01-12")["since"]["published"] == [None]


@pytest.mark.parametrize("position", range(0, 80, 4))
def test_a_page_of_any_moment_knows_since_when(press, position):
    data = data_of(press, as_of=position)
    assert all(since is not None and since <= position for since in data["since"]["recorded"])
    assert all(since < until for since, until in zip(data["earlier"]["since"], data["earlier"]["until"], strict=True))
    assert all(since <= position for since in data["earlier"]["since"])


def test_quotes_know_where_their_date_phrase_stands(press):
    with press.connect() as conn:
        said = evidence_data(conn, EventFilter(), [TREATY, "by"])
    reports = said["reports"]
    for quote, phrase, at in zip(reports["quote"], reports["phrase"], reports["at"], strict=True):
        assert at == (quote.index(phrase) if phrase else -1)
    assert said["corrections"][0][:4] == [1, "place", "Strelsau", "the agenda names it"]
    assert said["articles"]["publisher"][:3] == ["The Paper"] * 3


class Blocks(HTMLParser):
    """The script blocks of a page, as a browser would cut them, and the policy."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[tuple[dict[str, str | None], str]] = []
        self.policy = ""
        self.inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.inside = tag
            self.blocks.append(({**dict(attrs), "tag": tag}, ""))
        if tag == "meta" and dict(attrs).get("http-equiv") == "Content-Security-Policy":
            self.policy = dict(attrs)["content"] or ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.blocks[-1] = (self.blocks[-1][0], self.blocks[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = None


def test_the_file_allows_only_its_own_script_and_asks_for_nothing(page: Path):
    text = page.read_text(encoding="utf-8")
    found = Blocks(text)
    kinds = [(attrs["tag"], attrs.get("id")) for attrs, _ in found.blocks]
    assert kinds == [("style", None), ("script", "data"), ("script", None), ("script", "evidence")]
    for (_, content), name in ((found.blocks[0], "style-src"), (found.blocks[2], "script-src")):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in found.policy
    assert found.policy.startswith("default-src 'none'") and "unsafe" not in found.policy
    assert not re.search(r'(src|href)="(?!data:)', text.split("<script", 1)[0])
    assert SCRIPT not in text and "<title>Treaty &amp; &lt;co&gt;</title>" in text
    assert SCRIPT in json.loads(found.blocks[1][1])["rows"]["title"]


@given(st.text())
def test_no_text_can_leave_its_block(text):
    page = standalone(text, {"title": text}, {"quote": f"{text}</script><!--"}).decode("utf-8", "replace")
    found = Blocks(page)
    assert [attrs.get("id") for attrs, _ in found.blocks] == [None, "data", None, "evidence"]
    assert json.loads(found.blocks[1][1])["title"] == text
    assert "\u2028" not in page.split('id="data">')[1] and "\u2029" not in page.split('id="data">')[1]


def test_marks_of_the_frame_in_a_text_stay_text():
    page = standalone("{{data}}{{scripts}}", {"a": "{{scripts}}{{styles}}"}, {}).decode()
    assert json.loads(Blocks(page).blocks[1][1]) == {"a": "{{scripts}}{{styles}}"}


def test_much_data_is_packed_and_the_same():
    value = {"titles": [f"Event {n} </script>" for n in range(60_000)]}
    attrs, content = Blocks(standalone("t", value, {}).decode()).blocks[1]
    assert attrs["type"] == PACKED and embedded(PACKED, content) == value
    assert standalone("t", value, {}) == standalone("t", value, {}), "the same page for the same data"


def long(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Lists long enough to become columns, of few values so that they are quickly made."""
    return st.lists(values, min_size=1, max_size=8).map(lambda few: few * 40)


INTS = st.integers(NONE + 1, 2**31 - 1)
PLAIN = st.none() | st.booleans() | INTS | st.text(max_size=5)
COLUMNS = long(INTS) | long(st.integers(0, 9)) | long(INTS | st.none()) | long(st.text()) | long(st.text() | st.none())


@given(st.dictionaries(st.sampled_from("abcde"), st.recursive(PLAIN | COLUMNS | long(PLAIN), st.lists, max_leaves=4)))
@example({"a": list(range(300)), "b": ["\ufeff\U0001f600é", None, ""] * 30, "c": [2**40] * 70, "d": [True] * 70})
def test_what_is_packed_comes_out_as_it_was(value):
    assert unpack(pack(value, json_bytes)) == value


def test_a_column_takes_as_few_bytes_as_it_can():
    assert len(pack({"ends": list(range(0, 3000, 3))}, json_bytes)) < 1100
    assert len(pack({"words": ["yes", "no"] * 500}, json_bytes)) < 1200


def test_json_for_a_page_is_json():
    value = {"a": "</script><!-- \u2028\u2029 'x' \U0001f600", "n": [None, 1, -3]}
    assert json.loads(json_bytes(value)) == value
    assert b"<" not in json_bytes(value)


def test_made_up_pages_hold_what_they_should():
    data = json.loads(Blocks(made_page(200).decode()).blocks[1][1])
    assert data["current"] == 200 and len(data["rows"]["event"]) == 220
    assert {len(column) for column in data["rows"].values()} == {220}


def test_every_script_of_the_folder_is_used():
    folder = Path(__file__).parents[2] / "timeline" / "web" / "assets"
    assert {path.name for path in folder.glob("*.js")} == set(SCRIPTS)
    unsafe = re.compile(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function")
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400, path.name
        assert path.suffix != ".js" or not unsafe.search(text), path.name
