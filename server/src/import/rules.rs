//! What an import is, and how it may move. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::{Display, EnumString, IntoStaticStr};

use super::map::{Mapping, Severity};
use crate::kernel::{
    Code, Error, Id, Result, Timestamp,
    id::{self, Organization, User},
    text,
};

/// What becomes of the good rows when others are bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumString, IntoStaticStr, async_graphql::Enum)]
#[graphql(name = "ImportErrorPolicy")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ErrorPolicy {
    /// All rows or none: one bad row, and nothing is changed.
    RejectAll,
    /// Good rows are imported, bad ones are reported.
    RejectFailedRows,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr, async_graphql::Enum)]
#[graphql(name = "ImportState")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    /// Waits for its turn.
    Queued,
    /// Runs.
    Running,
    /// Went through. Rows may have been rejected if the policy allows it.
    Succeeded,
    /// Ended early: the file cannot be read, or rows were rejected that may not be.
    Failed,
    /// Stopped by a person. Rows that were imported before stay.
    Cancelled,
}

impl State {
    /// Whether nothing happens any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }

    /// # Errors
    /// `TRANSITION_NOT_ALLOWED` unless it still waits or runs.
    pub fn check_cancel(self) -> Result<()> {
        if self.is_final() {
            let to = Self::Cancelled.to_string();
            return Err(Error::new(Code::TransitionNotAllowed).with("from", self.to_string()).with("to", to).at("id"));
        }
        Ok(())
    }
}

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Id; also its key in the file machine.
    pub id: Id<id::Upload>,
    /// For whom.
    pub organization: Id<Organization>,
    /// By whom; none from the command line.
    pub user: Option<Id<User>>,
    /// Name for people, cleaned. Never part of a path.
    pub file_name: String,
    /// Type, by content.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// When.
    pub created_at: Timestamp,
}

impl Upload {
    /// Where the bytes are.
    #[must_use]
    pub fn key(&self) -> String {
        upload_key(self.id.uuid())
    }
}

/// Where the bytes of an upload are.
#[must_use]
pub fn upload_key(id: uuid::Uuid) -> String {
    format!("uploads/{id}")
}

/// One import.
#[derive(Debug, Clone)]
pub struct ImportRun {
    /// Id.
    pub id: Id<id::ImportRun>,
    /// For whom.
    pub organization: Id<Organization>,
    /// The file.
    pub upload: Id<id::Upload>,
    /// Its name for people.
    pub file_name: String,
    /// What a person or a preset said about columns.
    pub mapping: StoredMapping,
    /// What becomes of good rows when others are bad.
    pub policy: ErrorPolicy,
    /// Whether it only tells what would happen.
    pub dry_run: bool,
    /// How far it is.
    pub state: State,
    /// Rows with data in the file; 0 until it has been opened.
    pub total_rows: i64,
    /// Rows looked at before anything was changed (policy `REJECT_ALL` only).
    pub checked_rows: i64,
    /// Rows dealt with.
    pub done_rows: i64,
    /// Listings made.
    pub created_rows: i64,
    /// Listings changed.
    pub updated_rows: i64,
    /// Listings that said the same already.
    pub unchanged_rows: i64,
    /// Rows refused.
    pub rejected_rows: i64,
    /// Rows taken with a warning.
    pub warning_rows: i64,
    /// Why it failed.
    pub failure: Option<Error>,
    /// Version.
    pub version: i64,
    /// Who started it; none from the command line.
    pub created_by: Option<Id<User>>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}

/// The mapping of a run, and whether every column it names must exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMapping {
    /// The columns.
    pub columns: Mapping,
    /// `false` for a preset, which was made for another file.
    pub strict: bool,
}

/// An error as the database keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredError {
    /// Code.
    pub code: Code,
    /// Arguments of the sentence.
    pub args: BTreeMap<String, Value>,
}

impl From<&Error> for StoredError {
    fn from(error: &Error) -> Self {
        Self { code: error.code(), args: error.args().iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect() }
    }
}

impl StoredError {
    /// The error again, for its sentence.
    #[must_use]
    pub fn error(&self) -> Error {
        /// Every argument that reading and the rules of listings give.
        const NAMES: &[&str] = &[
            "character",
            "count",
            "date",
            "expected",
            "field",
            "found",
            "kind",
            "max",
            "min",
            "mode",
            "row",
            "total",
            "until",
            "value",
            "whole",
        ];
        NAMES.iter().fold(Error::new(self.code), |error, name| match self.args.get(*name) {
            Some(Value::String(text)) => error.with(name, text.as_str()),
            Some(Value::Number(number)) => error.with(name, number.as_i64().unwrap_or_default()),
            _ => error,
        })
    }
}

/// One thing that is wrong with one row, as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct RowProblem {
    /// Row as a person sees it: the header is row 1.
    pub row: i64,
    /// Position among the row's problems.
    pub ordinal: i64,
    /// How bad.
    pub severity: Severity,
    /// Header of the column.
    pub column: Option<String>,
    /// Path of the field.
    pub field: String,
    /// What is wrong.
    pub error: StoredError,
    /// The beginning of the value.
    pub value: Option<String>,
}

/// A mapping kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Id.
    pub id: Id<id::ImportPreset>,
    /// Whose.
    pub organization: Id<Organization>,
    /// Name, unique in the organization.
    pub name: String,
    /// The mapping.
    pub mapping: Mapping,
    /// Version.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed.
    pub updated_at: Timestamp,
}

/// A file name for people to read: its last part, without characters that lie, at most 120 characters.
#[must_use]
pub fn display_name(file_name: &str) -> String {
    const MAX: usize = 120;
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| c.is_whitespace() || !text::is_forbidden(*c, false)).collect();
    let name = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('.');
    if name.is_empty() {
        return "upload".to_owned();
    }
    let length = name.chars().count();
    if length <= MAX {
        return name.to_owned();
    }
    // The ending says more to people than the middle.
    let ending: String = name.chars().skip(length - 16).collect();
    let beginning: String = name.chars().take(MAX - 17).collect();
    format!("{beginning}…{ending}")
}
