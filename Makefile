# Everything a newcomer needs: `make run` and `make test`. Python 3.11 or newer and make are enough.
PYTHON ?= python3
export UV_PYTHON ?= $(PYTHON)
export UV_PYTHON_DOWNLOADS = never
UV_VERSION = 0.13.9
UV := $(shell command -v uv || echo .uv/bin/uv)
# Compiled once, not by every process of a test run; tests are compiled on their first import.
export UV_COMPILE_BYTECODE = 1
unexport PYTHONDONTWRITEBYTECODE
IN_ENV = .venv/bin
PYTEST = $(IN_ENV)/python -m pytest
# Whole files go to the workers, so that what a module shares is made once; see tests/ordering.py.
IN_PARALLEL = --numprocesses logical --dist loadfile --no-loadscope-reorder

.PHONY: run test thorough coverage browser check lint types layers declared format bench gallery calibrate torture soak fuzz clean

run: .venv/runtime ## start the bot; without BOT_TOKEN, a local chat page
	$(IN_ENV)/python bot.py run

test: .venv/dev browser ## all checks and every test, side by side
	@$(MAKE) --no-print-directory check > .checks.log 2>&1 & checks=$$!; \
	$(PYTEST) $(IN_PARALLEL); tests=$$?; \
	if wait $$checks; then echo "All checks passed."; else cat .checks.log; tests=1; fi; \
	exit $$tests

thorough: .venv/dev browser ## every test, with all the examples the properties are meant to be tried on
	HYPOTHESIS_PROFILE=thorough RANDOM_EXPORTS=2000 $(PYTEST) $(IN_PARALLEL)

coverage: .venv/dev browser ## every test, with branch coverage; fails below the floor of pyproject.toml
	$(PYTEST) $(IN_PARALLEL) --cov --cov-report=term

browser: .venv/dev ## a Chromium for the browser tests, where the machine has none
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	    $(IN_ENV)/playwright install --with-deps chromium || echo "No Chromium: the browser tests are skipped."

check: lint types layers declared ## what needs no test

lint: .venv/dev
	$(IN_ENV)/ruff check .
	$(IN_ENV)/ruff format --check .

types: .venv/dev
	$(IN_ENV)/mypy

layers: .venv/dev
	$(IN_ENV)/lint-imports

declared: .venv/dev ## whatever is imported is in pyproject.toml
	$(IN_ENV)/deptry .
	$(IN_ENV)/deptry . --exclude '\.venv|\.uv' --ignore DEP002,DEP004

format: .venv/dev
	$(IN_ENV)/ruff format .
	$(IN_ENV)/ruff check --fix .

bench: .venv/dev ## ratios side by side in one run
	$(IN_ENV)/python -m benchmarks

gallery: .venv/dev ## every window, message and chart on one page: build/gallery/index.html
	$(IN_ENV)/python -m tests.gallery

calibrate: .venv/dev ## synthetic clinics whose truth is known: bias and coverage of the metrics
	OPENBLAS_NUM_THREADS=1 $(IN_ENV)/python -m benchmarks.calibration

torture: .venv/dev ## kill the bot 200 times, stop it 52 times, damage 2 000 logs, and count what is lost
	$(IN_ENV)/python -m benchmarks.torture
	$(IN_ENV)/python -m benchmarks.reminders_torture
	REMINDED=100000 $(PYTEST) tests/handlers/reminders/test_broadcast.py
	$(IN_ENV)/python -m benchmarks.wal_damage

soak: .venv/dev ## half an hour at 50 updates a second: waits and memory, a line a minute
	$(IN_ENV)/python -m benchmarks.soak

fuzz: .venv/dev ## 10 000 damaged files through the reader of uploads
	FUZZ_FILES=$${FUZZ_FILES:-10000} $(PYTEST) -q tests/spreadsheets/test_mutations.py

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/runtime: uv.lock | $(UV)
	$(UV) sync --frozen --no-dev --inexact --quiet
	@touch $@

.venv/dev: uv.lock | $(UV)
	$(UV) sync --frozen --inexact --quiet
	@touch $@ .venv/runtime

clean:
	rm -rf .venv .uv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
