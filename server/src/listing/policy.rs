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

/// Refuses `actor` who may not ask `organization` for a license: that takes a seat in a verified enterprise that is not
/// the holder.
///
/// # Errors
/// `UNAUTHENTICATED` for visitors; `OWN_LISTING` for people of the holder; `ENTERPRISE_SEAT_MISSING` without a seat in an
/// enterprise; `ORGANIZATION_NOT_VERIFIED` if the enterprise waits for its verification.
#[track_caller]
pub fn permit_request(actor: &Actor, organization: Id<Organization>) -> Result<()> {
    let asks = |role: &Role| matches!(role, Role::SmeMember | Role::SmeOwner);
    let mut asking = actor.seats().iter().filter(|seat| seat.organization != organization && seat.roles.iter().any(asks));
    if guard::holds("Request", asking.clone().any(|seat| seat.verified)) {
        return Ok(());
    }
    Err(Error::new(match actor {
        Actor::Visitor => Code::Unauthenticated,
        _ if asking.next().is_some() => Code::OrganizationNotVerified,
        _ if actor.is_member_of(organization) => Code::OwnListing,
        _ => Code::EnterpriseSeatMissing,
    }))
}
