//! Demands: the working copy, what the world sees, every revision and review; what offices propose, and proposals to split one.

use sea_orm_migration::prelude::*;

use crate::columns::{
    date, drop_tables, flag, id, index, json, number, optional_date, optional_id, optional_json, optional_number, optional_text,
    optional_time, references, table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["demand", "demand_publication", "demand_revision", "demand_review", "demand_proposal", "demand_split"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        working_copies(manager).await?;
        publications(manager).await?;
        history(manager).await?;
        proposals(manager).await?;
        splits(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn unique(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(statement).await.map(|_| ())
}

async fn working_copies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut demand = table(
        "demand",
        &["id"],
        vec![
            id("id"),
            id("organization_id"),
            optional_text("external_reference"),
            text("state"),
            // Moderation of changes to a demand that stays published meanwhile.
            optional_text("revision_state"),
            // Both titles in lower case, for the owner's own lookup.
            text("title"),
            json("content"),
            text("content_hash"),
            number("version"),
            number("content_version"),
            optional_number("published_content_version"),
            // Whether the world has read the owner's name beside it: then anonymity would be a pretense.
            flag("named"),
            optional_date("valid_until"),
            // First day on which the owner is reminded of the end: computed, so that the daily look needs no scan.
            optional_date("remind_on"),
            optional_time("published_at"),
            optional_text("suspension"),
            optional_text("reason"),
            // The demand that it was split off from.
            optional_id("split_from"),
            optional_time("submitted_at"),
            optional_id("submitted_by"),
            optional_id("created_by"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut demand, "demand", "organization_id", "organization");
    manager.create_table(demand).await?;
    unique(
        manager,
        "CREATE UNIQUE INDEX uq_demand_organization_id_external_reference ON demand (organization_id, external_reference) WHERE external_reference IS NOT NULL",
    )
    .await?;
    for columns in [
        &["organization_id", "updated_at", "id"][..],
        &["organization_id", "state", "updated_at", "id"],
        &["state", "updated_at", "id"],
        &["updated_at", "id"],
        &["revision_state", "updated_at", "id"],
        &["state", "valid_until"],
        &["remind_on", "id"],
        &["split_from"],
    ] {
        manager.create_index(index("demand", columns, false)).await?;
    }
    Ok(())
}

async fn publications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut publication = table(
        "demand_publication",
        &["demand_id"],
        vec![
            id("demand_id"),
            id("organization_id"),
            text("visibility"),
            // What may be shown: without whatever names the owner, if the owner is not to be named.
            json("content"),
            json("profile"),
            number("content_version"),
            number("demand_version"),
            // What is shown in lower case, for looking up words.
            text("words"),
            // Codes between bars, `|C39|C391|`.
            text("industries"),
            optional_number("trl_min"),
            flag("wants_use_first_pay_later"),
            // To the day only, if the owner is not named.
            time("published_at"),
            time("updated_at"),
        ],
    );
    references(&mut publication, "demand_publication", "demand_id", "demand");
    manager.create_table(publication).await?;
    manager.create_index(index("demand_publication", &["published_at", "demand_id"], false)).await?;
    manager.create_index(index("demand_publication", &["organization_id", "published_at", "demand_id"], false)).await
}

async fn history(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut revision = table(
        "demand_revision",
        &["demand_id", "content_version"],
        vec![id("demand_id"), number("content_version"), id("id"), json("content"), optional_id("changed_by"), time("changed_at")],
    );
    references(&mut revision, "demand_revision", "demand_id", "demand");
    manager.create_table(revision).await?;
    manager.create_index(index("demand_revision", &["id"], true)).await?;

    let mut review = table(
        "demand_review",
        &["id"],
        vec![
            id("id"),
            id("demand_id"),
            number("content_version"),
            text("verdict"),
            json("notes"),
            json("rules"),
            optional_id("reviewed_by"),
            time("reviewed_at"),
        ],
    );
    references(&mut review, "demand_review", "demand_id", "demand");
    manager.create_table(review).await?;
    manager.create_index(index("demand_review", &["demand_id", "reviewed_at"], false)).await
}

async fn proposals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut proposal = table(
        "demand_proposal",
        &["id"],
        vec![
            id("id"),
            id("demand_id"),
            // Whose the demand is.
            id("owner_id"),
            // The office that proposes.
            id("organization_id"),
            optional_id("listing_id"),
            // What of the office's there is one open proposal about: the listing, or the office itself.
            id("about_id"),
            text("state"),
            json("demand_title"),
            number("demand_content_version"),
            json("pitch"),
            date("reply_by"),
            optional_text("pass_reason"),
            optional_text("pass_note"),
            optional_id("answered_by"),
            optional_time("answered_at"),
            optional_id("revealed_by"),
            optional_time("revealed_at"),
            // Whom to ask, as it was when the owner revealed itself.
            optional_json("revealed_contact"),
            number("version"),
            optional_id("created_by"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut proposal, "demand_proposal", "demand_id", "demand");
    references(&mut proposal, "demand_proposal", "organization_id", "organization");
    manager.create_table(proposal).await?;
    unique(
        manager,
        "CREATE UNIQUE INDEX uq_demand_proposal_open ON demand_proposal (demand_id, about_id) WHERE state IN ('OPEN', 'INTERESTED')",
    )
    .await?;
    for columns in [
        &["organization_id", "created_at", "id"][..],
        &["owner_id", "created_at", "id"],
        &["demand_id", "created_at", "id"],
        &["created_at", "id"],
    ] {
        manager.create_index(index("demand_proposal", columns, false)).await?;
    }
    Ok(())
}

async fn splits(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut split = table(
        "demand_split",
        &["id"],
        vec![
            id("id"),
            id("demand_id"),
            id("organization_id"),
            text("state"),
            optional_text("note"),
            number("base_content_version"),
            json("base"),
            json("kept"),
            text("kept_decision"),
            json("split_off"),
            text("split_off_decision"),
            optional_id("created_demand_id"),
            number("version"),
            optional_id("created_by"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut split, "demand_split", "demand_id", "demand");
    manager.create_table(split).await?;
    unique(manager, "CREATE UNIQUE INDEX uq_demand_split_open ON demand_split (demand_id) WHERE state = 'OPEN'").await?;
    manager.create_index(index("demand_split", &["demand_id", "created_at", "id"], false)).await
}
