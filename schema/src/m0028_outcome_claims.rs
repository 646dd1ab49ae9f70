//! A license contract that nobody granted on the platform is claimed once, whatever its evidence looks like.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What a program of yesterday writes does not know of it, and stays as it is.
        let claimed = ColumnDef::new(Alias::new("claimed")).boolean().not_null().default(false).take();
        manager.alter_table(Table::alter().table(Alias::new("case_outcome")).add_column(claimed).take()).await?;
        let db = manager.get_connection();
        // Of what was filed twice before, the first one holds the claim; the others stay readable.
        let same = "earlier.kind = 'LICENSE' AND earlier.license_id IS NULL AND earlier.state <> 'REFUSED'
            AND ((earlier.organization_id = case_outcome.organization_id AND earlier.counterparty_id = case_outcome.counterparty_id)
                OR (earlier.organization_id = case_outcome.counterparty_id AND earlier.counterparty_id = case_outcome.organization_id))
            AND earlier.signed_on = case_outcome.signed_on AND earlier.amount_minor = case_outcome.amount_minor
            AND earlier.currency = case_outcome.currency
            AND (earlier.created_at < case_outcome.created_at
                OR (earlier.created_at = case_outcome.created_at AND earlier.id < case_outcome.id))";
        let first = format!("UPDATE case_outcome SET claimed = TRUE WHERE NOT EXISTS (SELECT 1 FROM case_outcome AS earlier WHERE {same})");
        db.execute_unprepared(&first).await?;
        // Whichever of the two was the client. A license of the platform has an index of its own.
        let end = |sign: &str| format!("(CASE WHEN organization_id {sign} counterparty_id THEN organization_id ELSE counterparty_id END)");
        let once = format!(
            "CREATE UNIQUE INDEX uq_case_outcome_deal ON case_outcome ({}, {}, signed_on, amount_minor, currency)
            WHERE claimed AND kind = 'LICENSE' AND license_id IS NULL AND state <> 'REFUSED'",
            end("<"),
            end(">")
        );
        db.execute_unprepared(&once).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX uq_case_outcome_deal").await?;
        manager.alter_table(Table::alter().table(Alias::new("case_outcome")).drop_column(Alias::new("claimed")).take()).await
    }
}
