# govtext: every command a person needs. `make help` lists them.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.set-up

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint lab notebooks suite teaching sample paper picture bench lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## make .venv with the locked versions (once; again when they change)

$(STAMP): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + v + "; say which: make setup PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## read the reports of data/real, print the findings, leave an HTML page
	$(BIN)/govtext demo

test: lint ## everything that must hold: style, types, tests, doctests
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: setup ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: setup ## open the notebooks in JupyterLab, the first one with its kernel running
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/01-what-one-report-tells.ipynb

notebooks: setup ## run the notebooks anew, in place
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --ExecutePreprocessor.record_timing=False \
	  --ExecutePreprocessor.store_widget_state=False notebooks/*.ipynb notebooks/teaching/*.ipynb notebooks/papers/*.ipynb
	$(BIN)/python docs/suite.py

suite: setup ## put the notebooks' index, links and kernel right
	$(BIN)/python docs/suite.py

teaching: setup ## the students' copies of the lessons, with their data, in out/teaching
	$(BIN)/python -m govtext.teaching

sample: setup ## simulate data/sample anew
	rm -rf data/sample
	$(BIN)/govtext simulate --governments 12 --years 2019-2024 --seed 12 --out data/sample

bench: setup ## measure speed and memory, as ratios within one run
	for each in $$(grep -l __main__ bench/*.py); do $(BIN)/python -m bench.$$(basename $$each .py) || exit 1; done

paper: setup ## make the papers of notebooks/papers: PDF, HTML, LaTeX, Word, in out/
	@for each in notebooks/papers/*.ipynb; do [ ! -e "$$each" ] || $(BIN)/govtext paper "$$each" --to pdf,html,latex,docx --out out || exit 1; done

picture: setup ## draw the pictures of the README anew
	$(BIN)/python docs/picture.py

lock: setup ## resolve the versions anew into constraints.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	  --no-annotate --upgrade --quiet --custom-compile-command "make lock" --output-file constraints.txt

clean: ## remove what the other commands made
	rm -rf $(VENV) out build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
