//! How long somebody may be appointed, and how old a statement about conflicts may be.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::kernel::{Code, Date, Error, Result, date::add_months};

/// Least and most years of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Limits {
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
}

/// A term from `from` to `until`, both counted.
///
/// # Errors
/// `OUT_OF_RANGE` at `termUntil` unless it lasts as long as `limits` say and has not passed on `today`.
pub fn checked_term(from: Date, until: Date, today: NaiveDate, limits: Limits) -> Result<(Date, Date)> {
    // A year from the 1st of March ends on the last of February: the first day is one of its days.
    let end = |years: u32| add_months(from.0, 12 * years).pred_opt().unwrap_or(NaiveDate::MAX);
    let (least, most) = (end(limits.min).max(today), end(limits.max));
    if until.0 < least || until.0 > most {
        return Err(Error::new(Code::OutOfRange).with("min", least).with("max", most).at("termUntil"));
    }
    Ok((from, until))
}

/// A new term as it is kept: joined to the one that is running, if one is.
///
/// # Errors
/// `OUT_OF_RANGE` at `termFrom` if there were days between them.
pub fn joined(running: Option<(Date, Date)>, new: (Date, Date)) -> Result<(Date, Date)> {
    let Some((from, until)) = running else { return Ok(new) };
    let latest = until.0.succ_opt().unwrap_or(NaiveDate::MAX);
    if new.0.0 > latest {
        return Err(Error::new(Code::OutOfRange).with("max", latest).at("termFrom"));
    }
    Ok((from.min(new.0), new.1))
}

/// Whether a statement made on `confirmed_on` still counts on `today`, if it holds for `months`.
#[must_use]
pub fn is_confirmed(confirmed_on: Option<Date>, today: NaiveDate, months: u32) -> bool {
    confirmed_on.is_some_and(|day| today <= add_months(day.0, months))
}
