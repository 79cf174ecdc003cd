"""The tables of a snapshot: the read model as it is, and beside it a calendar and what the snapshot is of.

The names and columns are a contract with whoever asks in SQL: columns may come, a renamed or removed one is a line in
the CHANGELOG (tests/bi/contract.json holds those of the last release).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, DateTime, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text

from timeline.schema import READ_MODEL_VERSION, read_model

SNAPSHOT = 0x54494D53
"""SQLite ``application_id`` of a snapshot: ``TIMS`` in ASCII."""

SCHEMA_VERSION = READ_MODEL_VERSION

KEPT = (
    *("articles", "events", "reports", "report_actors", "event_actors", "actors", "actor_aliases", "offices"),
    *("event_history", "event_actors_history", "event_ids", "notes", "tags"),
)
"""Tables of the read model that a snapshot has; the others serve the writing and searching of a live database."""

LEADS = {
    "events": (),
    "reports": (("event_id", "events"), ("article_id", "articles")),
    "report_actors": (("report_id", "reports"), ("actor_id", "actors")),
    "event_actors": (("event_id", "events"), ("actor_id", "actors")),
    "actor_aliases": (("actor_id", "actors"),),
    "offices": (("actor_id", "actors"),),
    "articles": (("main_event_id", "events"),),
}
"""Table -> its columns that lead to a row of another table, which tools draw and follow; in an SQLite snapshot they are
declared as foreign keys."""

YEARS = ("events_year_month", ("year", "month"))
"""An index of events for what people group by most; by period, actor and type those of the read model serve."""


def tables(*, schema: str | None = None, keys: bool = True) -> dict[str, Table]:
    """The tables of a snapshot by name, in the order of the documentation.

    Args:
        schema: the database schema that they are to be made in.
        keys: declare the foreign keys.
    """
    metadata = MetaData(schema=schema)
    found = {}
    for name in KEPT:
        table = read_model.tables[name]
        found[name] = table.to_metadata(metadata, schema=schema) if schema else table.to_metadata(metadata)
    Index(YEARS[0], *(found["events"].c[column] for column in YEARS[1]))
    if keys:
        for name, leads in LEADS.items():
            for column, to in leads:
                found[name].append_constraint(
                    ForeignKeyConstraint([found[name].c[column]], [next(iter(found[to].primary_key.columns))])
                )
    return {**found, "dates": _dates(metadata), "meta": _meta(metadata)}


def _column(name: str, kind: Any, comment: str, *, null: bool = False, key: bool = False) -> Column[Any]:
    return Column(name, kind, nullable=null, primary_key=key, autoincrement=False, comment=comment)


def _dates(metadata: MetaData) -> Table:
    return Table(
        "dates",
        metadata,
        _column("day", Integer, "day number (1 = 0001-01-01), as in first_day and last_day of events", key=True),
        _column("starts_at", DateTime, "start of the day; equals starts_at of the events that start on it"),
        _column("date", Text, "the day as YYYY-MM-DD"),
        _column("year", Integer, "year, 1 to 9999"),
        _column("quarter", Integer, "quarter of the year, 1 to 4"),
        _column("month", Integer, "month, 1 to 12"),
        _column("day_of_month", Integer, "day of the month, 1 to 31"),
        _column("iso_year", Integer, "year that the ISO 8601 week belongs to"),
        _column("iso_week", Integer, "ISO 8601 week, 1 to 53"),
        _column("weekday", Integer, "day of the week, 1 = Monday to 7 = Sunday"),
        _column("weekday_name", Text, "Monday to Sunday"),
        _column("month_name", Text, "January to December"),
        _column("year_month", Text, "YYYY-MM, for an axis of months"),
        _column("year_quarter", Text, "YYYY-Qn, for an axis of quarters"),
        _column("year_week", Text, "YYYY-Www, the ISO 8601 week, for an axis of weeks"),
        Index("dates_starts_at", "starts_at", unique=True),
        comment="One row for each day of every year from the first to the last dated event, without gaps.",
    )


def _meta(metadata: MetaData) -> Table:
    return Table(
        "meta",
        metadata,
        _column("schema_version", Integer, "version of these tables", key=True),
        _column("log_position", Integer, "position of the last record of the log that the tables show"),
        _column("head_hash", Text, "hash of that record, hexadecimal; timeline verify --head checks it"),
        _column("recorded_at", Text, "when that record was written, RFC 3339 in UTC; NULL for an empty log", null=True),
        _column("made_at", Text, "when the snapshot was made, RFC 3339 in UTC"),
        _column("program_version", Text, "version of timeline that made it"),
        _column("as_of", Text, "--as-of: what was known then, as given; NULL = all", null=True),
        _column("since", Text, "--since: only events that may lie on or after this day; NULL = all", null=True),
        _column("actors", Text, "--actor: only events with all of these actors, as a JSON list; NULL = all", null=True),
        comment="What the snapshot is of, in one row.",
    )
