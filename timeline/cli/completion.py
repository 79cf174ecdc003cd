"""``timeline completion``, and what a shell may complete."""

from __future__ import annotations

import os
import re

import click
from click.shell_completion import CompletionItem, get_completion_class

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_TIMELINE_COMPLETE"
_MOST = 40


EXAMPLES = """\b
bash:  eval "$(timeline completion bash)"       in ~/.bashrc
zsh:   eval "$(timeline completion zsh)"        in ~/.zshrc
fish:  timeline completion fish | source        in ~/.config/fish/config.fish
"""


@click.command(epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes commands, options and actors' names in a shell."""
    from timeline.cli import timeline

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(timeline, {}, "timeline", _VARIABLE).source())


def actor_names(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Names in the database that begin, or hold a word that begins, with what was typed; by name.

    A shell must never be told of an error in the middle of a line: without a database nothing is offered.
    """
    from timeline import queries
    from timeline.cli.database import opened
    from timeline.cli.errors import Failure

    try:
        place = ctx.params.get("database") or ctx.find_root().params.get("database")
        with opened(place, readonly=True) as engine, engine.connect() as conn:
            rows = queries.actors(conn, grep=incomplete or None)
    except Failure:
        return []
    typed = incomplete.casefold()
    names = [row["name"] for row in rows if any(w.startswith(typed) for w in _starts(row["name"].casefold()))]
    bash = os.environ.get(_VARIABLE, "").startswith("bash")
    # Doubled, because the script reads the answer with `read`, which takes one backslash away.
    return [CompletionItem(re.sub(r"([^\w.,-])", r"\\\\\1", name) if bash else name) for name in names[:_MOST]]


def _starts(name: str) -> list[str]:
    return [name[match.start() :] for match in re.finditer(r"\b\w", name)]
