#!/usr/bin/env bash
# Runs two real servers on one PostgreSQL behind nginx with lianqiao.conf, as an installation has them, and looks at what
# clients notice: requests, an upload, a WebSocket, addresses, and one server after the other being replaced under load.
#
# Needs nginx, PostgreSQL's binaries and Python 3 on this machine; says SKIPPED where one is missing. LIANQIAO names a program
# that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/engines.sh
. tests/engines.sh

nginx=$(command -v nginx || echo /usr/sbin/nginx)
if [[ ! -x $nginx ]] || ! command -v python3 >/dev/null; then
    echo "SKIPPED: nginx or Python is not installed"
    exit 0
fi
find_postgresql
if [[ -z $database ]]; then
    echo "SKIPPED: $no_database"
    exit 0
fi
[[ -n ${LIANQIAO:-} ]] || cargo build --quiet --workspace --bin lianqiao
lianqiao=$(realpath "${LIANQIAO:-${CARGO_TARGET_DIR:-target}/debug/lianqiao}")
front=$(free_port) one=$(free_port) two=$(free_port)

mkdir -p "$scratch/nginx"
sed -e "s/server-1:8080/127.0.0.1:$one/; s/server-2:8080/127.0.0.1:$two/; s/listen 8080/listen 127.0.0.1:$front/" \
    deploy/nginx/lianqiao.conf >"$scratch/nginx/lianqiao.conf"
cat >"$scratch/nginx/nginx.conf" <<CONF
pid $scratch/nginx/pid;
error_log $scratch/nginx/error.log;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path $scratch/nginx/body;
    proxy_temp_path $scratch/nginx/proxy;
    fastcgi_temp_path $scratch/nginx/fastcgi;
    uwsgi_temp_path $scratch/nginx/uwsgi;
    scgi_temp_path $scratch/nginx/scgi;
    include $scratch/nginx/lianqiao.conf;
}
CONF
chmod -R a+rwX "$scratch/nginx"
"$nginx" -t -q -c "$scratch/nginx/nginx.conf"

export LIANQIAO_DATABASE__URL=$database LIANQIAO_DATA_DIR=$scratch/data LIANQIAO_LOG__FILTER=warn
export LIANQIAO_HTTP__PUBLIC_URL=http://127.0.0.1:$front LIANQIAO_HTTP__TRUSTED_PROXIES='["127.0.0.1"]'
"$lianqiao" seed --demo >/dev/null
# Without Meilisearch each server has an index of its own, in a folder of its own; uploads and secret are shared.
start() {
    mkdir -p "$scratch/data-$1"
    ln -sfn "$scratch/data/files" "$scratch/data-$1/files"
    cp "$scratch/data/secret.key" "$scratch/data-$1/secret.key"
    LIANQIAO_DATA_DIR=$scratch/data-$1 LIANQIAO_HTTP__LISTEN=127.0.0.1:$2 "$lianqiao" serve >>"$scratch/server-$1.log" 2>&1 &
    pids[$1]=$!
}
ready() {
    for _ in {1..300}; do
        curl --silent --fail --max-time 2 "http://127.0.0.1:$1/health/ready" >/dev/null && return
        sleep 0.1
    done
    echo "the server at $1 does not become ready"
    tail -n 20 "$scratch"/server-*.log
    return 1
}
pids=()
# shellcheck disable=SC2317 # the trap calls it
finish() {
    "$nginx" -s stop -c "$scratch/nginx/nginx.conf" 2>/dev/null || true
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    clean_up
}
trap finish EXIT
mkdir -p "$scratch/data/files"
start 1 "$one"
start 2 "$two"
ready "$one"
ready "$two"
"$nginx" -c "$scratch/nginx/nginx.conf"

echo "== requests, an upload, an address, a socket"
python3 deploy/nginx/visitor.py journey "http://127.0.0.1:$front"

echo "== one server after the other is replaced under load"
python3 deploy/nginx/visitor.py load "http://127.0.0.1:$front" "$scratch/stop" >"$scratch/load.log" 2>&1 &
load=$!
sleep 2
for number in 1 2; do
    kill -TERM "${pids[$number]}"
    wait "${pids[$number]}" || { echo "server $number did not stop in order"; exit 1; }
    sleep 1
    port=$one
    [[ $number -eq 1 ]] || port=$two
    start "$number" "$port"
    ready "$port"
    sleep 3
done
touch "$scratch/stop"
wait "$load" || { cat "$scratch/load.log"; exit 1; }
cat "$scratch/load.log"
