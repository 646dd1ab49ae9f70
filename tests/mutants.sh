#!/usr/bin/env bash
# Leaves out each guard of the program in turn and sees whether the access tables notice: a table of guards with the
# number of answers that changed. Fails if a guard is missed by nobody.
#
#   tests/mutants.sh
#
# See server/src/kernel/guard.rs.
set -euo pipefail
cd "$(dirname "$0")/.."

exec cargo test --workspace --test suite -- \
    --ignored --exact access::mutants::every_guard_that_is_left_out_is_noticed --nocapture
