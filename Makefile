.DEFAULT_GOAL := help
.PHONY: help run setup dev check fix test faults bench docs migrate lock

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
T ?= tests
JOBS ?= 2

help:        ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.run-ready ## Start the demo: hub, simulated Telegram and a living story
	@$(BIN)/scrm demo

setup: $(VENV)/.dev-ready ## Make .venv with everything that development needs

$(BIN)/uv:
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.run-ready: requirements/run.txt pyproject.toml hatch_build.py $(shell find scrm/console/src scrm/console/package-lock.json scrm/console/vite.config.ts scrm/console/index.html scrm/widget/src scrm/widget/package-lock.json scrm/widget/vite.config.ts scrm/widget/vite.loader.config.ts scrm/widget/index.html -type f 2>/dev/null) | $(BIN)/uv
	@echo "Setting up; the first time this takes a minute or a few ..."
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/run.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable .
	@$(BIN)/python -m compileall -q -x node_modules scrm connectors tagging campaigns config
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.run-ready
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/dev.txt
	@touch $@

dev: setup   ## Run the demo and restart it when a Python file changes
	@$(BIN)/scrm demo --reload

check: setup ## Format, lint, types, contracts, console, widget
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python -m config.console check

fix: setup   ## Let the tools mend what they can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test: setup  ## All tests, JOBS at a time; T=tests/flows to narrow
	@$(BIN)/pytest --numprocesses $(JOBS) --dist worksteal $(T)

faults: setup ## The long fault loops
	@$(BIN)/pytest -m "" --faults $(T)

bench: setup ## The benchmarks
	@$(BIN)/scrm bench all
	@$(BIN)/pytest --bench -s tests/flows/test_latency.py

docs: setup  ## Write the generated reference pages
	@$(BIN)/python -m config.reference

migrate: setup ## Bring the database up to date
	@$(BIN)/scrm migrate

lock: $(BIN)/uv ## Compile requirements/*.txt again
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --extra dev pyproject.toml -o requirements/dev.txt
