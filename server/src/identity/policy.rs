//! Who may do what with organizations, people and seats. Pure.

use super::rules::{Organization, User};
use crate::kernel::Actor;

/// Whether `actor` may know that `organization` exists: verified ones are public, others belong to their own members
/// and to staff.
#[must_use]
pub fn may_see_organization(actor: &Actor, organization: &Organization) -> bool {
    organization.is_verified() || may_see_inside(actor, organization)
}

/// Whether `actor` may read what an organization tells only its own members and staff: credit code, notes, evidence.
#[must_use]
pub fn may_see_inside(actor: &Actor, organization: &Organization) -> bool {
    actor.is_member_of(organization.id) || actor.is_staff()
}

/// Whether `actor` may read a user's address and state: the user and staff. Managers read those of their members
/// through the seats.
#[must_use]
pub fn may_see_person(actor: &Actor, user: &User) -> bool {
    actor.user() == Some(user.id) || actor.is_staff()
}
