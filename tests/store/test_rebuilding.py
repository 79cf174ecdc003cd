"""A rebuild stands beside the tables in use: readers and writers go on, and what broke it off does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect, text

from tests.store.world import CLOCK, rows, say
from timeline import db, log, projections
from timeline.projections.tables import BESIDE
from timeline.records import EventOpened, NoteAdded

OLD = "As the old tables have it"


def opened(engine: Engine, *names: str) -> None:
    for name in names:
        say(engine, (f"event/{name}", [EventOpened(name, None, {"title": f"Event {name}"})]), now=CLOCK % (1, 0))


def titles(engine: Engine) -> list[str]:
    with engine.connect() as conn:
        return list(conn.execute(text("SELECT title FROM events ORDER BY title")).scalars())


@pytest.fixture
def aged(engine: Engine) -> Engine:
    """Three events, whose tables can be told from those that a rebuild makes."""
    opened(engine, "a", "b", "c")
    with engine.begin() as conn:
        conn.execute(text("UPDATE events SET title = :old"), {"old": OLD})
    return engine


def test_readers_keep_the_old_tables_until_the_swap(aged: Engine) -> None:
    seen = []
    assert projections.rebuild(aged, lambda done, of: seen.append((done, of, titles(aged))), size=1) == 3
    assert seen == [(n, 3, [OLD] * 3) for n in (1, 2, 3)] + [(3, 3, ["Event a", "Event b", "Event c"])]


def test_readers_do_not_wait_for_indexes(aged: Engine) -> None:
    made: list[str] = []

    def look(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("CREATE INDEX"):
            with aged.connect() as reader:
                if aged.dialect.name == "postgresql":
                    reader.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
                reader.exec_driver_sql("SELECT count(*) FROM events")
            made.append(statement)

    event.listen(aged, "before_cursor_execute", look)
    projections.rebuild(aged)
    assert len(made) > 10


def test_what_is_written_meanwhile_is_in_both(aged: Engine) -> None:
    seen = []

    def write_and_look(done: int, of: int) -> None:
        if done < 3:
            opened(aged, f"later{done}")
        seen.append((done, of, len(titles(aged))))

    assert projections.rebuild(aged, write_and_look, size=1) == 5
    assert seen == [(1, 3, 4), (2, 4, 5), (3, 5, 5), (4, 5, 5), (5, 5, 5), (5, 5, 5)]
    with aged.connect() as conn:
        before = rows(conn)
    projections.rebuild(aged)
    with aged.connect() as conn:
        assert rows(conn) == before


def test_one_that_was_broken_off_leaves_the_old_tables_and_begins_anew(aged: Engine) -> None:
    def interrupt(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        projections.rebuild(aged, interrupt, size=1)
    assert titles(aged) == [OLD] * 3
    opened(aged, "d")
    assert projections.rebuild(aged, size=1) == 4
    assert titles(aged) == ["Event a", "Event b", "Event c", "Event d"]
    assert not [name for name in inspect(aged).get_table_names() if name.endswith(BESIDE)]


def test_tables_that_were_never_filled_are_made(aged: Engine) -> None:
    with aged.begin() as conn:
        conn.execute(text("DELETE FROM projections"))
    assert projections.rebuild(aged) == 3
    assert titles(aged) == ["Event a", "Event b", "Event c"]


def test_tables_and_indexes_are_those_of_a_new_database(aged: Engine) -> None:
    def plain(name: str | None) -> str:
        # SQLite cannot rename an index: there every second rebuild gives them other names.
        return str(name).removesuffix(BESIDE) if aged.dialect.name == "sqlite" else str(name)

    def shape() -> dict[str, object]:
        seen = inspect(aged)
        return {
            name: (
                [(c["name"], str(c["type"]), c["nullable"]) for c in seen.get_columns(name)],
                seen.get_pk_constraint(name)["constrained_columns"],
                sorted((plain(i["name"]), i["column_names"], bool(i["unique"])) for i in seen.get_indexes(name)),
            )
            for name in seen.get_table_names()
        }

    before = shape()
    for _ in range(2):
        projections.rebuild(aged)
        assert shape() == before


def test_tables_behind_the_log_are_overwritten_when_they_go(database: str) -> None:
    if database.startswith("postgresql"):
        pytest.skip("PostgreSQL overwrites nothing before log.scrub")
    engine = db.connect(database)
    notes = [NoteAdded("a", f"Jane Doe, {number} " + "words " * 50) for number in range(200)]
    say(engine, ("event/a", [EventOpened("a", None, {"title": "Jane Doe resigns"}), *notes]))
    with log.writing(engine) as conn:
        log.erase(conn, range(1, 202), "asked for", by="t", now=CLOCK % (2, 0))
    projections.rebuild(engine)
    engine.dispose()
    # Nearly so: what is left in the slack of a page goes when the file is rewritten (log.scrub).
    assert Path(database).read_bytes().count(b"Jane Doe") < 5
