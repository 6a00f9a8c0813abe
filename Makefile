# `make run` and `make test` do all set-up on a fresh Debian machine with Python 3.11 or newer.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := data/demonstration.db

.PHONY: run demo run-demo test check browser bench bench-intake bench-page bench-start bench-progress bench-briefing hostile look clean proxy office

run: $(VENV)/run.stamp ## the dashboard on the published figures, at http://localhost:8501
	$(BIN)/python dashboard.py

demo: $(VENV)/run.stamp ## a store of demonstration data
	$(BIN)/python -m tracking --store $(DEMO) demo

# Through env and not a shell, which would die of Ctrl-C before the dashboard ends quietly.
run-demo: $(VENV)/run.stamp ## the dashboard on demonstration data
	test -f $(DEMO) || $(MAKE) demo
	env TRACKING_STORE=$(DEMO) $(BIN)/python dashboard.py

test: check browser proxy office ## everything CI runs
	$(BIN)/pytest -n 2 --dist loadfile

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: bench-intake bench-page bench-start bench-progress bench-briefing ## the speed figures, each beside a peer

bench-intake: $(VENV)/dev.stamp
	@command -v sqlite3 >/dev/null || $(MAKE) --no-print-directory apt PACKAGES=sqlite3
	$(BIN)/python -m benchmarks.intake

bench-page: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.page

bench-start: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.start

bench-progress: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks.progress

bench-briefing: $(VENV)/dev.stamp browser
	$(BIN)/python -m benchmarks.briefing

hostile: $(VENV)/dev.stamp ## two thousand broken and hostile files, each taken the whole way in
	$(BIN)/python -m tests.hostile

look: $(VENV)/dev.stamp browser ## screenshots of every page into test-results/look
	$(BIN)/python -m tests.e2e.look test-results/look

clean: ## everything that set-up made; stores are kept
	rm -rf $(VENV) test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(MAKE) --no-print-directory apt PACKAGES=python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

browser:
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory apt PACKAGES=chromium
	@command -v pdftotext >/dev/null || $(MAKE) --no-print-directory apt PACKAGES=poppler-utils
	@fc-list 2>/dev/null | grep -q "CJK SC" || $(MAKE) --no-print-directory apt PACKAGES="fontconfig fonts-noto-cjk"

# The suite runs an nginx of its own: Debian's, with its site on port 80, is not started.
proxy:
	@PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || $(MAKE) --no-print-directory apt PACKAGES=nginx-light IDLE=nginx
	@command -v openssl >/dev/null || $(MAKE) --no-print-directory apt PACKAGES=openssl
	@command -v systemd-analyze >/dev/null || $(MAKE) --no-print-directory apt PACKAGES=systemd
	@/sbin/ldconfig -p | grep -q libseccomp.so.2 || $(MAKE) --no-print-directory apt PACKAGES=libseccomp2

# The suite opens the documents it makes with an office program.
office:
	@for part in calc writer impress; do dpkg -s libreoffice-$$part-nogui libreoffice-$$part 2>/dev/null | grep -q "^Status: install ok" || \
		$(MAKE) --no-print-directory apt PACKAGES=libreoffice-$$part-nogui || exit 1; done

# A service named in IDLE is neither started now nor when the machine starts.
.PHONY: apt
apt:
	@echo "Installing $(PACKAGES) with apt …"
	@sudo=$$( [ "$$(id -u)" = 0 ] || echo sudo ); rule=/usr/sbin/policy-rc.d; \
	[ -z "$(IDLE)" ] || [ -e $$rule ] || { trap "$$sudo rm -f $$rule" EXIT INT TERM; \
		printf '#!/bin/sh\nexit 101\n' | $$sudo tee $$rule >/dev/null; $$sudo chmod +x $$rule; }; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $(PACKAGES) >/dev/null && \
	{ [ -z "$(IDLE)" ] || [ ! -d /run/systemd/system ] || $$sudo systemctl disable --quiet $(IDLE); }
