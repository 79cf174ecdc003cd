"""Plain SQL over the read model: lists of dicts with the read model's column names.

Every function takes an open connection and writes nothing. Days are ISO text, periods are values of model.Period; words
of people (names of months, "last week") are for others to understand.

What only writers ask stands apart, as does what reads the log itself (``candidates``, ``alike``, ``changes``,
``differences``): a list of events must start at once, and so the fold and the log are imported inside functions.
"""

from __future__ import annotations

from timeline.queries.actors import ACTOR_COLUMNS, actor, actors, called, find_actor_ids, suggestions
from timeline.queries.articles import (
    ARTICLE_COLUMNS,
    all_reports,
    article,
    article_at,
    articles,
    generation,
    has_article,
    known_articles,
    live_reports,
    sources,
    stored_article,
)
from timeline.queries.filters import EVENT_COLUMNS, AmbiguousId, EventFilter, NotFound
from timeline.queries.ids import SHORTEST, article_id, event_id, record_position
from timeline.queries.listing import (
    COUNTED_BY,
    MOST_ASIDE,
    background,
    count,
    due,
    due_in_background,
    events,
    events_published,
    selection,
)
from timeline.queries.moments import position_at
from timeline.queries.single import event, event_reports, main_event

__all__ = [
    "ACTOR_COLUMNS",
    "ARTICLE_COLUMNS",
    "COUNTED_BY",
    "EVENT_COLUMNS",
    "MOST_ASIDE",
    "SHORTEST",
    "AmbiguousId",
    "EventFilter",
    "NotFound",
    "actor",
    "actors",
    "all_reports",
    "article",
    "article_at",
    "article_id",
    "articles",
    "background",
    "called",
    "count",
    "due",
    "due_in_background",
    "event",
    "event_id",
    "event_reports",
    "events",
    "events_published",
    "find_actor_ids",
    "generation",
    "has_article",
    "known_articles",
    "live_reports",
    "main_event",
    "position_at",
    "record_position",
    "selection",
    "sources",
    "stored_article",
    "suggestions",
]
