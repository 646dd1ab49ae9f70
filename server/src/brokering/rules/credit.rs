//! Which introduction counts, and for what.

use crate::{
    brokering::{
        service::Introduction,
        vocabulary::{IntroductionState, NoCredit},
    },
    kernel::{Id, Timestamp, id::Advisor},
};

/// Whether a deal may begin with an introduction: the other side has confirmed it, and nobody else brought the two together.
///
/// Two who knew each other before may have been brought to sign all the same; the introduction counts for nothing, the contract
/// does. What somebody else has brought about is that somebody's.
#[must_use]
pub fn leads_on(made: &Introduction) -> bool {
    made.state == IntroductionState::Confirmed && (made.credited || made.no_credit == Some(NoCredit::KnownBefore))
}

/// Why an introduction by `advisor` counts for nothing beside `first`, which counts: somebody was faster, or the advisor has brought the
/// two together before. `confirmed` says whether the other side has confirmed this one: while neither is, this one may yet take the
/// other's place.
#[must_use]
pub fn beside(first: &Introduction, advisor: Id<Advisor>, confirmed: bool) -> NoCredit {
    let has_met = confirmed || first.state == IntroductionState::Confirmed;
    if first.advisor == advisor && has_met { NoCredit::KnownBefore } else { NoCredit::IntroducedBefore }
}

/// The introduction that counts now that `lost` does not: the first of those that only came too late, be it after one of the same
/// advisor. `have_met` says whether the two knew each other without any introduction: then none of the latter counts.
///
/// One that nobody has answered since `answered_after` cannot step in: it would be as unanswered as the one before.
#[must_use]
pub fn next_in_line<'a>(
    made: &'a [Introduction],
    lost: &Introduction,
    have_met: bool,
    answered_after: Timestamp,
) -> Option<&'a Introduction> {
    let fits = |made: &&Introduction| match made.state {
        IntroductionState::Confirmed => true,
        IntroductionState::Recorded => made.introduced_at >= answered_after,
        IntroductionState::Disputed => false,
    };
    let came_after = |made: &&Introduction| match made.no_credit {
        Some(NoCredit::IntroducedBefore) => true,
        Some(NoCredit::KnownBefore) => made.advisor == lost.advisor && made.id != lost.id && !have_met,
        _ => false,
    };
    made.iter().filter(came_after).filter(fits).min_by_key(|made| (made.introduced_at, made.id))
}
