"""The ways to install: wheel, sdist, editable, and straight from the checkout; each runs and finds its migrations."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("timeline", "migrations", "benchmarks", "seeds", "tests", "docs", "pyproject.toml", "cli.py", "README.md",
          "LICENSE", "NOTICE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", ".ci")  # fmt: skip


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """The output of a command that must succeed."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "TIMELINE_DB")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env={**clean, **env})
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, so that building leaves no traces in it."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, copy / name)
    return copy


@pytest.fixture(scope="module")
def distributions(checkout: Path) -> Path:
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", cwd=checkout)
    return checkout / "dist"


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., Path]:
    """Installs into a new environment that sees the dependencies of this one, without a network; gives its folder."""

    def installed(*what: str | Path) -> Path:
        home = tmp_path / "venv"
        venv.create(home, with_pip=True, symlinks=True)
        python = home / "bin" / "python"
        site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
        # A plain path, not addsitedir: the .pth of an editable install in this environment must not be followed.
        (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
        options = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet")
        run(python, "-m", "pip", "install", *options, *what, cwd=tmp_path)
        return home / "bin"

    return installed


def check(bin_folder: Path, where: Path, home: Path) -> None:
    """The command runs from the expected place, and creates a database with its migrations."""
    python, timeline = bin_folder / "python", bin_folder / "timeline"
    place = run(python, "-c", "import timeline; print(timeline.__file__)", cwd=home).strip()
    assert Path(place).is_relative_to(where)
    assert run(timeline, "--version", cwd=home).strip().endswith(version())
    run(timeline, "--db", "t.db", "init", cwd=home)
    (home / "a.txt").write_text(
        "---\npublished: 2025-01-17\n---\nIran and Russia signed a treaty in Moscow on Friday.\n"
    )
    run(timeline, "--db", "t.db", "add", "a.txt", cwd=home)
    assert "2025-01-17" in run(timeline, "--db", "t.db", "events", "2025", "-o", "jsonl", cwd=home)


def version() -> str:
    from timeline import __version__

    return __version__


def test_wheel(distributions: Path, install: Callable[..., Path], tmp_path: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("timeline/py.typed", "timeline/migrations/env.py", "timeline/rules/model-sha256.txt"):
        assert needed in names
    assert any(n.startswith("timeline/migrations/versions/") for n in names)
    assert any(n.startswith("timeline/rules/") and n.endswith(".toml") for n in names)
    assert not [n for n in names if not n.startswith(("timeline/", "timeline_db-"))]
    check(install(wheel), tmp_path / "venv", tmp_path)


def test_sdist(distributions: Path, install: Callable[..., Path], tmp_path: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    check(install(sdist), tmp_path / "venv", tmp_path)


def test_editable(checkout: Path, install: Callable[..., Path], tmp_path: Path) -> None:
    check(install("--editable", checkout), checkout, tmp_path)


def test_checkout(checkout: Path, tmp_path: Path) -> None:
    command = (sys.executable, checkout / "cli.py")
    assert run(*command, "--version", cwd=tmp_path) == run(
        Path(sys.executable).parent / "timeline", "--version", cwd=tmp_path
    )
    assert run(*command, "--help", cwd=tmp_path) == run(
        Path(sys.executable).parent / "timeline", "--help", cwd=tmp_path
    )
