//! GraphQL over HTTP, as the specification has it.

use std::sync::Arc;

use async_graphql::{Response, parser::types::OperationType};
use axum::{
    Extension,
    body::Bytes,
    extract::{RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response as HttpResponse},
};

use super::{
    Server,
    address::Client,
    answer::{Answer, is_executed},
    caller,
    door::{Admitted, Envelope},
    guard,
};
use crate::{
    gql::Caller,
    kernel::{Code, Error, locale::permille},
};

/// The media type of the specification.
const GRAPHQL: &str = "application/graphql-response+json";
/// The media type of before the specification.
pub(super) const JSON: &str = "application/json";

/// `GET` and `POST /graphql`.
pub async fn endpoint(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> HttpResponse {
    let Some(accept) = negotiate(&headers) else {
        return with_status(StatusCode::NOT_ACCEPTABLE, refusal(JSON, &caller::visitor(&headers), &Error::new(Code::NotAcceptable)));
    };
    let reading = method == Method::GET || method == Method::HEAD;
    let (caller, envelope) = match read(&server, client, &method, &headers, query.as_deref(), body, accept).await {
        Ok(read) => read,
        Err(refused) => return *refused,
    };
    match server.door.admit(envelope, &caller).await {
        Ok(admitted) if reading && admitted.operation != OperationType::Query => {
            let mut response = with_status(StatusCode::METHOD_NOT_ALLOWED, refusal(accept, &caller, &Error::new(Code::MethodNotAllowed)));
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
            response
        }
        Ok(Admitted { operation: OperationType::Subscription, .. }) => refusal(accept, &caller, &Error::new(Code::BadUserInput)),
        Ok(admitted) => answer(accept, server.door.execute(admitted, &caller).await),
        Err(response) => answer(accept, *response),
    }
}

/// Finds out who asks, and what.
///
/// # Errors
/// A refusal as `accept`, if one of both is not to be understood.
pub(super) async fn read(
    server: &Server,
    client: Client,
    method: &Method,
    headers: &HeaderMap,
    query: Option<&str>,
    body: Result<Bytes, BytesRejection>,
    accept: &'static str,
) -> Result<(Caller, Envelope), Box<HttpResponse>> {
    let refused = |caller: &Caller, code: Code| Box::new(refusal(accept, caller, &Error::new(code)));
    let caller = match caller::resolve(&server.ctx, headers).await {
        Ok(caller) => Caller { address: client.0, ..caller },
        Err((caller, error)) => return Err(Box::new(refusal(accept, &caller, &error))),
    };
    let body = match body {
        Ok(body) => body,
        Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Err(Box::new(with_status(error.status(), *refused(&caller, Code::RequestTooLarge))));
        }
        Err(_) => return Err(refused(&caller, Code::BadUserInput)),
    };
    let reading = method == Method::GET || method == Method::HEAD;
    let envelope = if reading { from_query(query) } else { from_body(headers, &body) };
    let envelope = match envelope {
        Ok(envelope) => envelope,
        Err(Unreadable::MediaType) => {
            return Err(Box::new(with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, *refused(&caller, Code::MediaTypeUnsupported))));
        }
        Err(Unreadable::Content) => return Err(refused(&caller, Code::BadUserInput)),
    };
    if envelope.query.is_none() && envelope.extensions.is_none() {
        return Err(Box::new(refusal(accept, &caller, &Error::new(Code::BadUserInput).at("query"))));
    }
    Ok((caller, envelope))
}

enum Unreadable {
    MediaType,
    Content,
}

/// What the client accepts, ours first when it does not care. `None` if neither of our types will do.
fn negotiate(headers: &HeaderMap) -> Option<&'static str> {
    let Some(accept) = headers.get(header::ACCEPT) else { return Some(JSON) };
    let accept = accept.to_str().ok()?.to_ascii_lowercase();
    let mut best: Option<(&'static str, u32)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let kind = match parts.next() {
            Some(GRAPHQL) => GRAPHQL,
            Some(JSON | "*/*" | "application/*") => JSON,
            _ => continue,
        };
        let mut weight = 1000;
        for part in parts {
            match part.split_once('=') {
                Some(("q", q)) => weight = permille(q),
                Some(("charset", charset)) if charset.trim_matches('"') != "utf-8" => weight = 0,
                _ => {}
            }
        }
        if weight > best.map_or(0, |(_, weight)| weight) {
            best = Some((kind, weight));
        }
    }
    best.map(|(kind, _)| kind)
}

fn from_query(query: Option<&str>) -> Result<Envelope, Unreadable> {
    let mut envelope = Envelope::default();
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let object = |text: &str| serde_json::from_str(text).map_err(|_| Unreadable::Content);
        match &*name {
            "query" => envelope.query = Some(value.into_owned()),
            "operationName" if !value.is_empty() => envelope.operation_name = Some(value.into_owned()),
            "variables" if !value.is_empty() => envelope.variables = object(&value)?,
            "extensions" if !value.is_empty() => envelope.extensions = object(&value)?,
            _ => {}
        }
    }
    Ok(envelope)
}

/// Reads a body. Only JSON is read: a browser cannot send it to another site without asking first.
fn from_body(headers: &HeaderMap, body: &[u8]) -> Result<Envelope, Unreadable> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let mut parts = media.split(';').map(str::trim);
    let json = matches!(parts.next(), Some(JSON | "application/graphql+json"));
    let utf8 = parts.all(|part| part.strip_prefix("charset=").is_none_or(|charset| charset.trim_matches('"') == "utf-8"));
    if !json || !utf8 {
        return Err(Unreadable::MediaType);
    }
    serde_json::from_slice(body).map_err(|_| Unreadable::Content)
}

/// A request error: nothing was executed.
fn refusal(accept: &'static str, caller: &Caller, error: &Error) -> HttpResponse {
    let status = StatusCode::from_u16(error.code().class().status()).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = render(accept, status, guard::body(caller, error).to_string().into());
    if let Some(seconds) = guard::retry_after(error) {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

fn with_status(status: StatusCode, mut response: HttpResponse) -> HttpResponse {
    *response.status_mut() = status;
    response
}

/// An answer of the door. A request error has no `data`, and with the specification's type it has status 400; an
/// executed operation has status 200 whatever its fields say. Whoever has to wait is told so in the words of HTTP too.
fn answer(accept: &'static str, mut response: Response) -> HttpResponse {
    // Cookies that the operation sets.
    let set = std::mem::take(&mut response.http_headers);
    let executed = is_executed(&response);
    let body = serde_json::to_vec(&Answer::of(&response)).unwrap_or_default();
    let wait = if executed { None } else { wait(&response) };
    let status = match wait {
        Some(_) => StatusCode::TOO_MANY_REQUESTS,
        None if executed || accept == JSON => StatusCode::OK,
        None => StatusCode::BAD_REQUEST,
    };
    let mut answer = render(accept, status, body);
    answer.headers_mut().extend(set);
    if let Some(seconds) = wait {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// Seconds after which a request that was not executed may come again, if it came too soon.
fn wait(response: &Response) -> Option<i64> {
    let extensions = response.errors.iter().find_map(|error| error.extensions.as_ref())?;
    let is_throttled = extensions.get("code") == Some(&async_graphql::Value::from(<&str>::from(Code::Throttled)));
    let seconds = extensions.get("retryAfterSeconds").cloned().and_then(|seconds| seconds.into_json().ok()?.as_i64());
    is_throttled.then(|| seconds.unwrap_or(1))
}

fn render(accept: &'static str, status: StatusCode, body: Vec<u8>) -> HttpResponse {
    let kind = if accept == GRAPHQL { "application/graphql-response+json; charset=utf-8" } else { "application/json; charset=utf-8" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::VARY, HeaderValue::from_static("accept, accept-language, authorization, cookie")),
    ];
    (status, headers, body).into_response()
}
