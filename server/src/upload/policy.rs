//! Who may hand in files for an organization: the office that works on its listings, the enterprise's people who write its
//! demands. Pure.

use crate::kernel::{Actor, Code, Error, Id, Result, Role, guard, id::Organization};

/// Roles of the office.
pub const OFFICE: &[Role] = &[Role::TtoOfficer, Role::TtoHead];

/// Roles that hand in files.
pub const HANDING_IN: &[Role] = &[Role::TtoOfficer, Role::TtoHead, Role::SmeMember, Role::SmeOwner];

/// Whether the actor hands in files for `organization`.
///
/// # Errors
/// `UNAUTHENTICATED` for visitors, `NOT_FOUND` for people of other organizations, `FORBIDDEN` for members without a role
/// that hands in files.
#[track_caller]
pub fn permit(actor: &Actor, organization: Id<Organization>) -> Result<()> {
    if !guard::holds("SignedIn", !matches!(actor, Actor::Visitor)) {
        return Err(Error::new(Code::Unauthenticated));
    }
    if guard::holds("OfficeOfFiles", actor.has_role_in(organization, HANDING_IN)) {
        return Ok(());
    }
    Err(Error::new(if actor.is_member_of(organization) { Code::Forbidden } else { Code::NotFound }))
}

/// Whether the actor may hand in files for `organization`. What strangers register themselves must not
/// fill the disk, so an operator has verified it.
///
/// # Errors
/// As [`permit`]; `ORGANIZATION_NOT_VERIFIED`.
#[track_caller]
pub fn permit_files(actor: &Actor, organization: Id<Organization>) -> Result<()> {
    permit(actor, organization)?;
    permit_verified(actor, organization)
}

/// Whether an operator has verified `organization`, in which the actor has a seat.
///
/// # Errors
/// `ORGANIZATION_NOT_VERIFIED`.
#[track_caller]
pub fn permit_verified(actor: &Actor, organization: Id<Organization>) -> Result<()> {
    let verified = actor.seats().iter().any(|seat| seat.organization == organization && seat.verified);
    if guard::holds("VerifiedOffice", verified || matches!(actor, Actor::System(_))) {
        Ok(())
    } else {
        Err(Error::new(Code::OrganizationNotVerified))
    }
}
