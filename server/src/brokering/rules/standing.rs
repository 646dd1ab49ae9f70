//! From where somebody looks at a case.

use crate::{
    brokering::model::{Case, Standing},
    kernel::{Actor, Id, id::Organization},
};

/// The standing of `actor`, who may see `case` at all; `mandated` says whose mandates the actor carries today.
///
/// A mandate that was there and is over leaves the own notes. One that was not given yet leaves what it takes to decide.
#[must_use]
pub fn standing(actor: &Actor, case: &Case, mandated: impl FnOnce(Id<Organization>) -> bool) -> Standing {
    if actor.is_staff() {
        return Standing::Staff;
    }
    if actor.is_member_of(case.client) {
        return Standing::Client;
    }
    let has_it = case.user.is_some() && case.user == actor.user();
    if has_it && mandated(case.client) {
        Standing::Mandated
    } else if has_it && case.mandate.is_none() && !case.state.is_closed() {
        Standing::Candidate
    } else {
        Standing::NotesOnly
    }
}
