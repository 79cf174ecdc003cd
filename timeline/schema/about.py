"""Tables of the read model that say nothing new about events: a calendar for joining, and what the tables are of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, DateTime, Index, Integer, Table, Text

from timeline.schema.read_model import read_model


def _column(name: str, kind: Any, comment: str, *, null: bool = False, key: bool = False) -> Column[Any]:
    return Column(name, kind, nullable=null, primary_key=key, autoincrement=False, comment=comment)


dates = Table(
    "dates",
    read_model,
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

meta = Table(
    "meta",
    read_model,
    _column("schema_version", Integer, "version of these tables", key=True),
    _column("log_position", Integer, "position of the last record of the log that the tables show"),
    _column("head_hash", Text, "hash of that record, hexadecimal; timeline verify --head checks it"),
    _column("recorded_at", Text, "when that record was written, RFC 3339 in UTC; NULL for an empty log", null=True),
    _column("made_at", Text, "when the snapshot was made, RFC 3339 in UTC; in a live database as recorded_at"),
    _column("program_version", Text, "version of timeline that made it"),
    _column("as_of", Text, "--as-of: what was known then, as given; NULL = all", null=True),
    _column("since", Text, "--since: only events that may lie on or after this day; NULL = all", null=True),
    _column("actors", Text, "--actor: only events with all of these actors, as a JSON list; NULL = all", null=True),
    comment="What the tables are of, in one row: the snapshot, or as far as a live database has followed its log.",
)
