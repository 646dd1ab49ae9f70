//! Payment schedules: vectors P1, P3 to P6 and P20 of the domain reference (section 9), limits, and properties.

use lianqiao::{
    kernel::{BasisPoints, Code, Currency, Money, date::add_months},
    ledger::{Installment, ObligationState, PaymentPlan, PaymentTrigger, rules::state_on, schedule},
};
use proptest::prelude::*;

use crate::dates::day;

pub(crate) fn yuan(text: &str) -> Money {
    Money::parse(text, Currency::CNY).expect("an amount")
}

fn deferred(total: &str, deferral_months: u32) -> PaymentPlan {
    PaymentPlan::Deferred { total: yuan(total), deferral_months }
}

fn instalment(total: &str, count: u32, first_after_months: u32, step_months: u32) -> PaymentPlan {
    PaymentPlan::Instalment { total: yuan(total), count, first_after_months, step_months }
}

/// `2027-11-23 80000.00`, one a part.
fn lines(plan: &PaymentPlan, effective_on: &str) -> Vec<String> {
    let parts = schedule(plan, day(effective_on)).expect("a schedule");
    assert!(parts.iter().zip(1..).all(|(part, ordinal)| part.ordinal == ordinal && part.trigger == PaymentTrigger::Date));
    parts.iter().map(|part| format!("{} {}", part.due_on, part.amount.to_decimal_string())).collect()
}

#[test]
fn p1_deferred_falls_due_on_the_anniversary() {
    assert_eq!(lines(&deferred("80000.00", 12), "2026-11-23"), ["2027-11-23 80000.00"]);
}

#[test]
fn p3_half_years_from_a_months_end_stay_anchored() {
    assert_eq!(
        lines(&instalment("100000.00", 3, 12, 6), "2026-08-31"),
        ["2027-08-31 33333.33", "2028-02-29 33333.34", "2028-08-31 33333.33"]
    );
}

#[test]
fn p4_monthly_parts_of_an_odd_total() {
    assert_eq!(
        lines(&instalment("99999.99", 7, 12, 1), "2027-01-31"),
        [
            "2028-01-31 14285.71",
            "2028-02-29 14285.72",
            "2028-03-31 14285.71",
            "2028-04-30 14285.71",
            "2028-05-31 14285.71",
            "2028-06-30 14285.72",
            "2028-07-31 14285.71",
        ]
    );
}

#[test]
fn p5_quarterly_parts_of_a_small_total() {
    assert_eq!(
        lines(&instalment("100.00", 6, 12, 3), "2026-11-23"),
        ["2027-11-23 16.67", "2028-02-23 16.66", "2028-05-23 16.67", "2028-08-23 16.67", "2028-11-23 16.66", "2029-02-23 16.67",]
    );
}

#[test]
fn p6_five_fen_in_three_years() {
    assert_eq!(lines(&instalment("0.05", 3, 12, 12), "2026-11-23"), ["2027-11-23 0.02", "2028-11-23 0.01", "2029-11-23 0.02"]);
}

#[test]
fn p20_a_tie_rounds_up() {
    assert_eq!(yuan("12.50").share(BasisPoints(100)), yuan("0.13"));
}

#[test]
fn a_plan_outside_its_limits_says_where() {
    let refused = |plan: PaymentPlan| {
        let error = schedule(&plan, day("2026-11-23")).expect_err("a refusal");
        error.iter().map(|error| (error.code(), error.path().join("."))).collect::<Vec<_>>()
    };
    let at = |path: &str| vec![(Code::OutOfRange, path.to_owned())];
    assert_eq!(refused(deferred("0.00", 12)), at("deferred.total"));
    assert_eq!(refused(deferred("-1.00", 12)), at("deferred.total"));
    assert_eq!(refused(deferred("1.00", 601)), at("deferred.deferralMonths"));
    assert_eq!(refused(instalment("1.00", 0, 12, 1)), at("instalment.count"));
    assert_eq!(refused(instalment("1000.00", 241, 12, 1)), at("instalment.count"));
    assert_eq!(refused(instalment("1.00", 2, 12, 0)), at("instalment.stepMonths"));
    assert_eq!(refused(instalment("1.00", 2, 601, 1)), at("instalment.firstAfterMonths"));
    assert_eq!(refused(instalment("0.02", 3, 12, 1)), at("instalment.count"), "a part of nothing would fall due");
    assert_eq!(refused(instalment("0.00", 300, 601, 0)).len(), 4, "everything that is wrong is said at once");
    let huge = PaymentPlan::Deferred { total: Money::new(i64::MAX, Currency::CNY), deferral_months: 12 };
    assert_eq!(refused(huge), at("deferred.total"));
}

#[test]
fn an_amount_is_due_from_its_day_on() {
    assert_eq!(state_on(day("2027-11-23"), day("2027-11-22")), ObligationState::Scheduled);
    assert_eq!(state_on(day("2027-11-23"), day("2027-11-23")), ObligationState::Due);
}

proptest! {
    #[test]
    fn parts_add_up_are_never_empty_and_hardly_differ(
        total in 240_i64..100_000_000_000,
        count in 1_u32..=240,
        first in 0_u32..=48,
        step in 1_u32..=24,
        offset in 0_u32..1500,
    ) {
        let effective_on = lianqiao::kernel::date::add_days(day("2026-01-01"), offset);
        let plan = PaymentPlan::Instalment { total: Money::new(total, Currency::CNY), count, first_after_months: first, step_months: step };
        let parts = schedule(&plan, effective_on).expect("a schedule");
        prop_assert_eq!(parts.len(), count as usize);
        prop_assert_eq!(parts.iter().map(|part| part.amount.minor_units).sum::<i64>(), total);
        let (least, most) = parts.iter().map(|part| part.amount.minor_units).fold((i64::MAX, 0), |(a, b), x| (a.min(x), b.max(x)));
        prop_assert!(least >= 1 && most - least <= 1);
        prop_assert!(parts.windows(2).all(|pair| pair[0].due_on < pair[1].due_on));
        for (index, part) in (0..).zip(&parts) {
            prop_assert_eq!(part.due_on, add_months(effective_on, first + index * step), "counted from the anchor");
        }
    }

    #[test]
    fn a_deferred_total_is_one_part(total in 1_i64..100_000_000_000, months in 0_u32..=600) {
        let plan = PaymentPlan::Deferred { total: Money::new(total, Currency::USD), deferral_months: months };
        let parts = schedule(&plan, day("2026-11-23")).expect("a schedule");
        let expected = Installment {
            ordinal: 1,
            due_on: add_months(day("2026-11-23"), months),
            amount: Money::new(total, Currency::USD),
            trigger: PaymentTrigger::Date,
        };
        prop_assert_eq!(parts, vec![expected]);
    }
}
