//! The life of a case: one table of transitions that drives the server, the API's `availableTransitions`, and the tests.

use async_graphql::Enum;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::{
    brokering::vocabulary::CaseState,
    kernel::{Code, Error, Result},
};

/// Steps in the life of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, EnumString, IntoStaticStr, Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "CaseTransition")]
pub enum Transition {
    /// The operator gives it to an advisor.
    Assign,
    /// The advisor takes it.
    Accept,
    /// The advisor does not.
    Decline,
    /// The advisor did not answer in time.
    Lapse,
    /// The work begins.
    Start,
    /// Both sides want to go on with each other.
    Match,
    /// They have signed.
    Contract,
    /// What was agreed is being done.
    Track,
    /// It is handed back, or taken away, so that somebody else goes on.
    Release,
    /// It ended well.
    Succeed,
    /// Nothing fitted.
    GiveUp,
    /// The client, or the platform, ends it.
    Withdraw,
}

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authority {
    /// The advisor who has the case.
    Advisor,
    /// The platform's operator.
    Operator,
    /// Either of them.
    AdvisorOrOperator,
    /// People of the client, or the operator.
    ClientOrOperator,
    /// The program.
    System,
}

struct Row {
    transition: Transition,
    from: &'static [CaseState],
    to: CaseState,
    authority: Authority,
}

const fn row(transition: Transition, from: &'static [CaseState], to: CaseState, authority: Authority) -> Row {
    Row { transition, from, to, authority }
}

/// Every step that exists.
const TABLE: &[Row] = {
    use Authority::{Advisor, AdvisorOrOperator, ClientOrOperator, Operator, System};
    use CaseState::{Accepted, Assigned, ClosedNoFit, ClosedSuccess, ClosedWithdrawn, Contracted, InService, Matched, Open, Tracking};
    use Transition as T;
    &[
        row(T::Assign, &[Open], Assigned, Operator),
        row(T::Accept, &[Assigned], Accepted, Advisor),
        row(T::Decline, &[Assigned], Open, Advisor),
        row(T::Lapse, &[Assigned], Open, System),
        row(T::Start, &[Accepted], InService, Advisor),
        row(T::Match, &[InService], Matched, Advisor),
        row(T::Contract, &[Matched], Contracted, Advisor),
        row(T::Track, &[Contracted], Tracking, AdvisorOrOperator),
        row(T::Release, &[Assigned, Accepted, InService, Matched, Contracted, Tracking], Open, AdvisorOrOperator),
        // After what was agreed is being done, and not before: nobody closes a case on the day of the signatures (reference, 4.5).
        row(T::Succeed, &[Tracking], ClosedSuccess, AdvisorOrOperator),
        row(T::GiveUp, &[Accepted, InService, Matched], ClosedNoFit, AdvisorOrOperator),
        row(T::Withdraw, &[Open, Assigned, Accepted, InService, Matched, Contracted, Tracking], ClosedWithdrawn, ClientOrOperator),
    ]
};

/// A step that is possible from a state, for somebody with that authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The step.
    pub transition: Transition,
    /// Where it leads.
    pub to: CaseState,
    /// Who may take it.
    pub authority: Authority,
}

/// Every step that leads on from `state`.
#[must_use]
pub fn steps(state: CaseState) -> Vec<Step> {
    let possible = TABLE.iter().filter(|row| row.from.contains(&state));
    possible.map(|row| Step { transition: row.transition, to: row.to, authority: row.authority }).collect()
}

/// The step `transition` from `state`.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` with `fromState`, `toState` and `allowed` if there is none.
pub fn take(transition: Transition, state: CaseState) -> Result<Step> {
    let steps = steps(state);
    steps.iter().find(|step| step.transition == transition).copied().ok_or_else(|| {
        let to = TABLE.iter().find(|row| row.transition == transition).map_or(state, |row| row.to);
        let allowed: Vec<String> =
            steps.iter().filter(|step| step.authority != Authority::System).map(|step| step.transition.to_string()).collect();
        Error::new(Code::TransitionNotAllowed)
            .with("fromState", state.to_string())
            .with("toState", to.to_string())
            .with("allowed", allowed)
            .with("transition", transition.to_string())
    })
}

/// Who may take `transition` at all.
#[must_use]
pub fn authority(transition: Transition) -> Authority {
    TABLE.iter().find(|row| row.transition == transition).map_or(Authority::System, |row| row.authority)
}

/// What a step asks for beside the case.
#[must_use]
pub const fn required_inputs(transition: Transition) -> &'static [&'static str] {
    match transition {
        Transition::Assign => &["advisorId"],
        Transition::Accept => &["noConflict"],
        Transition::Decline | Transition::Release | Transition::GiveUp | Transition::Withdraw => &["reason"],
        _ => &[],
    }
}
