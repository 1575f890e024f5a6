# What people and CI type. `make` alone lists it. Needs Python 3.11 or later, and nothing else.

SHELL := /bin/sh
PYTHON ?= python3
WORKERS ?= 2
PYTEST_ARGS ?=
DEMO_ARGS ?=
BENCH_ARGS ?=
LOCK_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(LOCK_ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format bench lock setup browser-tools clean

help: ## Lists these
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(RUNTIME) ## Opens the local chat page with the sample programme (DEMO_ARGS="--port 8080 --fresh")
	@$(BIN)/chivvy demo $(DEMO_ARGS)

test: $(DEVELOPMENT) ## Passes every test (PYTEST_ARGS="-k reminders", WORKERS=2)
	@$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

check: $(DEVELOPMENT) ## Checks format, lint, types, import contracts and lock files
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/check_locks.py

format: $(DEVELOPMENT) ## Lays the code out and mends what lint can mend by itself
	@$(BIN)/python -m ruff check --fix-only .
	@$(BIN)/python -m ruff format .

bench: $(DEVELOPMENT) ## Measures speed (BENCH_ARGS=…)
	@$(BIN)/python -m tests.bench $(BENCH_ARGS)

lock: $(DEVELOPMENT) ## Works out the lock files from pyproject.toml (LOCK_ARGS=--upgrade for newer versions)
	@$(COMPILE) --group build --output-file requirements.lock
	@$(COMPILE) --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock

setup: $(DEVELOPMENT) ## Sets up for development without running anything

browser-tools: ## Installs what the browser and playground tests need: Chromium, and Microsoft's local Teams client
	@scripts/browser-tools

clean: ## Removes what the others made (the register stays)
	rm -rf $(VENV) .playground build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "Chivvy needs Python 3.11 or later, and there is no $(PYTHON) here." >&2; \
		echo "Install it, or say where it is: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Chivvy needs Python 3.11 or later, and $(PYTHON) is $$("$(PYTHON)" -V 2>&1)." >&2; \
		echo "Install a newer one, or say where it is: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments: its venv package is missing." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv. Then type the same again." >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV)

$(RUNTIME): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up: installing what Chivvy needs. This happens once and takes about a minute."
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME)

$(DEVELOPMENT): requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Setting up: installing what Chivvy and its tests need. This happens once and takes about a minute."
	@$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $(DEVELOPMENT)
