//! Vectors of texts, as an embeddings endpoint gave them: a cache that can be emptied at any time.

use sea_orm_migration::prelude::*;

use crate::columns::{bytes, drop_tables, index, table, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = vec![text("model"), text("text_hash"), bytes("steps"), time("used_at")];
        manager.create_table(table("embedding", &["model", "text_hash"], columns)).await?;
        manager.create_index(index("embedding", &["used_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["embedding"]).await
    }
}
