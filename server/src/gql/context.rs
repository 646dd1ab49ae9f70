//! What a resolver may ask its request for.

use std::net::IpAddr;

use async_graphql::{Context, ID};

use super::principal::network;
use crate::{
    ctx::Ctx,
    kernel::{Actor, Code, Error, Id, Locale, Result, id::Kind},
    throttle::Allowance,
};

/// Who asks, in which language, in which request. Resolved once per request, before any resolver runs.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// Language of messages.
    pub locale: Locale,
    /// Id of the HTTP request or WebSocket connection, for the log and for people who report a fault.
    pub request_id: String,
    /// Where the request comes from, if that tells people apart.
    pub address: Option<IpAddr>,
    /// What it was sent with, in words of ours: `Firefox, Windows`.
    pub device: Option<String>,
    /// The browser, if the request shows that it comes from one of our own pages: it may be given cookies, and those that
    /// it brings count.
    pub browser: Option<Browser>,
    /// Whether it is by a cookie that we know them: then they send what our own pages send, and nothing else.
    pub by_cookie: bool,
}

/// A browser that keeps its tokens in cookies.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// The refresh token that it brings.
    pub refresh_token: Option<String>,
}

/// The program's machines.
#[must_use]
pub fn app<'a>(ctx: &Context<'a>) -> &'a Ctx {
    ctx.data_unchecked::<Ctx>()
}

/// The caller.
#[must_use]
pub fn caller<'a>(ctx: &Context<'a>) -> &'a Caller {
    ctx.data_unchecked::<Caller>()
}

/// Who asks.
#[must_use]
pub fn actor<'a>(ctx: &Context<'a>) -> &'a Actor {
    &caller(ctx).actor
}

/// Language of messages.
#[must_use]
pub fn locale(ctx: &Context<'_>) -> Locale {
    caller(ctx).locale
}

/// Counts a try of somebody who is not signed in yet against the address that the request comes from.
///
/// # Errors
/// `THROTTLED`.
pub async fn count_try(ctx: &Context<'_>) -> Result<()> {
    count_address(app(ctx), caller(ctx).address).await
}

/// Like [`count_try`], outside GraphQL.
///
/// # Errors
/// `THROTTLED`.
pub async fn count_address(app: &Ctx, address: Option<IpAddr>) -> Result<()> {
    let Some(address) = address else { return Ok(()) };
    let limits = &app.config.limits;
    let allowance = Allowance { tries: limits.address_tries, seconds: limits.address_seconds };
    app.throttle.take("address", &network(address).to_string(), allowance, app.now()).await
}

/// Reads a global id of kind `K`.
///
/// # Errors
/// `INVALID_ID` at `path` for anything else; whether such an entity exists is not said.
pub fn parse_id<K: Kind>(id: &ID, path: &str) -> Result<Id<K>> {
    id.parse().map_err(|error: crate::kernel::Error| error.at(path))
}

/// Reads the global id of a lookup: none for anything that is no id of kind `K`, which is answered like an id of nothing.
#[must_use]
pub fn lookup_id<K: Kind>(id: &ID) -> Option<Id<K>> {
    id.parse().ok()
}

/// Most values of one filter.
const MAX_VALUES: usize = 100;

/// The values of a filter, each once. They become arguments of a statement, of which a database takes only so many.
///
/// # Errors
/// `TOO_MANY` at `path`.
pub fn few<T: PartialEq>(values: Option<Vec<T>>, path: &str) -> Result<Vec<T>> {
    let values = values.unwrap_or_default();
    if values.len() > MAX_VALUES {
        return Err(Error::new(Code::TooMany).with("max", MAX_VALUES).at(path));
    }
    let mut kept = Vec::new();
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    Ok(kept)
}

/// Like [`parse_id`], for an id that may be left out.
///
/// # Errors
/// As [`parse_id`].
pub fn parse_optional_id<K: Kind>(id: Option<&ID>, path: &str) -> Result<Option<Id<K>>> {
    id.map(|id| parse_id(id, path)).transpose()
}
