//! Service platforms: where a technology is taken from one readiness level to a higher one.

use sea_orm_migration::prelude::*;

use crate::columns::{
    drop_tables, flag, id, index, json, number, optional_id, optional_number, optional_text, optional_time, references, table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["service_platform"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        platforms(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}

async fn platforms(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut platform = table(
        "service_platform",
        &["id"],
        vec![
            id("id"),
            // Who runs it.
            id("organization_id"),
            text("state"),
            json("content"),
            number("version"),
            // What follows is in the content too: lists filter by it, and ways are found by it without reading contents.
            optional_text("kind"),
            // Codes with their tables between bars, `|industry:C39|chain:AI|`.
            text("fields"),
            optional_text("region"),
            optional_number("level_from"),
            optional_number("level_to"),
            optional_number("weeks_min"),
            optional_number("weeks_max"),
            // In minor units.
            optional_number("cost_min"),
            optional_number("cost_max"),
            optional_text("cost_currency"),
            optional_text("reason"),
            // Taken back by the staff, which alone brings it back.
            flag("withdrawn_by_staff"),
            optional_time("published_at"),
            optional_id("created_by"),
            time("created_at"),
            time("updated_at"),
        ],
    );
    references(&mut platform, "service_platform", "organization_id", "organization");
    manager.create_table(platform).await?;
    manager.create_index(index("service_platform", &["organization_id", "id"], false)).await?;
    manager.create_index(index("service_platform", &["state", "id"], false)).await
}
