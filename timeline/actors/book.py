"""The book of actors: whoever may be meant, found by name, sound, initials, country and office."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from timeline import names
from timeline.model import Actor, Office

MOST = 10_000
"""Keys, and actors, that are remembered of those looked up elsewhere; some 500 bytes each."""
V = TypeVar("V")


class Kept(Protocol):
    """Actors that are kept elsewhere."""

    def ids(self, keys: Sequence[str], /) -> Mapping[str, Sequence[str]]:
        """Who has each of these keys (:func:`timeline.names.keys`), in order of the ids."""

    def actors(self, ids: Sequence[str], /) -> Iterable[Actor]:
        """The actors of these ids, those that there are."""


class Book:
    """Actors and offices, for :func:`timeline.actors.resolve`.

    Args:
        actors: those that the book holds itself.
        offices: who held which; of the book's own actors and of those kept elsewhere.
        kept: further actors, kept elsewhere: looked up when they are asked for; a bounded number is remembered.
    """

    def __init__(self, actors: Iterable[Actor] = (), offices: Iterable[Office] = (), kept: Kept | None = None) -> None:
        self._kept = kept
        self._own: dict[str, Actor] = {}
        # In order of entry, so that a result never depends on hashing.
        self._index: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._under: _Recent[Sequence[str]] = _Recent()
        self._met: _Recent[Actor] = _Recent()
        self._holders: defaultdict[tuple[str, str], list[Office]] = defaultdict(list)
        self._held: defaultdict[str, list[Office]] = defaultdict(list)
        self._surnames: dict[str, list[str]] | None = None
        for actor in actors:
            self.add(actor)
        for office in offices:
            self.add_office(office)

    def add(self, actor: Actor) -> None:
        """Enters an actor under all its names, or replaces the one of the same id."""
        self._remove(actor.actor_id)
        self._own[actor.actor_id] = actor
        for key in _keys(actor):
            self._index[key][actor.actor_id] = None
        if actor.actor_id in self._held:
            self._surnames = None

    def add_office(self, office: Office) -> None:
        """Enters an office that somebody held; the same one twice counts once."""
        if office not in self._held[office.actor_id]:
            self._held[office.actor_id].append(office)
            self._holders[office.office, office.country or office.organisation or ""].append(office)
            self._surnames = None

    def hand_over(self, actor_ids: Iterable[str]) -> None:
        """Those of these actors that the book holds itself are kept elsewhere from now on, as they are here."""
        for actor_id in actor_ids:
            if actor := self._remove(actor_id):
                self._met.put(actor_id, actor)
                for key in _keys(actor):
                    if (there := self._under.get(key)) is not None:
                        self._under.put(key, sorted({*there, actor_id}))

    def forget(self) -> None:
        """What was looked up elsewhere may not be so any more."""
        self._under, self._met, self._surnames = _Recent(), _Recent(), None

    def look_up(self, keys: Iterable[str]) -> None:
        """Look these keys up together: whoever has them is at hand afterwards."""
        if self._kept is None:
            return
        missing = sorted({key for key in keys if self._under.get(key) is None})
        if missing:
            found = self._kept.ids(missing)
            for key in missing:
                self._under.put(key, found.get(key, ()))
            self._read(i for key, ids in found.items() if not key.startswith(names.INITIALS) for i in ids)

    def get(self, actor_id: str) -> Actor | None:
        """The actor of that id, or None."""
        if (actor := self._own.get(actor_id) or self._met.get(actor_id)) is None:
            self._read([actor_id])
        return actor or self._met.get(actor_id)

    def named(self, name: str) -> list[Actor]:
        """Actors that are called exactly so (case, accents, dots and a leading "the" aside)."""
        return self._actors(self._ids(names.called(name)))

    def state(self, country: str) -> Actor | None:
        """The state of an ISO 3166-1 alpha-2 code, or None."""
        return next(reversed(self._actors(self._ids(names.of_country(country)))), None)

    def organisation(self, name: str) -> list[Actor]:
        """Organisations of that name, legal forms aside ("Apple Inc." and "Apple")."""
        short = names.core(name)
        found = self._actors(self._ids(*names.in_short(name)))
        return [
            a for a in found
            if a.kind not in ("person", "state") and any(names.core(n) == short for n in (a.name, *a.aliases))
        ]  # fmt: skip

    def initials(self, letters: str) -> list[Actor]:
        """Organisations whose names begin with these letters, word by word: two of them where there are more."""
        return self._actors(self._ids(names.by_initials(letters))[:2])

    def holders(self, office: str, seat: str, on: str | None) -> list[Actor]:
        """Who held an office on a day; without a day everybody who ever did. On the day of a handover, the new one.

        Args:
            office: its generic name, lower-case.
            seat: ISO 3166-1 alpha-2 of the state, or actor_id of the organisation.
            on: a day ``YYYY-MM-DD``, or None.
        """
        terms = self._holders.get((office, seat), [])
        if on is not None:
            terms = [t for t in terms if (t.valid_from or "") <= on and on <= (t.valid_to or "9999")]
            newest = max((t.valid_from or "" for t in terms), default="")
            terms = [t for t in terms if (t.valid_from or "") == newest]
        return self._actors(list(dict.fromkeys(t.actor_id for t in terms)))

    def surnamed(self, surname: str) -> list[Actor]:
        """People of exactly that surname who have held an office."""
        if self._surnames is None:
            self._surnames = defaultdict(list)
            for actor in self._actors(list(self._held)):
                for one in {_surname(n) for n in (actor.name, *actor.aliases)} if actor.kind == "person" else ():
                    self._surnames[one].append(actor.actor_id)
        return self._actors(self._surnames.get(surname, ()))

    def sounding(self, parts: Sequence[str]) -> list[Actor]:
        """People of whose names this one, folded and parted, may be another spelling."""
        return self._actors(self._ids(*names.sounding(parts)))

    def held(self, actor_id: str) -> Sequence[Office]:
        """The offices of a person."""
        return self._held.get(actor_id, ())

    def _ids(self, *keys: str) -> list[str]:
        """Who has one of these keys, each once; the book's own first."""
        self.look_up(keys)
        own = (i for key in keys for i in self._index.get(key, ()))
        kept = (i for key in keys for i in self._under.get(key) or ())
        return list(dict.fromkeys((*own, *kept)))

    def _actors(self, ids: Sequence[str]) -> list[Actor]:
        self._read(ids)
        return [actor for i in ids if (actor := self.get(i))]

    def _read(self, ids: Iterable[str]) -> None:
        if self._kept is None:
            return
        missing = {i for i in ids if i not in self._own and self._met.get(i) is None}
        for actor in self._kept.actors(sorted(missing)) if missing else ():
            self._met.put(actor.actor_id, actor)

    def _remove(self, actor_id: str) -> Actor | None:
        if actor := self._own.pop(actor_id, None):
            for key in _keys(actor):
                del self._index[key][actor_id]
                if not self._index[key]:
                    del self._index[key]
        return actor


class _Recent(Generic[V]):
    """What was looked up last; what was asked for longest ago goes."""

    def __init__(self) -> None:
        self._values: OrderedDict[str, V] = OrderedDict()

    def get(self, key: str) -> V | None:
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: str, value: V) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > MOST:
            self._values.popitem(last=False)


def _keys(actor: Actor) -> Collection[str]:
    return names.keys(actor.kind, actor.country, (actor.name, *actor.aliases))


def _surname(name: str) -> str:
    return names.surname_of(names.fold(name).split())
