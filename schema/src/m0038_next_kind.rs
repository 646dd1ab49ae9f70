//! Whether what comes next in a case is somebody's words or a follow-up of the program.

use sea_orm_migration::prelude::*;

use crate::columns::optional_text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // None where it was written before: such a text is read as it was then.
        let mut case = Table::alter();
        manager.alter_table(case.table(Alias::new("broker_case")).add_column(optional_text("next_kind")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("broker_case")).drop_column(Alias::new("next_kind")).take()).await
    }
}
