# `make` lists what there is. Each target sets up what it needs, once.

PYTHON ?= python3
SETUP := @$(PYTHON) scripts/setup.py
BIN := .venv/bin
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
RULE_TESTS := $(wildcard tests/*/test_rules*.py) tests/billing/test_statement.py tests/documents/test_uploads.py
.PHONY: help run test check coverage trust chaos inventory fix reset assets lock shell

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: ## Set up, start everything, print the address; PORT=8001 for another port
	$(SETUP) run

test: ## Set up and run all tests, the browser journeys last
	$(SETUP) test
	@$(BIN)/pytest -q -n 2 -m "not journey"
	@$(BIN)/pytest -q -n 2 --dist loadfile -m journey

check: ## Lint, types, imports, templates, migrations, production settings; changes nothing
	$(SETUP) check
	@$(BIN)/python scripts/check.py

coverage: ## Every branch of every rules module, by the tests of rules; fails below 100 %
	$(SETUP) check
	@$(BIN)/coverage run -m pytest -q $(RULE_TESTS)
	@$(BIN)/coverage report --include '*/rules.py,*/rules/*' --skip-covered --show-missing --fail-under 100

trust: ## Work out every figure of what is promised, half an hour; ONLY=G3 for one, SEED=7 to repeat, SHARE=0.05 for a taste
	$(SETUP) check
	@$(BIN)/python -m tests.trust $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED)) $(if $(SHARE),--share $(SHARE)) $(if $(NOTES),--notes $(NOTES))

chaos: ## Kill the worker, its children, the broker's data, fifty times over, and count what was lost or doubled; SEED=7, ONLY=CE01
	$(SETUP) test
	@$(BIN)/python -m tests.chaos $(if $(ONLY),--only $(ONLY)) $(if $(SEED),--seed $(SEED))

inventory: ## Write docs/security-inventory.md anew
	$(SETUP) check
	@$(BIN)/python -m tests.trust --inventory

fix: ## Change all that can be changed safely: lint, format, template indents
	$(SETUP) check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' -print0 | xargs -0 $(BIN)/djhtml --tabwidth 2

reset: ## Delete this machine's practice; the next run begins afresh. YES=1 does not ask
	$(SETUP) tools
	@$(BIN)/python manage.py reset $(if $(YES),--yes)

assets: ## Build styles, scripts and fonts
	$(SETUP) assets

lock: ## Write the locked requirements anew from pyproject.toml
	$(SETUP) lock
	$(LOCK) --upgrade --output-file requirements.txt pyproject.toml
	$(LOCK) --upgrade --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

shell: ## A Python prompt inside the practice while it runs, as the web role
	$(SETUP) tools
	@$(BIN)/python manage.py shell
