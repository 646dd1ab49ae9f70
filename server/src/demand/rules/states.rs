//! The life of a demand: one table of transitions that drives the server, the API's `availableTransitions`, and the tests.

use async_graphql::Enum;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::{
    demand::vocabulary::DemandState,
    kernel::{Code, Error, Result},
};

/// Steps in the life of a demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, EnumString, IntoStaticStr, Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "DemandTransition")]
pub enum Transition {
    /// Its owner hands it in for moderation.
    Submit,
    /// The operator sends it back with notes.
    Return,
    /// The operator refuses it for good.
    Refuse,
    /// The operator makes it visible, or takes its changes for what is shown.
    Publish,
    /// It is hidden for a while.
    Suspend,
    /// It is shown again.
    Resume,
    /// Its owner confirms that it still stands: it is shown for another while.
    Renew,
    /// Its owner takes it back for good.
    Withdraw,
    /// A solution was found.
    Fulfill,
    /// Its time ran out.
    Expire,
}

/// Moderation of changes to a demand that the world sees, or has seen, in its last published form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumIter, EnumString, IntoStaticStr, Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "DemandRevisionState")]
pub enum RevisionState {
    /// Its owner writes.
    Editing,
    /// Waits for the operator.
    Submitted,
}

/// Where a demand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// As the world sees it.
    pub state: DemandState,
    /// Where the changes stand, if there are any since the last publication.
    pub revision: Option<RevisionState>,
}

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authority {
    /// People of the enterprise whose demand it is.
    Owner,
    /// The platform's operator.
    Operator,
    /// Either of them.
    OwnerOrOperator,
    /// The program.
    System,
}

/// Which revision states a row of the table applies to.
#[derive(Debug, Clone, Copy)]
enum Revision {
    /// Whatever it is; it stays.
    Any,
    /// Whatever it is; it is gone afterwards.
    Dropped,
    /// From that one to that one.
    From(RevisionState, Option<RevisionState>),
    /// No changes are pending.
    Absent,
}

struct Row {
    transition: Transition,
    from: &'static [DemandState],
    revision: Revision,
    /// `None`: the state stays.
    to: Option<DemandState>,
    authority: Authority,
}

/// States in which the world sees a demand, or saw it and may see it again.
const LIVE: &[DemandState] = &[DemandState::Published, DemandState::Suspended];

const fn row(
    transition: Transition,
    from: &'static [DemandState],
    revision: Revision,
    to: Option<DemandState>,
    authority: Authority,
) -> Row {
    Row { transition, from, revision, to, authority }
}

/// Every step that exists.
const TABLE: &[Row] = {
    use Authority::{Operator, Owner, OwnerOrOperator, System};
    use DemandState::{Draft, Expired, Fulfilled, Published, Refused, Submitted, Suspended, Withdrawn};
    use Revision::{Absent, Any, Dropped, From};
    use RevisionState as R;
    use Transition as T;
    &[
        row(T::Submit, &[Draft], Absent, Some(Submitted), Owner),
        row(T::Submit, &[Expired], Absent, Some(Submitted), Owner),
        row(T::Submit, LIVE, From(R::Editing, Some(R::Submitted)), None, Owner),
        row(T::Return, &[Submitted], Absent, Some(Draft), Operator),
        row(T::Return, LIVE, From(R::Submitted, Some(R::Editing)), None, Operator),
        row(T::Refuse, &[Submitted], Absent, Some(Refused), Operator),
        row(T::Publish, &[Submitted], Absent, Some(Published), Operator),
        // What is paused or hidden stays so: the changes are shown when it is resumed.
        row(T::Publish, LIVE, From(R::Submitted, None), None, Operator),
        row(T::Suspend, &[Published], Any, Some(Suspended), OwnerOrOperator),
        row(T::Resume, &[Suspended], Any, Some(Published), OwnerOrOperator),
        row(T::Renew, LIVE, Any, None, Owner),
        row(T::Renew, &[Expired], Absent, Some(Published), Owner),
        row(T::Withdraw, &[Draft, Submitted, Published, Suspended], Dropped, Some(Withdrawn), Owner),
        row(T::Fulfill, LIVE, Dropped, Some(Fulfilled), Owner),
        row(T::Expire, LIVE, Dropped, Some(Expired), System),
    ]
};

/// A step that is possible from a position, for somebody with that authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The step.
    pub transition: Transition,
    /// Where it leads.
    pub to: Position,
    /// Who may take it.
    pub authority: Authority,
}

/// Every step that leads on from `position`.
#[must_use]
pub fn steps(position: Position) -> Vec<Step> {
    TABLE.iter().filter_map(|row| step(row, position)).collect()
}

fn step(row: &Row, position: Position) -> Option<Step> {
    let revision = match (row.revision, position.revision) {
        (Revision::Any, revision) => Some(revision),
        (Revision::Dropped, _) | (Revision::Absent, None) => Some(None),
        (Revision::From(from, to), Some(revision)) if from == revision => Some(to),
        _ => None,
    };
    let to = Position { state: row.to.unwrap_or(position.state), revision: revision? };
    row.from.contains(&position.state).then_some(Step { transition: row.transition, to, authority: row.authority })
}

/// The step `transition` from `position`.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` with `fromState`, `toState` and `allowed` if there is none.
pub fn take(transition: Transition, position: Position) -> Result<Step> {
    let steps = steps(position);
    steps.iter().find(|step| step.transition == transition).copied().ok_or_else(|| {
        let target = TABLE.iter().find(|row| row.transition == transition).and_then(|row| row.to).unwrap_or(position.state);
        refusal(position, target, &steps).with("transition", transition.to_string())
    })
}

fn refusal(position: Position, to: DemandState, steps: &[Step]) -> Error {
    let allowed: Vec<String> =
        steps.iter().filter(|step| step.authority != Authority::System).map(|step| step.transition.to_string()).collect();
    let error = Error::new(Code::TransitionNotAllowed)
        .with("fromState", position.state.to_string())
        .with("toState", to.to_string())
        .with("allowed", allowed);
    position.revision.map_or(error.clone(), |revision| error.with("revision", revision.to_string()))
}

/// Where a demand stands after an edit: drafts stay drafts, changes to a demand that the world sees wait beside it, and an
/// expired one that was changed has to be moderated like a new one.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` while the operator has it, and for demands whose life is over.
pub fn edited(position: Position) -> Result<Position> {
    use DemandState as S;
    match (position.state, position.revision) {
        (S::Draft | S::Expired, _) => Ok(Position { state: S::Draft, revision: None }),
        (S::Published | S::Suspended, None | Some(RevisionState::Editing)) => {
            Ok(Position { state: position.state, revision: Some(RevisionState::Editing) })
        }
        _ => Err(refusal(position, S::Draft, &steps(position)).with("transition", "EDIT")),
    }
}

/// What a step asks for beside the demand.
#[must_use]
pub const fn required_inputs(transition: Transition) -> &'static [&'static str] {
    match transition {
        Transition::Return => &["notes"],
        Transition::Refuse | Transition::Suspend | Transition::Withdraw => &["reason"],
        _ => &[],
    }
}

/// Whether the operator takes `transition` from anywhere.
#[must_use]
pub fn is_operators(transition: Transition) -> bool {
    let operators = |authority| matches!(authority, Authority::Operator | Authority::OwnerOrOperator);
    TABLE.iter().any(|row| row.transition == transition && operators(row.authority))
}

/// Who may take `transition` from `position`; where no such step leads on, who could take it at all.
#[must_use]
pub fn authority(transition: Transition, position: Position) -> Authority {
    let possible = steps(position).into_iter().find(|step| step.transition == transition);
    let anywhere = || TABLE.iter().find(|row| row.transition == transition).map_or(Authority::System, |row| row.authority);
    possible.map_or_else(anywhere, |step| step.authority)
}
