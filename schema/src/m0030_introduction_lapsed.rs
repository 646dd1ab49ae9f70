//! When an introduction that nobody answers has lapsed: also of one that never counted.

use sea_orm_migration::prelude::*;

use crate::columns::optional_time;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = optional_time("lapsed_at");
        manager.alter_table(Table::alter().table(Alias::new("introduction")).add_column(column).take()).await?;
        let db = manager.get_connection();
        // Until now those alone lapsed that had counted, and the loss of the credit told of it.
        db.execute_unprepared("UPDATE introduction SET lapsed_at = updated_at WHERE state = 'RECORDED' AND no_credit = 'UNANSWERED'")
            .await?;
        // The sweeper looks for the few that wait.
        let waiting = "CREATE INDEX ix_introduction_waiting ON introduction (introduced_at) WHERE state = 'RECORDED' AND lapsed_at IS NULL";
        db.execute_unprepared(waiting).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_introduction_waiting").await?;
        manager.alter_table(Table::alter().table(Alias::new("introduction")).drop_column(Alias::new("lapsed_at")).take()).await
    }
}
