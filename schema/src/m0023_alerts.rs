//! Which pairs of a demand and a listing somebody was told of, how far events were looked through for them, and how often
//! people are written to about alerts.

use sea_orm_migration::prelude::*;

use crate::columns::{drop_tables, id, index, number, optional_time, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![
            id("demand_id"),
            id("listing_id"),
            // Who was told: the enterprise that needs, or the office that offers.
            id("organization_id"),
            time("created_at"),
            // When that was written into their feeds; none until then.
            optional_time("told_at"),
        ];
        manager.create_table(table("match_alert", &["demand_id", "listing_id"], columns)).await?;
        manager.create_index(index("match_alert", &["listing_id"], false)).await?;
        manager.create_index(index("match_alert", &["created_at"], false)).await?;
        // Whoever starts goes on there, so that nobody misses what happened while no process looked.
        manager.create_table(table("match_progress", &["name"], vec![text("name"), time("through")])).await?;
        let columns = vec![
            id("user_id"),
            text("frequency"),
            text("time_zone"),
            // When the next mail is sent; none while there is nothing new.
            optional_time("due_at"),
            // Number of the newest feed entry that was written about.
            number("through_seq"),
            // When the last mail was written.
            optional_time("sent_at"),
            time("updated_at"),
        ];
        manager.create_table(table("alert_mail", &["user_id"], columns)).await?;
        manager.create_index(index("alert_mail", &["due_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["match_alert", "match_progress", "alert_mail"]).await
    }
}
