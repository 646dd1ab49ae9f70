//! Whether a program and a database fit: a program serves a database that is as it knows it, and one that a newer program
//! has added to. It does not serve one that lacks anything, or that has lost what it needs.

use sea_orm_migration::{
    MigratorTrait, SchemaManager,
    sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Statement},
};

use crate::Migrator;

/// How a database stands to this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is as this program knows it.
    Current,
    /// So many migrations of this program are missing.
    Older(usize),
    /// A newer program has run so many migrations more; this one may go on.
    Newer(usize),
    /// A newer program has taken away what this one needs: only programs that know this migration may serve.
    TooNew(String),
}

/// Compares, without writing anything.
///
/// # Errors
/// Those of the database.
pub async fn standing(db: &DatabaseConnection) -> Result<Standing, DbErr> {
    let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let applied = column(db, "seaql_migrations", "version").await?;
    let missing = known.iter().filter(|name| !applied.contains(name)).count();
    let unknown = applied.iter().filter(|name| !known.contains(name)).count();
    let needed = column(db, "schema_contraction", "needs").await?.into_iter().find(|needs| !known.contains(needs));
    Ok(match (needed, missing, unknown) {
        (Some(needs), ..) => Standing::TooNew(needs),
        (None, 1.., _) => Standing::Older(missing),
        (None, 0, 1..) => Standing::Newer(unknown),
        (None, 0, 0) => Standing::Current,
    })
}

/// The texts in a column; none if there is no such table.
async fn column(db: &DatabaseConnection, table: &str, column: &str) -> Result<Vec<String>, DbErr> {
    if !SchemaManager::new(db).has_table(table).await? {
        return Ok(Vec::new());
    }
    let select = Statement::from_string(db.get_database_backend(), format!("SELECT {column} FROM {table}"));
    db.query_all_raw(select).await?.iter().map(|row| row.try_get("", column)).collect()
}

/// Runs the migrations that are missing; each notes itself if it takes something away. Nobody else may do so meanwhile.
/// `after` is called after each.
///
/// # Errors
/// Those of the database. Each migration is whole then, or was never there.
pub async fn migrate<F: Future<Output = ()>>(db: &DatabaseConnection, after: impl Fn() -> F) -> Result<(), DbErr> {
    let mut missing = Migrator::get_pending_migrations(db).await?.len();
    while missing > 0 {
        Migrator::up(db, Some(1)).await?;
        after().await;
        missing -= 1;
    }
    Ok(())
}
