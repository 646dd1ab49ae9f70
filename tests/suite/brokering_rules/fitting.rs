//! Who fits what, and the assignment of all cases at once against brute force.

use std::collections::{BTreeMap, BTreeSet};

use lianqiao::{
    advisor::{content::Profile, vocabulary::AdvisorGrade, vocabulary::WorkingLanguage},
    brokering::{
        model::Needs,
        rules::{AdvisorFacts, CaseFacts, Weights, assign::assign, fit, plan},
        vocabulary::{Block, PartKind},
    },
    kernel::Id,
};
use proptest::prelude::*;
use uuid::Uuid;

const WEIGHTS: Weights = Weights { field: 40, region: 15, language: 10, experience: 15, grade: 5, load: 25, waiting_day: 1 };

fn case(n: u128) -> CaseFacts {
    let needs = Needs {
        industries: vec!["C3734".into()],
        region: Some("310110".into()),
        languages: vec![WorkingLanguage::Chinese],
        ..Needs::default()
    };
    CaseFacts { id: Id::from_uuid(Uuid::from_u128(n)), needs, parties: vec![org(900 + n)], refused_by: BTreeSet::new(), waiting_days: 0 }
}

fn org(n: u128) -> Id<lianqiao::kernel::id::Organization> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn advisor(n: u128) -> AdvisorFacts {
    AdvisorFacts {
        id: Id::from_uuid(Uuid::from_u128(1000 + n)),
        profile: Profile {
            industries: vec!["C37".into()],
            languages: vec![WorkingLanguage::Chinese],
            regions: vec!["310110".into()],
            ..Profile::default()
        },
        grade: Some(AdvisorGrade::Senior),
        available: true,
        confirmed: true,
        ties: BTreeSet::new(),
        seats: BTreeSet::new(),
        active: 0,
        capacity: 5,
        successes: Vec::new(),
    }
}

fn points(case: &CaseFacts, advisor: &AdvisorFacts, kind: PartKind) -> i64 {
    fit(case, advisor, &WEIGHTS).parts.iter().find(|part| part.kind == kind).unwrap().points
}

#[test]
fn parts_say_what_they_say() {
    let mut far = advisor(1);
    far.profile.regions = vec!["510000".into()];
    far.profile.industries = vec!["A01".into()];
    let mut city = advisor(2);
    city.profile.regions = vec!["310000".into()];
    let mut anywhere = advisor(3);
    anywhere.profile.regions.clear();
    let region = |advisor: &AdvisorFacts| points(&case(1), advisor, PartKind::Region);
    assert_eq!((region(&advisor(0)), region(&city), region(&anywhere), region(&far)), (15_000, 15_000, 9000, 0));
    assert_eq!(points(&case(1), &advisor(0), PartKind::Field), 40_000);
    assert_eq!(points(&case(1), &far, PartKind::Field), 0);
    let mut busy = advisor(4);
    busy.active = 4;
    assert_eq!((points(&case(1), &advisor(0), PartKind::Load), points(&case(1), &busy, PartKind::Load)), (25_000, 5000));
    // A case that says nothing of its field is no better for anybody.
    let mut silent = case(2);
    silent.needs.industries.clear();
    assert_eq!(points(&silent, &far, PartKind::Field), points(&silent, &advisor(0), PartKind::Field));
}

#[test]
fn each_obstacle_stands_alone() {
    let with = |change: fn(&mut CaseFacts, &mut AdvisorFacts)| {
        let (mut case, mut advisor) = (case(1), advisor(1));
        change(&mut case, &mut advisor);
        fit(&case, &advisor, &WEIGHTS).blocks
    };
    assert_eq!(with(|_, _| {}), []);
    assert_eq!(with(|_, advisor| advisor.available = false), [Block::NotAppointed]);
    assert_eq!(with(|_, advisor| advisor.confirmed = false), [Block::ConflictsNotConfirmed]);
    assert_eq!(
        with(|case, advisor| {
            advisor.ties.insert(case.parties[0]);
        }),
        [Block::ConflictOfInterest]
    );
    assert_eq!(
        with(|case, advisor| {
            advisor.seats.insert(case.parties[0]);
        }),
        [Block::SitsWithParty]
    );
    assert_eq!(
        with(|case, advisor| {
            case.refused_by.insert(advisor.id);
        }),
        [Block::RefusedBefore]
    );
    assert_eq!(
        with(|case, advisor| {
            case.needs.grade_min = Some(AdvisorGrade::Intermediate);
            advisor.grade = Some(AdvisorGrade::Junior);
        }),
        [Block::GradeTooLow]
    );
    assert_eq!(
        with(|case, _| {
            case.needs.cross_border = true;
            case.needs.languages.push(WorkingLanguage::English);
        }),
        [Block::LanguageMissing]
    );
    assert_eq!(with(|_, advisor| advisor.active = 5), [Block::Full]);
}

#[test]
fn work_spreads_and_who_waits_longest_is_not_left_behind() {
    let cases: Vec<_> = (1..=6).map(case).collect();
    let advisors = [advisor(1), advisor(2), advisor(3)];
    let planned = plan(&cases, &advisors, &WEIGHTS);
    let mut loads = BTreeMap::new();
    for planned in &planned {
        *loads.entry(planned.advisor().unwrap()).or_insert(0) += 1;
    }
    assert_eq!(loads.values().copied().collect::<Vec<_>>(), [2, 2, 2]);
    // One place for three: the one that has waited longest gets it, although it fits a little worse.
    let mut cases = [case(1), case(2), case(3)];
    cases[2].waiting_days = 20;
    cases[2].needs.region = Some("310104".into());
    let only = AdvisorFacts { active: 4, ..advisor(1) };
    let chosen: Vec<_> = plan(&cases, std::slice::from_ref(&only), &WEIGHTS).into_iter().map(|planned| planned.fit.is_some()).collect();
    assert_eq!(chosen, [false, false, true]);
}

/// The least cost of every way to assign, most cases first.
fn brute(cost: &[Vec<Option<i64>>], places: &[Vec<i64>]) -> (usize, i64) {
    fn go(cost: &[Vec<Option<i64>>], places: &[Vec<i64>], taken: &mut Vec<usize>, case: usize) -> (usize, i64) {
        let Some(row) = cost.get(case) else { return (0, 0) };
        let mut best = go(cost, places, taken, case + 1);
        for (column, price) in row.iter().enumerate() {
            let (Some(price), Some(place)) = (price, places[column].get(taken[column]).copied()) else { continue };
            taken[column] += 1;
            let (count, rest) = go(cost, places, taken, case + 1);
            taken[column] -= 1;
            let whole = (count + 1, rest + price + place);
            if whole.0 > best.0 || (whole.0 == best.0 && whole.1 < best.1) {
                best = whole;
            }
        }
        best
    }
    go(cost, places, &mut vec![0; places.len()], 0)
}

proptest! {
    #[test]
    fn no_other_assignment_is_better(
        rows in proptest::collection::vec(proptest::collection::vec(proptest::option::weighted(0.8, -50_i64..100), 3), 0..6),
        room in proptest::collection::vec(proptest::collection::vec(0_i64..40, 0..3), 3),
    ) {
        let places: Vec<Vec<i64>> = room.into_iter().map(|mut places| { places.sort_unstable(); places }).collect();
        let chosen = assign(&rows, &places);
        let mut taken = vec![0; places.len()];
        let (mut count, mut total) = (0, 0);
        for (row, column) in rows.iter().zip(&chosen) {
            if let Some(column) = *column {
                total += row[column].expect("nobody gets what is barred") + places[column][taken[column]];
                taken[column] += 1;
                count += 1;
            }
        }
        prop_assert_eq!((count, total), brute(&rows, &places));
    }
}
