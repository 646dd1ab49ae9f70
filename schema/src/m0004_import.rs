//! Imports of listings from files.

use sea_orm_migration::prelude::*;

use crate::columns::{
    drop_tables, flag, id, index, json, number, optional_id, optional_json, optional_number, optional_text, optional_time, references,
    table, text, time,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLES: &[&str] = &["import_preset", "import_run", "import_row", "import_problem"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut preset = table(
            "import_preset",
            &["id"],
            vec![
                id("id"),
                id("organization_id"),
                text("name"),
                json("mapping"),
                number("version"),
                id("created_by"),
                time("created_at"),
                time("updated_at"),
            ],
        );
        references(&mut preset, "import_preset", "organization_id", "organization");
        manager.create_table(preset).await?;
        manager.create_index(index("import_preset", &["organization_id", "name"], true)).await?;

        let mut run = table(
            "import_run",
            &["id"],
            vec![
                id("id"),
                id("organization_id"),
                id("upload_id"),
                text("file_name"),
                optional_json("mapping"),
                text("policy"),
                flag("dry_run"),
                text("state"),
                number("total_rows"),
                // REJECT_ALL looks at every row before it changes anything; this is how far the look has come.
                number("checked_rows"),
                number("done_rows"),
                number("created_rows"),
                number("updated_rows"),
                number("unchanged_rows"),
                number("rejected_rows"),
                number("warning_rows"),
                // Problems kept so far; the next one takes this place.
                number("problem_count"),
                // Why it failed; on a run that still runs, why it is taking back what it wrote.
                optional_text("failure_code"),
                optional_json("failure_args"),
                // Whoever holds the lease runs it; a killed worker's lease runs out and another one goes on.
                optional_id("lease"),
                optional_time("leased_until"),
                optional_time("progressed_at"),
                // When REJECT_ALL began to write: from here on it cannot be cancelled.
                optional_time("writing_since"),
                number("version"),
                optional_id("created_by"),
                time("created_at"),
                optional_time("started_at"),
                optional_time("finished_at"),
            ],
        );
        references(&mut run, "import_run", "organization_id", "organization");
        references(&mut run, "import_run", "upload_id", "upload");
        manager.create_table(run).await?;
        manager.create_index(index("import_run", &["organization_id", "created_at", "id"], false)).await?;

        let mut row = table(
            "import_row",
            &["import_run_id", "row"],
            vec![
                id("import_run_id"),
                // Row as the person sees it: the header is row 1.
                number("row"),
                text("external_reference"),
                text("outcome"),
                optional_id("listing_id"),
                // Version and state that the write gave and found, so that it can be taken back.
                optional_number("listing_version"),
                optional_text("state_before"),
                optional_text("revision_before"),
            ],
        );
        references(&mut row, "import_row", "import_run_id", "import_run");
        manager.create_table(row).await?;

        let mut problem = table(
            "import_problem",
            &["id"],
            vec![
                id("id"),
                id("import_run_id"),
                // Position among the problems of the run, from 0 without gaps.
                number("place"),
                number("row"),
                text("severity"),
                optional_text("column"),
                text("field"),
                text("code"),
                json("args"),
                optional_text("value"),
            ],
        );
        references(&mut problem, "import_problem", "import_run_id", "import_run");
        manager.create_table(problem).await?;
        manager.create_index(index("import_problem", &["import_run_id", "place"], true)).await?;
        manager.create_index(index("import_problem", &["import_run_id", "row"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, TABLES).await
    }
}
