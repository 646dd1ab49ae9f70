//! Logins at institutions: which there are, and which are the caller's.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    gql::{Result, actor, app, locale, parse_id},
    identity::{actions, rules},
    kernel::Locale,
    payload,
};

/// Input of `linkedLoginRemove`.
#[derive(InputObject)]
pub struct LinkedLoginRemoveInput {
    /// The link.
    id: ID,
    /// The caller's password. Left out by who has none and has just signed in at the institution.
    password: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// An institution at which people can sign in.
#[derive(SimpleObject)]
pub struct OidcProvider {
    /// Its id in the settings.
    id: String,
    /// Its name in the caller's language.
    name: String,
    /// Where a browser goes to sign in there; `returnTo` may be added, a path to come back to.
    start_url: String,
}

/// A login at an institution that signs the caller in.
#[derive(SimpleObject)]
pub struct LinkedLogin {
    /// Id, for `linkedLoginRemove`.
    id: ID,
    /// Id of the provider, as in `oidcProviders`.
    provider: String,
    /// Name of the provider in the caller's language; null if the settings do not have it any more.
    provider_name: Option<String>,
    /// The address that the institution vouched for.
    email: String,
    /// When it was linked.
    created_at: DateTime<Utc>,
    /// When it last signed the caller in.
    last_used_at: DateTime<Utc>,
}

fn name(ctx: &Context<'_>, provider: &crate::oidc::Provider) -> String {
    let (zh, en) = (&provider.settings.name_zh, &provider.settings.name_en);
    if locale(ctx) == Locale::ZhCn { zh.clone() } else { en.clone() }
}

impl LinkedLogin {
    pub(super) fn of(ctx: &Context<'_>, login: rules::linked_login::LinkedLogin) -> Self {
        let provider_name = app(ctx).providers.find(&login.provider).map(|provider| name(ctx, provider));
        let (created_at, last_used_at) = (login.created_at, login.last_used_at);
        Self { id: login.id.into(), provider: login.provider, provider_name, email: login.email, created_at, last_used_at }
    }
}

payload! {
    /// Answer of `linkedLoginRemove`.
    LinkedLoginRemovePayload {
        /// True: the link is gone.
        removed: bool
    }
}

/// Questions about logins at institutions.
#[derive(Default)]
pub struct SingleSignOnQuery;

#[Object]
impl SingleSignOnQuery {
    /// The institutions at which people can sign in, for the login page.
    async fn oidc_providers(&self, ctx: &Context<'_>) -> Vec<OidcProvider> {
        let shown = |provider: &crate::oidc::Provider| {
            let id = provider.settings.id.clone();
            OidcProvider { start_url: app(ctx).url(&format!("/auth/oidc/{id}/start")), name: name(ctx, provider), id }
        };
        app(ctx).providers.iter().map(shown).collect()
    }
}

/// Mutations of logins at institutions.
#[derive(Default)]
pub struct SingleSignOnMutation;

#[Object]
impl SingleSignOnMutation {
    /// Takes a link away; the last way in stays. The next login at that institution links anew if its address is still the
    /// account's: change the address of the account to keep it apart.
    async fn linked_login_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: LinkedLoginRemoveInput,
    ) -> Result<LinkedLoginRemovePayload> {
        let result = match parse_id(&input.id, "id") {
            Ok(id) => actions::remove_linked_login(app(ctx), actor(ctx), id, input.password.as_deref()).await,
            Err(error) => Err(error),
        };
        LinkedLoginRemovePayload::of(ctx, input.client_mutation_id, result)
    }
}
