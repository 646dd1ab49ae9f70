//! Who may import and export: whoever writes what the rows become. Pure.

use super::kind::ImportKind;
pub use crate::upload::policy::OFFICE;
use crate::{
    demand,
    identity::rules::{OrganizationKind, applicable},
    kernel::{Actor, Code, Error, Id, Result, Role, guard, id::Organization},
    upload,
};

/// Roles that import files of this kind: the office that holds the listings, the enterprise whose demands they are.
#[must_use]
pub const fn roles(kind: ImportKind) -> &'static [Role] {
    match kind {
        ImportKind::Listing => OFFICE,
        ImportKind::Demand => &demand::policy::OWNERS,
    }
}

/// Whether an organization of this kind has what such rows become.
///
/// # Errors
/// `FORBIDDEN`.
pub fn permit_owner(kind: ImportKind, owner: OrganizationKind) -> Result<()> {
    let holds = roles(kind).iter().any(|role| applicable(owner, *role));
    if holds { Ok(()) } else { Err(Error::new(Code::Forbidden)) }
}

/// Whether the actor may import for `organization`, and export what it has.
///
/// # Errors
/// `UNAUTHENTICATED` for visitors, `NOT_FOUND` for people of other organizations, `FORBIDDEN` for members without a role
/// that imports files of this kind.
#[track_caller]
pub fn permit(actor: &Actor, kind: ImportKind, organization: Id<Organization>) -> Result<()> {
    if !guard::holds("ImportSignedIn", !matches!(actor, Actor::Visitor)) {
        return Err(Error::new(Code::Unauthenticated));
    }
    if guard::holds("Importers", actor.has_role_in(organization, roles(kind))) {
        return Ok(());
    }
    Err(Error::new(if actor.is_member_of(organization) { Code::Forbidden } else { Code::NotFound }))
}

/// Whether the actor may start an import into `organization`.
///
/// # Errors
/// As [`permit`]; `ORGANIZATION_NOT_VERIFIED`.
#[track_caller]
pub fn permit_files(actor: &Actor, kind: ImportKind, organization: Id<Organization>) -> Result<()> {
    permit(actor, kind, organization)?;
    upload::policy::permit_verified(actor, organization)
}

/// Whether the actor may know of imports of this kind into `organization`.
#[must_use]
#[track_caller]
pub fn sees(actor: &Actor, kind: ImportKind, organization: Id<Organization>) -> bool {
    guard::holds("SeeImports", actor.has_role_in(organization, roles(kind)))
}
