//! How long a demand is shown, and when its owner is reminded.

use chrono::NaiveDate;

use crate::{
    demand::content::DemandContent,
    kernel::{
        Date, Result,
        date::{add_days, add_months},
    },
    rulebook::Rulebook,
};

/// The last day on which the world sees `content` if it is shown, or confirmed, on `today`: what it says while that lies
/// ahead, or the rule's, but never beyond the day by which it has to be solved.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn shown_until(content: &DemandContent, today: NaiveDate, book: &Rulebook) -> Result<Date> {
    let months: u32 = book.on("demand.validity_months_default", today)?.get()?;
    let chosen = content.valid_until.map(|day| day.0).filter(|day| *day >= today);
    let wanted = chosen.unwrap_or_else(|| add_months(today, months));
    Ok(Date(content.deadline.map_or(wanted, |deadline| wanted.min(deadline.0))))
}

/// The first day after `today` on which the owner is reminded that the demand ends on `last`; none if no reminder is left.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn next_reminder(last: Date, today: NaiveDate, book: &Rulebook) -> Result<Option<Date>> {
    let days: Vec<u32> = book.on("demand.expiry_reminder_days", today)?.get()?;
    let reminders = days.into_iter().filter_map(|days| last.0.checked_sub_days(chrono::Days::new(days.into())));
    Ok(reminders.filter(|day| *day >= add_days(today, 1)).min().map(Date))
}
