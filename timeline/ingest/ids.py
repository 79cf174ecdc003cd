"""Ids that follow from content, so that the same words are the same article everywhere."""

from __future__ import annotations

import hashlib
import unicodedata


def article_id(text: str) -> str:
    """SHA-256 of the text in NFC with white space collapsed, first 128 bits, hex: the same words, the same article."""
    collapsed = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(collapsed.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def report_id(article: str, extractor: str, generation: int, ordinal: int) -> str:
    """Id of a report: its article, its extractor, how often the article had been read before, its number there."""
    return hashlib.sha256(f"{article}/{extractor}/{generation}/{ordinal}".encode()).hexdigest()[:24]


def event_id(opening_report: str) -> str:
    """Id of the event that a report opens."""
    return hashlib.sha256(f"event/{opening_report}".encode()).hexdigest()[:16]
