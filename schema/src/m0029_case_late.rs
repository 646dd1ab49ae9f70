//! A case that is late, beside one in which nothing moves: it may be both.

use sea_orm_migration::prelude::*;

use crate::columns::{index, optional_date};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What is late today is marked by the next sweep.
        let column = optional_date("late_since");
        manager.alter_table(Table::alter().table(Alias::new("broker_case")).add_column(column).take()).await?;
        manager.create_index(index("broker_case", &["late_since"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop().name("ix_broker_case_late_since").table(Alias::new("broker_case")).to_owned();
        manager.drop_index(index).await?;
        manager.alter_table(Table::alter().table(Alias::new("broker_case")).drop_column(Alias::new("late_since")).take()).await
    }
}
