//! Who may do what with service platforms. Pure.

use super::model::Platform;
use crate::kernel::{Actor, Code, Error, Id, Result, Role, guard, id::Organization};

/// Roles that write the platforms of their organization.
pub const WRITERS: [Role; 4] = [Role::TtoOfficer, Role::TtoHead, Role::SmeMember, Role::SmeOwner];

/// Refuses visitors.
///
/// # Errors
/// `UNAUTHENTICATED`.
#[track_caller]
pub fn signed_in(actor: &Actor) -> Result<()> {
    if guard::holds("PlatformSignedIn", !matches!(actor, Actor::Visitor)) { Ok(()) } else { Err(Error::new(Code::Unauthenticated)) }
}

/// Whether `actor` sees drafts of `organization` and what it withdrew: its members and staff.
#[must_use]
#[track_caller]
pub fn reads_inside(actor: &Actor, organization: Id<Organization>) -> bool {
    guard::holds("PlatformReadInside", actor.is_staff() || actor.is_member_of(organization))
}

/// Whether `actor` writes the platforms of `organization`: its officers, heads, members and owners, and operators, who enter
/// those of organizations that are not here.
#[must_use]
#[track_caller]
pub fn writes(actor: &Actor, organization: Id<Organization>) -> bool {
    guard::holds("PlatformWrite", actor.has_role_in(organization, &WRITERS) || actor.has_role(Role::Operator))
}

/// Whether `actor` writes for `organization` as one of its own people, and not for the staff.
#[must_use]
pub fn is_of_the_house(actor: &Actor, organization: Id<Organization>) -> bool {
    actor.has_role_in(organization, &WRITERS)
}

/// Whether `actor`, who writes `platform`, may show it to everybody: what the staff withdrew, only an operator brings back.
#[must_use]
#[track_caller]
pub fn publishes(actor: &Actor, platform: &Platform) -> bool {
    guard::holds("PlatformPublish", !platform.withdrawn_by_staff || actor.has_role(Role::Operator))
}

/// Refuses whoever may not write.
///
/// # Errors
/// `FORBIDDEN`.
#[track_caller]
pub fn permit(actor: &Actor, organization: Id<Organization>) -> Result<()> {
    if writes(actor, organization) { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Whether `actor` reads whom to ask: members of verified organizations.
#[must_use]
#[track_caller]
pub fn sees_contact(actor: &Actor) -> bool {
    guard::holds("PlatformContact", actor.is_registered())
}
