//! Who is calling: the bearer token, the language, the request id.

use axum::http::{HeaderMap, header};

use crate::{
    ctx::Ctx,
    gql::Caller,
    identity,
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
        device: text(header::USER_AGENT.as_str()).and_then(identity::rules::device),
    }
}

/// Resolves the caller of a request.
///
/// # Errors
/// The caller as a visitor and why the token does not count, so that the refusal can be written in their language.
pub async fn resolve(ctx: &Ctx, headers: &HeaderMap) -> Result<Caller, (Caller, Error)> {
    let visitor = visitor(headers);
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(visitor) };
    let token = value.to_str().ok().and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = token else {
        return Err((visitor, Error::new(Code::Unauthenticated)));
    };
    let asked = headers.contains_key("accept-language");
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
