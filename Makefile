# Everything a newcomer needs: `make run` and `make test`. Python 3.11 or newer and make are enough.
PYTHON ?= python3
export UV_PYTHON ?= $(PYTHON)
export UV_PYTHON_DOWNLOADS = never
UV_VERSION = 0.13.9
UV := $(shell command -v uv || echo .uv/bin/uv)
IN_ENV = .venv/bin

.PHONY: run test browser check lint types layers format bench calibrate torture soak fuzz clean

run: .venv/runtime ## start the bot; without BOT_TOKEN, a local chat page
	$(IN_ENV)/python bot.py run

test: check browser ## all checks and every test, with branch coverage
	$(IN_ENV)/python -m pytest --cov --cov-report=term

browser: .venv/dev ## a Chromium for the browser tests, where the machine has none
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	    $(IN_ENV)/playwright install --with-deps chromium || echo "No Chromium: the browser tests are skipped."

check: lint types layers

lint: .venv/dev
	$(IN_ENV)/ruff check .
	$(IN_ENV)/ruff format --check .

types: .venv/dev
	$(IN_ENV)/mypy

layers: .venv/dev
	$(IN_ENV)/lint-imports

format: .venv/dev
	$(IN_ENV)/ruff format .
	$(IN_ENV)/ruff check --fix .

bench: .venv/bench ## ratios side by side in one run
	$(IN_ENV)/python -m benchmarks

calibrate: .venv/dev ## synthetic clinics whose truth is known: bias and coverage of the metrics
	OPENBLAS_NUM_THREADS=1 $(IN_ENV)/python -m benchmarks.calibrate

torture: .venv/dev ## kill the bot 200 times, stop it 52 times, damage 2 000 logs, and count what is lost
	$(IN_ENV)/python -m benchmarks.torture
	$(IN_ENV)/python -m benchmarks.reminders_torture
	REMINDED=100000 $(IN_ENV)/python -m pytest tests/handlers/reminders/test_broadcast.py
	$(IN_ENV)/python -m benchmarks.wal_damage

soak: .venv/dev ## half an hour at 50 updates a second: waits and memory, a line a minute
	$(IN_ENV)/python -m benchmarks.soak

fuzz: .venv/dev ## 10 000 damaged files through the reader of uploads
	FUZZ_FILES=$${FUZZ_FILES:-10000} $(IN_ENV)/python -m pytest -q tests/spreadsheets/test_mutations.py

$(UV):
	$(PYTHON) -m venv .uv
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/runtime: uv.lock | $(UV)
	$(UV) sync --frozen --no-dev --inexact --quiet
	@touch $@

.venv/bench: uv.lock | $(UV)
	$(UV) sync --frozen --inexact --group bench --quiet
	@touch $@ .venv/dev .venv/runtime

.venv/dev: uv.lock | $(UV)
	$(UV) sync --frozen --inexact --quiet
	@touch $@ .venv/runtime

clean:
	rm -rf .venv .uv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
