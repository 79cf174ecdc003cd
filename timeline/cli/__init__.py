"""The command line: each command parses, makes one call into the house, and prints.

Commands are loaded when they are called, so that a query pays for nothing but itself.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from keyword import iskeyword
from typing import IO, Any, NoReturn

import click

from timeline import __version__
from timeline.cli.errors import INTERRUPTED, USAGE, Failure, tell, usage_line

COMMANDS: Mapping[str, str] = {
    "init": "admin",
    "add": "add",
    "feed": "feed",
    "events": "events",
    "show": "events",
    "history": "events",
    "due": "events",
    "diff": "diff",
    "count": "count",
    "dates": "dates",
    "articles": "articles",
    "actors": "actors",
    "correct": "changes",
    "confirm": "changes",
    "retract": "changes",
    "merge": "changes",
    "split": "changes",
    "note": "changes",
    "tag": "changes",
    "untag": "changes",
    "enter": "changes",
    "undo": "changes",
    "reparse": "reading",
    "import": "reading",
    "export": "export",
    "serve": "serve",
    "sql": "sql",
    "publish": "publish",
    "log": "logs",
    "verify": "logs",
    "rebuild": "logs",
    "backup": "keeping",
    "restore": "keeping",
    "erase": "keeping",
    "doctor": "admin",
    "completion": "completion",
}
"""Each command and the module of this folder that holds it, in the order of the help."""

_SURROGATES = re.compile("[\ud800-\udfff]")

EXAMPLES = """\b
Examples:
  timeline init                           create a database
  timeline add article.html               append an article as events
  timeline events 2025-01 --actor Iran    what happened in January 2025 involving Iran
"""


class Timeline(click.Group):
    """The group of all commands; loads a command's module on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order of :data:`COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = getattr(import_module(f"timeline.cli.{COMMANDS[cmd_name]}"), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; what can go wrong by bad input or a bad database becomes a :class:`Failure`."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has gone (`timeline events | head`); what is left in the buffer must not raise again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(128 + 13) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise Failure(f"{where}{(error.strerror or str(error)).lower()}") from error
        return result


@click.group(
    cls=Timeline,
    invoke_without_command=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--db", "database", metavar="DATABASE", help="A path or SQLAlchemy URL, for the command that follows.")
@click.version_option(__version__, prog_name="timeline", message="%(prog)s %(version)s")
@click.pass_context
def timeline(ctx: click.Context, database: str | None) -> None:
    """Turn news articles into a database of dated events."""
    ctx.obj = database
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(args: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit code: 0 fine, 1 failure, 2 usage, 3 integrity."""
    for stream in (sys.stdout, sys.stderr):
        _never_refuse(stream)
    try:
        _refuse_other_encodings(sys.argv[1:] if args is None else args)
        code = timeline.main(args=args, prog_name="timeline", standalone_mode=False)
    except click.UsageError as error:
        tell(f"Error: {usage_line(error)}")
        return error.exit_code
    except click.ClickException as error:
        tell(f"Error: {error.format_message()}")
        return error.exit_code
    except Failure as failure:
        tell(f"Error: {failure}")
        return failure.exit_code
    except click.Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """The program."""
    # Looking for garbage while modules load, and once more in what ends anyway, costs a query a tenth of its time.
    gc.set_threshold(50_000)
    # What reads articles multiplies small matrices: several threads at each take twice the time of one.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = run()
    gc.disable()
    sys.exit(code)


def _refuse_other_encodings(args: Sequence[str]) -> None:
    """Bytes that are no UTF-8 may name a file that is there; no database takes them in names and texts.

    Raises:
        Failure: an argument holds such bytes, which Python hands over as halves of surrogate pairs.
    """
    for arg in args:
        if _SURROGATES.search(arg) and not _is_file(arg):
            raise Failure(f"{arg!r} is not valid UTF-8; type it in UTF-8", USAGE)


def _is_file(arg: str) -> bool:
    try:
        return os.path.lexists(arg)
    except UnicodeEncodeError:
        return False


def _never_refuse(stream: IO[str]) -> None:
    """A terminal that cannot print a letter gets its escape instead of an encoding error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
