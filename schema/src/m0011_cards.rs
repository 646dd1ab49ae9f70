//! What lists show of a publication, beside its whole content.

use sea_orm_migration::{prelude::*, sea_orm::DatabaseBackend};

use crate::columns::{optional_json, optional_number};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Parts of a content that are on no card.
const ELSEWHERE: [&str; 23] = [
    "abstract",
    "problem",
    "benefit",
    "innovation_points",
    "indicators",
    "scenarios",
    "applied_cases",
    "know_how",
    "inventors",
    "inventors_consent",
    "owners",
    "contact",
    "funding",
    "secrecy",
    "rights_grant",
    "separately_managed",
    "registration",
    "entrusted_broker",
    "expected_investment",
    "cooperation_needs",
    "five_values",
    "attachments",
    "valid_until",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The version of the listing that a card belongs to. A program that does not know cards leaves an old one behind
        // when it writes; then the content counts.
        for column in [optional_json("card"), optional_number("card_version")] {
            manager.alter_table(Table::alter().table(Alias::new("listing_publication")).add_column(column).to_owned()).await?;
        }
        let connection = manager.get_connection();
        let rest = if connection.get_database_backend() == DatabaseBackend::Postgres {
            format!("content - ARRAY['{}']", ELSEWHERE.join("', '"))
        } else {
            format!("json_remove(content, '$.{}')", ELSEWHERE.join("', '$."))
        };
        connection.execute_unprepared(&format!("UPDATE listing_publication SET card = {rest}, card_version = listing_version")).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["card", "card_version"] {
            manager.alter_table(Table::alter().table(Alias::new("listing_publication")).drop_column(Alias::new(column)).to_owned()).await?;
        }
        Ok(())
    }
}
