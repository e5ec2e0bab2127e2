# SPDX-License-Identifier: Apache-2.0
# The front door. Every target is one or two commands of the Swift toolchain.

SOURCES = Package.swift Sources Tests Benchmarks

.PHONY: help tour test checks lint format floors bench fuzz goldens thread address docs check clean

help:
	@echo "make tour | test | checks | lint | format | floors | bench | fuzz | goldens | thread | address | docs | check"

tour:
	swift run -c release kindred-tour

test:
	swift test

# Compares every index with the rows after each change, and makes each step of a statement fail in turn.
checks:
	swift test --traits InternalChecks --scratch-path .build-checks --no-parallel \
	  --filter KindredStorageTests --skip "Sizes|Reclamation|Concurrency"

format:
	swift format -i -p -r $(SOURCES)

lint:
	swift format lint --strict -p -r $(SOURCES)

floors:
	.ci/floors

bench:
	swift run -c release kindred-bench --size M

fuzz:
	swift run -c release kindred-fuzz --seconds 60

goldens:
	UPDATE_GOLDENS=1 swift test --filter KindredPlanTests

thread:
	swift test --sanitize=thread --scratch-path .build-thread

address:
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build-address

docs:
	.ci/docs

check:
	.ci/run

clean:
	rm -rf .build .build-*
