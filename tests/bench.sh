#!/usr/bin/env bash
# Takes the figures of the release build, embedded and, where they are found, on PostgreSQL and Meilisearch.
#
#   tests/bench.sh          LIANQIAO_BENCH_ROWS=50000 sets the size of the spreadsheet
#   tests/bench.sh scale    LIANQIAO_BENCH_SIZES=1000,100000,1000000 sets the sizes
#   tests/bench.sh matching  the figures of matching alone, at the same sizes
#                           LIANQIAO_BENCH_DATA=FOLDER keeps what was laid down for another run
#   tests/bench.sh soak     an hour of load at each size; LIANQIAO_BENCH_SOAK_MINUTES sets another time
#
# tests/engines.sh tells how PostgreSQL and Meilisearch are found.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

durable=1
. tests/engines.sh

# All packages together, as everywhere: chosen alone, each would be built with other features, and everything twice.
bench=(cargo bench --quiet --workspace --bench figures -- "$@")

echo "== building"
cargo build --release --workspace --bin lianqiao || exit 1
cargo bench --workspace --bench figures --no-run || exit 1

echo "== SQLite, embedded search"
"${bench[@]}" || exit 1

find_postgresql
find_meilisearch
if [[ -z $database ]]; then
    echo "SKIPPED  PostgreSQL: $no_database"
    exit 0
fi
search=()
if [[ -n $meili ]]; then
    search=("LIANQIAO_SEARCH__ENGINE=meilisearch" "LIANQIAO_SEARCH__MEILISEARCH_URL=$meili" "LIANQIAO_SEARCH__MEILISEARCH_KEY=$meili_key"
        "LIANQIAO_SEARCH__INDEX=bench_$$")
else
    echo "SKIPPED  Meilisearch: $no_meili"
fi
echo "== $database_name, ${meili_name:-embedded search}"
env "LIANQIAO_TEST_DATABASE_URL=$database" "${search[@]}" "${bench[@]}"
