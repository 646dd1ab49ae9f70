//! Of a pair both of whose halves are new, both sides are told.

use sea_orm_migration::prelude::*;

use crate::columns::optional_time;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `told_at` is the enterprise's from now on.
        let column = optional_time("office_told_at");
        manager.alter_table(Table::alter().table(Alias::new("match_alert")).add_column(column).take()).await?;
        // Whoever was told before was told of the pair, whichever side it was: a message that is repeated tells nobody again.
        manager.get_connection().execute_unprepared("UPDATE match_alert SET office_told_at = told_at").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("UPDATE match_alert SET told_at = office_told_at WHERE told_at IS NULL").await?;
        let column = Alias::new("office_told_at");
        manager.alter_table(Table::alter().table(Alias::new("match_alert")).drop_column(column).take()).await
    }
}
