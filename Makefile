# Every target sets up what it needs first: on a fresh Debian 12 or Ubuntu 24.04, git, make and python3
# are enough. `make` alone lists the targets.

# pytest's arguments: `make test ARGS="tests/kiosk/core -k lease"` runs pytest alone with them.
ARGS ?=
SEEDS ?= 40
SEED ?= 0
MUTANT ?=
PYTHON := .venv/bin/python
UV_COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --extra build pyproject.toml

# The wrapper of pyright asks the network for a newer version and says so; the lock decides here.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset tour test simulate mutants crash check bench lock setup-run setup-test

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: setup-run  ## server, seeded event, and a window to try it in
	@$(PYTHON) -m demo

demo-reset: setup-run  ## forget what the demo stored
	@$(PYTHON) -m demo --reset

tour: setup-run  ## the demo driving itself, with a report and pictures under build/tour
	@$(PYTHON) -m demo.tour

bench: setup-run  ## measure; tables here, JSON under build/bench
	@$(PYTHON) -m bench $(ARGS)

ifeq ($(strip $(ARGS)),)
test: check  ## check, then every test; with ARGS="…" pytest alone
	.venv/bin/pytest -n auto --maxprocesses 8 --maxschedchunk 4
else
test: setup-test
	.venv/bin/pytest -n 0 $(ARGS)
endif

simulate: setup-test  ## live through SEEDS evenings (40) of faults, from SEED (0) on; MUTANT="…" with a fault in the product
	@$(PYTHON) -m tests.simulation run --seeds $(SEEDS) --seed $(SEED) --mutant "$(MUTANT)" $(ARGS)

mutants: setup-test  ## let the simulation find every mutation; writes build/mutants.json
	@$(PYTHON) -m tests.simulation mutants $(ARGS)

crash: setup-test  ## kill server, database, kiosk and gates KILLS (300) times at random moments, on both databases
	@$(PYTHON) -m tests.crash --kills $(or $(KILLS),300) $(ARGS)

check: setup-test  ## format, lint, types, layers
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/lint-imports --no-cache  # its cache misses that a folder became a package
	.venv/bin/pyright --project pyproject.toml

lock: setup-test  ## rewrite the locks after a change of pyproject.toml; ARGS=--upgrade takes the newest
	$(UV_COMPILE) $(ARGS) -o requirements.lock
	$(UV_COMPILE) $(ARGS) --extra dev -c requirements.lock -o requirements-dev.lock
	@scripts/setup test
	$(PYTHON) scripts/third_party_licenses.py

setup-run:
	@scripts/setup run

setup-test:
	@scripts/setup test
