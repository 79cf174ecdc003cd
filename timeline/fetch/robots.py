"""What a site asks programs to leave alone: robots.txt (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from protego import Protego

from timeline.fetch.limits import AGENT
from timeline.fetch.problems import FetchFailed, FetchProblem

LARGEST = 500_000
"""Bytes of a robots.txt that are read, as RFC 9309 has it."""


@dataclass(slots=True)
class Robots:
    """The robots.txt of the sites asked, each fetched once."""

    fetch: Callable[[str], tuple[int, bytes]]
    """Status and content of an address; raises FetchProblem where it cannot be had."""
    _known: dict[str, Protego | FetchProblem] = field(default_factory=dict)
    """Site -> its rules, or why they cannot be had; then nothing is fetched from it."""

    def allow(self, site: str, url: str) -> bool:
        """Whether a page may be fetched.

        Raises:
            FetchProblem: the site cannot be asked.
        """
        if site not in self._known:
            self._known[site] = self._read(site)
        rules = self._known[site]
        if isinstance(rules, FetchProblem):
            raise rules
        return rules.can_fetch(url, AGENT)

    def pause(self, site: str) -> float:
        """Seconds between two requests that the site asks for; 0 where it does not say."""
        rules = self._known.get(site)
        return float(rules.crawl_delay(AGENT) or 0) if isinstance(rules, Protego) else 0.0

    def _read(self, site: str) -> Protego | FetchProblem:
        try:
            status, content = self.fetch(f"{site}/robots.txt")
        except FetchProblem as problem:
            return problem
        if status >= 500 or status == 429:
            return FetchFailed(f"is left alone: robots.txt of the site cannot be had now (HTTP {status})")
        return Protego.parse(content[:LARGEST].decode("utf-8", "replace") if status == 200 else "")
