"""The words of ``rules/actors.toml`` and its neighbours, compiled once into what the finders look up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from timeline.names import legal_forms, no_short_name

if TYPE_CHECKING:
    from timeline.parsed import Doc


@dataclass(frozen=True, slots=True)
class Words:
    """Words that point at actors; all keys lower-case."""

    honorifics: frozenset[str]
    title_modifiers: frozenset[str]
    before_names: frozenset[str]
    """Adjectives and nouns that are no part of the name behind them: "unemployed"."""
    not_in_office: frozenset[str]
    state_bodies: frozenset[str]
    rule_of: frozenset[str]
    legal_forms: frozenset[str]
    of_towns: frozenset[str]
    cared_for: frozenset[str]
    """Last words of names that begin with a town's: "hospital"."""
    too_vague: frozenset[str]
    gatherings: frozenset[str]
    """Nouns at the end of the name of an occasion: its first word names whoever holds it, not the occasion."""
    no_short_name: frozenset[str]
    not_names: frozenset[str]
    organisation_endings: frozenset[str]
    common_surnames: frozenset[str]
    """Surnames, folded, that alone name no politician."""
    american_states: frozenset[str]
    """Names and abbreviations, as they stand behind a town: "Lebanon, Pa."."""
    many: frozenset[str]
    """Plural nouns that such bodies end in: "deputies"."""
    local_bodies: frozenset[str]
    """Nouns that behind the name of a town or county name a body of it: "police", "sheriff's office"."""
    not_people_after: frozenset[str]
    offices: dict[str, tuple[tuple[str, str | None], ...]]
    """Words of an office -> (its generic name, the only state where the words mean it or None)."""
    unnamed: frozenset[str]
    """Offices that too many hold for the words to name anybody."""
    stands_for: dict[str, tuple[str, ...]]
    """Offices to try, best first, for words that leave it open ("leader")."""
    organisation_nouns: dict[str, frozenset[str]]
    """Common noun -> words in a name that make it fit."""
    business_nouns: frozenset[str]
    """Common nouns for a business, which no authority fits."""
    any_business: frozenset[str]
    """Those that fit any business: "the company", not "the brewer"."""
    strict: frozenset[str]
    """Those that fit none but who is told to be one: "the union"."""
    telling: frozenset[str]
    """Words in a name that tell what its bearer is: no "Airlines" is a brewer."""
    called_by: dict[str, str]
    """Noun for somebody by what was done to him or her -> the first of its kind: ``accused`` -> ``suspect``."""
    called_for: dict[str, str]
    """Verb lemma -> what it makes of its object: ``arrest`` -> ``suspect``."""
    somebody: frozenset[str]
    """Nouns for a person that nobody names: "a witness"."""
    kin: frozenset[str]
    """Nouns for relatives and friends."""
    products: frozenset[str]
    """Nouns for what businesses make: the name before one is no subject."""
    sources: frozenset[str]
    """Nouns for what is quoted and is no person: "a statement said he …"."""
    another: frozenset[str]
    """Adjectives that make "the new company" one not named before."""
    public: frozenset[str]
    """Words in the names of organisations that are no businesses."""
    pairs: dict[str, str]
    """Plural noun -> kind of the two actors ("any" for every kind)."""
    male: frozenset[str]
    female: frozenset[str]
    men: frozenset[str]
    """Given names that men bear, folded."""
    women: frozenset[str]
    given: frozenset[str]
    """All given names, folded."""
    papers: frozenset[str]
    """Nouns for texts that are signed and passed: "it" may be one of them, where it is signed or passed."""
    paper_verbs: frozenset[str]
    """What is done to such texts."""
    assemblies: frozenset[str]
    """Nouns for those whom such texts pass: "it passed the senate"."""
    saying: frozenset[str]
    """Lemmas of verbs beside quoted speech."""
    place: dict[str, frozenset[str]]
    """``place_use`` of the table."""


@cache
def table() -> dict[str, Any]:
    """The table as read."""
    return _toml("actors")


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("timeline").joinpath(f"rules/{name}.toml").read_text("utf-8"))


@cache
def load() -> Words:
    """The words, read on first use."""
    raw = table()
    given = _toml("given_names")
    offices: dict[str, tuple[tuple[str, str | None], ...]] = {}
    for row in raw["offices"]:
        for word in row["words"]:
            offices[word] = (*offices.get(word, ()), (row["office"], row.get("country")))
    nouns = {noun: frozenset(row["names"]) for row in raw["organisation_nouns"] for noun in row["nouns"]}
    pairs = {noun: kind for kind, plural in raw["pairs"].items() for noun in plural}
    return Words(
        honorifics=frozenset(raw["honorifics"]),
        title_modifiers=frozenset(raw["title_modifiers"]),
        before_names=frozenset([*raw["before_names"], *raw["somebody"]]),
        not_in_office=frozenset(raw["not_in_office"]),
        state_bodies=frozenset(raw["state_bodies"]),
        rule_of=frozenset(raw["rule_of"]),
        legal_forms=legal_forms(),
        of_towns=frozenset(raw["of_towns"]),
        cared_for=frozenset(raw["cared_for"]),
        gatherings=frozenset(raw["gatherings"]),
        too_vague=frozenset(raw["too_vague"]),
        no_short_name=no_short_name(),
        not_names=frozenset(raw["not_names"]),
        organisation_endings=frozenset(raw["organisation_endings"]),
        local_bodies=frozenset(raw["local_bodies"]),
        common_surnames=frozenset(raw["common_surnames"]),
        american_states=frozenset(raw["american_states"]),
        many=frozenset(last for body in raw["local_bodies"] if (last := body.split()[-1]).endswith("s")),
        not_people_after=frozenset(raw["not_people_after"]),
        offices=offices,
        unnamed=frozenset(row["office"] for row in raw["offices"] if not row.get("names_holder", True)),
        stands_for={row["office"]: (row["office"], *row["or"]) for row in raw["offices"] if "or" in row},
        organisation_nouns=nouns,
        business_nouns=frozenset(n for row in raw["organisation_nouns"] if row.get("business") for n in row["nouns"]),
        any_business=frozenset(n for row in raw["organisation_nouns"] if row.get("any_business") for n in row["nouns"]),
        strict=frozenset(n for row in raw["organisation_nouns"] if row.get("strict") for n in row["nouns"]),
        telling=frozenset(n for row in raw["organisation_nouns"] if row.get("tells") for n in row["names"]),
        called_by={noun: row["nouns"][0] for row in raw["called_by"] for noun in row["nouns"]},
        called_for={verb: row["nouns"][0] for row in raw["called_by"] for verb in row["verbs"]},
        somebody=frozenset(raw["somebody"]),
        kin=frozenset(raw["kin"]),
        products=frozenset(_toml("things")["kinds"]),
        sources=frozenset(raw["sources"]),
        another=frozenset(raw["another"]),
        public=frozenset(raw["public_words"]),
        pairs=pairs,
        male=frozenset(raw["sex"]["male"]),
        female=frozenset(raw["sex"]["female"]),
        men=frozenset(given["male"]),
        women=frozenset(given["female"]),
        given=frozenset(given["male"]) | frozenset(given["female"]),
        papers=frozenset(raw["papers"]["nouns"]),
        paper_verbs=frozenset(raw["papers"]["verbs"]),
        assemblies=frozenset(raw["papers"]["assemblies"]),
        saying=frozenset(raw["saying"]),
        place={key: frozenset(values) for key, values in raw["place_use"].items()},
    )


def where(doc: Doc, wanted: Iterable[str]) -> list[int]:
    """Numbers of the tokens that are one of these lower-case words."""
    sought = frozenset(wanted)
    return [t.i for t in doc.words if t.lower_ in sought]
