//! Invitations: nobody sits in an organization without wanting to.
//!
//! A manager invites an address; whether it has an account is not said. What the invitation is worth is decided when it
//! is accepted: the inviter must still be allowed to give those roles, and the organization must still be verified.

use chrono::TimeDelta;
use sea_orm::ConnectionTrait;

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        Recipient,
        policy::{self, Action, Facts},
        rules::{self, Invitation, InvitationState, Membership, MembershipState, Organization, User},
        store::{self, Dying},
    },
    kernel::{Actor, Code, Error, Id, Locale, Page, PageRequest, Result, Role, Timestamp, id, text},
    outbox::{self, Event},
    throttle::Allowance,
};

/// Somebody to be invited.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Where to.
    pub organization: Id<id::Organization>,
    /// Address.
    pub email: String,
    /// Roles of the seat.
    pub roles: Vec<Role>,
    /// Language of the mail to somebody without an account.
    pub locale: Locale,
}

fn life(ctx: &Ctx) -> TimeDelta {
    TimeDelta::days(ctx.config.auth.invitation_days.into())
}

/// Counts a mail to an address on behalf of an organization: nobody is to be flooded in its name.
async fn count_mail(ctx: &Ctx, organization: Id<id::Organization>, email: &str) -> Result<()> {
    let limits = &ctx.config.limits;
    let all = Allowance { tries: limits.invitation_tries, seconds: limits.invitation_seconds };
    ctx.throttle.take("invitation", &organization.to_string(), all, ctx.now()).await?;
    let one = Allowance { tries: 1, seconds: limits.verification_mail_seconds };
    ctx.throttle.take("invitation-mail", &format!("{organization}:{email}"), one, ctx.now()).await
}

/// Invites an address, with or without an account. An earlier invitation of that address is revoked.
///
/// # Errors
/// `NOT_FOUND` at `organizationId`; `FORBIDDEN`, also for roles that only an operator gives; `ORGANIZATION_NOT_VERIFIED`;
/// `REQUIRED` or `ROLE_NOT_APPLICABLE` at `roles`; `INVALID_EMAIL` or `MEMBERSHIP_EXISTS` at `email`; `THROTTLED`.
pub async fn invite(ctx: &Ctx, actor: &Actor, input: Invite) -> Result<Outcome<Invitation>> {
    policy::signed_in(actor)?;
    let tx = ctx.begin().await?;
    let organization = store::visible_organization(&*tx, actor, input.organization).await.map_err(|error| error.at("organizationId"))?;
    policy::permit(actor, Action::ManageMembers, &Facts { roles: &input.roles, ..Facts::of(organization.id) })?;
    if !organization.is_verified() && !actor.has_role(Role::Operator) {
        return Err(Error::new(Code::OrganizationNotVerified).at("organizationId"));
    }
    let roles = rules::granted_roles(organization.kind, &input.roles).map_err(|error| error.at("roles"))?;
    let email = text::email(&input.email).map_err(|error| error.at("email"))?;
    // A manager sees who sits in the organization; this tells nothing about other accounts.
    if store::sits_in(&*tx, organization.id, &email).await? {
        return Err(Error::new(Code::MembershipExists).at("email"));
    }
    count_mail(ctx, organization.id, &email).await?;
    let now = ctx.now();
    store::lock_organization(&*tx, organization.id).await?;
    store::revoke_invitations(&*tx, Dying::To(organization.id, &email), now).await?;
    let invitation = Invitation {
        id: ctx.new_id(),
        organization: organization.id,
        email,
        roles,
        locale: input.locale,
        state: InvitationState::Pending,
        invited_by: actor.user(),
        version: 1,
        created_at: now,
        updated_at: now,
        expires_at: now + life(ctx),
    };
    store::insert_invitation(&*tx, &invitation).await?;
    outbox::push(ctx, &*tx, &Event::InvitationSent { invitation: invitation.id }).await?;
    let entry = NewEntry::new(organization.id, "invitation.create", invitation.id).after(&invitation);
    audit::append(ctx, &*tx, actor, entry.detail("roles", role_names(&invitation.roles))).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(invitation))
}

fn role_names(roles: &[Role]) -> Vec<String> {
    roles.iter().map(ToString::to_string).collect()
}

/// An invitation that a manager (or staff) sees, locked; hidden from all others.
async fn managed(tx: &impl ConnectionTrait, actor: &Actor, id: Id<id::Invitation>) -> Result<Invitation> {
    policy::signed_in(actor)?;
    let hidden = || Error::new(Code::NotFound).at("id");
    let invitation = store::lock_invitation(tx, id).await?.ok_or_else(hidden)?;
    if policy::permit(actor, Action::ReadMembers, &Facts::of(invitation.organization)).is_err() {
        return Err(hidden());
    }
    policy::permit(actor, Action::ManageMembers, &Facts { roles: &invitation.roles, ..Facts::of(invitation.organization) })?;
    Ok(invitation)
}

fn stuck(from: InvitationState, to: InvitationState) -> Error {
    Error::new(Code::TransitionNotAllowed).with("fromState", from.to_string()).with("toState", to.to_string())
}

/// Revokes an invitation: its link is worth nothing from then on.
///
/// # Errors
/// `NOT_FOUND` at `id`; `FORBIDDEN`; `TRANSITION_NOT_ALLOWED` unless it is pending.
pub async fn revoke_invitation(ctx: &Ctx, actor: &Actor, id: Id<id::Invitation>) -> Result<Outcome<Invitation>> {
    let tx = ctx.begin().await?;
    let (before, now) = (managed(&*tx, actor, id).await?, ctx.now());
    if !before.is_open(now) {
        return Err(stuck(before.state_at(now), InvitationState::Revoked));
    }
    let after = end(ctx, &*tx, actor, &before, InvitationState::Revoked, now).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

async fn end(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    before: &Invitation,
    state: InvitationState,
    now: Timestamp,
) -> Result<Invitation> {
    let after = before.becoming(state, now);
    store::save_invitation(tx, &after, before.version).await?;
    let verb = if state == InvitationState::Revoked { "invitation.revoke" } else { "invitation.decline" };
    audit::append(ctx, tx, actor, NewEntry::new(after.organization, verb, after.id).before(before).after(&after)).await?;
    Ok(after)
}

/// Sends an invitation again; it can be accepted for as long as a new one.
///
/// # Errors
/// As [`revoke_invitation`], but one that ran out is sent again too; `THROTTLED`.
pub async fn resend_invitation(ctx: &Ctx, actor: &Actor, id: Id<id::Invitation>) -> Result<Outcome<Invitation>> {
    let tx = ctx.begin().await?;
    let (before, now) = (managed(&*tx, actor, id).await?, ctx.now());
    if before.state != InvitationState::Pending {
        return Err(stuck(before.state, InvitationState::Pending));
    }
    count_mail(ctx, before.organization, &before.email).await?;
    let after = Invitation { expires_at: now + life(ctx), ..before.becoming(InvitationState::Pending, now) };
    store::save_invitation(&*tx, &after, before.version).await?;
    outbox::push(ctx, &*tx, &Event::InvitationSent { invitation: after.id }).await?;
    let entry = NewEntry::new(after.organization, "invitation.resend", after.id).before(&before).after(&after);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// The caller with an open invitation to the caller's own address, locked; hidden from all others.
async fn own(ctx: &Ctx, tx: &impl ConnectionTrait, actor: &Actor, id: Id<id::Invitation>) -> Result<(User, Invitation)> {
    let (user, _) = policy::in_person(actor)?;
    let hidden = || Error::new(Code::NotFound).at("id");
    let user = store::lock_account(tx, user).await?.map(|account| account.user).filter(User::is_active).ok_or_else(hidden)?;
    let invitation = store::lock_invitation(tx, id).await?.filter(|invitation| invitation.email == user.email).ok_or_else(hidden)?;
    if invitation.is_open(ctx.now()) { Ok((user, invitation)) } else { Err(hidden()) }
}

/// Accepts an invitation to the caller's address. The seat counts from the next request on.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `id` for anything but an open invitation to the caller that is still worth something;
/// `MEMBERSHIP_EXISTS`.
pub async fn accept_invitation(ctx: &Ctx, actor: &Actor, id: Id<id::Invitation>) -> Result<Outcome<Membership>> {
    let tx = ctx.begin().await?;
    let (user, invitation) = own(ctx, &*tx, actor, id).await?;
    let seat = take_seat(ctx, &*tx, actor, &invitation, user.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    tx.commit().await?;
    Ok(Outcome::fresh(seat))
}

/// Declines an invitation to the caller's address.
///
/// # Errors
/// `UNAUTHENTICATED`; `NOT_FOUND` at `id`.
pub async fn decline_invitation(ctx: &Ctx, actor: &Actor, id: Id<id::Invitation>) -> Result<Outcome<Invitation>> {
    let tx = ctx.begin().await?;
    let (_, before) = own(ctx, &*tx, actor, id).await?;
    let after = end(ctx, &*tx, actor, &before, InvitationState::Declined, ctx.now()).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// Declines an open invitation for whoever holds its link.
pub(super) async fn decline_now(ctx: &Ctx, tx: &impl ConnectionTrait, before: &Invitation) -> Result<Invitation> {
    end(ctx, tx, &Actor::Visitor, before, InvitationState::Declined, ctx.now()).await
}

/// Makes a seat of an open, locked invitation. None if the invitation is worth nothing any more: the organization is not
/// verified, or the inviter may not give those roles any longer.
pub(super) async fn take_seat(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    actor: &Actor,
    invitation: &Invitation,
    user: Id<id::User>,
) -> Result<Option<Membership>> {
    let Some(organization) = store::organizations(tx, &[invitation.organization]).await?.pop() else { return Ok(None) };
    if !stands(ctx, tx, &organization, invitation).await? {
        return Ok(None);
    }
    let now = ctx.now();
    let seat = Membership {
        id: ctx.new_id(),
        organization: organization.id,
        user,
        roles: rules::granted_roles(organization.kind, &invitation.roles)?,
        state: MembershipState::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    store::insert_membership(tx, &seat).await?;
    let after = invitation.becoming(InvitationState::Accepted, now);
    store::save_invitation(tx, &after, invitation.version).await?;
    let entries = vec![
        NewEntry::new(organization.id, "invitation.accept", after.id).before(invitation).after(&after),
        NewEntry::new(organization.id, "membership.add", seat.id).after(&seat).detail("roles", role_names(&seat.roles)),
    ];
    audit::append_all(ctx, tx, actor, entries).await?;
    Ok(Some(seat))
}

/// Whether an invitation is still worth something: its inviter could make it now.
pub(super) async fn stands(ctx: &Ctx, tx: &impl ConnectionTrait, organization: &Organization, invitation: &Invitation) -> Result<bool> {
    let inviter = match invitation.invited_by {
        Some(user) => {
            let has_factor = store::second_factor(tx, user).await?.is_some_and(|factor| factor.is_on());
            let required_for = &ctx.config.auth.require_second_factor_for;
            store::member(tx, user).await?.map(|member| Actor::Member(policy::with_factors(member, has_factor, required_for)))
        }
        None => Some(Actor::System("invitation")),
    };
    let Some(inviter) = inviter else { return Ok(false) };
    let facts = Facts { roles: &invitation.roles, ..Facts::of(organization.id) };
    let may = policy::permit(&inviter, Action::ManageMembers, &facts).is_ok();
    Ok(may && (organization.is_verified() || inviter.has_role(Role::Operator)))
}

/// Invitations of an organization, newest first.
///
/// # Errors
/// `NOT_FOUND` at `organizationId`; `FORBIDDEN` for all but its managers and staff.
pub async fn invitations_of(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<id::Organization>,
    request: &PageRequest,
) -> Result<Page<Invitation>> {
    policy::signed_in(actor)?;
    let organization = store::visible_organization(ctx.db.read(), actor, organization).await.map_err(|error| error.at("organizationId"))?;
    policy::permit(actor, Action::ReadMembers, &Facts::of(organization.id))?;
    store::list_invitations(ctx.db.read(), organization.id, request).await
}

/// How many invitations an organization has, and whether that is exact; for those who got [`invitations_of`].
///
/// # Errors
/// Those of the database.
pub async fn count_invitations_of(ctx: &Ctx, organization: Id<id::Organization>) -> Result<(u64, bool)> {
    store::count_invitations(ctx.db.read(), organization).await
}

/// Open invitations to the caller's address, newest first; at most 100.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub async fn own_invitations(ctx: &Ctx, actor: &Actor) -> Result<Vec<Invitation>> {
    let (user, _) = policy::in_person(actor)?;
    store::invitations_to(ctx.db.read(), user, ctx.now()).await
}

/// The invitations among `ids` that the caller may know of: managers of the organization, staff, and whom they invite. At
/// most two statements.
pub async fn find_invitations(ctx: &Ctx, actor: &Actor, ids: &[Id<id::Invitation>]) -> Result<Vec<Invitation>> {
    let Ok((user, _)) = policy::in_person(actor) else { return Ok(Vec::new()) };
    let mut found = store::invitations(ctx.db.read(), ids).await?;
    let own = store::users(ctx.db.read(), &[user]).await?.pop().map(|user| user.email);
    found.retain(|invitation| {
        own.as_ref() == Some(&invitation.email) || policy::permit(actor, Action::ReadMembers, &Facts::of(invitation.organization)).is_ok()
    });
    Ok(found)
}

/// The mail of an invitation.
#[derive(Debug, Clone)]
pub struct InvitationLetter {
    /// Whoever is invited. Somebody without an account has no name yet, and the id of the invitation.
    pub to: Recipient,
    /// Where to.
    pub organization: Organization,
    /// Name of whoever invites; empty for the program itself.
    pub inviter: String,
    /// Roles of the seat.
    pub roles: Vec<Role>,
}

/// What to write to somebody who is invited; none if the invitation is not open any more.
///
/// # Errors
/// Those of the database.
pub async fn invitation_letter(ctx: &Ctx, id: Id<id::Invitation>) -> Result<Option<InvitationLetter>> {
    let db = ctx.db.read();
    let open = |invitation: &Invitation| invitation.is_open(ctx.now());
    let Some(invitation) = store::invitations(db, &[id]).await?.pop().filter(open) else { return Ok(None) };
    let Some(organization) = store::organizations(db, &[invitation.organization]).await?.pop() else { return Ok(None) };
    let inviter = match invitation.invited_by {
        Some(user) => store::users(db, &[user]).await?.pop().map(|user| user.name).unwrap_or_default(),
        None => String::new(),
    };
    let to = match store::account_of(db, &invitation.email).await?.map(|account| account.user) {
        Some(user) if user.suspended_at.is_some() => return Ok(None),
        // A name that nobody has proved may be anybody's word.
        Some(user) if user.is_active() => user.into(),
        _ => {
            Recipient { user: Id::from_uuid(invitation.id.uuid()), email: invitation.email, name: String::new(), locale: invitation.locale }
        }
    };
    Ok(Some(InvitationLetter { to, organization, inviter, roles: invitation.roles }))
}
