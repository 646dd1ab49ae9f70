//! GraphiQL, embedded: built by `make graphiql`, served from the program, nothing fetched from elsewhere.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use super::{Server, pages};

/// Scripts and styles are the build's own, and it talks to this server only.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data:; connect-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

/// `GET /graphiql`: the page, or what to do to have it.
pub async fn page(State(server): State<Arc<Server>>) -> Response {
    if !server.ctx.config.http.graphiql {
        return StatusCode::NOT_FOUND.into_response();
    }
    let built = server.ctx.built.graphiql.get_file("index.html").and_then(|file| file.contents_utf8());
    let html = built.unwrap_or(include_str!("pages/no-graphiql.html"));
    let policy = if built.is_some() { POLICY } else { pages::policy(html) };
    let headers = [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    (headers, Html(html)).into_response()
}

/// `GET /graphiql/{*file}`: a script or a style. Their names change with their content, so browsers keep them.
pub async fn asset(State(server): State<Arc<Server>>, Path(file): Path<String>) -> Response {
    let kind = match file.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "txt")) => "text/plain; charset=utf-8",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let Some(found) = server.ctx.built.graphiql.get_file(&file).filter(|_| server.ctx.config.http.graphiql) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    (headers, found.contents()).into_response()
}
