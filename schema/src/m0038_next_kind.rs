//! Whether what comes next in a case is somebody's words or a follow-up of the program.

use sea_orm_migration::prelude::*;

use crate::columns::optional_text;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut case = Table::alter();
        manager.alter_table(case.table(Alias::new("broker_case")).add_column(optional_text("next_kind")).take()).await?;
        // A step was copied from the task that is due next.
        let filled = "UPDATE broker_case SET next_kind = 'FOLLOW_UP' WHERE EXISTS (SELECT 1 FROM case_task \
             WHERE case_task.case_id = broker_case.id AND case_task.kind = 'FOLLOW_UP' AND case_task.done_on IS NULL \
             AND case_task.due_on = broker_case.next_due AND case_task.title = broker_case.next_step)";
        manager.get_connection().execute_unprepared(filled).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Alias::new("broker_case")).drop_column(Alias::new("next_kind")).take()).await
    }
}
