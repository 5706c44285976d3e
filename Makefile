# Every target does its own set-up; a second run starts in seconds.
SHELL := /bin/bash
PY := .venv/bin/python
# Half of what a test does is wait for a socket: one worker more than there are processors.
WORKERS := $(shell echo $$(( $$(nproc 2>/dev/null || echo 1) + 1 )))

.PHONY: help run test check bench screenshots real lock

help:
	@echo "make run          the demo: a fresh workspace on the practice network (off-screen when there is no display)"
	@echo "make test         every test that needs no other server"
	@echo "make check        format, lint, types, import contracts, sizes"
	@echo "make bench        speed on a million messages, each figure beside its limit (docs/benchmarks.md)"
	@echo "make screenshots  the pictures of the README, from the practice network"
	@echo "make real         tests against real servers and a real X display (needs ../shared)"
	@echo "make lock         write the lock files again (scripts/lock --upgrade for newer versions)"

run:
	@scripts/bootstrap run
	@.venv/bin/responder demo

test:
	@scripts/bootstrap dev
	$(PY) -m pytest -n $(WORKERS) -m "not real and not display and not crash"

check:
	@scripts/bootstrap dev
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	PYTHONPATH=src .venv/bin/lint-imports
	$(PY) scripts/size_gate.py src tests benchmarks

bench:
	@scripts/bootstrap dev
	$(PY) -m benchmarks.run --write docs/benchmarks.md

screenshots:
	@scripts/bootstrap dev
	$(PY) -m responder.app.screenshots

real:
	@scripts/bootstrap dev
	scripts/real

lock:
	@scripts/bootstrap dev
	scripts/lock
