//! What callers have used of their points and tries, for all servers of an installation.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::columns::{drop_tables, number, table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// One row a caller and kind of count: the digest of its name, and the microsecond (of the epoch) from which nothing
    /// is used any more. One number says both how much is used and how fast it comes back.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table("bucket", &["name"], vec![text("name"), number("whole_at")])).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // After a crash everybody begins with a full bucket: not worth a flush to disk a request. Rows change in
            // place, which needs room on their page.
            let connection = manager.get_connection();
            connection.execute_unprepared("ALTER TABLE bucket SET UNLOGGED").await?;
            connection.execute_unprepared("ALTER TABLE bucket SET (fillfactor = 50)").await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["bucket"]).await
    }
}
