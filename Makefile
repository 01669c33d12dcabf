# Reckoner. `make run` opens the app on a made-up council; `make test` runs every test.
PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
PY := $(VENV)/bin/python

.PHONY: run test check bench peers tour clean-demo

run: $(VENV)/.run
	@test -e data/demo/reckoner.duckdb || $(PY) -m lib demo
	@$(PY) -m lib serve --store data/demo/reckoner.duckdb

test: $(VENV)/.test
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium)
	@$(PY) -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder tests

# Style, types and the shape of the house, in half a minute.
check: $(VENV)/.test
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy lib
	@$(PY) -m pytest -q tests/test_house_rules.py

# How fast, beside DuckDB alone and beside other readers. Kept apart from the tests.
bench: $(VENV)/.test $(PEERS)/.run
	@$(PY) -m bench

# How well it reads, beside other readers: writes docs/reading.md.
peers: $(VENV)/.test $(PEERS)/.run
	@$(PY) -m bench.reading

# A picture of every page, light and dark: writes docs/tour.md and docs/tour/.
tour: $(VENV)/.test
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium)
	@$(PY) -m bench.tour

clean-demo:
	rm -rf data/demo data/demo.building

$(VENV)/.run: requirements.txt constraints.txt
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(PEERS)/.run: requirements-peers.txt
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-peers.txt
	@touch $@
