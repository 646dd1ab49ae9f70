//! Searches that people keep, and what they were told of.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, flag, id, index, json, number, optional_time, table, text, time};

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
            // Since when its owner is told: since it was kept, or since the last pause ended.
            time("active_since"),
            // Finds that the owner was not told of, because a day has no more than so many.
            number("untold"),
            number("version"),
            time("created_at"),
            time("updated_at"),
        ];
        manager.create_table(table("saved_search", &["id"], columns)).await?;
        manager.create_index(index("saved_search", &["user_id"], false)).await?;
        manager.create_index(index("saved_search", &["subject", "id"], false)).await?;
        // A listing or demand is in here once it was found for a person, by whichever search: never again, whatever is edited.
        let columns = vec![
            id("user_id"),
            id("subject_id"),
            id("search_id"),
            time("created_at"),
            // When that was written into the feed; none until then.
            optional_time("told_at"),
        ];
        manager.create_table(table("saved_search_alert", &["user_id", "subject_id"], columns)).await?;
        manager.create_index(index("saved_search_alert", &["user_id", "created_at"], false)).await?;
        manager.create_index(index("saved_search_alert", &["created_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["saved_search", "saved_search_alert"]).await
    }
}
