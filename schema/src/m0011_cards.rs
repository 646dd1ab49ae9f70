//! What lists show of a publication, beside its whole content.

use sea_orm_migration::prelude::*;

use crate::columns::{optional_json, optional_number};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The version of the listing that a card belongs to. A program that does not know cards leaves an old one behind
        // when it writes; then the content counts, as it does for rows from before, which get no card here: filling them all in
        // would keep every reader waiting.
        for column in [optional_json("card"), optional_number("card_version")] {
            manager.alter_table(Table::alter().table(Alias::new("listing_publication")).add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["card", "card_version"] {
            manager.alter_table(Table::alter().table(Alias::new("listing_publication")).drop_column(Alias::new(column)).to_owned()).await?;
        }
        Ok(())
    }
}
