"""The log as a file: JSON Lines that carry every byte which is hashed, from one database into another.

    {"timeline_log":1,"position":2,"hash":"9c…"}
    {"position":1,"record_id":"0197…","stream":"actor/x","version":1,"type":"ActorNamed","schema_version":1,
     "recorded_at":"2026-01-01T00:00:00.000000Z","by":"ana","payload_hash":"…","previous_hash":"00…","hash":"…",
     "salt":"…","payload":{"actor_id":"x", …}}

The first line says where the log ends, so that a file that was cut off is known for one. Bytes are in hexadecimal; salt
and payload are null where the payload was erased.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from timeline.log import stores
from timeline.log.appending import head, writing
from timeline.log.entries import Head
from timeline.log.hashing import GENESIS, canonical, chain, envelope, payload_hash
from timeline.records import PayloadErased
from timeline.schema import log, payloads, streams

FORMAT = 1
_FIRST = "timeline_log"
_PAGE = 1000
_TEXTS = ("record_id", "stream", "type", "recorded_at", "by")
_NUMBERS = ("position", "version", "schema_version")
_HASHES = ("payload_hash", "previous_hash", "hash")
_KEYS = {*_TEXTS, *_NUMBERS, *_HASHES, "salt", "payload"}
_ERASED = PayloadErased.__name__


class BadLine(Exception):
    """A file that is no log, or not one that fits; nothing of it was taken."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line:,}: {reason}")
        self.line, self.reason = line, reason


@dataclass(frozen=True, slots=True)
class Carried:
    """What an import brought."""

    records: int
    """New records."""
    known: int
    """Records that were there already."""
    erased: int
    """Payloads deleted here because the file holds their erasure; :func:`timeline.log.scrub` is due."""


def export(conn: Connection, progress: Callable[[int, int], None] | None = None) -> Iterator[bytes]:
    """The whole log as lines, each with its line feed; in bounded memory.

    Args:
        conn: a connection whose transaction sees one state of the database (of a read-only engine, for one).
        progress: called with (records written, records in all) after each thousand.
    """
    end = head(conn)
    yield _line({_FIRST: FORMAT, "position": end.position, "hash": end.hash.hex()}) + b"\n"
    query = select(log, streams.c.name, payloads.c.salt, payloads.c.bytes).order_by(log.c.position)
    query = query.join(streams, streams.c.stream_id == log.c.stream_id)
    query = query.outerjoin(payloads, payloads.c.position == log.c.position)
    for after in range(0, end.position, _PAGE):
        page = query.where(log.c.position > after, log.c.position <= min(after + _PAGE, end.position))
        for row in conn.execute(page).mappings():
            around = {key: row["name" if key == "stream" else key] for key in _ORDER}
            around |= {key: bytes(row[key]).hex() for key in _HASHES}
            around["salt"] = None if row["salt"] is None else bytes(row["salt"]).hex()
            data = b"null" if row["bytes"] is None else bytes(row["bytes"])
            # The payload's bytes go as they are: they are JSON, and what their hash is of.
            yield _line(around)[:-1] + b',"payload":' + data + b"}\n"
        if progress:
            progress(min(after + _PAGE, end.position), end.position)


_ORDER = ("position", "record_id", "stream", "version", "type", "schema_version", "recorded_at", "by")


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def import_log(engine: Engine, lines: Iterable[bytes], progress: Callable[[int, int], None] | None = None) -> Carried:
    """Take over a log: into an empty one, or what follows on from a log of the same chain. All of it or nothing.

    Records that are there already are only compared; payloads erased here stay erased, and those erased in the file are
    erased here too. The read model is to be brought up to date afterwards.

    Args:
        engine: the database.
        lines: of :func:`export`.
        progress: called with (records read, records in all) after each thousand.

    Raises:
        BadLine: a line was changed, is missing or belongs to another log.
    """
    with writing(engine) as conn:
        taker = _Taker(conn)
        number, first = 1, None
        for number, line in enumerate(lines, 1):
            if first is None:
                first = _first(line)
                continue
            taker.take(number, line, first)
            if progress and taker.position % _PAGE == 0:
                progress(taker.position, first.position)
        if first is None:
            raise BadLine(1, "the file is empty; it should begin as timeline log export writes it")
        taker.end(number, first)
        return Carried(taker.new, taker.known, taker.gone)


class _Taker:
    """Goes along the lines of a file, beside the log that is there as far as it reaches."""

    def __init__(self, conn: Connection) -> None:
        self.conn, self.here = conn, head(conn)
        self.position, self.hash, self.recorded_at = 0, GENESIS, ""
        self.new = self.known = self.gone = 0
        self._stored = _hashes(conn, self.here.position)
        self._batch: list[tuple[int, dict[str, Any], bytes | None]] = []
        self._missing: dict[int, int] = {}
        """Position of a record without payload -> its line."""
        self._erased: set[int] = set()

    def take(self, number: int, line: bytes, promised: Head) -> None:
        """One record."""
        row, data = _record(number, line)
        if row["position"] != self.position + 1:
            raise BadLine(number, f"position {row['position']:,} follows {self.position:,}; lines are missing or moved")
        if row["position"] > promised.position:
            raise BadLine(
                number, f"the log goes on beyond position {promised.position:,}, where its first line ends it"
            )
        self._check(number, row, data)
        self.position, self.hash, self.recorded_at = row["position"], row["hash"], row["recorded_at"]
        if data is None:
            self._missing[self.position] = number
        if row["type"] == _ERASED and data is not None:
            self._erase(number, row, json.loads(data))
        if self.position <= self.here.position:
            if next(self._stored) != self.hash:
                raise BadLine(number, f"another log: here the record at position {self.position:,} has another hash")
            self.known += 1
            return
        self._batch.append((number, row, data))
        if len(self._batch) == _PAGE:
            self._flush()

    def _check(self, number: int, row: dict[str, Any], data: bytes | None) -> None:
        if row["previous_hash"] != self.hash:
            raise BadLine(number, f"the chain is broken: position {row['position']:,} does not follow the line before")
        if chain(row["previous_hash"], envelope(*(row[key] for key in _ORDER)), row["payload_hash"]) != row["hash"]:
            raise BadLine(number, f"the record at position {row['position']:,} was changed: its hash is another")
        if data is not None and payload_hash(row["salt"], data) != row["payload_hash"]:
            raise BadLine(number, f"the payload at position {row['position']:,} was changed: its hash is another")
        if row["recorded_at"] < self.recorded_at:
            raise BadLine(number, f"the record at position {row['position']:,} is older than the one before")

    def _erase(self, number: int, row: dict[str, Any], payload: dict[str, Any]) -> None:
        position = payload.get("position")
        if row["stream"] != f"erased/{position}" or not isinstance(position, int) or position >= row["position"]:
            raise BadLine(number, "an erasure that names no record before it")
        self._erased.add(position)

    def _flush(self) -> None:
        """Write the batch; an append of the store's knows one author."""
        engine = self.conn.dialect.name
        for _, group in groupby(self._batch, key=lambda item: item[1]["by"]):
            batch = list(group)
            with stores.driver(self.conn) as cursor:
                moved = stores.streams(cursor, engine, (row["stream"] for _, row, _ in batch))
            rows: list[stores.Row] = []
            for number, row, data in batch:
                stream = moved[row["stream"]]
                stream.version += 1
                if row["version"] != stream.version:
                    raise BadLine(number, f"{row['stream']} is at version {stream.version - 1:,}, not before this one")
                rows.append((
                    (
                        row["position"], row["record_id"], stream.stream_id, row["version"], row["type"],
                        row["schema_version"], row["recorded_at"], row["by"], row["payload_hash"],
                        row["previous_hash"], row["hash"],
                    ),
                    None if data is None or row["position"] in self._erased else (row["position"], row["salt"], data),
                ))  # fmt: skip
            with _refusals(batch[0][0]), stores.driver(self.conn) as cursor:
                stores.write(cursor, engine, rows, moved)
        self.new += len(self._batch)
        self._batch.clear()

    def end(self, number: int, promised: Head) -> None:
        """After the last line."""
        if (self.position, self.hash) != (promised.position, promised.hash):
            raise BadLine(
                number, f"the file ends at position {self.position:,}, its first line promises {promised.position:,}:"
                " it was cut off",
            )  # fmt: skip
        if self._batch:
            self._flush()
        for position, line in self._missing.items():
            if position not in self._erased and not self._erased_here(position):
                raise BadLine(line, f"the payload at position {position:,} is missing and no record says it was erased")
        for position in sorted(self._erased):
            self.gone += self.conn.execute(delete(payloads).where(payloads.c.position == position)).rowcount

    def _erased_here(self, position: int) -> bool:
        return (
            self.conn.execute(select(streams.c.name).where(streams.c.name == f"erased/{position}")).first() is not None
        )


@contextmanager
def _refusals(line: int) -> Iterator[None]:
    """What the database itself refuses of a batch is a bad line, too."""
    try:
        yield
    except Exception as error:
        if isinstance(error, sqlite3.IntegrityError) or str(getattr(error, "sqlstate", None)).startswith("23"):
            raise BadLine(line, f"from here on the database refuses a record: {error}") from error
        raise


def _first(line: bytes) -> Head:
    try:
        row = json.loads(line)
        if row[_FIRST] != FORMAT:
            raise BadLine(1, "the file was written by a newer release of timeline; upgrade timeline")
        end = Head(int(row["position"]), bytes.fromhex(row["hash"]), None)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadLine(1, "this is no log; it should begin as timeline log export writes it") from None
    return end


def _record(number: int, line: bytes) -> tuple[dict[str, Any], bytes | None]:
    """The fields of a line, hashes as bytes, and the payload's bytes."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine(number, "is no JSON; the file was cut off or changed") from None
    if not isinstance(row, dict) or row.keys() != _KEYS:
        raise BadLine(number, f"is no record; its keys must be {', '.join((*_ORDER, *_HASHES, 'salt', 'payload'))}")
    try:
        if any(row[key].encode() is None or {"\n", "\0"} & set(row[key]) for key in _TEXTS):
            raise ValueError
        if not all(type(row[key]) is int and 1 <= row[key] < 2**63 for key in _NUMBERS):
            raise ValueError
        if row["schema_version"] >= 2**31:
            raise ValueError
        row |= {key: bytes.fromhex(row[key]) for key in _HASHES}
        if any(len(row[key]) != 32 for key in _HASHES) or (row["salt"] is None) != (row["payload"] is None):
            raise ValueError
        if row["payload"] is None:
            return row, None
        row["salt"] = bytes.fromhex(row["salt"])
        return row, canonical(row.pop("payload"))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadLine(number, "a field of the record holds a value of another kind") from None


def _hashes(conn: Connection, until: int) -> Iterator[bytes]:
    for after in range(0, until, _PAGE):
        query = select(log.c.hash).where(log.c.position > after, log.c.position <= min(after + _PAGE, until))
        for (hash_,) in conn.execute(query.order_by(log.c.position)).all():
            yield bytes(hash_)
