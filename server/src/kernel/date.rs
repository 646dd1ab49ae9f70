//! Calendar arithmetic as the Civil Code counts it (民法典 arts. 201-203).

use std::{collections::BTreeMap, fmt};

use chrono::{Datelike, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::Locale;

/// A calendar date as the API and stored documents carry it: `2026-11-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub NaiveDate);

impl From<NaiveDate> for Date {
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `date` plus `months`; a missing day falls to the month's end (art. 202).
///
/// Recurring dates must call this with the original anchor and `k·step`, never with the previous clamped date.
#[must_use]
pub fn add_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// `date` plus `days`; the start day is not counted (art. 201).
#[must_use]
pub fn add_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(chrono::Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

/// What the State Council's yearly notice says about a date that differs from its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpecialDay {
    /// A statutory day off.
    Off,
    /// A weekend day that is worked (调休上班).
    Worked,
}

/// The public calendar: special days, and the years for which the notice is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HolidayCalendar {
    /// Days that differ from the plain week.
    pub special: BTreeMap<NaiveDate, SpecialDay>,
    /// Years whose notice is known.
    pub published_years: Vec<i32>,
}

/// A computed deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The last day.
    pub on: NaiveDate,
    /// Whether it rests on a year whose holiday notice is not published and must be computed again.
    pub provisional: bool,
}

impl HolidayCalendar {
    /// Whether `date` is worked.
    #[must_use]
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        match self.special.get(&date) {
            Some(SpecialDay::Off) => false,
            Some(SpecialDay::Worked) => true,
            None => !matches!(date.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    fn deadline(&self, on: NaiveDate) -> Deadline {
        Deadline { on, provisional: !self.published_years.contains(&on.year()) }
    }

    /// Moves a last day that is a day off to the next working day (art. 203).
    #[must_use]
    pub fn extend(&self, last_day: NaiveDate) -> Deadline {
        let mut day = last_day;
        while !self.is_working_day(day) {
            day = add_days(day, 1);
        }
        self.deadline(day)
    }

    /// `days` calendar days after `start`, extended over days off.
    #[must_use]
    pub fn after_days(&self, start: NaiveDate, days: u32) -> Deadline {
        self.extend(add_days(start, days))
    }

    /// `months` months after `start`, extended over days off.
    #[must_use]
    pub fn after_months(&self, start: NaiveDate, months: u32) -> Deadline {
        self.extend(add_months(start, months))
    }

    /// `count` working days after `start`; the start day is not counted.
    #[must_use]
    pub fn after_working_days(&self, start: NaiveDate, count: u32) -> Deadline {
        let mut day = start;
        for _ in 0..count {
            day = add_days(day, 1);
            while !self.is_working_day(day) {
                day = add_days(day, 1);
            }
        }
        self.deadline(day)
    }
}

/// A day as people write it: `2027年3月1日`, `1 March 2027`.
#[must_use]
pub fn in_words(locale: Locale, day: NaiveDate) -> String {
    match locale {
        Locale::ZhCn => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Locale::En => day.format("%-d %B %Y").to_string(),
    }
}
