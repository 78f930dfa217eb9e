# Every target sets up what it needs. `make demo` is the place to start.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
SERVERS := mosquitto mosquitto-clients influxdb influxdb-client nginx-light postgresql faketime

.PHONY: help demo test check bench client chaos fuzz screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: .venv/installed ## install and run the whole platform with a simulated fleet (Ctrl-C stops it)
	@sh deploy/install-servers.sh optional mosquitto
	@exec $(BIN)/nengheng up --scenario demo $(ARGS)

test: .venv/installed-dev ## install what the tests need and run them all
	@sh deploy/install-servers.sh needed $(SERVERS) chromium fonts-noto-cjk
	$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: .venv/installed-dev ## lint, format, types, import layers, rules about the sources
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/repository -n auto

bench: .venv/installed-dev ## measure the hot paths beside their bars
	@sh deploy/install-servers.sh needed $(SERVERS) chromium
	$(BIN)/python -m benchmarks $(ARGS)

client: .venv/installed-dev ## write the Python client anew from the API's document
	$(BIN)/python -m clients.generate

prod-demo: .venv/installed ## install and run the production shape on this machine with a simulated fleet
	@sh deploy/install-servers.sh needed mosquitto influxdb nginx-light postgresql
	@exec $(BIN)/nengheng prod-demo $(ARGS)

chaos: .venv/installed-dev ## kill and break every part by a plan, count what was lost [KILLS=N] [SEED=S] [PLAN=outage MINUTES=M]
	@sh deploy/install-servers.sh needed $(SERVERS)
	@exec $(BIN)/python tests/chaos $(if $(PLAN),--plan $(PLAN)) $(if $(KILLS),--kills $(KILLS)) \
		$(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES)) $(ARGS)

fuzz: .venv/installed-fuzz ## changed and senseless inputs by the million at the doors [INPUTS=N] [TARGET=name] [SEED=S]
	@exec $(BIN)/python -m tests.fuzz $(TARGET) $(if $(INPUTS),--inputs $(INPUTS)) $(if $(SEED),--seed $(SEED)) $(ARGS)

screenshots: .venv/installed-dev ## take the pictures of docs/pictures anew from the simulated fleet [ARGS=--every for all pages]
	@sh deploy/install-servers.sh needed mosquitto mosquitto-clients chromium fonts-noto-cjk
	$(BIN)/python -m dashboards.screenshots $(ARGS)

clean: ## remove what the targets made, not the data
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info build

.venv/bin/python:
	@sh deploy/install-servers.sh venv "$(PYTHON)"
	"$(PYTHON)" -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) -e '.[dev]'
	@touch $@ .venv/installed

.venv/installed-fuzz: .venv/installed-dev
	$(PIP) -e '.[dev,fuzz]'
	@touch $@
