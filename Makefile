# The two commands are `make demo` and `make test`. Both make their own .venv with locked versions.
PYTHON ?= python3
VENV := .venv
TWO := -n 2 --dist loadfile --no-loadscope-reorder --durations 15
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-long lint bench chaos serve lock clean
.DEFAULT_GOAL := demo

$(VENV)/run: requirements.lock pyproject.toml
	@echo "Installing Meetcyclus in $(VENV) (once; a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@echo "Installing what the tests need"
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/run
	$(BIN)/meetcyclus demo --seed 1

test: $(VENV)/dev lint
	$(BIN)/pytest $(TWO) --long without

# The tests that take longest and have a shorter sibling in `make test`. CI runs both.
test-long: $(VENV)/dev
	$(BIN)/pytest $(TWO) --long only

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev
	$(BIN)/python -m tests.bench

# Hours: 200 kills, every step and 100 power cuts, on SQLite and on PostgreSQL. CHAOS="--kills 40 --runs 20" does fewer.
chaos: $(VENV)/dev
	$(BIN)/python -m tests.chaos $(CHAOS)

serve: $(VENV)/run
	$(BIN)/meetcyclus serve

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --quiet -o requirements-dev.lock
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes -c requirements-dev.lock \
		--no-emit-index-url --no-header --quiet -o requirements.lock

clean:
	rm -rf $(VENV) var dist build
