# `make` lists what there is. Everything runs from .venv/, which the first target that needs it sets up.

PORT ?= 8501
RUN_OPTIONS ?=
PYTHON ?=

python = .venv/bin/python

# A port named in RUN_OPTIONS goes before PORT.
port := $(PORT)
ifneq ($(findstring --server.port,$(RUN_OPTIONS)),)
port := $(lastword $(shell echo '$(RUN_OPTIONS)' | sed -n 's/.*--server\.port[ =]*\([^ ]*\).*/\1/p'))
endif

# Nothing to do: a third of a second. Otherwise the first Python 3.11 or newer, one with the venv module if there is one, sets up.
define set_up
@$(python) .ci/setup.py check $(1) 2>/dev/null || { \
	for modules in sys,venv,ensurepip sys; do \
		for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
			if "$$python" -c "import $$modules; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; then \
				exec "$$python" .ci/setup.py install $(1); \
			fi; \
		done; \
	done; \
	echo "Cannot go on: Python 3.11 or newer is needed, and $$($(or $(PYTHON),python3) --version 2>/dev/null || echo no Python) was found. Install one, or name it: PYTHON=/path/to/python3.12" >&2; \
	exit 1; }
endef

.PHONY: help run demo demo-remove speech test lint bench evaluate fit clean set-up-run set-up-speech set-up-test

help: ## list these targets
	@echo "make run    [PORT=8501] [RUN_OPTIONS='--server.address 0.0.0.0']"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

run: set-up-run ## set up .venv/ and open the app
	@$(python) .ci/setup.py port '$(port)'
	@echo "Opening http://localhost:$(port) (Ctrl-C ends it)"
	@exec $(python) -m streamlit run app.py --server.port '$(port)' --logger.hideWelcomeMessage true $(RUN_OPTIONS)

demo: set-up-run ## a fictional team of twelve with a quarter of simulated meetings, to look around in (two minutes)
	@$(python) -m coach demo

demo-remove: set-up-run ## take the demo out again; what real people made stays
	@$(python) -m coach demo --remove

speech: set-up-speech ## add what speaking instead of typing needs, on this machine alone
	@echo "Speech is there: press the microphone in a meeting. \`$(python) -m coach doctor\` says how it stands."

test: lint ## set up with the test tools, lint, and run every test
	$(python) -m pytest -n 2 --dist loadfile

lint: set-up-test ## style, types and the order of imports
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) -c "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"

bench: set-up-test ## measure start, turn, search and debrief
	$(python) -m tests.benchmarks.run

evaluate: set-up-run ## how well it hears, on cases that were set aside before anything was fitted
	@for cases in acts uptake commitments; do echo "== reading: tests/cases/$$cases.jsonl"; $(python) -m coach evaluate reading tests/cases/$$cases.jsonl || exit 1; done
	@echo "== topics: the shipped catalogue, tests/cases/topics.jsonl"; $(python) -m coach evaluate topics prompts/topics.yaml tests/cases/topics.jsonl
	@echo "== topics: a stranger's bank, five phrasings each"; $(python) -m coach evaluate topics tests/cases/stranger_bank.json tests/cases/stranger_topics.jsonl
	@echo "== messages for what stakeholders say, their lens given: tests/cases/retrieval_messages.jsonl"; $(python) -m coach evaluate messages tests/cases/retrieval_messages.jsonl; $(python) -m coach evaluate messages tests/cases/retrieval_messages_fresh.jsonl
	@echo "== claims: tests/cases/claims.jsonl, half of it set aside before the rules"; $(python) -m coach evaluate claims tests/cases/claims.jsonl
	@for cases in identifiers identifiers_after identifiers_fresh; do echo "== names and identifiers: tests/cases/$$cases.jsonl"; $(python) -m coach evaluate identifiers tests/cases/$$cases.jsonl || exit 1; done

fit: set-up-run ## learn again from prompts/acts/ after a change there (a few minutes)
	$(python) -m coach fit

clean: ## remove .venv/ and caches; meetings in .data/ stay
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

set-up-run:
	$(call set_up,run)

set-up-speech:
	$(call set_up,speech)

set-up-test:
	$(call set_up,test)
