#!/usr/bin/env bash
# Runs the "five minutes" of README.md against a server with the demo world, so that what is printed there works.
#
#   tests/readme.sh README.md [URL]
set -euo pipefail

readme=$1
url=${2:-http://localhost:8080}
answers=$(mktemp)
trap 'rm -f "$answers"' EXIT

# shellcheck disable=SC2016 # the pattern is literal
script=$(sed -n '/^```sh$/,/^```$/p' "$readme" | grep -v '^```' | sed "s|http://localhost:8080|$url|")
[[ -n $script ]] || { echo "$readme has no sh blocks"; exit 1; }
# The last block looks at files of the usual place; the smoke test keeps its own elsewhere.
script=$(grep -v -e 'data/mail' -e 'audit verify' <<<"$script")
bash -euo pipefail -c "$script" 2>&1 | tee "$answers"

fail() { echo "$readme: $1"; exit 1; }
grep -q '"errors"' "$answers" && fail "an answer has errors"
grep -q '"userErrors":\[{' "$answers" && fail "an answer has user errors"
grep -q '"totalCount":[1-9]' "$answers" || fail "nothing was found"
grep -q '"conforms":true' "$answers" || fail "the preview does not conform"
grep -q '"idempotentReplay":true' "$answers" || fail "the repetition was not recognized"
grep -q '"state":"GRANTED"' "$answers" || fail "the request was not granted"
echo "$readme: every call works"
