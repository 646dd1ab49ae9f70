//! What is done in a case: notes, introductions, tasks, outcomes, fees, and what the client says of it.

use sea_orm_migration::prelude::*;

use crate::columns::{
    date, drop_tables, flag, id, index, json, number, optional_date, optional_id, optional_text, optional_time, references, table, text,
    time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["service_log", "introduction", "case_task", "case_outcome", "case_fee", "case_rating"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        logs(manager).await?;
        introductions(manager).await?;
        tasks(manager).await?;
        outcomes(manager).await?;
        fees(manager).await?;
        ratings(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn logs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut log = table(
        "service_log",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            // The client.
            id("organization_id"),
            id("advisor_id"),
            id("user_id"),
            text("kind"),
            time("occurred_at"),
            number("minutes"),
            text("place"),
            json("participants"),
            optional_text("summary"),
            optional_text("next_step"),
            optional_date("next_due"),
            text("visibility"),
            // The entry that this one corrects. Nothing is ever changed.
            optional_id("supersedes_id"),
            time("created_at"),
        ],
    );
    references(&mut log, "service_log", "case_id", "broker_case");
    manager.create_table(log).await?;
    let once = "CREATE UNIQUE INDEX uq_service_log_supersedes ON service_log (supersedes_id) WHERE supersedes_id IS NOT NULL";
    manager.get_connection().execute_unprepared(once).await?;
    for columns in [&["case_id", "created_at", "id"][..], &["user_id", "case_id"], &["advisor_id", "occurred_at"]] {
        manager.create_index(index("service_log", columns, false)).await?;
    }
    Ok(())
}

async fn introductions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut introduction = table(
        "introduction",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            // The client.
            id("organization_id"),
            // Whom the client was introduced to.
            id("counterparty_id"),
            id("advisor_id"),
            id("user_id"),
            optional_id("listing_id"),
            text("note"),
            text("state"),
            // Whether it counts as the one that brought the two together.
            flag("credited"),
            optional_text("no_credit"),
            optional_id("answered_by"),
            optional_time("answered_at"),
            number("version"),
            time("introduced_at"),
            time("updated_at"),
        ],
    );
    references(&mut introduction, "introduction", "case_id", "broker_case");
    references(&mut introduction, "introduction", "counterparty_id", "organization");
    manager.create_table(introduction).await?;
    // Two are brought together once, whichever of them was the client: whoever is second learns it from the database.
    let end = |sign: &str| format!("(CASE WHEN organization_id {sign} counterparty_id THEN organization_id ELSE counterparty_id END)");
    let first = format!("CREATE UNIQUE INDEX uq_introduction_credited ON introduction ({}, {}) WHERE credited", end("<"), end(">"));
    manager.get_connection().execute_unprepared(&first).await?;
    for columns in [
        &["organization_id", "introduced_at", "id"][..],
        &["counterparty_id", "introduced_at", "id"],
        &["user_id", "introduced_at", "id"],
        &["introduced_at", "id"],
        &["case_id", "introduced_at", "id"],
        &["advisor_id", "introduced_at"],
    ] {
        manager.create_index(index("introduction", columns, false)).await?;
    }
    Ok(())
}

async fn tasks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut task = table(
        "case_task",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            id("organization_id"),
            // Whose task it is; nobody's while the case waits.
            optional_id("advisor_id"),
            text("kind"),
            text("title"),
            date("due_on"),
            optional_date("done_on"),
            optional_id("done_by"),
            number("version"),
            optional_id("created_by"),
            time("created_at"),
        ],
    );
    references(&mut task, "case_task", "case_id", "broker_case");
    manager.create_table(task).await?;
    manager.create_index(index("case_task", &["case_id", "due_on", "id"], false)).await?;
    manager.create_index(index("case_task", &["advisor_id", "due_on"], false)).await
}

async fn outcomes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut outcome = table(
        "case_outcome",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            id("organization_id"),
            id("counterparty_id"),
            id("advisor_id"),
            id("user_id"),
            optional_id("introduction_id"),
            optional_id("license_id"),
            text("kind"),
            // SHA-256 of the signed contract.
            text("contract_hash"),
            number("amount_minor"),
            text("currency"),
            date("signed_on"),
            flag("use_first_pay_later"),
            optional_text("note"),
            text("state"),
            optional_time("client_confirmed_at"),
            optional_id("client_confirmed_by"),
            optional_time("counterparty_confirmed_at"),
            optional_id("counterparty_confirmed_by"),
            optional_time("decided_at"),
            optional_id("decided_by"),
            optional_text("decision_note"),
            number("version"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut outcome, "case_outcome", "case_id", "broker_case");
    manager.create_table(outcome).await?;
    // A contract is claimed once, whoever claims it.
    let once = "CREATE UNIQUE INDEX uq_case_outcome_contract ON case_outcome (contract_hash) WHERE state <> 'REFUSED'";
    manager.get_connection().execute_unprepared(once).await?;
    // And so is a license.
    let once =
        "CREATE UNIQUE INDEX uq_case_outcome_license ON case_outcome (license_id) WHERE license_id IS NOT NULL AND state <> 'REFUSED'";
    manager.get_connection().execute_unprepared(once).await?;
    for columns in [
        &["organization_id", "created_at", "id"][..],
        &["counterparty_id", "created_at", "id"],
        &["user_id", "created_at", "id"],
        &["created_at", "id"],
        &["case_id", "created_at", "id"],
        &["advisor_id", "signed_on"],
    ] {
        manager.create_index(index("case_outcome", columns, false)).await?;
    }
    Ok(())
}

async fn fees(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut fee = table(
        "case_fee",
        &["id"],
        vec![
            id("id"),
            id("outcome_id"),
            id("case_id"),
            id("organization_id"),
            id("advisor_id"),
            text("kind"),
            text("payer"),
            text("basis"),
            number("amount_minor"),
            text("currency"),
            optional_date("arrived_on"),
            optional_id("arrived_by"),
            optional_time("cancelled_at"),
            optional_id("cancelled_by"),
            optional_text("cancel_reason"),
            number("version"),
            optional_id("created_by"),
            time("created_at"),
        ],
    );
    references(&mut fee, "case_fee", "outcome_id", "case_outcome");
    manager.create_table(fee).await?;
    manager.create_index(index("case_fee", &["case_id", "created_at", "id"], false)).await
}

async fn ratings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut rating = table(
        "case_rating",
        &["case_id", "advisor_id"],
        vec![
            id("case_id"),
            id("organization_id"),
            id("advisor_id"),
            number("score"),
            optional_text("comment"),
            optional_id("created_by"),
            time("created_at"),
        ],
    );
    references(&mut rating, "case_rating", "case_id", "broker_case");
    manager.create_table(rating).await?;
    manager.create_index(index("case_rating", &["advisor_id", "created_at"], false)).await
}
