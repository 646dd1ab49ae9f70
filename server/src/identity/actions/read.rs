//! Reading, each read scoped to who asks. What is hidden is as good as absent.

use sea_orm::ConnectionTrait;

use crate::{
    ctx::Ctx,
    identity::{
        policy::{self, Action, Facts},
        rules::{Membership, MembershipState, Organization, SizeDeclaration, User, credit_code},
        store::{self, OrganizationFilter},
    },
    kernel::{Actor, Code, Error, Id, Page, PageRequest, Result, Role, guard, id},
};

/// The organization, if it exists and `actor` may know of it.
pub async fn find_organization(conn: &impl ConnectionTrait, actor: &Actor, id: Id<id::Organization>) -> Result<Option<Organization>> {
    let found = store::organizations(conn, &[id]).await?.into_iter().next();
    Ok(found.filter(|organization| policy::may_see_organization(actor, organization)))
}

/// The organization with this credit code or global id, whatever its state. For the command line.
pub async fn find_by_code_or_id(ctx: &Ctx, text: &str) -> Result<Option<Id<id::Organization>>> {
    if let Ok(id) = text.trim().parse() {
        return Ok(store::organizations(ctx.db.read(), &[id]).await?.first().map(|organization| organization.id));
    }
    let Ok(code) = credit_code(text) else { return Ok(None) };
    Ok(store::organization_of(ctx.db.read(), &code).await?.map(|organization| organization.id))
}

/// The organizations among `ids` that `actor` may know of, in any order. One statement.
pub async fn find_organizations(ctx: &Ctx, actor: &Actor, ids: &[Id<id::Organization>]) -> Result<Vec<Organization>> {
    let mut found = store::organizations(ctx.db.read(), ids).await?;
    found.retain(|organization| policy::may_see_organization(actor, organization));
    Ok(found)
}

/// The user, if `actor` is that user, staff, or sits in an organization of theirs.
pub async fn find_user(ctx: &Ctx, actor: &Actor, id: Id<id::User>) -> Result<Option<User>> {
    Ok(find_users(ctx, actor, &[id]).await?.pop())
}

/// The users among `ids` that [`find_user`] would find, in any order. At most two statements.
pub async fn find_users(ctx: &Ctx, actor: &Actor, ids: &[Id<id::User>]) -> Result<Vec<User>> {
    let mut found = store::users(ctx.db.read(), ids).await?;
    let strangers: Vec<_> = found.iter().filter(|user| !policy::may_see_person(actor, user)).map(|user| user.id).collect();
    let own: Vec<_> = actor.seats().iter().map(|seat| seat.organization).collect();
    let colleagues = store::members_among(ctx.db.read(), &own, &strangers).await?;
    found.retain(|user| guard::holds("SeeUser", !strangers.contains(&user.id) || colleagues.contains(&user.id)));
    Ok(found)
}

/// The seats among `ids` that `actor` holds or manages, or all for staff; in any order. One statement.
pub async fn find_memberships(ctx: &Ctx, actor: &Actor, ids: &[Id<id::Membership>]) -> Result<Vec<Membership>> {
    let mut found = store::memberships(ctx.db.read(), ids).await?;
    found.retain(|seat| policy::may_see_membership(actor, seat));
    Ok(found)
}

/// The size declaration, if `actor` is a member of the enterprise or staff.
pub async fn find_size_declaration(ctx: &Ctx, actor: &Actor, id: Id<id::SizeDeclaration>) -> Result<Option<SizeDeclaration>> {
    Ok(find_size_declarations(ctx, actor, &[id]).await?.pop())
}

/// The size declarations among `ids` that [`find_size_declaration`] would find, in any order. One statement.
pub async fn find_size_declarations(ctx: &Ctx, actor: &Actor, ids: &[Id<id::SizeDeclaration>]) -> Result<Vec<SizeDeclaration>> {
    let mut found = store::size_declarations(ctx.db.read(), ids).await?;
    found.retain(|declaration| policy::may_see_size(actor, declaration.organization));
    Ok(found)
}

/// Organizations that `actor` may know of, newest first.
pub async fn organizations(ctx: &Ctx, actor: &Actor, filter: &OrganizationFilter, request: &PageRequest) -> Result<Page<Organization>> {
    store::list_organizations(ctx.db.read(), actor, filter, request).await
}

/// How many there are for [`organizations`], and whether that is exact.
pub async fn count_organizations(ctx: &Ctx, actor: &Actor, filter: &OrganizationFilter) -> Result<(u64, bool)> {
    store::count_organizations(ctx.db.read(), actor, filter).await
}

/// Seats of an organization, oldest first.
///
/// # Errors
/// `NOT_FOUND` at `organizationId`; `FORBIDDEN` for all but its managers and staff.
pub async fn members(ctx: &Ctx, actor: &Actor, organization: Id<id::Organization>, request: &PageRequest) -> Result<Page<Membership>> {
    policy::signed_in(actor)?;
    let hidden = || Error::new(Code::NotFound).at("organizationId");
    let organization = find_organization(ctx.db.read(), actor, organization).await?.ok_or_else(hidden)?;
    policy::permit(actor, Action::ReadMembers, &Facts::of(organization.id))?;
    store::list_members(ctx.db.read(), organization.id, request).await
}

/// How many seats an organization has, and whether that is exact; for those who got [`members`].
pub async fn count_members(ctx: &Ctx, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    store::count_members(ctx.db.read(), organization).await
}

/// Size declarations of an organization, newest first; for those who may see inside it.
pub async fn size_declarations(ctx: &Ctx, organization: Id<id::Organization>, request: &PageRequest) -> Result<Page<SizeDeclaration>> {
    store::list_size_declarations(ctx.db.read(), organization, request).await
}

/// How many declarations an organization has made, and whether that is exact.
pub async fn count_size_declarations(ctx: &Ctx, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    store::count_size_declarations(ctx.db.read(), organization).await
}

/// Who is asking.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The user.
    pub user: User,
    /// All seats, suspended ones too.
    pub memberships: Vec<Membership>,
    /// Roles of the active seats, sorted, each once.
    pub roles: Vec<Role>,
}

/// Who is asking; none for a visitor.
pub async fn viewer(ctx: &Ctx, actor: &Actor) -> Result<Option<Viewer>> {
    let Some(id) = actor.user() else { return Ok(None) };
    let Some(user) = store::users(ctx.db.read(), &[id]).await?.into_iter().next() else { return Ok(None) };
    let memberships = store::memberships_of(ctx.db.read(), id).await?;
    let active = memberships.iter().filter(|seat| seat.state == MembershipState::Active);
    let mut roles: Vec<Role> = active.flat_map(|seat| seat.roles.iter().copied()).collect();
    roles.sort_unstable();
    roles.dedup();
    Ok(Some(Viewer { user, memberships, roles }))
}
