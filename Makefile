# Two commands are enough: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format clean

run: $(VENV)/.installed
	@$(BIN)/ohlora run

test: $(VENV)/.installed-dev
	@scripts/test

check: $(VENV)/.installed-dev
	@scripts/check

format: $(VENV)/.installed-dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

$(VENV)/.installed: pyproject.toml constraints.txt
	@scripts/install $(PYTHON) $(VENV) .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt
	@scripts/install $(PYTHON) $(VENV) '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV)
