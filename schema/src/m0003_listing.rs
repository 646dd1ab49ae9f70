//! Listings: the working copy, what the world sees, every revision, every review.

use sea_orm_migration::prelude::*;

use crate::columns::{
    drop_tables, id, index, json, number, optional_date, optional_id, optional_number, optional_text, optional_time, references, table,
    text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["listing", "listing_publication", "listing_revision", "listing_review"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut listing = table(
            "listing",
            &["id"],
            vec![
                id("id"),
                id("organization_id"),
                optional_text("external_reference"),
                text("origin"),
                text("state"),
                // Review of changes to a listing that stays published meanwhile.
                optional_text("revision_state"),
                // Both titles in lower case, for the office's own lookup.
                text("title"),
                json("content"),
                text("content_hash"),
                number("version"),
                // Raised by edits only; transitions raise `version` alone.
                number("content_version"),
                optional_number("published_content_version"),
                // Last day on which the world sees it; set at publication, after which it expires.
                optional_date("valid_until"),
                // First publication; kept through suspensions and revisions.
                optional_time("published_at"),
                optional_text("suspension"),
                // Last day of an exclusive license, kept apart from the reason of a suspension.
                optional_date("licensed_until"),
                // First day on which time may hide or show it: computed, so that the daily look needs no scan.
                optional_date("look_again_on"),
                optional_text("reason"),
                optional_time("submitted_at"),
                optional_id("submitted_by"),
                optional_id("created_by"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut listing, "listing", "organization_id", "organization");
        manager.create_table(listing).await?;
        // Only over listings that have a reference: an export walks the others in the order of their ids, and must not be
        // tempted to sort them (both databases know partial indexes).
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX uq_listing_organization_id_external_reference ON listing (organization_id, external_reference) WHERE external_reference IS NOT NULL",
            )
            .await?;
        manager.create_index(index("listing", &["organization_id", "updated_at", "id"], false)).await?;
        manager.create_index(index("listing", &["organization_id", "state", "updated_at", "id"], false)).await?;
        manager.create_index(index("listing", &["state", "updated_at", "id"], false)).await?;
        manager.create_index(index("listing", &["state", "valid_until"], false)).await?;
        manager.create_index(index("listing", &["look_again_on", "id"], false)).await?;
        manager.create_index(index("listing", &["organization_id", "id"], false)).await?;
        manager.create_index(index("listing", &["updated_at", "id"], false)).await?;
        manager.create_index(index("listing", &["revision_state", "updated_at", "id"], false)).await?;

        let mut publication = table(
            "listing_publication",
            &["listing_id"],
            vec![
                id("listing_id"),
                id("organization_id"),
                json("content"),
                number("content_version"),
                number("listing_version"),
                optional_number("trl"),
                time("published_at"),
                time("updated_at"),
            ],
        );
        publication.foreign_key(
            ForeignKey::create()
                .name("fk_listing_publication_listing_id")
                .from(Alias::new("listing_publication"), Alias::new("listing_id"))
                .to(Alias::new("listing"), Alias::new("id"))
                .on_delete(ForeignKeyAction::Cascade),
        );
        manager.create_table(publication).await?;
        manager.create_index(index("listing_publication", &["published_at", "listing_id"], false)).await?;
        manager.create_index(index("listing_publication", &["organization_id", "published_at", "listing_id"], false)).await?;

        let mut revision = table(
            "listing_revision",
            &["listing_id", "content_version"],
            vec![
                id("listing_id"),
                number("content_version"),
                // By which the world names it.
                id("id"),
                json("content"),
                optional_id("changed_by"),
                time("changed_at"),
            ],
        );
        references(&mut revision, "listing_revision", "listing_id", "listing");
        manager.create_table(revision).await?;
        manager.create_index(index("listing_revision", &["id"], true)).await?;

        let mut review = table(
            "listing_review",
            &["id"],
            vec![
                id("id"),
                id("listing_id"),
                number("content_version"),
                text("verdict"),
                json("notes"),
                json("rules"),
                optional_id("reviewed_by"),
                time("reviewed_at"),
            ],
        );
        references(&mut review, "listing_review", "listing_id", "listing");
        manager.create_table(review).await?;
        manager.create_index(index("listing_review", &["listing_id", "reviewed_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
