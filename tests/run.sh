#!/usr/bin/env bash
# Runs the suite on every engine that this machine has, and says plainly what ran and what was skipped.
#
#   tests/run.sh [ARGUMENTS]      arguments go to the test program: a filter, --nocapture ...
#
# tests/engines.sh tells how PostgreSQL and Meilisearch are found.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

in_memory=1
. tests/engines.sh

# Databases, indexes and uploads of stories.
export TMPDIR=$files

# Stories wait for disks and sockets: one more than there are cores keeps these busy.
export RUST_TEST_THREADS=${RUST_TEST_THREADS:-$(($(nproc) + 1))}

failures=0
total_passed=0
total_failed=0
table=()
# run NAME COMMAND...: one row of the table.
run() {
    local name=$1 started=$SECONDS log="$scratch/run.log" verdict
    shift
    printf '\n== %s\n' "$name"
    if "$@" 2>&1 | tee "$log"; then verdict="passed"; else verdict="FAILED"; failures=$((failures + 1)); fi
    local counts passed failed
    counts=$(awk '/^test result:/ { for (i = 1; i < NF; i++) { if ($(i + 1) ~ /^passed/) p += $i; if ($(i + 1) ~ /^failed/) f += $i; if ($(i + 1) ~ /^ignored/) g += $i } }
        END { printf "%d passed, %d failed%s", p, f, g ? ", " g " ignored" : "" }' "$log")
    read -r passed _ failed _ <<<"$counts"
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    table+=("$(printf '  %-9s %-62s %s, %d s' "$verdict" "$name" "$counts" $((SECONDS - started)))")
    # What tests did not do although they passed.
    grep '^SKIPPED: ' "$log" | cut -c 10- | sort -u >>"$scratch/skipped.log"
}
skip() {
    table+=("$(printf '  %-9s %-62s %s' SKIPPED "$1" "$2")")
}

echo "== building"
# The program too: the suite starts it as people do.
cargo build --workspace --bin lianqiao || exit 1
cargo test --workspace --test suite --no-run || exit 1

find_postgresql
find_meilisearch

run "SQLite, embedded search" cargo test --quiet --workspace --test suite -- "$@"

if [[ -n $database ]]; then
    if [[ -n $meili ]]; then
        run "$database_name, $meili_name" env "LIANQIAO_TEST_DATABASE_URL=$database" "MEILI_URL=$meili" "MEILI_MASTER_KEY=$meili_key" \
            cargo test --quiet --workspace --test suite -- "$@"
    else
        run "$database_name, embedded search" env "LIANQIAO_TEST_DATABASE_URL=$database" cargo test --quiet --workspace --test suite -- "$@"
        skip "Meilisearch" "$no_meili"
    fi
elif [[ -n $meili ]]; then
    run "SQLite, $meili_name" env "MEILI_URL=$meili" "MEILI_MASTER_KEY=$meili_key" cargo test --quiet --workspace --test suite -- "$@"
    skip "PostgreSQL" "$no_database"
else
    skip "PostgreSQL" "$no_database"
    skip "Meilisearch" "$no_meili"
fi

while read -r what; do skip "$what" "its layout is tested with tests/fixtures"; done < <(sort -u "$scratch/skipped.log")

printf '\nWhat ran\n'
printf '%s\n' "${table[@]}"
printf '\nTotal: %d passed, %d failed\n' "$total_passed" "$total_failed"
exit $((failures > 0))
