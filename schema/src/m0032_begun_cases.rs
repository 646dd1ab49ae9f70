//! A case that an advisor begins for a client, and the demand that an advisor drafts in it.

use sea_orm_migration::prelude::*;

use crate::columns::{index, optional_id, optional_time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [
            ("broker_case", optional_id("begun_by")),
            ("demand", optional_id("drafted_by")),
            ("demand", optional_id("drafted_by_user")),
            // When it was handed in for the first time.
            ("demand", optional_time("handed_in_at")),
        ] {
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(column).take()).await?;
        }
        // An advisor begins one case at a time with a client before there is a demand.
        let one = "CREATE UNIQUE INDEX uq_broker_case_begun ON broker_case (organization_id, begun_by)
            WHERE begun_by IS NOT NULL AND demand_id IS NULL AND closed_at IS NULL";
        manager.get_connection().execute_unprepared(one).await?;
        manager.create_index(index("demand", &["drafted_by", "handed_in_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drafted = Index::drop().name("ix_demand_drafted_by_handed_in_at").table(Alias::new("demand")).to_owned();
        manager.drop_index(drafted).await?;
        manager.get_connection().execute_unprepared("DROP INDEX uq_broker_case_begun").await?;
        for (table, column) in
            [("broker_case", "begun_by"), ("demand", "drafted_by"), ("demand", "drafted_by_user"), ("demand", "handed_in_at")]
        {
            manager.alter_table(Table::alter().table(Alias::new(table)).drop_column(Alias::new(column)).take()).await?;
        }
        Ok(())
    }
}
