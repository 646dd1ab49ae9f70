#!/usr/bin/env bash
# Cargo.lock, formatting, lints, licenses and known vulnerabilities, scripts and units, and whether schema/api.graphql is
# what the program says. What cannot be checked on this machine is named at the end.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

failures=()
skipped=()
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

# Where clippy compiles every build, as `.ci/run` has it, a build has been linted.
clippy() {
    if [[ ${RUSTC_WORKSPACE_WRAPPER:-} == clippy-driver && ${CLIPPY_ARGS:-} == -Dwarnings ]]; then
        cargo build --workspace --all-targets
    else
        cargo clippy --workspace --all-targets -- -D warnings
    fi
}

# The container image is built with `--locked`. Before anything is built here, for a build writes the file anew.
lock_is_current() {
    cargo tree --quiet --locked --workspace --depth 0 >/dev/null
}

check "Cargo.lock" lock_is_current
check "rustfmt" cargo fmt --all --check
check "clippy" clippy
check "schema" schema_is_current

if cargo deny --version >/dev/null 2>&1; then
    check "licenses, bans, sources" cargo deny --workspace check bans licenses sources
    # Needs the advisory database, which is fetched: being offline is not a finding.
    if cargo deny fetch db >/dev/null 2>&1; then
        check "advisories" cargo deny --workspace check advisories
    else
        skipped+=("known vulnerabilities: the advisory database could not be fetched")
    fi
else
    skipped+=("licenses, bans, sources: cargo-deny is not installed (cargo install cargo-deny)")
    skipped+=("known vulnerabilities: cargo-deny is not installed")
fi

mapfile -t scripts < <(git grep --files-with-matches '^#!/usr/bin/env bash')
if command -v shellcheck >/dev/null; then
    check "scripts" shellcheck --external-sources "${scripts[@]}"
else
    skipped+=("${#scripts[@]} scripts: shellcheck is not installed")
fi

# Whether systemd understands the units. That the program is not installed on this machine is no fault of theirs.
units_are_sound() {
    local complaints
    complaints=$(systemd-analyze verify deploy/systemd/*.service deploy/systemd/*.timer 2>&1 | grep --invert-match 'is not executable: No such file or directory')
    [[ -z $complaints ]] || { echo "$complaints"; return 1; }
}
if command -v systemd-analyze >/dev/null; then
    check "systemd units" units_are_sound
else
    skipped+=("systemd units: systemd-analyze is not installed")
fi

echo
[[ ${#skipped[@]} -gt 0 ]] && printf 'SKIPPED  %s\n' "${skipped[@]}"
if [[ ${#failures[@]} -gt 0 ]]; then
    printf 'FAILED   %s\n' "${failures[@]}"
    exit 1
fi
echo "Lint passed."
