//! Scripts and styles. Their names change with their content, so browsers keep them for good.

use std::{borrow::Cow, sync::Arc};

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::build::{is_plain, media_type};
use crate::{http::Server, kernel::locale::permille};

/// For good.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// `GET /assets/{file}`. One that is gone is not there: a page of an older build finds out and loads anew.
pub async fn asset(State(server): State<Arc<Server>>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(kind) = media_type(&file).filter(|_| is_plain(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| accepts(&headers, coding));
    let found = packed
        .map(|(coding, ending)| (Some(coding), format!("assets/{file}.{ending}")))
        .chain([(None, format!("assets/{file}"))])
        .find_map(|(coding, path)| Some((coding, server.frontend.file(&path)?)));
    let Some((coding, bytes)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::new(match bytes {
        Cow::Borrowed(embedded) => Body::from(embedded),
        Cow::Owned(read) => Body::from(read),
    });
    let told = response.headers_mut();
    told.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    told.insert(header::CACHE_CONTROL, FOREVER);
    told.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        told.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// Whether a client takes answers that are packed like this.
fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let text = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && parts.all(|part| part.strip_prefix("q=").is_none_or(|q| permille(q) > 0))
    })
}
