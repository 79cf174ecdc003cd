"""A snapshot holds what it should, appears whole or not at all, and never takes the place of anything else."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect, select, text

from tests.bi.conftest import MADE_AT
from tests.bi.press import BEFORE, begin, later
from tests.store.world import article, day, extracted, opening, report, say
from timeline import __version__, days, db, log, publish, queries
from timeline.model import Period
from timeline.publish import Part, calendar, tables
from timeline.publish.cookbook import cookbook
from timeline.publish.then import commit_end
from timeline.queries import EventFilter
from timeline.schema import read_model

PARTS = {
    "all": (Part(), {}),
    "since": (Part(since="2025-01-31"), {"period": Period(days.of("2025-01-31"), None)}),
    "actor": (Part(actors=(("Iran", frozenset({"iran"})),)), {"actors": ("iran",)}),
    "two actors": (
        Part(actors=(("Iran", frozenset({"iran"})), ("Qatar", frozenset({"qatar"})))),
        {"actors": ("iran", "qatar")},
    ),
    "as of": (Part(as_of=BEFORE), {"as_of": BEFORE}),
    "as of a position inside a commit": (Part(as_of=14), {"as_of": 14}),
    "as of the beginning": (Part(as_of=0), {"as_of": 0}),
    "as of and actor": (
        Part(as_of=BEFORE, actors=(("Iran", frozenset({"iran"})),)),
        {"as_of": BEFORE, "actors": ("iran",)},
    ),
}  # fmt: skip


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(sql).fetchall()


def test_it_is_one_file_with_the_tables_of_the_contract_and_nothing_of_the_log(snapshot: Path):
    names = {name for (name,) in rows(snapshot, "SELECT name FROM sqlite_master WHERE type <> 'index'")}
    assert names == set(tables())
    assert not names & ({"log", "payloads", "streams", "head", "search", "facts", "article_keys", "article_traits"})
    assert rows(snapshot, "PRAGMA journal_mode") == [("delete",)]
    assert rows(snapshot, "PRAGMA integrity_check") == [("ok",)]
    assert rows(snapshot, "PRAGMA foreign_key_check") == []
    assert sorted(p.name for p in snapshot.parent.iterdir() if p.name.startswith((".", "bi"))) == ["bi.db"]


def test_it_opens_where_nothing_can_be_written(snapshot: Path, tmp_path: Path):
    folder = tmp_path / "still"
    folder.mkdir()
    (folder / "bi.db").write_bytes(snapshot.read_bytes())
    folder.chmod(0o555)
    try:
        with sqlite3.connect(f"file:{folder}/bi.db?mode=ro", uri=True) as connection:
            assert connection.execute("SELECT count(*) FROM events").fetchone() != (0,)
        assert [p.name for p in folder.iterdir()] == ["bi.db"]
    finally:
        folder.chmod(0o755)


def test_every_row_is_the_live_database_s(stored: Engine, tmp_path: Path):
    path = tmp_path / "bi.db"
    written = publish.to_file(stored, path, Part(), MADE_AT)
    snapshot = create_engine(f"sqlite:///{path}")
    with stored.connect() as live, snapshot.connect() as conn:
        for name, number in written.items():
            key = [c.name for c in read_model.tables[name].primary_key.columns]
            found = [
                sorted((dict(r) for r in c.execute(select(t)).mappings()), key=lambda r: [str(r[k]) for k in key])
                for c, t in ((live, read_model.tables[name]), (conn, tables()[name]))
            ]
            for row in found[0]:
                # The ship that was retracted is no event any more, and no key may lead to it.
                if name in ("articles", "reports"):
                    row |= {key: None for key in ("event_id", "main_event_id") if row.get(key) == "ship52"}
            assert found[0] == found[1]
            assert len(found[0]) == number > 0, name
    snapshot.dispose()


def test_it_says_what_it_is_of(live: Engine, snapshot: Path):
    with live.connect() as conn:
        head = log.head(conn)
    found = rows(snapshot, "SELECT log_position, head_hash, recorded_at, made_at, program_version, as_of FROM meta")
    assert found == [(head.position, head.hash.hex(), head.recorded_at, MADE_AT, __version__, None)]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_has_the_events_that_the_commands_find(name: str, stored: Engine, tmp_path: Path):
    part, filters = PARTS[name]
    path = tmp_path / "bi.db"
    publish.to_file(stored, path, part, MADE_AT)
    with stored.connect() as conn:
        expected = queries.events(conn, EventFilter(background=True, **filters))
        position = commit_end(conn, queries.position_at(conn, part.as_of)) if part.as_of is not None else None
    counted = ("event_id", "title", "status", "earliest", "latest", "sources", "reports", "first_reported_at")
    found = rows(path, f"SELECT {', '.join(counted)} FROM events")
    assert sorted(found) == sorted(tuple(row[c] for c in counted) for row in expected)
    cast = {(e["event_id"], a["actor_id"], a["role"]) for e in expected for a in e["actors"]}
    assert set(rows(path, "SELECT event_id, actor_id, role FROM event_actors")) == cast
    assert rows(path, "PRAGMA foreign_key_check") == []
    for table in ("event_actors", "reports", "event_history", "notes", "tags"):
        strays = f"SELECT event_id FROM {table} WHERE event_id NOT IN (SELECT event_id FROM events)"
        gone = {("ship51",), ("ship52",)} if part.whole and table == "event_history" else set()
        assert set(rows(path, strays)) <= gone, table
    if position is not None:
        assert rows(path, "SELECT log_position FROM meta") == [(position,)]
        assert rows(path, f"SELECT 1 FROM reports WHERE position > {position}") == []
        assert rows(path, "SELECT 1 FROM event_history WHERE to_position > (SELECT log_position FROM meta)") == []


@pytest.mark.slow
def test_as_of_is_the_database_as_it_stood(engine: Engine, tmp_path: Path):
    """Published then, and published later as of then: the same rows in every table."""
    early, late = tmp_path / "early.db", tmp_path / "late.db"
    begin(engine)
    with engine.connect() as conn:
        position = log.head(conn).position
    publish.to_file(engine, early, Part(), MADE_AT)
    later(engine)
    publish.to_file(engine, late, Part(as_of=position), MADE_AT)
    for name in publish.KEPT:
        found = [sorted(rows(path, f"SELECT * FROM {name}"), key=repr) for path in (early, late)]
        assert found[0] == found[1], name


def test_what_was_erased_is_in_no_snapshot_of_an_earlier_day(run, live_path: Path, tmp_path: Path):
    copy, path = tmp_path / "live.db", tmp_path / "bi.db"
    with sqlite3.connect(live_path) as source:
        source.execute("VACUUM INTO ?", (str(copy),))
    position = rows(live_path, "SELECT position FROM head")[0][0]
    assert run("--db", str(copy), "erase", "a10", "--reason", "the law", "--yes").code == 0
    for as_of in ((), ("--as-of", str(position))):
        assert run("--db", str(copy), "publish", str(path), *as_of).code == 0
        assert rows(path, "SELECT count(*) FROM reports WHERE article_id = 'a10'") == [(0,)]
        assert b"Sentence b of article 10" not in path.read_bytes()
        assert rows(path, "SELECT count(*) FROM reports WHERE article_id = 'a11'") == [(1,)]


def test_a_period_and_an_actor_are_asked_of_indexes(snapshot: Path):
    (query,) = [q for q in cookbook() if q.name == "period_actor"]
    with sqlite3.connect(snapshot) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.example)]
        day = "SELECT title FROM events WHERE starts_at >= '2025-01-01' AND starts_at < '2025-02-01'"
        plan_of_a_day = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {day}")]
    assert not [step for step in plan if step.startswith(("SCAN x", "SCAN a"))], plan
    assert "events_starts_at" in plan_of_a_day[0]


def test_a_snapshot_is_of_one_moment_while_articles_are_added(sqlite_template: Path, tmp_path: Path):
    live_file, path = tmp_path / "live.db", tmp_path / "bi.db"
    live_file.write_bytes(sqlite_template.read_bytes())
    engine, reader = db.connect(live_file), db.connect(live_file, readonly=True)

    def add() -> None:
        for number in range(30):
            made = report(1, day("2025-01-17"), title=f"Event {number}")
            said = (f"article/a{number}", [article(number), extracted(number, made)])
            say(engine, said, opening(f"e{number}", f"a{number}/1"))

    writer = threading.Thread(target=add)
    writer.start()
    while writer.is_alive():
        publish.to_file(reader, path, Part(), MADE_AT)
        # Each article is one commit of four records with one report, one event and one version of it.
        tables_of_one = ("articles", "reports", "events", "event_history", "event_ids")
        counts = {rows(path, f"SELECT count(*) FROM {name}")[0][0] for name in tables_of_one}
        assert counts == {rows(path, "SELECT log_position / 4 FROM meta")[0][0]}
    writer.join()
    for each in (engine, reader):
        each.dispose()


# --- what is there already ---


def test_publishing_again_replaces(live: Engine, tmp_path: Path):
    path = tmp_path / "bi.db"
    for made_at in ("2025-05-01T00:00:00.000000Z", "2025-05-02T00:00:00.000000Z"):
        publish.to_file(live, path, Part(), made_at)
    assert rows(path, "SELECT made_at FROM meta") == [("2025-05-02T00:00:00.000000Z",)]
    assert [p.name for p in tmp_path.iterdir()] == ["bi.db"]


def test_a_reader_of_the_old_one_goes_on_reading_it(live: Engine, tmp_path: Path):
    path = tmp_path / "bi.db"
    publish.to_file(live, path, Part(), MADE_AT)
    with sqlite3.connect(path) as reader:
        before = reader.execute("SELECT count(*) FROM events").fetchone()
        publish.to_file(live, path, Part(as_of=0), MADE_AT)
        assert reader.execute("SELECT count(*) FROM events").fetchone() == before != (0,)
    assert rows(path, "SELECT count(*) FROM events") == [(0,)]


@pytest.mark.parametrize("content", [b"", b"dear diary", b"SQLite format 3\0" + bytes(84)])
def test_a_file_that_is_no_snapshot_stays(live: Engine, tmp_path: Path, content: bytes):
    path = tmp_path / "diary.db"
    path.write_bytes(content)
    with pytest.raises(db.Foreign, match="no timeline snapshot; it stays as it is"):
        publish.to_file(live, path, Part(), MADE_AT)
    assert path.read_bytes() == content


def test_the_live_database_itself_stays(live: Engine, live_path: Path):
    before = live_path.read_bytes()
    with pytest.raises(db.Foreign):
        publish.to_file(live, live_path, Part(), MADE_AT)
    assert live_path.read_bytes() == before


@pytest.mark.slow
def test_a_folder_that_is_no_snapshot_stays(live: Engine, tmp_path: Path, parquet: Path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "one.jpg").write_bytes(b"x")
    for path in (folder, folder / "one.jpg"):
        with pytest.raises(db.Foreign, match="no timeline snapshot"):
            publish.to_folder(live, path, Part(), MADE_AT)
    assert [p.name for p in folder.iterdir()] == ["one.jpg"]
    publish.to_folder(live, parquet, Part(), MADE_AT)
    assert sorted(p.name for p in parquet.parent.iterdir() if "parquet" in p.name) == ["parquet"]


@pytest.mark.slow
def test_parquet_is_partitioned_by_year(parquet: Path):
    """Years before our era have their numbers; undated events, and spans of several years, Hive's name for NULL."""
    found = {p.name for p in (parquet / "events").iterdir()}
    years = {"-43", "0", "1", "2024", "2025", "9999", "__HIVE_DEFAULT_PARTITION__"}
    assert found == {f"year={year}" for year in years}
    assert {p.name for p in parquet.iterdir() if p.is_dir()} == set(tables())
    assert [p.name for p in (parquet / "dates").iterdir()] == ["part-0.parquet"]
    assert json.loads((parquet / "_timeline.json").read_text(encoding="utf-8"))["timeline"]["made_at"] == MADE_AT


def test_metadata_of_another_hand_stay(run, live_path: Path, tmp_path: Path):
    metadata, path = tmp_path / "metadata.json", tmp_path / "bi.db"
    command = ("--db", str(live_path), "publish", str(path), "--datasette", str(metadata))
    metadata.write_text('{"title": "mine"}', encoding="utf-8")
    ran = run(*command)
    assert ran.code == 1 and "no metadata of timeline" in ran.err
    assert metadata.read_text(encoding="utf-8") == '{"title": "mine"}' and not path.exists()
    metadata.unlink()
    assert [run(*command).code, run(*command).code] == [0, 0]
    assert "bi" in json.loads(metadata.read_text(encoding="utf-8"))["databases"]


# --- places that cannot be written ---


def test_a_folder_that_is_not_there(run, live_path: Path, tmp_path: Path):
    ran = run("--db", str(live_path), "publish", str(tmp_path / "no" / "bi.db"))
    assert (ran.code, ran.err) == (1, f"Error: there is no folder {tmp_path}/no; make it, or name another place\n")


def test_a_folder_that_cannot_be_written(run, live_path: Path, tmp_path: Path):
    folder = Path("/proc/self") if os.geteuid() == 0 else tmp_path
    if os.geteuid() != 0:
        folder.chmod(0o555)
    ran = run("--db", str(live_path), "publish", str(folder / "bi.db"))
    folder.chmod(0o755) if os.geteuid() != 0 else None
    assert ran.code == 1 and ran.err.count("\n") == 1
    assert str(folder) in ran.err


@pytest.mark.parametrize("form", [(), pytest.param(("--format", "parquet"), marks=pytest.mark.slow)])
def test_a_full_disk_leaves_the_old_snapshot(run, live: Engine, live_path: Path, tmp_path: Path, form: tuple[str, ...]):
    """No file may grow beyond a limit, which fails a write as a full disk does."""
    path = tmp_path / "bi"
    make = publish.to_folder if form else publish.to_file
    make(live, path, Part(), MADE_AT)
    before = {p: p.read_bytes() for p in [path, *path.rglob("*")] if p.is_file()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000 if form else 150_000, hard))
    try:
        ran = run("--db", str(live_path), "publish", str(path), *form)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert ran.code == 1
    assert ran.err.startswith("Error: the disk of ") and "is left as it was" in ran.err and ran.err.count("\n") == 1
    assert {p: p.read_bytes() for p in [path, *path.rglob("*")] if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["bi"]


# --- the calendar ---


def test_the_calendar_is_iso_s(snapshot: Path):
    wanted = "day, date, starts_at, quarter, iso_year, iso_week, weekday, weekday_name, year_week"
    found = rows(snapshot, f"SELECT {wanted} FROM dates WHERE date IN ('2024-02-29', '2024-12-30', '2025-01-31')")
    assert found == [
        (738945, "2024-02-29", "2024-02-29 00:00:00.000000", 1, 2024, 9, 4, "Thursday", "2024-W09"),
        (739250, "2024-12-30", "2024-12-30 00:00:00.000000", 4, 2025, 1, 1, "Monday", "2025-W01"),
        (739282, "2025-01-31", "2025-01-31 00:00:00.000000", 1, 2025, 5, 5, "Friday", "2025-W05"),
    ]


def test_the_calendar_is_whole_years_around_most_events(snapshot: Path):
    assert rows(snapshot, "SELECT min(date), max(date), count(*) FROM dates") == [("2022-01-01", "2025-12-31", 1461)]


def test_an_empty_database_has_an_empty_calendar(sqlite_template: Path, tmp_path: Path):
    engine = db.connect(sqlite_template)
    publish.to_file(engine, tmp_path / "bi.db", Part(), MADE_AT)
    assert rows(tmp_path / "bi.db", "SELECT count(*) FROM dates") == [(0,)]
    engine.dispose()
    assert list(calendar.rows(2024, 2024))[-1]["date"] == "2024-12-31"


# --- PostgreSQL ---


@pytest.fixture
def server(new_postgresql: Callable[[], str]) -> str:
    """The address of an empty PostgreSQL database."""
    return new_postgresql()


@pytest.mark.slow
def test_a_schema_is_replaced_under_the_eyes_of_readers(run, live_path: Path, server: str):
    import psycopg

    command = ("--db", str(live_path), "publish", "--to", server)
    assert run(*command).code == 0
    with psycopg.connect(server) as reader, psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE VIEW late AS SELECT title FROM timeline.events WHERE year = 2025")
        owner.execute("CREATE ROLE bi_reader_of_news")
        owner.execute("GRANT SELECT ON timeline.events TO bi_reader_of_news")
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before = reader.execute("SELECT count(*) FROM timeline.events").fetchone()
        assert run(*command, "--actor", "Iran").code == 0
        assert reader.execute("SELECT count(*) FROM timeline.events").fetchone() == before
        after = owner.execute("SELECT count(*) FROM timeline.events").fetchone()
        assert after is not None and before is not None and 0 < after[0] < before[0]
        assert owner.execute("SELECT count(*) FROM late").fetchone() != (0,)
        asked = "SELECT has_table_privilege('bi_reader_of_news', 'timeline.events', 'SELECT')"
        assert owner.execute(asked).fetchone() == (True,)
        owner.execute("DROP OWNED BY bi_reader_of_news; DROP ROLE bi_reader_of_news")


@pytest.mark.slow
def test_a_schema_that_is_no_snapshot_stays(run, live_path: Path, server: str):
    import psycopg

    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("CREATE SCHEMA timeline; CREATE TABLE timeline.events (mine int)")
        ran = run("--db", str(live_path), "publish", "--to", server)
        assert ran.code == 1 and "schema timeline" in ran.err and "no timeline snapshot" in ran.err
        assert owner.execute("SELECT count(*) FROM timeline.events").fetchone() == (0,)
    ran = run("--db", str(live_path), "publish", "--to", server, "--schema", "Press & Co")
    assert ran.code == 0, ran.err
    assert ran.err == "published to the schema Press & Co: 20 events, 25 articles\n"


@pytest.mark.slow
def test_columns_that_came_are_added_by_making_a_table_anew(run, live_path: Path, server: str):
    import psycopg

    command = ("--db", str(live_path), "publish", "--to", server)
    assert run(*command).code == 0
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute("ALTER TABLE timeline.events DROP COLUMN confidence")
        assert run(*command).code == 0
        assert owner.execute("SELECT count(confidence) > 0 FROM timeline.events").fetchone() == (True,)
        owner.execute("ALTER TABLE timeline.events DROP COLUMN confidence")
        owner.execute("CREATE VIEW late AS SELECT title FROM timeline.events")
        ran = run(*command)
        assert ran.code == 1 and "views are built on it" in ran.err
        assert owner.execute("SELECT count(*) > 0 FROM late").fetchone() == (True,)


@pytest.mark.slow
def test_postgresql_to_postgresql_is_the_same(stored: Engine, server: str, tmp_path: Path):
    publish.to_schema(stored, server, "news", Part(), MADE_AT)
    publish.to_file(stored, tmp_path / "bi.db", Part(), MADE_AT)
    engine = create_engine(server.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as conn:
        assert set(inspect(conn).get_table_names(schema="news")) == set(tables())
        for name in tables():
            found = conn.execute(text(f"SELECT count(*) FROM news.{name}")).scalar()
            assert rows(tmp_path / "bi.db", f"SELECT count(*) FROM {name}") == [(found,)], name
    engine.dispose()


# --- the command ---


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ((), "say where to"),
        (("x.db", "--to", "postgresql://x/y"), "are two places"),
        (("x", "--format", "parquet", "--datasette", "m.json"), "--datasette goes with an SQLite file"),
        (("x.db", "--since", "yesterday"), "write a day as"),
    ],
)
def test_wrong_usage_is_told(run, live_path: Path, args: tuple[str, ...], says: str):
    ran = run("--db", str(live_path), "publish", *args)
    assert ran.code == 2 and says in ran.err


def test_an_unknown_actor_publishes_nothing(run, live_path: Path, tmp_path: Path):
    ran = run("--db", str(live_path), "publish", str(tmp_path / "bi.db"), "--actor", "Nobody")
    assert ran.code == 1 and "nothing published: no actor is called 'Nobody'" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_where_to_must_be_postgresql(run, live_path: Path, tmp_path: Path):
    ran = run("--db", str(live_path), "publish", "--to", str(tmp_path / "x.db"))
    assert ran.code == 1 and "--to takes the address of a PostgreSQL database" in ran.err
