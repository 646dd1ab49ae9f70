#!/usr/bin/env bash
# Builds the frontend into dist/ if the build is missing or older than its sources. Without Node (or without its packages
# on a machine that is offline) it says so and leaves the server with a page that explains; nothing fails, unless it must be
# there (--must).
set -uo pipefail
cd "$(dirname "$0")" || exit 1

without() {
    echo "frontend: SKIPPED, $1"
    [[ $must != --must ]]
    exit
}
must=${1:-}

sources=(src scripts index.html vite.config.ts codegen.ts package.json package-lock.json ../schema/api.graphql ../seeds/reference/divisions.csv ../seeds/reference/industries.csv ../seeds/reference/ipc.csv)
if [[ -f dist/index.html && -z $(find "${sources[@]}" -path src/gql -prune -o -path src/i18n/gen -prune -o -name routeTree.gen.ts -prune -o -type f -newer dist/index.html -print -quit) ]]; then
    exit 0
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    without "Node.js is not installed (version 20 or newer)"
fi
echo "frontend: building"
if [[ ! -d node_modules || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || without "its packages could not be installed (see above)"
fi
if ! npm run --silent build; then
    rm -f dist/index.html
    without "it could not be built (see above)"
fi
exit 0
