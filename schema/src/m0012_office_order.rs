//! The orders of an office's table, and the counts of its tabs, each from an index.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DatabaseBackend},
};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Parts of a content that count as told, by the names under which they are stored.
const PARTS: [&str; 18] = [
    "title",
    "problem",
    "benefit",
    "abstract",
    "kind",
    "keywords",
    "readiness",
    "ip_rights",
    "industries",
    "innovation_points",
    "indicators",
    "scenarios",
    "inventors",
    "contact",
    "secrecy",
    "export_class",
    "transfer_ways",
    "offers",
];

/// What an office orders by beside columns is in the content. Indexes on expressions keep that true whatever version of
/// the program writes, and there is nothing to fill in. The server's store says the same expressions: a test sees to it
/// that they are found.
fn orders(backend: DatabaseBackend) -> [(&'static str, String); 3] {
    if backend == DatabaseBackend::Postgres {
        let told = PARTS
            .map(|part| format!("(COALESCE(content -> '{part}', 'null'::jsonb) NOT IN ('null'::jsonb, '[]'::jsonb, '{{}}'::jsonb))::int"));
        [
            ("title", "title COLLATE \"C\"".to_owned()),
            ("readiness", "(COALESCE((content #>> '{readiness,level}')::bigint, 0))".to_owned()),
            ("completeness", format!("(({})::bigint)", told.join(" + "))),
        ]
    } else {
        let told = PARTS.map(|part| format!("(COALESCE(content -> '$.{part}', 'null') NOT IN ('null', '[]', '{{}}'))"));
        [
            ("title", "title".to_owned()),
            ("readiness", "COALESCE(json_extract(content, '$.readiness.level'), 0)".to_owned()),
            ("completeness", told.join(" + ")),
        ]
    }
}

/// What is few among many: listings that wait for a reviewer, and those that may have come back from one. The server's
/// store says the same conditions.
const FEW: [(&str, &str); 2] = [
    ("pending", "(state = 'SUBMITTED' OR COALESCE(revision_state, '') = 'SUBMITTED')"),
    ("editing", "(state = 'DRAFT' OR COALESCE(revision_state, '') = 'EDITING')"),
];

fn name(order: &str) -> String {
    format!("ix_listing_organization_id_{order}_id")
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("listing", &["organization_id", "state", "revision_state"], false)).await?;
        for (order, expression) in orders(manager.get_database_backend()) {
            let sql = format!("CREATE INDEX {} ON listing (organization_id, {expression}, id)", name(order));
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        for (few, condition) in FEW {
            let sql = format!("CREATE INDEX {} ON listing (organization_id, updated_at, id) WHERE {condition}", name(few));
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let orders = orders(manager.get_database_backend()).map(|(order, _)| order);
        for order in orders.into_iter().chain(FEW.map(|(few, _)| few)) {
            manager.drop_index(Index::drop().name(name(order)).table(Alias::new("listing")).to_owned()).await?;
        }
        let counts = "ix_listing_organization_id_state_revision_state";
        manager.drop_index(Index::drop().name(counts).table(Alias::new("listing")).to_owned()).await
    }
}
