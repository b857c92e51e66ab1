# The two commands a newcomer needs: `make run` and `make test`. Everything lives in .venv and data.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
KB_HOME ?= data
export KB_HOME

VENV := .venv
BIN := $(VENV)/bin
CORPORA := corpora/press-releases corpora/agreements corpora/reconstruction-agency

.PHONY: run test check bench difficult eval eval-public corpora corpora-check clean

run: $(VENV)/.run  ## install, ingest corpora/, serve page and API
	$(BIN)/kb ingest corpora
	$(BIN)/kb serve --host $(HOST) --port $(PORT)

test: $(VENV)/.test  ## run the tests (the browser test needs Chromium)
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest

check: $(VENV)/.test  ## style, types, golden queries
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(VENV)/.run  ## golden queries against committed thresholds
	$(BIN)/kb ingest corpora
	$(BIN)/kb eval

bench: $(VENV)/.test  ## speed, beside the plain alternative
	$(BIN)/python -m bench.embed
	$(BIN)/python -m bench.read
	$(BIN)/kb ingest corpora
	$(BIN)/python -m bench.search
	$(BIN)/python -m bench.twins
	$(BIN)/python -m bench.describe

difficult: $(VENV)/.test  ## public collections of difficult files, found through KB_DIFFICULT_FILES
	$(BIN)/python -m bench.difficult

eval-public: $(VENV)/.test  ## the ranking on public sets, found through KB_EVAL_DATA, and what each part is worth
	$(BIN)/python -m bench.public
	$(BIN)/kb ingest corpora
	$(BIN)/python -m bench.ablation --public

corpora: $(VENV)/.corpora  ## build corpora/ from corpora/_sources
	$(BIN)/python corpora/build.py

corpora-check: $(VENV)/.run  ## every figure sourced, every file up to date, every golden judgement in its place
	$(BIN)/python corpora/check.py
	$(BIN)/python corpora/judgements.py --check

clean:  ## remove the environment and the data folder
	rm -rf $(VENV) data

$(VENV)/.run: pyproject.toml constraints.txt scripts/install.sh
	PYTHON=$(PYTHON) scripts/install.sh $(VENV)
	touch $@

$(VENV)/.test: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt --editable '.[test]'
	touch $@

$(VENV)/.corpora: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt --editable '.[corpora]'
	touch $@
