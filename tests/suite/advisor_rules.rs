//! Appointments, held against every state and many days.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lianqiao::{
    advisor::{
        rules::{Authority, Limits, Transition, authority, checked_term, is_confirmed, steps, take},
        vocabulary::AdvisorState,
    },
    kernel::{
        Code, Date,
        date::{add_days, add_months},
    },
};
use proptest::prelude::*;
use sea_orm::Iterable;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn every_step_leads_somewhere_and_removal_is_final() {
    for state in AdvisorState::iter() {
        for transition in Transition::iter() {
            match take(transition, state) {
                Ok(step) => assert_eq!(step.authority, authority(transition)),
                Err(error) => assert_eq!(error.code(), Code::TransitionNotAllowed),
            }
        }
    }
    assert_eq!(steps(AdvisorState::Removed), []);
    let reached: BTreeSet<_> = AdvisorState::iter().flat_map(steps).map(|step| step.to).collect();
    assert_eq!(reached.len(), AdvisorState::iter().count() - 1, "everything but the application is reached: {reached:?}");
    assert_eq!(authority(Transition::End), Authority::System, "nobody ends a term early but by a removal");
}

proptest! {
    #[test]
    fn a_term_lasts_as_long_as_the_rule_says(from in -400_i64..400, length in 0_u32..2000) {
        let today = day("2026-11-23");
        let from = today + chrono::Duration::days(from);
        let until = add_days(from, length);
        let limits = Limits { min: 1, max: 3 };
        let fits = until.succ_opt().unwrap() >= add_months(from, 12) && until.succ_opt().unwrap() <= add_months(from, 36) && until >= today;
        prop_assert_eq!(checked_term(Date(from), Date(until), today, limits).is_ok(), fits, "{} to {}", from, until);
    }

    #[test]
    fn a_statement_counts_for_so_many_months_and_no_day_longer(months in 1_u32..36, since in 0_i64..1500) {
        let said = day("2026-02-28");
        let today = said + chrono::Duration::days(since);
        prop_assert_eq!(is_confirmed(Some(Date(said)), today, months), today <= add_months(said, months));
        prop_assert!(!is_confirmed(None, today, months));
    }
}
