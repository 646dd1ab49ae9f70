//! Who may do what with listings. Pure.

use super::rules::Authority;
use crate::kernel::{Actor, Code, Error, Id, Result, Role, guard, id::Organization};

/// Roles that work on an office's listings.
pub const OFFICE: [Role; 2] = [Role::TtoOfficer, Role::TtoHead];

/// Whether `actor` has `authority` over listings of `organization`.
#[must_use]
#[track_caller]
pub fn holds(actor: &Actor, authority: Authority, organization: Id<Organization>) -> bool {
    let (name, allowed) = match authority {
        Authority::Office => ("Office", actor.has_role_in(organization, &OFFICE)),
        Authority::Head => ("Head", actor.has_role_in(organization, &[Role::TtoHead])),
        Authority::HeadOrOperator => {
            ("HeadOrOperator", actor.has_role_in(organization, &[Role::TtoHead]) || actor.has_role(Role::Operator))
        }
        Authority::System => ("System", matches!(actor, Actor::System(_))),
    };
    guard::holds(name, allowed)
}

/// Refuses `actor` without `authority` over listings of `organization`.
///
/// # Errors
/// `FORBIDDEN`.
#[track_caller]
pub fn permit(actor: &Actor, authority: Authority, organization: Id<Organization>) -> Result<()> {
    if holds(actor, authority, organization) { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("SignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Whether `actor` reads working copies of `organization`: its members and the platform's staff.
#[must_use]
#[track_caller]
pub fn reads_inside(actor: &Actor, organization: Id<Organization>) -> bool {
    guard::holds("ReadInside", actor.is_staff() || actor.is_member_of(organization))
}

/// Whether `actor` may ask `organization` for a license: a member of a verified enterprise that is not the holder.
#[must_use]
#[track_caller]
pub fn may_request(actor: &Actor, organization: Id<Organization>) -> bool {
    let asks = |role: &Role| matches!(role, Role::SmeMember | Role::SmeOwner);
    let allowed = actor.seats().iter().any(|seat| seat.verified && seat.organization != organization && seat.roles.iter().any(asks));
    guard::holds("Request", allowed)
}
