# `make demo` and `make test` need Python 3.11 or newer, git and make; everything else goes into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PY := $(BIN)/python
DEMO := out/demo.db
BENCH := out/bench
# -n 0 runs the tests in one process.
WORKERS ?= 2

.PHONY: demo test test-long explore coverage bi lint bench audit docs clean

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

# Which lines the fast tests reach.
coverage: .venv/.installed-dev
	$(PY) -m coverage run -m pytest -q
	$(PY) -m coverage report

test-long: .venv/.installed-long out/timelinejs/.installed
	$(PY) -m pytest -q -m slow

# The random tests with new examples at each run; what they find becomes a test with that example.
explore: .venv/.installed-long
	$(PY) -m pytest -q -n $(WORKERS) -m 'slow or not slow' --hypothesis-profile=explore $$(grep -rl hypothesis tests --include='test_*.py')

# Tools too large for the tests ask the twelve questions of tests/bi; docs/bi.md records what they answered.
bi: .venv/.installed-long out/bi/venv/.installed out/bi/superset/.installed
	$(PY) -m tests.bi.others out/bi --python out/bi/venv/bin/python --superset out/bi/superset/bin/superset

lint: .venv/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(PY) docs/generate.py --check

# Runs every benchmark and scores it: make bench KITS=folder, with the kits timex/, timelines/, merge/, pages/ and digest/ in it.
bench: .venv/.installed-bench
	$(if $(KITS),,$(error say where the benchmark kits are: make bench KITS=folder))
	@mkdir -p $(BENCH)
	$(PY) -m benchmarks.pages $(KITS)/pages $(BENCH)/pages.jsonl
	$(PY) $(KITS)/pages/score.py $(BENCH)/pages.jsonl
	for set in $(notdir $(wildcard $(KITS)/timex/dev/*.jsonl)); do \
	  $(PY) -m benchmarks.timex $(KITS)/timex/dev/$$set $(BENCH)/$$set && \
	  $(PY) $(KITS)/timex/score.py $(KITS)/timex/dev/$$set $(BENCH)/$$set || exit 1; done
	$(PY) -m benchmarks.timelines $(KITS)/timelines/dev/documents.jsonl $(KITS)/timelines/dev/targets.jsonl $(BENCH)/timelines.jsonl
	$(PY) $(KITS)/timelines/score.py timelines $(BENCH)/timelines.jsonl
	$(PY) -m benchmarks.status $(KITS)/timelines/dev/documents.jsonl $(BENCH)/status.jsonl
	$(PY) $(KITS)/timelines/score.py status $(BENCH)/status.jsonl
	for set in ecb gva; do \
	  $(PY) -m benchmarks.merge $$set $(KITS)/merge/$$set/documents.jsonl.gz $(BENCH)/$$set.jsonl && \
	  $(PY) $(KITS)/merge/score.py $$set $(BENCH)/$$set.jsonl || exit 1; done
	$(PY) -m benchmarks.digest $(KITS)/digest/articles.jsonl.gz $(KITS)/digest/tasks.jsonl $(BENCH)/digest.jsonl
	$(PY) $(KITS)/digest/score.py $(BENCH)/digest.jsonl

# Known vulnerabilities of what is installed; asks an advisory service, so no test depends on it. What the service does
# not know was not looked at: that fails, too.
audit: .venv/.installed-dev
	$(PY) -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.7'
	$(PY) -m pip freeze --exclude-editable > .venv/frozen.txt
	$(PY) -m pip_audit --strict --no-deps --disable-pip -r .venv/frozen.txt

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

.venv/.installed-long: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[long]'
	@touch $@ .venv/.installed-dev .venv/.installed

.venv/.installed-bench: pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

out/bi/venv/.installed:
	$(PYTHON) -m venv out/bi/venv
	out/bi/venv/bin/python -m pip install --quiet --disable-pip-version-check chdb 'ibis-framework[sqlite]' pyarrow pyspark
	@touch $@

# What its own list of requirements leaves out stands beside it.
out/bi/superset/.installed:
	$(PYTHON) -m venv out/bi/superset
	out/bi/superset/bin/python -m pip install --quiet --disable-pip-version-check apache-superset==6.1.0 'flask-caching<2.4' \
	  rich cachetools && touch $@ || echo "Superset cannot be installed here; it will not be asked" >&2

# It reads what is exported for it; without it that test is skipped.
out/timelinejs/.installed:
	@mkdir -p out/timelinejs
	cd out/timelinejs && npm pack --silent @knight-lab/timelinejs@3.9.11 && tar xzf knight-lab-timelinejs-3.9.11.tgz && \
	  touch .installed || echo "TimelineJS cannot be fetched here; its test will be skipped" >&2
