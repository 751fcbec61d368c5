# Two commands: `make run` starts Candor, `make test` sets up what it needs and passes all tests.
# On a machine without a network: `make run OFFLINE=folder` with the folder that `make bundle` made.

PYTHON  ?= python3
VENV    ?= .venv
PY      := $(VENV)/bin/python
OFFLINE ?=
PORT    ?= 8501
BUNDLE  ?= bundle
PIPFLAGS := --disable-pip-version-check $(if $(OFFLINE),--no-index --find-links $(abspath $(OFFLINE))/wheels)
MODELS   := models fetch $(if $(OFFLINE),--from $(abspath $(OFFLINE))/models)

# one thread per process: two workers then scale almost twofold
export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1
export PYTHONDONTWRITEBYTECODE =
# the environment decides nothing about telemetry: Candor never sends any
export STREAMLIT_BROWSER_GATHER_USAGE_STATS = false

.PHONY: help run serve demo models test check journey bench signals simulate bundle notebooks clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Candor needs Python 3.11 or newer; this is %s. Try: make run PYTHON=python3.11" % sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.runs: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install -q $(PIPFLAGS) -r requirements.txt
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	$(PY) -m pip install -q $(PIPFLAGS) -r requirements-dev.txt
	@touch $@

models: $(VENV)/.runs  ## fetch and verify the network files; a missing one stops nothing
	@$(PY) -m workflow $(MODELS) || echo "Candor starts without them: what they measure is withheld and says so."

demo: models  ## build the demo company into an empty store; does nothing in a full one
	@$(PY) -m workflow demo

run: demo  ## install, fetch, build the demo company once, start the app and print its address
	@$(PY) -m workflow serve --port $(PORT)

check: $(VENV)/.tests  ## style and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

test: $(VENV)/.tests models  ## everything: style, types, packages, pages, notebooks, browser journey
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	@$(PY) -m workflow $(MODELS) --encoder
	$(PY) tests/chromium.py
	$(PY) -m pytest -n 2 --dist loadgroup

bench: $(VENV)/.tests models  ## every speed ratio, each against its peer or floor in the same run
	$(PY) -m benchmarks

signals: $(VENV)/.tests models  ## truth tables, invariance, coverage and cost of the signals
	$(PY) -m benchmarks signals

simulate: $(VENV)/.tests  ## coverage of intervals, false alarms of tests, planted truths found
	$(PY) -m benchmarks simulate

bundle: $(VENV)/.runs models  ## one folder with every wheel and model file, for closed networks
	$(PY) -m pip wheel -q --disable-pip-version-check -r requirements.txt -w $(BUNDLE)/wheels
	mkdir -p $(BUNDLE)/models && cp .models/*.tflite $(BUNDLE)/models/
	@echo "Copy this project and the folder $(BUNDLE) to the other machine, then: make run OFFLINE=$(BUNDLE)"

clean:  ## remove the environment; the store (.candor) stays
	rm -rf $(VENV) $(BUNDLE)
