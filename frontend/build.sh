#!/usr/bin/env bash
# Builds the frontend into dist/ if the build is missing or older than its sources. Without Node (or without its packages
# on a machine that is offline) it says so and leaves the server with a page that explains; nothing fails.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

sources=(src scripts index.html vite.config.ts codegen.ts package.json package-lock.json ../schema/api.graphql ../seeds/reference/divisions.csv ../seeds/reference/industries.csv ../seeds/reference/ipc.csv)
if [[ -f dist/index.html && -z $(find "${sources[@]}" -path src/gql -prune -o -path src/i18n/gen -prune -o -name routeTree.gen.ts -prune -o -type f -newer dist/index.html -print -quit) ]]; then
    exit 0
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "frontend: SKIPPED, Node.js is not installed (version 20 or newer)"
    exit 0
fi
echo "frontend: building"
if [[ ! -d node_modules || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || { echo "frontend: SKIPPED, its packages could not be installed (see above)"; exit 0; }
fi
if ! npm run --silent build; then
    echo "frontend: SKIPPED, it could not be built (see above)"
    rm -f dist/index.html
fi
exit 0
