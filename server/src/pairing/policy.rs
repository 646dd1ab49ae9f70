//! Who may ask what fits. Pure.

use crate::{
    demand,
    kernel::{Actor, Code, Error, Id, Result, guard, id::Organization},
    listing,
};

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("PairingSignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Whether whoever has `asking` before them sees what answers it: those who read the demand inside, which are its owner's
/// people, staff, and advisors with the owner's mandate for its demands. What an enterprise is offered is its own matter, also
/// where the demand is not.
#[must_use]
pub const fn sees_answers(asking: &demand::model::View) -> bool {
    asking.inside.is_some()
}

/// Whether whoever has `offered` before them sees whom it would help: those who read the listing inside, which are its office's
/// people and staff.
#[must_use]
pub const fn sees_askers(offered: &listing::model::View) -> bool {
    offered.office.is_some()
}

/// Whether `actor` judges what is found for the demands of `owner`: whoever writes its demands.
#[must_use]
#[track_caller]
pub fn may_judge(actor: &Actor, owner: Id<Organization>) -> bool {
    guard::holds("PairingJudge", actor.has_role_in(owner, &demand::policy::OWNERS))
}
