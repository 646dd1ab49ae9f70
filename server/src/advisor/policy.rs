//! Who may do what with advisors and mandates. Pure.

use super::{
    model::{Advisor, Mandate, MandateRequest},
    rules::Authority,
    vocabulary::AdvisorState,
};
use crate::kernel::{
    Actor, Code, Error, Id, Result, Role, guard,
    id::{Organization, User},
};

/// Roles that give mandates for an enterprise.
pub const CLIENT: [Role; 1] = [Role::SmeOwner];

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("AdvisorSignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Whether `actor` is the person `user`, with the role of an advisor still.
#[must_use]
pub fn is_self(actor: &Actor, user: Id<User>) -> bool {
    actor.user() == Some(user) && actor.has_role(Role::Advisor)
}

/// The organization for which `actor` may apply: where the operator has given the role.
#[must_use]
pub fn seat_of_advisor(actor: &Actor) -> Option<Id<Organization>> {
    actor.seats().iter().filter(|seat| seat.roles.contains(&Role::Advisor)).map(|seat| seat.organization).min()
}

/// Whether `actor` has `authority` over `advisor`.
#[must_use]
#[track_caller]
pub fn holds(actor: &Actor, authority: Authority, advisor: &Advisor) -> bool {
    // An operator who is the advisor is the advisor: nobody appoints, or clears, themselves.
    let operator = actor.has_role(Role::Operator) && actor.user() != Some(advisor.user);
    let own = is_self(actor, advisor.user);
    let (name, allowed) = match authority {
        Authority::Own => ("AdvisorOwn", own),
        Authority::Operator => ("AdvisorOperator", operator),
        Authority::OwnOrOperator => ("AdvisorOwnOrOperator", own || operator),
        Authority::System => ("AdvisorSystem", matches!(actor, Actor::System(_))),
    };
    guard::holds(name, allowed)
}

/// Refuses `actor` without `authority` over `advisor`.
///
/// # Errors
/// `FORBIDDEN`.
#[track_caller]
pub fn permit(actor: &Actor, authority: Authority, advisor: &Advisor) -> Result<()> {
    allowed(holds(actor, authority, advisor))
}

/// Whether `actor` reads what is between an advisor and the platform: conflicts, reasons.
#[must_use]
#[track_caller]
pub fn reads_inside(actor: &Actor, user: Id<User>) -> bool {
    guard::holds("AdvisorReadInside", actor.is_staff() || is_self(actor, user))
}

/// What everybody with a seat in a verified organization sees: those whom they can give a mandate.
pub const SHOWN: [AdvisorState; 2] = [AdvisorState::Active, AdvisorState::Paused];

/// Whether `actor` binds `client`, once the platform has verified it.
fn binds(actor: &Actor, client: Id<Organization>) -> bool {
    let verified = |seat: &crate::kernel::actor::Seat| seat.organization == client && seat.verified;
    let sits = matches!(actor, Actor::System(_)) || actor.seats().iter().any(verified);
    sits && actor.has_role_in(client, &CLIENT)
}

/// Whether `actor` may give mandates for `client`.
#[must_use]
#[track_caller]
pub fn may_grant(actor: &Actor, client: Id<Organization>) -> bool {
    guard::holds("MandateGrant", binds(actor, client))
}

/// Whether `actor` may end `mandate`: either side.
#[must_use]
#[track_caller]
pub fn may_end(actor: &Actor, mandate: &Mandate) -> bool {
    guard::holds("MandateEnd", actor.has_role_in(mandate.organization, &CLIENT) || is_self(actor, mandate.user))
}

/// Whether `actor` asks enterprises for mandates.
#[must_use]
#[track_caller]
pub fn may_ask(actor: &Actor) -> bool {
    guard::holds("MandateAsk", actor.user().is_some() && actor.has_role(Role::Advisor))
}

/// Whether `actor` answers `request` for the enterprise: whoever may give the mandate, but nobody their own question.
#[must_use]
#[track_caller]
pub fn may_answer(actor: &Actor, request: &MandateRequest) -> bool {
    guard::holds("MandateAnswer", binds(actor, request.organization) && actor.user() != Some(request.user))
}

/// Whether `actor` may take `request` back: the advisor who asked.
#[must_use]
#[track_caller]
pub fn may_take_back(actor: &Actor, request: &MandateRequest) -> bool {
    guard::holds("MandateTakeBack", is_self(actor, request.user))
}

/// Refuses what is not allowed.
///
/// # Errors
/// `FORBIDDEN`.
pub fn allowed(may: bool) -> Result<()> {
    if may { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}
