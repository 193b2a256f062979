# make run   everything from nothing to a search page on http://127.0.0.1:8080/
# make test  every check and test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHINESE_SETS := xquad-zh mlqa-dev-zh drcd-dev cmrc2018-trial stard-small lecoqa-answers stard
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra semantic pyproject.toml

.PHONY: install run test test-cluster cluster soak audit browser check quality format lock clean

install: $(VENV)/.installed  ## make the virtual environment, without starting anything

run: install  ## serve on 127.0.0.1:8080; builds the index of the built-in articles first if there is none
	$(BIN)/wenda serve

test: $(VENV)/.installed-dev browser check  ## all checks, all tests, and the coverage floor
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 3 --dist loadfile
	@# Data of processes that tests kill or starve of disk is half written; it alone lacks the hash at the end of its name.
	@find . -maxdepth 1 -name '.coverage.*' ! -name '.coverage.*.H*' -delete
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

soak: $(VENV)/.installed-dev  ## the faults in their long form, and half an hour of mixed load with a rebuild every minute
	SOAK=1 $(BIN)/pytest -s tests/faults tests/service/test_hostile.py tests/service/test_made_requests.py
	$(BIN)/python -m tests.faults.soak

audit: $(VENV)/.installed-dev  ## ruff's security rules, and known vulnerabilities of what is locked, which asks pypi.org
	$(BIN)/ruff check --select S corpus index service
	@found=$$($(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock 2>&1) && echo "$$found" || \
	  case "$$found" in \
	    *"could not be audited"*|*"onnection"*) echo "pip-audit: the advisories of pypi.org cannot be had here; nothing was audited" >&2 ;; \
	    *) echo "$$found" >&2; exit 1 ;; \
	  esac

test-cluster: $(VENV)/.installed-dev  ## the tests on a cluster of three nodes; needs a JDK (17 or later) and Maven, 3 GB of memory, and some minutes
	@if command -v java >/dev/null && command -v javac >/dev/null && command -v mvn >/dev/null; \
	then CLUSTER_TESTS=1 $(BIN)/pytest -rs tests/cluster; \
	else echo "no JDK or no Maven here: the tests on a cluster are skipped" >&2; fi

cluster: $(VENV)/.installed-dev  ## three nodes of OpenSearch on 127.0.0.1:9200-9202, until Ctrl-C
	$(BIN)/python -m tests.cluster.nodes

browser:  ## the browser of tests/browser, which are skipped where it cannot be had
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y chromium fonts-noto-cjk fonts-thai-tlwg >/dev/null; } || \
	  echo "no Chromium here: the tests in a real browser are skipped" >&2

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .import_linter_cache

quality: export OPENBLAS_NUM_THREADS := 1
quality: $(VENV)/.installed-dev  ## measure on ../shared/eval and write docs/quality.md; an hour and a half, most of it for vectors, which .quality keeps
	{ cat docs/quality.head.md; $(BIN)/python -m tests.quality.answers_report .quality; $(BIN)/python -m tests.quality.languages_report .quality; \
	  $(BIN)/python -m tests.quality.whole_sets_report .quality; $(BIN)/python -m tests.quality.reading_report; \
	  printf '\n## Mending damaged text\n\n'; $(BIN)/python -m tests.quality.repair_report $(CHINESE_SETS); } > docs/quality.md.new
	mv docs/quality.md.new docs/quality.md

# Each piece keeps what it built and found in .benchmarks, and does again only what is not there; `make benchmark-clean` forgets.
benchmark: benchmark-scoring benchmark-rebuilding benchmark-serving  ## measure beside other systems and write docs/benchmarks.md; 35 minutes
	{ cat docs/benchmarks.head.md; $(BIN)/python -m tests.benchmarks.report; } > docs/benchmarks.md.new
	mv docs/benchmarks.md.new docs/benchmarks.md

benchmark-scoring benchmark-rebuilding benchmark-serving: $(VENV)/.installed-dev | wrk
	$(BIN)/python -W ignore -m tests.benchmarks.$(@:benchmark-%=%)

benchmark-clean:
	rm -rf .benchmarks

wrk:
	@command -v wrk >/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y wrk >/dev/null; } || \
	  echo "no wrk here: the service is not measured; install it (apt-get install wrk) and run this again" >&2

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/.installed-dev  ## choose the newest versions that pyproject.toml allows
	$(COMPILE) --upgrade --output-file requirements.lock
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) cluster/target .quality .benchmarks .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] not in [(3, 11), (3, 12), (3, 13)])' || \
	  { echo "Wenda needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	touch $@
