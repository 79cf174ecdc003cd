"""The values that pass between the parts of the house. Frozen, no I/O.

Offsets are code points into ``Article.text``, half-open. Days are ISO text ``YYYY-MM-DD`` (see :mod:`timeline.days`),
bounds are inclusive, ``None`` is open on that side. Every vocabulary is a tuple of plain strings so that a value reads
the same in JSON, in SQL and in Python.
"""

from __future__ import annotations

from dataclasses import dataclass, field

GRANULARITIES = (
    "minute", "hour", "part_of_day", "day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade",
    "century", "open",
)  # fmt: skip
EXTENTS = ("within", "throughout")
BASES = (
    "explicit", "completed_from_published", "completed_from_text", "inherited", "anchored_on_event", "near_published",
    "tense_only", "none",
)  # fmt: skip
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "CONCEDE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT", "LEADERSHIP", "ELECTION", "LEGAL", "DISASTER",
    "STATE", "OTHER",
)  # fmt: skip
STATUSES = ("planned", "scheduled", "expected", "ongoing", "occurred", "postponed", "cancelled", "unknown")
CERTAINTIES = ("certain", "probable", "possible")
POLARITIES = ("positive", "negative")
CLAIMS = ("asserted", "alleged", "denied", "disputed", "forecast")
SALIENCES = ("main", "background")
ZONES = ("headline", "caption", "body", "link", "boilerplate")
ROLES = ("agent", "recipient", "party", "host", "visitor", "accuser", "accused", "supplier", "target", "mentioned")
ACTOR_KINDS = ("person", "state", "organisation", "group", "thing")
MENTION_WAYS = ("name", "office", "nationality", "capital", "pronoun", "description")


@dataclass(frozen=True, slots=True)
class Article:
    """One source document."""

    text: str
    """The body as read, line breaks kept; everything else points into it."""
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None
    """ISO 8601: ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM[:SS][+HH:MM]``; None = not known, never guessed."""
    published_basis: str | None = None
    """Where ``published`` comes from: given, front_matter, record, feed, json_ld, meta, pdf_metadata, url, visible,
    dateline."""
    language: str | None = None
    """BCP 47 tag, e.g. ``en``."""
    where: str | None = field(default=None, compare=False)
    """Where it was read, for messages: ``file:line``; None = its source holds nothing else. Not recorded."""

    @property
    def published_day(self) -> str | None:
        """The local calendar day of publication, ``YYYY-MM-DD``."""
        return self.published[:10] if self.published else None

    @property
    def in_english(self) -> bool:
        """Whether reports can be made of it: it is in English, or nobody said otherwise."""
        return is_english(self.language)


def is_english(language: str | None) -> bool:
    """Whether a BCP 47 tag is one of English; what is not known is taken for it."""
    return language is None or language.lower().split("-")[0] == "en"


@dataclass(frozen=True, slots=True)
class Problem:
    """Bad input as a value: what is wrong, where, and what to do about it."""

    source: str
    """A file, an address, or ``file:line``."""
    reason: str
    """One sentence that names the mend where there is one."""
    origin: str | None = None
    """The file or address to read again once it is mended; None = ``source``."""
    refused: bool = True
    """Whether it kept something out; else it is only worth knowing."""


@dataclass(frozen=True, slots=True)
class When:
    """A dating: what a source guarantees about the time of something, and how it is known."""

    earliest: str | None = None
    """First possible day, inclusive; None = open."""
    latest: str | None = None
    """Last possible day, inclusive; None = open."""
    likely_date: str | None = None
    """The best single reading, ``YYYY[-MM[-DD]]``; None where there is none."""
    edtf: str | None = None
    """Extended Date/Time Format (ISO 8601-2:2019, levels 0-2)."""
    granularity: str = "open"
    """One of GRANULARITIES."""
    extent: str = "within"
    """``within``: some time inside the bounds; ``throughout``: the whole span."""
    qualifier: str | None = None
    """``approximate`` ("around 1990"), ``uncertain`` ("possibly in May"), else None."""
    basis: str = "none"
    """One of BASES."""
    rule: str = ""
    """The id of the rule that read the phrase, e.g. ``en.month_day``."""
    anchor: str | None = None
    """What completed it, for people: ``published 2025-01-16``, ``text 2025-01-17``, ``event "the summit"``."""
    direction: str | None = None
    """Why a bare date was read forward or back: ``forward: is set to``; None where nothing had to be chosen."""
    utc_offset: int | None = None
    """Minutes east of UTC where the source states a zone."""
    instant_utc: str | None = None
    """``YYYY-MM-DDTHH:MM:SSZ`` where time of day and zone are both stated."""


@dataclass(frozen=True, slots=True)
class Timex:
    """A date phrase in a text, read."""

    start: int
    end: int
    text: str
    type: str
    """TIMEX3 type: DATE, TIME, DURATION, SET (ISO-TimeML, ISO 24617-1)."""
    value: str
    """TIMEX3 value, e.g. ``2025-01-17``, ``2024-10``, ``P2Y``, ``XXXX-01-17``."""
    mod: str | None = None
    """TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER, ON_OR_BEFORE, ..."""
    when: When = When()
    event_start: int | None = None
    event_end: int | None = None
    """Span of the event word that a phrase hangs on ("the day after the *summit*"), with ``offset_days`` from it."""
    offset_days: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor's name in a text. Which Actor it means is decided later, by :func:`timeline.actors.resolve`."""

    start: int
    end: int
    surface: str
    """The words of the text at the span."""
    kind: str
    """One of ACTOR_KINDS, or ``place``."""
    name: str
    """The fullest form of the name that the article gives for this mention ("Pezeshkian" -> "Masoud Pezeshkian")."""
    way: str = "name"
    """One of MENTION_WAYS: how the text points at the actor."""
    office: str | None = None
    """For ``way='office'`` or an appositive office: ``president``, ``foreign minister``, ..."""
    country: str | None = None
    """ISO 3166-1 alpha-2 of the state named by a nationality, capital or office phrase."""


@dataclass(frozen=True, slots=True)
class RoleMention:
    """A mention in its role in one report."""

    role: str
    """One of ROLES."""
    mention: Mention


@dataclass(frozen=True, slots=True)
class Report:
    """What one article says about one event."""

    ordinal: int
    """Number of the report in its article, from 0, in text order."""
    title: str
    """A short plain-English headline that can be printed."""
    trigger: str
    """Lemma of the trigger word, e.g. ``sign``, ``inauguration``."""
    trigger_start: int
    trigger_end: int
    sentence_start: int
    sentence_end: int
    type: str
    when: When
    phrase: Timex | None = None
    """The date phrase that dates it (for ``inherited``: the earlier one); None without any."""
    mentions: tuple[RoleMention, ...] = ()
    place: str | None = None
    """Name of the place of the event, as a person would write it ("Moscow")."""
    place_country: str | None = None
    """ISO 3166-1 alpha-2."""
    zone: str = "body"
    status: str = "unknown"
    certainty: str = "certain"
    polarity: str = "positive"
    claim: str = "asserted"
    salience: str = "background"
    attributed_to: str | None = None
    """Who says so, in the article's words; None = the article itself."""
    about: int | None = None
    """For content and denials: ordinal of the report (ACCUSE, REJECT, STATEMENT) that says it."""
    cues: tuple[str, ...] = ()
    """Why: ``status.planned: is set to``, ``type.AGREE: sign``, ...; shown by ``--why``."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office held between two days."""

    actor_id: str
    office: str
    """Lower-case generic name: president, prime minister, foreign minister, secretary-general, ..."""
    country: str | None
    """ISO 3166-1 alpha-2, or None for an organisation's office (then ``organisation`` stands)."""
    valid_from: str | None
    valid_to: str | None
    organisation: str | None = None
    """actor_id of the organisation."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation, group, or a named thing (product, vessel, treaty)."""

    actor_id: str
    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that a user asks for."""

    first_day: int | None
    """Day number (:mod:`timeline.days`), inclusive; None = open."""
    last_day: int | None
    """Day number, inclusive; None = open."""
    text: str = ""
    """As typed, for messages."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event, or one report of it, that a new report may tell, as the store gives it to :mod:`timeline.identity`."""

    event_id: str
    types: tuple[str, ...]
    triggers: tuple[str, ...]
    """Lemmas of its reports' triggers."""
    titles: tuple[str, ...]
    actor_ids: frozenset[str]
    party_ids: frozenset[str]
    """Actors in other roles than ``mentioned``."""
    place: str | None
    place_country: str | None
    earliest: str | None
    latest: str | None
    likely_date: str | None
    granularity: str
    basis: str
    status: str
    claim: str
    article_ids: frozenset[str]
    published: tuple[str, ...] = ()
    """Publication days of its articles."""
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of its parties: a president acts for his state."""
    person_ids: frozenset[str] = frozenset()
    """Those of its parties that are people."""
    main_of: frozenset[str] = frozenset()
    """Articles whose main event it is."""
    report_id: str | None = None
    """The report; None where the event is meant as a whole, as a person has it."""
    polarity: str = "positive"
    tells_as: str | None = None
    """The firmer report that it was found to tell the same as."""
    link_rule: str | None = None
    link_score: int | None = None
    """Thousandths."""
