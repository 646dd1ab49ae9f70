//! Who may do what to a request. Pure; who may *see* one is a filter of the store.

use super::rules::{LicenseRequestTransition, Party};
use crate::kernel::{
    Actor, Code, Error, Id, Result, Role, guard,
    id::{Organization, User},
};

/// Refuses whoever has no seat in a verified organization.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `FORBIDDEN` for others.
#[track_caller]
pub fn registered(actor: &Actor) -> Result<()> {
    allowed(actor, guard::holds("PriceEvidence", actor.is_registered()))
}

/// Roles that ask for the enterprise.
pub const ASKING: &[Role] = &[Role::SmeMember, Role::SmeOwner];
/// Roles that answer for the holder.
pub const ANSWERING: &[Role] = &[Role::TtoOfficer, Role::TtoHead];
/// Roles that bind the holder.
pub const GRANTING: &[Role] = &[Role::TtoHead];

/// Whether `actor` may act as `party` through `organization`.
#[must_use]
#[track_caller]
pub fn may_act(actor: &Actor, party: Party, organization: Id<Organization>) -> bool {
    let (name, roles) = match party {
        Party::Licensor => ("ActForLicensor", ANSWERING),
        Party::Licensee => ("ActForLicensee", ASKING),
    };
    guard::holds(name, actor.has_role_in(organization, roles))
}

/// Whether `actor` may take `step` on a request of these two. An officer may say no; only a head binds the office.
#[must_use]
#[track_caller]
pub fn may_take(actor: &Actor, step: LicenseRequestTransition, licensor: Id<Organization>, licensee: Id<Organization>) -> bool {
    match step {
        LicenseRequestTransition::Grant => guard::holds("Grant", actor.has_role_in(licensor, GRANTING)),
        LicenseRequestTransition::Reject => may_act(actor, Party::Licensor, licensor),
        LicenseRequestTransition::Withdraw => may_act(actor, Party::Licensee, licensee),
    }
}

/// Checks that `actor` may act as `party` through `organization`.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `FORBIDDEN` for anybody else without the role there.
#[track_caller]
pub fn permit(actor: &Actor, party: Party, organization: Id<Organization>) -> Result<()> {
    allowed(actor, may_act(actor, party, organization))
}

/// Checks that `actor` may take `step` on a request of these two.
///
/// # Errors
/// As [`permit`].
#[track_caller]
pub fn permit_step(actor: &Actor, step: LicenseRequestTransition, licensor: Id<Organization>, licensee: Id<Organization>) -> Result<()> {
    allowed(actor, may_take(actor, step, licensor, licensee))
}

fn allowed(actor: &Actor, may: bool) -> Result<()> {
    if may {
        Ok(())
    } else if matches!(actor, Actor::Visitor) {
        Err(Error::new(Code::Unauthenticated))
    } else {
        Err(Error::new(Code::Forbidden))
    }
}

/// Whose idempotency keys these are: the user's own, or one common set for the program itself.
#[must_use]
pub fn key_owner(actor: &Actor) -> Id<User> {
    actor.user().unwrap_or(Id::from_uuid(uuid::Uuid::nil()))
}
