//! Questions about organizations and people.

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, SimpleObject};

use super::{
    ActiveSession, ApiToken, Invitation, Membership, Organization, User, loaders::expect, second_factor::SecondFactor,
    single_sign_on::LinkedLogin,
};
use crate::{
    gql::{Connection, Result, Total, actor, app, connection, lookup_id, parse_id},
    identity::{
        actions,
        policy::{self, WorkArea},
        rules::{OrganizationKind, Verification},
        store,
    },
    kernel::{self, PageRequest, Role, text},
};

/// Longest search text, in visible characters.
const MAX_QUERY: usize = 100;

/// Who is asking.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Viewer {
    /// The user.
    user: User,
    /// The user's seats, suspended ones too; at most 100.
    memberships: Vec<Membership>,
    /// Roles of the active seats, each once.
    roles: Vec<Role>,
}

#[ComplexObject]
impl Viewer {
    /// Where the viewer is signed in, the latest sign-in first.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ActiveSession>> {
        let (machines, who) = (app(ctx).clone(), actor(ctx).clone());
        let page = actions::sessions(&machines, &who, &PageRequest::new(first, after, last, before)?).await?;
        let total = Total::new(move || {
            let (machines, who) = (machines.clone(), who.clone());
            async move { actions::count_sessions(&machines, &who).await }
        });
        Ok(connection(page, total, ActiveSession))
    }

    /// The viewer's API tokens, newest first, also those that are no longer good.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ApiToken>> {
        let (machines, who) = (app(ctx).clone(), actor(ctx).clone());
        let page = actions::own_api_tokens(&machines, &who, &PageRequest::new(first, after, last, before)?).await?;
        let total = Total::new(move || {
            let (machines, who) = (machines.clone(), who.clone());
            async move { actions::count_own_api_tokens(&machines, &who).await }
        });
        Ok(connection(page, total, ApiToken))
    }

    /// The second factor, if one is on.
    async fn second_factor(&self, ctx: &Context<'_>) -> Result<Option<SecondFactor>> {
        Ok(actions::own_second_factor(app(ctx), actor(ctx)).await?.map(Into::into))
    }

    /// Logins at institutions that sign the user in, oldest first; at most 50.
    async fn linked_logins(&self, ctx: &Context<'_>) -> Result<Vec<LinkedLogin>> {
        let logins = actions::own_linked_logins(app(ctx), actor(ctx)).await?;
        Ok(logins.into_iter().map(|login| LinkedLogin::of(ctx, login)).collect())
    }

    /// Whether a role of the user asks for a second factor that is not set up yet: until then nothing else is possible.
    async fn must_enroll_second_factor(&self, ctx: &Context<'_>) -> bool {
        actor(ctx).must_enroll()
    }

    /// What the viewer works at here: which pages to lead them to. None for somebody without a seat.
    async fn work_areas(&self, ctx: &Context<'_>) -> Vec<WorkArea> {
        policy::work_areas(actor(ctx))
    }

    /// Open invitations to the viewer's address, newest first; at most 100.
    async fn invitations(&self, ctx: &Context<'_>) -> Result<Vec<Invitation>> {
        Ok(actions::own_invitations(app(ctx), actor(ctx)).await?.into_iter().map(Into::into).collect())
    }
}

impl From<actions::Viewer> for Viewer {
    fn from(viewer: actions::Viewer) -> Self {
        let memberships = viewer.memberships.into_iter().map(Into::into).collect();
        Self { user: viewer.user.into(), memberships, roles: viewer.roles }
    }
}

/// Which organizations a list shows.
#[derive(InputObject, Default)]
pub struct OrganizationFilter {
    /// Only those found to be this.
    verification: Option<Verification>,
    /// Only these kinds.
    kinds: Option<Vec<OrganizationKind>>,
    /// Only those that wait for an operator with a new name or credit code: the caller's own; staff finds all.
    #[graphql(default)]
    has_pending_change: bool,
    /// Only those whose name begins like this, in either language; staff may give a whole credit code, too.
    query: Option<String>,
}

impl OrganizationFilter {
    fn parse(self) -> kernel::Result<store::OrganizationFilter> {
        let query = text::optional_line(self.query.as_deref(), MAX_QUERY).map_err(|error| error.at("query").at("filter"))?;
        let mut kinds = self.kinds.unwrap_or_default();
        // The same question in another order has the same cursors.
        kinds.sort_unstable();
        kinds.dedup();
        Ok(store::OrganizationFilter { verification: self.verification, kinds, has_pending_change: self.has_pending_change, query })
    }
}

/// Questions about organizations and people.
#[derive(Default)]
pub struct PeopleQuery;

#[Object]
impl PeopleQuery {
    /// Who is asking; null for a visitor.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(actions::viewer(app(ctx), actor(ctx)).await?.map(Into::into))
    }

    /// One organization; null if there is none, or none that the caller may know of.
    async fn organization(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Result<Option<Organization>> {
        match lookup_id(&id) {
            Some(id) => Ok(actions::find_organization(app(ctx).db.read(), actor(ctx), id).await?.map(Into::into)),
            None => Ok(None),
        }
    }

    /// Organizations, newest first: verified ones and the caller's own; staff sees all.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn organizations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] filter: Option<OrganizationFilter>,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Organization>> {
        let filter = filter.unwrap_or_default().parse()?;
        let (machines, who) = (app(ctx).clone(), actor(ctx).clone());
        let page = actions::organizations(&machines, &who, &filter, &PageRequest::new(first, after, last, before)?).await?;
        let total = Total::new(move || {
            let (machines, who, filter) = (machines.clone(), who.clone(), filter.clone());
            async move { actions::count_organizations(&machines, &who, &filter).await }
        });
        Ok(connection(page, total, Organization))
    }

    /// Seats of an organization, oldest first. For its managers and for staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn organization_members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Membership>> {
        let id = parse_id(&organization_id, "organizationId")?;
        let machines = app(ctx).clone();
        let page = actions::members(&machines, actor(ctx), id, &PageRequest::new(first, after, last, before)?).await?;
        expect(ctx, id, page.rows.iter().map(|(_, seat)| seat.user)).await?;
        let total = Total::new(move || {
            let machines = machines.clone();
            async move { actions::count_members(&machines, id).await }
        });
        Ok(connection(page, total, Membership))
    }
}
