# make up      install what is missing, build, start    (DEMO=1, ADDR=host:port, DATA=folder)
# make build   the web app and bin/fieldstory
# make test    everything that proves it works
# make bench   how fast it is, against bare tools    (BENCH='-rounds 5 -seconds 60', SEEDS=1000)
# make clean   remove what was built; never data/
# make help    these lines

ADDR ?= 127.0.0.1:8080
DATA ?= ./data
SEEDS ?= 1000
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

# What need.sh fetched for this folder comes first; Go's own place last. Once, however
# many makes call each other: go test keeps no result of a test that saw another PATH.
ifeq (,$(findstring $(CURDIR)/.tools/bin:,$(PATH)))
export PATH := $(CURDIR)/.tools/bin:$(PATH):/usr/local/go/bin
endif
# The Go that is here may be older than go.mod asks for; it fetches the right one.
export GOTOOLCHAIN ?= auto

.PHONY: up build test bench clean help web bin need-up need-build need-test modules check-go check-web journey

up: need-up bin
	bin/fieldstory up --data $(DATA) --addr $(ADDR) $(if $(DEMO),--demo)

build: need-build bin

need-up need-build need-test: need-%:
	@scripts/need.sh $*

bin: web | bin/
	go build -buildvcs=false -ldflags '-X main.version=$(VERSION)' -o bin/fieldstory ./cmd/fieldstory

bin/:
	@mkdir -p bin

# The web app is built again only when something it is made of has changed.
web: web/build/index.html

web_sources := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/build/*' -not -path 'web/.svelte-kit/*' -not -path 'web/src/lib/paraglide/*' -not -path 'web/test-results/*' -not -name '*.go' 2>/dev/null)

web/build/index.html: $(web_sources) web/node_modules/.made
	cd web && npm run build
	@touch $@

# npm install and not npm ci: a bundler names a dozen packages for other
# platforms, and where a registry lacks one of them no lock file satisfies ci.
# Every version and checksum in the lock file is kept to all the same.
%/node_modules/.made: %/package.json %/package-lock.json
	cd $* && npm install --no-save --no-audit --no-fund
	@touch $@

# A bare machine waits for its network first, so what Go needs of others is compiled
# meanwhile. The web's checks wait for nothing and fill what Go's tests leave of the
# cores; journeys come alone, for a person does not wait on a busy machine either.
test:
	$(MAKE) --no-print-directory -j2 need-test modules
	$(MAKE) --no-print-directory -j2 web modules
	$(MAKE) --no-print-directory -j2 --output-sync=target check-web check-go
	$(MAKE) --no-print-directory journey

# The packages of others, as the tests link them. Nothing where there is no Go yet;
# what goes wrong here goes wrong again where it is told.
modules:
	@command -v go >/dev/null && command -v cc >/dev/null || exit 0; \
	go list -deps -test -f '{{with .Module}}{{if not .Main}}{{$$.ImportPath}}{{end}}{{end}}' ./... | xargs go build -race || true

check-go: web
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo 'Run gofmt on:'; gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet -race ./...
	go test -race -vet off -ldflags '-s -w' -timeout 30m ./...

# Like go test, it keeps a result until something it looked at has changed, or gone:
# the web app, and of Go the codes and names that need words.
web_looks := $(web_sources) $(shell find . -name '*.go' -not -name '*_test.go' -not -path '*/node_modules/*' -not -path './.tools/*') api/openapi.json
web_checked := web/node_modules/.checked-$(firstword $(shell echo $(web_looks) | cksum))

check-web: $(web_checked)

$(web_checked): $(web_looks) web/node_modules/.made web/build/index.html
	cd web && npm run check && npm run lint && npm test && npm run types:check && npm run budget
	@touch $@

# The whole journey in a real browser. The binary looks for races too, so that all
# that is compiled here is compiled once.
journey: web e2e/browser/node_modules/.made | bin/
	go build -race -buildvcs=false -ldflags '-s -w' -o bin/fieldstory-race ./cmd/fieldstory
	cd e2e/browser && FIELDSTORY_BIN=../../bin/fieldstory-race npm test

bench: need-up bin
	go test -run '^$$' -bench . -benchtime 1x -timeout 60m ./e2e $(if $(BENCH),-args $(BENCH))
	go test -run '^$$' -bench . -benchtime 1x -timeout 20m ./api
	go test -count 1 -run UploadFaults -timeout 2h ./api -seeds $(SEEDS)

clean:
	rm -rf bin web/.svelte-kit
	find web/build -mindepth 1 ! -name .gitkeep -delete

help:
	@sed -n 's/^# make/make/p' Makefile
