#!/usr/bin/env bash
# Formatting, lints, licenses and known vulnerabilities, and whether schema/api.graphql is what the program says.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

failures=()
check() {
    local name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failures+=("$name")
}

schema_is_current() {
    cargo build --quiet --workspace --bin lianqiao || return 1
    if ! "${CARGO_TARGET_DIR:-target}/debug/lianqiao" schema --check schema/api.graphql; then
        diff -u schema/api.graphql <("${CARGO_TARGET_DIR:-target}/debug/lianqiao" schema) | head -n 60
        return 1
    fi
}

check "rustfmt" cargo fmt --all --check
check "clippy" cargo clippy --workspace --all-targets -- -D warnings
check "schema" schema_is_current
if cargo deny --version >/dev/null 2>&1; then
    check "licenses, bans, sources" cargo deny --workspace check bans licenses sources
    # Needs the advisory database, which is fetched: being offline is not a finding.
    if cargo deny fetch db >/dev/null 2>&1; then
        check "advisories" cargo deny --workspace check advisories
    else
        skipped="known vulnerabilities: the advisory database could not be fetched"
    fi
else
    skipped="licenses and known vulnerabilities: cargo-deny is not installed (cargo install cargo-deny)"
fi

echo
[[ -n ${skipped:-} ]] && echo "SKIPPED  $skipped"
if [[ ${#failures[@]} -gt 0 ]]; then
    printf 'FAILED   %s\n' "${failures[@]}"
    exit 1
fi
echo "Lint passed."
