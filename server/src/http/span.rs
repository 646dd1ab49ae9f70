//! What every log line of a request says about it.

use axum::{
    extract::{MatchedPath, Request},
    http::HeaderMap,
};
use tracing::{Span, field};

use super::caller;
use crate::telemetry;

/// A span for a request: its id, its route, and the trace that it belongs to. The route and not the path: a path holds
/// whatever somebody typed, and a query string may hold tokens.
pub fn of(request: &Request) -> Span {
    let text = |headers: &HeaderMap, name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let id = text(request.headers(), caller::REQUEST_ID).unwrap_or_default();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    let span = tracing::info_span!("request", id, method = %request.method(), route, trace_id = field::Empty);
    telemetry::traces::adopt(&span, text(request.headers(), "traceparent").as_deref());
    span
}
