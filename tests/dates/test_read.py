"""How phrases are read: direction, anchors, ranges, bounds, and what stays unsaid."""

from __future__ import annotations

import pytest

from timeline import dates
from timeline.model import Timex


def only(text: str, published: str | None = "2025-01-16", style: str = "news") -> Timex:
    (timex,) = dates.read(text, published, style=style)
    return timex


@pytest.mark.parametrize(
    ("text", "value", "direction"),
    [
        ("He is set to visit Moscow on January 17.", "2025-01-17", "forward: is set"),
        ("He visited Moscow on May 17.", "2024-05-17", "back: visited"),
        ("He will visit Moscow on Tuesday.", "2025-01-21", "forward: will"),
        ("He met the king on Tuesday.", "2025-01-14", "back: met"),
        ("The talks are due to resume on Monday.", "2025-01-20", "forward: due"),
        ("The report was published in October.", "2024-10", "back: published"),
        ("The report will be published in October.", "2025-10", "forward: will"),
        ("The hall is scheduled to be opened in March.", "2025-03", "forward: to be"),
        ("The licence had been due to expire on Friday.", "2025-01-10", "back: had been"),
        ("They met on Thursday.", "2025-01-16", None),
        ("They hope to sign their long-delayed treaty by the end of March.", "2025-03", "forward: hope"),
        ("They agreed to meet on Friday.", "2025-01-17", "forward: agreed"),
        ("They agreed to a truce on Friday.", "2025-01-10", "back: agreed"),
        ("The proposed merger is to close in March.", "2025-03", "forward: is to"),
        ("The merger proposed in March failed.", "2024-03", "back: proposed"),
        ("The list is to be published in March.", "2025-03", "forward: is to"),
    ],
)
def test_direction_follows_the_clause(text: str, value: str, direction: str | None) -> None:
    timex = only(text)
    assert (timex.value, timex.when.direction) == (value, direction)


def test_a_parse_overrules_the_words() -> None:
    text = "The visit, long awaited, is on Tuesday."
    clause = dates.Clause(0, len(text), tense="past")
    assert dates.read(text, "2025-01-16", style="news", clauses=[clause])[0].value == "2025-01-14"
    clause = dates.Clause(0, len(text), tense="present", modal="will")
    assert dates.read(text, "2025-01-16", style="news", clauses=[clause])[0].value == "2025-01-21"


@pytest.mark.parametrize(
    ("text", "first", "last", "extent", "edtf"),
    [
        ("It has held since 2022.", "2022-01-01", None, "throughout", "2022/.."),
        ("It holds until May 2026.", None, "2026-05-31", "throughout", "../2026-05"),
        ("It must end by March 2026.", None, "2026-03-31", "within", "../2026-03"),
        ("It was built before 1900.", None, "1899-12-31", "within", "../1899-12-31"),
        ("It closed after 3 June 2020.", "2020-06-04", None, "within", "2020-06-04/.."),
        ("It happened in October 2024.", "2024-10-01", "2024-10-31", "within", "2024-10"),
        ("It rained throughout 2023.", "2023-01-01", "2023-12-31", "throughout", "2023"),
        ("It was found around 1990.", "1990-01-01", "1990-12-31", "within", "1990~"),
        ("It was lost possibly in 1990.", "1990-01-01", "1990-12-31", "within", "1990?"),
        ("It was late 2022.", "2022-07-01", "2022-12-31", "within", "2022-07-01/2022-12-31"),
        ("It was in the 1990s.", "1990-01-01", "1999-12-31", "within", "199X"),
        ("It was the summer of 2024.", "2024-06-01", "2024-08-31", "within", "2024-22"),
        ("It was the third quarter of 2024.", "2024-07-01", "2024-09-30", "within", "2024-35"),
        ("It was last week.", "2025-01-06", "2025-01-12", "within", "2025-01-06/2025-01-12"),
        ("It was in 44 BC.", "-0043-01-01", "-0043-12-31", "within", "-0043"),
        ("He was shot shortly after 11 p.m. Monday.", "2025-01-13", "2025-01-13", "within", "2025-01-13"),
        ("He was shot after 11 p.m. Monday.", "2025-01-13", None, "within", "2025-01-13/.."),
        ("It closed shortly after 3 June 2020.", "2020-06-04", None, "within", "2020-06-04/.."),
        ("It was the week of March 18, 2024.", "2024-03-18", "2024-03-24", "within", "2024-03-18/2024-03-24"),
        ("It rose in the last 24 hours.", "2025-01-15", "2025-01-16", "throughout", "2025-01-15/2025-01-16"),
        ("Over the past two years it grew.", "2023-01-16", "2025-01-16", "throughout", "2023-01-16/2025-01-16"),
    ],
)
def test_bounds(text: str, first: str | None, last: str | None, extent: str, edtf: str) -> None:
    when = only(text).when
    assert (when.earliest, when.latest, when.extent, when.edtf) == (first, last, extent, edtf)


@pytest.mark.parametrize(
    ("text", "values", "first", "last"),
    [
        ("It runs from 3 to 7 September 2025.", ["2025-09-03", "2025-09-07"], "2025-09-03", "2025-09-07"),
        ("It ran between 2013 and 2016.", ["2013", "2016"], "2013-01-01", "2016-12-31"),
        ("It was held on June 3-5, 2024.", ["2024-06-03", "2024-06-05"], "2024-06-03", "2024-06-05"),
        ("It will run from Monday to Wednesday.", ["2025-01-20", "2025-01-22"], "2025-01-20", "2025-01-22"),
        ("It runs from Tuesday to Thursday next week.", ["2025-01-21", "2025-01-23"], "2025-01-21", "2025-01-23"),
        ("It lasted from November to February.", ["2024-11", "2025-02"], "2024-11-01", "2025-02-28"),
        ("It ran from June to August 2023.", ["2023-06", "2023-08"], "2023-06-01", "2023-08-31"),
    ],
)
def test_ranges_are_ranges(text: str, values: list[str], first: str, last: str) -> None:
    found = dates.read(text, "2025-01-16", style="news")
    assert [timex.value for timex in found] == values
    assert {(timex.when.earliest, timex.when.latest) for timex in found} == {(first, last)}


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("It runs from 22 to 24 October 2025.", "throughout"),
        ("The summit is on 22-24 October 2025.", "within"),
        ("The summit is held October 22 to 24, 2025.", "within"),
        ("It ended between 22 and 24 October 2025.", "within"),
    ],
)
def test_only_from_says_that_a_range_is_filled(text: str, extent: str) -> None:
    assert {timex.when.extent for timex in dates.read(text, "2025-01-16", style="news")} == {extent}


def test_reports_compare_the_quarter_until_they_sum_up() -> None:
    text = (
        "Net rose to $3 million in the third quarter of 2024 from $2 million a year earlier. "
        "For the nine months, sales grew from $9 million a year earlier. Margins in the fourth quarter of 2024 fell."
    )
    values = [timex.value for timex in dates.read(text, "2025-01-16", style="news")]
    assert values == ["2024-Q3", "2023-Q3", "P9M", "2023", "2024-Q4"]


def test_without_an_anchor_a_phrase_stays_incomplete() -> None:
    timex = only("It was signed on January 17.", None)
    assert (timex.value, timex.when.earliest, timex.when.latest, timex.when.edtf, timex.when.basis) == (
        "XXXX-01-17",
        None,
        None,
        "XXXX-01-17",
        "none",
    )


def test_the_year_stands_elsewhere_in_the_text() -> None:
    first, _, third = dates.read(
        "The pact of January 17, 2024 is old. In May it lapsed. It was January 17.", "2025-06-01", style="news"
    )
    assert first.when.basis == "explicit"
    assert (third.value, third.when.basis, third.when.anchor) == (
        "2024-01-17",
        "completed_from_text",
        "text 2024-01-17",
    )


def test_publication_is_named_as_the_anchor() -> None:
    when = only("They met yesterday.").when
    assert (when.basis, when.anchor, when.rule) == ("completed_from_published", "published 2025-01-16", "en.dayword")


@pytest.mark.parametrize(
    ("text", "event", "offset"),
    [
        ("He left the day after the summit.", "summit", 1),
        ("He left two days before the NATO meeting.", "meeting", -2),
        ("A week after the vote he left.", "vote", 7),
    ],
)
def test_phrases_hang_on_events(text: str, event: str, offset: int) -> None:
    timex = only(text)
    assert timex.event_start is not None
    assert text[timex.event_start : timex.event_end] == event
    assert (timex.offset_days, timex.when.basis, timex.when.earliest) == (offset, "anchored_on_event", None)


def test_a_stated_zone_gives_an_instant_beside_the_local_day() -> None:
    when = only("The vote was held at 11:30 p.m. EST on Tuesday.").when
    assert (when.earliest, when.utc_offset, when.instant_utc) == ("2025-01-14", -300, "2025-01-15T04:30:00Z")
    assert only("The vote was held at noon on Tuesday.").when.instant_utc is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10/22/2024", "2024-10-22"),
        ("22/10/2024", "2024-10-22"),
        ("05/06/2024", "2024-05-06"),
        ("05.06.2024", "2024-06-05"),
        ("2024/06/05", "2024-06-05"),
    ],
)
def test_numeric_dates_have_a_stated_reading(text: str, value: str) -> None:
    assert only(f"It is dated {text} there.").value == value


@pytest.mark.parametrize(
    "text",
    [
        "The baby is 6 months old.",
        "May said no.",
        "The March on Washington began.",
        "They won 5-4.",
        "He tried a second time.",
        "Version 3.12.2 is out.",
        "Call 555-0199 or 555-2024-100.",
        "Flight 1987 landed.",
        "He sat in the sun.",
        "It cost $2024.",
        "We may march on.",
        "The price fell by 2024%.",
        "Use the 24-hour clock.",
        "Article A-2001 was cited.",
        "See page 1999.",
        "Shots were fired in the 1800 block of W. North Ave.",
        "He lives at 1600 Pennsylvania Avenue.",
        "Power failed in 2000 homes.",
        "He is in his early 20s.",
        "It was said that Sun's shares fell.",
        "Leave as soon as you can.",
    ],
)
def test_traps(text: str) -> None:
    assert dates.read(text, "2025-01-16", style="news") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She was named Person of the Week on World News Tonight in 1995.", ["1995"]),
        ("She told USA Today about it yesterday.", ["yesterday"]),
        ("She was struck by a 2013 Toyota Camry on Friday.", ["Friday"]),
        ("They spoke at a 1972 NATO meeting.", ["1972"]),
        ("It was the event of the week and it ends tonight.", ["the week", "tonight"]),
        ("Big Game Tonight", ["Tonight"]),
    ],
)
def test_words_of_time_in_names_are_no_dates(text: str, found: list[str]) -> None:
    assert [t.text for t in dates.read(text, "2025-01-16", style="news")] == found


def test_about_an_hour_of_a_day_is_that_day() -> None:
    assert only("about 9:35 p.m. April 21").when.edtf == "2025-04-21"
    assert only("around April 21").when.edtf == "2025-04-21~"


def test_more_than_years_ago_is_then_or_before() -> None:
    when = only("more than two decades ago").when
    assert (when.earliest, when.latest, when.likely_date) == (None, "2005-01-16", "2005")


def test_styles_are_told_from_the_text() -> None:
    history = "In 1912 the town rose. In March the wall fell, and on 4 April 1913 the king fled. " * 8
    report = "The minister said on Tuesday that talks would resume. He spoke yesterday in Geneva. " * 8
    assert [dates.style_of(text) for text in (history, report, "see u tmr")] == ["narrative", "news", "colloquial"]
    assert dates.style_of(history, "1913-05-01") == "news"


def test_a_narrative_carries_its_year() -> None:
    text = "In November 1805 the siege began. In January the city fell. The following year peace was made."
    assert [t.value for t in dates.read(text, "2019-05-01", style="narrative")] == ["1805-11", "1806-01", "1807"]


@pytest.mark.parametrize("published", ["yesterday", "2025-13-01", "17 January 2025", "2025"])
def test_a_publication_that_is_no_day_is_refused(published: str) -> None:
    with pytest.raises(ValueError, match="published"):
        dates.read("It was yesterday.", published)


def test_reading_one_phrase() -> None:
    (phrase,) = dates.find("It opens on May 5.")
    assert dates.resolve(phrase, dates.Anchor("2025-04-30")).value == "2025-05-05"
    assert dates.resolve(phrase, dates.Anchor()).value == "XXXX-05-05"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Signed on 03/04/2011.", "month first"),
        ("Signed on 03.04.2011.", "day first"),
        ("Signed on 25/04/2011.", None),
        ("Signed on 2011/04/03.", None),
        ("Signed on 04/04/2011.", None),
    ],
)
def test_an_ambiguous_number_says_which_reading_was_chosen(text: str, stated: str | None) -> None:
    assert only(text).when.direction == stated
