//! What those who run an installation look after: the processes at work, and what a program must know to serve.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, flag, id, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["server_process", "schema_contraction"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One row a running process, renewed while it runs. Its key id tells servers with different secrets apart.
        manager
            .create_table(table(
                "server_process",
                &["id"],
                vec![id("id"), flag("serves"), flag("works"), text("version"), text("key_id"), time("started_at"), time("seen_at")],
            ))
            .await?;
        // Migrations that took something away, and which migration a program must know to do without it.
        manager.create_table(table("schema_contraction", &["migration"], vec![text("migration"), text("needs"), time("applied_at")])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
