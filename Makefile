# The commands of the house. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help run test mutants crash race bench bench-scale bench-soak lint fmt schema audit graphiql frontend frontend-check frontend-e2e screenshots

TARGET := $(or $(CARGO_TARGET_DIR),target)
# The packages are always chosen together (`--workspace`), so that every command shares one build of the dependencies.
LIANQIAO := $(TARGET)/debug/lianqiao

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: graphiql frontend ## Build, migrate, load the demo world, print the sign-ins, serve at http://localhost:8080 (data under ./data)
	cargo build --workspace --bin lianqiao
	$(LIANQIAO) migrate
	$(LIANQIAO) seed --demo
	exec $(LIANQIAO) serve

test: ## Run the suite on SQLite with embedded search, then on PostgreSQL and Meilisearch if they are found
	@tests/run.sh

crash: ## Kill the program while eight people write and look for what was lost or doubled (KILLS=1000, SEED=7)
	@tests/crash.sh

race: ## Let sixteen want the same at two servers on PostgreSQL, again and again (RACE_ROUNDS=500)
	@RACE_ROUNDS=$(or $(RACE_ROUNDS),500) tests/run.sh replicas::racing

mutants: ## Leave out each guard in turn: the access tables must notice
	@tests/mutants.sh

bench: ## Take the figures of the release build: import, publication, search, licenses, memory, matching
	@tests/bench.sh

bench-scale: ## Take the figures at 1,000, 100,000 and 1,000,000 listings, beside the raw limits (an hour and more)
	@tests/bench.sh scale

bench-soak: ## Press the release build for an hour and watch its memory
	@LIANQIAO_BENCH_SIZES=$(or $(LIANQIAO_BENCH_SIZES),20000) tests/bench.sh soak

lint: ## Formatting, clippy, cargo-deny if installed, and whether schema/api.graphql is current
	@tests/lint.sh

fmt: ## Format everything
	cargo fmt --all

schema: ## Write schema/api.graphql and docs/access.md anew
	cargo build --quiet --workspace --bin lianqiao
	$(LIANQIAO) schema > schema/api.graphql.new
	mv schema/api.graphql.new schema/api.graphql
	LIANQIAO_WRITE_PAGES=1 cargo test --quiet --workspace --test suite -- access::page

audit: ## Check licenses, sources and known vulnerabilities of all dependencies (needs cargo-deny)
	cargo deny check

graphiql: ## Build GraphiQL into frontend/graphiql/dist if Node is there and the build is missing or older than its sources
	@frontend/graphiql/build.sh

frontend: ## Build the web frontend into frontend/dist if Node is there and the build is missing or older than its sources
	@frontend/build.sh

frontend-check: ## Everything that has to hold in the frontend: messages, types, walls, lints, unit tests, sizes
	@cd frontend && npm run --silent check

frontend-e2e: ## Journeys through the frontend in a browser, against the program with the demo world (CHROMIUM=/usr/bin/chromium)
	@cd frontend && node scripts/e2e.mjs

screenshots: frontend ## Take the pictures of the README anew (CHROMIUM=/usr/bin/chromium); with ALL=folder every page, to be looked at
	cargo build --quiet --workspace --bin lianqiao
	@cd frontend && node scripts/screenshots.mjs $(if $(ALL),--all $(abspath $(ALL)))
