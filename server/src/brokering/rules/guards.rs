//! What stands in the way of a step with a case.

use super::Transition;
use crate::{
    brokering::vocabulary::Block,
    kernel::{Code, Error},
};

/// What guards look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether it is the advisor who wants to take the step, and not an operator.
    pub as_advisor: bool,
    /// Whether the advisor is appointed today.
    pub appointed: bool,
    /// Whether the case needs a higher grade than the advisor has.
    pub grade_too_low: bool,
    /// Whether the advisor has declared a tie with a party, for all cases, to which nobody has consented in this one.
    pub standing_conflict: bool,
    /// Whether the advisor sits with a party.
    pub seated: bool,
    /// Whether a tie was disclosed and a party has not answered.
    pub conflict_open: bool,
    /// Whether the advisor carries a mandate of the client today.
    pub mandated: bool,
    /// Whether the client was contacted.
    pub contacted: bool,
    /// Whether the other side is known: from the beginning, or because it has confirmed an introduction that counts.
    pub introduced: bool,
    /// Whether an outcome was filed that nobody has refused.
    pub outcome_filed: bool,
    /// Whether an operator has validated one.
    pub outcome_validated: bool,
    /// Whether as many follow-ups are done as the rule wants before a case ends well.
    pub followed_up: bool,
}

/// Everything that stands in the way of `transition`. To give a case back nothing ever does.
#[must_use]
pub fn blockers(transition: Transition, facts: &Facts) -> Vec<Error> {
    use Transition as T;
    let moves_on = matches!(transition, T::Start | T::Match | T::Contract) || (transition == T::Track && facts.as_advisor);
    // Whoever ends the client's case does it for the client: an advisor needs the client's trust for that. Where it is over, an
    // operator takes the last steps.
    let ends = facts.as_advisor && matches!(transition, T::Succeed | T::GiveUp);
    let is_late_step = matches!(transition, T::Track | T::Succeed);
    let is_tied = facts.standing_conflict || facts.seated;
    let checks = [
        ((transition == T::Accept || moves_on || ends) && !facts.appointed, Code::AdvisorNotAvailable),
        ((transition == T::Accept || moves_on || is_late_step) && is_tied, Code::ConflictOfInterest),
        ((moves_on || is_late_step) && facts.conflict_open, Code::ConflictUnresolved),
        ((moves_on || ends) && !facts.mandated, Code::MandateMissing),
        (transition == T::Start && !facts.contacted, Code::FirstContactMissing),
        (transition == T::Match && !facts.introduced, Code::IntroductionMissing),
        (transition == T::Contract && !facts.outcome_filed, Code::OutcomeMissing),
        (transition == T::Succeed && !facts.outcome_validated, Code::OutcomeNotValidated),
        // An operator may end it without: the advisor may be gone.
        (transition == T::Succeed && facts.as_advisor && !facts.followed_up, Code::FollowUpMissing),
    ];
    let mut found: Vec<_> = checks.into_iter().filter(|(stands, _)| *stands).map(|(_, code)| Error::new(code)).collect();
    if transition == T::Accept && facts.grade_too_low {
        found.push(grade_too_low());
    }
    found
}

/// That a case needs a higher grade than the advisor has, as an assignment says it.
#[must_use]
pub fn grade_too_low() -> Error {
    Error::new(Code::AdvisorNotAvailable).with("blocks", vec![Block::GradeTooLow.to_string()])
}
