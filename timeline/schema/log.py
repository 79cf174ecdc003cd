"""The tables of the log. Their DDL, guards included, is written by hand in migrations/; here are their names."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text

log_metadata = MetaData()

FORMAT = 0x54494D45
"""SQLite ``application_id`` of a timeline database: ``TIME`` in ASCII."""

SNAPSHOT = 0x54494D53
"""SQLite ``application_id`` of a snapshot that ``timeline publish`` makes: ``TIMS`` in ASCII."""

_BIG = BigInteger().with_variant(Integer, "sqlite")

streams = Table(
    "streams",
    log_metadata,
    Column("stream_id", _BIG, primary_key=True, comment="number of the stream, used inside the database only"),
    Column("name", Text, nullable=False, comment="article/<id>, event/<id>, actor/<id> or log"),
    Column("version", _BIG, nullable=False, comment="number of records in the stream"),
    comment="One row for each stream of the log.",
)

log = Table(
    "log",
    log_metadata,
    Column("position", _BIG, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps, in commit order"),
    Column("record_id", Text, nullable=False, comment="UUID version 7, unique"),
    Column("stream_id", _BIG, nullable=False, comment="what the record is about: a row of streams"),
    Column("version", _BIG, nullable=False, comment="number of the record in its stream, from 1, without gaps"),
    Column("type", Text, nullable=False, comment="what kind of record it is: ArticleAdded, ReportLinked, …"),
    Column("schema_version", Integer, nullable=False, comment="version of the type's payload"),
    Column("recorded_at", Text, nullable=False, comment="when it was written, RFC 3339 in UTC; one per commit"),
    Column("by", Text, nullable=False, comment="who or what wrote it"),
    Column("payload_hash", LargeBinary, nullable=False, comment="SHA-256 of the payload's salt and bytes"),
    Column(
        "previous_hash", LargeBinary, nullable=False, comment="hash of the record before; 32 zero bytes for the first"
    ),
    Column("hash", LargeBinary, nullable=False, comment="SHA-256 of previous_hash, the envelope and payload_hash"),
    comment="Everything that was ever known or decided, in order. Never updated, never deleted.",
)

payloads = Table(
    "payloads",
    log_metadata,
    Column("position", _BIG, primary_key=True, autoincrement=False, comment="the record's position in log"),
    Column("salt", LargeBinary, nullable=False, comment="16 random bytes, so that an erased payload cannot be guessed"),
    Column("bytes", LargeBinary, nullable=False, comment="the record's fields as canonical JSON in UTF-8"),
    comment="What each record says. A row is missing only where a PayloadErased record names its position.",
)

head = Table(
    "head",
    log_metadata,
    Column("id", Integer, primary_key=True, autoincrement=False, comment="always 1"),
    Column("position", _BIG, nullable=False, comment="position of the last record; 0 for an empty log"),
    Column("hash", LargeBinary, nullable=False, comment="hash of the last record; 32 zero bytes for an empty log"),
    Column("recorded_at", Text, comment="recorded_at of the last record"),
    comment="The end of the log, one row: the lock that writers take.",
)

projections = Table(
    "projections",
    log_metadata,
    Column("name", Text, primary_key=True, comment="which derived tables: read_model"),
    Column(
        "version",
        Integer,
        nullable=False,
        comment="version of the derived tables' shape and of the code that fills them",
    ),
    Column("position", _BIG, nullable=False, comment="last position of the log applied"),
    Column("stopped", Text, comment="why the record after position could not be applied; NULL when all is well"),
    comment="How far the derived tables have followed the log.",
)

GUARDS = {
    "sqlite": (
        *("log_insert", "log_update", "log_delete"),
        *("payloads_insert", "payloads_update", "payloads_delete"),
        *("streams_insert", "streams_update", "streams_delete"),
        *("head_insert", "head_update", "head_delete"),
    ),
    "postgresql": (
        *("log_insert", "log_update", "log_delete", "log_truncate"),
        *("payloads_insert", "payloads_update", "payloads_delete", "payloads_truncate"),
        *("streams_update", "streams_delete", "streams_truncate"),
        *("head_insert", "head_update", "head_delete", "head_truncate"),
    ),
}
"""The triggers that keep the log's tables as they were written, by engine."""
