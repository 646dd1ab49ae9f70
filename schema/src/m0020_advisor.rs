//! Advisors: who they are, where they are not free, and for whom they act.

use sea_orm_migration::prelude::*;

use crate::columns::{
    date, drop_tables, id, index, json, number, optional_date, optional_id, optional_text, optional_time, references, table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["advisor", "conflict_declaration", "mandate"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        advisors(manager).await?;
        declarations(manager).await?;
        mandates(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn advisors(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut advisor = table(
        "advisor",
        &["id"],
        vec![
            id("id"),
            id("user_id"),
            // The organization in which the person holds the role: the owner.
            id("organization_id"),
            text("state"),
            optional_text("grade"),
            json("profile"),
            optional_date("term_from"),
            optional_date("term_until"),
            // When the person last said that the declared conflicts are all there are.
            optional_date("confirmed_on"),
            optional_text("reason"),
            number("version"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut advisor, "advisor", "user_id", "user_account");
    references(&mut advisor, "advisor", "organization_id", "organization");
    manager.create_table(advisor).await?;
    manager.create_index(index("advisor", &["user_id"], true)).await?;
    manager.create_index(index("advisor", &["created_at", "id"], false)).await?;
    manager.create_index(index("advisor", &["state", "term_until"], false)).await
}

async fn declarations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut declaration = table(
        "conflict_declaration",
        &["id"],
        vec![
            id("id"),
            id("advisor_id"),
            text("kind"),
            // With whom: an organization of the platform, or anybody by name.
            optional_id("organization_id"),
            optional_text("name"),
            optional_text("note"),
            optional_date("ended_on"),
            optional_id("declared_by"),
            time("declared_at"),
            optional_time("withdrawn_at"),
        ],
    );
    references(&mut declaration, "conflict_declaration", "advisor_id", "advisor");
    manager.create_table(declaration).await?;
    manager.create_index(index("conflict_declaration", &["advisor_id", "declared_at", "id"], false)).await?;
    manager.create_index(index("conflict_declaration", &["organization_id"], false)).await
}

async fn mandates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut mandate = table(
        "mandate",
        &["id"],
        vec![
            id("id"),
            // The client: the owner.
            id("organization_id"),
            id("advisor_id"),
            id("user_id"),
            json("scopes"),
            optional_text("fee_terms"),
            date("valid_from"),
            date("valid_until"),
            optional_time("ended_at"),
            optional_id("ended_by"),
            optional_text("reason"),
            number("version"),
            optional_id("created_by"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut mandate, "mandate", "organization_id", "organization");
    references(&mut mandate, "mandate", "advisor_id", "advisor");
    manager.create_table(mandate).await?;
    // One mandate at a time between a client and an advisor.
    let one = "CREATE UNIQUE INDEX uq_mandate_open ON mandate (organization_id, advisor_id) WHERE ended_at IS NULL";
    manager.get_connection().execute_unprepared(one).await?;
    for columns in [
        &["organization_id", "created_at", "id"][..],
        &["user_id", "created_at", "id"],
        &["created_at", "id"],
        &["ended_at", "valid_until"],
    ] {
        manager.create_index(index("mandate", columns, false)).await?;
    }
    Ok(())
}
