//! Cases: what a client wants help with, who does it, who refused, and which ties were disclosed.

use sea_orm_migration::prelude::*;

use crate::columns::{
    drop_tables, id, index, json, number, optional_date, optional_id, optional_text, optional_time, references, table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["broker_case", "case_refusal", "case_conflict"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        cases(manager).await?;
        refusals(manager).await?;
        conflicts(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut case = table(
        "broker_case",
        &["id"],
        vec![
            id("id"),
            // The client: the owner.
            id("organization_id"),
            optional_id("demand_id"),
            optional_id("license_request_id"),
            // Who is on the other side, if that is known from the beginning.
            optional_id("counterparty_id"),
            json("title"),
            optional_text("note"),
            json("needs"),
            text("state"),
            optional_id("advisor_id"),
            optional_id("user_id"),
            // The mandate under which the work was begun.
            optional_id("mandate_id"),
            optional_date("assign_by"),
            optional_date("answer_by"),
            optional_date("contact_by"),
            optional_time("contacted_at"),
            optional_date("shortlist_by"),
            optional_text("next_step"),
            optional_date("next_due"),
            // When somebody last did something about it.
            time("active_at"),
            optional_date("stuck_since"),
            number("escalations"),
            optional_time("assigned_at"),
            optional_time("accepted_at"),
            optional_time("matched_at"),
            optional_time("contracted_at"),
            optional_time("closed_at"),
            optional_text("reason"),
            number("version"),
            optional_id("created_by"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut case, "broker_case", "organization_id", "organization");
    references(&mut case, "broker_case", "advisor_id", "advisor");
    manager.create_table(case).await?;
    for column in ["demand_id", "license_request_id"] {
        let one = format!(
            "CREATE UNIQUE INDEX uq_broker_case_{column} ON broker_case ({column}) WHERE {column} IS NOT NULL AND closed_at IS NULL"
        );
        manager.get_connection().execute_unprepared(&one).await?;
    }
    for columns in [
        &["organization_id", "created_at", "id"][..],
        &["user_id", "created_at", "id"],
        &["created_at", "id"],
        &["state", "created_at", "id"],
        &["advisor_id", "state"],
        &["state", "answer_by"],
        &["stuck_since", "active_at"],
    ] {
        manager.create_index(index("broker_case", columns, false)).await?;
    }
    Ok(())
}

async fn refusals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut refusal = table(
        "case_refusal",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            id("advisor_id"),
            text("kind"),
            optional_text("reason"),
            // What is counted of the advisor's time with the case: the case itself begins anew.
            optional_time("accepted_at"),
            optional_time("contacted_at"),
            time("refused_at"),
        ],
    );
    references(&mut refusal, "case_refusal", "case_id", "broker_case");
    manager.create_table(refusal).await?;
    manager.create_index(index("case_refusal", &["case_id", "refused_at", "id"], false)).await?;
    manager.create_index(index("case_refusal", &["advisor_id", "refused_at"], false)).await
}

async fn conflicts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut conflict = table(
        "case_conflict",
        &["id"],
        vec![
            id("id"),
            id("case_id"),
            id("advisor_id"),
            text("kind"),
            // With whom.
            id("organization_id"),
            text("note"),
            text("handling"),
            text("state"),
            // The party beside the client that has to consent.
            optional_id("counterparty_id"),
            optional_time("client_consented_at"),
            optional_id("client_consented_by"),
            optional_time("counterparty_consented_at"),
            optional_id("counterparty_consented_by"),
            number("version"),
            time("declared_at"),
        ],
    );
    references(&mut conflict, "case_conflict", "case_id", "broker_case");
    manager.create_table(conflict).await?;
    manager.create_index(index("case_conflict", &["case_id", "declared_at", "id"], false)).await?;
    manager.create_index(index("case_conflict", &["counterparty_id", "state"], false)).await
}
