//! A case that is late, beside one in which nothing moves: it may be both.

use sea_orm_migration::prelude::*;

use crate::columns::{index, optional_date};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = optional_date("late_since");
        manager.alter_table(Table::alter().table(Alias::new("broker_case")).add_column(column).take()).await?;
        manager.create_index(index("broker_case", &["late_since"], false)).await?;
        // Until now the one mark told of both. What it told of a date that had passed was told: it is not told again.
        let late = "UPDATE broker_case SET late_since = stuck_since, stuck_since = NULL
            WHERE state IN ('ACCEPTED', 'IN_SERVICE') AND stuck_since IS NOT NULL
                AND ((contacted_at IS NULL AND contact_by < stuck_since) OR shortlist_by < stuck_since)";
        manager.get_connection().execute_unprepared(late).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let one = "UPDATE broker_case SET stuck_since = late_since WHERE stuck_since IS NULL AND late_since IS NOT NULL";
        manager.get_connection().execute_unprepared(one).await?;
        let index = Index::drop().name("ix_broker_case_late_since").table(Alias::new("broker_case")).to_owned();
        manager.drop_index(index).await?;
        manager.alter_table(Table::alter().table(Alias::new("broker_case")).drop_column(Alias::new("late_since")).take()).await
    }
}
