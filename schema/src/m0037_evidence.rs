//! What is counted once a day: how long organizations take to answer, and ranges of agreed terms; and which work is done for which day.

use sea_orm_migration::prelude::*;

use crate::columns::{date, drop_tables, flag, id, index, json, number, optional_time, references, table, text};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// By what a claim for subsidies is counted.
const COUNTED: &[(&str, &str)] =
    &[("listing", "published_at"), ("demand", "published_at"), ("case_outcome", "signed_on"), ("case_fee", "arrived_on")];

const TABLES: &[&str] = &["nightly", "reply_time", "price_evidence"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(table("nightly", &["work"], vec![text("work"), date("done_on")])).await?;
        let columns =
            vec![id("organization_id"), text("kind"), number("median_seconds"), number("counted"), number("window_days"), date("as_of")];
        let mut times = table("reply_time", &["organization_id", "kind"], columns);
        references(&mut times, "reply_time", "organization_id", "organization");
        manager.create_table(times).await?;
        manager.create_table(prices()).await?;
        // A later answer overwrites the time of the first one.
        let mut proposal = Table::alter();
        proposal.table(Alias::new("demand_proposal")).add_column(optional_time("first_answered_at"));
        manager.alter_table(proposal.take()).await?;
        let filled = "UPDATE demand_proposal SET first_answered_at = answered_at WHERE answered_at IS NOT NULL \
             AND (pass_reason IS NULL OR pass_reason <> 'DEMAND_ENDED')";
        manager.get_connection().execute_unprepared(filled).await?;
        for (table, column) in COUNTED {
            manager.create_index(index(table, &[column], false)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COUNTED {
            manager.drop_index(Index::drop().name(format!("ix_{table}_{column}")).table(Alias::new(*table)).to_owned()).await?;
        }
        let mut proposal = Table::alter();
        proposal.table(Alias::new("demand_proposal")).drop_column(Alias::new("first_answered_at"));
        manager.alter_table(proposal.take()).await?;
        drop_tables(manager, TABLES).await
    }
}

fn prices() -> TableCreateStatement {
    table(
        "price_evidence",
        &["section", "trl_from", "trl_to", "mode", "measure"],
        vec![
            text("section"),
            number("trl_from"),
            number("trl_to"),
            text("mode"),
            text("measure"),
            // What is hidden keeps what it was computed from: it must not come back with one deal more.
            flag("is_told"),
            number("counted"),
            number("low"),
            number("median"),
            number("high"),
            json("deals"),
            id("rule_version_id"),
            date("as_of"),
        ],
    )
}
