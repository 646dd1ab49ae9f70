//! What `--help` says at the end of each command: an example, and what the exit codes mean.

pub(super) const ALL: &str = "\
Try it:
  lianqiao seed --demo && lianqiao serve

Exit codes: 0 done, 1 failed, 2 wrong usage or settings, 3 checked and found wanting";

pub(super) const SERVE: &str = "\
Example:
  LIANQIAO_HTTP__LISTEN=0.0.0.0:8080 lianqiao serve

Stops in order at SIGTERM or Ctrl-C, within 10 seconds.

Exit codes: 0 stopped in order, 1 could not start or failed, 2 wrong usage or settings";

pub(super) const WORKER: &str = "\
Example (with worker.embedded = false where `serve` runs):
  lianqiao --config /etc/lianqiao/lianqiao.toml worker

Exit codes: 0 stopped in order, 1 could not start or failed, 2 wrong usage or settings";

pub(super) const MIGRATE: &str = "\
Example:
  LIANQIAO_DATABASE__URL=postgres://lianqiao:secret@db/lianqiao lianqiao migrate

Exit codes: 0 up to date, 1 failed (nothing half done on PostgreSQL), 2 wrong usage or settings";

pub(super) const SEED: &str = "\
Example:
  lianqiao seed --demo

The embedded search index must be free: stop a running server first.

Exit codes: 0 loaded, 1 failed, 2 wrong usage or settings";

pub(super) const IMPORT: &str = "\
Examples:
  Look what would come of a file, and keep every row with what would become of it:
    lianqiao import patents.xlsx --organization 123100000000000014 --dry-run --result look.csv
  Import it with a mapping of your own, all rows or none:
    echo '{ \"Case no.\": \"externalReference\", \"Remarks\": null }' > mapping.json
    lianqiao import patents.xlsx --organization 123100000000000014 --mapping mapping.json --policy reject-all

Exit codes: 0 every row is in, or would be; 1 it failed (the file cannot be read, the database cannot be reached);
2 wrong usage (arguments, organization, preset or mapping) or settings; 3 rows were rejected, or would be";

pub(super) const REINDEX: &str = "\
Example:
  lianqiao reindex

Exit codes: 0 built, or a running server was asked to build it; 1 failed; 2 wrong usage or settings";

pub(super) const SCHEMA: &str = "\
Examples:
  lianqiao schema > schema/api.graphql
  lianqiao schema --check schema/api.graphql

Exit codes: 0 printed or equal, 1 failed, 2 wrong usage or settings, 3 the file differs";

pub(super) const CONFIG: &str = "\
Example:
  lianqiao --config lianqiao.toml config check

Exit codes: 0 sound, 2 wrong usage or settings";

pub(super) const DOCTOR: &str = "\
Example:
  lianqiao --config /etc/lianqiao/lianqiao.toml doctor

Works beside a running server. ✓ is well, ! deserves a look, ✗ is wanting; what to do stands below.

Exit codes: 0 all well, 1 failed, 2 wrong usage or settings, 3 something is wanting";

pub(super) const MATCH: &str = "\
Examples:
  lianqiao match evaluate --set ../matching-dev
  lianqiao match evaluate --set ../matching-dev --embeddings http://127.0.0.1:8000 --run-out run.jsonl

Prints nDCG@10 with its interval, recall and the reciprocal rank of the first hit, by slice, for words alone, vectors
alone, and everything together. Nothing of the installation is touched.

Exit codes: 0 measured, 1 failed (for example the set cannot be read), 2 wrong usage or settings";

pub(super) const MATCH_FEEDBACK: &str = "\
Example:
  lianqiao match feedback --out opinions && lianqiao match evaluate --set opinions

The folder holds achievements.jsonl (all that is published), demands.jsonl (those that somebody judged for), judgments.jsonl
(interested 3, known already 2, too early, too expensive, no clear benefit or other terms 1, another field 0), and feedback.jsonl with
rank, score, parts and versions of the moment. Texts of demands that were never published are in it: keep it in the house.
Works beside a running server.

Exit codes: 0 written, 1 failed (for example the folder is there already), 2 wrong usage or settings";

pub(super) const BACKUP: &str = "\
Example:
  lianqiao backup /var/backups/lianqiao/$(date -u +%Y%m%dT%H%M%SZ)

Keep backups on another machine, and secret: they hold everything. On PostgreSQL the database is backed up by
deploy/backup/postgresql.sh; this takes the rest.

Exit codes: 0 taken and looked through, 1 failed (what is there is no backup), 2 wrong usage or settings";

pub(super) const RESTORE: &str = "\
Examples:
  lianqiao restore --check /var/backups/lianqiao/20261123T020000Z
  lianqiao restore /var/backups/lianqiao/20261123T020000Z && lianqiao migrate && lianqiao audit verify && lianqiao reindex

Exit codes: 0 restored, or sound; 1 failed: damaged, incomplete, or something is there already; 2 wrong usage or settings";

pub(super) const OPERATOR: &str = "\
Example (the password is read from standard input, or from LIANQIAO_OPERATOR_PASSWORD):
  lianqiao operator create --email ops@example.org --name \"Li Na\" < password.txt

Exit codes: 0 created, 1 failed (for example the address is taken), 2 wrong usage or settings";

pub(super) const AUDIT: &str = "\
Example:
  lianqiao audit verify

Exit codes: 0 every hash fits, 1 failed, 2 wrong usage or settings, 3 an entry was changed or is missing";

pub(super) const KEYS: &str = "\
Examples:
  lianqiao keys rotate      then restart every process; nobody is signed out
  lianqiao keys show
  lianqiao keys forget 0123456789ab

The keys are in secret.key of the data directory, unless auth.secret is set: then `rotate` prints a new secret and what
to set.

Exit codes: 0 done, 1 failed (for example there is no such key, or it signs), 2 wrong usage or settings";
