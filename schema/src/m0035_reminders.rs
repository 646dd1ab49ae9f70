//! Of what somebody was reminded: a mark that is no change of the thing itself.

use sea_orm_migration::prelude::*;

use crate::columns::{date, id, text, time};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut key = Index::create();
        key.col(Alias::new("subject_id")).col(Alias::new("kind")).col(Alias::new("day"));
        let mut table = Table::create();
        table.table(Alias::new("reminder"));
        table.col(id("subject_id")).col(text("kind")).col(date("day")).col(id("organization_id")).col(time("told_at"));
        table.primary_key(&mut key);
        manager.create_table(table).await?;
        let db = manager.get_connection();
        // What is old is forgotten; and the sweeper looks for the few that are due soon.
        db.execute_unprepared("CREATE INDEX ix_reminder_told ON reminder (told_at)").await?;
        db.execute_unprepared("CREATE INDEX ix_case_task_open ON case_task (due_on, id) WHERE done_on IS NULL").await?;
        db.execute_unprepared("CREATE INDEX ix_mandate_ending ON mandate (valid_until, id) WHERE ended_at IS NULL").await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("DROP INDEX ix_mandate_ending").await?;
        db.execute_unprepared("DROP INDEX ix_case_task_open").await?;
        manager.drop_table(Table::drop().table(Alias::new("reminder")).take()).await
    }
}
