//! Law is data: every number of law or policy is a dated, cited rule version.
//!
//! Rule files ship inside the program (`seeds/reference/rules`). Loading them never changes what decides in a version
//! that exists: a changed value is a new version, so a case that started under the old one can still show it. What is in force is
//! kept in memory; the database keeps everything that ever was.

mod calendar;
mod store;

use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::kernel::{Code, Error, Id, Result, date::HolidayCalendar, id::RuleVersion};

pub use store::{load, parse_files, parse_rules, synchronize};

/// How well a rule is attested (see the domain reference).
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, strum::EnumString, async_graphql::Enum)]
#[graphql(name = "RuleEvidence")]
pub enum Evidence {
    /// Text of a statute or regulation, read at the cited article.
    #[strum(serialize = "L")]
    Law,
    /// Seen in a public source.
    #[strum(serialize = "S")]
    Source,
    /// General knowledge, not verified: shown, but never blocks anybody alone.
    #[strum(serialize = "M")]
    Unverified,
    /// Our own choice.
    #[strum(serialize = "D")]
    Design,
}

/// One version of one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The version; derived from its content, so the same on every installation.
    pub id: Id<RuleVersion>,
    /// Dotted name, `ufpl.free_months_min`.
    pub rule_id: String,
    /// The value: number, text, list or table.
    pub value: Value,
    /// Unit of a number: `months`, `days`, `working_days`, `basis_points`, …
    pub unit: Option<String>,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; none for "until further notice".
    pub valid_to: Option<NaiveDate>,
    /// Where it is written.
    pub citation: String,
    /// How well it is attested.
    pub evidence: Evidence,
    /// Name in Chinese and English.
    pub title: (String, String),
    /// What it says, in Chinese and English.
    pub text: (String, String),
}

impl Rule {
    /// The value as `T`.
    ///
    /// # Errors
    /// `INTERNAL` if the rule file holds another shape.
    pub fn get<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.value.clone()).map_err(|error| Error::internal(format!("rule {}: {error}", self.rule_id)))
    }

    fn in_force(&self, on: NaiveDate) -> bool {
        self.valid_from <= on && self.valid_to.is_none_or(|last| on <= last)
    }
}

#[derive(Debug, Default)]
struct Book {
    current: BTreeMap<String, Vec<Arc<Rule>>>,
    calendar: Arc<HolidayCalendar>,
}

/// The rules in force, in memory.
#[derive(Debug, Clone, Default)]
pub struct Rulebook(Arc<RwLock<Book>>);

impl Rulebook {
    /// A rulebook with these current rules and this calendar.
    #[must_use]
    pub fn new(rules: Vec<Rule>, calendar: HolidayCalendar) -> Self {
        let book = Self::default();
        book.replace(rules, calendar);
        book
    }

    /// Exchanges everything.
    pub fn replace(&self, rules: Vec<Rule>, calendar: HolidayCalendar) {
        let mut current: BTreeMap<String, Vec<Arc<Rule>>> = BTreeMap::new();
        for rule in rules {
            current.entry(rule.rule_id.clone()).or_default().push(Arc::new(rule));
        }
        let mut book = self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *book = Book { current, calendar: Arc::new(calendar) };
    }

    /// The version of `rule_id` in force on `on`.
    ///
    /// # Errors
    /// `INTERNAL` if there is none: a rule that code asks for must exist.
    pub fn on(&self, rule_id: &str, on: NaiveDate) -> Result<Arc<Rule>> {
        let book = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        book.current
            .get(rule_id)
            .and_then(|versions| versions.iter().filter(|rule| rule.in_force(on)).max_by_key(|rule| rule.valid_from))
            .cloned()
            .ok_or_else(|| Error::new(Code::Internal).because(format!("no rule {rule_id} on {on}")))
    }

    /// All current versions, by name and date.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Rule>> {
        let book = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        book.current.values().flatten().cloned().collect()
    }

    /// The public calendar.
    #[must_use]
    pub fn calendar(&self) -> Arc<HolidayCalendar> {
        let book = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&book.calendar)
    }
}
