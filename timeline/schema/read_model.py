"""The read model: tables for people and their tools, rebuilt from the log at any time.

The columns are a contract: new ones may come, a renamed one is a migration and a line in the CHANGELOG. Offsets count
code points of the article's text, half-open. A change of these tables, or of the meaning of their rows, raises
``READ_MODEL_VERSION``; a database with another number is rebuilt.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, Integer, MetaData, Table, Text

READ_MODEL_VERSION = 7

SPAN_LENGTHS = {"day": 1, "month": 31, "year": 366}
"""Longest span in days of each bounded ``span_class``. Only these may be looked up by a bounded look-back on
``first_day``; ``longer`` holds all other spans, half-open ones included, and ``none`` the events without any span (both
days NULL)."""

read_model = MetaData()

_BIG = BigInteger().with_variant(Integer, "sqlite")
# Text sorts by code point on every engine, so that the same question has the same answer in the same order.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def _text(name: str, comment: str, *, null: bool = True, key: bool = False) -> Column[Any]:
    return Column(name, _TEXT, nullable=null and not key, primary_key=key, comment=comment)


def _int(name: str, comment: str, *, null: bool = True, key: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=null and not key, primary_key=key, autoincrement=False, comment=comment)


def _position(name: str, comment: str, *, null: bool = True, key: bool = False) -> Column[Any]:
    return Column(name, _BIG, nullable=null and not key, primary_key=key, autoincrement=False, comment=comment)


def _axes() -> list[Column[Any]]:
    return [
        _text("type", "AGREE, CONSULT, … (docs/concepts.md)", null=False),
        _text("salience", "main (what an analyst would put on a timeline) or background", null=False),
        _text("status", "planned, scheduled, expected, ongoing, occurred, postponed, cancelled or unknown", null=False),
        _text("certainty", "certain, probable or possible", null=False),
        _text("polarity", "positive or negative", null=False),
        _text("claim", "asserted, alleged, denied, disputed or forecast", null=False),
    ]


def _dating() -> list[Column[Any]]:
    return [
        _text("earliest", "first possible day YYYY-MM-DD, inclusive, as the source guarantees; NULL = open"),
        _text("latest", "last possible day YYYY-MM-DD, inclusive, as the source guarantees; NULL = open"),
        _text("likely_date", "best single reading, YYYY, YYYY-MM or YYYY-MM-DD; NULL where there is none"),
        _int("earliest_day", "earliest as a day number (1 = 0001-01-01); NULL = open"),
        _int("latest_day", "latest as a day number (1 = 0001-01-01); NULL = open"),
        _int("first_day", "day number where the span used for finding starts, inclusive; NULL = open"),
        _int("last_day", "day number where the span used for finding ends, inclusive; NULL = open"),
        _text(
            "span_class", "length of first_day..last_day: day, month (<= 31), year (<= 366), longer or none", null=False
        ),
        _text("extent", "within: some time inside the bounds; throughout: the whole span", null=False),
        _int("utc_offset", "minutes east of UTC where the source states a zone, else NULL"),
        _text("instant_utc", "YYYY-MM-DDTHH:MM:SSZ where the source states time of day and zone, else NULL"),
        _text("date_edtf", "the date in Extended Date/Time Format (ISO 8601-2:2019)"),
        _text("date_precision", "minute, hour, part_of_day, day, week, month, … decade, century or open", null=False),
        _text("date_basis", "explicit, completed_from_published, … near_published, tense_only or none", null=False),
    ]


def _event_columns() -> list[Column[Any]]:
    return [
        _text("title", "a short headline", null=False),
        *_axes(),
        Column("starts_at", DateTime, comment="start of first_day; NULL when undated or outside years 1 to 9999"),
        Column(
            "ends_before", DateTime, comment="end of last_day, exclusive; NULL when undated or outside years 1 to 9999"
        ),
        *_dating(),
        _int("date_conflicts", "number of reports whose date contradicts this one", null=False),
        Column("sql_date", Date, comment="the day of an event dated to one day, for GROUP BY; filter by starts_at"),
        _int("year", "year of the date, astronomical (0 = 1 BCE); NULL when open or when it spans several"),
        _int("month", "month of the date, 1 to 12; NULL when it is coarser than a month"),
        _text("place", "where, as a person would write it"),
        _text("place_country", "ISO 3166-1 alpha-2 code of the place's country"),
        _int("sources", "number of independent articles that report it", null=False),
        _int("reports", "number of reports", null=False),
        _text("first_reported_at", "publication of the first article that reports it"),
        _text("last_reported_at", "publication of the last article that reports it"),
        _int("confidence", "how sure the fold is, in thousandths", null=False),
    ]


def _history_columns() -> list[Column[Any]]:
    return [
        _position("from_position", "position of the commit's end that wrote this version", key=True),
        _position("to_position", "position of the commit's end that replaced it; NULL = current"),
        _text("known_from", "recorded_at of that commit", null=False),
        _text("known_to", "recorded_at of the commit that replaced it; NULL = current"),
    ]


def _actor_link_columns() -> list[Column[Any]]:
    return [
        _text("event_id", "the event", key=True),
        _text("actor_id", "the actor", key=True),
        _text(
            "role", "agent, recipient, party, host, visitor, accuser, accused, supplier, target or mentioned", key=True
        ),
    ]


def _actor_span_columns() -> list[Column[Any]]:
    return [
        _text("span_class", "as in events, here so that an actor's period is one index range", null=False),
        _int("first_day", "as in events"),
        _int("last_day", "as in events"),
    ]


articles = Table(
    "articles",
    read_model,
    _text("article_id", "SHA-256 of the text, first 128 bits, hexadecimal", key=True),
    _text("title", "the headline"),
    _text("publisher", "who published it"),
    _text("author", "who wrote it"),
    _text("url", "where it stands"),
    _text("published", "YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS][+HH:MM]; NULL = not known, never guessed"),
    _text(
        "published_basis",
        "where published comes from: given, front_matter, record, feed, json_ld, meta, pdf_metadata, url, visible, "
        "dateline",
    ),
    _text("language", "BCP 47 tag, e.g. en"),
    _text("added_at", "recorded_at of the record that added it", null=False),
    _text("withdrawn_at", "recorded_at of its withdrawal; NULL = it counts"),
    _text("erased_at", "recorded_at of the lawful erasure of its text; NULL = the text is there"),
    _text("revises", "article_id of the article at the same address that this one is a later version of"),
    _text("copy_of", "article_id of the article whose text this one repeats with small edits; both are one source"),
    _text("main_event_id", "the event that headline and lead are about"),
    _text("main_report_id", "the report of that event; NULL = none of this article's own"),
    _position("position", "position of the record that holds the text", null=False),
    Index("articles_published", "published"),
    Index("articles_url", "url"),
    Index("articles_main_event", "main_event_id"),
    Index("articles_revises", "revises"),
    comment="One row for each source document.",
)

article_traits = Table(
    "article_traits",
    read_model,
    _text("article_id", "the article", key=True),
    _text("words", "JSON: its most telling words and their weights, a vector of length 1000", null=False),
    _text("names", "JSON list: last words of names in it", null=False),
    _text("ages", "JSON list: ages of people in it", null=False),
    comment="What makes an article like another: derived from its text, for finding the events that it may report.",
)

article_keys = Table(
    "article_keys",
    read_model,
    _text("article_id", "the article", key=True),
    _text("word", "one of its most telling words", key=True),
    _int("weight", "the word's weight in article_traits", null=False),
    _int("published_day", "day number of publication; NULL = not known"),
    Index("article_keys_word", "word", "published_day", "article_id", "weight"),
    comment="The words under which an article is found.",
)

article_sketch = Table(
    "article_sketch",
    read_model,
    _text("article_id", "the article", key=True),
    _position("hash", "one of the smallest hashes of runs of five words in it", key=True),
    Index("article_sketch_hash", "hash", "article_id"),
    comment="What stands for an article's wording: derived from its text, for finding its copies.",
)

events = Table(
    "events",
    read_model,
    _text("event_id", "the event's id; event_ids leads from ids of merged events here", key=True),
    *_event_columns(),
    Index("events_span", "span_class", "first_day", "last_day"),
    Index("events_type", "type", "span_class", "first_day", "last_day", "event_id"),
    Index("events_starts_at", "starts_at"),
    comment="One row for each thing in the world, folded from its reports and people's corrections.",
)

reports = Table(
    "reports",
    read_model,
    _text("report_id", "the report's id", key=True),
    _text("event_id", "the event it belongs to; NULL = none (yet)"),
    _text("article_id", "the article that says it", null=False),
    _int("ordinal", "number of the report in its article, from 0", null=False),
    _text("title", "a short headline", null=False),
    _text("quote", "the sentence, verbatim", null=False),
    _int("sentence_start", "where the sentence starts", null=False),
    _int("sentence_end", "where the sentence ends", null=False),
    _text("trigger", "lemma of the word that names the event", null=False),
    _int("trigger_start", "where that word starts", null=False),
    _int("trigger_end", "where that word ends", null=False),
    _text("time_phrase", "the date phrase, verbatim"),
    _int("time_start", "where the date phrase starts"),
    _int("time_end", "where the date phrase ends"),
    _text("timex_value", "TIMEX3 value of the date phrase"),
    *_dating(),
    _text("qualifier", "approximate, uncertain or NULL"),
    _text("date_rule", "id of the rule that read the date phrase"),
    _text("date_anchor", "what completed the date, e.g. published 2025-01-16"),
    _text("date_direction", "why a bare date was read forward or back"),
    *_axes(),
    _text("attributed_to", "who says so, in the article's words; NULL = the article itself"),
    _int("about", "ordinal of the report that says this one's content or denies it"),
    _text("place", "where"),
    _text("place_country", "ISO 3166-1 alpha-2 code of the place's country"),
    _text("zone", "headline, caption, body, link or boilerplate", null=False),
    _text("mentions", "JSON list of the actors' names found: role, surface, name, kind, start, end", null=False),
    _text("cues", "JSON list of why: status.planned: is set to, …", null=False),
    _text("extractor", "name and version of the extractor", null=False),
    _text("recorded_at", "when it was recorded", null=False),
    _text("superseded_at", "when a newer extraction replaced it; NULL = it counts"),
    _position("position", "position of its record in the log", null=False),
    _text("link_rule", "rule by which it was linked to its event"),
    _int("link_score", "score of that decision, in thousandths"),
    _position("link_position", "position of that decision in the log"),
    _text("tells_as", "the firmer report that it was found to tell the same as; NULL = it opened its event"),
    Index("reports_event", "event_id", "report_id"),
    Index("reports_article", "article_id", "ordinal"),
    comment="What one article says about one event, with the sentence as evidence.",
)

report_actors = Table(
    "report_actors",
    read_model,
    _text("report_id", "the report", key=True),
    _int("mention", "number of the mention in the report, from 0", key=True),
    _text("actor_id", "the actor it means", null=False),
    _text("role", "the actor's role in the event", null=False),
    _text("surface", "the name as the article writes it", null=False),
    _int("start", "where the name starts", null=False),
    _int("end", "where the name ends", null=False),
    _text("rule", "rule by which the actor was found"),
    Index("report_actors_actor", "actor_id"),
    comment="Which actor each name in a report means.",
)

event_actors = Table(
    "event_actors",
    read_model,
    *_actor_link_columns(),
    *_actor_span_columns(),
    Index("event_actors_span", "actor_id", "span_class", "first_day", "last_day", "event_id"),
    comment="Who took part in an event, and as what.",
)

actors = Table(
    "actors",
    read_model,
    _text("actor_id", "the actor's id; actor_ids leads from ids of merged actors here", key=True),
    _text("name", "the name to print", null=False),
    _text("kind", "person, state, organisation, group or thing", null=False),
    _text("country", "ISO 3166-1 alpha-2 code"),
    Index("actors_name", "name"),
    comment="Persons, states, organisations, groups and things (products, vessels, treaties).",
)

actor_aliases = Table(
    "actor_aliases",
    read_model,
    _text("actor_id", "the actor", key=True),
    _text("alias", "a spelling that means the actor", key=True),
    Index("actor_aliases_alias", "alias"),
    comment="Spellings of actors' names.",
)

actor_keys = Table(
    "actor_keys",
    read_model,
    _text("actor_id", "the actor", key=True),
    _text("key", "one of its names as it is compared, how it sounds, or its initials (timeline/names.py)", key=True),
    Index("actor_keys_key", "key", "actor_id"),
    comment="The names under which an actor is found, whatever their spelling: derived from names and aliases.",
    sqlite_with_rowid=False,
)

offices = Table(
    "offices",
    read_model,
    _position("position", "position of its record in the log", key=True),
    _text("actor_id", "who held it", null=False),
    _text("office", "president, foreign minister, …", null=False),
    _text("country", "ISO 3166-1 alpha-2 code; NULL for an organisation's office"),
    _text("organisation", "actor_id of the organisation"),
    _text("valid_from", "first day YYYY-MM-DD; NULL = open"),
    _text("valid_to", "last day YYYY-MM-DD; NULL = open"),
    Index("offices_actor", "actor_id"),
    comment="Who held which office when.",
)

event_history = Table(
    "event_history",
    read_model,
    _text("event_id", "the event", key=True),
    *_event_columns(),
    *_history_columns(),
    Index("event_history_span", "span_class", "first_day", "last_day"),
    comment="Every version of every event, for questions of the form: what was known on that day?",
)

event_actors_history = Table(
    "event_actors_history",
    read_model,
    *_actor_link_columns(),
    *_actor_span_columns(),
    *_history_columns(),
    Index("event_actors_history_span", "actor_id", "span_class", "first_day", "last_day", "event_id"),
    comment="Every version of who took part in which event.",
)

event_ids = Table(
    "event_ids",
    read_model,
    _text("old_id", "an id once shown", key=True),
    _text("event_id", "the event it is now", null=False),
    Index("event_ids_event", "event_id"),
    comment="Leads from the id of a merged event to the event that took it in.",
)

actor_ids = Table(
    "actor_ids",
    read_model,
    _text("old_id", "an id once shown", key=True),
    _text("actor_id", "the actor it is now", null=False),
    Index("actor_ids_actor", "actor_id"),
    comment="Leads from the id of a merged actor to the actor that took it in.",
)

notes = Table(
    "notes",
    read_model,
    _position("position", "position of its record in the log", key=True),
    _text("event_id", "the event", null=False),
    _text("text", "what was noted", null=False),
    _text("by", "who noted it", null=False),
    _text("recorded_at", "when", null=False),
    Index("notes_event", "event_id"),
    comment="People's notes on events.",
)

tags = Table(
    "tags",
    read_model,
    _text("event_id", "the event", key=True),
    _text("tag", "the tag", key=True),
    _text("by", "who gave it", null=False),
    _text("recorded_at", "when", null=False),
    Index("tags_tag", "tag"),
    comment="People's tags on events.",
)

corrections = Table(
    "corrections",
    read_model,
    _position("position", "position of its record in the log", key=True),
    _text("event_id", "the event", null=False),
    _text("field", "the column of events that was set", null=False),
    _text("value", "the value, as JSON", null=False),
    _text("reason", "why", null=False),
    _text("by", "who", null=False),
    _text("recorded_at", "when", null=False),
    Index("corrections_event", "event_id"),
    comment="What people set by hand, in force until undone; the latest of a field counts.",
)
