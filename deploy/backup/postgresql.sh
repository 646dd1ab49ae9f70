#!/usr/bin/env bash
# Base backups of PostgreSQL, and restoring to a point in time.
#
#   postgresql.sh take BASE                            a base backup into the new folder BASE; PGHOST, PGPORT, PGUSER say whose
#   postgresql.sh restore BASE ARCHIVE PGDATA [TIME]   makes PGDATA from BASE and the archived log, as it was at TIME
#                                                      ('2026-11-23 10:00:00+08'; without it, as late as the archive goes)
#
# `restore` runs as the user that PostgreSQL runs as, and ends before PostgreSQL starts: start it on PGDATA, wait until
# `SELECT pg_is_in_recovery()` says false, then restore uploads and secret with `lianqiao restore`, and run
# `lianqiao migrate`, `lianqiao audit verify`, `lianqiao reindex`, `lianqiao doctor`. deploy/backup/test.sh does all of it.
#
# Take one every day, and keep the log since the oldest that you keep: archive-wal.sh says how the log is archived.
set -euo pipefail

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# The tools may lie beside the server rather than on PATH.
for binaries in /usr/lib/postgresql/*/bin; do
    [[ -d $binaries ]] && PATH=$PATH:$binaries
done

take() {
    local base=$1
    [[ ! -e $base ]] || { echo "$base is there already: a backup goes into a new folder" >&2; exit 1; }
    rm -rf "$base.part"
    pg_basebackup --pgdata="$base.part" --checkpoint=fast --wal-method=stream --manifest-checksums=SHA256
    pg_verifybackup "$base.part"
    mv "$base.part" "$base"
    echo "base backup in $base"
}

restore() {
    local base=$1 archive=$2 data=$3 time=${4:-}
    pg_verifybackup --quiet "$base" || { echo "$base is not what was backed up" >&2; exit 1; }
    [[ -d $archive ]] || { echo "there is no archive at $archive" >&2; exit 1; }
    if [[ -e $data && -n $(ls -A "$data") ]]; then
        echo "$data is not empty: move it away first" >&2
        exit 1
    fi
    mkdir -p "$data"
    chmod 700 "$data"
    cp -a "$base/." "$data/"
    # What was being written when the backup ended comes from the archive.
    {
        echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
        echo "recovery_target_action = 'promote'"
        # Also when it is empty: a base backup may carry the target of an earlier restore.
        echo "recovery_target_time = '$time'"
    } >>"$data/postgresql.auto.conf"
    touch "$data/recovery.signal"
    echo "$data is ready: start PostgreSQL on it${time:+; it stops at $time}"
}

case ${1:-} in
    take) [[ $# -eq 2 ]] || usage; take "$2" ;;
    restore) [[ $# -eq 4 || $# -eq 5 ]] || usage; restore "${@:2}" ;;
    *) usage ;;
esac
