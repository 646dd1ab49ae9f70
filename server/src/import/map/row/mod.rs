//! One row to one listing.

mod cell;
mod take;

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Plan, Problem, Severity, own,
    right::{NoRight, RightColumns},
    words::StageWord,
};
use crate::{
    import::read::{Row, shown},
    kernel::{Code, Date, Error, text},
    listing::{
        content::{Contact, ListingContent, Secrecy, TechnologyReadinessLevel},
        vocabulary::{ReadinessBasis, SecrecyLevel},
    },
};

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

/// A row, read.
#[derive(Debug)]
pub struct Mapped {
    /// Row number as a person sees it.
    pub row: i64,
    /// What tells the row from others of the same organization. Empty only if a problem says so.
    pub external_reference: String,
    /// What the row says.
    pub content: ListingContent,
    /// The stored fields that the row gives; the others keep what they have.
    pub given: BTreeSet<String>,
    /// Whether the row is in our own form, so that nothing was inferred and nothing may be.
    pub exact: bool,
    /// What is wrong with it, as far as reading can tell.
    pub problems: Vec<Problem>,
}

impl Mapped {
    /// Whether the row cannot be imported.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads one row.
#[must_use]
pub fn map_row(row: &Row, reading: &Reading) -> Mapped {
    let mut builder = Builder::new(row, reading);
    builder.faults();
    let found = builder.exact();
    let exact = found.is_some();
    let content = if let Some((reference, content, given)) = found {
        (builder.reference, builder.given) = (reference, given);
        content
    } else {
        builder.columns();
        builder.finish_content()
    };
    let external_reference = builder.finish_reference(&content);
    Mapped { row: row.number, external_reference, content, given: builder.given, exact, problems: builder.problems }
}

struct Builder<'a> {
    row: &'a Row,
    reading: &'a Reading,
    reference: Option<String>,
    content: ListingContent,
    given: BTreeSet<String>,
    right: RightColumns,
    basis: Option<ReadinessBasis>,
    assessed_on: Option<Date>,
    level: Option<i32>,
    cleared: Option<bool>,
    phone: Option<String>,
    email: Option<String>,
    problems: Vec<Problem>,
}

impl<'a> Builder<'a> {
    fn new(row: &'a Row, reading: &'a Reading) -> Self {
        Self {
            row,
            reading,
            reference: None,
            content: ListingContent::default(),
            given: BTreeSet::new(),
            right: RightColumns::default(),
            basis: None,
            assessed_on: None,
            level: None,
            cleared: None,
            phone: None,
            email: None,
            problems: Vec::new(),
        }
    }

    fn cell(&self, column: usize) -> &'a str {
        let cell = self.row.cells.get(column).map_or("", String::as_str);
        if self.reading.plan.neutralized { own::restore(cell) } else { cell }
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

    /// The listing of a row in our own form: a line of JSON, or the cells of our own export.
    fn exact(&self) -> Option<(Option<String>, ListingContent, BTreeSet<String>)> {
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
                self.take(*column, field, text);
            }
        }
    }

    fn finish_content(&mut self) -> ListingContent {
        if let Some(level) = self.level {
            let basis = self.basis.unwrap_or(ReadinessBasis::SelfAssessed);
            self.content.readiness = Some(TechnologyReadinessLevel { level, basis, assessed_on: self.assessed_on });
        }
        if let Some(cleared) = self.cleared {
            let unclassified = Secrecy { level: SecrecyLevel::None, cleared };
            self.content.secrecy.get_or_insert(unclassified).cleared = cleared;
        }
        if self.phone.is_some() || self.email.is_some() {
            // Whom to ask may be an address alone; then the department answers.
            let name = self.content.department.clone().or_else(|| self.email.clone()).or_else(|| self.phone.clone()).unwrap_or_default();
            let nameless = Contact { name, phone: None, email: None };
            let contact = self.content.contact.get_or_insert(nameless);
            (contact.phone, contact.email) = (self.phone.take(), self.email.take());
        }
        match std::mem::take(&mut self.right).assemble() {
            Ok(right) => self.content.ip_rights.insert(0, right),
            Err(NoRight::Silent) => {}
            Err(NoRight::Nameless) => self.nameless(),
        }
        std::mem::take(&mut self.content)
    }

    /// Dates and states of a right without a number are not kept, and that is said.
    fn nameless(&mut self) {
        let columns = &self.reading.plan.columns;
        let to_blame = columns.iter().find(|(_, field)| field.path == "ipRights.number");
        if let Some((column, _)) = to_blame.or_else(|| columns.iter().find(|(_, field)| field.path.starts_with("ipRights."))) {
            self.problem(Severity::Warning, *column, "ipRights.number", Error::new(Code::Required));
        }
    }

    fn finish_reference(&mut self, content: &ListingContent) -> String {
        let number = || content.ip_rights.first().map(|right| right.number.clone()).filter(|number| !number.is_empty());
        let given = self.reference.take().filter(|reference| !reference.trim().is_empty()).or_else(number).unwrap_or_default();
        text::line(&given, REFERENCE_MAX).unwrap_or_else(|error| {
            let column = self.reading.plan.column_of("externalReference").map(str::to_owned);
            let value = Some(shown(&given)).filter(|value| !value.is_empty());
            self.problems.push(Problem { severity: Severity::Error, column, field: "externalReference".to_owned(), error, value });
            String::new()
        })
    }
}
