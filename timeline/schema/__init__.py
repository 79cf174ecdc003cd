"""The tables: the log, which is the truth, and the read model, which is derived from it and is what people query.

Every column says in its ``comment`` what it holds; docs/schema.md is generated from these comments.
"""

from __future__ import annotations

from timeline.schema.about import dates, meta
from timeline.schema.intake import feeds, fetches, intake_metadata
from timeline.schema.log import FORMAT, SNAPSHOT, head, log, log_metadata, payloads, projections, streams
from timeline.schema.read_model import (
    READ_MODEL_VERSION,
    SPAN_LENGTHS,
    actor_aliases,
    actor_ids,
    actor_keys,
    actors,
    article_keys,
    article_sketch,
    article_traits,
    articles,
    corrections,
    event_actors,
    event_actors_history,
    event_history,
    event_ids,
    events,
    notes,
    offices,
    read_model,
    report_actors,
    reports,
    tags,
)
from timeline.schema.state import actors_history, event_counts_history, event_years, facts, search

__all__ = [
    "FORMAT",
    "READ_MODEL_VERSION",
    "SNAPSHOT",
    "SPAN_LENGTHS",
    "actor_aliases",
    "actor_ids",
    "actor_keys",
    "actors",
    "actors_history",
    "article_keys",
    "article_sketch",
    "article_traits",
    "articles",
    "corrections",
    "dates",
    "event_actors",
    "event_actors_history",
    "event_counts_history",
    "event_history",
    "event_ids",
    "event_years",
    "events",
    "facts",
    "feeds",
    "fetches",
    "head",
    "intake_metadata",
    "log",
    "log_metadata",
    "meta",
    "notes",
    "offices",
    "payloads",
    "projections",
    "read_model",
    "report_actors",
    "reports",
    "search",
    "streams",
    "tags",
]
