# `make demo` and `make test` need Python 3.11 or newer, git and make; everything else goes into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PY := $(BIN)/python
DEMO := out/demo.db
# -n 0 runs the tests in one process.
WORKERS ?= 2

.PHONY: demo test test-long lint bench docs clean

demo: .venv/.installed
	@mkdir -p $(dir $(DEMO)) && rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	$(BIN)/timeline --db $(DEMO) init
	$(BIN)/timeline --db $(DEMO) actors import seeds/actors.tsv
	$(BIN)/timeline --db $(DEMO) add seeds/articles
	$(BIN)/timeline --db $(DEMO) events
	$(BIN)/timeline --db $(DEMO) events 2025-01
	$(BIN)/timeline --db $(DEMO) events 2025-01 --actor Iran

test: .venv/.installed-dev lint
	$(PY) -m pytest -q -n $(WORKERS)

test-long: .venv/.installed-dev
	$(PY) -m pytest -q -m slow

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(if $(wildcard docs/generate.py),$(PY) docs/generate.py --check)

# Scores the kits in a folder: make bench KITS=path/to/kits
bench: .venv/.installed-dev
	$(PY) -m benchmarks $(KITS)

docs: .venv/.installed-dev
	$(PY) docs/generate.py

clean:
	rm -rf .venv build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/.installed
