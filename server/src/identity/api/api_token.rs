//! API tokens.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::{Organization, User, loaders};
use crate::{
    gql::{Connection, Result, Total, actor, app, connection, parse_id},
    identity::{
        actions::{self, NewApiToken},
        rules,
    },
    kernel::{Date, PageRequest, actor::Scope},
    payload,
};

/// A key with which a program acts for a person.
#[derive(Debug, Clone)]
pub struct ApiToken(pub rules::ApiToken);

impl From<rules::ApiToken> for ApiToken {
    fn from(token: rules::ApiToken) -> Self {
        Self(token)
    }
}

/// A key with which a program acts for a person in one organization. Seen by its holder, by managers of the organization and
/// by staff.
#[Object]
impl ApiToken {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What the holder calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The only organization for which it acts.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Organization>> {
        Ok(loaders::organization(ctx, self.0.organization).await?)
    }

    /// Whom it acts for.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        Ok(loaders::user(ctx, self.0.user).await?)
    }

    /// What it may be used for.
    async fn scopes(&self) -> &[Scope] {
        &self.0.scopes
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// From when it is no longer good.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// Day (UTC) on which it was last used; null if it never was.
    async fn last_used_on(&self) -> Option<Date> {
        self.0.last_used_on.map(Date)
    }

    /// When it was revoked; null if it was not.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }
}

/// A new API token with its secret.
#[derive(SimpleObject)]
pub struct CreatedApiToken {
    /// The token.
    api_token: ApiToken,
    /// What the program sends as `Authorization: Bearer …`. Shown this once and kept nowhere: lost, it is made anew.
    secret: String,
}

impl From<actions::CreatedApiToken> for CreatedApiToken {
    fn from(created: actions::CreatedApiToken) -> Self {
        Self { api_token: created.token.into(), secret: created.secret }
    }
}

/// Input of `apiTokenCreate`.
#[derive(InputObject)]
pub struct ApiTokenCreateInput {
    /// For which of the viewer's organizations.
    organization_id: ID,
    /// What the viewer calls it, up to 100 characters.
    name: String,
    /// What it may be used for, at least one thing.
    scopes: Vec<Scope>,
    /// Days until it runs out, 1 to 365 unless the platform allows others.
    expires_in_days: i32,
    /// The caller's password. Left out by who has none and has just signed in at the institution.
    password: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `apiTokenRevoke`.
#[derive(InputObject)]
pub struct ApiTokenRevokeInput {
    /// The token.
    id: ID,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `apiTokenCreate`.
    ApiTokenCreatePayload {
        /// The token and its secret.
        created: CreatedApiToken
    }
    /// Answer of `apiTokenRevoke`.
    ApiTokenRevokePayload {
        /// The token, which is no longer good.
        api_token: ApiToken
    }
}

/// Questions about API tokens.
#[derive(Default)]
pub struct ApiTokenQuery;

#[Object]
impl ApiTokenQuery {
    /// API tokens that act for an organization, newest first, also those that are no longer good. For its managers and for
    /// staff.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    async fn organization_api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ApiToken>> {
        let id = parse_id(&organization_id, "organizationId")?;
        let machines = app(ctx).clone();
        let page = actions::api_tokens_of(&machines, actor(ctx), id, &PageRequest::new(first, after, last, before)?).await?;
        loaders::expect(ctx, id, page.rows.iter().map(|(_, token)| token.user)).await?;
        let total = Total::new(move || {
            let machines = machines.clone();
            async move { actions::count_api_tokens_of(&machines, id).await }
        });
        Ok(connection(page, total, ApiToken))
    }
}

/// Mutations of API tokens.
#[derive(Default)]
pub struct ApiTokenMutation;

#[Object]
impl ApiTokenMutation {
    /// Makes an API token for one of the viewer's seats: a program acts with it as the viewer in that organization alone, within
    /// its scopes, and for as long as the seat counts. The viewer is told by mail.
    async fn api_token_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "For what and for how long.")] input: ApiTokenCreateInput,
    ) -> Result<ApiTokenCreatePayload> {
        let (name, scopes, expires_in_days, password) = (input.name, input.scopes, input.expires_in_days, input.password);
        let result = match parse_id(&input.organization_id, "organizationId") {
            Ok(organization) => {
                actions::create_api_token(app(ctx), actor(ctx), NewApiToken { organization, name, scopes, expires_in_days, password }).await
            }
            Err(error) => Err(error),
        };
        ApiTokenCreatePayload::of(ctx, input.client_mutation_id, result)
    }

    /// Revokes an API token: it stops working with the next request. For its holder, managers of its organization and
    /// operators.
    async fn api_token_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token.")] input: ApiTokenRevokeInput,
    ) -> Result<ApiTokenRevokePayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::revoke_api_token(app(ctx), actor(ctx), id).await,
            Err(error) => Err(error),
        };
        ApiTokenRevokePayload::of(ctx, input.client_mutation_id, result)
    }
}
