//! One row to one listing or demand.

mod cell;
mod demand;
mod listing;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Plan, Problem, Severity, own, value, words::StageWord};
use crate::{
    import::{
        field::Field,
        kind::ImportKind,
        read::{Row, shown},
    },
    kernel::{Error, Result, sheet, text},
    listing::content::Contact,
    rulebook::Rulebook,
};

pub use demand::Demands;
pub use listing::Listings;

/// Longest external reference, in characters.
const REFERENCE_MAX: usize = 250;

/// What rows are read with.
#[derive(Debug)]
pub struct Reading {
    /// What each column means.
    pub plan: Plan,
    /// Stage words of older forms.
    pub stages: Vec<StageWord>,
}

/// What rows become: everything in which the kinds differ before anything is written. Pure.
pub trait Subject: Sized + Send + Sync + 'static {
    /// Which kind.
    const KIND: ImportKind;
    /// Fields whose wrong entries are dropped with a warning instead of rejecting the row.
    const FORGIVING: &'static [&'static str];
    /// Fields that an empty cell does not clear, because what they would fall back to says something else.
    const KEPT: &'static [&'static str] = &[];
    /// What a row says in the end.
    type Content: Clone + std::fmt::Debug + Default + Serialize + DeserializeOwned + Send + Sync;
    /// What the columns of one row say until they are put together.
    type Draft: Default;

    /// What the column of one field says, which is not empty.
    fn take(builder: &mut Builder<'_, Self>, column: usize, field: &'static Field, text: &str);

    /// Puts together what the columns say.
    fn finish(builder: &mut Builder<'_, Self>) -> Self::Content;

    /// What tells a row from others where no column gives a reference.
    fn reference(content: &Self::Content) -> Option<String>;

    /// The content in its normal form.
    ///
    /// # Errors
    /// Everything that is wrong, at once, each with its path.
    fn validate(content: Self::Content, today: NaiveDate, book: &Rulebook) -> Result<Self::Content>;

    /// What follows from the calendar, for content that was not read from our own form.
    fn settle(_content: &mut Self::Content, _today: NaiveDate) {}

    /// The list at `field`, one of [`Self::FORGIVING`]; none for what is no list.
    fn list<'a>(content: &'a mut Self::Content, field: &str) -> Option<&'a mut Vec<String>>;

    /// Whom to ask.
    fn contact(content: &mut Self::Content) -> &mut Option<Contact>;
}

/// A row, read.
#[derive(Debug)]
pub struct Mapped<C> {
    /// Row number as a person sees it.
    pub row: i64,
    /// What tells the row from others of the same organization. Empty only if a problem says so.
    pub external_reference: String,
    /// What the row says.
    pub content: C,
    /// The stored fields that the row gives; the others keep what they have.
    pub given: BTreeSet<String>,
    /// Whether the row is in our own form, so that nothing was inferred and nothing may be.
    pub exact: bool,
    /// What is wrong with it, as far as reading can tell.
    pub problems: Vec<Problem>,
}

impl<C> Mapped<C> {
    /// Whether the row cannot be imported.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads one row.
#[must_use]
pub fn map_row<S: Subject>(row: &Row, reading: &Reading) -> Mapped<S::Content> {
    let mut builder = Builder::<S>::new(row, reading);
    builder.faults();
    let found = builder.exact();
    let exact = found.is_some();
    let mut content = if let Some((reference, content, given)) = found {
        (builder.reference, builder.given) = (reference, given);
        content
    } else {
        builder.columns();
        S::finish(&mut builder)
    };
    builder.finish_given(S::contact(&mut content).is_some());
    let external_reference = builder.finish_reference(&content);
    Mapped { row: row.number, external_reference, content, given: builder.given, exact, problems: builder.problems }
}

/// One row while it is read.
pub struct Builder<'a, S: Subject> {
    row: &'a Row,
    reading: &'a Reading,
    reference: Option<String>,
    given: BTreeSet<String>,
    draft: S::Draft,
    problems: Vec<Problem>,
}

impl<'a, S: Subject> Builder<'a, S> {
    fn new(row: &'a Row, reading: &'a Reading) -> Self {
        let draft = S::Draft::default();
        Self { row, reading, reference: None, given: BTreeSet::new(), draft, problems: Vec::new() }
    }

    fn cell(&self, column: usize) -> &'a str {
        let cell = self.row.cells.get(column).map_or("", String::as_str);
        if self.reading.plan.neutralized { sheet::restore(cell) } else { cell }
    }

    fn problem(&mut self, severity: Severity, column: usize, field: &str, error: Error) {
        let value = Some(shown(self.cell(column))).filter(|value| !value.is_empty());
        let column = self.reading.plan.headers.get(column).cloned();
        // Two hundred words of one cell that nobody knows are one thing to mend.
        let same = |last: &Problem| last.severity == severity && last.column == column && last.field == field;
        if self.problems.last().is_some_and(same) {
            return;
        }
        self.problems.push(Problem { severity, column, field: field.to_owned(), error, value });
    }

    /// What the reader found. A broken cell of a column that feeds nothing harms nobody.
    fn faults(&mut self) {
        for fault in &self.row.faults {
            match fault.column {
                None => {
                    let (field, error) = (String::new(), fault.error.clone());
                    self.problems.push(Problem { severity: Severity::Error, column: None, field, error, value: None });
                }
                Some(column) => {
                    let fed = self.reading.plan.columns.iter().find(|(index, _)| *index == column);
                    if let Some((_, field)) = fed {
                        self.problem(Severity::Error, column, field.path, fault.error.clone());
                    }
                }
            }
        }
    }

    /// The content of a row in our own form: a line of JSON, or the cells of our own export.
    fn exact(&self) -> Option<(Option<String>, S::Content, BTreeSet<String>)> {
        let plan = &self.reading.plan;
        if let Some(object) = &self.row.object {
            let Value::Object(mut document) = own::snake_keys(Value::Object(object.clone())) else { return None };
            let reference = document.shift_remove("external_reference").and_then(|value| value.as_str().map(str::to_owned));
            let given = document.keys().cloned().collect();
            let content = serde_json::from_value(Value::Object(document)).ok()?;
            return Some((reference, content, given));
        }
        if !plan.own {
            return None;
        }
        let document = own::document_of(plan.columns.iter().map(|(column, field)| (*field, self.cell(*column))))?;
        let reference =
            plan.columns.iter().find(|(_, field)| field.path == "externalReference").map(|(column, _)| self.cell(*column).to_owned());
        Some((reference, serde_json::from_value(document).ok()?, plan.given()))
    }

    fn columns(&mut self) {
        let reading = self.reading;
        for (column, field) in &reading.plan.columns {
            let absent = |header: &String| self.row.object.as_ref().is_some_and(|object| !object.contains_key(header));
            if reading.plan.headers.get(*column).is_some_and(absent) {
                continue;
            }
            if field.path != "externalReference" {
                self.given.insert(own::stored_field(field.path));
            }
            let broken = self.row.faults.iter().any(|fault| fault.column == Some(*column));
            let text = self.cell(*column).trim();
            if !broken && !text.is_empty() {
                S::take(self, *column, field, text);
            }
        }
    }

    /// Settles what the row gives of fields that are given by part, and of those that an empty cell keeps.
    fn finish_given(&mut self, has_contact: bool) {
        const PARTS: [&str; 3] = ["contact.name", "contact.phone", "contact.email"];
        for path in S::KEPT {
            if self.is_blank(path) {
                self.given.remove(&own::snake(path));
            }
        }
        if PARTS.iter().all(|part| self.given.contains(*part)) && (!has_contact || !self.is_blank("contact.name")) {
            for part in PARTS {
                self.given.remove(part);
            }
            self.given.insert("contact".to_owned());
        } else if self.is_blank("contact.name") {
            // Nobody is no name: whoever is named stays, with what else the row says.
            self.given.remove("contact.name");
        }
    }

    /// Whether the file has no column for `path`, or nothing in it that says something.
    fn is_blank(&self, path: &str) -> bool {
        let fed = self.reading.plan.columns.iter().filter(|(_, field)| field.path == path);
        fed.map(|(column, _)| self.cell(*column)).all(value::is_removed_name)
    }

    fn finish_reference(&mut self, content: &S::Content) -> String {
        let given = self.reference.take().filter(|reference| !reference.trim().is_empty());
        let given = given.or_else(|| S::reference(content)).unwrap_or_default();
        text::line(&given, REFERENCE_MAX).unwrap_or_else(|error| {
            let column = self.reading.plan.column_of("externalReference").map(str::to_owned);
            let value = Some(shown(&given)).filter(|value| !value.is_empty());
            self.problems.push(Problem { severity: Severity::Error, column, field: "externalReference".to_owned(), error, value });
            String::new()
        })
    }
}
