//! Vectors D1 to D12 of the domain reference (section 9), with the holiday calendar that ships inside the program.
//! (D13 counts tax filings of cross-border payments; its slice does not exist yet.)

use chrono::NaiveDate;
use lianqiao::{
    kernel::date::{HolidayCalendar, add_days, add_months},
    rulebook,
};
use proptest::prelude::*;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn calendar() -> HolidayCalendar {
    rulebook::parse_files().expect("rule files").1
}

#[test]
fn months_end_on_the_corresponding_day_or_the_months_end() {
    for (vector, start, months, end) in [
        ("D1", "2026-11-23", 12, "2027-11-23"),
        ("D2", "2028-02-29", 12, "2029-02-28"),
        ("D3", "2026-08-31", 18, "2028-02-29"),
        ("D4", "2027-11-30", 3, "2028-02-29"),
    ] {
        assert_eq!(add_months(day(start), months), day(end), "{vector}");
    }
}

#[test]
fn calendar_days_leave_out_the_first_and_end_after_a_day_off() {
    let calendar = calendar();
    for (vector, start, days, end, provisional) in [
        ("D5", "2026-11-23", 15, "2026-12-08", false),
        ("D6", "2026-11-23", 60, "2027-01-22", true),
        ("D7", "2026-08-03", 60, "2026-10-08", false),
        ("D8a", "2026-12-01", 7, "2026-12-08", false),
        ("D8b", "2026-09-24", 7, "2026-10-08", false),
    ] {
        let deadline = calendar.after_days(day(start), days);
        assert_eq!((deadline.on, deadline.provisional), (day(end), provisional), "{vector}");
    }
    assert_eq!(add_days(day("2026-08-03"), 60), day("2026-10-02"), "D7 before the holiday moves it");
    assert_eq!(add_days(day("2026-09-24"), 7), day("2026-10-01"), "D8 before the holiday moves it");
}

#[test]
fn a_deadline_in_an_unpublished_year_is_provisional() {
    let deadline = calendar().after_months(day("2026-11-30"), 3);
    assert_eq!(add_months(day("2026-11-30"), 3), day("2027-02-28"), "a Sunday");
    assert_eq!((deadline.on, deadline.provisional), (day("2027-03-01"), true), "D9");
}

#[test]
fn working_days_know_holidays_and_make_up_days() {
    let calendar = calendar();
    for (count, end) in [
        (3, "2026-09-17"),
        (5, "2026-09-20"),
        (10, "2026-09-28"),
        (15, "2026-10-10"),
        (30, "2026-10-30"),
        (40, "2026-11-13"),
        (45, "2026-11-20"),
    ] {
        let deadline = calendar.after_working_days(day("2026-09-14"), count);
        assert_eq!((deadline.on, deadline.provisional), (day(end), false), "D10, {count} working days");
    }
    assert_eq!(calendar.after_working_days(day("2026-09-28"), 3).on, day("2026-10-08"), "D11");
    assert_eq!(calendar.after_working_days(day("2026-02-12"), 15).on, day("2026-03-11"), "D12");
}

proptest! {
    #[test]
    fn a_working_deadline_is_a_working_day_and_counts_what_it_says(offset in 0_u32..700, count in 1_u32..60) {
        let calendar = calendar();
        let start = add_days(day("2026-01-01"), offset);
        let end = calendar.after_working_days(start, count).on;
        prop_assert!(calendar.is_working_day(end));
        let between = (1..).map(|days| add_days(start, days)).take_while(|date| *date <= end).filter(|date| calendar.is_working_day(*date)).count();
        prop_assert_eq!(between, count as usize);
    }
}
