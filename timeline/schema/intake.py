"""What intake remembers between runs: feeds that are followed, and what was fetched when.

Configuration, not knowledge: it is in no log, nothing is derived from it, and no published database needs it. The DDL
is written by hand in migrations/.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, Text

intake_metadata = MetaData()

feeds = Table(
    "feeds",
    intake_metadata,
    Column("name", Text, primary_key=True, comment="what the feed is called here"),
    Column("url", Text, nullable=False, comment="its address"),
    Column("linked", Integer, nullable=False, comment="1: always read the pages linked, never the feed's own text"),
    Column("added_at", Text, nullable=False, comment="when it was added, RFC 3339 in UTC"),
    comment="The feeds that are followed.",
)

fetches = Table(
    "fetches",
    intake_metadata,
    Column("url", Text, primary_key=True, comment="the address that was asked, or the id of a feed's entry"),
    Column("fetched_at", Text, nullable=False, comment="when, RFC 3339 in UTC"),
    Column("etag", Text, comment="ETag of the version whose articles were added"),
    Column("last_modified", Text, comment="Last-Modified of that version"),
    Column("stamp", Text, comment="SHA-256 of what a feed said of the entry when it was taken"),
    Column("failures", Integer, nullable=False, comment="how often in a row it could not be had"),
    Column("problem", Text, comment="why it could not be had the last time; NULL = it could"),
    comment="What was asked of the web, so that nothing is sent or read twice.",
)
