//! Who is calling: the bearer token or the cookies, the language, the request id.

use axum::http::{HeaderMap, header};

use super::browser;
use crate::{
    ctx::Ctx,
    gql::{Browser, Caller},
    identity::{self, cookies},
    kernel::{Actor, Code, Error, Locale},
};

/// Header that carries the id of a request, both ways.
pub const REQUEST_ID: &str = "x-request-id";

/// Whoever sends these headers, not signed in.
#[must_use]
pub fn visitor(headers: &HeaderMap) -> Caller {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    Caller {
        actor: Actor::Visitor,
        locale: text("accept-language").map(Locale::negotiate).unwrap_or_default(),
        request_id: text(REQUEST_ID).unwrap_or_default().to_owned(),
        address: None,
        device: device(headers),
        browser: None,
        by_cookie: false,
    }
}

/// What a request was sent with, in words of ours.
pub fn device(headers: &HeaderMap) -> Option<String> {
    headers.get(header::USER_AGENT)?.to_str().ok().and_then(identity::rules::device)
}

/// Resolves the caller of a request: by its bearer token, or by the cookies of a page of ours.
///
/// # Errors
/// The caller as a visitor and why the token does not count, so that the refusal can be written in their language.
pub async fn resolve(ctx: &Ctx, headers: &HeaderMap) -> Result<Caller, (Caller, Error)> {
    known(ctx, headers, browser::is_own_page(&ctx.config.http, headers)).await
}

/// Like [`resolve`], for a file that is asked for with `GET`: the cookies count if a page of ours links to it, too.
///
/// # Errors
/// As [`resolve`].
pub async fn resolve_download(ctx: &Ctx, headers: &HeaderMap) -> Result<Caller, (Caller, Error)> {
    known(ctx, headers, browser::is_own_download(&ctx.config.http, headers)).await
}

async fn known(ctx: &Ctx, headers: &HeaderMap, own_page: bool) -> Result<Caller, (Caller, Error)> {
    let brought = cookies::read(&ctx.config.http, headers);
    let browser = own_page.then(|| Browser { refresh_token: brought.refresh.clone() });
    let visitor = Caller { browser, ..visitor(headers) };
    let asked = headers.contains_key("accept-language");
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return match brought.access {
            _ if !own_page && (brought.access.is_some() || brought.refresh.is_some()) => Err((visitor, Error::new(Code::CrossSiteRefused))),
            // The browser brings the cookie along whether or not it is any good: that must not keep anybody from signing in.
            Some(token) => match with_token(ctx, Caller { by_cookie: true, ..visitor }, &token, asked).await {
                Err((visitor, error)) if error.code() == Code::Unauthenticated => Ok(Caller { by_cookie: false, ..visitor }),
                known => known,
            },
            None => Ok(visitor),
        };
    };
    let token = value.to_str().ok().and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = token else {
        return Err((visitor, Error::new(Code::Unauthenticated)));
    };
    with_token(ctx, visitor, token.trim(), asked).await
}

/// Signs `visitor` in with an access token. Unless a language was `asked` for, the user's own is used.
///
/// # Errors
/// As [`resolve`].
pub async fn with_token(ctx: &Ctx, visitor: Caller, token: &str, asked: bool) -> Result<Caller, (Caller, Error)> {
    match identity::authenticate(ctx, token).await {
        Ok(actor) => {
            let locale = match &actor {
                Actor::Member(member) if !asked => member.locale,
                _ => visitor.locale,
            };
            Ok(Caller { actor, locale, ..visitor })
        }
        Err(error) => Err((visitor, error)),
    }
}
