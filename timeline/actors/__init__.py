"""Who acts: names in a text, and the actors they mean.

``find`` reads a parsed text, ``resolve`` looks a mention up in a :class:`Book`, ``shipped`` is what every
database starts with, ``place`` says where a place is.
"""

from timeline.actors.book import Book, Kept
from timeline.actors.chains import of_a_family
from timeline.actors.find import find
from timeline.actors.kinds import mortals
from timeline.actors.places import is_capital, is_place_use, is_street, place
from timeline.actors.resolving import ALIKE, Resolution, asked_of, new_actor, resolve
from timeline.actors.tables import shipped

__all__ = [
    "ALIKE",
    "Book",
    "Kept",
    "Resolution",
    "asked_of",
    "find",
    "is_capital",
    "is_place_use",
    "is_street",
    "mortals",
    "new_actor",
    "of_a_family",
    "place",
    "resolve",
    "shipped",
]
