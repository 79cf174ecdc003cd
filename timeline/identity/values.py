"""The values that identity works on, and the table of its weights."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

from timeline.model import Report


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as identity sees it: with its actors resolved and its article known."""

    report: Report
    actor_ids: frozenset[str]
    party_ids: frozenset[str]
    """Actors in other roles than ``mentioned``."""
    person_ids: frozenset[str]
    article_id: str
    published: str | None
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of the parties."""
    main: bool = False
    """Whether headline and lead of its article are about it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which event a report belongs to (None: a new one), and why."""

    event_id: str | None
    rule: str
    score: int
    runner_up: str | None
    runner_up_score: int | None
    features: dict[str, int]
    tells_as: str | None = None
    """The known report of that event that tells the same; None where it is the event as a person has it."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over features."""

    bias: int
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """The table rules/identity.toml, read."""

    threshold: int
    report: Model
    """Is this report that event?"""
    main: Model
    """Are the main events of two articles one?"""
    main_types: frozenset[str]
    """Types of main events that the second model judges; the first judges the others."""
    incidents: frozenset[str]
    """Those of them in which articles of one incident take turns: the shooting, the death, the arrest."""
    personal: frozenset[str]
    """Types in which other people make another event, whatever story tells it."""
    actions: dict[str, str]
    """Trigger lemma -> action class."""
    goes_with: Mapping[str, frozenset[str]]
    """Type -> others that one event may carry beside it."""

    most: int
    """What dates and title can add to the first model's logit, whatever they are."""
    most_undated: int
    """The same where one of the two has no date, and neither is a postponement."""
    most_said_again: int
    """The same in one article."""
    most_place: int
    """What the place can add."""
    most_people: int
    """What people in common can add."""
    most_story: int
    """What it can add that one word for an act is of one story, and that less speaks against it then."""


IN_STORY = {"other_actors": "other_names", "no_actor": "no_name", "vague": "vague_story"}
"""Features that weigh less within one story: who acts is named now this way, now that, or not at all."""
_ONE_OF_DATES = ("same_day", "same_span", "overlap", "far_precision", "moved", "dates_differ")
_DATES = (("undated", "near", "said_again"), *((name,) for name in _ONE_OF_DATES))


def _most(features: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(max(0, features[name]) for name in names)


@cache
def weights() -> Weights:
    """The shipped weights."""
    table = tomllib.loads((files("timeline") / "rules" / "identity.toml").read_text("utf-8"))
    pairs, said = table["related_types"], table["report"]["weights"]
    return Weights(
        threshold=table["threshold"],
        report=Model(table["report"]["bias"], table["report"]["weights"]),
        main=Model(table["main"]["bias"], table["main"]["weights"]),
        main_types=frozenset(table["main"]["types"]),
        incidents=frozenset(table["main"]["incidents"]),
        personal=frozenset(table["report"]["personal_types"]),
        actions={lemma: name for name, lemmas in table["actions"].items() for lemma in lemmas},
        goes_with={t: frozenset(u for pair in pairs if t in pair for u in pair if u != t) for t in chain(*pairs)},
        most=max(_most(said, names) for names in _DATES) + _most(said, ("title",)),
        most_undated=_most(said, ("undated", "near", "title")),
        most_said_again=_most(said, ("undated", "near", "said_again", "title")),
        most_place=_most(said, ("place",)),
        most_people=_most(said, ("actors", "person")),
        most_story=said["same_story"] + sum(max(0, said[to] - said[name]) for name, to in IN_STORY.items()),
    )
