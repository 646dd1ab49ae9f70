#!/usr/bin/env bash
# Builds GraphiQL into dist/ if the build is missing or older than its sources. Without Node (or without its packages
# on a machine that is offline) it says so and leaves the server with a page that explains; nothing fails.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

if [[ -f dist/index.html && -z $(find src build.mjs package.json package-lock.json -newer dist/index.html) ]]; then
    exit 0
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "GraphiQL: SKIPPED, Node.js is not installed (version 20 or newer)"
    exit 0
fi
echo "GraphiQL: building"
if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || ! node build.mjs; then
    echo "GraphiQL: SKIPPED, it could not be built (see above)"
    rm -f dist/index.html
fi
exit 0
