//! Matches: what owners of demands think of listings that were found for them.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, id, index, json, number, optional_id, optional_text, optional_time, references, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["match_feedback"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        feedback(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn feedback(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut feedback = table(
        "match_feedback",
        &["id"],
        vec![
            id("id"),
            id("demand_id"),
            id("listing_id"),
            // Whose the demand is, and so whose the feedback.
            id("organization_id"),
            // The office that holds the listing: it learns totals.
            id("holder_id"),
            text("verdict"),
            optional_text("note"),
            // What counted at the beginning of the day of the last change: totals move at the turn of a day.
            optional_text("settled_verdict"),
            // Rank, score, parts, terms, versions: what the owner was looking at.
            json("moment"),
            number("version"),
            optional_id("given_by"),
            time("created_at"),
            time("updated_at"),
            optional_time("withdrawn_at"),
        ],
    );
    references(&mut feedback, "match_feedback", "demand_id", "demand");
    references(&mut feedback, "match_feedback", "organization_id", "organization");
    manager.create_table(feedback).await?;
    manager.create_index(index("match_feedback", &["demand_id", "listing_id"], true)).await?;
    manager.create_index(index("match_feedback", &["listing_id"], false)).await
}
