# The hub's commands. `make` alone lists them. ARGS= passes more on, PORT= chooses where the hub is served.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

# The first Python that is new enough; with none, python3 is left to say so.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; done; echo python3)
HUB := $(PYTHON) -m practice_hub.bootstrap
DEV := $(HUB) --dev
BENCH := $(HUB) --bench
PY := .venv/bin/python
CODE := accounts practices practice_hub tests bench manage.py gunicorn.conf.py

# What a server that people rely on would be given; nothing connects to that database.
PRODUCTION := DEBUG=0 HUB_DEMO=0 HUB_ENV_FILE=/dev/null ALLOWED_HOSTS=hub.example.org \
	SECRET_KEY=only-for-the-check-of-the-settings-0123456789-abcdefghij \
	DATABASE_URL=postgres://hub@localhost/hub
DEMO := HUB_DEMO=1

.PHONY: help run dev test check fix shell manage screenshots drills install

help: ## List the commands
	@grep -E '^[a-z%-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

run: export HUB_DEMO ?= 1
run: ## Serve the hub with demonstration data on http://127.0.0.1:8000 (PORT=)
	@$(HUB) -m practice_hub.serve

dev: export HUB_DEMO ?= 1
dev: export DEBUG ?= 1
dev: ## The same, starting again whenever code changes
	@$(DEV) -m practice_hub.serve --reload

test: ## Run every test (ARGS="-k words", ARGS="-n 0" for one process)
	@$(DEV) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: install ## Check code, templates, types, settings and migrations
	$(PY) -m ruff check $(CODE)
	$(PY) -m ruff format --check $(CODE)
	find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --check --target-version 5.2
	$(DEMO) $(PY) -m mypy
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(DEMO) $(PY) manage.py makemigrations --check --dry-run

fix: install ## Mend what ruff and djade can mend
	$(PY) -m ruff check --fix $(CODE)
	$(PY) -m ruff format $(CODE)
	find templates -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2

shell: ## A Python shell with the demonstration's data
	@$(DEMO) $(HUB) manage.py shell $(ARGS)

manage: ## One of Django's commands on the demonstration (ARGS="load_places")
	@$(DEMO) $(HUB) manage.py $(ARGS)

screenshots: ## Write every page for every role to bench/out/screens/
	@$(DEV) -m bench.screenshots $(ARGS)

drills: ## Break things on purpose and see that nothing is lost
	@$(DEV) -m bench.drills $(ARGS)

MEASUREMENTS = $(subst _,-,$(patsubst bench/%.py,bench-%,$(shell grep -l '^if __name__' bench/*.py)))

bench-import: bench-bulk-import ;

bench-%: ## Measure one thing (make bench-relevance COLLECTION=DIR), see bench/
	$(if $(filter $@,$(MEASUREMENTS)),,$(error There is no $@, only $(MEASUREMENTS)))
	@$(BENCH) -m bench.$(subst -,_,$*) $(ARGS)

install:
	@$(DEV) -c ''
