//! Second factors, logins at other institutions, and tokens that are good once.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, id, index, json, number, optional_time, references, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["second_factor", "linked_login", "spent_token"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut factor = table(
            "second_factor",
            &["user_id"],
            vec![
                id("user_id"),
                // Sealed with the key of this id; sealed anew when the key is rotated.
                text("key_id"),
                text("secret"),
                // None while the enrollment waits for its first code.
                optional_time("confirmed_at"),
                // The last step of 30 seconds whose code was taken: no code is good twice.
                number("last_step"),
                json("recovery_hashes"),
                number("version"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut factor, "second_factor", "user_id", "user_account");
        manager.create_table(factor).await?;
        manager.create_index(index("second_factor", &["key_id"], false)).await?;

        let mut login = table(
            "linked_login",
            &["id"],
            vec![
                id("id"),
                id("user_id"),
                text("provider"),
                text("issuer"),
                text("subject"),
                text("email"),
                number("version"),
                time("created_at"),
                time("last_used_at"),
            ],
        );
        references(&mut login, "linked_login", "user_id", "user_account");
        manager.create_table(login).await?;
        manager.create_index(index("linked_login", &["issuer", "subject"], true)).await?;
        manager.create_index(index("linked_login", &["user_id"], false)).await?;

        // What was spent, by hash, until it would have run out anyway.
        manager.create_table(table("spent_token", &["hash"], vec![text("hash"), time("expires_at")])).await?;
        manager.create_index(index("spent_token", &["expires_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
