//! Files that go with an advisor's note, and what an uploaded file is for.

use sea_orm_migration::prelude::*;

use crate::columns::optional_json;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was there before, and what a program of yesterday writes, is for what an organization publishes and reads in.
        let purpose = ColumnDef::new(Alias::new("purpose")).text().not_null().default("CONTENT").take();
        manager.alter_table(Table::alter().table(Alias::new("upload")).add_column(purpose).take()).await?;
        let files = optional_json("attachments");
        manager.alter_table(Table::alter().table(Alias::new("service_log")).add_column(files).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("service_log", "attachments"), ("upload", "purpose")] {
            manager.alter_table(Table::alter().table(Alias::new(table)).drop_column(Alias::new(column)).take()).await?;
        }
        Ok(())
    }
}
