//! Seats: who acts for an organization, in which roles.

use super::check_version;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        policy::{self, Action, Facts},
        rules::{self, Membership, MembershipState, Organization, User},
        store::{self, Dying},
    },
    kernel::{Actor, Code, Error, Id, Result, Role, id, text},
};

/// A new seat.
#[derive(Debug, Clone)]
pub struct AddMember {
    /// Where.
    pub organization: Id<id::Organization>,
    /// Address of a user whose address is verified.
    pub email: String,
    /// Roles.
    pub roles: Vec<Role>,
}

/// Seats a user in an organization without asking. For operators, who answer for it, and for the program itself: managers
/// [invite](super::invite), because a seat needs the consent of whoever sits in it.
///
/// # Errors
/// `NOT_FOUND` at `organizationId`, or at `email` if no active user has that address; `FORBIDDEN`; `REQUIRED` or `ROLE_NOT_APPLICABLE` at `roles`; `MEMBERSHIP_EXISTS`.
pub async fn add_member(ctx: &Ctx, actor: &Actor, input: AddMember) -> Result<Outcome<Membership>> {
    policy::signed_in(actor)?;
    let tx = ctx.begin().await?;
    let organization = store::visible_organization(&*tx, actor, input.organization).await.map_err(|error| error.at("organizationId"))?;
    let facts = Facts { roles: &input.roles, ..Facts::of(organization.id) };
    policy::permit(actor, Action::SeatMember, &facts)?;
    let roles = rules::granted_roles(organization.kind, &input.roles).map_err(|error| error.at("roles"))?;
    let email = text::email(&input.email).map_err(|error| error.at("email"))?;
    let user = store::account_of(&*tx, &email).await?.map(|account| account.user).filter(User::is_active);
    let user = user.ok_or_else(|| Error::new(Code::NotFound).at("email"))?;
    let now = ctx.now();
    let seat = Membership {
        id: ctx.new_id(),
        organization: organization.id,
        user: user.id,
        roles,
        state: MembershipState::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_membership(&*tx, &seat).await.map_err(|error| error.at("email"))?;
    let entry = NewEntry::new(organization.id, "membership.add", seat.id).after(&seat).detail("roles", role_names(&seat.roles));
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(seat))
}

/// A change of a seat. What is none stays as it is.
#[derive(Debug, Clone)]
pub struct UpdateMember {
    /// The seat.
    pub id: Id<id::Membership>,
    /// The version that the caller saw.
    pub expected_version: i64,
    /// The roles from now on.
    pub roles: Option<Vec<Role>>,
    /// Whether they count.
    pub state: Option<MembershipState>,
}

/// Changes the roles of a seat, suspends it or takes that back. It counts from the member's next request on.
///
/// # Errors
/// `NOT_FOUND` at `id`; `FORBIDDEN`, also for touching platform roles without being an operator; `STALE_VERSION`;
/// `REQUIRED` or `ROLE_NOT_APPLICABLE` at `roles`; `LAST_MANAGER` if nobody would be left to manage the organization.
pub async fn update_member(ctx: &Ctx, actor: &Actor, input: UpdateMember) -> Result<Outcome<Membership>> {
    policy::signed_in(actor)?;
    let not_found = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    let seen = store::memberships(&*tx, &[input.id]).await?.into_iter().next().ok_or_else(not_found)?;
    if !policy::may_see_membership(actor, &seen) {
        return Err(not_found());
    }
    // Two managers who remove each other at once must not both succeed.
    store::lock_organization(&*tx, seen.organization).await?;
    let before = store::memberships(&*tx, &[input.id]).await?.into_iter().next().ok_or_else(not_found)?;
    let organization = store::organizations(&*tx, &[before.organization]).await?.into_iter().next().ok_or_else(not_found)?;
    let wanted = input.roles.as_ref().unwrap_or(&before.roles);
    let state = input.state.unwrap_or(before.state);
    let touched = touched(&before, wanted, state);
    policy::permit(actor, Action::ManageMembers, &Facts { roles: &touched, ..Facts::of(organization.id) })?;
    check_version(input.expected_version, before.version)?;
    let roles = match &input.roles {
        Some(roles) => rules::granted_roles(organization.kind, roles).map_err(|error| error.at("roles"))?,
        None => before.roles.clone(),
    };
    let after = Membership { roles, state, version: before.version + 1, updated_at: ctx.now(), ..before.clone() };
    keep_a_manager(&*tx, &organization, &before, &after).await?;
    store::save_membership(&*tx, &after, before.version).await?;
    if !(after.state == MembershipState::Active && rules::is_manager(&after.roles)) {
        store::revoke_invitations(&*tx, Dying::MadeBy(after.user, after.organization), after.updated_at).await?;
    }
    let entry = NewEntry::new(organization.id, "membership.update", after.id).before(&before).after(&after);
    let entry = entry.detail("roles", role_names(&after.roles)).detail("state", after.state.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Roles that the change gives or takes; all of them if the seat's state changes.
fn touched(before: &Membership, wanted: &[Role], state: MembershipState) -> Vec<Role> {
    if state != before.state {
        return before.roles.iter().chain(wanted).copied().collect();
    }
    let given = wanted.iter().filter(|role| !before.roles.contains(role));
    let taken = before.roles.iter().filter(|role| !wanted.contains(role));
    given.chain(taken).copied().collect()
}

/// Refuses a change that leaves an organization without anybody who manages it.
async fn keep_a_manager(
    tx: &impl sea_orm::ConnectionTrait,
    organization: &Organization,
    before: &Membership,
    after: &Membership,
) -> Result<()> {
    let Some(role) = rules::manager_role(organization.kind) else { return Ok(()) };
    let manages = |seat: &Membership| seat.state == MembershipState::Active && seat.roles.contains(&role);
    if !manages(before) || manages(after) {
        return Ok(());
    }
    let people = store::people_with_roles(tx, organization.id, &[role]).await?;
    if people.iter().any(|person| person.id != after.user) { Ok(()) } else { Err(Error::new(Code::LastManager)) }
}

fn role_names(roles: &[Role]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}
