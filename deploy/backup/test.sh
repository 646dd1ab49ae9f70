#!/usr/bin/env bash
# Does what backups are for, on throw-away installations: write, back up, write A, note the time, write B, lose everything,
# restore to that time. A must be there, B must not, the audit trail must hold, search and API must answer.
#
#   deploy/backup/test.sh [sqlite|postgresql]      without an argument both; PostgreSQL is skipped where it is not installed
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/engines.sh
. tests/engines.sh

[[ -n ${LIANQIAO:-} ]] || cargo build --quiet --workspace --bin lianqiao
LIANQIAO=$(realpath "${LIANQIAO:-${CARGO_TARGET_DIR:-target}/debug/lianqiao}")
backup=$(realpath deploy/backup)
export LIANQIAO LIANQIAO_LOG__FILTER=warn
server=

# An installation of its own: its data, its port.
settle() {
    port=$(free_port)
    export LIANQIAO_DATA_DIR=$1 LIANQIAO_HTTP__LISTEN=127.0.0.1:$port LIANQIAO_HTTP__PUBLIC_URL=http://127.0.0.1:$port
}

serve() {
    "$LIANQIAO" serve >"$scratch/serve.log" 2>&1 &
    server=$!
    for _ in {1..300}; do
        curl --silent --fail --max-time 2 "http://127.0.0.1:$port/health/ready" >/dev/null && return
        sleep 0.1
    done
    cat "$scratch/serve.log"
    echo "the server does not become ready"
    exit 1
}

lose_server() {
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
}

ask() {
    curl --silent --show-error --max-time 30 "http://127.0.0.1:$port/graphql" --header 'content-type: application/json' --data "$1"
}

password=spring-forsythia-47-bridge
# Somebody signs up; the address has an account from then on.
write() {
    local answer
    answer=$(ask "{\"query\":\"mutation { signUp(input: { email: \\\"$1@example.com\\\", name: \\\"$1\\\", password: \\\"$password\\\", locale: EN }) { userErrors { code } } }\"}")
    grep --quiet '"userErrors":\[\]' <<<"$answer" || { echo "$answer"; exit 1; }
}

# expect NAME CODE: what signing in says. Only an account with this password is told that its address is not verified.
expect() {
    local answer
    answer=$(ask "{\"query\":\"mutation { logIn(input: { email: \\\"$1@example.com\\\", password: \\\"$password\\\" }) { userErrors { code } } }\"}")
    grep --quiet "\"$2\"" <<<"$answer" || { echo "$1: wanted $2, got $answer"; exit 1; }
    echo "  $1: $2"
}

judge() {
    "$LIANQIAO" migrate
    "$LIANQIAO" audit verify
    "$LIANQIAO" reindex
    serve
    expect written-before EMAIL_NOT_VERIFIED
    expect written-after CREDENTIALS_INVALID
    local found
    found=$(ask '{"query":"{ searchListings(query: \"\", first: 1) { totalCount notice { code } } }"}' | sed -n 's/.*"totalCount":\([0-9]*\),"notice":null.*/\1/p')
    [[ ${found:-0} -gt 0 ]] || { echo "search finds nothing"; exit 1; }
    echo "  search finds $found listings"
    lose_server
}

sqlite() {
    echo "== SQLite: snapshots"
    unset LIANQIAO_DATABASE__URL
    settle "$scratch/sqlite"
    "$LIANQIAO" seed --demo >/dev/null
    serve
    write written-before
    "$backup/sqlite.sh" take "$scratch/snapshots"
    local time
    sleep 1.1
    time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    sleep 1.1
    write written-after
    "$backup/sqlite.sh" take "$scratch/snapshots" 2
    lose_server
    rm -rf "$scratch/sqlite"
    settle "$scratch/sqlite-restored"
    "$backup/sqlite.sh" restore "$scratch/snapshots" "$time"
    judge
}

postgresql() {
    echo "== PostgreSQL: base backup and archived log"
    local binaries='' candidate time pg=$scratch/pg archive=$scratch/pg/archive
    for candidate in /usr/lib/postgresql/*/bin "$(dirname "$(command -v initdb || echo /nowhere/initdb)")"; do
        [[ -x $candidate/initdb && -x $candidate/pg_basebackup ]] && binaries=$candidate
    done
    if [[ -z $binaries ]]; then
        echo "SKIPPED: PostgreSQL is not installed"
        return
    fi
    PATH=$binaries:$PATH
    mkdir "$pg" "$archive"
    # The user postgres must be able to run the scripts, wherever the repository lies.
    install -m 0755 "$backup/archive-wal.sh" "$backup/postgresql.sh" "$pg/"
    if [[ $(id -u) -eq 0 ]]; then chown postgres "$pg" "$archive"; fi
    as_postgres "$binaries/initdb" --pgdata="$pg/data" --username=lianqiao --auth=trust --encoding=UTF8 --locale=C >/dev/null
    local pg_port
    pg_port=$(free_port)
    cat >"$scratch/postgresql.conf" <<CONF
port = $pg_port
listen_addresses = '127.0.0.1'
unix_socket_directories = '$pg'
wal_level = replica
archive_mode = on
archive_timeout = 60
archive_command = '$pg/archive-wal.sh $archive "%p" "%f"'
CONF
    # shellcheck disable=SC2024 # the file is ours to read
    as_postgres tee -a "$pg/data/postgresql.conf" <"$scratch/postgresql.conf" >/dev/null
    pg_ctl=$binaries/pg_ctl
    as_postgres "$pg_ctl" start -w -D "$pg/data" -l "$pg/log" >/dev/null
    export PGHOST=127.0.0.1 PGPORT=$pg_port PGUSER=lianqiao
    psql --quiet -d postgres -c "CREATE DATABASE lianqiao"
    export LIANQIAO_DATABASE__URL=postgres://lianqiao@127.0.0.1:$pg_port/lianqiao

    settle "$scratch/postgresql"
    "$LIANQIAO" seed --demo >/dev/null
    serve
    as_postgres env PGHOST=127.0.0.1 PGPORT="$pg_port" PGUSER=lianqiao "$pg/postgresql.sh" take "$pg/base"
    "$LIANQIAO" backup "$scratch/rest"
    write written-before
    sleep 1.1
    time=$(psql -At -d lianqiao -c "SELECT now()")
    sleep 1.1
    write written-after
    # What is archived survives the machine.
    psql --quiet -At -d lianqiao -c "SELECT pg_switch_wal()" >/dev/null
    local segment=''
    for _ in {1..100}; do
        segment=$(psql -At -d lianqiao -c "SELECT archived_count FROM pg_stat_archiver WHERE last_archived_time > '$time'")
        [[ -n $segment ]] && break
        sleep 0.2
    done
    [[ -n $segment ]] || { echo "nothing was archived"; cat "$pg/log"; exit 1; }
    lose_server
    as_postgres "$pg_ctl" stop -D "$pg/data" -m immediate >/dev/null
    rm -rf "$pg/data" "$scratch/postgresql"

    as_postgres "$pg/postgresql.sh" restore "$pg/base" "$archive" "$pg/data" "$time"
    as_postgres "$pg_ctl" start -w -D "$pg/data" -l "$pg/log" >/dev/null
    for _ in {1..200}; do
        [[ $(psql -At -d lianqiao -c "SELECT pg_is_in_recovery()" 2>/dev/null) == f ]] && break
        sleep 0.2
    done
    settle "$scratch/postgresql-restored"
    "$LIANQIAO" restore "$scratch/rest"
    judge
}

case ${1:-both} in
    sqlite) sqlite ;;
    postgresql) postgresql ;;
    both) sqlite; postgresql ;;
    *) echo "usage: deploy/backup/test.sh [sqlite|postgresql]" >&2; exit 2 ;;
esac
echo "restored, as it was"
