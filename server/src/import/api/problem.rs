//! What is wrong with rows, as answers.

use async_graphql::{Context, ID, Json, Object, SimpleObject};
use serde_json::json;

use crate::{
    gql::locale,
    import::{
        map::{Problem, Severity},
        rules::RowProblem,
    },
    kernel::{Code, Locale},
    locale::error_message,
};

/// One thing that is wrong with one row of an import.
pub struct ImportProblem(RowProblem);

impl From<RowProblem> for ImportProblem {
    fn from(problem: RowProblem) -> Self {
        Self(problem)
    }
}

fn path(field: &str) -> Option<&str> {
    Some(field).filter(|field| !field.is_empty())
}

/// One thing that is wrong with one row of an import. Requires `TTO_OFFICER` or `TTO_HEAD` of the office.
#[Object]
impl ImportProblem {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Row as a person sees it in the file: the first line is 1.
    async fn row(&self) -> i64 {
        self.0.row
    }

    /// Whether the row is refused or taken with a warning.
    async fn severity(&self) -> Severity {
        self.0.severity
    }

    /// Header of the column, if one is to blame.
    async fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// Path of the field; null if the whole row is concerned.
    async fn field(&self) -> Option<&str> {
        path(&self.0.field)
    }

    /// Stable code; decide by this.
    async fn code(&self) -> Code {
        self.0.error.code()
    }

    /// What it means, in the caller's language.
    async fn message(&self, ctx: &Context<'_>) -> String {
        error_message(locale(ctx), &self.0.error)
    }

    /// Facts of the message.
    async fn details(&self) -> Json<serde_json::Value> {
        Json(json!(self.0.error.args()))
    }

    /// The beginning of the value as it stands in the file.
    async fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }
}

/// One thing that would be wrong with one row.
#[derive(SimpleObject)]
pub struct ImportPreviewProblem {
    /// Whether the row would be refused or taken with a warning.
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

impl ImportPreviewProblem {
    pub(super) fn of(problem: &Problem, locale: Locale) -> Self {
        Self {
            severity: problem.severity,
            column: problem.column.clone(),
            field: path(&problem.field).map(str::to_owned),
            code: problem.error.code(),
            message: error_message(locale, &problem.error),
            details: Json(json!(problem.error.args())),
            value: problem.value.clone(),
        }
    }
}
