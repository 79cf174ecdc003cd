"""Who reads articles: this process, several processes, or a Dask cluster.

Whoever it is, articles come back in the order in which they were given, in the same batches, and only a bounded number
is under way, so that a log written from them says the same and memory does not grow with their number. Functions that
run elsewhere take and give small values: bytes or articles in, articles or readings out.
"""

from __future__ import annotations

import copyreg
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from functools import cache, partial
from importlib import import_module
from multiprocessing import get_context
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from timeline.ingest.sources import Item, Overrides, Source, articles_of, at_hand
from timeline.model import Article, Mention, Report, RoleMention, Timex, When

if TYPE_CHECKING:
    from types import TracebackType

    from timeline.extract import Extraction

T = TypeVar("T")
TOGETHER = 8
"""Small files handed over at once."""
SMALL = 1 << 20
"""Bytes up to which a file is handed over whole."""
_ARCHIVES = (".gz", ".warc", ".wacz", ".zip")


class HandsLost(Exception):
    """Those who read are gone; what was acknowledged stands. The message is one line for people."""


class Hands(Protocol):
    """Does work elsewhere."""

    ahead: int
    """How many pieces of work are kept under way."""

    def submit(self, work: Callable[[Any], T], given: Any) -> Callable[[], T]:
        """Begin a piece of work; what comes back waits for its result."""


class Processes:
    """Processes on this machine, each with a language model of its own."""

    def __init__(self, number: int) -> None:
        self.ahead = number + 2
        # A forked process would share the locks and the connections of this one.
        self._pool = ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_undisturbed)

    def submit(self, work: Callable[[Any], T], given: Any) -> Callable[[], T]:
        """See :class:`Hands`."""
        try:
            return _result(self._pool.submit(work, given))
        except BrokenProcessPool:
            raise _lost() from None

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        processes = list(getattr(self._pool, "_processes", None) or {})
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        if kind is not None:
            _end(processes)


class Cluster:
    """The workers of a Dask cluster; work of a worker that dies is done again by another."""

    def __init__(self, address: str, patience: float = 10.0) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ModuleNotFoundError:
            raise HandsLost("a Dask cluster needs the package distributed: pip install 'timeline-db[dask]'") from None
        try:
            self._client: Any = distributed.Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as error:
            raise HandsLost(f"there is no Dask scheduler at {address} ({error}); start one: dask scheduler") from None
        self.ahead = max(4, 2 * len(self._client.scheduler_info()["workers"]))

    def submit(self, work: Callable[[Any], T], given: Any) -> Callable[[], T]:
        """See :class:`Hands`."""
        return _result(self._client.submit(work, given, pure=False, retries=3))

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()


def items(sources: Iterable[Source], given: Overrides, hands: Hands | None) -> Iterator[Item]:
    """The articles of sources, each with the name of its source; small files are parsed by the hands."""
    if hands is None:
        yield from articles_of(sources, given)
        return
    for some in _in_order(hands.ahead, _portions(sources, given, hands)):
        yield from some


def read(
    batches: Iterable[tuple[T, Sequence[Article]]], hands: Hands | None
) -> Iterator[tuple[T, Sequence[Extraction]]]:
    """What each batch of articles says, behind what was given with it."""
    if hands is None:
        yield from ((mark, extracted(articles)) for mark, articles in batches)
        return
    waiting: deque[T] = deque()

    def begun() -> Iterator[Callable[[], Sequence[Extraction]]]:
        for mark, articles in batches:
            waiting.append(mark)
            yield hands.submit(_read_elsewhere, articles) if articles else list

    for readings in _in_order(hands.ahead, begun()):
        yield waiting.popleft(), readings


def extracted(articles: Sequence[Article]) -> Sequence[Extraction]:
    """What articles say."""
    from timeline import extract

    return list(extract.articles(articles)) if articles else []


def _read_elsewhere(articles: Sequence[Article]) -> Sequence[Extraction]:
    send_compactly()
    return extracted(articles)


@cache
def send_compactly() -> None:
    """Let this process send readings as plain rows of values.

    Frozen values go field by field otherwise, in twice the time, there and here.
    """
    from timeline.extract import Extraction

    for kind in (Extraction, Report, RoleMention, Mention, Timex, When):
        copyreg.pickle(kind, partial(_parts, kind, attrgetter(*(f.name for f in fields(kind)))))


def _parts(kind: type[T], values: Callable[[T], tuple[Any, ...]], value: T) -> tuple[type[T], tuple[Any, ...]]:
    return kind, values(value)


def parsed(given: tuple[Overrides, Sequence[tuple[str, bytes]]]) -> list[Item]:
    """The articles of documents that are at hand."""
    overrides, documents = given
    return list(articles_of((at_hand(name, data) for name, data in documents), overrides))


def _in_order(ahead: int, begun: Iterable[Callable[[], T]]) -> Iterator[T]:
    """Results in their order; the next ones are begun while one waits for the first."""
    waiting: deque[Callable[[], T]] = deque()
    for result in begun:
        waiting.append(result)
        if len(waiting) >= ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _portions(sources: Iterable[Source], given: Overrides, hands: Hands) -> Iterator[Callable[[], list[Item]]]:
    """Small files a few together; everything else one by one and parsed here, since it may be without end."""
    files: list[tuple[str, bytes]] = []
    for source in sources:
        data = _whole(source)
        if data is not None:
            files.append((source.name, data))
        if files and (data is None or len(files) == TOGETHER):
            yield hands.submit(parsed, (given, files))
            files = []
        if data is None:
            yield from (partial(_itself, [item]) for item in articles_of([source], given))
    if files:
        yield hands.submit(parsed, (given, files))


def _itself(found: list[Item]) -> list[Item]:
    return found


def _whole(source: Source) -> bytes | None:
    """The bytes of a small file; None for anything else, and where it cannot be read, which is told when it is."""
    file = source.file
    if file is None or file.suffix.lower() in _ARCHIVES:
        return None
    try:
        return file.read_bytes() if file.stat().st_size <= SMALL else None
    except OSError:
        return None


def _result(future: Future[T] | Any) -> Callable[[], T]:
    def wait() -> T:
        try:
            return future.result()
        except BrokenProcessPool:
            raise _lost() from None
        except Exception as error:
            if type(error).__module__.startswith("distributed"):
                raise HandsLost(f"the Dask cluster gave up ({error}); what is listed as added stands") from error
            raise

    return wait


def _lost() -> HandsLost:
    return HandsLost(
        "a worker process ended by itself (killed, or out of memory); what is listed as added stands;"
        " run the same command again, with fewer --workers"
    )


def _undisturbed() -> None:
    # Ctrl-C goes to the whole group of processes; the writer alone decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(processes: Iterable[int]) -> None:
    for process in processes:
        try:
            os.kill(process, signal.SIGTERM)
        except ProcessLookupError:
            continue
