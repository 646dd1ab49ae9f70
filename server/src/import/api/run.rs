//! Imports as answers.

use async_graphql::{Context, ID, Json, Object, SimpleObject};
use serde_json::json;

use super::{
    loaders,
    preset::{ImportColumn, columns},
    problem::ImportProblem,
};
use crate::{
    gql::{self, Connection, Total, connection, locale},
    identity::api::{User, user},
    import::{
        kind::ImportKind,
        rules::{self, ErrorPolicy, State},
    },
    kernel::{Code, Error, Locale, PageRequest, Timestamp},
    locale::error_message,
};

/// Why an import or a file does not go.
#[derive(SimpleObject)]
pub struct ImportFailure {
    /// Stable code; decide by this.
    code: Code,
    /// What it means, in the caller's language.
    message: String,
    /// Facts of the message.
    details: Json<serde_json::Value>,
}

pub(super) fn failure(error: &Error, locale: Locale) -> ImportFailure {
    ImportFailure { code: error.code(), message: error_message(locale, error), details: Json(json!(error.args())) }
}

/// One import of a file.
#[derive(Clone)]
pub struct ImportRun(pub rules::ImportRun);

impl From<rules::ImportRun> for ImportRun {
    fn from(run: rules::ImportRun) -> Self {
        Self(run)
    }
}

/// One import of a file. Requires a role that imports such files: `TTO_OFFICER` or `TTO_HEAD` of the office for listings,
/// `SME_MEMBER` or `SME_OWNER` of the enterprise for demands.
#[Object]
impl ImportRun {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What the rows become.
    async fn kind(&self) -> ImportKind {
        self.0.kind
    }

    /// Whose listings or demands the rows become.
    async fn organization_id(&self) -> ID {
        self.0.organization.into()
    }

    /// The uploaded file.
    async fn upload_id(&self) -> ID {
        self.0.upload.into()
    }

    /// Name of the file.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// What a person or a preset said about columns; for all others the headers decide.
    async fn mapping(&self) -> Vec<ImportColumn> {
        columns(&self.0.mapping.columns)
    }

    /// What becomes of good rows when others are bad.
    async fn policy(&self) -> ErrorPolicy {
        self.0.policy
    }

    /// Whether it only tells what would happen.
    async fn dry_run(&self) -> bool {
        self.0.dry_run
    }

    /// How far it is.
    async fn state(&self) -> State {
        self.0.state
    }

    /// Rows with data in the file; 0 until it has been opened.
    async fn total_rows(&self) -> i64 {
        self.0.total_rows
    }

    /// Rows looked at before anything is changed (policy `REJECT_ALL` only).
    async fn checked_rows(&self) -> i64 {
        self.0.checked_rows
    }

    /// Rows dealt with.
    async fn done_rows(&self) -> i64 {
        self.0.done_rows
    }

    /// Listings or demands made, or that would be made in a dry run.
    async fn created_rows(&self) -> i64 {
        self.0.created_rows
    }

    /// Those changed, or that would be changed in a dry run.
    async fn updated_rows(&self) -> i64 {
        self.0.updated_rows
    }

    /// Rows that say what is there already.
    async fn unchanged_rows(&self) -> i64 {
        self.0.unchanged_rows
    }

    /// Rows refused.
    async fn rejected_rows(&self) -> i64 {
        self.0.rejected_rows
    }

    /// Rows taken with a warning.
    async fn warning_rows(&self) -> i64 {
        self.0.warning_rows
    }

    /// Why it failed; null unless it did.
    async fn failure(&self, ctx: &Context<'_>) -> Option<ImportFailure> {
        self.0.failure.as_ref().map(|error| failure(error, locale(ctx)))
    }

    /// Whether it can be stopped: it waits or runs, and is not writing rows of which it takes all or none.
    async fn cancellable(&self) -> bool {
        self.0.check_cancel().is_ok()
    }

    /// Address of every row with what became of it, as CSV; the path on this server. Fetch it with the access token.
    async fn result_path(&self) -> String {
        format!("/imports/{}/result.csv", self.0.id)
    }

    /// What is wrong with rows, in the order of the file.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn problems(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<ImportProblem>> {
        let request = PageRequest::new(first, after, last, before)?;
        let problems = loaders::problems(ctx, self.0.id, self.0.problem_places(&request)?).await?;
        let total = Total::known(u64::try_from(self.0.problem_count).unwrap_or_default(), true);
        Ok(connection(self.0.problem_page(&request, problems), total, ImportProblem::from))
    }

    /// Raised by every change; imports move by themselves.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Who started it; null from the command line.
    async fn created_by(&self, ctx: &Context<'_>) -> gql::Result<Option<User>> {
        match self.0.created_by {
            Some(id) => Ok(user(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// When it was asked for.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it began.
    async fn started_at(&self) -> Option<Timestamp> {
        self.0.started_at
    }

    /// When it ended.
    async fn finished_at(&self) -> Option<Timestamp> {
        self.0.finished_at
    }
}
