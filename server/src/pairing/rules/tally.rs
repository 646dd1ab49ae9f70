//! What an office learns of feedback about its listing.
//!
//! Never whose it is, also if the office watches closely, knows when a demand appeared and has friends among those who
//! judge. So of every verdict is told how many organizations gave it, in whole steps of `step`: no answer differs from
//! an earlier one by fewer than that many; and the state at the beginning of the day, so that a change says nothing
//! about the hour. There is no total, because a total less what is shown is what is hidden.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::pairing::vocabulary::MatchVerdict;

/// A verdict, and how many organizations gave it at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The verdict.
    pub verdict: MatchVerdict,
    /// At least so many organizations, in steps.
    pub organizations: usize,
}

/// What may be told of verdicts by organization; those given most come first. An organization counts once a verdict.
#[must_use]
pub fn tally(verdicts: impl IntoIterator<Item = (Uuid, MatchVerdict)>, step: usize) -> Vec<Told> {
    let step = step.max(2);
    let mut by_verdict: BTreeMap<MatchVerdict, BTreeSet<Uuid>> = BTreeMap::new();
    for (organization, verdict) in verdicts {
        by_verdict.entry(verdict).or_default().insert(organization);
    }
    let told = by_verdict.into_iter().map(|(verdict, of)| Told { verdict, organizations: of.len() / step * step });
    let mut told: Vec<Told> = told.filter(|told| told.organizations > 0).collect();
    told.sort_by_key(|told| (std::cmp::Reverse(told.organizations), told.verdict));
    told
}
