//! What an enterprise's people think of a proposal, and where it stands among their own. In tables of their own: the row of the proposal
//! is read by the office too, and must not move.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, id, number, optional_text, references, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["demand_proposal_stage", "demand_proposal_review"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut stage = table(
            "demand_proposal_stage",
            // None for a proposal that nobody has sorted yet.
            &["proposal_id"],
            vec![
                id("proposal_id"),
                // Whose the demand is.
                id("organization_id"),
                text("stage"),
                number("version"),
                id("changed_by"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut stage, "demand_proposal_stage", "proposal_id", "demand_proposal");
        manager.create_table(stage).await?;
        let mut review = table(
            "demand_proposal_review",
            &["proposal_id", "reviewer_id"],
            vec![
                id("proposal_id"),
                id("reviewer_id"),
                // Whose the demand is.
                id("organization_id"),
                number("fit"),
                number("readiness"),
                number("effort"),
                optional_text("note"),
                number("version"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut review, "demand_proposal_review", "proposal_id", "demand_proposal");
        manager.create_table(review).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
