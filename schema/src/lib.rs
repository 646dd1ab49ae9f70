//! The shape at rest: portable migrations, one file a subject, for SQLite and PostgreSQL alike.
//!
//! Entities are private to the slice that owns them; this package knows tables only. The shape on the wire is
//! `api.graphql`, which a test keeps equal to the server's schema; `search.toml` is the shape of the search index.

mod columns;
mod m0001_machinery;
mod m0002_identity;
mod m0003_listing;
mod m0004_import;
mod m0005_licensing;
mod m0006_accounts;
mod m0007_factors;
mod m0008_buckets;
mod m0010_operations;
mod m0011_cards;
mod m0012_office_order;
mod m0013_demand;
mod m0014_embeddings;
mod m0015_matches;
mod m0020_advisor;
mod m0021_brokering;
mod m0022_service;
mod m0023_alerts;
mod m0024_saved_searches;
mod m0025_platforms;
mod m0026_demand_import;
mod m0027_alert_sides;
mod m0028_outcome_claims;
mod m0029_case_late;
mod m0030_introduction_lapsed;
mod m0031_mandate_requests;
mod m0032_begun_cases;
mod m0033_case_picks;
mod m0034_note_files;
mod m0035_reminders;
mod m0036_three_party;
mod m0037_evidence;
mod m0038_next_kind;
mod m0039_proposal_reviews;
mod standing;

pub use standing::{Standing, migrate, standing};

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_orm::{ConnectionTrait, Statement},
};

/// Migrations that take something away, each with the migration that a program must know to do without it.
///
/// A release may add what it likes: the release before it goes on serving. What a release has stopped using may be taken
/// away by the release after it, and is entered here, e.g. `("m0031_drop_old_title", "m0027_new_title")`. The database
/// keeps the list, so that an older program can tell whether it may still serve.
pub const CONTRACTIONS: &[(&str, &str)] = &[];

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let all: Vec<Box<dyn MigrationTrait>> = vec![
            Box::new(m0001_machinery::Migration),
            Box::new(m0002_identity::Migration),
            Box::new(m0003_listing::Migration),
            Box::new(m0004_import::Migration),
            Box::new(m0005_licensing::Migration),
            Box::new(m0006_accounts::Migration),
            Box::new(m0007_factors::Migration),
            Box::new(m0008_buckets::Migration),
            Box::new(m0010_operations::Migration),
            Box::new(m0011_cards::Migration),
            Box::new(m0012_office_order::Migration),
            Box::new(m0013_demand::Migration),
            Box::new(m0014_embeddings::Migration),
            Box::new(m0015_matches::Migration),
            Box::new(m0020_advisor::Migration),
            Box::new(m0021_brokering::Migration),
            Box::new(m0022_service::Migration),
            Box::new(m0023_alerts::Migration),
            Box::new(m0024_saved_searches::Migration),
            Box::new(m0025_platforms::Migration),
            Box::new(m0026_demand_import::Migration),
            Box::new(m0027_alert_sides::Migration),
            Box::new(m0028_outcome_claims::Migration),
            Box::new(m0029_case_late::Migration),
            Box::new(m0030_introduction_lapsed::Migration),
            Box::new(m0031_mandate_requests::Migration),
            Box::new(m0032_begun_cases::Migration),
            Box::new(m0033_case_picks::Migration),
            Box::new(m0034_note_files::Migration),
            Box::new(m0035_reminders::Migration),
            Box::new(m0036_three_party::Migration),
            Box::new(m0037_evidence::Migration),
            Box::new(m0038_next_kind::Migration),
            Box::new(m0039_proposal_reviews::Migration),
        ];
        all.into_iter().map(|migration| Box::new(Whole(migration)) as Box<dyn MigrationTrait>).collect()
    }
}

/// A migration in one transaction on either database, so that a kill in its midst leaves nothing half done. Left to
/// itself, the library does that on PostgreSQL only.
struct Whole(Box<dyn MigrationTrait>);

impl MigrationName for Whole {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait]
impl MigrationTrait for Whole {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await?;
        for (migration, needs) in CONTRACTIONS.iter().filter(|(migration, _)| *migration == self.name()) {
            let note = "INSERT INTO schema_contraction (migration, needs, applied_at) VALUES ($1, $2, CURRENT_TIMESTAMP)";
            let db = manager.get_connection();
            db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), note, [(*migration).into(), (*needs).into()])).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
