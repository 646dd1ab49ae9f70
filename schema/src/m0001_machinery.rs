//! What every slice stands on: audit trail, outbox, idempotency, rules, feed, mail, uploads.

use sea_orm_migration::prelude::*;

use crate::columns::{
    date, drop_tables, flag, id, index, json, number, optional_date, optional_id, optional_json, optional_text, optional_time, sequence,
    table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &[
    "audit_head",
    "audit_entry",
    "outbox_event",
    "outbox_delivery",
    "idempotency_key",
    "rule_version",
    "feed_entry",
    "mail_message",
    "mail_preference",
    "upload",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One hash chain per owner organization: chains of two organizations never wait for each other, and one
        // organization's trail can be moved and verified alone. The platform's own chain has the nil id.
        manager.create_table(table("audit_head", &["organization_id"], vec![id("organization_id"), number("seq"), text("hash")])).await?;
        manager
            .create_table(table(
                "audit_entry",
                &["id"],
                vec![
                    id("id"),
                    id("organization_id"),
                    number("seq"),
                    time("at"),
                    optional_id("actor_user_id"),
                    text("actor"),
                    text("verb"),
                    text("entity_kind"),
                    id("entity_id"),
                    optional_text("before_hash"),
                    optional_text("after_hash"),
                    json("rule_versions"),
                    json("details"),
                    text("previous_hash"),
                    text("hash"),
                ],
            ))
            .await?;
        manager.create_index(index("audit_entry", &["organization_id", "seq"], true)).await?;
        manager.create_index(index("audit_entry", &["entity_id", "seq"], false)).await?;

        manager
            .create_table(table(
                "outbox_event",
                &["id"],
                vec![id("id"), text("kind"), text("entity_kind"), id("entity_id"), json("payload"), time("created_at")],
            ))
            .await?;
        manager.create_index(index("outbox_event", &["created_at"], false)).await?;
        manager
            .create_table(table(
                "outbox_delivery",
                &[],
                vec![
                    sequence("seq"),
                    id("id"),
                    id("event_id"),
                    text("follower"),
                    id("entity_id"),
                    text("state"),
                    number("attempts"),
                    number("postponements"),
                    time("available_at"),
                    optional_time("leased_until"),
                    optional_id("lease"),
                    optional_text("last_error"),
                    optional_time("done_at"),
                ],
            ))
            .await?;
        manager.create_index(index("outbox_delivery", &["id"], true)).await?;
        // Serve the claim: pending deliveries in their order (without sorting the backlog), and "is an earlier one of this
        // entity still open?".
        manager.create_index(index("outbox_delivery", &["state", "follower", "seq"], false)).await?;
        manager.create_index(index("outbox_delivery", &["entity_id", "follower", "state", "seq"], false)).await?;
        // Serve the pruning: what was done long ago, and "does anything still refer to this event?".
        manager.create_index(index("outbox_delivery", &["state", "done_at"], false)).await?;
        manager.create_index(index("outbox_delivery", &["event_id"], false)).await?;

        manager
            .create_table(table(
                "idempotency_key",
                &["user_id", "operation", "key"],
                vec![id("user_id"), text("operation"), id("key"), text("input_hash"), json("result"), time("created_at")],
            ))
            .await?;
        manager.create_index(index("idempotency_key", &["created_at"], false)).await?;

        manager
            .create_table(table(
                "rule_version",
                &["id"],
                vec![
                    id("id"),
                    text("rule_id"),
                    json("value"),
                    optional_text("unit"),
                    date("valid_from"),
                    optional_date("valid_to"),
                    text("citation"),
                    text("evidence"),
                    text("title_zh"),
                    text("title_en"),
                    text("text_zh"),
                    text("text_en"),
                    time("loaded_at"),
                    optional_time("superseded_at"),
                ],
            ))
            .await?;
        manager.create_index(index("rule_version", &["rule_id", "valid_from"], false)).await?;

        manager
            .create_table(table(
                "feed_entry",
                &[],
                vec![
                    sequence("seq"),
                    id("id"),
                    id("user_id"),
                    text("kind"),
                    text("entity_kind"),
                    id("entity_id"),
                    json("payload"),
                    time("created_at"),
                    optional_time("read_at"),
                ],
            ))
            .await?;
        manager.create_index(index("feed_entry", &["id"], true)).await?;
        manager.create_index(index("feed_entry", &["user_id", "seq"], false)).await?;
        manager.create_index(index("feed_entry", &["created_at"], false)).await?;

        manager
            .create_table(table(
                "mail_message",
                &["id"],
                vec![
                    id("id"),
                    id("event_id"),
                    id("user_id"),
                    text("template"),
                    text("topic"),
                    text("to_address"),
                    text("to_name"),
                    text("locale"),
                    optional_json("params"),
                    text("state"),
                    time("created_at"),
                    optional_time("sent_at"),
                    optional_text("last_error"),
                ],
            ))
            .await?;
        manager.create_index(index("mail_message", &["event_id", "user_id", "template"], true)).await?;
        manager.create_index(index("mail_message", &["state", "sent_at"], false)).await?;
        manager
            .create_table(table(
                "mail_preference",
                &["user_id", "topic"],
                vec![id("user_id"), text("topic"), flag("enabled"), time("updated_at")],
            ))
            .await?;

        manager
            .create_table(table(
                "upload",
                &["id"],
                vec![
                    id("id"),
                    id("organization_id"),
                    optional_id("user_id"),
                    text("file_name"),
                    text("media_type"),
                    number("size"),
                    text("sha256"),
                    number("version"),
                    time("created_at"),
                    // When an import or a listing first or last took it into use; one that nobody did is forgotten.
                    optional_time("used_at"),
                ],
            ))
            .await?;
        manager.create_index(index("upload", &["organization_id", "created_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
