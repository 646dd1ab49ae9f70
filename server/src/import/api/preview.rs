//! A look at a file, as an answer.

use async_graphql::{Context, Object, SimpleObject};

use super::{
    preset::ImportField,
    problem::ImportPreviewProblem,
    run::{ImportFailure, failure},
};
use crate::{
    gql::locale,
    import::{
        actions::{Preview, PreviewColumn, PreviewRow},
        field::Confidence,
    },
};

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
    async fn problems(&self, ctx: &Context<'_>) -> Vec<ImportPreviewProblem> {
        self.0.problems.iter().map(|problem| ImportPreviewProblem::of(problem, locale(ctx))).collect()
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
