//! Imports of demands beside those of listings.

use sea_orm_migration::prelude::*;

use crate::columns::optional_id;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const KINDED: [&str; 2] = ["import_run", "import_preset"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in KINDED {
            // What was imported before was listings; so is what a program of yesterday writes, which does not know the column.
            let kind = ColumnDef::new(Alias::new("kind")).text().not_null().default("LISTING").take();
            manager.alter_table(Table::alter().table(Alias::new(name)).add_column(kind).take()).await?;
        }
        // `listing_version`, `state_before` and `revision_before` tell of whichever of the two the row wrote.
        manager.alter_table(Table::alter().table(Alias::new("import_row")).add_column(optional_id("demand_id")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        // A program that knows no kinds would take a demand's columns for a listing's.
        for statement in [
            "DELETE FROM import_problem WHERE import_run_id IN (SELECT id FROM import_run WHERE kind <> 'LISTING')",
            "DELETE FROM import_row WHERE import_run_id IN (SELECT id FROM import_run WHERE kind <> 'LISTING')",
            "DELETE FROM import_run WHERE kind <> 'LISTING'",
            "DELETE FROM import_preset WHERE kind <> 'LISTING'",
        ] {
            db.execute_unprepared(statement).await?;
        }
        manager.alter_table(Table::alter().table(Alias::new("import_row")).drop_column(Alias::new("demand_id")).take()).await?;
        for name in KINDED {
            manager.alter_table(Table::alter().table(Alias::new(name)).drop_column(Alias::new("kind")).take()).await?;
        }
        Ok(())
    }
}
