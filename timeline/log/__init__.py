"""The log: everything that was ever known or decided, in order, chained by hashes, never changed."""

from __future__ import annotations

from timeline.log.appending import append, commit, head, writing
from timeline.log.carrying import BadLine, Carried, export, import_log
from timeline.log.entries import ConcurrencyError, Entry, Head
from timeline.log.erasing import erase, scrub
from timeline.log.hashing import GENESIS, canonical, chain, envelope, payload_hash
from timeline.log.marking import stamp
from timeline.log.reading import read, record
from timeline.log.verifying import Damage, Verification, verify

__all__ = [
    "GENESIS",
    "BadLine",
    "Carried",
    "ConcurrencyError",
    "Damage",
    "Entry",
    "Head",
    "Verification",
    "append",
    "canonical",
    "chain",
    "commit",
    "envelope",
    "erase",
    "export",
    "head",
    "import_log",
    "payload_hash",
    "read",
    "record",
    "scrub",
    "stamp",
    "verify",
    "writing",
]
