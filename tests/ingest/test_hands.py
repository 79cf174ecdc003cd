"""Many articles at once, many hands: what is recorded is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.store.conftest import new_database  # noqa: F401 (a fixture)
from timeline import ingest, log, projections
from timeline.ingest import desk as desks
from timeline.ingest.desk import Desk

PEOPLE = ("Ana Kovel", "Bo Lindqvist", "Carla Reni", "Dario Mant")
CITIES = ("Oslo", "Lima", "Accra", "Hanoi", "Quito")


def story(number: int) -> str:
    day, who, where = 1 + number % 27, PEOPLE[number % 4], CITIES[number % 5]
    return (
        f"Minister {who} opened the new bridge in {where} on March {day}, 2024. Officials signed a treaty with"
        f" Norway on Friday. The council will meet again on April {day}, 2024. Story number {number}.\n"
    )


def folder(path: Path, number: int) -> Path:
    path.mkdir()
    for n in range(number):
        (path / f"{n:03d}.txt").write_text(
            f"---\ntitle: Bridge {n}\npublished: 2024-03-{1 + n % 27:02d}\n---\n{story(n)}"
        )
    (path / "bad.html").write_bytes(b"\x00\x01")
    rows = [{"text": story(n), "published": "2024-03-02"} for n in range(number, number + 5)]
    (path / "lines.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"nothing": 1}, rows[0]]))
    return path


def said(engine: Engine) -> list[tuple[str, int, str, dict[str, Any]]]:
    """The log without record ids, times and the random ids of new actors."""
    names: dict[str, str] = {}
    found = []
    with engine.connect() as conn:
        for entry in log.read(conn):
            payload = json.dumps(entry.record.payload(), sort_keys=True)
            if entry.type == "ActorNamed":
                names.setdefault(entry.record.actor_id, f"actor {len(names)}")
            for actor, name in names.items():
                payload = payload.replace(actor, name)
            found.append((entry.type, entry.version, payload))
    return found


def add(engine: Engine, path: Path, **more: Any) -> tuple[list[Any], ingest.Totals]:
    told: list[Any] = []
    totals = ingest.add(
        engine, ingest.walk([path]), by="me", clock=lambda: "2026-01-01T00:00:00Z", on_article=told.append, **more
    )
    return told, totals


@pytest.fixture
def databases(new_database: Callable[[], Any]) -> Iterator[tuple[Engine, Engine]]:  # noqa: F811
    with new_database() as one, new_database() as two:
        yield one, two


def test_articles_that_share_a_transaction_are_recorded_as_if_they_came_alone(
    databases: tuple[Engine, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder(tmp_path / "in", 6)
    alone, together = databases
    monkeypatch.setattr(desks, "RECORDS", 1)
    first = add(alone, path)
    monkeypatch.undo()
    assert add(together, path) == first
    assert said(alone) == said(together)
    with alone.connect() as conn, together.connect() as other:
        appends = [[len(c) for c in projections.commits(log.read(x))] for x in (conn, other)]
    assert appends[0] == appends[1]
    assert len(appends[0]) == first[1].articles == 11


def test_an_article_that_cannot_be_appended_takes_nobody_with_it(
    databases: tuple[Engine, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, _ = databases
    told: list[str] = []
    honest = Desk._append

    def refuse(self: Desk, conn: Any, name: str, *rest: Any) -> Any:
        if name.endswith("003.txt"):
            raise ValueError("no")
        return honest(self, conn, name, *rest)

    monkeypatch.setattr(Desk, "_append", refuse)
    with pytest.raises(ValueError, match="no"):
        ingest.add(
            engine, ingest.walk([folder(tmp_path / "in", 6)]), by="me", clock=lambda: "2026-01-01T00:00:00Z",
            on_article=lambda result: told.append(Path(result.source).name),
        )  # fmt: skip
    with engine.connect() as conn:
        assert sum(1 for e in log.read(conn) if e.type == "ArticleAdded") == 3
    assert told == ["000.txt", "001.txt", "002.txt"]
    monkeypatch.undo()
    _, totals = add(engine, tmp_path / "in")
    assert (totals.known, totals.articles) == (3 + 1, 8)


@pytest.mark.slow
def test_two_processes_record_what_one_does(tmp_path: Path, databases: tuple[Engine, Engine]) -> None:
    path = folder(tmp_path / "in", 70)
    one, two = databases
    first = add(one, path)
    with ingest.Processes(2) as hands:
        assert add(two, path, hands=hands) == first
        assert add(two, path, hands=hands)[1].known == 76
    assert said(one) == said(two)
