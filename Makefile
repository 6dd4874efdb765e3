# Everything runs in .venv, which every target makes first if it has to; nothing else is asked of the machine than
# PYTHON (3.11 or later, with venv) and make.
PYTHON ?= python3
VENV := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help run test soak lint backup restore bench screenshots messages lock install install-dev clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start RCM Minutes on this machine (PORT=8000, VAR_DIR=var); Ctrl-C stops it
	@$(PYTHON) -m launch run

test: install-dev ## run the tests, on SQLite and on PostgreSQL, in a browser where one is found (ARGS="-k filing")
	@$(VENV)/python -m tests $(ARGS)

soak: install-dev ## run the tests that take longer
	@$(VENV)/python -m tests --soak $(ARGS)

lint: install-dev ## check style, types, templates, imports, migrations, container files and translations
	@$(VENV)/python -m tests.lint

backup: install ## copy database and files into one ZIP (TO=folder)
	@$(VENV)/python -m rcm_minutes.backups make $(if $(TO),--to "$(TO)")

restore: install ## put a copy back (FILE=var/backups/backup-….zip), keeping one of what is there
	@$(VENV)/python -m rcm_minutes.backups restore "$(or $(FILE),$(error Say which copy: make restore FILE=var/backups/….zip))"

bench: install-dev ## measure reading, filing and the pages, and print the figures
	@$(VENV)/python -m bench $(ARGS)

screenshots: install-dev ## take the pictures of docs/screenshots from the sample
	@$(VENV)/python -m tests.screenshots

messages: install-dev ## bring the Spanish catalogue to the texts of the code, and compile it
	@$(VENV)/python -m tests.messages

lock: install-dev ## bring both locks to what pyproject.toml asks for, at the newest versions it allows
	@$(VENV)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes --quiet -o requirements.txt
	@$(VENV)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes --quiet \
		--group dev -c requirements.txt -o requirements-dev.txt

install:
	@$(PYTHON) -m launch install

install-dev:
	@$(PYTHON) -m launch install --dev

clean: ## remove what was installed and gathered; the data in var/ stays
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
