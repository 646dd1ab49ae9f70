//! Invitations.

use async_graphql::{Context, ID, InputObject, Object};
use chrono::{DateTime, Utc};

use super::{Membership, Organization, User, loaders};
use crate::{
    gql::{Connection, Result, Total, actor, app, connection, count_try, locale, parse_id},
    identity::{
        actions::{self, AcceptByLink, Invite},
        rules::{self, InvitationState},
    },
    kernel::{Locale, PageRequest, Role},
    payload,
};

/// An invitation to sit in an organization.
#[derive(Debug, Clone)]
pub struct Invitation(pub rules::Invitation);

impl From<rules::Invitation> for Invitation {
    fn from(invitation: rules::Invitation) -> Self {
        Self(invitation)
    }
}

/// An invitation to sit in an organization. Seen by managers of the organization, by staff and by whoever is invited.
#[Object]
impl Invitation {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Where to.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Organization>> {
        Ok(loaders::organization(ctx, self.0.organization).await?)
    }

    /// Address of whoever is invited.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// Roles of the seat.
    async fn roles(&self) -> &[Role] {
        &self.0.roles
    }

    /// What has become of it.
    async fn state(&self, ctx: &Context<'_>) -> InvitationState {
        self.0.state_at(app(ctx).now())
    }

    /// Who invited.
    async fn invited_by(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match self.0.invited_by {
            Some(user) => Ok(loaders::user(ctx, user).await?),
            None => Ok(None),
        }
    }

    /// Counts changes.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// Until when it can be accepted.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }
}

/// Input of `membershipInvite`.
#[derive(InputObject)]
pub struct MembershipInviteInput {
    /// Where to.
    organization_id: ID,
    /// E-mail address of whoever is invited.
    email: String,
    /// Roles of the seat; those of the platform itself are given by operators only.
    roles: Vec<Role>,
    /// Language of the mail, if the address has no account yet; the caller's when left out.
    locale: Option<Locale>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `invitationResend`.
#[derive(InputObject)]
pub struct InvitationResendInput {
    /// The invitation.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `invitationRevoke`.
#[derive(InputObject)]
pub struct InvitationRevokeInput {
    /// The invitation.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `invitationAccept`.
#[derive(InputObject)]
pub struct InvitationAcceptInput {
    /// The invitation, to the viewer's address.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `invitationDecline`.
#[derive(InputObject)]
pub struct InvitationDeclineInput {
    /// The invitation, to the viewer's address.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `invitationAcceptByLink`.
#[derive(InputObject)]
pub struct InvitationAcceptByLinkInput {
    /// The token of the link in the mail.
    token: String,
    /// Name as the person writes it, up to 100 characters; needed if the address has no account yet.
    name: Option<String>,
    /// The password of the account; without one, that of the new account, 10 to 128 characters, hard to guess.
    password: String,
    /// Language of mails to a new account; the caller's when left out.
    locale: Option<Locale>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `invitationDeclineByLink`.
#[derive(InputObject)]
pub struct InvitationDeclineByLinkInput {
    /// The token of the link in the mail.
    token: String,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `membershipInvite`. It is the same whether or not the address has an account.
    MembershipInvitePayload {
        /// The invitation.
        invitation: Invitation
    }
    /// Answer of `invitationResend`.
    InvitationResendPayload {
        /// The invitation.
        invitation: Invitation
    }
    /// Answer of `invitationRevoke`.
    InvitationRevokePayload {
        /// The invitation.
        invitation: Invitation
    }
    /// Answer of `invitationAccept`.
    InvitationAcceptPayload {
        /// The new seat.
        membership: Membership
    }
    /// Answer of `invitationDecline`.
    InvitationDeclinePayload {
        /// The invitation.
        invitation: Invitation
    }
    /// Answer of `invitationAcceptByLink`.
    InvitationAcceptByLinkPayload {
        /// The new seat. Sign in to see more of it.
        membership: Membership
    }
    /// Answer of `invitationDeclineByLink`.
    InvitationDeclineByLinkPayload {
        /// The invitation.
        invitation: Invitation
    }
}

/// Questions about invitations.
#[derive(Default)]
pub struct InvitationQuery;

#[Object]
impl InvitationQuery {
    /// Invitations to an organization, newest first. For its managers and for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn organization_invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Invitation>> {
        let id = parse_id(&organization_id, "organizationId")?;
        let machines = app(ctx).clone();
        let page = actions::invitations_of(&machines, actor(ctx), id, &PageRequest::new(first, after, last, before)?).await?;
        loaders::expect(ctx, id, page.rows.iter().filter_map(|(_, invitation)| invitation.invited_by)).await?;
        let total = Total::new(move || {
            let machines = machines.clone();
            async move { actions::count_invitations_of(&machines, id).await }
        });
        Ok(connection(page, total, Invitation))
    }
}

/// Mutations of invitations.
#[derive(Default)]
pub struct InvitationMutation;

#[Object]
impl InvitationMutation {
    /// Invites an address to sit in an organization; whoever reads it decides. An earlier invitation of the address is revoked.
    /// For managers of a verified organization, and for operators.
    async fn membership_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, where to, in which roles.")] input: MembershipInviteInput,
    ) -> Result<MembershipInvitePayload> {
        let (email, roles, locale) = (input.email, input.roles, input.locale.unwrap_or_else(|| locale(ctx)));
        let result = match parse_id(&input.organization_id, "organizationId") {
            Ok(organization) => actions::invite(app(ctx), actor(ctx), Invite { organization, email, roles, locale }).await,
            Err(error) => Err(error),
        };
        MembershipInvitePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Mails an invitation again; it can be accepted for as long as a new one. For managers and operators.
    async fn invitation_resend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: InvitationResendInput,
    ) -> Result<InvitationResendPayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::resend_invitation(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        InvitationResendPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Revokes an invitation: its link is worth nothing from then on. For managers and operators.
    async fn invitation_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: InvitationRevokeInput,
    ) -> Result<InvitationRevokePayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::revoke_invitation(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        InvitationRevokePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Accepts an invitation to the viewer's address. The seat counts from the next request on.
    async fn invitation_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: InvitationAcceptInput,
    ) -> Result<InvitationAcceptPayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::accept_invitation(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        InvitationAcceptPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Declines an invitation to the viewer's address.
    async fn invitation_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: InvitationDeclineInput,
    ) -> Result<InvitationDeclinePayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::decline_invitation(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        InvitationDeclinePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Accepts an invitation with the token of its link. Somebody without an account gets one: the link proves the address.
    async fn invitation_accept_by_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Token and password.")] input: InvitationAcceptByLinkInput,
    ) -> Result<InvitationAcceptByLinkPayload> {
        count_try(ctx).await?;
        let locale = input.locale.unwrap_or_else(|| locale(ctx));
        let accept = AcceptByLink { token: input.token, name: input.name, password: input.password, locale };
        InvitationAcceptByLinkPayload::of(ctx, input.client_mutation_id, actions::accept_by_link(app(ctx), accept).await)
    }

    /// Declines an invitation with the token of its link; no account is needed.
    async fn invitation_decline_by_link(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: InvitationDeclineByLinkInput,
    ) -> Result<InvitationDeclineByLinkPayload> {
        count_try(ctx).await?;
        InvitationDeclineByLinkPayload::of(ctx, input.client_mutation_id, actions::decline_by_link(app(ctx), &input.token).await)
    }
}
