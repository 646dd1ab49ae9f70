#!/usr/bin/env bash
# PostgreSQL's archive_command: keeps a finished segment of the write-ahead log, never overwrites one, and says so only when
# it is on the disk. In postgresql.conf:
#
#   archive_mode = on
#   archive_timeout = 60        # at most a minute is lost with the machine
#   archive_command = '/usr/local/lib/lianqiao/archive-wal.sh /var/backups/lianqiao/wal "%p" "%f"'
#
# The archive belongs on another machine or disk than the database.
set -euo pipefail

archive=${1:?archive} segment=${2:?path of the segment} name=${3:?name of the segment}

if [[ -e $archive/$name ]]; then
    # Archived before a crash that PostgreSQL does not remember: fine if it is the same.
    cmp --silent "$segment" "$archive/$name"
    exit
fi
cp "$segment" "$archive/.$name.part"
sync "$archive/.$name.part"
mv "$archive/.$name.part" "$archive/$name"
sync "$archive"
