# make run        the demo: broker, gateway and three simulated homes
# make test       what CI runs; test-long adds the long runs (100 kills instead of 20, ...)
# make coverage EXPOSES=file   what becomes of each property that zigbee2mqtt definitions list
# make screenshots  the pages as the browser checks see them, in .build/screenshots
# make fuzz       a minute of hostile input for each convention
# make bench      ratios against baselines that it builds itself; see docs/benchmarks.md
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help needs build run test test-long screenshots fuzz bench coverage format lint clean

SWIFT_SOURCES := Package.swift Sources Tests
CHECKED_IMPORTS := --explicit-target-dependency-import-check error

help:
	@sed -n 's/^# make /make /p' Makefile; echo 'make format | lint | clean'

needs:
	@scripts/install-needs

build: needs
	swift build $(CHECKED_IMPORTS)

run: needs
	swift build $(CHECKED_IMPORTS) --product vardag
	@# With job control Ctrl-C reaches the demo alone, and make has nothing to complain of.
	@set -m; scripts/demo; exit $$?

test: needs
	@scripts/run-tests

test-long: needs
	@VARDAG_TEST_LONG=1 scripts/run-tests

coverage: needs
	@test -n "$(EXPOSES)" || { echo 'usage: make coverage EXPOSES=file' >&2; exit 64; }
	swift build $(CHECKED_IMPORTS) --product vardag
	.build/debug/vardag coverage "$(EXPOSES)"

screenshots: needs
	swift build $(CHECKED_IMPORTS) --product vardag
	@scripts/test-pages
	@echo 'The pictures are in .build/screenshots.'

fuzz: build
	@scripts/fuzz

bench:
	@scripts/install-needs --bench
	swift build --configuration release $(CHECKED_IMPORTS) --product vardag
	@scripts/bench

format:
	swift format format --in-place --recursive $(SWIFT_SOURCES)

lint: needs
	swift format lint --strict --recursive $(SWIFT_SOURCES)
	@scripts/lint-scripts

clean:
	rm -rf .build .run Benchmarks/last-run.txt
