//! Organizations, people, seats and sessions.

use sea_orm_migration::prelude::*;

use crate::columns::{
    drop_tables, id, index, json, number, optional_id, optional_json, optional_number, optional_text, optional_time, references, table,
    text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["organization", "organization_size", "user_account", "membership", "session"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(table(
                "organization",
                &["id"],
                vec![
                    id("id"),
                    text("kind"),
                    optional_text("name_zh"),
                    optional_text("name_en"),
                    optional_text("credit_code"),
                    // The credit code as long as the organization is not rejected: whoever registers a code that is not
                    // theirs cannot keep its owner out.
                    optional_text("credit_code_claim"),
                    text("country"),
                    optional_text("division"),
                    optional_text("website"),
                    text("verification"),
                    optional_text("verification_note"),
                    optional_time("verified_at"),
                    optional_id("verified_by"),
                    // Name and credit code that a verified organization asked for; an operator has not decided yet.
                    optional_json("pending_change"),
                    optional_text("size_class"),
                    optional_id("size_id"),
                    number("version"),
                    optional_id("created_by"),
                    time("created_at"),
                    time("updated_at"),
                ],
            ))
            .await?;
        manager.create_index(index("organization", &["credit_code_claim"], true)).await?;
        manager.create_index(index("organization", &["verification", "id"], false)).await?;

        let mut size = table(
            "organization_size",
            &["id"],
            vec![
                id("id"),
                id("organization_id"),
                text("industry"),
                optional_number("staff"),
                optional_number("revenue_minor_units"),
                optional_number("assets_minor_units"),
                number("data_year"),
                text("evidence"),
                text("size_class"),
                id("rule_version_id"),
                optional_id("declared_by"),
                time("declared_at"),
                // Why an operator corrected the owner, and when the owner's own word came to count again.
                optional_text("correction_reason"),
                optional_time("released_at"),
            ],
        );
        references(&mut size, "organization_size", "organization_id", "organization");
        manager.create_table(size).await?;
        manager.create_index(index("organization_size", &["organization_id", "declared_at"], false)).await?;

        manager
            .create_table(table(
                "user_account",
                &["id"],
                vec![
                    id("id"),
                    text("email"),
                    text("name"),
                    text("locale"),
                    text("password_hash"),
                    optional_time("email_verified_at"),
                    optional_time("suspended_at"),
                    number("version"),
                    time("created_at"),
                    time("updated_at"),
                ],
            ))
            .await?;
        manager.create_index(index("user_account", &["email"], true)).await?;

        let mut membership = table(
            "membership",
            &["id"],
            vec![
                id("id"),
                id("organization_id"),
                id("user_id"),
                json("roles"),
                text("state"),
                number("version"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut membership, "membership", "organization_id", "organization");
        references(&mut membership, "membership", "user_id", "user_account");
        manager.create_table(membership).await?;
        manager.create_index(index("membership", &["organization_id", "user_id"], true)).await?;
        manager.create_index(index("membership", &["user_id"], false)).await?;

        let mut session = table(
            "session",
            &["id"],
            vec![
                id("id"),
                id("user_id"),
                // Which family of refresh tokens; every token of the session carries the same secret of this hash.
                text("family_hash"),
                number("generation"),
                text("token_hash"),
                optional_text("previous_token_hash"),
                optional_time("retried_at"),
                time("created_at"),
                time("last_used_at"),
                time("expires_at"),
                optional_time("revoked_at"),
                optional_text("revoked_reason"),
            ],
        );
        references(&mut session, "session", "user_id", "user_account");
        manager.create_table(session).await?;
        manager.create_index(index("session", &["family_hash"], true)).await?;
        manager.create_index(index("session", &["user_id"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
