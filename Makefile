# The commands of the house. Each is a short script in scripts/, so that it can be read and run on its own.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test build assets generate bench accuracy soak release clean

# make run
PORT ?= 8080
ADDR ?= 127.0.0.1:$(PORT)
DIR  ?= data
# make build
BIN  ?= bin/openupr
# make soak
SOAK ?= 10m
# make release
OUT  ?= dist

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## build, make a record with the sample on first start, serve it (PORT=8080, ADDR=127.0.0.1:$PORT, DIR=data)
	@scripts/run.sh "$(ADDR)" "$(DIR)"

test: ## everything that is checked: installs what it needs, a few minutes
	@scripts/test.sh

build: assets ## one binary without cgo (BIN=bin/openupr)
	@scripts/build.sh "$(BIN)"

assets: ## assets/css and assets/ts into assets/dist
	@scripts/assets.sh

generate: ## the Go code of the templ views, which is committed
	go tool templ generate

bench: ## benchmarks, for people with time
	@scripts/bench.sh

accuracy: assets ## the parser against the shared reports, for people with time
	@bash bench/accuracy.sh

soak: ## many people at once, then each fuzz target for a while (PEOPLE=5m SOAK=10m)
	@scripts/soak.sh "$(SOAK)"

release: ## one file each for Linux, Windows and macOS, with checksums (OUT=dist)
	@scripts/release.sh "$(OUT)"

clean: ## remove what was built; the record in data stays
	rm -rf bin dist .cache node_modules
	find assets/dist -mindepth 1 ! -name .keep -delete
