//! The life of a listing: one table of transitions that drives the server, the API's `availableTransitions`, and the
//! tests (domain reference, 3.4).

use async_graphql::Enum;
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use crate::{
    kernel::{Code, Error, Result},
    listing::vocabulary::ListingState,
};

/// Steps in the life of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumIter, EnumString, IntoStaticStr, Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingTransition")]
pub enum Transition {
    /// The office hands it in for review.
    Submit,
    /// The reviewer sends it back with notes.
    Return,
    /// The reviewer approves it.
    Approve,
    /// The reviewer makes it visible; from review this approves it too.
    Publish,
    /// It is hidden for a while.
    Suspend,
    /// It is shown again.
    Resume,
    /// The office takes it back for good.
    Withdraw,
    /// Its time ran out.
    Expire,
    /// The achievement was transferred: the listing is over, licenses that stand stay valid.
    Transfer,
}

/// Review of changes to a listing that the world sees, or has seen, in its last published form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Display, EnumIter, EnumString, IntoStaticStr, Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingRevisionState")]
pub enum RevisionState {
    /// The office writes.
    Editing,
    /// Waits for the reviewer.
    Submitted,
    /// Approved, not yet shown.
    Approved,
}

/// Where a listing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// As the world sees it.
    pub state: ListingState,
    /// Where the changes stand, if there are any since the last publication.
    pub revision: Option<RevisionState>,
}

/// Who may take a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Authority {
    /// Officers and heads of the office.
    Office,
    /// Heads of the office.
    Head,
    /// Heads of the office, and the platform's operator.
    HeadOrOperator,
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
    /// From one of these to that one.
    From(&'static [RevisionState], Option<RevisionState>),
    /// No changes are pending.
    Absent,
}

/// One row of the table.
struct Row {
    transition: Transition,
    from: &'static [ListingState],
    revision: Revision,
    /// `None`: the state stays.
    to: Option<ListingState>,
    authority: Authority,
}

/// States in which the world sees a listing, or saw it and may see it again.
const LIVE: &[ListingState] = &[ListingState::Published, ListingState::Suspended];

const fn row(
    transition: Transition,
    from: &'static [ListingState],
    revision: Revision,
    to: Option<ListingState>,
    authority: Authority,
) -> Row {
    Row { transition, from, revision, to, authority }
}

/// Every step that exists.
const TABLE: &[Row] = {
    use Authority::{Head, HeadOrOperator, Office, System};
    use ListingState::{Approved, Draft, Expired, Published, Submitted, Suspended, Transferred, Withdrawn};
    use Revision::{Absent, Any, Dropped, From};
    use RevisionState as R;
    use Transition as T;
    &[
        row(T::Submit, &[Draft], Absent, Some(Submitted), Office),
        row(T::Submit, LIVE, From(&[R::Editing], Some(R::Submitted)), None, Office),
        row(T::Return, &[Submitted, Approved], Absent, Some(Draft), Head),
        row(T::Return, LIVE, From(&[R::Submitted, R::Approved], Some(R::Editing)), None, Head),
        row(T::Approve, &[Submitted], Absent, Some(Approved), Head),
        row(T::Approve, LIVE, From(&[R::Submitted], Some(R::Approved)), None, Head),
        row(T::Publish, &[Submitted, Approved], Absent, Some(Published), Head),
        row(T::Publish, LIVE, From(&[R::Submitted, R::Approved], None), Some(Published), Head),
        row(T::Suspend, &[Published], Any, Some(Suspended), HeadOrOperator),
        row(T::Resume, &[Suspended], Any, Some(Published), HeadOrOperator),
        row(T::Withdraw, &[Draft], Absent, Some(Withdrawn), Office),
        row(T::Withdraw, &[Submitted, Approved, Published, Suspended], Dropped, Some(Withdrawn), Head),
        row(T::Expire, LIVE, Dropped, Some(Expired), System),
        row(T::Transfer, LIVE, Dropped, Some(Transferred), Head),
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
        (Revision::From(from, to), Some(revision)) if from.contains(&revision) => Some(to),
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

fn refusal(position: Position, to: ListingState, steps: &[Step]) -> Error {
    let allowed: Vec<String> =
        steps.iter().filter(|step| step.authority != Authority::System).map(|step| step.transition.to_string()).collect();
    let error = Error::new(Code::TransitionNotAllowed)
        .with("fromState", position.state.to_string())
        .with("toState", to.to_string())
        .with("allowed", allowed);
    position.revision.map_or(error.clone(), |revision| error.with("revision", revision.to_string()))
}

/// Where a listing stands after an edit: drafts stay drafts, an approved text must be reviewed again, and changes to a
/// listing that the world sees wait beside it.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED` while a reviewer has it, and for listings whose life is over.
pub fn edited(position: Position) -> Result<Position> {
    use ListingState as S;
    match (position.state, position.revision) {
        (S::Draft | S::Approved, _) => Ok(Position { state: S::Draft, revision: None }),
        (S::Published | S::Suspended, None | Some(RevisionState::Editing | RevisionState::Approved)) => {
            Ok(Position { state: position.state, revision: Some(RevisionState::Editing) })
        }
        _ => Err(refusal(position, S::Draft, &steps(position)).with("transition", "EDIT")),
    }
}

/// What a step asks for beside the listing.
#[must_use]
pub const fn required_inputs(transition: Transition) -> &'static [&'static str] {
    match transition {
        Transition::Return => &["notes"],
        Transition::Suspend | Transition::Withdraw | Transition::Transfer => &["reason"],
        _ => &[],
    }
}

/// Who may take `transition` from `position`; where no such step leads on, who could take it at all.
#[must_use]
pub fn authority(transition: Transition, position: Position) -> Authority {
    let possible = steps(position).into_iter().find(|step| step.transition == transition);
    possible.map_or_else(|| widest_authority(transition), |step| step.authority)
}

/// The widest circle of those who may take `transition` from some position.
#[must_use]
pub fn widest_authority(transition: Transition) -> Authority {
    TABLE.iter().find(|row| row.transition == transition).map_or(Authority::System, |row| row.authority)
}
