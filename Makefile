# The commands of this repository; `make help` lists them. Works with GNU make 3.81 (macOS) and newer.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run setup wheel check lint types unit web-check infra-test beside-browser test browser format lock docs bench clean

BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export NODE_USE_SYSTEM_CA := 1
unexport PIP_REQUIRE_VIRTUALENV PYTHONHOME PYTHONPATH

INSTALL := sh scripts/install.sh
PREPARE = $(MAKE) --no-print-directory --silent -j2
PAGE := src/sophia/server/static/index.html
WEB_INPUTS := $(shell find web/src web/public web/scripts web/index.html web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)
# One more than there are cores: tests that wait for a process or a page leave theirs to another.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# A file's tests stay together, so that what they share (a server, a demo company) is started once; long files come early.
SPREAD := -n $(JOBS) --dist loadfile --no-loadscope-reorder

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- what is installed: a stamp file per step, redone when its inputs change ---

.venv/.created: scripts/venv.sh scripts/install.sh requirements/install.txt
	@sh scripts/venv.sh
	@touch $@

.venv/.product: .venv/.created requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing Sophia's locked requirements into .venv"
	@$(INSTALL) --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.node: .venv/.created requirements/web.txt scripts/node.sh
	@echo "Installing the locked Node into .venv"
	@$(INSTALL) --require-hashes -r requirements/web.txt
	@sh scripts/node.sh
	@touch $@

.venv/.web: .venv/.node web/package.json web/package-lock.json web/.npmrc
	@echo "Installing the web app's locked packages"
	@cd web && npm ci --ignore-scripts --loglevel=error >/dev/null
	@touch $@

$(PAGE): .venv/.web $(WEB_INPUTS)
	@echo "Building the web app"
	@cd web && npm run --silent build >/dev/null
	@test -s $@ && touch $@

.venv/.developer: .venv/.product requirements/dev.txt
	@echo "Installing the locked tools of the developer into .venv"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

infrastructure/.venv/.installed: .venv/.created infrastructure/requirements.txt
	@echo "Installing the infrastructure's locked requirements into infrastructure/.venv"
	@$(BIN)/python -m venv --clear infrastructure/.venv
	@INTO=infrastructure/.venv $(INSTALL) --require-hashes -r infrastructure/requirements.txt
	@touch $@

# --- what a person uses ---

run: ## Set up what is missing and start Sophia in the foreground
	@$(PREPARE) .venv/.product $(PAGE)
	@exec $(BIN)/sophia run

setup: ## Make a complete .venv and build the web app
	@$(PREPARE) .venv/.product $(PAGE) .venv/.developer

wheel: .venv/.product $(PAGE) ## Build dist/*.whl with the web app inside
	@rm -rf dist
	@$(BIN)/hatchling build -t wheel -d dist
	@ls dist/*.whl

check: setup ## Format, lint, types, import contracts and unit tests (under 3 minutes)
	@$(MAKE) --no-print-directory -j2 unit types lint web-check

# The browser journeys mostly wait for a page: they run beside all the rest.
test: setup ## Everything, browser journeys included (under 20 minutes)
	@$(MAKE) --no-print-directory -j2 browser beside-browser

format: setup ## Format and sort every file
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@cd web && npm run --silent format

lock: setup ## Rewrite the locks of Python and Node
	@sh scripts/lock.sh

docs: setup ## Regenerate the reference pages and the web app's types
	@$(BIN)/python scripts/docs.py
	@cd web && npm run --silent types

bench: setup ## Measure opening a dashboard, the guide's requests and the planner; figures go to bench/results
	@$(BIN)/python bench/guide.py
	@SOPHIA_CHROMIUM="$$(sh scripts/chromium.sh --install)" $(BIN)/python bench/open.py
	@$(BIN)/python bench/dash/run.py --runs 3

clean: ## Remove everything that was built or installed
	@rm -rf .venv infrastructure/.venv dist build web/node_modules src/sophia/server/static src/sophia/render/custom/compiler.js .mypy_cache .ruff_cache .pytest_cache

# --- the parts of check and test ---

lint: setup
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@cd web && npm run --silent lint

types: setup
	@$(BIN)/mypy
	@cd web && npm run --silent typecheck

unit: setup
	@$(BIN)/pytest $(SPREAD) -m "not browser and not slow"

web-check: setup
	@cd web && npm run --silent test

infra-test: infrastructure/.venv/.installed ## The infrastructure's types, plan, policies and mutants, without an account
	@cd infrastructure && .venv/bin/mypy
	@cd infrastructure && .venv/bin/python -m pytest tests

beside-browser: setup
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory web-check
	@$(MAKE) --no-print-directory infra-test
	@sh scripts/mariadb.sh
	@$(BIN)/pytest $(SPREAD)

browser: setup
	@SOPHIA_CHROMIUM="$$(sh scripts/chromium.sh --install)" && export SOPHIA_CHROMIUM && cd web && npm run --silent e2e
