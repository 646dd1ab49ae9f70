//! The life of an advisor: one table of transitions that drives the server, the API's `availableTransitions`, and the tests.

use async_graphql::Enum;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::{
    advisor::vocabulary::AdvisorState,
    kernel::{Code, Error, Result},
};

/// Steps in the life of an advisor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, EnumString, IntoStaticStr, Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "AdvisorTransition")]
pub enum Transition {
    /// The operator has looked into the application.
    Vet,
    /// The operator appoints, for a term and with a grade.
    Appoint,
    /// No new cases for now.
    Pause,
    /// New cases again.
    Resume,
    /// The operator appoints for another term.
    Renew,
    /// The term is over.
    End,
    /// The operator strikes the person off.
    Remove,
}

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authority {
    /// The person.
    Own,
    /// The platform's operator.
    Operator,
    /// Either of them.
    OwnOrOperator,
    /// The program.
    System,
}

struct Row {
    transition: Transition,
    from: &'static [AdvisorState],
    to: AdvisorState,
    authority: Authority,
}

/// Every step that exists.
const TABLE: &[Row] = {
    use AdvisorState::{Active, Applied, Ended, Paused, Removed, Vetted};
    use Authority::{Operator, OwnOrOperator, System};
    use Transition as T;
    &[
        Row { transition: T::Vet, from: &[Applied], to: Vetted, authority: Operator },
        Row { transition: T::Appoint, from: &[Vetted], to: Active, authority: Operator },
        Row { transition: T::Pause, from: &[Active], to: Paused, authority: OwnOrOperator },
        Row { transition: T::Resume, from: &[Paused], to: Active, authority: OwnOrOperator },
        Row { transition: T::Renew, from: &[Active, Paused, Ended], to: Active, authority: Operator },
        Row { transition: T::End, from: &[Active, Paused], to: Ended, authority: System },
        Row { transition: T::Remove, from: &[Applied, Vetted, Active, Paused, Ended], to: Removed, authority: Operator },
    ]
};

/// A step that is possible from a state, for somebody with that authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The step.
    pub transition: Transition,
    /// Where it leads.
    pub to: AdvisorState,
    /// Who may take it.
    pub authority: Authority,
}

/// Every step that leads on from `state`.
#[must_use]
pub fn steps(state: AdvisorState) -> Vec<Step> {
    let possible = TABLE.iter().filter(|row| row.from.contains(&state));
    possible.map(|row| Step { transition: row.transition, to: row.to, authority: row.authority }).collect()
}

/// The step `transition` from `state`.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` with `fromState`, `toState` and `allowed` if there is none.
pub fn take(transition: Transition, state: AdvisorState) -> Result<Step> {
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

/// What a step asks for beside the advisor.
#[must_use]
pub const fn required_inputs(transition: Transition) -> &'static [&'static str] {
    match transition {
        Transition::Appoint | Transition::Renew => &["grade", "termFrom", "termUntil"],
        Transition::Remove => &["reason"],
        _ => &[],
    }
}
