//! The assignment of all waiting cases at once.

use super::{
    assign::assign,
    fit::{AdvisorFacts, CaseFacts, Fit, Weights, fit},
};
use crate::kernel::{
    Id,
    id::{Advisor, BrokerCase},
};

/// What is proposed for one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The case.
    pub case: Id<BrokerCase>,
    /// Who should have it; none if nobody may, or all places are taken.
    pub advisor: Option<Id<Advisor>>,
    /// How everybody fits, in the order of the advisors.
    pub fits: Vec<Fit>,
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
    let fits: Vec<Vec<Fit>> = cases.iter().map(|case| advisors.iter().map(|advisor| fit(case, advisor, weights)).collect()).collect();
    let best = 1000 * (weights.field + weights.region + weights.language + weights.experience + weights.grade);
    let cost = |case: &CaseFacts, fit: &Fit| {
        let waited = 1000 * weights.waiting_day * case.waiting_days.clamp(0, LONGEST_WAIT);
        fit.blocks.is_empty().then(|| best - fit.without_load() - waited)
    };
    let costs: Vec<Vec<_>> = cases.iter().zip(&fits).map(|(case, fits)| fits.iter().map(|fit| cost(case, fit)).collect()).collect();
    let places: Vec<Vec<i64>> = advisors.iter().map(|advisor| places(advisor, weights)).collect();
    let chosen = assign(&costs, &places);
    let planned = cases.iter().zip(fits).zip(chosen);
    planned.map(|((case, fits), chosen)| Planned { case: case.id, advisor: chosen.map(|column| advisors[column].id), fits }).collect()
}

/// What each free place of an advisor costs, cheapest first.
fn places(advisor: &AdvisorFacts, weights: &Weights) -> Vec<i64> {
    let taken = advisor.active.max(0)..advisor.capacity;
    taken.map(|taken| 1000 * weights.load * taken / advisor.capacity.max(1)).collect()
}
