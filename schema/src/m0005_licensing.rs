//! License requests, licenses and what falls due under them.

use sea_orm_migration::prelude::*;

use crate::columns::{
    date, drop_tables, flag, id, index, json, number, optional_id, optional_json, optional_text, optional_time, references, table, text,
    time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["license_request", "license", "obligation"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut request = table(
            "license_request",
            &["id"],
            vec![
                id("id"),
                id("listing_id"),
                number("listing_content_version"),
                text("offer_code"),
                json("offer"),
                id("licensor_id"),
                id("licensee_id"),
                flag("use_first_pay_later"),
                text("payment_mode"),
                optional_json("price_offered"),
                text("state"),
                text("purpose"),
                optional_text("size_class"),
                optional_id("size_id"),
                json("checks"),
                json("rule_versions"),
                // Kept beside the date: a provisional date is counted again when the year's holidays are known.
                number("reply_working_days"),
                date("reply_by"),
                flag("reply_by_provisional"),
                optional_text("reason"),
                // The answer, or the withdrawal.
                optional_id("answered_by"),
                optional_time("answered_at"),
                number("version"),
                // None for the program itself.
                optional_id("created_by"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut request, "license_request", "listing_id", "listing");
        references(&mut request, "license_request", "licensor_id", "organization");
        references(&mut request, "license_request", "licensee_id", "organization");
        manager.create_table(request).await?;
        manager.create_index(index("license_request", &["licensor_id", "created_at", "id"], false)).await?;
        manager.create_index(index("license_request", &["licensor_id", "state", "created_at", "id"], false)).await?;
        // For staff, who see all.
        manager.create_index(index("license_request", &["created_at", "id"], false)).await?;
        manager.create_index(index("license_request", &["licensee_id", "created_at", "id"], false)).await?;
        manager.create_index(index("license_request", &["listing_id", "state"], false)).await?;
        // At most one open request of one licensee for one offer, whatever races (both databases know partial indexes).
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX uq_license_request_open ON license_request (licensee_id, listing_id, offer_code) WHERE state = 'SUBMITTED'",
            )
            .await?;

        let mut license = table(
            "license",
            &["id"],
            vec![
                id("id"),
                id("request_id"),
                id("listing_id"),
                id("licensor_id"),
                id("licensee_id"),
                text("kind"),
                json("territory"),
                optional_text("field_of_use"),
                text("payment_mode"),
                flag("use_first_pay_later"),
                optional_json("royalty"),
                // Size of the licensee at signing.
                optional_text("size_class"),
                optional_id("size_id"),
                json("plan"),
                json("checks"),
                json("rule_versions"),
                date("effective_on"),
                // Whether it still holds is told by this date.
                date("ends_on"),
                number("version"),
                optional_id("granted_by"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut license, "license", "request_id", "license_request");
        references(&mut license, "license", "listing_id", "listing");
        manager.create_table(license).await?;
        manager.create_index(index("license", &["request_id"], true)).await?;
        manager.create_index(index("license", &["licensor_id", "created_at", "id"], false)).await?;
        manager.create_index(index("license", &["licensee_id", "created_at", "id"], false)).await?;
        manager.create_index(index("license", &["created_at", "id"], false)).await?;
        manager.create_index(index("license", &["listing_id", "ends_on"], false)).await?;

        let mut obligation = table(
            "obligation",
            &["id"],
            vec![
                id("id"),
                id("license_id"),
                number("ordinal"),
                id("creditor_id"),
                id("debtor_id"),
                date("due_on"),
                number("amount_minor_units"),
                text("currency"),
                text("trigger"),
                number("version"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut obligation, "obligation", "license_id", "license");
        manager.create_table(obligation).await?;
        manager.create_index(index("obligation", &["license_id", "ordinal"], true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
