//! Around every request: its id, and an answer in our own words even when nothing foreseen came of it.

use std::{any::Any, panic::AssertUnwindSafe};

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::FutureExt;

use super::caller;
use crate::{
    ctx::Ctx,
    gql::Caller,
    kernel::{Code, Error, digest, id::Random},
    locale,
};

/// Longest id that we take from a client.
const MAX_ID: usize = 64;

/// Gives the request an id and says it in the answer. A client's own is kept if it is plain: it goes into the log.
pub async fn name(State(ctx): State<Ctx>, mut request: Request, next: Next) -> Response {
    let own = request.headers().get(caller::REQUEST_ID).filter(|id| is_plain(id.as_bytes())).cloned();
    let id = own.unwrap_or_else(|| fresh(&ctx));
    request.headers_mut().insert(caller::REQUEST_ID, id.clone());
    let mut response = next.run(request).await;
    response.headers_mut().insert(caller::REQUEST_ID, id);
    response
}

fn is_plain(id: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=MAX_ID).contains(&id.len()) && id.iter().all(plain)
}

fn fresh(ctx: &Ctx) -> HeaderValue {
    let mut bytes = [0_u8; 12];
    Random::fill(ctx.random.as_ref(), &mut bytes);
    HeaderValue::from_str(&digest::hex(&bytes)).unwrap_or(HeaderValue::from_static("none"))
}

/// Answers `INTERNAL` for a handler that panicked and `UNAVAILABLE` for one that was given up, and says in our words what
/// the framework refused with a bare status or in its own.
pub async fn catch(request: Request, next: Next) -> Response {
    let visitor = caller::visitor(request.headers());
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) if response.status() == StatusCode::GATEWAY_TIMEOUT => {
            refusal(&visitor, StatusCode::GATEWAY_TIMEOUT, &Error::new(Code::Unavailable))
        }
        Ok(response) if is_wordless(&response) => worded(&visitor, response),
        Ok(response) => response,
        Err(cause) => {
            let error = panicked(&visitor.request_id, cause.as_ref());
            refusal(&visitor, StatusCode::INTERNAL_SERVER_ERROR, &error)
        }
    }
}

/// Writes a panic to the log; gives what the client is told.
pub fn panicked(request_id: &str, cause: &(dyn Any + Send)) -> Error {
    let detail = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(request_id, detail, "a handler panicked");
    Error::new(Code::Internal)
}

/// An error as every door of ours tells it.
pub fn body(caller: &Caller, error: &Error) -> serde_json::Value {
    serde_json::json!({ "errors": [{
        "message": locale::error_message(caller.locale, error),
        "extensions": { "code": error.code(), "inputPath": error.path(), "details": error.args(), "requestId": caller.request_id },
    }]})
}

/// A refusal with nothing else in it. `THROTTLED` and `UNAVAILABLE` say when to come back.
pub fn refusal(caller: &Caller, status: StatusCode, error: &Error) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let mut response = (status, headers, body(caller, error).to_string()).into_response();
    if let Some(seconds) = retry_after(error) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

/// After how many seconds trying again makes sense.
pub fn retry_after(error: &Error) -> Option<HeaderValue> {
    let seconds = error.args().get("seconds").and_then(serde_json::Value::as_i64);
    match error.code() {
        Code::Throttled => Some(HeaderValue::from(seconds.unwrap_or(1))),
        Code::Unavailable => Some(HeaderValue::from(seconds.unwrap_or(5))),
        _ => None,
    }
}

/// Whether somebody is refused without being told why in our words.
fn is_wordless(response: &Response) -> bool {
    let refused = response.status().is_client_error() || response.status().is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    refused && !["application/json", "application/graphql-response+json", "text/html"].iter().any(|ours| kind.starts_with(ours))
}

fn worded(visitor: &Caller, response: Response) -> Response {
    let code = match response.status() {
        StatusCode::UNAUTHORIZED => Code::Unauthenticated,
        StatusCode::FORBIDDEN => Code::Forbidden,
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::REQUEST_TIMEOUT => Code::RequestTimeout,
        StatusCode::PAYLOAD_TOO_LARGE => Code::RequestTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::MediaTypeUnsupported,
        StatusCode::TOO_MANY_REQUESTS => Code::Throttled,
        StatusCode::SERVICE_UNAVAILABLE => Code::Unavailable,
        status if status.is_server_error() => Code::Internal,
        _ => Code::BadUserInput,
    };
    let mut told = refusal(visitor, response.status(), &Error::new(code));
    for name in [header::ALLOW, header::CONNECTION, header::UPGRADE, header::SEC_WEBSOCKET_VERSION] {
        if let Some(value) = response.headers().get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}
