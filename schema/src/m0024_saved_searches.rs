//! Searches that people keep, and what they were told of.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, flag, id, index, json, number, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            id("id"),
            id("user_id"),
            text("name"),
            // LISTINGS or DEMANDS.
            text("subject"),
            // The question, as the slice reads it.
            json("wish"),
            flag("paused"),
            number("version"),
            time("created_at"),
            time("updated_at"),
        ];
        manager.create_table(table("saved_search", &["id"], columns)).await?;
        manager.create_index(index("saved_search", &["user_id"], false)).await?;
        manager.create_index(index("saved_search", &["subject", "id"], false)).await?;
        // A listing or demand is in here once the owner of the search was told of it: never again, whatever is edited.
        let columns = vec![id("search_id"), id("subject_id"), time("created_at")];
        manager.create_table(table("saved_search_alert", &["search_id", "subject_id"], columns)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["saved_search", "saved_search_alert"]).await
    }
}
