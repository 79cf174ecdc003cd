"""``timeline serve``."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.database import opened, target
from timeline.cli.errors import Failure, tell

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_ANY = ("0.0.0.0", "::")  # noqa: S104 (compared with, not bound to)
_WAITING = 128


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes any free one.")
@click.option("--allow-host", "names", multiple=True, metavar="NAME", help="Answer to this name, too; several: all.")
@click.option("--title", metavar="TEXT", help="What the timeline is called; else the name of the database.")
@options.database_option
def serve(host: str, port: int, names: tuple[str, ...], title: str | None, database: str | None) -> None:
    """Show the timeline in a browser, live, with a read-only JSON interface (/api/openapi.json).

    Only this machine can reach it unless --host says otherwise. Nobody can change anything through it.
    """
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ModuleNotFoundError:
        raise Failure("serve needs starlette and uvicorn; install them with: pip install 'timeline-db[web]'") from None
    with opened(database, readonly=True) as engine, _listening(host, port) as listener:
        config = uvicorn.Config(
            _application(engine, title or Path(target(database)).stem, (*_LOOPBACK, host, *names)),
            log_level="warning", access_log=False, server_header=False, lifespan="off", timeout_keep_alive=10,
            h11_max_incomplete_event_size=32_768,
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        tell(f"serving {target(database)} at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C stops)")
        if host not in _LOOPBACK:
            tell("whoever reaches this machine can read it; there is no log-in")
        if host in _ANY and not names:
            tell("give --allow-host NAME for each name that browsers call it by")
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            tell("stopped")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        reason = (os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)).lower()
        raise Failure(f"cannot listen on {host} port {port}: {reason}; choose another --port or --host") from None


def _application(engine: Engine, title: str, hosts: tuple[str, ...]) -> Any:
    from timeline.web.server import Service, application

    return application(Service(engine, title, options.now, options.local_day, hosts))
