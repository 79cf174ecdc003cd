"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "timeline").rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

# What a module may bring along at import; everything heavier waits until it is needed.
LIGHT = {
    "timeline.model": ("sqlalchemy", "spacy", "trafilatura", "alembic", "click", "rich"),
    "timeline.dates": ("sqlalchemy", "spacy", "trafilatura", "alembic", "click", "rich"),
    "timeline.parsers": ("sqlalchemy", "spacy", "trafilatura", "alembic", "lxml", "charset_normalizer", "rich"),
    "timeline.queries": ("spacy", "trafilatura", "alembic", "rich"),
    "timeline.cli": ("sqlalchemy", "spacy", "trafilatura", "alembic", "rich"),
}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_file_is_one_page_of_thought(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_FILE, "turn it into a folder of the same name"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_functions_are_short_and_nothing_is_global(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Global), f"line {node.lineno}: global"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}: bare except"


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_only_the_command_line_and_the_log_read_a_clock(path: Path) -> None:
    if relative(path).startswith("timeline/cli/"):
        return
    calls = {
        f"{getattr(node.value, 'id', getattr(node.value, 'attr', ''))}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert not calls & {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}


@pytest.mark.parametrize("module", LIGHT)
def test_heavy_libraries_wait_until_they_are_needed(module: str) -> None:
    code = f"import sys, {module}; print(' '.join(m for m in {LIGHT[module]!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_no_word_list_is_unreadable() -> None:
    for path in sorted((ROOT / "timeline" / "rules").rglob("*.toml")):
        tomllib.loads(path.read_text(encoding="utf-8"))


def test_seeds_are_articles_and_hold_together() -> None:
    from timeline.model import Article
    from timeline.parsers import parse

    files = sorted((ROOT / "seeds" / "articles").iterdir())
    articles = [item for file in files for item in parse(file.read_bytes(), str(file))]
    assert len(articles) == len(files) >= 10
    for file, item in zip(files, articles, strict=True):
        assert isinstance(item, Article), item
        assert item.published_day == file.name[:10]
        assert item.title and item.publisher and item.author and item.url and item.language
        assert 120 <= len(item.text.split()) <= 350, file.name
