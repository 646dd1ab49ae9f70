//! Who gets which case: 2,000 that wait and 300 advisors, decided together.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use lianqiao::{
    advisor::{
        content::Profile,
        vocabulary::{AdvisorGrade, WorkingLanguage},
    },
    brokering::{
        model::Needs,
        rules::{AdvisorFacts, CaseFacts, Weights, plan},
    },
    kernel::Id,
};
use uuid::Uuid;

use super::report::Report;

const CASES: u128 = 2000;
const ADVISORS: u128 = 300;
const ROUNDS: u128 = 5;
const WEIGHTS: Weights = Weights { field: 40, region: 15, language: 10, experience: 15, grade: 5, load: 25, waiting_day: 1 };

/// The `n`th of a sequence without order that is always the same.
fn mixed(n: u128) -> u128 {
    let n = (n ^ (n >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    (n ^ (n >> 57)).wrapping_mul(0xD6E8_FEB8_6659_FD93_A5A3_564E_27F8_8650) >> 64
}

fn industry(n: u128) -> String {
    format!("C{:02}", 13 + n % 30)
}

fn region(n: u128) -> String {
    format!("3101{:02}", 1 + n % 16)
}

fn case(n: u128) -> CaseFacts {
    let seed = mixed(n);
    let needs = Needs {
        industries: vec![industry(seed)],
        region: Some(region(seed >> 8)),
        languages: vec![WorkingLanguage::Chinese],
        ..Needs::default()
    };
    CaseFacts {
        id: Id::from_uuid(Uuid::from_u128(n)),
        needs,
        parties: vec![Id::from_uuid(Uuid::from_u128((1 << 40) | (seed % 700)))],
        refused_by: BTreeSet::new(),
        waiting_days: i64::try_from(seed >> 16 & 0xF).unwrap_or(0),
    }
}

fn advisor(n: u128) -> AdvisorFacts {
    let seed = mixed(n + CASES);
    AdvisorFacts {
        id: Id::from_uuid(Uuid::from_u128(1 << 41 | n)),
        profile: Profile {
            industries: vec![industry(seed), industry(seed >> 8), industry(seed >> 16)],
            regions: vec![region(seed >> 24), region(seed >> 32)],
            languages: vec![WorkingLanguage::Chinese],
            ..Profile::default()
        },
        grade: [AdvisorGrade::Junior, AdvisorGrade::Intermediate, AdvisorGrade::Senior]
            .get(usize::try_from(seed >> 40 & 0xFFFF).unwrap_or(0) % 3)
            .copied(),
        available: true,
        confirmed: true,
        ties: [Id::from_uuid(Uuid::from_u128((1 << 40) | ((seed >> 20) % 700)))].into(),
        seats: BTreeSet::new(),
        active: i64::try_from(seed >> 48 & 7).unwrap_or(0),
        capacity: 15,
        successes: Vec::new(),
    }
}

/// The whole plan: how everybody fits, and the assignment.
pub fn everything(report: &mut Report) {
    let advisors: Vec<_> = (0..ADVISORS).map(advisor).collect();
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let cases: Vec<_> = (0..CASES).map(|n| case(round * CASES * 2 + n)).collect();
        let began = Instant::now();
        let planned = plan(&cases, &advisors, &WEIGHTS);
        times.push(began.elapsed());
        assert!(planned.iter().all(|planned| planned.advisor().is_some()), "there is room for all of them");
    }
    report.times("assign 2,000 cases to 300 advisors, optimal", times, Some(Duration::from_secs(1)));
}
