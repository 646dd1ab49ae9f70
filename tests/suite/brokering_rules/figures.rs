//! Figures that cannot be padded.

use chrono::Duration;
use lianqiao::{
    brokering::{
        rules::{
            kpi::{Limits, Material, distinct_characters, figures, is_past_quarter, tells_of},
            leads_on, next_in_line,
        },
        service::{Introduction, Log, Rating, Task},
        to_do::{FollowUp, ToDo},
        vocabulary::{IntroductionState, LogKind, LogPlace, LogVisibility, NoCredit},
    },
    kernel::{Date, Id, Timestamp},
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
        attachments: Vec::new(),
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
        lapsed_at: None,
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
    // The correction may be as late as it likes: it is looked for on its own.
    let corrected = [id(3)].into();
    let told = figures(&Material { logs, corrected, ..Material::default() }, LIMITS);
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
    material.ratings.push(rating(2, 4));
    assert_eq!((figures(&material, LIMITS).satisfaction, figures(&material, LIMITS).ratings), (None, None), "three ratings of two clients");
    material.ratings.pop();
    material.ratings.push(rating(3, 4));
    assert_eq!((figures(&material, LIMITS).satisfaction, figures(&material, LIMITS).ratings), (Some(433), Some(3)));
}

#[test]
fn only_quarters_that_are_over_stand_alone() {
    let day = |text: &str| text.parse().unwrap();
    for (from, until, stands) in [
        ("2026-07-01", "2026-09-30", true),
        ("2025-10-01", "2025-12-31", true),
        ("2026-10-01", "2026-12-31", false),
        ("2026-04-01", "2026-09-30", false),
        ("2026-08-01", "2026-10-31", false),
        ("2026-07-02", "2026-09-30", false),
    ] {
        assert_eq!(is_past_quarter(day(from), day(until), day("2026-11-23")), stands, "{from} to {until}");
    }
}

#[test]
fn a_follow_up_is_told_by_a_note_for_the_client_of_its_time() {
    let task = Task {
        id: id(1),
        case: id(1),
        client: id(1),
        advisor: Some(id(1)),
        what: ToDo::FollowUp(FollowUp::AfterContract(1)),
        due_on: Date("2026-12-23".parse().unwrap()),
        done_on: None,
        done_by: None,
        version: 1,
        created_by: None,
        created_at: at(0),
    };
    let note =
        |days: i64| Log { kind: LogKind::FollowUp, ..log(1, 1, days * 24, Some("电话回访，样机运行正常，返修已降")) };
    let told = |note: Log| tells_of(&task, Some(id(1)), &[note], 14, 10);
    assert!(told(note(16)) && told(note(40)), "from fourteen days before on");
    assert!(!told(note(15)));
    assert!(!told(Log { visibility: LogVisibility::Own, ..note(20) }));
    assert!(!told(Log { minutes: 0, ..note(20) }));
    assert!(!told(Log { kind: LogKind::Terms, ..note(20) }));
    assert!(!told(Log { advisor: id(9), ..note(20) }));
}

#[test]
fn the_first_of_the_late_ones_is_next_in_line() {
    use IntroductionState::{Confirmed, Disputed, Recorded};
    let late = |n: u128, hours: i64, state| Introduction {
        no_credit: Some(NoCredit::IntroducedBefore),
        introduced_at: at(hours),
        ..introduction(n, false, state)
    };
    let made = [late(1, 1, Disputed), late(2, 2, Recorded), late(3, 3, Confirmed), late(4, 4, Recorded)];
    let lost = introduction(9, true, Recorded);
    let next = |since: i64| next_in_line(&made, &lost, false, at(since)).map(|made| made.id);
    assert_eq!((next(0), next(3), next(9)), (Some(id(2)), Some(id(3)), Some(id(3))));
    let known = Introduction { no_credit: Some(NoCredit::KnownBefore), ..introduction(5, false, Confirmed) };
    // Of what the same advisor did later nothing counted beside the one that is lost; unless the two knew each other anyway.
    let own = |lost: &Introduction, met| next_in_line(std::slice::from_ref(&known), lost, met, at(0)).map(|made| made.id);
    assert_eq!((own(&lost, false), own(&lost, true)), (Some(id(5)), None));
    assert_eq!(own(&Introduction { advisor: id(77), ..lost }, false), None);
    assert!(
        leads_on(&known)
            && !leads_on(&made[2])
            && leads_on(&introduction(6, true, Confirmed))
            && !leads_on(&introduction(7, true, Recorded))
    );
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
