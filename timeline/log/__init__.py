"""The log: everything that was ever known or decided, in order, chained by hashes, never changed."""

from __future__ import annotations

from timeline.log.appending import append, head, stamp, writing
from timeline.log.entries import ConcurrencyError, Entry, Head
from timeline.log.erasing import erase, scrub
from timeline.log.hashing import GENESIS, canonical, chain, envelope, payload_hash
from timeline.log.reading import read, record
from timeline.log.verifying import Damage, Verification, verify

__all__ = [
    "GENESIS",
    "ConcurrencyError",
    "Damage",
    "Entry",
    "Head",
    "Verification",
    "append",
    "canonical",
    "chain",
    "envelope",
    "erase",
    "head",
    "payload_hash",
    "read",
    "record",
    "scrub",
    "stamp",
    "verify",
    "writing",
]
