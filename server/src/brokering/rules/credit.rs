//! Which introduction counts, and for what.

use crate::{
    brokering::{
        service::Introduction,
        vocabulary::{IntroductionState, NoCredit},
    },
    kernel::Timestamp,
};

/// Whether a deal may begin with an introduction: the other side has confirmed it, and nobody else brought the two together.
///
/// Two who knew each other before may have been brought to sign all the same; the introduction counts for nothing, the contract
/// does. What somebody else has brought about is that somebody's.
#[must_use]
pub fn leads_on(made: &Introduction) -> bool {
    made.state == IntroductionState::Confirmed && (made.credited || made.no_credit == Some(NoCredit::KnownBefore))
}

/// The introduction that counts now that the one before it does not: the first of those that only came too late.
///
/// One that nobody has answered since `answered_after` cannot step in: it would be as unanswered as the one before.
#[must_use]
pub fn next_in_line(made: &[Introduction], answered_after: Timestamp) -> Option<&Introduction> {
    let fits = |made: &&Introduction| match made.state {
        IntroductionState::Confirmed => true,
        IntroductionState::Recorded => made.introduced_at >= answered_after,
        IntroductionState::Disputed => false,
    };
    let late = made.iter().filter(|made| made.no_credit == Some(NoCredit::IntroducedBefore));
    late.filter(fits).min_by_key(|made| (made.introduced_at, made.id))
}
