#!/usr/bin/env bash
# Whether the program, built with the feature `otel`, exports traces: a small receiver takes what a collector would, and a
# request with a `traceparent` must arrive there as part of the caller's trace.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --workspace --features lianqiao/otel --bin lianqiao
lianqiao=${CARGO_TARGET_DIR:-target}/debug/lianqiao
scratch=$(mktemp -d "${TMPDIR:-/tmp}/lianqiao-traces.XXXXXX")
receiver=
server=
# shellcheck disable=SC2317 # the trap calls it
clean_up() {
    for process in $receiver $server; do kill "$process" 2>/dev/null || true; done
    rm -rf "$scratch"
}
trap clean_up EXIT

cat >"$scratch/receiver.py" <<'PYTHON'
import http.server, pathlib, sys
folder = pathlib.Path(sys.argv[1])
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        with open(folder / "received", "ab") as file:
            file.write(self.path.encode() + b"\n" + body + b"\n")
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", "0")
        self.end_headers()
    def log_message(self, *arguments):
        pass
server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
(folder / "port").write_text(str(server.server_port))
server.serve_forever()
PYTHON
python3 "$scratch/receiver.py" "$scratch" &
receiver=$!
until [[ -s $scratch/port ]]; do sleep 0.05; done

port=$((20000 + RANDOM % 12000))
export LIANQIAO_DATA_DIR=$scratch/data LIANQIAO_HTTP__LISTEN=127.0.0.1:$port LIANQIAO_LOG__FILTER=warn
"$lianqiao" migrate
LIANQIAO_TELEMETRY__OTLP_ENDPOINT=http://127.0.0.1:$(<"$scratch/port") LIANQIAO_TELEMETRY__SAMPLE_RATIO=0 "$lianqiao" serve &
server=$!
for _ in {1..200}; do
    curl --silent --fail "http://127.0.0.1:$port/health/ready" >/dev/null && break
    sleep 0.1
done
trace=4bf92f3577b34da6a3ce929d0e0e4736
for flag in 01 00; do
    curl --silent --fail "http://127.0.0.1:$port/graphql" --header 'content-type: application/json' \
        --header "traceparent: 00-${trace/4736/47$flag}-00f067aa0ba902b7-$flag" --data '{"query":"{ __typename }"}' >/dev/null
done
kill -TERM "$server"
wait "$server"
server=
# Nothing begins here (ratio 0), the caller's sampled trace goes on, the one that it did not sample does not.
python3 - "$scratch/received" "$trace" <<'PYTHON'
import sys
data = open(sys.argv[1], "rb").read()
trace = sys.argv[2]
assert b"/v1/traces\n" in data and b"lianqiao" in data, "nothing arrived"
assert bytes.fromhex(trace.replace("4736", "4701")) in data, "the caller's trace does not go on"
assert bytes.fromhex(trace.replace("4736", "4700")) not in data, "a trace that nobody sampled was exported"
for word in [b"request", b"graphql", b"/graphql"]:
    assert word in data, f"no span {word}"
print(f"{len(data)} bytes of traces arrived")
PYTHON
