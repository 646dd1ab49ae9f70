//! Brings the database to this version, one process at a time, beside servers that go on serving.

use std::{fs::File, time::Duration};

use anyhow::{Context, bail, ensure};
pub use lianqiao_schema::Standing;
use sea_orm::DatabaseConnection;

use crate::{
    ctx::Ctx,
    db, failpoint,
    kernel::{Code, Error},
    rulebook,
};

/// Pause between two looks whether another process has finished migrating.
const PAUSE: Duration = Duration::from_millis(250);
/// Longest wait for it: an index on a large table takes its time.
const PATIENCE: Duration = Duration::from_mins(30);
/// Tries to get the tables to oneself. Each waits some seconds in the servers' way, and no longer.
const TRIES: u32 = 5;

/// How the database stands to this program.
pub async fn standing(ctx: &Ctx) -> anyhow::Result<Standing> {
    Ok(lianqiao_schema::standing(ctx.db.maintenance()).await?)
}

/// Migrations that this version has and the database does not.
pub async fn pending_migrations(ctx: &Ctx) -> anyhow::Result<usize> {
    Ok(if let Standing::Older(pending) = standing(ctx).await? { pending } else { 0 })
}

/// Refuses a database that this program cannot serve: an older one, or one that has lost what it needs. One to which a
/// newer program has added is served, so that servers can be replaced one after the other.
pub(super) async fn ensure_fit(ctx: &Ctx) -> anyhow::Result<()> {
    match standing(ctx).await? {
        Standing::Current => Ok(()),
        Standing::Older(_) => bail!("the database is older than this program: run `lianqiao migrate` first"),
        Standing::Newer(unknown) => {
            tracing::warn!(unknown, "a newer program has migrated this database; this one goes on serving until it is replaced");
            Ok(())
        }
        Standing::TooNew(needs) => {
            bail!("the database is too new for this program: only programs that know the migration {needs} may serve it")
        }
    }
}

/// Brings the database to this version: tables, then rules. Safe to repeat, and beside running servers. Two at once do
/// it one after the other. Leaves a database alone that a newer program has migrated. Returns how many rule versions
/// were added.
pub async fn migrate(ctx: &Ctx) -> anyhow::Result<usize> {
    let _alone = Turn::take(ctx).await?;
    match standing(ctx).await? {
        Standing::Older(_) => up(ctx).await?,
        Standing::Current => {}
        Standing::Newer(unknown) => {
            tracing::warn!(unknown, "a newer program has migrated this database: nothing to do");
            return Ok(0);
        }
        Standing::TooNew(needs) => bail!("the database is too new for this program, which does not know the migration {needs}"),
    }
    let (rules, _) = rulebook::parse_files()?;
    rulebook::synchronize(ctx, &rules).await.map_err(|error| anyhow::anyhow!("rules: {error}: {}", error.detail().unwrap_or_default()))
}

async fn up(ctx: &Ctx) -> anyhow::Result<()> {
    let step = || failpoint::reach("between-migrations");
    if ctx.config.is_sqlite() {
        return lianqiao_schema::migrate(ctx.db.maintenance(), step).await.context("migration");
    }
    let connection = db::to_migrate(&ctx.config).await?;
    let mut tries = 1;
    loop {
        match lianqiao_schema::migrate(&connection, step).await {
            Ok(()) => break,
            Err(error) => {
                let text = error.to_string();
                let busy = Error::from(error).code() == Code::Unavailable;
                ensure!(busy && tries < TRIES, "migration: {text}");
                tracing::info!(tries, "the tables are in use; trying again");
                tries += 1;
                tokio::time::sleep(PAUSE * 4).await;
            }
        }
    }
    connection.close().await.context("migration")
}

/// The right to migrate, until it is dropped.
enum Turn {
    /// SQLite: a locked file beside the database, given back by the operating system however the process ends.
    File(#[expect(dead_code, reason = "held for its lock")] File),
    /// PostgreSQL: an advisory lock of an open transaction, given back by the database likewise.
    Transaction(
        #[expect(dead_code, reason = "held for its lock")] db::MigrationLock,
        #[expect(dead_code, reason = "keeps it open")] DatabaseConnection,
    ),
}

impl Turn {
    async fn take(ctx: &Ctx) -> anyhow::Result<Self> {
        let waited = async {
            let mut told = false;
            loop {
                if let Some(turn) = Self::attempt(ctx).await? {
                    return anyhow::Ok(turn);
                }
                if !told {
                    tracing::info!("another process is migrating; waiting for it");
                    told = true;
                }
                tokio::time::sleep(PAUSE).await;
            }
        };
        tokio::time::timeout(PATIENCE, waited).await.context("another process has been migrating for half an hour")?
    }

    async fn attempt(ctx: &Ctx) -> anyhow::Result<Option<Self>> {
        if ctx.config.is_sqlite() {
            let path = ctx.config.data_dir.join("migrate.lock");
            let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
            return match file.try_lock() {
                Ok(()) => Ok(Some(Self::File(file))),
                Err(std::fs::TryLockError::WouldBlock) => Ok(None),
                Err(std::fs::TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
            };
        }
        let connection = db::to_migrate(&ctx.config).await?;
        Ok(db::MigrationLock::attempt(&connection).await?.map(|lock| Self::Transaction(lock, connection)))
    }
}
