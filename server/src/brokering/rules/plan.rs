//! The assignment of all waiting cases at once.

use std::collections::BTreeMap;

use super::{
    assign::{Cost, assign},
    fit::{AdvisorFacts, CaseFacts, Fit, Weights, fit},
};
use crate::{
    brokering::vocabulary::Block,
    kernel::{
        Id,
        id::{Advisor, BrokerCase},
    },
};

/// What is proposed for one case. How everybody else fits is not kept: of thousands of cases that would be a great deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The case.
    pub case: Id<BrokerCase>,
    /// Who should have it, and how they fit; none if nobody may, or all places are taken.
    pub fit: Option<Fit>,
    /// How many others could have it as well.
    pub alternatives: i64,
    /// How many advisors each obstacle keeps from it.
    pub obstacles: BTreeMap<Block, i64>,
}

impl Planned {
    /// Who should have the case.
    #[must_use]
    pub fn advisor(&self) -> Option<Id<Advisor>> {
        self.fit.as_ref().map(|fit| fit.advisor)
    }
}

/// Longest wait that counts, in days.
const LONGEST_WAIT: i64 = 60;

/// Who should have which of `cases`: as many as possible get somebody, those that fit best, with the work spread over
/// everybody's room.
///
/// An advisor's places cost more the fuller the advisor is, so an empty desk is preferred to a fuller one that fits a little
/// better. How long a case has waited changes nothing in who gets it; it decides which ones stay behind if there is not
/// room for all.
#[must_use]
pub fn plan(cases: &[CaseFacts], advisors: &[AdvisorFacts], weights: &Weights) -> Vec<Planned> {
    let (mut costs, mut told) = (Vec::with_capacity(cases.len()), Vec::with_capacity(cases.len()));
    for case in cases {
        let (row, open, obstacles) = row(case, advisors, weights);
        costs.push(row);
        told.push((open, obstacles));
    }
    let places: Vec<Vec<i64>> = advisors.iter().map(|advisor| places(advisor, weights)).collect();
    let chosen = assign(&costs, &places);
    let planned = cases.iter().zip(told).zip(chosen);
    planned
        .map(|((case, (open, obstacles)), chosen)| Planned {
            case: case.id,
            fit: chosen.map(|column| fit(case, &advisors[column], weights)),
            alternatives: open - i64::from(chosen.is_some()),
            obstacles,
        })
        .collect()
}

/// What each advisor costs for a case, how many may have it, and what keeps the others from it.
fn row(case: &CaseFacts, advisors: &[AdvisorFacts], weights: &Weights) -> (Vec<Cost>, i64, BTreeMap<Block, i64>) {
    let best = 1000 * (weights.field + weights.region + weights.language + weights.experience + weights.grade);
    let waited = 1000 * weights.waiting_day * case.waiting_days.clamp(0, LONGEST_WAIT);
    let (mut costs, mut open, mut obstacles) = (Vec::with_capacity(advisors.len()), 0, BTreeMap::new());
    for advisor in advisors {
        let fit = fit(case, advisor, weights);
        for block in &fit.blocks {
            *obstacles.entry(*block).or_insert(0) += 1;
        }
        let may = fit.blocks.is_empty();
        open += i64::from(may);
        costs.push(may.then(|| best - fit.without_load() - waited));
    }
    (costs, open, obstacles)
}

/// What each free place of an advisor costs, cheapest first.
fn places(advisor: &AdvisorFacts, weights: &Weights) -> Vec<i64> {
    let taken = advisor.active.max(0)..advisor.capacity;
    taken.map(|taken| 1000 * weights.load * taken / advisor.capacity.max(1)).collect()
}
