//! Of whom a client may say what it thinks of a case.

use crate::{
    brokering::model::{Case, Refusal},
    kernel::{Id, id::Advisor},
};

/// Advisors who had taken `case` and do not have that turn any more, whoever ended it, each once by the last turn, the last one first.
/// Whoever only declined, or kept silent, has done nothing that there is something to say of.
#[must_use]
pub fn former<'a>(case: &Case, refusals: &'a [Refusal]) -> Vec<&'a Refusal> {
    let mut left: Vec<&Refusal> = Vec::new();
    for refusal in refusals.iter().rev().filter(|refusal| refusal.case == case.id && refusal.accepted_at.is_some()) {
        if !left.iter().any(|known| known.advisor == refusal.advisor) {
            left.push(refusal);
        }
    }
    left
}

/// Who is meant where a client names nobody: whoever has the case, or had it last.
#[must_use]
pub fn meant(case: &Case, refusals: &[Refusal]) -> Option<Id<Advisor>> {
    case.advisor.or_else(|| former(case, refusals).first().map(|refusal| refusal.advisor))
}

/// Whether there is something that the client can say of the work of `advisor`.
#[must_use]
pub fn is_rateable(case: &Case, refusals: &[Refusal], advisor: Id<Advisor>) -> bool {
    let now = case.advisor == Some(advisor) && case.state.is_rateable();
    now || former(case, refusals).iter().any(|refusal| refusal.advisor == advisor)
}
