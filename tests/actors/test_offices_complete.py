"""No gap since 2000 in who led the states of the G20 and the Middle East, their foreign ministries, and four bodies."""

from __future__ import annotations

from datetime import date

import pytest

from timeline.actors.tables import rows

_PM, _PRESIDENT, _FM = "prime minister", "president", "foreign minister"
SEATS = {
    "AR": (_PRESIDENT,), "AU": (_PM,), "BR": (_PRESIDENT,), "CA": (_PM,), "CN": (_PRESIDENT, _PM),
    "FR": (_PRESIDENT, _PM), "DE": (_PRESIDENT, "chancellor"), "IN": (_PRESIDENT, _PM), "ID": (_PRESIDENT,),
    "IT": (_PRESIDENT, _PM), "JP": (_PM,), "KR": (_PRESIDENT,), "MX": (_PRESIDENT,), "RU": (_PRESIDENT, _PM),
    "SA": ("king", _PM), "ZA": (_PRESIDENT,), "TR": (_PRESIDENT,), "GB": ("queen or king", _PM), "US": (_PRESIDENT,),
    "IR": ("supreme leader", _PRESIDENT), "IQ": (_PRESIDENT, _PM), "IL": (_PRESIDENT, _PM), "PS": (_PRESIDENT,),
    "LB": (_PRESIDENT, _PM), "SY": (_PRESIDENT,), "JO": ("king", _PM), "EG": (_PRESIDENT, _PM), "YE": (_PRESIDENT, _PM),
    "OM": ("sultan",), "AE": (_PRESIDENT, _PM), "QA": ("emir", _PM), "BH": ("emir or king", _PM), "KW": ("emir", _PM),
    "CY": (_PRESIDENT,),
}  # fmt: skip
"""Country -> heads of state and government; those of monarchs whose deputies act in their name are not asked for."""
BODIES = {"o-un": "secretary-general", "o-nato": "secretary-general", "o-iaea": "director-general",
          "o-eu": "foreign policy chief", "o-ec": "president"}  # fmt: skip
VACANT = {
    ("EG", _PRESIDENT, "2011-02-11"): "a council of the armed forces",
    ("IQ", _PRESIDENT, "2003-04-09"): "occupation",
    ("IQ", _PM, "2003-04-09"): "occupation",
    ("IQ", _FM, "2001-04-30"): "an acting minister",
    ("IQ", _FM, "2003-04-09"): "occupation",
    ("IR", _PRESIDENT, "2024-05-19"): "the first vice president acted",
    ("IR", _FM, "2024-05-19"): "a deputy acted",
    ("KR", _PRESIDENT, "2017-03-10"): "removed; the prime minister acted",
    ("KR", _PRESIDENT, "2025-04-04"): "removed; the prime minister acted",
    ("LB", _PRESIDENT, "2007-11-24"): "no one elected",
    ("LB", _PRESIDENT, "2014-05-25"): "no one elected",
    ("LB", _PRESIDENT, "2022-10-30"): "no one elected",
    ("PS", _PRESIDENT, "2004-11-11"): "the speaker acted",
    ("PS", _FM, "2000-01-01"): "no such ministry",
    ("SY", _PRESIDENT, "2024-12-08"): "transition",
    ("o-iaea", "director-general", "2019-07-18"): "an acting head",
    ("YE", _FM, "2015-01-22"): "resigned with the government",
    ("YE", _FM, "2019-06-10"): "a deputy acted",
    ("YE", _PM, "2014-09-24"): "no one agreed on",
}
SHORT = 42
"""Days for which an office may be empty between two holders."""


def gaps(seat: str, offices: tuple[str, ...]) -> list[tuple[str, str]]:
    terms = sorted(
        (r["valid_from"] or "1900-01-01", r["valid_to"] or "9999-12-31")
        for r in rows("offices")
        if (r["country"] or r["organisation"]) == seat and r["office"] in offices
    )
    found, at = [], "2000-01-01"
    for start, end in [*terms, ("2025-06-01", "2025-06-01")]:
        if start > at and (date.fromisoformat(start) - date.fromisoformat(at)).days > SHORT:
            found.append((at, start))
        at = max(at, end)
    return found


@pytest.mark.parametrize(
    ("seat", "office"),
    [(c, o) for c, offices in SEATS.items() for o in (*offices, _FM)] + list(BODIES.items()),
)
def test_no_gap(seat: str, office: str) -> None:
    open_ = [g for g in gaps(seat, tuple(office.split(" or "))) if (seat, office, g[0]) not in VACANT]
    assert not open_, f"nobody is known as {office} of {seat} from {open_}"
