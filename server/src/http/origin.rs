//! Which pages may speak to the server in the name of whoever looks at them.
//!
//! A browser sends requests of any page along with what it keeps for us. Those that it sends without asking are refused
//! by their type (`graphql.rs` reads JSON only); those that come from a page that we do not know are refused here, before
//! anything reads them. Programs send no `Origin`, and are not concerned.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::{caller, guard};
use crate::{
    config::Http,
    ctx::Ctx,
    kernel::{Code, Error},
};

/// Refuses what comes from a page that may not call us.
pub async fn check(State(ctx): State<Ctx>, request: Request, next: Next) -> Response {
    if may_call(&ctx.config.http, request.headers()) {
        return next.run(request).await;
    }
    let visitor = caller::visitor(request.headers());
    guard::refusal(&visitor, StatusCode::FORBIDDEN, &Error::new(Code::Forbidden))
}

/// Whether the page that sends these headers may call us: ours, one of `allowed_origins`, or no page at all.
#[must_use]
pub fn may_call(http: &Http, headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(origin) = text(header::ORIGIN) {
        return is_ours(http, origin, text(header::HOST)) || http.allowed_origins.iter().any(|allowed| allowed == origin);
    }
    // A form or an image of another site; a link that somebody follows is a navigation.
    let told = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    told("sec-fetch-site") != "cross-site" || told("sec-fetch-mode") == "navigate"
}

/// Whether `origin` is the address that people know us by, or the one that this request was sent to.
fn is_ours(http: &Http, origin: &str, host: Option<&str>) -> bool {
    let own = url::Url::parse(&http.public_url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let sent_to = |host: &str| origin.split_once("://").is_some_and(|(_, at)| at.eq_ignore_ascii_case(host));
    origin == own || host.is_some_and(sent_to)
}
