//! Imports, presets and previews as answers.

use async_graphql::{Context, ID, Json, Object, SimpleObject};
use serde_json::json;

use crate::{
    gql::{self, Connection, Total, app, connection, locale},
    identity::api::{User, user},
    import::{
        actions::{self, Preview, PreviewColumn, PreviewRow},
        field::{Confidence, Field},
        map::{self, Problem, Severity},
        rules::{self, ErrorPolicy, RowProblem, State, StoredError},
    },
    kernel::{Code, Error, Locale, PageRequest, Timestamp},
    locale::error_message,
};

/// A field that a column of a file can feed.
#[derive(Clone, Copy)]
pub struct ImportField(&'static Field);

impl From<&'static Field> for ImportField {
    fn from(field: &'static Field) -> Self {
        Self(field)
    }
}

/// A field that a column of a file can feed.
#[Object]
impl ImportField {
    /// Path, as the API calls it: `title.zh`, `ipRights.number`.
    async fn path(&self) -> &str {
        self.0.path
    }

    /// What people call it; also the header in exports.
    async fn label(&self, ctx: &Context<'_>) -> &str {
        self.0.header(locale(ctx))
    }

    /// Whether several columns may feed it together.
    async fn many(&self) -> bool {
        self.0.many
    }
}

/// One column of a file and the field that it feeds.
#[derive(SimpleObject)]
pub struct ImportColumn {
    /// Header of the column.
    column: String,
    /// Path of the field; null if the column is left out.
    field: Option<String>,
}

fn columns(mapping: &map::Mapping) -> Vec<ImportColumn> {
    mapping.columns.iter().map(|column| ImportColumn { column: column.column.clone(), field: column.field.clone() }).collect()
}

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

fn failure(error: &Error, locale: Locale) -> ImportFailure {
    ImportFailure { code: error.code(), message: error_message(locale, error), details: Json(json!(error.args())) }
}

/// One import of a file of listings.
#[derive(Clone)]
pub struct ImportRun(pub rules::ImportRun);

impl From<rules::ImportRun> for ImportRun {
    fn from(run: rules::ImportRun) -> Self {
        Self(run)
    }
}

/// One import of a file of listings. Requires `TTO_OFFICER` or `TTO_HEAD` of the office.
#[Object]
impl ImportRun {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// The office whose listings the rows become.
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

    /// Listings made, or that would be made in a dry run.
    async fn created_rows(&self) -> i64 {
        self.0.created_rows
    }

    /// Listings changed, or that would be changed in a dry run.
    async fn updated_rows(&self) -> i64 {
        self.0.updated_rows
    }

    /// Rows whose listing says the same already.
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

    /// Address of the refused rows with their reasons, as CSV; the path on this server. Fetch it with the access token.
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
        let (app, run) = (app(ctx).clone(), self.0.id);
        let page = actions::problems(&app, run, &PageRequest::new(first, after, last, before)?).await?;
        let total = Total::new(move || {
            let app = app.clone();
            async move { actions::count_problems(&app, run).await }
        });
        Ok(connection(page, total, |problem| ImportProblem::stored(problem, locale(ctx))))
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

/// One thing that is wrong with one row.
#[derive(SimpleObject)]
pub struct ImportProblem {
    /// Row as a person sees it in the file: the first line is 1.
    row: i64,
    /// Whether the row is refused or taken with a warning.
    severity: Severity,
    /// Header of the column, if one is to blame.
    column: Option<String>,
    /// Path of the field; null if the whole row is concerned.
    field: Option<String>,
    /// Stable code; decide by this.
    code: Code,
    /// What it means, in the caller's language.
    message: String,
    /// Facts of the message.
    details: Json<serde_json::Value>,
    /// The beginning of the value as it stands in the file.
    value: Option<String>,
}

impl ImportProblem {
    fn stored(problem: RowProblem, locale: Locale) -> Self {
        let RowProblem { row, severity, column, field, error, value, .. } = problem;
        let (message, details) = (error_message(locale, &error.error()), Json(json!(error.args)));
        Self { row, severity, column, field: Some(field).filter(|field| !field.is_empty()), code: error.code, message, details, value }
    }

    fn found(row: i64, problem: &Problem, locale: Locale) -> Self {
        let (severity, column, field) = (problem.severity, problem.column.clone(), problem.field.clone());
        let stored =
            RowProblem { row, ordinal: 0, severity, column, field, error: StoredError::from(&problem.error), value: problem.value.clone() };
        Self::stored(stored, locale)
    }
}

/// A mapping of headers to fields, kept under a name.
#[derive(Clone)]
pub struct ImportPreset(rules::Preset);

impl From<rules::Preset> for ImportPreset {
    fn from(preset: rules::Preset) -> Self {
        Self(preset)
    }
}

/// A mapping of headers to fields, kept under a name. Requires `TTO_OFFICER` or `TTO_HEAD` of the office.
#[Object]
impl ImportPreset {
    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// The office that it belongs to.
    async fn organization_id(&self) -> ID {
        self.0.organization.into()
    }

    /// Name, unique in the office.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What to do with each column.
    async fn mapping(&self) -> Vec<ImportColumn> {
        columns(&self.0.mapping)
    }

    /// Version.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was made.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it was changed.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }
}

/// A file, looked at before it is imported.
pub struct ImportPreview(Preview);

impl From<Preview> for ImportPreview {
    fn from(preview: Preview) -> Self {
        Self(preview)
    }
}

/// A file, looked at before it is imported.
#[Object]
impl ImportPreview {
    /// Type of the file: `CSV`, `XLSX` or `JSON_LINES`.
    async fn format(&self) -> String {
        self.0.format.to_string()
    }

    /// Rows with data.
    async fn total_rows(&self) -> i64 {
        self.0.total_rows
    }

    /// Columns in the order of the file.
    async fn columns(&self) -> Vec<ImportPreviewColumn<'_>> {
        self.0.columns.iter().map(ImportPreviewColumn).collect()
    }

    /// Headers of columns that feed nothing.
    async fn unmapped_columns(&self) -> Vec<&str> {
        self.0.columns.iter().filter(|column| column.field.is_none()).map(|column| column.column.as_str()).collect()
    }

    /// The first 20 rows as they would be imported.
    async fn rows(&self) -> Vec<ImportPreviewRow<'_>> {
        self.0.rows.iter().map(ImportPreviewRow).collect()
    }

    /// Why the mapping does not suffice yet; null if it does.
    async fn blocker(&self, ctx: &Context<'_>) -> Option<ImportFailure> {
        self.0.blocker.as_ref().map(|error| failure(error, locale(ctx)))
    }
}

/// A column of a file.
pub struct ImportPreviewColumn<'a>(&'a PreviewColumn);

/// A column of a file.
#[Object]
impl ImportPreviewColumn<'_> {
    /// Header; repeated ones are numbered.
    async fn column(&self) -> &str {
        &self.0.column
    }

    /// The field that it would feed; null if none.
    async fn field(&self) -> Option<ImportField> {
        self.0.field.map(ImportField)
    }

    /// What the header says, whatever the mapping says.
    async fn suggested_field(&self) -> Option<ImportField> {
        self.0.suggestion.map(|(field, _)| ImportField(field))
    }

    /// How sure that is.
    async fn confidence(&self) -> Option<Confidence> {
        self.0.suggestion.map(|(_, confidence)| confidence)
    }

    /// Some of its values.
    async fn values(&self) -> &[String] {
        &self.0.values
    }
}

/// A row as it would be imported.
pub struct ImportPreviewRow<'a>(&'a PreviewRow);

/// A row as it would be imported.
#[Object]
impl ImportPreviewRow<'_> {
    /// Row as a person sees it in the file: the first line is 1.
    async fn row(&self) -> i64 {
        self.0.row
    }

    /// What tells it from other rows; empty if there is nothing.
    async fn external_reference(&self) -> &str {
        &self.0.external_reference
    }

    /// Fields with something in them.
    async fn values(&self) -> Vec<ImportPreviewValue> {
        self.0.values.iter().map(|(field, value)| ImportPreviewValue { field: ImportField(field), value: value.clone() }).collect()
    }

    /// What is wrong with it.
    async fn problems(&self, ctx: &Context<'_>) -> Vec<ImportProblem> {
        self.0.problems.iter().map(|problem| ImportProblem::found(self.0.row, problem, locale(ctx))).collect()
    }

    /// Whether it would be refused.
    async fn rejected(&self) -> bool {
        self.0.rejected
    }
}

/// A field of a row and its value, as an export would write it.
#[derive(SimpleObject)]
pub struct ImportPreviewValue {
    /// The field.
    field: ImportField,
    /// The value; structures as JSON text, long ones shortened.
    value: String,
}
