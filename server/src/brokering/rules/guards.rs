//! What stands in the way of a step with a case.

use super::Transition;
use crate::kernel::{Code, Error};

/// What guards look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether the advisor has declared a tie with a party, for all cases.
    pub standing_conflict: bool,
    /// Whether a tie was disclosed and a party has not answered.
    pub conflict_open: bool,
    /// Whether the advisor carries a mandate of the client today.
    pub mandated: bool,
    /// Whether the client was contacted.
    pub contacted: bool,
    /// Whether the other side is known: from the beginning, or because it has confirmed an introduction.
    pub introduced: bool,
    /// Whether an outcome was filed that nobody has refused.
    pub outcome_filed: bool,
    /// Whether an operator has validated one.
    pub outcome_validated: bool,
}

/// Everything that stands in the way of `transition`.
#[must_use]
pub fn blockers(transition: Transition, facts: &Facts) -> Vec<Error> {
    use Transition as T;
    let moves_on = matches!(transition, T::Start | T::Match | T::Contract | T::Track);
    let checks = [
        (matches!(transition, T::Accept) && facts.standing_conflict, Code::ConflictOfInterest),
        ((moves_on || transition == T::Succeed) && facts.conflict_open, Code::ConflictUnresolved),
        (moves_on && !facts.mandated, Code::MandateMissing),
        (transition == T::Start && !facts.contacted, Code::FirstContactMissing),
        (transition == T::Match && !facts.introduced, Code::IntroductionMissing),
        (transition == T::Contract && !facts.outcome_filed, Code::OutcomeMissing),
        (transition == T::Succeed && !facts.outcome_validated, Code::OutcomeNotValidated),
    ];
    checks.into_iter().filter(|(stands, _)| *stands).map(|(_, code)| Error::new(code)).collect()
}
