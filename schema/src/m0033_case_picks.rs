//! What an advisor picks for a client: the working list of a case, and the shortlists that were sent.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, id, index, json, number, optional_id, optional_text, optional_time, references, table, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["case_shortlist", "case_pick"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        shortlists(manager).await?;
        picks(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn shortlists(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut shortlist = table(
        "case_shortlist",
        // The note that tells of it.
        &["log_id"],
        vec![
            id("log_id"),
            id("case_id"),
            // The client.
            id("organization_id"),
            id("advisor_id"),
            // From 1, by case.
            number("round"),
            optional_text("explanation"),
            time("sent_at"),
        ],
    );
    references(&mut shortlist, "case_shortlist", "log_id", "service_log");
    references(&mut shortlist, "case_shortlist", "case_id", "broker_case");
    manager.create_table(shortlist).await?;
    manager.create_index(index("case_shortlist", &["case_id", "round"], true)).await
}

async fn picks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut pick = table(
        "case_pick",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            // The client.
            id("organization_id"),
            // Who wrote the reason.
            id("advisor_id"),
            id("listing_id"),
            // Whose the listing was when it was picked.
            id("holder_id"),
            json("reason"),
            number("place"),
            // None while it is not sent.
            optional_id("shortlist_id"),
            optional_text("verdict"),
            optional_text("answer"),
            optional_id("answered_by"),
            optional_time("answered_at"),
            number("version"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut pick, "case_pick", "case_id", "broker_case");
    manager.create_table(pick).await?;
    // The same listing once, whichever round it is in.
    manager.create_index(index("case_pick", &["case_id", "listing_id"], true)).await
}
