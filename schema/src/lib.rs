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
mod m0008_buckets;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{MigrationTrait, async_trait::async_trait};

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_machinery::Migration),
            Box::new(m0002_identity::Migration),
            Box::new(m0003_listing::Migration),
            Box::new(m0004_import::Migration),
            Box::new(m0005_licensing::Migration),
            Box::new(m0008_buckets::Migration),
        ]
    }
}
