//! The holiday calendar's file (`seeds/reference/holidays.toml`).

use anyhow::Context;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::kernel::date::{HolidayCalendar, SpecialDay};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    published_years: Vec<i32>,
    days_off: Vec<NaiveDate>,
    working_days: Vec<NaiveDate>,
}

/// Reads the calendar.
pub(super) fn parse(text: &str) -> anyhow::Result<HolidayCalendar> {
    let file: File = toml::from_str(text).context("holidays.toml")?;
    let off = file.days_off.into_iter().map(|day| (day, SpecialDay::Off));
    let worked = file.working_days.into_iter().map(|day| (day, SpecialDay::Worked));
    Ok(HolidayCalendar { special: off.chain(worked).collect(), published_years: file.published_years })
}
