#!/usr/bin/env bash
# Snapshots of an installation on SQLite, and going back to one. LIANQIAO_CONFIG and the like say which installation.
#
#   sqlite.sh take ROOT [KEEP]     a snapshot into a new folder below ROOT; the newest KEEP (96) stay
#   sqlite.sh restore ROOT TIME    the newest snapshot that is not younger than TIME, into an empty data_dir
#
# lianqiao-backup.timer takes one every 15 minutes: with KEEP=96 that is a day, and at most 15 minutes are lost. For less,
# use PostgreSQL, whose log is archived (postgresql.sh). A snapshot reads the whole database, and holds no writer up.
set -euo pipefail

lianqiao=${LIANQIAO:-lianqiao}

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# Finished snapshots, oldest first. Their names are the time at which they began.
snapshots() {
    find "$1" -mindepth 1 -maxdepth 1 -type d -name '????????T??????Z' | sort
}

take() {
    local root=$1 keep=${2:-96} old
    mkdir -p "$root"
    # Left behind by one that was interrupted, perhaps because the disk was full.
    find "$root" -mindepth 1 -maxdepth 1 -type d -name '????????T??????Z.part' -exec rm -rf {} +
    "$lianqiao" backup "$root/$(date -u +%Y%m%dT%H%M%SZ)"
    snapshots "$root" | head -n "-$keep" | while read -r old; do
        rm -rf "$old"
    done
}

restore() {
    local root=$1 time chosen='' snapshot
    time=$(date -u -d "$2" +%Y%m%dT%H%M%SZ)
    while read -r snapshot; do
        [[ $(basename "$snapshot") > $time ]] || chosen=$snapshot
    done < <(snapshots "$root")
    [[ -n $chosen ]] || { echo "there is no snapshot from before $time below $root" >&2; exit 1; }
    "$lianqiao" restore "$chosen"
}

case ${1:-} in
    take) [[ $# -eq 2 || $# -eq 3 ]] || usage; take "${@:2}" ;;
    restore) [[ $# -eq 3 ]] || usage; restore "${@:2}" ;;
    *) usage ;;
esac
