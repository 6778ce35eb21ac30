# The one door: run, test, check, format, bench. Everything is installed into .venv as needed.

PYTHON ?= python3
BIN := .venv/bin
TOOLS := node_modules/.bin
COMPILE := $(BIN)/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --upgrade --custom-compile-command "make requirements"
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Every server that a test starts would compile all modules again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run verify test check check-types check-others packages attack fuzz format bench requirements \
	clean

help:
	@echo "make run           serve the polls at http://localhost:8080, with sample questions"
	@echo "make verify        make polls-verify.pyz, which checks records where Polls is not installed"
	@echo "make test          check the code, then run every test"
	@echo "make check         linters, types, layers"
	@echo "make attack        vote while strangers send the worst requests, and measure"
	@echo "make fuzz          send 200,000 drawn requests to servers, and read 4,000 mutated files of each format"
	@echo "make format        put the code into its format, and its texts into the catalogue"
	@echo "make bench         measure against other programs"
	@echo "make requirements  choose the newest versions of all libraries"
	@echo "make clean         remove what was installed here (not the data)"

run: .venv/run
	$(BIN)/polls sample
	$(BIN)/polls serve

verify: .venv/run
	$(BIN)/python -m polls.verifying.packing

# Three processes on two cores: one of them is usually waiting for a server or a browser.
test:
	@$(MAKE) --no-print-directory --jobs 3 check-types check-others packages
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder \
		--durations 10 --ignore tests/scenarios/test_attack.py

# What tests need of Debian comes while the checkers run. It waits for Python, which may come so too.
packages: | $(BIN)/python
	@tools/debian-packages chromium-headless-shell default-jre-headless golang-go golang-golang-x-mod-dev haproxy nginx-light systemd || echo "The tests that need them will say so."

# Each checker uses one processor.
check:
	@$(MAKE) --no-print-directory --jobs 2 check-types check-others

check-types: .venv/test node_modules/ready
	$(BIN)/mypy

check-others: .venv/test node_modules/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --check polls/templates
	$(BIN)/djlint --quiet --lint polls/templates
	$(TOOLS)/biome ci --error-on-warnings
	$(BIN)/python tools/undone.py

# Not among the tests: it measures time, on a machine that does nothing else.
attack: .venv/test
	$(BIN)/python -m pytest --timeout 0 -s tests/scenarios/test_attack.py

fuzz: .venv/test
	FUZZ_REQUESTS=200000 FUZZ_FILES=4000 $(BIN)/python -m pytest --timeout 0 tests/fuzz

format: .venv/test node_modules/ready
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djlint --quiet --reformat polls/templates
	$(TOOLS)/biome check --write
	$(BIN)/python tools/catalogue.py

bench: .venv/bench
	@tools/debian-packages wrk
	$(BIN)/python -m bench

# One list of exact versions with hashes for each purpose; polls itself is linked, not copied.
.venv/%: requirements/%.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Polls needs Python 3.11 or later.") if sys.version_info < (3, 11) else 0'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || tools/debian-packages python3-venv
	$(PYTHON) -m venv .venv

# No lock file: it would list builds for all platforms, and the checkers have exact versions.
node_modules/ready: package.json .venv/test
	$(BIN)/npm install --no-package-lock --no-fund --no-audit --loglevel=error
	@touch $@

requirements: .venv/test
	$(COMPILE) --extra build --output-file requirements/run.txt
	$(COMPILE) --extra build --extra test --output-file requirements/test.txt
	$(COMPILE) --extra build --extra bench --output-file requirements/bench.txt

clean:
	rm -rf .venv node_modules
