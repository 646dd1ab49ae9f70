//! The database machine: two pools, one way to write.

mod error;
mod listen;
mod migrate;
pub mod page;
mod rerun;
mod sole;

use std::{
    sync::{Arc, atomic::AtomicI32},
    time::{Duration, Instant},
};

use anyhow::Context;
use sea_orm::{
    ConnectOptions, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, SqlxError,
    TransactionOptions, TransactionTrait,
    sqlx::{Connection as _, SqliteConnection},
};
use tokio::sync::watch;

use crate::{config::Config, failpoint, kernel::Result, telemetry};

pub use error::is_unique_violation;
pub use migrate::{MigrationLock, to_migrate};
pub use rerun::rerun;
pub use sole::SoleProcess;

/// For how long after its last use a connection to PostgreSQL is taken for alive. Asking it first costs a round trip for
/// every statement; what was lost within a moment is heard at the statement itself, and the pool lets go of it then.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// Connections to the one database of an installation.
///
/// On SQLite readers and the single writer are separate pools, so that a read never waits for a write, and a read
/// inside an open write cannot wait for itself. On PostgreSQL both are the same pool.
#[derive(Debug, Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    side: Option<DatabaseConnection>,
    commits: watch::Sender<u64>,
    /// Where to listen to other processes; none on SQLite.
    listens_at: Option<Arc<str>>,
    /// The connection that listens, by the number that PostgreSQL gives it; 0 while there is none.
    ear: Arc<AtomicI32>,
}

/// Called for every statement that runs, with its SQL.
pub type StatementObserver = Arc<dyn Fn(&str) + Send + Sync>;

impl Db {
    /// Connects as `config` says. Creates a SQLite file that does not exist.
    pub async fn connect(config: &Config, observer: Option<StatementObserver>) -> anyhow::Result<Self> {
        let url = config.database_url();
        let wait = Duration::from_secs(config.database.wait_seconds);
        let listens_at = (!config.is_sqlite()).then(|| Arc::from(url.as_str()));
        let (mut read, mut write) = if config.is_sqlite() {
            let file = url.trim_start_matches("sqlite:").trim_start_matches("//");
            if let Some(parent) = std::path::Path::new(file).parent() {
                std::fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
            }
            // The writer first: it creates the file and turns the write-ahead log on.
            let write = writer(&url, wait).await.context("cannot open the SQLite database")?;
            let read = Database::connect(sqlite(&url, config.database.max_connections, wait, true)).await?;
            (read, write)
        } else {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(config.database.max_connections)
                .acquire_timeout(wait)
                .connect_timeout(wait)
                .sqlx_logging(false)
                .test_before_acquire_if_idle_for(TRUSTED_FOR)
                .statement_timeout(Duration::from_secs(config.http.timeout_seconds.max(config.database.wait_seconds)));
            let connection = Database::connect(options).await.context("cannot connect to PostgreSQL")?;
            (connection.clone(), connection)
        };
        let mut side = if config.is_sqlite() { None } else { Some(side(config).await?) };
        if let Some(side) = &mut side {
            side.set_metric_callback(|info| telemetry::metrics::statement(&info.statement.sql, info.elapsed, info.failed));
        }
        for connection in [&mut read, &mut write] {
            let observer = observer.clone();
            connection.set_metric_callback(move |info| {
                telemetry::metrics::statement(&info.statement.sql, info.elapsed, info.failed);
                if let Some(observer) = &observer {
                    observer(&info.statement.sql);
                }
            });
        }
        Ok(Self { read, write, side, commits: watch::Sender::new(0), listens_at, ear: Arc::default() })
    }

    /// For reads outside a transaction.
    #[must_use]
    pub const fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Opens the transaction of one use case. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`): a lock
    /// that is upgraded later fails instead of waiting. Dropped without [`Write::commit`], it leaves no trace.
    ///
    /// Nothing slow belongs inside: no hashing, no network, no file.
    #[expect(clippy::disallowed_methods, reason = "the one place that opens transactions")]
    pub async fn begin(&self) -> Result<Write> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        let transaction = self.write.begin_with_options(options).await?;
        let timer = Timer { began: Instant::now(), committed: false };
        Ok(Write { transaction, commits: self.commits.clone(), timer })
    }

    /// Changes after every commit in this process, and when another process announces one: something may be in the outbox.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Connections for counting requests, where one database serves several processes: not those that the requests
    /// themselves may be waiting for.
    #[must_use]
    pub const fn side(&self) -> Option<&DatabaseConnection> {
        self.side.as_ref()
    }

    /// The raw connection, for migrations and maintenance commands only.
    #[must_use]
    pub const fn maintenance(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Connections of each pool: its name, how many are in use, and how many are idle.
    #[must_use]
    pub fn connections(&self) -> Vec<(&'static str, u32, u32)> {
        let of = |name, size: u32, idle: usize| {
            let idle = u32::try_from(idle).unwrap_or(size).min(size);
            (name, size - idle, idle)
        };
        if self.backend() == DatabaseBackend::Postgres {
            let pools = [("all", Some(&self.write)), ("side", self.side.as_ref())];
            let pools = pools.into_iter().filter_map(|(name, connection)| Some((name, connection?.get_postgres_connection_pool())));
            return pools.map(|(name, pool)| of(name, pool.size(), pool.num_idle())).collect();
        }
        let (read, write) = (self.read.get_sqlite_connection_pool(), self.write.get_sqlite_connection_pool());
        vec![of("read", read.size(), read.num_idle()), of("write", write.size(), write.num_idle())]
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.write.get_database_backend()
    }

    /// Closes all connections.
    pub async fn close(self) {
        let _ = self.read.close().await;
        let _ = self.write.close().await;
        if let Some(side) = self.side {
            let _ = side.close().await;
        }
    }
}

/// A few more connections to PostgreSQL, opened when they are needed.
async fn side(config: &Config) -> anyhow::Result<DatabaseConnection> {
    const CONNECTIONS: u32 = 2;
    let mut options = ConnectOptions::new(config.database_url());
    options
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(1))
        .connect_timeout(Duration::from_secs(1))
        .sqlx_logging(false)
        .test_before_acquire_if_idle_for(TRUSTED_FOR)
        .connect_lazy(true)
        .statement_timeout(Duration::from_secs(1));
    Database::connect(options).await.context("cannot connect to PostgreSQL")
}

/// Opens the writer. The first process turns the write-ahead log on, and SQLite does not let others wait for that: they
/// come again, for as long as they would wait for a lock.
async fn writer(url: &str, wait: Duration) -> std::result::Result<DatabaseConnection, sea_orm::DbErr> {
    const PAUSE: Duration = Duration::from_millis(50);
    let mut waited = Duration::ZERO;
    loop {
        match Database::connect(sqlite(url, 1, wait, false)).await {
            Err(error) if error::is_busy(&error) && waited < wait => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            opened => return opened,
        }
    }
}

fn sqlite(url: &str, connections: u32, wait: Duration, read_only: bool) -> ConnectOptions {
    use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(connections).acquire_timeout(wait).sqlx_logging(false);
    // A file does not hang up.
    options.test_before_acquire(false);
    if !read_only {
        options.map_sqlx_sqlite_pool_opts(|pool| pool.after_release(|connection, _| Box::pin(is_between_transactions(connection))));
    }
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .create_if_missing(!read_only)
            .foreign_keys(true)
            .busy_timeout(wait)
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "memory");
        if read_only {
            options.pragma("query_only", "on")
        } else {
            // FULL: an acknowledged write survives a power cut, not only a crash of the process.
            options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
        }
    });
    options
}

/// Whether a connection that comes back may be used again; it is closed otherwise. When the disk is full, SQLite ends a
/// transaction by itself, and the driver goes on counting it: the next one would begin inside of what is not there, and its
/// commit would commit nothing.
async fn is_between_transactions(connection: &mut SqliteConnection) -> std::result::Result<bool, SqlxError> {
    // Whatever was to be rolled back is by now.
    connection.ping().await?;
    let between = !connection.is_in_transaction();
    if !between {
        tracing::warn!("a connection is closed whose transaction did not end as it should");
    }
    Ok(between)
}

/// An open transaction.
#[derive(Debug)]
pub struct Write {
    transaction: DatabaseTransaction,
    commits: watch::Sender<u64>,
    timer: Timer,
}

/// Counts a transaction when it ends, however it ends.
#[derive(Debug)]
struct Timer {
    began: Instant,
    committed: bool,
}

impl Drop for Timer {
    fn drop(&mut self) {
        telemetry::metrics::transaction(self.committed, self.began.elapsed());
    }
}

impl Write {
    /// Makes everything durable, then wakes the outbox worker.
    ///
    /// # Errors
    /// `UNAVAILABLE` if the connection broke: whether the commit happened is then unknown here, and the idempotency key
    /// tells it to whoever asks again.
    pub async fn commit(mut self) -> Result<()> {
        failpoint::reach("before-commit").await;
        if failpoint::planted("lost-write") {
            return self.rollback().await;
        }
        self.transaction.commit().await?;
        self.timer.committed = true;
        failpoint::reach("after-commit").await;
        self.commits.send_modify(|count| *count = count.wrapping_add(1));
        Ok(())
    }

    /// Undoes everything, now instead of at the drop.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.transaction.rollback().await?)
    }
}

impl std::ops::Deref for Write {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}
