//! What two signed on one day for one amount is claimed once, whatever it is called and whatever its evidence looks like.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was there before, and what a program of yesterday writes, claims nothing and stays as it is.
        let claimed = ColumnDef::new(Alias::new("claimed")).boolean().not_null().default(false).take();
        manager.alter_table(Table::alter().table(Alias::new("case_outcome")).add_column(claimed).take()).await?;
        // Whichever of the two was the client, and whatever they call it. Licenses of the platform have an index of their own: two of them
        // may be of one day and one amount.
        let end = |sign: &str| format!("(CASE WHEN organization_id {sign} counterparty_id THEN organization_id ELSE counterparty_id END)");
        let once = format!(
            "CREATE UNIQUE INDEX uq_case_outcome_deal ON case_outcome ({}, {}, signed_on, amount_minor, currency)
            WHERE claimed AND license_id IS NULL AND state <> 'REFUSED'",
            end("<"),
            end(">")
        );
        manager.get_connection().execute_unprepared(&once).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX uq_case_outcome_deal").await?;
        manager.alter_table(Table::alter().table(Alias::new("case_outcome")).drop_column(Alias::new("claimed")).take()).await
    }
}
