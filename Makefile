# Everything a person types. The work is done by scripts/bootstrap.py, which needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV := .venv/bin
export DJANGO_SETTINGS_MODULE := slamdunk_site.settings
# Bytecode is written, where the machine says otherwise too: what is started anew would compile all of its sources anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test lint lint-python lint-frontend test-frontend format bench parity screenshots types messages lock clean

run: ## Start the site, the workers and MLflow; stop them with Ctrl-C
	@$(PYTHON) scripts/bootstrap.py run
	@exec $(VENV)/python manage.py serve

test: ## Install what the tests need and run everything
	@$(PYTHON) scripts/bootstrap.py dev
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory -j 2 -O lint-python test-frontend
	@OMP_NUM_THREADS=1 $(VENV)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

lint: types ## ruff, mypy, import-linter, TypeScript
	@$(MAKE) --no-print-directory -j 2 -O lint-python lint-frontend

lint-python:
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports

lint-frontend:
	@$(VENV)/python scripts/node.py npm run typecheck --silent

test-frontend: lint-frontend
	@$(VENV)/python scripts/node.py npm run test --silent

format: ## Put the code into the one format
	@$(VENV)/ruff check --fix --quiet .
	@$(VENV)/ruff format --quiet .

bench: ## Print the measured figures
	@$(PYTHON) scripts/bootstrap.py dev
	@$(VENV)/python -m benchmarks

parity: ## Compare every published family with transformers at random weights
	@$(PYTHON) scripts/bootstrap.py dev
	@$(VENV)/python -m scripts.parity

screenshots: ## Pictures of the main states, both languages, light and dark, into docs/screenshots (needs Chromium)
	@$(PYTHON) scripts/bootstrap.py dev
	@$(VENV)/python -m scripts.screenshots

types: ## Make the front end's API types from the OpenAPI schema
	@$(PYTHON) scripts/bootstrap.py dev
	@$(VENV)/python manage.py spectacular --fail-on-warn --format openapi-json --file frontend/openapi.json
	@$(VENV)/python scripts/node.py npm run types --silent

messages: ## Collect the sentences to translate (needs gettext) and compile them
	@$(VENV)/python manage.py makemessages --locale ko --no-location --ignore .venv --ignore frontend
	@$(VENV)/pybabel --quiet compile --directory locale --domain django

lock: ## Pin what requirements/*.in ask for
	@for name in base dev; do \
	  $(VENV)/pip-compile -q --strip-extras --no-emit-find-links --no-emit-index-url --no-emit-trusted-host \
	    --no-emit-options --no-header --no-annotate -o requirements/$$name.lock requirements/$$name.in; \
	  sed -i -e 's/+cpu$$//' -e '/^# The following/,$$d' -e 's/[[:space:]]*$$//' requirements/$$name.lock; \
	done

clean: ## Remove what was built; keeps ./var
	@rm -rf .venv .stamps frontend/node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
