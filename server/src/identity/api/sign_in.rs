//! Signing in, staying signed in, signing out: with tokens in the answer, or in the cookies of a browser.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::User;
use crate::{
    gql::{self, Result, UserError, actor, app, caller, count_try},
    idempotency::Outcome,
    identity::{
        actions::{self, Challenge, Entered, SignedIn},
        cookies,
    },
    kernel::{self, Code, Error},
    payload,
};

/// How the tokens of a session travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
pub enum SessionTransport {
    /// In the answer; the program sends the access token as `Authorization: Bearer …`. For programs.
    #[default]
    Bearer,
    /// In cookies that no script can read. For pages in browsers; requests carry the header `x-lianqiao-csrf`.
    Cookie,
}

/// Input of `logIn`.
#[derive(InputObject)]
pub struct LogInInput {
    /// E-mail address.
    email: String,
    /// Password.
    password: String,
    /// How the tokens travel.
    #[graphql(default)]
    transport: SessionTransport,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `logInWithSecondFactor`.
#[derive(InputObject)]
pub struct LogInWithSecondFactorInput {
    /// The token of the challenge.
    challenge: String,
    /// Six digits of the authenticator, or a recovery code.
    code: String,
    /// How the tokens travel.
    #[graphql(default)]
    transport: SessionTransport,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `sessionRefresh`.
#[derive(InputObject)]
pub struct SessionRefreshInput {
    /// The refresh token that came last. Left out by a browser, which brings it in its cookie.
    refresh_token: Option<String>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `logOut`.
#[derive(InputObject)]
pub struct LogOutInput {
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// A signed-in device.
pub struct Session(SignedIn, SessionTransport);

/// A signed-in device and the tokens that prove it.
#[Object]
impl Session {
    /// The user. Other fields of the user are shown to requests that carry the access token.
    async fn user(&self) -> User {
        self.0.user.clone().into()
    }

    /// Calls the API: send it as `Authorization: Bearer …`. Null if it went into a cookie.
    async fn access_token(&self) -> Option<&str> {
        (self.1 == SessionTransport::Bearer).then_some(&self.0.access_token)
    }

    /// When the access token runs out.
    async fn access_token_expires_at(&self) -> DateTime<Utc> {
        self.0.access_token_expires_at
    }

    /// Gets the next pair of tokens from `sessionRefresh`; good once. Keep it secret. Null if it went into a cookie.
    async fn refresh_token(&self) -> Option<&str> {
        (self.1 == SessionTransport::Bearer).then_some(&self.0.refresh_token)
    }

    /// When the session ends unless it is refreshed before.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.session_expires_at
    }
}

/// A second factor is asked for: give this and a code to `logInWithSecondFactor`.
#[derive(SimpleObject)]
pub struct SecondFactorChallenge {
    /// Good once.
    token: String,
    /// Until when.
    expires_at: DateTime<Utc>,
}

impl From<Challenge> for SecondFactorChallenge {
    fn from(challenge: Challenge) -> Self {
        Self { token: challenge.token, expires_at: challenge.expires_at }
    }
}

/// Answer of `logIn`: a session, or a challenge if the account has a second factor.
#[derive(SimpleObject)]
pub struct LogInPayload {
    /// The new session.
    session: Option<Session>,
    /// What `logInWithSecondFactor` wants; there is no session yet.
    challenge: Option<SecondFactorChallenge>,
    /// What was wrong; empty if it worked. If not empty, nothing was changed.
    user_errors: Vec<UserError>,
    /// Whether this is the answer to an earlier request with the same idempotency key.
    idempotent_replay: bool,
    /// What the client sent, unchanged.
    client_mutation_id: Option<String>,
}

impl LogInPayload {
    fn of(ctx: &Context<'_>, input: (Option<String>, SessionTransport), result: kernel::Result<Outcome<Entered>>) -> Result<Self> {
        let (entered, user_errors, idempotent_replay) = gql::split(ctx, result)?;
        let (session, challenge) = match entered {
            Some(Entered::Session(session)) => (Some(handed(ctx, session, input.1)), None),
            Some(Entered::Challenge(challenge)) => (None, Some(challenge.into())),
            None => (None, None),
        };
        Ok(Self { session, challenge, user_errors, idempotent_replay, client_mutation_id: input.0 })
    }
}

payload! {
    /// Answer of `logInWithSecondFactor`.
    LogInWithSecondFactorPayload {
        /// The new session.
        session: Session
    }
    /// Answer of `sessionRefresh`.
    SessionRefreshPayload {
        /// The session with its next pair of tokens.
        session: Session
    }
    /// Answer of `logOut`.
    LogOutPayload {
        /// True: the session has ended.
        logged_out: bool
    }
}

/// Refuses cookies to a request that does not show that it comes from one of our own pages: another site could sign
/// somebody in as somebody else.
fn carried(ctx: &Context<'_>, transport: SessionTransport) -> kernel::Result<()> {
    let refused = transport == SessionTransport::Cookie && caller(ctx).browser.is_none();
    if refused { Err(Error::new(Code::CrossSiteRefused).at("transport")) } else { Ok(()) }
}

/// Hands a session over, in cookies if it travels so.
fn handed(ctx: &Context<'_>, session: SignedIn, transport: SessionTransport) -> Session {
    if transport == SessionTransport::Cookie {
        append(ctx, cookies::keep(app(ctx), &session));
    }
    Session(session, transport)
}

fn append(ctx: &Context<'_>, cookies: [String; 2]) {
    for cookie in cookies {
        ctx.append_http_header("set-cookie", cookie);
    }
}

/// Exchanges the refresh token that was given, or the one of the browser's cookie.
async fn refreshed(ctx: &Context<'_>, given: Option<String>) -> kernel::Result<Outcome<Session>> {
    let browser = caller(ctx).browser.as_ref();
    let (token, transport) = match (given, browser) {
        (Some(token), _) => (token, SessionTransport::Bearer),
        (None, Some(browser)) => (browser.refresh_token.clone().unwrap_or_default(), SessionTransport::Cookie),
        (None, None) => return Err(Error::new(Code::Required).at("refreshToken")),
    };
    let outcome = actions::refresh(app(ctx), &token).await;
    // A cookie that is no good any more is no use to anybody.
    if transport == SessionTransport::Cookie && outcome.as_ref().is_err_and(|error| error.code() == Code::TokenInvalid) {
        append(ctx, cookies::clear(&app(ctx).config.http));
    }
    let Outcome { value, replayed } = outcome?;
    Ok(Outcome { value: handed(ctx, value, transport), replayed })
}

/// Mutations of sessions.
#[derive(Default)]
pub struct SignInMutation;

#[Object]
impl SignInMutation {
    /// Signs in with address and password. An account with a second factor gets a challenge instead of a session.
    async fn log_in(&self, ctx: &Context<'_>, #[graphql(desc = "Address and password.")] input: LogInInput) -> Result<LogInPayload> {
        count_try(ctx).await?;
        let result = match carried(ctx, input.transport) {
            Ok(()) => actions::log_in(app(ctx), &input.email, &input.password, caller(ctx).device.clone()).await,
            Err(error) => Err(error),
        };
        LogInPayload::of(ctx, (input.client_mutation_id, input.transport), result)
    }

    /// Finishes signing in with the second factor. A challenge and a code are good once.
    async fn log_in_with_second_factor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Challenge and code.")] input: LogInWithSecondFactorInput,
    ) -> Result<LogInWithSecondFactorPayload> {
        count_try(ctx).await?;
        let result = match carried(ctx, input.transport) {
            Ok(()) => actions::log_in_with_second_factor(app(ctx), &input.challenge, &input.code, caller(ctx).device.clone()).await,
            Err(error) => Err(error),
        };
        let result = result.map(|outcome| Outcome::fresh(handed(ctx, outcome.value, input.transport)));
        LogInWithSecondFactorPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Exchanges a refresh token for the next pair of tokens. A token that was used before ends the session; only an
    /// answer that got lost may be asked for once more, within a minute; who asks yet again in that minute is refused with
    /// `STALE_VERSION` and keeps the session. A browser brings the token in its cookie; its pages take turns.
    async fn session_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: SessionRefreshInput,
    ) -> Result<SessionRefreshPayload> {
        let result = refreshed(ctx, input.refresh_token).await;
        SessionRefreshPayload::of(ctx, input.client_mutation_id, result)
    }

    /// Ends the caller's session: its tokens stop working at once, and a browser's cookies are removed. A browser is known by
    /// its refresh token, too.
    async fn log_out(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Nothing but the client's mark.")] input: LogOutInput,
    ) -> Result<LogOutPayload> {
        let browser = caller(ctx).browser.as_ref();
        if browser.is_some() {
            append(ctx, cookies::clear(&app(ctx).config.http));
        }
        let refresh_token = browser.and_then(|browser| browser.refresh_token.as_deref());
        LogOutPayload::of(ctx, input.client_mutation_id, actions::log_out(app(ctx), actor(ctx), refresh_token).await)
    }
}
