"""What the projections remember for themselves, beside the tables that people query."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text

from timeline.schema.read_model import read_model

_BIG = BigInteger().with_variant(Integer, "sqlite")

facts = Table(
    "facts",
    read_model,
    Column("position", _BIG, primary_key=True, autoincrement=False, comment="position of the record that says it"),
    Column("kind", Text, primary_key=True, comment="what it is said of: article, report, event, actor or record"),
    Column("subject", Text, primary_key=True, comment="the id of that"),
    Column("value", Text, nullable=False, comment="what is said, as JSON; its op names the act"),
    Index("facts_subject", "kind", "subject"),
    comment="What the records in force say of each thing; the state of a thing is the fold of its facts by position.",
)

event_counts_history = Table(
    "event_counts_history",
    read_model,
    Column("event_id", Text, primary_key=True, comment="the event"),
    Column("from_position", _BIG, primary_key=True, autoincrement=False, comment="position of the commit's end"),
    Column("sources", Integer, nullable=False, comment="as in events"),
    Column("reports", Integer, nullable=False, comment="as in events"),
    Column("first_reported_at", Text, comment="as in events"),
    Column("last_reported_at", Text, comment="as in events"),
    comment="Counts of an event where they changed without a new version in event_history.",
)

event_years = Table(
    "event_years",
    read_model,
    Column("year", Integer, primary_key=True, autoincrement=False, comment="1 to 9999"),
    Column("starts", Integer, nullable=False, comment="number of events that start in it"),
    Column("ends", Integer, nullable=False, comment="number of events of a year at most that end in it"),
    comment="How many events each year has: what dates is made by.",
)

actors_history = Table(
    "actors_history",
    read_model,
    Column("actor_id", Text, primary_key=True, comment="the actor"),
    Column("name", Text, nullable=False, comment="the name to print"),
    Column("kind", Text, nullable=False, comment="person, state, organisation, group or thing"),
    Column("country", Text, comment="ISO 3166-1 alpha-2 code"),
    Column("from_position", _BIG, primary_key=True, autoincrement=False, comment="position of the commit's end"),
    Column("to_position", _BIG, comment="position of the commit's end that replaced it; NULL = current"),
    Column("known_from", Text, nullable=False, comment="recorded_at of that commit"),
    Column("known_to", Text, comment="recorded_at of the commit that replaced it; NULL = current"),
    comment="Every version of every actor.",
)

search = Table(
    "search",
    read_model,
    Column("kind", Text, primary_key=True, comment="report, or event for a title that a person gave"),
    Column("id", Text, primary_key=True, comment="report_id or event_id"),
    Column("text", Text, nullable=False, comment="title and quote in Unicode's case-folded form"),
    comment="What --grep looks through, so that case is ignored alike on every engine.",
)
