# Everything a person types here. Each target sets up what it needs by itself; when all is there, nothing is
# installed and nothing is fetched. `make help` lists the targets.

PREFIX ?= /usr/local
# `bertft --version` tells it. Only one small file is compiled anew where it changes.
export BERTFT_COMMIT := $(shell git describe --always --dirty --exclude '*' 2> /dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup build install dist dist-check demo test sanitize fuzz torture bench examples docs interface clients format lint codegen smoke scale oracles clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the system libraries the build needs (Debian, Ubuntu), or say what is missing
	@Scripts/setup.sh build

build: setup ## build the bertft program in release mode
	swift build -c release --product bertft

install: build ## put the program into PREFIX/bin (default: /usr/local)
	install -d $(PREFIX)/bin
	install -m 755 "$$(swift build -c release --show-bin-path)/bertft" $(PREFIX)/bin/bertft

dist: ## make in dist what runs without Swift: a tar.gz, and on Debian and Ubuntu a package
	@Scripts/setup.sh dist
	@Scripts/dist/dist.sh

dist-check: ## install both in bare Debian roots without Swift and run them there (as root, with debootstrap; SUITE=...)
	@Scripts/dist/check.sh $(SUITE)

demo: ## train on the Amazon reviews, show the validation table, predict three sentences
	@Scripts/setup.sh demo
	@Scripts/demo.sh

test: ## build and run all tests (FILTER=... for some of them), in release mode
	@Scripts/setup.sh test
	@Scripts/test.sh "$(FILTER)"

sanitize: ## run the kernels' tests under the address sanitizer
	@Scripts/sanitize.sh "$(FILTER)"

fuzz: setup ## feed hostile bytes to every reader of files (TIME=seconds each, TARGET=... for one of them)
	@Scripts/fuzz.sh $(or $(TIME),10) $(TARGET)

torture: build ## kill the program at random moments, let its calls fail, wear its service out (KILLS=... FAULTS=... SOAK=seconds)
	@$(or $(BERTFT_PYTHON),python3) Scripts/torture.py "$$(swift build -c release --show-bin-path)/bertft" \
		--kills $(or $(KILLS),1000) --faults $(or $(FAULTS),300) --soak $(or $(SOAK),600)

oracles: ## make the Python environment with the reference implementations that tests compare with
	@Scripts/setup.sh oracles
	@Scripts/oracles/setup.sh

bench: build ## measure beside other programs (TABLE=... for one table; benchmarks/README.md)
	@Scripts/setup.sh oracles
	@Scripts/bench.sh $(if $(TABLE),--table $(TABLE)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(RESUME),--resume)

codegen: build ## check that the release program's kernels are 256-bit FMA code
	@Scripts/check-codegen.sh

smoke: build ## run every command once
	@Scripts/smoke.sh

clients: build ## ask the service with openai, langchain, llama-index, litellm, the Hub's client and schemathesis
	@Scripts/service/clients.sh "$$(swift build -c release --show-bin-path)/bertft"

scale: build ## run beside engines what is too long for the tests: Spark with kills in the middle
	@Scripts/scale.sh

examples: build ## build the packages in Examples, which depend on this by version, and run them
	@Scripts/setup.sh demo
	@Scripts/examples.sh

docs: build ## make the library's documentation with DocC, a warning being an error
	@Scripts/docs.sh

interface: build ## list the library's public declarations anew (Documentation/Interface.txt; `make docs` holds them against it)
	@rm -rf .build/graphs
	@Scripts/symbols.sh .build/graphs
	@$(or $(BERTFT_PYTHON),python3) Scripts/interface.py .build/graphs --write

format: ## format the sources in place
	swift format --in-place --parallel --recursive Package.swift Sources Tests

lint: ## check the formatting, and that no library speaks of flags
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@$(or $(BERTFT_PYTHON),python3) Scripts/flags.py

clean: ## remove what was built here (the caches of models and corpora stay)
	rm -rf .build .build-dist dist .build-sanitize .build-fuzz .build-examples .build-scale demo-bertft
