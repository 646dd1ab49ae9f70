//! The database: reachable, young enough, in the right encoding, durable, ours, up to date, on time.

use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, Statement, TryGetable};

use super::finding::Finding;
use crate::{app, ctx::Ctx};

const CHECK: &str = "database";
const DURABLE: &str = "durability";
const CLOCK: &str = "clock";
/// Seconds by which two clocks may differ.
pub(super) const TOLERANCE: i64 = 5;
/// Oldest PostgreSQL that will do.
const OLDEST: i64 = 150_000;

/// Why the machines could not be opened.
pub(super) fn unreachable(error: &anyhow::Error) -> Finding {
    let text = format!("{error:#}");
    let advice = if text.contains("password authentication failed") {
        "user or password in database.url are wrong"
    } else if text.contains("does not exist") {
        "create the database and its user, or mend database.url"
    } else if text.contains("refused") || text.contains("lookup") || text.contains("timed out") || text.contains("timeout") {
        "is it running, and do host and port in database.url lead to it from this machine?"
    } else if text.contains("PostgreSQL") || text.contains("SQLite") {
        "look at database.url: `lianqiao config check` shows what is in force"
    } else {
        "mend what it says; `lianqiao config check` shows the settings in force"
    };
    Finding::wanting(CHECK, text, advice)
}

pub(super) async fn look(ctx: &Ctx, production: bool) -> Vec<Finding> {
    let mut findings = vec![tables(ctx).await];
    let server = if ctx.db.backend() == DatabaseBackend::Postgres { postgresql(ctx, production).await } else { sqlite(ctx).await };
    match server {
        Ok(more) => findings.extend(more),
        Err(error) => findings.push(Finding::wanting(CHECK, format!("it does not answer: {error}"), "look at its own log")),
    }
    findings
}

async fn tables(ctx: &Ctx) -> Finding {
    match app::standing(ctx).await {
        Ok(app::Standing::Current) => Finding::well(CHECK, format!("{:?}, up to date", ctx.db.backend())),
        Ok(app::Standing::Older(pending)) => Finding::wanting(CHECK, format!("{pending} migrations are missing"), "run `lianqiao migrate`"),
        Ok(app::Standing::Newer(unknown)) => Finding::doubtful(
            CHECK,
            format!("a newer program has been here ({unknown} migrations that this one does not know)"),
            "finish the upgrade: replace this program too",
        ),
        Ok(app::Standing::TooNew(needs)) => Finding::wanting(
            CHECK,
            format!("it has lost what this program needs: only programs that know {needs} may serve"),
            "replace this program by the newer one, or restore the backup from before the upgrade",
        ),
        Err(error) => Finding::wanting(CHECK, format!("{error:#}"), "look at the database's own log"),
    }
}

async fn value<T: TryGetable>(ctx: &Ctx, sql: &str) -> Result<T, DbErr> {
    let row = ctx.db.maintenance().query_one_raw(Statement::from_string(ctx.db.backend(), sql)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
}

async fn sqlite(ctx: &Ctx) -> Result<Vec<Finding>, DbErr> {
    let mut findings = Vec::new();
    let encoding: String = value(ctx, "PRAGMA encoding").await?;
    if encoding != "UTF-8" {
        findings.push(Finding::wanting("encoding", format!("the file is {encoding}"), "make a new database and move the data over"));
    }
    let journal: String = value(ctx, "PRAGMA journal_mode").await?;
    let synchronous: i64 = value(ctx, "PRAGMA synchronous").await?;
    findings.push(if journal == "wal" && synchronous >= 2 {
        Finding::well(DURABLE, "write-ahead log, every commit waits for the disk")
    } else {
        Finding::wanting(
            DURABLE,
            format!("journal_mode is {journal}, synchronous is {synchronous}: a power cut loses commits"),
            "is data_dir on a network or read-only file system? Move it to a local disk",
        )
    });
    Ok(findings)
}

async fn postgresql(ctx: &Ctx, production: bool) -> Result<Vec<Finding>, DbErr> {
    let version: String = value(ctx, "SHOW server_version").await?;
    let number: String = value(ctx, "SHOW server_version_num").await?;
    if number.parse::<i64>().unwrap_or_default() < OLDEST {
        let advice = "upgrade it to 15 or newer";
        return Ok(vec![Finding::wanting(CHECK, format!("PostgreSQL {version} is too old"), advice)]);
    }
    let mut findings = vec![Finding::well(CHECK, format!("PostgreSQL {version}"))];
    findings.extend(encoding(ctx).await?);
    findings.push(durability(ctx, production).await?);
    findings.extend(rights(ctx).await?);
    if value::<bool>(ctx, "SELECT pg_is_in_recovery()").await? {
        findings.push(Finding::wanting(CHECK, "it is a standby and takes no writes", "let database.url lead to the primary"));
    }
    let most: i64 = value::<String>(ctx, "SHOW max_connections").await?.parse().unwrap_or(i64::MAX);
    let ours = i64::from(ctx.config.database.max_connections);
    if ours >= most {
        let found = format!("database.max_connections is {ours}, and PostgreSQL gives {most} to everybody");
        findings.push(Finding::doubtful(CHECK, found, "lower it: all servers and workers together must stay below"));
    }
    findings.push(clock(ctx).await?);
    Ok(findings)
}

async fn encoding(ctx: &Ctx) -> Result<Vec<Finding>, DbErr> {
    let mut findings = Vec::new();
    let encoding: String = value(ctx, "SHOW server_encoding").await?;
    if encoding != "UTF8" {
        let advice = "create a database with ENCODING 'UTF8' TEMPLATE template0, and move the data over with pg_dump";
        findings.push(Finding::wanting("encoding", format!("the database is {encoding}: Chinese text does not fit"), advice));
    }
    let moved = "SELECT COALESCE(datcollversion <> pg_database_collation_actual_version(oid), false) FROM pg_database WHERE datname = current_database()";
    if value::<bool>(ctx, moved).await? {
        let found = "the operating system's collation has changed since the indexes were built: they may miss rows";
        let advice = "run REINDEX DATABASE, then ALTER DATABASE .. REFRESH COLLATION VERSION";
        findings.push(Finding::wanting("encoding", found, advice));
    }
    Ok(findings)
}

async fn durability(ctx: &Ctx, production: bool) -> Result<Finding, DbErr> {
    let mut off = Vec::new();
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        if value::<String>(ctx, &format!("SHOW {setting}")).await? == "off" {
            off.push(setting);
        }
    }
    if off.is_empty() {
        return Ok(Finding::well(DURABLE, "every commit waits for the disk"));
    }
    let found = format!("{} off: a crash loses what was acknowledged", off.join(" and "));
    Ok(Finding::graver(production, DURABLE, found, "turn it on in postgresql.conf and reload"))
}

async fn rights(ctx: &Ctx) -> Result<Vec<Finding>, DbErr> {
    let mut findings = Vec::new();
    let lacking = "SELECT COALESCE(string_agg(relname, ', ' ORDER BY relname), '') FROM pg_class \
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT (has_table_privilege(oid, 'SELECT') \
        AND has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))";
    let tables: String = value(ctx, lacking).await?;
    if !tables.is_empty() {
        let shown: Vec<&str> = tables.split(", ").take(3).collect();
        let found = format!("rights are missing on {} tables ({} ..)", tables.split(", ").count(), shown.join(", "));
        let advice = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA .. to the user in database.url, or make it their owner";
        findings.push(Finding::wanting("rights", found, advice));
    }
    if !value::<bool>(ctx, "SELECT has_schema_privilege(current_schema(), 'CREATE')").await? {
        let advice = "run `lianqiao migrate` as the owner of the schema, or GRANT CREATE ON SCHEMA";
        findings.push(Finding::doubtful("rights", "this user may not create tables, so it cannot migrate", advice));
    }
    Ok(findings)
}

async fn clock(ctx: &Ctx) -> Result<Finding, DbErr> {
    let before = ctx.now();
    let theirs: chrono::DateTime<chrono::Utc> = value(ctx, "SELECT now()").await?;
    let after = ctx.now();
    // The database looked at its clock somewhere between the two.
    let off = if theirs < before { before - theirs } else { (theirs - after).max(chrono::TimeDelta::zero()) };
    Ok(skew("the database's", off.num_seconds()))
}

/// What a difference between this machine's clock and another one means.
pub(super) fn skew(whose: &str, seconds: i64) -> Finding {
    if seconds.abs() <= TOLERANCE {
        return Finding::well(CLOCK, format!("agrees with {whose}"));
    }
    let found = format!("{} seconds off {whose}: tokens and deadlines are wrong", seconds.abs());
    Finding::wanting(CLOCK, found, "let both machines follow a time server (systemd-timesyncd, chrony)")
}
