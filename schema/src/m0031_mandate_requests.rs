//! An advisor asks an enterprise for a mandate.

use sea_orm_migration::prelude::*;

use crate::columns::{
    date, drop_tables, id, index, json, number, optional_id, optional_text, optional_time, references, table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["mandate_request"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut request = table(
            "mandate_request",
            &["id"],
            vec![
                id("id"),
                // The enterprise that is asked: the owner.
                id("organization_id"),
                id("advisor_id"),
                id("user_id"),
                json("scopes"),
                date("valid_until"),
                optional_text("fee_terms"),
                text("note"),
                // The last day for an answer.
                date("answer_by"),
                text("state"),
                optional_text("reason"),
                // The mandate that came of it.
                optional_id("mandate_id"),
                optional_time("closed_at"),
                optional_id("closed_by"),
                number("version"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut request, "mandate_request", "organization_id", "organization");
        references(&mut request, "mandate_request", "advisor_id", "advisor");
        manager.create_table(request).await?;
        // One question at a time between an advisor and an enterprise.
        let one = "CREATE UNIQUE INDEX uq_mandate_request_open ON mandate_request (organization_id, advisor_id) WHERE state = 'OPEN'";
        manager.get_connection().execute_unprepared(one).await?;
        for columns in [
            &["organization_id", "created_at", "id"][..],
            &["user_id", "created_at", "id"],
            &["advisor_id", "state"],
            &["created_at", "id"],
            &["state", "answer_by"],
        ] {
            manager.create_index(index("mandate_request", columns, false)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
