//! From headers to fields and from rows to listings or demands. Pure.

mod own;
mod right;
mod row;
pub mod value;
mod words;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    field::{Confidence, Field},
    kind::ImportKind,
    read::Row,
};
use crate::{
    kernel::{Code, Error, Result},
    listing::vocabulary::{IpKind, ListingKind},
};

pub use own::{cells_of, document_of, is_ours, is_own, is_result, own_fields, result_headers, snake};
pub use right::settle_status;
pub use row::{Demands, Listings, Mapped, Reading, Subject, map_row};
pub use words::StageWord;

/// One column and the field that it feeds; no field means that the column is left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// Header of the column.
    pub column: String,
    /// Path of the field.
    pub field: Option<String>,
}

/// What a person said about columns: wins over what we would suggest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping {
    /// The columns, each at most once.
    pub columns: Vec<ColumnMapping>,
}

impl Mapping {
    /// This mapping, completed by what `other` says of columns and fields that this one does not name.
    #[must_use]
    pub fn over(&self, other: &Self, kind: ImportKind) -> Self {
        let named = |column: &&ColumnMapping| {
            let mine = self.columns.iter();
            let once = column.field.as_deref().and_then(|path| kind.by_path(path)).is_some_and(|field| !field.many);
            !mine.clone().any(|own| own.column == column.column || (once && own.field == column.field))
        };
        Self { columns: self.columns.iter().chain(other.columns.iter().filter(named)).cloned().collect() }
    }

    /// Checks what can be checked without a file.
    ///
    /// # Errors
    /// `UNKNOWN_CODE` for a field that does not exist, `DUPLICATE` for a column named twice or a field that only one
    /// column may feed, `TOO_MANY` columns; at `N.column` or `N.field`.
    pub fn validate(&self, kind: ImportKind) -> Result<()> {
        let mut problems = crate::kernel::error::Problems::default();
        if self.columns.len() > super::read::MAX_COLUMNS {
            problems.push(Error::new(Code::TooMany).with("max", super::read::MAX_COLUMNS));
        }
        for (index, column) in self.columns.iter().enumerate() {
            let earlier = self.columns.get(..index).unwrap_or_default();
            if earlier.iter().any(|other| other.column == column.column) {
                problems.push(Error::new(Code::Duplicate).with("value", column.column.as_str()).at("column").at(index));
            }
            let Some(path) = &column.field else { continue };
            match kind.by_path(path) {
                None => problems.push(Error::new(Code::UnknownCode).with("value", path.as_str()).at("field").at(index)),
                Some(field) if !field.many && earlier.iter().any(|other| other.field.as_ref() == Some(path)) => {
                    problems.push(Error::new(Code::Duplicate).with("value", path.as_str()).at("field").at(index));
                }
                Some(_) => {}
            }
        }
        problems.finish(())
    }
}

/// What we think of one column.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// Header of the column.
    pub column: String,
    /// The field, if the header says one and no better column feeds it already.
    pub field: Option<(&'static Field, Confidence)>,
}

/// What the headers say. `samples` are the first rows: words like `kind` mean different things in different files, and
/// the values tell which.
#[must_use]
pub fn suggest(kind: ImportKind, headers: &[String], samples: &[Row]) -> Vec<Suggestion> {
    let known: Vec<_> = headers
        .iter()
        .enumerate()
        .map(|(index, header)| {
            kind.by_header(header).map(|(field, confidence, rank)| (settle(kind, field, index, samples), confidence, rank))
        })
        .collect();
    let suggestion = |(index, header): (usize, &String)| {
        let mine = known.get(index).copied().flatten();
        let field = mine.filter(|(field, confidence, rank)| {
            let better = |(other, theirs): (usize, &Option<(&'static Field, Confidence, usize)>)| {
                theirs.is_some_and(|(theirs, their_confidence, their_rank)| {
                    let key = (std::cmp::Reverse(their_confidence), their_rank, other);
                    theirs.path == field.path && key < (std::cmp::Reverse(*confidence), *rank, index)
                })
            };
            field.many || !known.iter().enumerate().any(better)
        });
        Suggestion { column: header.clone(), field: field.map(|(field, confidence, _)| (field, confidence)) }
    };
    headers.iter().enumerate().map(suggestion).collect()
}

/// `kind` of a patent list is the kind of the right, not of the achievement.
fn settle(kind: ImportKind, field: &'static Field, index: usize, samples: &[Row]) -> &'static Field {
    use words::Words;
    if field.path != "kind" {
        return field;
    }
    let values = || samples.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.trim().is_empty());
    let rights = values().filter(|cell| IpKind::read(cell).is_some()).count();
    let listings = values().filter(|cell| ListingKind::read(cell).is_some()).count();
    if rights > listings { kind.by_path("ipRights.kind").unwrap_or(field) } else { field }
}

/// What is to be done with each column of a file.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the rows become.
    pub kind: ImportKind,
    /// All headers of the file.
    pub headers: Vec<String>,
    /// Position among the headers and field, in the order of the file.
    pub columns: Vec<(usize, &'static Field)>,
    /// Columns that feed nothing.
    pub unmapped: Vec<String>,
    /// Whether the file is an export of ours, to be read back exactly.
    pub own: bool,
    /// Whether cells that a spreadsheet program would run were made harmless by us, and are to be restored.
    pub neutralized: bool,
}

impl Plan {
    /// Joins what a person said (`explicit`) with what the headers say. `strict`: every column that is named must
    /// exist; a preset, made for another file, may name more.
    ///
    /// # Errors
    /// As [`Mapping::validate`]; `COLUMN_MISSING` for a named column that the file lacks (at `N.column`), or if no column
    /// gives a title or tells the rows apart; `HEADER_MISSING` if no column is known at all.
    pub fn new(kind: ImportKind, headers: &[String], samples: &[Row], explicit: &Mapping, strict: bool) -> Result<Self> {
        explicit.validate(kind)?;
        let absent = explicit.columns.iter().position(|column| !headers.contains(&column.column));
        if let Some(index) = absent.filter(|_| strict) {
            let field = explicit.columns.get(index).and_then(|column| column.field.clone());
            let error = Error::new(Code::ColumnMissing).at("column").at(index);
            return Err(field.map_or(error.clone(), |field| error.with("field", kind.named(&field))));
        }
        let plan = Self::lenient(kind, headers, samples, explicit);
        plan.check().map(|()| plan)
    }

    /// As [`Self::new`], but without asking whether it is enough: for the preview.
    #[must_use]
    pub fn lenient(kind: ImportKind, headers: &[String], samples: &[Row], explicit: &Mapping) -> Self {
        let named = |header: &str| explicit.columns.iter().find(|column| column.column == header);
        let present = |column: &&ColumnMapping| headers.contains(&column.column);
        let taken: Vec<&str> = explicit.columns.iter().filter(present).filter_map(|column| column.field.as_deref()).collect();
        let (mut columns, mut unmapped) = (Vec::new(), Vec::new());
        for (index, suggestion) in suggest(kind, headers, samples).into_iter().enumerate() {
            let suggested = || suggestion.field.map(|(field, _)| field).filter(|field| field.many || !taken.contains(&field.path));
            let field = match named(&suggestion.column) {
                Some(column) => column.field.as_deref().and_then(|path| kind.by_path(path)),
                None => suggested(),
            };
            match field {
                Some(field) => columns.push((index, field)),
                None => unmapped.push(suggestion.column),
            }
        }
        let ours = is_own(kind, headers);
        let own = ours && explicit.columns.is_empty();
        Self { kind, own, neutralized: ours || is_result(headers), headers: headers.to_vec(), columns, unmapped }
    }

    fn check(&self) -> Result<()> {
        let feeds = |paths: &[&str]| self.columns.iter().any(|(_, field)| paths.contains(&field.path));
        let missing = |path: &str| Err(Error::new(Code::ColumnMissing).with("field", self.kind.named(path)));
        if self.columns.is_empty() {
            return Err(Error::new(Code::HeaderMissing));
        }
        if !feeds(&["title", "title.zh", "title.en"]) {
            return missing("title");
        }
        if !feeds(self.kind.keys()) {
            return missing("externalReference");
        }
        Ok(())
    }

    /// The stored fields that the columns give, for a [`Patch`](crate::kernel::patch::Patch): a field without a column
    /// keeps what it has.
    #[must_use]
    pub fn given(&self) -> BTreeSet<String> {
        self.columns.iter().map(|(_, field)| own::stored_field(field.path)).filter(|field| field != "external_reference").collect()
    }

    /// Whether any column feeds `path` or a part of it, or what it is a part of.
    #[must_use]
    pub fn feeds(&self, path: &str) -> bool {
        let top = |path: &str| own::stored_field(path).split('.').next().map(str::to_owned);
        self.columns.iter().any(|(_, field)| top(field.path) == top(path))
    }

    /// The header of the column that feeds `path` (`ipRights.0.number`, as errors name it).
    #[must_use]
    pub fn column_of(&self, path: &str) -> Option<&str> {
        let plain: Vec<&str> = path.split('.').filter(|segment| segment.parse::<usize>().is_err()).collect();
        let feeds = |wanted: &str| {
            let column = self.columns.iter().find(|(_, field)| field.path == wanted)?;
            self.headers.get(column.0).map(String::as_str)
        };
        // The field itself, else the nearest one around it, else a part of it (`title.zh` for `title`).
        (1..=plain.len()).rev().find_map(|length| feeds(&plain.get(..length)?.join("."))).or_else(|| {
            let prefix = format!("{}.", plain.first()?);
            let part = self.columns.iter().find(|(_, field)| field.path.starts_with(&prefix))?;
            self.headers.get(part.0).map(String::as_str)
        })
    }
}

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString, strum::IntoStaticStr, async_graphql::Enum)]
#[graphql(name = "ImportSeverity")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Severity {
    /// The row is not imported.
    Error,
    /// The row is imported without this value, or with it read as best we can.
    Warning,
}

/// One thing that is wrong with one row.
#[derive(Debug, Clone)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Header of the column, if one is to blame.
    pub column: Option<String>,
    /// Path of the field; empty if the whole row is concerned.
    pub field: String,
    /// What is wrong.
    pub error: Error,
    /// The beginning of the value as it stands in the file.
    pub value: Option<String>,
}
