#!/usr/bin/env bash
# Kills the program again and again while eight people write, on SQLite and, where it is found, on PostgreSQL, and looks
# whether anything was lost or doubled. Before that it proves that it would see it: faults are planted and must be found.
#
#   tests/crash.sh      KILLS=1000 kills more often (20); SEED=7 repeats a run
#
# tests/engines.sh tells how PostgreSQL is found.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

durable=1
. tests/engines.sh

echo "== building"
cargo build --quiet --workspace --bin lianqiao-crash --bin lianqiao-under-test || exit 1
# Copies: a long run does not hinder the next build.
built=${CARGO_TARGET_DIR:-target}/debug
cp "$built/lianqiao-crash" "$built/lianqiao-under-test" "$scratch/" || exit 1

failures=0
run() {
    printf '\n== %s\n' "$1"
    shift
    "$@" || failures=$((failures + 1))
}

run "planted faults are found" "$scratch/lianqiao-crash" --self-test
run "SQLite, embedded search" "$scratch/lianqiao-crash"
find_postgresql
if [[ -n $database ]]; then
    if [[ -n $pg_ctl ]]; then
        # A throw-away cluster is killed, too: the postmaster dies as if by SIGKILL, and starts again.
        export scratch files pg_ctl
        export -f as_postgres
        # shellcheck disable=SC2016 # the inner shell expands it
        export RESTART_DATABASE='kill -9 "$(head -n 1 "$files/pg/data/postmaster.pid")"
            for _ in {1..50}; do
                as_postgres "$pg_ctl" restart -w -t 30 -D "$files/pg/data" -l "$files/pg/log" >/dev/null 2>&1 && exit 0
                sleep 0.2
            done
            exit 1'
    fi
    run "$database_name, embedded search" env "LIANQIAO_TEST_DATABASE_URL=$database" "$scratch/lianqiao-crash"
else
    printf '\nSKIPPED  PostgreSQL: %s\n' "$no_database"
fi
exit $((failures > 0))
