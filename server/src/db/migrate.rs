//! What migrating needs of the database beyond what use cases do.

use std::time::Duration;

use anyhow::Context;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbErr, Statement, TransactionTrait};

use crate::config::Config;

/// Seconds for which a migration waits for a table that is in use. Whoever comes after it waits too, so they are few.
const LOCK_SECONDS: u64 = 5;

/// A connection to PostgreSQL on which a statement may take as long as it takes, but does not wait for others for long.
pub async fn to_migrate(config: &Config) -> anyhow::Result<DatabaseConnection> {
    let wait = Duration::from_secs(config.database.wait_seconds);
    let mut options = ConnectOptions::new(config.database_url());
    options.max_connections(1).acquire_timeout(wait).connect_timeout(wait).sqlx_logging(false);
    options.map_sqlx_postgres_opts(|options| options.options([("lock_timeout", format!("{LOCK_SECONDS}s"))]));
    Database::connect(options).await.context("cannot connect to PostgreSQL")
}

/// PostgreSQL's lock of whoever migrates.
#[derive(Debug)]
pub struct MigrationLock(#[expect(dead_code, reason = "its end gives the lock back")] DatabaseTransaction);

impl MigrationLock {
    /// Any number that no other lock uses: "migr" in ASCII.
    const NUMBER: i64 = 0x6d69_6772;

    /// Takes the lock, if nobody has it.
    #[expect(clippy::disallowed_methods, reason = "no use case: a connection of its own, kept open for its lock")]
    pub async fn attempt(connection: &DatabaseConnection) -> Result<Option<Self>, DbErr> {
        let transaction = connection.begin().await?;
        let sql = format!("SELECT pg_try_advisory_xact_lock({}) AS taken", Self::NUMBER);
        let row = transaction.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
        let taken = row.map(|row| row.try_get("", "taken")).transpose()?.unwrap_or(false);
        Ok(taken.then_some(Self(transaction)))
    }
}
