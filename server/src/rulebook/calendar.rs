//! The holiday calendar's file (`seeds/reference/holidays.toml`).

use anyhow::Context;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::kernel::date::{HolidayCalendar, SpecialDay};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    published_years: Vec<i32>,
    festival: Vec<Festival>,
}

/// One festival of one year. Names and key are for people who read the file.
#[derive(Deserialize)]
struct Festival {
    days_off: Vec<NaiveDate>,
    make_up_days: Vec<NaiveDate>,
}

/// Reads the calendar.
pub(super) fn parse(text: &str) -> anyhow::Result<HolidayCalendar> {
    let file: File = toml::from_str(text).context("holidays.toml")?;
    let mut calendar = HolidayCalendar { published_years: file.published_years, ..HolidayCalendar::default() };
    for festival in file.festival {
        calendar.special.extend(festival.days_off.into_iter().map(|day| (day, SpecialDay::Off)));
        calendar.special.extend(festival.make_up_days.into_iter().map(|day| (day, SpecialDay::Worked)));
    }
    Ok(calendar)
}
