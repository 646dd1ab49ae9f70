//! The first operator, made from the command line.

use super::{AddMember, NewUser, add_member, seed_user};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    identity::{
        rules::{Organization, OrganizationKind, Verification},
        store,
    },
    kernel::{Actor, Code, Error, Id, Locale, Result, Role, id, text},
};

/// Longest name of an organization, in visible characters.
const MAX_NAME: usize = 200;

/// Makes an operator: a user with a verified address and the operator's role in the organization of that name. A
/// verified organization of that name is used if it may have operators, otherwise a service platform is made. A user who
/// exists keeps name and password.
///
/// # Errors
/// Those of the fields; `ROLE_NOT_APPLICABLE` if the organization cannot have operators; `MEMBERSHIP_EXISTS` if the user
/// sits in it already.
pub async fn create_operator(ctx: &Ctx, email: &str, name: &str, password: &str, organization: &str) -> Result<Id<id::User>> {
    let actor = Actor::System("command-line");
    let organization_name = text::line(organization, MAX_NAME).map_err(|error| error.at("organization"))?;
    let new = NewUser { email: email.to_owned(), name: name.to_owned(), password: password.to_owned(), locale: Locale::ZhCn };
    let user = seed_user(ctx, &actor, new).await?.value;
    // Somebody signed up with this address and never proved it is theirs: their password must not become an operator's.
    if user.email_verified_at.is_none() {
        return Err(Error::new(Code::EmailNotVerified).at("email"));
    }
    if user.suspended_at.is_some() {
        return Err(Error::new(Code::AccountSuspended).at("email"));
    }
    let organization = match store::organization_named(ctx.db.read(), &organization_name).await? {
        Some(organization) if organization.is_verified() => organization,
        Some(_) => return Err(Error::new(Code::OrganizationNotVerified).at("organization")),
        None => platform(ctx, &actor, organization_name).await?,
    };
    let seat = AddMember { organization: organization.id, email: user.email.clone(), roles: vec![Role::Operator] };
    add_member(ctx, &actor, seat).await?;
    Ok(user.id)
}

/// The organization that runs the platform. It has no credit code yet; its operator completes it later.
async fn platform(ctx: &Ctx, actor: &Actor, name: String) -> Result<Organization> {
    let now = ctx.now();
    let organization = Organization {
        id: ctx.new_id(),
        kind: OrganizationKind::Platform,
        name_zh: Some(name),
        name_en: None,
        credit_code: None,
        country: "CN".to_owned(),
        division: None,
        website: None,
        verification: Verification::Verified,
        verification_note: None,
        verified_at: Some(now),
        verified_by: None,
        pending_change: None,
        size: None,
        size_declaration: None,
        version: 1,
        created_by: None,
        created_at: now,
        updated_at: now,
    };
    let tx = ctx.begin().await?;
    store::insert_organization(&*tx, &organization).await?;
    let entry = NewEntry::new(organization.id, "organization.register", organization.id).after(&organization);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(organization)
}
