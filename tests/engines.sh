# shellcheck shell=bash
# Finds the engines that this machine has. Scripts source it that run in the repository's root.
#
# PostgreSQL: the server at LIANQIAO_TEST_DATABASE_URL (its user may create databases), else a throw-away cluster from
# the binaries `initdb` and `pg_ctl`. Meilisearch: the server at MEILI_URL (with MEILI_MASTER_KEY), else a throw-away
# one from the binary `meilisearch`. LIANQIAO_TEST_ENGINES=embedded leaves both out.
#
# `durable=1` beforehand makes a throw-away PostgreSQL wait for the disk, as a real one does; `in_memory=1` keeps its files,
# and those of whoever uses `$files`, in memory where there is room and programs may run: every story has a database of hundreds of tables.
# Afterwards `database` and `database_name`, or `no_database` with the reason; `meili`, `meili_key` and `meili_name`, or `no_meili`.

given_database=${LIANQIAO_TEST_DATABASE_URL:-}
given_meili=${MEILI_URL:-}
given_meili_key=${MEILI_MASTER_KEY:-}
engines=${LIANQIAO_TEST_ENGINES:-all}
unset LIANQIAO_TEST_DATABASE_URL MEILI_URL MEILI_MASTER_KEY LIANQIAO_TEST_ENGINES

scratch=$(mktemp -d "${TMPDIR:-/tmp}/lianqiao-test.XXXXXX")
# Where databases and other files of stories lie.
files=$scratch
if [[ -n ${in_memory:-} && $(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1) -ge 2048 ]] &&
    ! grep --quiet '^[^ ]* /dev/shm [^ ]* [^ ]*noexec' /proc/mounts && memory=$(mktemp -d /dev/shm/lianqiao-test.XXXXXX 2>/dev/null); then
    files=$memory
fi
chmod 755 "$scratch" "$files"
meili_pid=
pg_ctl=

# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    if [[ -n $meili_pid ]]; then
        kill "$meili_pid" 2>/dev/null
        wait "$meili_pid" 2>/dev/null
    fi
    if [[ -n $pg_ctl ]]; then
        as_postgres "$pg_ctl" stop -D "$files/pg/data" -m immediate >/dev/null 2>&1
    fi
    rm -rf "$scratch" "$files"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# PostgreSQL refuses to run as root, so root hands it to the user postgres.
as_postgres() {
    if [[ $(id -u) -ne 0 ]]; then
        "$@"
    elif command -v runuser >/dev/null; then
        (cd "$scratch" && runuser -u postgres -- "$@")
    else
        # shellcheck disable=SC2016 # the inner shell expands it
        (cd "$scratch" && su postgres -s /bin/sh -c 'exec "$0" "$@"' -- "$@")
    fi
}

# A port that nobody listens on. It may be taken a moment later, so those who use it try more than once.
free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    return 1
}

database=
database_name=
no_database=
find_postgresql() {
    if [[ $engines == embedded ]]; then
        no_database="LIANQIAO_TEST_ENGINES=embedded"
        return
    fi
    if [[ -n $given_database ]]; then
        database=$given_database
        database_name="PostgreSQL (LIANQIAO_TEST_DATABASE_URL)"
        return
    fi
    local binaries='' candidate
    if command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        binaries=$(dirname "$(readlink -f "$(command -v initdb)")")
    else
        for candidate in /usr/lib/postgresql/*/bin; do
            [[ -x $candidate/initdb && -x $candidate/pg_ctl ]] && binaries=$candidate
        done
    fi
    if [[ -z $binaries ]]; then
        no_database="no LIANQIAO_TEST_DATABASE_URL, and no initdb and pg_ctl on PATH or in /usr/lib/postgresql"
        return
    fi
    if [[ $(id -u) -eq 0 ]] && ! id postgres >/dev/null 2>&1; then
        no_database="PostgreSQL does not run as root, and there is no user postgres"
        return
    fi
    mkdir "$files/pg"
    [[ $(id -u) -eq 0 ]] && chown postgres "$files/pg"
    if ! as_postgres "$binaries/initdb" --pgdata="$files/pg/data" --username=lianqiao --auth=trust --encoding=UTF8 \
        --locale=C --no-sync >"$scratch/initdb.log" 2>&1; then
        no_database="initdb failed: $(tail -n 1 "$scratch/initdb.log")"
        return
    fi
    local port options
    for _ in 1 2 3; do
        port=$(free_port) || break
        options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$files/pg"
        options+=" -c max_connections=300 -c shared_buffers=256MB"
        [[ $files == "$scratch" ]] || options+=" -c max_wal_size=256MB"
        [[ -n ${durable:-} ]] || options+=" -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        if as_postgres "$binaries/pg_ctl" start -w -t 60 -D "$files/pg/data" -l "$files/pg/log" -o "$options" >/dev/null 2>&1; then
            pg_ctl=$binaries/pg_ctl
            database="postgres://lianqiao@127.0.0.1:$port/postgres"
            database_name="PostgreSQL $("$binaries/postgres" --version | awk '{ print $3 }') (throw-away)"
            return
        fi
    done
    no_database="the server did not start: $(tail -n 1 "$files/pg/log" 2>/dev/null)"
}

meili=
meili_key=
meili_name=
no_meili=
find_meilisearch() {
    if [[ $engines == embedded ]]; then
        no_meili="LIANQIAO_TEST_ENGINES=embedded"
        return
    fi
    if [[ -n $given_meili ]]; then
        meili=$given_meili
        meili_key=$given_meili_key
        meili_name="Meilisearch (MEILI_URL)"
        return
    fi
    if ! command -v meilisearch >/dev/null; then
        no_meili="no MEILI_URL, and no meilisearch on PATH"
        return
    fi
    local port
    for _ in 1 2 3; do
        port=$(free_port) || break
        mkdir -p "$scratch/meili"
        (cd "$scratch/meili" && exec meilisearch --http-addr "127.0.0.1:$port" --db-path "$scratch/meili/data" --no-analytics \
            --env development --master-key lianqiao-test-master-key --log-level WARN) >"$scratch/meili.log" 2>&1 &
        meili_pid=$!
        for _ in {1..150}; do
            kill -0 "$meili_pid" 2>/dev/null || break
            if curl --silent --fail --max-time 2 "http://127.0.0.1:$port/health" >/dev/null 2>&1; then
                meili="http://127.0.0.1:$port"
                meili_key=lianqiao-test-master-key
                meili_name="$(meilisearch --version | sed 's/^meilisearch/Meilisearch/') (throw-away)"
                return
            fi
            sleep 0.2
        done
        kill "$meili_pid" 2>/dev/null
        wait "$meili_pid" 2>/dev/null
        meili_pid=
    done
    no_meili="the server did not start: $(tail -n 1 "$scratch/meili.log" 2>/dev/null)"
}
