//! Accounts in depth: what a session runs on, changes of address, invitations, API tokens.

use sea_orm_migration::prelude::*;

use crate::columns::{
    drop_tables, id, index, json, number, optional_date, optional_id, optional_text, optional_time, references, table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["email_change", "invitation", "api_token"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Browser and system in words of ours, never what the device said itself.
        let session = Table::alter().table(Alias::new("session")).add_column(optional_text("device")).to_owned();
        manager.alter_table(session).await?;

        let mut change = table(
            "email_change",
            &["id"],
            vec![
                id("id"),
                id("user_id"),
                // Who asked for it stays signed in.
                optional_id("session_id"),
                text("old_email"),
                text("new_email"),
                // The account as it was: any other change of it meanwhile makes the link worthless.
                number("user_version"),
                number("version"),
                time("created_at"),
                optional_time("confirmed_at"),
                optional_time("undone_at"),
            ],
        );
        references(&mut change, "email_change", "user_id", "user_account");
        manager.create_table(change).await?;
        manager.create_index(index("email_change", &["user_id", "id"], false)).await?;
        // An address that was left is kept for its owner until it is too late to take the change back.
        manager.create_index(index("email_change", &["old_email"], false)).await?;

        let mut invitation = table(
            "invitation",
            &["id"],
            vec![
                id("id"),
                id("organization_id"),
                text("email"),
                json("roles"),
                text("locale"),
                text("state"),
                optional_id("invited_by"),
                number("version"),
                time("created_at"),
                time("updated_at"),
                time("expires_at"),
            ],
        );
        references(&mut invitation, "invitation", "organization_id", "organization");
        manager.create_table(invitation).await?;
        manager.create_index(index("invitation", &["organization_id", "id"], false)).await?;
        manager.create_index(index("invitation", &["email", "state"], false)).await?;
        manager.create_index(index("invitation", &["invited_by", "state"], false)).await?;

        let mut token = table(
            "api_token",
            &["id"],
            vec![
                id("id"),
                id("user_id"),
                id("organization_id"),
                text("name"),
                json("scopes"),
                text("token_hash"),
                number("version"),
                time("created_at"),
                time("expires_at"),
                optional_date("last_used_on"),
                optional_time("revoked_at"),
                optional_id("revoked_by"),
            ],
        );
        references(&mut token, "api_token", "user_id", "user_account");
        references(&mut token, "api_token", "organization_id", "organization");
        manager.create_table(token).await?;
        manager.create_index(index("api_token", &["token_hash"], true)).await?;
        manager.create_index(index("api_token", &["user_id", "id"], false)).await?;
        manager.create_index(index("api_token", &["organization_id", "id"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await?;
        let session = Table::alter().table(Alias::new("session")).drop_column(Alias::new("device")).to_owned();
        manager.alter_table(session).await
    }
}
