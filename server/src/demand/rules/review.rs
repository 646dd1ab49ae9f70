//! What the people of an enterprise think of a proposal, each for themselves. Pure.

use async_graphql::SimpleObject;

use crate::kernel::{
    Id, Result, Timestamp,
    error::Problems,
    id::{DemandProposal, Organization, User},
};
use crate::listing::validate::parts::within;

/// Points by what is asked of a proposal, from 1 to 5 each; more is better, also where less effort is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scores {
    /// How well it answers the problem.
    pub fit: i32,
    /// How soon it can be used.
    pub readiness: i32,
    /// How little it takes, in work and in money.
    pub effort: i32,
}

/// What one of the owner's people thinks of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalReview {
    /// The proposal.
    pub proposal: Id<DemandProposal>,
    /// Who thinks so.
    pub reviewer: Id<User>,
    /// Whose the demand is.
    pub organization: Id<Organization>,
    /// The points.
    pub scores: Scores,
    /// Why, in words.
    pub note: Option<String>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was given.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// What the owner's people think of a proposal on average, to one decimal.
#[derive(Debug, Clone, Copy, PartialEq, SimpleObject)]
#[graphql(name = "DemandProposalAverage")]
pub struct Average {
    /// How well it answers the problem.
    pub fit: f64,
    /// How soon it can be used.
    pub readiness: f64,
    /// How little it takes, in work and in money.
    pub effort: f64,
    /// All three, each as much as the others.
    pub overall: f64,
}

impl Scores {
    /// As given, each from 1 to 5.
    ///
    /// # Errors
    /// `OUT_OF_RANGE` at `fit`, `readiness` or `effort`.
    pub fn checked(self) -> Result<Self> {
        let mut problems = Problems::default();
        for (name, points) in [("fit", self.fit), ("readiness", self.readiness), ("effort", self.effort)] {
            problems.check(name, within(points, 1, 5));
        }
        problems.finish(self)
    }
}

/// The average of what was said; none of nothing. Everybody counts once, also who has left the enterprise since.
#[must_use]
pub fn average(reviews: &[ProposalReview]) -> Option<Average> {
    let count = u32::try_from(reviews.len()).ok().filter(|count| *count > 0)?;
    let sum = |points: fn(&Scores) -> i32| reviews.iter().map(|review| points(&review.scores)).sum::<i32>();
    let (fit, readiness, effort) = (sum(|scores| scores.fit), sum(|scores| scores.readiness), sum(|scores| scores.effort));
    let mean = |sum: i32, of: u32| (f64::from(sum) * 10.0 / f64::from(of)).round() / 10.0;
    // Of what was said, and not of what was rounded.
    let overall = mean(fit + readiness + effort, count * 3);
    Some(Average { fit: mean(fit, count), readiness: mean(readiness, count), effort: mean(effort, count), overall })
}
