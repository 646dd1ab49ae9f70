//! The rules of licensing: the "use first, pay later" test with its truth table, states, price, term, exclusivity.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use lianqiao::{
    kernel::{Code, Currency, Money, date::add_months},
    ledger::{Installment, PaymentPlan, PaymentTrigger, schedule},
    licensing::{
        rules::{
            Asked, LicenseRequestState, LicenseRequestTransition, LicenseState, STEPS, Scope, check_effective_on, check_price_offered,
            check_term, closes_listing, conflicts, last_day, next, payment_choice, reply_deadline, state_on, steps_from,
        },
        ruleset::RuleSet,
        ufpl::{self, Condition, ConditionCode, Facts, Fees, Reason, barred_by, conforms, use_first_pay_later_test},
    },
    listing::{
        content::{LicenseOffer, UseFirstPayLater},
        vocabulary::{LicenseKind, PaymentMode},
    },
    rulebook::{self, Evidence, Rule, Rulebook},
};
use proptest::prelude::*;
use sea_orm::Iterable;
use serde_json::json;

use crate::{dates::day, ledger_rules::yuan};

fn rules_with(change: impl Fn(&mut Rule)) -> RuleSet {
    let (mut rules, calendar) = rulebook::parse_files().expect("rule files");
    rules.iter_mut().for_each(change);
    RuleSet::on(&Rulebook::new(rules, calendar), day("2026-11-23"), ufpl::RULES).expect("every rule of the test")
}

fn rules() -> RuleSet {
    rules_with(|_| {})
}

fn parts(plan: PaymentPlan, effective_on: &str) -> Vec<Installment> {
    schedule(&plan, day(effective_on)).expect("a schedule")
}

fn deferred(months: u32) -> Vec<Installment> {
    parts(PaymentPlan::Deferred { total: yuan("80000.00"), deferral_months: months }, "2026-11-23")
}

fn scheduled(installments: &[Installment]) -> Fees<'_> {
    Fees::Scheduled { effective_on: day("2026-11-23"), first_revenue_on: None, installments }
}

fn good<'a>(fees: Fees<'a>) -> Facts<'a> {
    Facts { licensor_kind: "UNIVERSITY", licensee_size: Some("SMALL"), is_license: true, payment_mode: Some(PaymentMode::Deferred), fees }
}

fn test(facts: &Facts<'_>) -> Vec<Condition> {
    use_first_pay_later_test(facts, &rules()).expect("a test")
}

fn failed(conditions: &[Condition]) -> Vec<(ConditionCode, Reason)> {
    conditions.iter().filter_map(|condition| condition.reason.map(|reason| (condition.code, reason))).collect()
}

#[test]
fn all_five_conditions_are_tested_in_order_and_each_cites_its_rule() {
    let parts = deferred(12);
    let conditions = test(&good(scheduled(&parts)));
    assert_eq!(conditions.iter().map(|condition| condition.code).collect::<Vec<_>>(), ConditionCode::iter().collect::<Vec<_>>());
    let (known, _) = rulebook::parse_files().expect("rule files");
    for condition in &conditions {
        assert!(condition.passed && condition.blocking && condition.reason.is_none(), "{condition:?}");
        let rule = known.iter().find(|rule| rule.id == condition.rule).expect("the rule version exists");
        assert_eq!(rule.citation, condition.citation);
        assert!(!condition.citation.is_empty());
    }
    assert!(conforms(&conditions));
}

#[test]
fn truth_table() {
    let on_time = deferred(12);
    let base = good(scheduled(&on_time));
    for kind in ["UNIVERSITY", "INSTITUTE", "HOSPITAL"] {
        assert!(conforms(&test(&Facts { licensor_kind: kind, ..base })), "{kind}");
    }
    for kind in ["ENTERPRISE", "NEW_RND", "EXCHANGE", "GOVERNMENT", "FOREIGN", "university", ""] {
        let conditions = test(&Facts { licensor_kind: kind, ..base });
        assert_eq!(failed(&conditions), [(ConditionCode::LicensorPublic, Reason::LicensorKind)], "{kind}");
        assert!(!conforms(&conditions), "{kind}");
    }
    for size in ["MEDIUM", "SMALL", "MICRO"] {
        assert!(conforms(&test(&Facts { licensee_size: Some(size), ..base })), "{size}");
    }
    for (size, reason) in [(Some("LARGE"), Reason::SizeTooLarge), (None, Reason::SizeUnknown)] {
        let conditions = test(&Facts { licensee_size: size, ..base });
        assert_eq!(failed(&conditions), [(ConditionCode::LicenseeSme, reason)]);
        assert!(!conforms(&conditions));
    }
    assert_eq!(failed(&test(&Facts { is_license: false, ..base })), [(ConditionCode::IsLicense, Reason::NotALicense)]);
    for (mode, reason) in [
        (Some(PaymentMode::Deferred), None),
        (Some(PaymentMode::Instalment), None),
        (Some(PaymentMode::Conditional), None),
        (Some(PaymentMode::Royalty), None),
        (Some(PaymentMode::ZeroEntryMixed), None),
        (Some(PaymentMode::TrialThenConvert), None),
        (Some(PaymentMode::UseFirstCooperate), None),
        // These fit because nothing falls due before the anniversary.
        (Some(PaymentMode::LumpSum), None),
        (Some(PaymentMode::EntryPlusRoyalty), None),
        (Some(PaymentMode::Free), None),
        (Some(PaymentMode::Equity), Some(Reason::ModeNotListed)),
        (None, Some(Reason::ModeMissing)),
    ] {
        let found = failed(&test(&Facts { payment_mode: mode, ..base }));
        assert_eq!(found, reason.map(|reason| (ConditionCode::ModeInContract, reason)).into_iter().collect::<Vec<_>>(), "{mode:?}");
    }
}

#[test]
fn p1_one_day_before_the_anniversary_is_too_early() {
    let mut parts = deferred(12);
    assert!(conforms(&test(&good(scheduled(&parts)))));
    parts[0].due_on = day("2027-11-22");
    let conditions = test(&good(scheduled(&parts)));
    assert_eq!(failed(&conditions), [(ConditionCode::NoEarlyFee, Reason::FeeTooEarly)]);
    let bar = barred_by(&conditions).expect("a bar");
    assert_eq!(bar.details.get("earliestDueOn"), Some(&json!("2027-11-23")));
    assert_eq!(bar.details.get("dueOn"), Some(&json!("2027-11-22")));
}

#[test]
fn p2_revenue_may_come_first_but_a_fixed_date_may_not() {
    let due = |trigger, due_on: &str| [Installment { ordinal: 1, due_on: day(due_on), amount: yuan("80000.00"), trigger }];
    let holds = |parts: &[Installment], revenue: Option<NaiveDate>| {
        conforms(&test(&good(Fees::Scheduled { effective_on: day("2026-11-23"), first_revenue_on: revenue, installments: parts })))
    };
    let revenue = Some(day("2027-05-10"));
    assert!(holds(&due(PaymentTrigger::FirstRevenue, "2027-06-09"), revenue));
    assert!(holds(&due(PaymentTrigger::RoyaltyPeriod, "2027-06-09"), revenue));
    assert!(!holds(&due(PaymentTrigger::FirstRevenue, "2027-05-10"), revenue), "on the very day of the revenue");
    assert!(!holds(&due(PaymentTrigger::FirstRevenue, "2027-06-09"), None), "no revenue yet");
    assert!(!holds(&due(PaymentTrigger::Date, "2027-06-09"), revenue), "a fixed date does not follow revenue");
    assert!(!holds(&due(PaymentTrigger::Milestone, "2027-06-09"), revenue));
}

#[test]
fn one_early_part_among_many_spoils_it_and_is_named() {
    let mut parts =
        parts(PaymentPlan::Instalment { total: yuan("100000.00"), count: 3, first_after_months: 12, step_months: 6 }, "2026-11-23");
    parts[1].due_on = day("2027-01-01");
    let conditions = test(&Facts { payment_mode: Some(PaymentMode::Instalment), ..good(scheduled(&parts)) });
    assert_eq!(barred_by(&conditions).and_then(|bar| bar.details.get("ordinal")), Some(&json!(2)));
}

#[test]
fn a_lump_sum_due_at_once_fails_twice_and_the_date_is_named_first() {
    let parts = deferred(0);
    let conditions = test(&Facts { payment_mode: Some(PaymentMode::LumpSum), ..good(scheduled(&parts)) });
    assert_eq!(
        failed(&conditions),
        [(ConditionCode::NoEarlyFee, Reason::FeeTooEarly), (ConditionCode::ModeInContract, Reason::ModeNotListed)]
    );
    assert_eq!(barred_by(&conditions).map(|bar| bar.code), Some(ConditionCode::NoEarlyFee));
}

#[test]
fn a_license_without_fees_has_no_early_fee() {
    assert!(conforms(&test(&Facts { payment_mode: Some(PaymentMode::Free), ..good(scheduled(&[])) })));
}

#[test]
fn an_offer_must_promise_a_year() {
    assert!(conforms(&test(&good(Fees::Promised { free_months: 12 }))));
    let conditions = test(&good(Fees::Promised { free_months: 11 }));
    assert_eq!(failed(&conditions), [(ConditionCode::NoEarlyFee, Reason::FreePeriodTooShort)]);
}

#[test]
fn an_unverified_rule_warns_and_never_bars() {
    let rules = rules_with(|rule| {
        if rule.rule_id == "ufpl.licensee_sizes" {
            rule.evidence = Evidence::Unverified;
        }
    });
    let parts = deferred(12);
    let facts = Facts { licensee_size: Some("LARGE"), ..good(scheduled(&parts)) };
    let conditions = use_first_pay_later_test(&facts, &rules).expect("a test");
    assert_eq!(failed(&conditions), [(ConditionCode::LicenseeSme, Reason::SizeTooLarge)], "it is still shown as failed");
    assert!(conforms(&conditions), "but does not bar");
    let early = deferred(1);
    let facts = Facts { licensee_size: Some("LARGE"), ..good(scheduled(&early)) };
    let conditions = use_first_pay_later_test(&facts, &rules).expect("a test");
    assert_eq!(barred_by(&conditions).map(|bar| bar.code), Some(ConditionCode::NoEarlyFee), "other conditions still do");
}

#[test]
fn the_numbers_come_from_the_rule_version_of_the_case() {
    let stricter = rules_with(|rule| {
        if rule.rule_id == "ufpl.free_months_min" {
            rule.value = json!(18);
        }
    });
    let parts = deferred(12);
    let facts = good(scheduled(&parts));
    assert!(conforms(&use_first_pay_later_test(&facts, &rules()).expect("a test")));
    assert!(!conforms(&use_first_pay_later_test(&facts, &stricter).expect("a test")));
    assert!(conforms(&use_first_pay_later_test(&facts, &rules().or(stricter)).expect("a test")), "what a case has wins over what is added");
}

#[test]
fn a_request_is_answered_once() {
    use LicenseRequestState::{Granted, Rejected, Submitted, Withdrawn};
    use LicenseRequestTransition::{Grant, Reject, Withdraw};
    assert_eq!(next(Submitted, Grant).unwrap(), Granted);
    assert_eq!(next(Submitted, Reject).unwrap(), Rejected);
    assert_eq!(next(Submitted, Withdraw).unwrap(), Withdrawn);
    for state in [Granted, Rejected, Withdrawn] {
        assert_eq!(steps_from(state).count(), 0);
        for transition in LicenseRequestTransition::iter() {
            let error = next(state, transition).expect_err("final");
            assert_eq!(error.code(), Code::TransitionNotAllowed);
            assert_eq!(error.args().get("fromState"), Some(&json!(state.to_string())));
            assert_eq!(error.args().get("allowed"), Some(&json!([])));
        }
    }
    let named: BTreeSet<_> = STEPS.iter().map(|step| step.name).collect();
    assert_eq!(named, LicenseRequestTransition::iter().collect(), "every transition has a line in the table");
}

#[test]
fn the_office_has_working_days_to_answer_counted_in_china() {
    let calendar = rulebook::parse_files().expect("rule files").1;
    // 2026-09-13T23:30Z is already 14 September in Shanghai.
    let submitted = "2026-09-13T23:30:00Z".parse().unwrap();
    let deadline = reply_deadline(&calendar, submitted, 10);
    assert_eq!((deadline.on, deadline.provisional), (day("2026-09-28"), false));
    let late = reply_deadline(&calendar, "2026-12-28T01:00:00Z".parse().unwrap(), 10);
    assert!(late.provisional, "the notice for 2027 is not published");
}

fn offer() -> LicenseOffer {
    LicenseOffer {
        code: "UFPL-12".into(),
        kind: LicenseKind::NonExclusive,
        territory: vec!["CN".into(), "SG".into()],
        field_of_use: None,
        term_months: 36,
        price_method: None,
        price: Some(yuan("80000.00")),
        royalty: None,
        negotiable: false,
        payment_mode: PaymentMode::LumpSum,
        use_first_pay_later: Some(UseFirstPayLater {
            modes: vec![PaymentMode::Instalment, PaymentMode::Deferred],
            free_months: 12,
            terms: None,
        }),
        note: None,
    }
}

#[test]
fn the_way_of_payment_is_one_of_the_offers() {
    let offer = offer();
    assert_eq!(payment_choice(&offer, None).unwrap(), (PaymentMode::Instalment, true));
    assert_eq!(payment_choice(&offer, Some(PaymentMode::Deferred)).unwrap(), (PaymentMode::Deferred, true));
    assert_eq!(payment_choice(&offer, Some(PaymentMode::LumpSum)).unwrap(), (PaymentMode::LumpSum, false));
    let error = payment_choice(&offer, Some(PaymentMode::Equity)).expect_err("not offered");
    assert_eq!((error.code(), error.path()), (Code::UnknownCode, &["paymentMode".to_owned()][..]));
    let plain = LicenseOffer { use_first_pay_later: None, ..offer };
    assert_eq!(payment_choice(&plain, None).unwrap(), (PaymentMode::LumpSum, false));
}

fn asked(offer: &LicenseOffer) -> Asked<'_> {
    Asked { offer, payment_mode: PaymentMode::Deferred, use_first_pay_later: false, price_offered: None }
}

fn lump(total: Money) -> PaymentPlan {
    PaymentPlan::Deferred { total, deferral_months: 12 }
}

/// Codes and places of what is wrong with a plan, for the enterprise that `asked`.
fn wrong(asked: &Asked<'_>, plan: PaymentPlan, labelled: bool) -> Vec<(Code, String)> {
    let parts = schedule(&plan, day("2026-11-23")).unwrap();
    match asked.check(&plan, parts.first().map(|part| part.due_on), day("2026-11-23"), labelled) {
        Ok(()) => Vec::new(),
        Err(error) => error.iter().map(|error| (error.code(), error.path().join("."))).collect(),
    }
}

#[test]
fn a_fixed_price_is_met_to_the_cent_and_a_negotiable_one_is_never_exceeded() {
    let offer = offer();
    let total = |code| vec![(code, "plan.deferred.total".to_owned())];
    assert_eq!(wrong(&asked(&offer), lump(yuan("80000.00")), false), []);
    for other in [yuan("79999.99"), yuan("80000.01"), Money::new(8_000_000, Currency::USD)] {
        assert_eq!(wrong(&asked(&offer), lump(other), false), total(Code::ScheduleMismatch));
    }
    let negotiable = LicenseOffer { negotiable: true, ..offer.clone() };
    assert_eq!(wrong(&asked(&negotiable), lump(yuan("65000.00")), false), []);
    assert_eq!(wrong(&asked(&negotiable), lump(yuan("80000.01")), false), total(Code::ScheduleMismatch), "the posted price is the most");
    assert_eq!(wrong(&asked(&negotiable), lump(Money::new(6_500_000, Currency::USD)), false), total(Code::ScheduleMismatch));
    let bid = Asked { price_offered: Some(yuan("60000.00")), ..asked(&negotiable) };
    assert_eq!(wrong(&bid, lump(yuan("60000.00")), false), []);
    assert_eq!(wrong(&bid, lump(yuan("65000.00")), false), total(Code::ScheduleMismatch), "nor more than was offered");
    let unpriced = LicenseOffer { price: None, negotiable: true, ..offer };
    assert_eq!(wrong(&asked(&unpriced), lump(yuan("1.00")), false), total(Code::ScheduleMismatch), "nobody agreed to any price");
    let bid = Asked { price_offered: Some(yuan("60000.00")), ..asked(&unpriced) };
    assert_eq!(wrong(&bid, lump(yuan("60000.00")), false), []);
}

#[test]
fn a_grant_is_no_worse_than_what_was_asked_for() {
    let offer = LicenseOffer {
        use_first_pay_later: offer().use_first_pay_later.map(|late| UseFirstPayLater { free_months: 24, ..late }),
        ..offer()
    };
    let late = Asked { use_first_pay_later: true, ..asked(&offer) };
    let plan = |months| PaymentPlan::Deferred { total: yuan("80000.00"), deferral_months: months };
    let refused = |path: &str| vec![(Code::TermsNotAsAsked, path.to_owned())];
    assert_eq!(wrong(&late, plan(24), true), []);
    assert_eq!(wrong(&late, plan(36), true), [], "later is better");
    assert_eq!(wrong(&late, plan(23), true), refused("plan"), "24 months were promised");
    assert_eq!(wrong(&late, plan(24), false), refused("labelUseFirstPayLater"), "the name was asked for");
    let lump_sum = Asked { payment_mode: PaymentMode::LumpSum, ..asked(&offer) };
    assert_eq!(wrong(&lump_sum, plan(0), false), [], "a lump sum may fall due at once");
    assert_eq!(wrong(&asked(&offer), plan(0), false), refused("plan"), "what was to be deferred may not");
    let single = PaymentPlan::Instalment { total: yuan("80000.00"), count: 1, first_after_months: 0, step_months: 1 };
    let in_parts = Asked { payment_mode: PaymentMode::Instalment, ..asked(&offer) };
    assert_eq!(wrong(&in_parts, single, false), refused("plan"), "one part is no instalment");
    let parts = PaymentPlan::Instalment { total: yuan("80000.00"), count: 2, first_after_months: 24, step_months: 12 };
    assert_eq!(wrong(&late, parts, true), refused("plan"), "another way of payment");
    assert_eq!(wrong(&Asked { payment_mode: PaymentMode::Instalment, ..late }, parts, true), []);
    assert_eq!(wrong(&Asked { payment_mode: PaymentMode::LumpSum, ..asked(&offer) }, plan(6), false), []);
    let free = LicenseOffer { price: None, payment_mode: PaymentMode::Free, use_first_pay_later: None, ..offer.clone() };
    let free = Asked { payment_mode: PaymentMode::Free, ..asked(&free) };
    assert_eq!(wrong(&free, PaymentPlan::Free, false), []);
    assert_eq!(wrong(&free, plan(12), false), refused("plan"), "nothing was to be paid");
}

#[test]
fn a_price_is_offered_where_there_is_none() {
    let check = |offer: &LicenseOffer, mode, offered| check_price_offered(offer, mode, offered).map_err(|error| error.code());
    let fixed = offer();
    let open = LicenseOffer { negotiable: true, ..offer() };
    let unpriced = LicenseOffer { price: None, ..open.clone() };
    let mode = PaymentMode::Deferred;
    for offer in [&fixed, &open] {
        assert_eq!(check(offer, mode, None), Ok(()));
    }
    assert_eq!(check(&unpriced, mode, None), Err(Code::Required));
    assert_eq!(check(&unpriced, PaymentMode::Free, None), Ok(()));
    assert_eq!(check(&unpriced, mode, Some(yuan("1.00"))), Ok(()));
    assert_eq!(check(&unpriced, mode, Some(yuan("0.00"))), Err(Code::OutOfRange));
    assert_eq!(check(&open, mode, Some(yuan("70000.00"))), Ok(()));
    assert_eq!(check(&open, mode, Some(Money::new(7_000_000, Currency::USD))), Err(Code::InvalidCurrency));
    assert_eq!(check(&fixed, mode, Some(yuan("70000.00"))), Err(Code::ScheduleMismatch), "a fixed price is not haggled over");
    assert_eq!(check(&fixed, mode, Some(yuan("80000.00"))), Ok(()));
}

#[test]
fn a_license_ends_with_the_rights_it_rests_on() {
    let end = day("2029-11-23");
    assert!(check_term(last_day(day("2026-11-23"), 36).unwrap(), end).is_ok(), "their last day is allowed");
    let error = check_term(day("2029-11-24"), end).expect_err("one day too long");
    assert_eq!((error.code(), error.args().get("max")), (Code::TermOutlivesRight, Some(&json!("2029-11-23"))));
    assert_eq!((state_on(end, end), state_on(end, day("2029-11-24"))), (LicenseState::Active, LicenseState::Ended));
    for months in [0, 601] {
        assert_eq!(last_day(day("2026-11-23"), months).expect_err("no such term").code(), Code::OutOfRange);
    }
}

#[test]
fn a_license_does_not_begin_in_the_past() {
    let today = day("2026-11-23");
    assert!(check_effective_on(today, today).is_ok());
    assert!(check_effective_on(day("2027-11-23"), today).is_ok());
    for wrong in ["2026-11-22", "2027-11-24"] {
        assert_eq!(check_effective_on(day(wrong), today).expect_err(wrong).code(), Code::OutOfRange);
    }
}

fn scope(kind: LicenseKind, territory: &[&str], from: &str, to: &str) -> Scope {
    Scope { kind, territory: territory.iter().map(|code| (*code).to_owned()).collect(), effective_on: day(from), ends_on: day(to) }
}

#[test]
fn exclusive_licenses_keep_others_out_where_and_while_they_hold() {
    use LicenseKind::{Exclusive, NonExclusive, Sole};
    let years = ("2027-01-01", "2029-12-31");
    let at = |kind, territory: &[&str]| scope(kind, territory, years.0, years.1);
    for (standing, new, clash) in [
        (at(NonExclusive, &[]), at(NonExclusive, &[]), false),
        (at(Exclusive, &["CN"]), at(NonExclusive, &["CN", "SG"]), true),
        (at(Sole, &["CN"]), at(NonExclusive, &[]), true),
        (at(NonExclusive, &["SG"]), at(Exclusive, &[]), true),
        (at(NonExclusive, &["SG"]), at(Sole, &["SG"]), true),
        (at(Exclusive, &["CN"]), at(Exclusive, &["SG"]), false),
        (at(Exclusive, &["CN"]), scope(NonExclusive, &["CN"], "2029-12-31", "2031-01-01"), true),
        (at(Exclusive, &["CN"]), scope(NonExclusive, &["CN"], "2030-01-01", "2031-01-01"), false),
    ] {
        assert_eq!(conflicts(&standing, &new), clash, "{standing:?} and {new:?}");
        assert_eq!(conflicts(&new, &standing), clash, "whichever came first");
    }
}

#[test]
fn a_listing_closes_when_nothing_is_left_to_license() {
    let in_ = |kind, territory: &[&str]| scope(kind, territory, "2027-01-01", "2029-12-31");
    let offers = [offer(), LicenseOffer { territory: vec!["SG".into()], ..offer() }];
    assert!(closes_listing(&in_(LicenseKind::Exclusive, &[]), &offers));
    assert!(closes_listing(&in_(LicenseKind::Sole, &["SG", "CN"]), &offers));
    assert!(!closes_listing(&in_(LicenseKind::Exclusive, &["CN"]), &offers), "Singapore is left");
    assert!(!closes_listing(&in_(LicenseKind::NonExclusive, &[]), &offers), "anybody else may still come");
    let world = [LicenseOffer { territory: Vec::new(), ..offer() }];
    assert!(!closes_listing(&in_(LicenseKind::Exclusive, &["CN"]), &world), "the rest of the world is left");
}

proptest! {
    #[test]
    fn never_conform_with_a_fixed_date_before_the_anniversary(
        first in 0_u32..=30,
        count in 1_u32..=12,
        step in 1_u32..=12,
        offset in 0_u32..1500,
    ) {
        let effective_on = lianqiao::kernel::date::add_days(day("2026-01-01"), offset);
        let plan = PaymentPlan::Instalment { total: yuan("100000.00"), count, first_after_months: first, step_months: step };
        let parts = schedule(&plan, effective_on).unwrap();
        let facts = Facts {
            payment_mode: Some(PaymentMode::Instalment),
            ..good(Fees::Scheduled { effective_on, first_revenue_on: None, installments: &parts })
        };
        let early = parts.iter().any(|part| part.due_on < add_months(effective_on, 12));
        prop_assert_eq!(conforms(&test(&facts)), !early);
    }
}
