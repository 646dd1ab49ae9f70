//! What an import is, and how it may move. Pure.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use super::{
    kind::ImportKind,
    map::{Mapping, Severity},
};
use crate::{
    demand,
    kernel::{
        Code, Error, Id, Page, PageRequest, Result, Timestamp,
        id::{self, Organization, User},
    },
    listing,
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
}

/// One import.
#[derive(Debug, Clone)]
pub struct ImportRun {
    /// Id.
    pub id: Id<id::ImportRun>,
    /// What the rows become.
    pub kind: ImportKind,
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
    /// Listings or demands made.
    pub created_rows: i64,
    /// Those changed.
    pub updated_rows: i64,
    /// Those that said the same already.
    pub unchanged_rows: i64,
    /// Rows refused.
    pub rejected_rows: i64,
    /// Rows taken with a warning.
    pub warning_rows: i64,
    /// Problems of its rows in all.
    pub problem_count: i64,
    /// Why it failed. On a run that still runs: why it is taking back what it wrote.
    pub failure: Option<Error>,
    /// When it began to write, if it takes all rows or none: from here on it cannot be cancelled.
    pub writing_since: Option<Timestamp>,
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

impl ImportRun {
    /// Whether it takes all rows or none, so that it looks at all of them before it changes anything.
    #[must_use]
    pub fn is_all_or_none(&self) -> bool {
        self.policy == ErrorPolicy::RejectAll && !self.dry_run
    }

    /// # Errors
    /// `TRANSITION_NOT_ALLOWED` unless it still waits or runs; `IMPORT_WRITING` if it takes all rows or none and has begun
    /// to write them, because stopping now would leave some.
    pub fn check_cancel(&self) -> Result<()> {
        if self.state.is_final() {
            let to = State::Cancelled.to_string();
            return Err(Error::new(Code::TransitionNotAllowed).with("fromState", self.state.to_string()).with("toState", to).at("id"));
        }
        if self.writing_since.is_some() {
            return Err(Error::new(Code::ImportWriting).at("id"));
        }
        Ok(())
    }

    /// Which places among the run's problems a page shows: one more than asked for, where there are more.
    ///
    /// # Errors
    /// `CURSOR_MISMATCH` for a cursor of another list.
    pub fn problem_places(&self, request: &PageRequest) -> Result<Range<i64>> {
        let key = request.key::<i64>(&self.problem_scope())?;
        let wanted = i64::try_from(request.limit + 1).map_err(Error::internal)?;
        Ok(if request.backward {
            let end = key.unwrap_or(i64::MAX).clamp(0, self.problem_count);
            (end - wanted).max(0)..end
        } else {
            let start = key.map_or(0, |place| place.saturating_add(1)).clamp(0, self.problem_count);
            start..(start + wanted).min(self.problem_count)
        })
    }

    /// The page that [`Self::problem_places`] asked for, of the problems there in their order.
    #[must_use]
    pub fn problem_page(&self, request: &PageRequest, mut problems: Vec<RowProblem>) -> Page<RowProblem> {
        if request.backward {
            problems.reverse();
        }
        Page::from_rows(request, problems, &self.problem_scope(), |problem| problem.place)
    }

    fn problem_scope(&self) -> String {
        format!("problems {}", self.id)
    }
}

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// A listing or demand was made.
    Created,
    /// It was changed.
    Updated,
    /// It said the same already.
    Unchanged,
    /// Refused.
    Rejected,
    /// Nothing: the import ended before it, or took all rows or none and ended with none. Not stored.
    Skipped,
}

/// What a row became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A listing.
    Listing(Id<id::Listing>),
    /// A demand.
    Demand(Id<id::Demand>),
}

impl Target {
    /// Its global id.
    #[must_use]
    pub fn global(self) -> String {
        match self {
            Self::Listing(id) => id.to_string(),
            Self::Demand(id) => id.to_string(),
        }
    }
}

/// What was written for a row: enough to take it back while nobody has touched it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A listing.
    Listing(listing::Written),
    /// A demand.
    Demand(demand::Written),
}

impl Written {
    /// What it was written to.
    #[must_use]
    pub const fn target(self) -> Target {
        match self {
            Self::Listing(written) => Target::Listing(written.listing),
            Self::Demand(written) => Target::Demand(written.demand),
        }
    }
}

/// What becomes of a row that could be read.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Something new.
    Created(Written),
    /// Something that changed.
    Updated(Written),
    /// It is there and says the same already.
    Unchanged(Target),
    /// Nothing, and why; paths are those of the fields.
    Refused(Error),
}

/// One row, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowResult {
    /// Row as a person sees it: the header is row 1.
    pub row: i64,
    /// What tells it from other rows; empty if it has nothing.
    pub external_reference: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What it became, if there is anything.
    pub target: Option<Target>,
    /// What was written; none if nothing was.
    pub written: Option<Written>,
}

/// The mapping of a run, and whether every column it names must exist.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMapping {
    /// The columns.
    pub columns: Mapping,
    /// `false` for a preset, which was made for another file.
    pub strict: bool,
}

/// One thing that is wrong with one row, as it is kept.
#[derive(Debug, Clone)]
pub struct RowProblem {
    /// Id.
    pub id: Id<id::ImportProblem>,
    /// Position among the problems of the run, from 0 without gaps.
    pub place: i64,
    /// Row as a person sees it: the header is row 1.
    pub row: i64,
    /// How bad.
    pub severity: Severity,
    /// Header of the column.
    pub column: Option<String>,
    /// Path of the field.
    pub field: String,
    /// What is wrong.
    pub error: Error,
    /// The beginning of the value.
    pub value: Option<String>,
}

/// A mapping kept under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// Id.
    pub id: Id<id::ImportPreset>,
    /// For files of what.
    pub kind: ImportKind,
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
