# Everything that CI runs can be run here by the same name. Needs Go and make.

GO          ?= go
BIN         := planfolio
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.8.0
VERSION     := $(shell git describe --tags --always 2>/dev/null || echo dev)

export CGO_ENABLED ?= 0

.PHONY: help build site serve test check format vet staticcheck vulncheck bench benchmarks browser clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

build: ## the command, as ./planfolio
	$(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN) ./cmd/planfolio

site: build ## the site of content/, in public/
	./$(BIN) build content --out public

serve: build ## preview content/ and reload on change
	./$(BIN) serve content

# Long tests on one goroutine, in which the race detector has nothing to find.
ALONE := ^Test(SlowTexts|EachSlotCountsOnce|EachSlotIsMissedOnce)$$

test: browser ## every test, with the race detector where a C compiler is there
	@if CGO_ENABLED=1 $(GO) env CC >/dev/null && command -v $$($(GO) env CC) >/dev/null; \
	then CGO_ENABLED=1 $(GO) test -race -timeout 15m ./... && $(GO) test -run '$(ALONE)' ./internal/markdown ./internal/schema; \
	else echo "no C compiler: testing without the race detector"; $(GO) test -timeout 15m ./...; fi

browser: ## find Chromium for the browser tests, or install it where that can be done
	@.ci/browser

check: format vet staticcheck vulncheck ## format, vet, staticcheck, the import rules, known vulnerabilities
	$(GO) test ./internal/architecture

format:
	@files=$$(gofmt -l cmd internal themes); if [ -n "$$files" ]; then echo "gofmt these files:"; echo "$$files"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run $(STATICCHECK) ./...

vulncheck: # a finding fails ("go run" tells of it as "exit status 3"); a database that cannot be reached does not
	@out=$$($(GO) run $(GOVULNCHECK) ./... 2>&1); status=$$?; echo "$$out" | tail -n 20; \
	if [ $$status -ne 0 ] && echo "$$out" | grep -q '^exit status 3$$'; then exit 1; fi; \
	if [ $$status -ne 0 ]; then echo "govulncheck: its database does not answer here; vulnerabilities are not checked"; fi

SIZES ?= 100,1000,10000
RUNS  ?= 3

bench: ## planfolio, and Hugo where it is installed, on generated portfolios: SIZES=100,1000 RUNS=3
	$(GO) run ./internal/bench -sizes $(SIZES) -runs $(RUNS) $(BENCH)

benchmarks: ## go test -bench of every stage
	$(GO) test -run '^$$' -bench . -benchmem ./...

clean: ## remove the command and the site
	rm -rf $(BIN) public
