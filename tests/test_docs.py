from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

DOCS = Path(__file__).parent.parent / "docs"
sys.path.insert(0, str(DOCS))

import examples  # noqa: E402
import generate  # noqa: E402


def test_the_generated_pages_are_fresh():
    assert generate.stale() == [], "run `make docs`"


def test_every_command_and_option_is_documented():
    page = generate.cli_page()
    for path, command in generate.commands():
        assert f"# {path}\n" in page
        section = page.split(f"# {path}\n")[1].split("\n#")[0]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert max(parameter.opts, key=len) in section, f"{path} {parameter.name}"
                assert parameter.help, f"{path} {parameter.name} has no help"


@pytest.mark.parametrize(
    ("shown", "real", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\nb", "a\nc", False),
        ("a\n...\nd", "a\nb\nc\nd", True),
        ("id ... x", "id 3f x", True),
        ("...", "", True),
        ("a\n...", "b\nc", False),
    ],
)
def test_dots_stand_for_what_changes(shown, real, same):
    assert examples.matches(shown, real) is same


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seeded")
    examples.seed(folder)
    return folder


PAGES = [path for path in examples.PAGES if any(examples.examples(path))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_example_shows_what_one_gets(path, request, tmp_path):
    found = examples.examples(path)
    folder = tmp_path / "page"
    examples.copy(request.getfixturevalue("seeded"), folder)
    for example in found:
        real = examples.output_of(example.command, folder)
        assert examples.matches(example.output, real), f"{example.page}:{example.line}: {example.command}\n{real}"
