"""The filters of ``events``, shared by every command that selects events: one decorator, one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from timeline.cli import options
from timeline.cli.errors import Failure, tell
from timeline.model import STATUSES, TYPES, Period
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.queries import EventFilter

Moment = TypeVar("Moment", int | str, int | str | None)

_KNOWN = (
    click.option(
        "--as-of", type=options.known, metavar="POINT", help="As this database had it: a day, an instant, a position."
    ),
    click.option(
        "--published-until", type=options.day, metavar="DAY", help="As the press had it by the end of that day."
    ),
)

_OPTIONS = (
    click.argument("period", type=options.period, metavar="[PERIOD]", required=False),
    click.option(
        "--actor",
        "actors",
        metavar="NAME",
        multiple=True,
        shell_complete=options.actor_names,
        help="Took part; several: all of them.",
    ),
    click.option("--any-actor", is_flag=True, help="Any of the actors is enough."),
    click.option(
        "--type",
        "types",
        type=click.Choice(TYPES, case_sensitive=False),
        metavar="TYPE",
        multiple=True,
        help="AGREE, CONSULT, … (docs/concepts.md lists them); several: any.",
    ),
    click.option(
        "--status",
        "statuses",
        type=click.Choice(STATUSES, case_sensitive=False),
        metavar="STATUS",
        multiple=True,
        help="planned, scheduled, expected, ongoing, occurred, …; several: any.",
    ),
    click.option("--place", metavar="NAME", help="Where."),
    click.option("--grep", metavar="WORDS", help="Words in the title or a quote, in either case."),
    click.option("--certainly", is_flag=True, help="Only what surely lies inside the period."),
    click.option("--possibly", is_flag=True, help="Also what might lie inside the period."),
    click.option("--all", "background", is_flag=True, help="Background events, too."),
    *_KNOWN,
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many."),
    options.today_option,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user asked for, in the user's words."""

    period: Period | None
    actors: tuple[str, ...]
    any_actor: bool
    types: tuple[str, ...]
    statuses: tuple[str, ...]
    place: str | None
    grep: str | None
    match: str
    background: bool
    as_of: int | str | None
    published_until: str | None
    limit: int | None

    def resolve(self, conn: Connection) -> EventFilter:
        """The same in the store's words. Says on standard error how the period was read and which actor is unknown."""
        from timeline import queries

        if self.period is not None:
            from timeline.dates import periods

            tell(f"period: {periods.describe(self.period)}")
        return queries.EventFilter(
            period=self.period,
            actors=tuple(actor_ids(conn, name) for name in self.actors),
            any_actor=self.any_actor,
            types=self.types,
            statuses=self.statuses,
            place=self.place,
            grep=self.grep,
            match=self.match,
            background=self.background,
            as_of=point(conn, self.as_of),
            published_until=self.published_until,
            limit=self.limit,
        )


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of ``events``; the command gets ``wanted``, a :class:`Wanted`, and ``today``, a day."""

    @wraps(command)
    def with_wanted(**values: Any) -> Any:
        values["match"] = _match(values.pop("certainly"), values.pop("possibly"))
        names = [field.name for field in fields(Wanted)]
        wanted = Wanted(**{name: values.pop(name) for name in names})
        values["today"] = _today(wanted.as_of, wanted.published_until, values["today"])
        return command(wanted=wanted, **values)

    decorated: Callable[..., Any] = with_wanted
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _match(certainly: bool, possibly: bool) -> str:
    if certainly and possibly:
        raise click.UsageError("--certainly and --possibly exclude each other; give one of them")
    return "certainly" if certainly else "possibly" if possibly else "likely"


def point(conn: Connection, as_of: Moment) -> Moment:
    """A point of what was known; a position inside a commit, of which nobody knew only a part, gives way to its start.

    Raises:
        queries.NotFound: the log does not reach so far.
    """
    if not isinstance(as_of, int):
        return as_of
    from timeline.queries.moments import whole

    end = whole(conn, as_of)
    if end != as_of:
        tell(f"position {as_of} lies inside a commit; shown as of {end}, before it")
    return end


def known_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--as-of``, ``--published-until`` and ``--today`` of one event; the command gets them by these names."""

    @wraps(command)
    def with_one(**values: Any) -> Any:
        values["today"] = _today(values["as_of"], values["published_until"], values["today"])
        return command(**values)

    decorated: Callable[..., Any] = with_one
    for option in reversed((*_KNOWN, options.today_option)):
        decorated = option(decorated)
    return decorated


def tell_undated(conn: Connection, published_until: str | None) -> None:
    """Says how many articles could not be asked what the press had said, for want of a date of publication."""
    if published_until is not None:
        from timeline.queries.press import undated

        tell_left_out(undated(conn))


def tell_left_out(undated: int) -> None:
    """Says so where articles were left out for want of a date of publication."""
    if undated:
        tell(f"{counted(undated, 'article')} left out: not known when published (timeline articles set)")


def unshown(more: bool, aside: int = 0) -> str:
    """The end of a line that counts what is shown: what is not.

    Args:
        more: whether --limit cut some off.
        aside: background events that match besides.
    """
    from timeline.queries import MOST_ASIDE

    if more:
        return ", and there are more (--limit)"
    number = f"{aside:,}" if aside <= MOST_ASIDE else f"more than {MOST_ASIDE:,}"
    return f"; {number} in the background (--all)" if aside else ""


def _today(as_of: int | str | None, published_until: str | None, today: str) -> str:
    """The day that plans are measured by: the one given, else the one looked back from, else today."""
    if as_of is not None and published_until is not None:
        raise click.UsageError("--as-of and --published-until ask two different questions; give one of them")
    if click.get_current_context().get_parameter_source("today") != ParameterSource.DEFAULT:
        return today
    return published_until or (as_of[:10] if isinstance(as_of, str) else today)


def actor_ids(conn: Connection, name: str) -> frozenset[str]:
    """Ids of the actors of that name; says on standard error who is meant by a part of a name, and if nobody is.

    Raises:
        Failure: several actors have it in their names.
    """
    from timeline import queries

    try:
        found = queries.called(conn, name)
    except queries.AmbiguousId as error:
        raise Failure(str(error)) from None
    if found.note:
        tell(found.note if found.ids else f"{found.note}; timeline actors list shows all")
    return found.ids


def one_actor(conn: Connection, name: str) -> str:
    """What to ask for one actor with: the id of the one who is meant by a part of a name, else the name itself."""
    from timeline import queries

    if queries.find_actor_ids(conn, name):
        return name
    try:
        found = queries.called(conn, name)
    except queries.AmbiguousId as error:
        raise Failure(str(error)) from None
    if found.ids and found.note:
        tell(found.note)
    return next(iter(found.ids), name)
