"""Many articles at once, many hands: what is recorded is the same."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.store.conftest import new_database  # noqa: F401 (a fixture)
from timeline import db, ingest, log, projections
from timeline.extract import plain
from timeline.ingest import desk as desks
from timeline.ingest.desk import Desk
from timeline.ingest.hands import send_compactly
from timeline.model import Article, Mention, Problem, Report, RoleMention

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


def test_readings_come_back_from_elsewhere_as_they_were() -> None:
    article = Article(story(1), published="2024-03-02")
    reading = plain.read(article)
    assert len(reading.timexes) == 3
    who = RoleMention("agent", Mention(9, 14, "Kovel", "person", "Ana Kovel"))
    when = reading.timexes[0].when
    report = Report(0, "Opening", "open", 0, 4, 0, 9, "OTHER", when, mentions=(who, who), cues=("a", "b"))
    readings = [replace(reading, reports=(report,), main=0, mentions=(who.mention,)), reading]
    long = ForkingPickler.dumps(readings)
    send_compactly()
    short = ForkingPickler.dumps(readings)
    assert ForkingPickler.loads(short) == readings
    assert len(short) < len(long)


def test_a_batch_ends_with_many_articles_or_with_long_ones() -> None:
    texts = ["short"] * 40 + ["long " * (ingest.LETTERS // 10 + 1)] * 5
    found = iter([(str(n), Article(text)) for n, text in enumerate(texts)])
    sizes = []
    while batch := list(ingest._together(found)):
        sizes.append(len(batch))
    assert sizes == [32, 10, 2, 1]


@pytest.mark.slow
def test_two_processes_record_what_one_does(tmp_path: Path, databases: tuple[Engine, Engine]) -> None:
    path = folder(tmp_path / "in", 70)
    one, two = databases
    first = add(one, path)
    with ingest.Processes(2) as hands:
        assert add(two, path, hands=hands) == first
        assert add(two, path, hands=hands)[1].known == 76
    assert said(one) == said(two)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A scheduler and two workers, each a process of its own."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as found:
        yield found


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_records_what_one_process_does(
    tmp_path: Path, sqlite_template: Path, cluster: Any
) -> None:
    path = folder(tmp_path / "in", 150)
    for name in ("one", "two"):
        shutil.copy(sqlite_template, tmp_path / f"{name}.db")
    one, two = (db.connect(tmp_path / f"{name}.db", durable=False) for name in ("one", "two"))
    first = add(one, path)
    victim = next(iter(cluster.workers.values())).pid
    told: list[Any] = []

    def on_article(result: Any) -> None:
        told.append(result)
        if len(told) == 20:
            os.kill(victim, signal.SIGKILL)

    with ingest.Cluster(cluster.scheduler_address) as hands:
        totals = ingest.add(
            two, ingest.walk([path]), by="me", clock=lambda: "2026-01-01T00:00:00Z", hands=hands, on_article=on_article
        )
    assert (told, totals) == first
    assert said(one) == said(two)
    assert victim not in {worker.pid for worker in cluster.workers.values()}


def test_a_cluster_that_is_not_there_is_a_line_for_people() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(ingest.HandsLost, match=r"there is no Dask scheduler at tcp://127\.0\.0\.1:9"):
        ingest.Cluster("tcp://127.0.0.1:9", patience=0.5)


@pytest.mark.slow
def test_a_worker_that_is_killed_is_a_line_for_people_and_what_was_told_stands(
    tmp_path: Path, sqlite_template: Path
) -> None:
    path = folder(tmp_path / "in", 150)
    shutil.copy(sqlite_template, tmp_path / "one.db")
    engine = db.connect(tmp_path / "one.db", durable=False)
    told: list[Any] = []

    def on_article(result: Any) -> None:
        told.append(result)
        if len(told) == 20:
            os.kill(next(iter(multiprocessing.active_children())).pid, signal.SIGKILL)

    with pytest.raises(ingest.HandsLost, match="run the same command again"), ingest.Processes(2) as hands:
        ingest.add(
            engine, ingest.walk([path]), by="me", clock=lambda: "2026-01-01T00:00:00Z", hands=hands,
            on_article=on_article,
        )  # fmt: skip
    added = {result.article_id for result in told if not isinstance(result, Problem)}
    with engine.connect() as conn:
        assert {e.record.article_id for e in log.read(conn, types=["ArticleAdded"])} >= added
    assert add(engine, path)[1].problems
    with engine.connect() as conn:
        assert sum(1 for _ in log.read(conn, types=["ArticleAdded"])) == 155
