//! Whether a contract was signed by three, the advisor's side too, and until when it serves the two others.

use sea_orm_migration::prelude::*;

use crate::columns::optional_date;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was there before, and what a program of yesterday writes, tells of two.
        let signed = ColumnDef::new(Alias::new("three_party")).boolean().not_null().default(false).take();
        for column in [signed, optional_date("service_duty_until")] {
            manager.alter_table(Table::alter().table(Alias::new("case_outcome")).add_column(column).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["service_duty_until", "three_party"] {
            manager.alter_table(Table::alter().table(Alias::new("case_outcome")).drop_column(Alias::new(column)).take()).await?;
        }
        Ok(())
    }
}
