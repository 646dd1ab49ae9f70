//! Figures that cannot be padded.

use chrono::Duration;
use lianqiao::{
    brokering::{
        rules::kpi::{Limits, Material, distinct_characters, figures},
        service::{Introduction, Log, Rating},
        vocabulary::{IntroductionState, LogKind, LogPlace, LogVisibility},
    },
    kernel::{Id, Timestamp},
};
use proptest::prelude::*;
use uuid::Uuid;

const LIMITS: Limits = Limits { summary_min: 10, ratings_min: 3 };

fn at(hours: i64) -> Timestamp {
    "2026-11-23T02:00:00Z".parse::<Timestamp>().unwrap() + Duration::hours(hours)
}

fn id<K: lianqiao::kernel::id::Kind>(n: u128) -> Id<K> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn log(n: u128, case: u128, hours: i64, summary: Option<&str>) -> Log {
    Log {
        id: id(n),
        case: id(case),
        client: id(case),
        advisor: id(1),
        user: id(2),
        kind: LogKind::Diagnosis,
        occurred_at: at(hours),
        minutes: 60,
        place: LogPlace::Onsite,
        participants: Vec::new(),
        summary: summary.map(ToOwned::to_owned),
        next_step: None,
        next_due: None,
        visibility: LogVisibility::Client,
        supersedes: None,
        created_at: at(hours),
    }
}

fn introduction(n: u128, credited: bool, state: IntroductionState) -> Introduction {
    Introduction {
        id: id(n),
        case: id(1),
        client: id(1),
        counterparty: id(2),
        advisor: id(1),
        user: id(2),
        listing: None,
        note: String::new(),
        state,
        credited,
        no_credit: None,
        answered_by: None,
        answered_at: None,
        version: 1,
        introduced_at: at(0),
        updated_at: at(0),
    }
}

#[test]
fn only_what_says_something_counts_and_only_once() {
    let said = Some("走访车间，记录返修工序与成本构成");
    let logs = vec![
        log(1, 1, 0, said),
        log(2, 1, 1, said),
        log(3, 1, 24, said),
        log(4, 2, 0, None),
        log(5, 2, 0, Some("。。。。。。。。。。。。。。。。")),
        log(6, 2, 0, Some("哈哈哈哈哈哈哈哈哈哈哈哈")),
        Log { supersedes: Some(id(3)), ..log(7, 1, 24, Some("没有去")) },
    ];
    let told = figures(&Material { logs, ..Material::default() }, LIMITS);
    assert_eq!((told.logs_counted, told.logs_not_counted, told.firms_visited), (1, 6, 1));
    assert_eq!(distinct_characters("aaaa, aaab!"), 2);
}

#[test]
fn introductions_count_when_they_were_first_and_confirmed() {
    use IntroductionState::{Confirmed, Disputed, Recorded};
    let introductions = vec![
        introduction(1, true, Confirmed),
        introduction(2, true, Recorded),
        introduction(3, false, Confirmed),
        introduction(4, false, Disputed),
    ];
    let told = figures(&Material { introductions, ..Material::default() }, LIMITS);
    assert_eq!((told.introductions, told.introductions_not_counted, told.contracts_per_thousand), (1, 3, Some(0)));
    assert_eq!(figures(&Material::default(), LIMITS).contracts_per_thousand, None);
}

#[test]
fn few_ratings_have_no_mean() {
    let rating = |case: u128, score| Rating {
        case: id(case),
        client: id(case),
        advisor: id(1),
        score,
        comment: None,
        created_by: None,
        created_at: at(0),
    };
    let mut material = Material { ratings: vec![rating(1, 5), rating(2, 4)], ..Material::default() };
    assert_eq!((figures(&material, LIMITS).satisfaction, figures(&material, LIMITS).ratings), (None, 2));
    material.ratings.push(rating(3, 4));
    assert_eq!(figures(&material, LIMITS).satisfaction, Some(433));
}

proptest! {
    #[test]
    fn writing_the_same_again_adds_nothing(times in 1_usize..20, hours in 0_i64..10) {
        let said = Some("走访车间，记录返修工序与成本构成");
        let logs: Vec<_> = (0..times).map(|n| log(n as u128, 1, hours, said)).collect();
        let told = figures(&Material { logs, ..Material::default() }, LIMITS);
        prop_assert_eq!((told.logs_counted, told.firms_visited), (1, 1));
    }
}
