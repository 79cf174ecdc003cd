"""The tables of a snapshot: those of the read model, its calendar that of its events, its ``meta`` what it is of.

The names and columns are a contract with whoever asks in SQL: columns may come, a renamed or removed one is a line in
the CHANGELOG (tests/bi/contract.json holds those of the last release).
"""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, MetaData, Table

from timeline.schema import READ_MODEL_VERSION, SNAPSHOT, read_model

__all__ = ["KEPT", "LEADS", "SCHEMA_VERSION", "SNAPSHOT", "YEARS", "tables"]

SCHEMA_VERSION = READ_MODEL_VERSION

KEPT = (
    *("articles", "events", "reports", "report_actors", "event_actors", "actors", "actor_aliases", "offices"),
    *("event_history", "event_actors_history", "event_ids", "notes", "tags"),
)
"""Tables of the read model that a snapshot has as they are; ``dates`` and ``meta`` are its own. The others serve the
writing and searching of a live database."""

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
    found: dict[str, Table] = {}
    for name in (*KEPT, "dates", "meta"):
        table = read_model.tables[name]
        found[name] = table.to_metadata(metadata, schema=schema) if schema else table.to_metadata(metadata)
    Index(YEARS[0], *(found["events"].c[column] for column in YEARS[1]))
    if keys:
        for name, leads in LEADS.items():
            for column, to in leads:
                found[name].append_constraint(
                    ForeignKeyConstraint([found[name].c[column]], [next(iter(found[to].primary_key.columns))])
                )
    return found
