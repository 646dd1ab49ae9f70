//! From where somebody looks at a case.

use crate::{
    advisor::model::Trust,
    brokering::model::{Case, Standing},
    kernel::{Actor, Id, Timestamp, id::Organization},
};

/// The standing of `actor`, who may see `case` at all; `trust` says what there is between the actor and a client since a moment.
///
/// A mandate that was there since the acceptance and is over leaves the own notes. One that was not given yet leaves what it takes
/// to decide.
#[must_use]
pub fn standing(actor: &Actor, case: &Case, trust: impl FnOnce(Id<Organization>, Option<Timestamp>) -> Trust) -> Standing {
    // In the own case an advisor is no staff, whatever else they are.
    if actor.is_staff() && !case.is_of(actor) {
        return Standing::Staff;
    }
    if actor.is_member_of(case.client) {
        return Standing::Client;
    }
    if !case.is_of(actor) {
        return Standing::NotesOnly;
    }
    match trust(case.client, case.accepted_at) {
        Trust::Good => Standing::Mandated,
        Trust::NotYet if !case.state.is_closed() => Standing::Candidate,
        Trust::NotYet | Trust::Over => Standing::NotesOnly,
    }
}
