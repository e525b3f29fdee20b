# Waypost: `make demo` runs it, `make test` tests it, `make check` is what CI asks.
# Each target fetches what it needs itself, into .venv and node_modules.

PORT ?= 8000
DATA ?= var/demo
# Two processes suit two cores; `make test JOBS=8` suits more.
JOBS ?= 2
SIZE ?= S
UPGRADE ?=
ARGS ?=

# Trust the certificates that this machine trusts, as behind a company proxy.
export UV_SYSTEM_CERTS ?= 1
export NODE_USE_SYSTEM_CA ?= 1
export npm_config_update_notifier := false
# Compile each module once and not in every process: tests start dozens of servers.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache

PY := .venv/bin/python
SETTINGS := WAYPOST_DATA_DIR=var/check
TEMPLATES = $$(find src -name '*.html' -not -path '*/built/*' -not -path '*/collected/*')

.DEFAULT_GOAL := help
.PHONY: help demo-environment environment assets demo gallery \
	check format-check lint imports types migrations docs-check \
	test test-sqlite test-postgres test-browser bench format lock dist clean

help:  ## List what there is to make
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

demo-environment:
	@sh tools/python.sh tools/environment.py demo

environment:  ## Make .venv from the lock file
	@sh tools/python.sh tools/environment.py dev

assets: demo-environment  ## Bundle scripts, styles, fonts and icons
	@$(PY) tools/build_assets.py

demo: assets  ## Run Waypost with a sample organisation (PORT=8000)
	@WAYPOST_DATA_DIR="$${WAYPOST_DATA_DIR:-$(DATA)}" $(PY) -m waypost.config.cli demo --port $(PORT)

gallery: assets  ## Show every component with sample data (PORT=8000)
	@WAYPOST_DEBUG=yes WAYPOST_DATA_DIR="$${WAYPOST_DATA_DIR:-$(DATA)}" $(PY) -m waypost.config.cli demo --port $(PORT) --open-at /gallery/

# --- What a change must pass, in the order that fails fastest ------------------------

check: format-check lint imports types migrations docs-check test  ## All that CI asks

format-check: environment
	$(PY) -m ruff format --check .
	.venv/bin/djade --target-version 5.2 --check $(TEMPLATES)

lint: environment
	$(PY) -m ruff check .
	.venv/bin/typos

imports: environment
	.venv/bin/lint-imports --no-logo

types: environment
	$(SETTINGS) $(PY) -m mypy src tests benchmarks

migrations: environment
	$(SETTINGS) $(PY) manage.py makemigrations --check --dry-run

docs-check: environment
	$(SETTINGS) $(PY) -m pytest -q tests/test_conventions.py tests/test_settings_documented.py

# --- Tests ---------------------------------------------------------------------------

test: test-sqlite test-postgres test-browser  ## All tests: SQLite, PostgreSQL, browser

# What shares an expensive ground stays together in one process (tests/grounds.py).
test-sqlite: environment assets
	env -u WAYPOST_DATABASE_URL $(PY) -m pytest -n $(JOBS) --dist loadscope -m "not e2e" $(ARGS)

test-postgres: environment assets
	$(PY) tools/postgres.py $(PY) -m pytest -n $(JOBS) --dist loadscope -m "not e2e and not once" --database-only $(ARGS)

# Each process has a server, set back before each test, so any test may run anywhere.
test-browser: environment assets
	env -u WAYPOST_DATABASE_URL $(PY) -m pytest -n $(JOBS) --dist worksteal tests/e2e $(ARGS)

# --- Speed ---------------------------------------------------------------------------

# SIZE=M and SIZE=L take longer; L the whole reference organisation of 10,000 people.
bench: environment assets  ## Measure every promise of speed (SIZE=S, M or L)
	$(PY) -m benchmarks --size $(SIZE) $(ARGS)

# --- Care ----------------------------------------------------------------------------

format: environment  ## Bring code and templates into form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	.venv/bin/djade --target-version 5.2 $(TEMPLATES)

lock: environment  ## Resolve the lock files again (UPGRADE=1 takes newer versions)
	@$(PY) tools/lock.py $(if $(UPGRADE),--upgrade)

pictures: environment assets  ## Make the pictures of the guide again
	$(PY) tools/pictures.py $(ARGS)

dist: environment assets  ## Build the wheel and prove that it runs by itself
	rm -rf dist
	$(PY) -m hatchling build -t wheel
	$(PY) tools/prove_wheel.py

clean:  ## Remove all that was made, the demo's data too
	rm -rf .venv node_modules dist var src/waypost/web/built src/waypost/web/collected src/waypost/web/fonts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
