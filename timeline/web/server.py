"""The service: the page, live, and the JSON interface, over one read-only engine."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePath
from threading import Lock
from time import monotonic
from typing import Any

import orjson
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from timeline import db, log, queries
from timeline.db import DatabaseProblem
from timeline.queries import EventFilter
from timeline.web import api, asking, page
from timeline.web.asking import Refused
from timeline.web.columns import Facts, page_data
from timeline.web.evidence import evidence_data
from timeline.web.guards import LOCAL, Guards, refusal
from timeline.web.openapi import document

_LOG = logging.getLogger("timeline.web")
_KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
_COMMAND = re.compile(r"\btimeline (actors|articles|events)(?: list)?\b")
"""A command that a message names; here the address of the same name lists what there is."""
_EVERYTHING = EventFilter(background=True)
_REST = 2.0
"""The data of the page is not made again for so many times as long as it took to make."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the service needs to know of the world."""

    engine: Engine
    """Read-only."""
    title: str
    now: Callable[[], str]
    """The present instant, RFC 3339 UTC."""
    today: Callable[[], str]
    """The present day, ``YYYY-MM-DD``."""
    hosts: Collection[str] = LOCAL
    """The names under which it answers."""


def application(service: Service) -> ASGIApp:
    """The service as an ASGI application."""
    drawn = _Drawn(service)
    routes = [
        Route("/", _shown(service)),
        Route("/page/data", drawn.answer("data")),
        Route("/page/evidence", drawn.answer("evidence")),
        *(Route(f"/page/{name}", _asset(name)) for name in (*page.SCRIPTS, page.STYLE)),
        Route("/api/openapi.json", _description()),
        *(Route(endpoint.path.replace("{id}", "{id:path}"), _asked(service, endpoint)) for endpoint in _by_depth()),
    ]
    errors: dict[Any, Any] = {HTTPException: _unknown, 404: _unknown, Exception: _broken}
    # Outermost, so that even an answer that failed carries the headers.
    return Guards(Starlette(routes=routes, exception_handlers=errors), service.hosts)


def _by_depth() -> list[api.Endpoint]:
    """Longer paths first: an id may hold a slash, as the address of an article does."""
    return sorted(api.ENDPOINTS, key=lambda endpoint: -endpoint.path.count("/"))


def _unknown(request: Request, error: Exception) -> Response:
    return refusal("there is nothing at this address; /api/openapi.json lists what there is", 404)


def _broken(request: Request, error: Exception) -> Response:
    return refusal("something went wrong in the server; its terminal says more", 500)


def _shown(service: Service) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        return Response(page.served(service.title), media_type="text/html")

    return answer


def _asset(name: str) -> Callable[[Request], Response]:
    content = page.asset(name).encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'

    def answer(request: Request) -> Response:
        return _tagged(request, tag, lambda: content, _KINDS[PurePath(name).suffix])

    return answer


def _description() -> Callable[[Request], Response]:
    content = orjson.dumps(document(api.ENDPOINTS))

    def answer(request: Request) -> Response:
        return Response(content, media_type="application/json")

    return answer


def _asked(service: Service, endpoint: api.Endpoint) -> Callable[[Request], Response]:
    """Answers an endpoint; the tag and the answer come from one state of the database."""

    def answer(request: Request) -> Response:
        try:
            given = request.query_params.multi_items()
            values = asking.read(endpoint.parameters, given)
            with service.engine.connect() as conn:
                today = service.today()
                found = request.path_params.get("id", "")
                question = api.Question(conn, values, given, request.url.path, today, api.checked_id(found))
                return _tagged(request, _tag(conn, today), lambda: _body(endpoint.answer(question)))
        except Refused as refused:
            return refusal(str(refused), refused.status)
        except queries.AmbiguousId as error:
            return refusal(str(error), 400)
        except queries.NotFound as error:
            return refusal(_COMMAND.sub(r"/api/\1", str(error)), 404)
        except (DatabaseProblem, SQLAlchemyError) as error:
            return _unable(error)

    return answer


def _unable(error: Exception) -> Response:
    problem = db.explain(error)
    _LOG.warning("%s", problem)
    return refusal("the database cannot answer now; the server's terminal says why", 503, **{"Retry-After": "1"})


def _tag(conn: Connection, today: str) -> str:
    """What an answer depends on: the end of the log, and for some the day."""
    end = log.head(conn)
    return f'"{end.position}-{end.hash.hex()[:12]}-{today}"'


def _body(answer: dict[str, Any]) -> bytes:
    # Times of day stand in the answers as in the tables and in -o json, not in another form of ISO 8601.
    return orjson.dumps(answer, option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS, default=_plain)


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, (bytes, memoryview)) else str(value)


def _tagged(request: Request, tag: str, content: Callable[[], bytes], kind: str = "application/json") -> Response:
    """The content with its tag, or 304 where the asker has it already."""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    body = content()
    if kind == "application/json" and b'"next":"' in body and (address := orjson.loads(body).get("next")):
        headers["Link"] = f'<{address}>; rel="next"'
    return Response(body, headers=headers, media_type=kind)


class _Drawn:
    """The data of the page, made once for each state of the database and kept until the next.

    For a large database it takes long to make; then it is made anew less often than the database changes.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.lock = Lock()
        self.tag = ""
        self.parts: dict[str, tuple[bytes, str]] = {}
        self.due = 0.0
        """When new data may be made, on the clock of ``time.monotonic``."""

    def answer(self, part: str) -> Callable[[Request], Response]:
        """Answers with ``data`` or ``evidence``."""

        def answer(request: Request) -> Response:
            try:
                self._refresh()
                content, kind = self.parts[part]
                return _tagged(request, self.tag, lambda: content, kind)
            except (DatabaseProblem, SQLAlchemyError) as error:
                return _unable(error)

        return answer

    def _refresh(self) -> None:
        """One request makes the data; others meanwhile get what was there before, or wait where nothing was."""
        if self.parts and monotonic() < self.due:
            return
        if not self.lock.acquire(blocking=not self.parts):
            return
        try:
            with self.service.engine.connect() as conn:
                today, started = self.service.today(), monotonic()
                tag = _tag(conn, today)
                if tag != self.tag:
                    self.parts = self._make(conn, today)
                    self.tag = tag
                    self.due = monotonic() + _REST * (monotonic() - started)
        finally:
            self.lock.release()

    def _make(self, conn: Connection, today: str) -> dict[str, tuple[bytes, str]]:
        rows = queries.events(conn, _EVERYTHING)
        facts = Facts(self.service.title, today, self.service.now(), live=True)
        data = page_data(conn, _EVERYTHING, rows, facts)
        evidence = evidence_data(conn, _EVERYTHING, data["events"])
        return {"data": page.content_of(data), "evidence": page.content_of(evidence)}
