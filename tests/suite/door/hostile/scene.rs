//! A server with somebody to attack, and somebody to attack as.

use std::net::SocketAddr;

use lianqiao_tests::{Options, Person, TestApp};
use serde_json::{Value, json};

/// The stage.
pub struct Scene {
    pub app: TestApp,
    pub address: SocketAddr,
    /// Who attacks.
    pub officer: Person,
    /// Somebody of another university, with things that the attacker must not hear of.
    pub stranger: Person,
    /// Global ids that exist and are hidden from the attacker, by their kind.
    pub hidden: Vec<(&'static str, String)>,
}

impl Scene {
    pub async fn set() -> Self {
        // Slow requests are cut soon: the attacks are many.
        let configure = |config: &mut lianqiao::config::Config| {
            (config.http.header_seconds, config.http.body_seconds, config.http.idle_seconds) = (1, 1, 2);
        };
        let app = TestApp::with(Options { configure, ..Options::default() }).await;
        let (officer, _) = app.office("杨浦大学").await;
        let (stranger, _) = app.office("复旦大学").await;
        let draft = json!({ "organizationId": stranger.organization, "title": { "zh": "从未公开的草稿" } });
        let created = stranger.done("listingCreate", draft, "listing { id }").await;
        let listing = created["listing"]["id"].as_str().unwrap().to_owned();
        let url: url::Url = app.visitor.url("/").parse().unwrap();
        let address = SocketAddr::new(url.host_str().unwrap().parse().unwrap(), url.port().unwrap());
        let hidden = vec![("Listing", listing), ("User", stranger.user.clone()), ("Organization", stranger.organization.clone())];
        Self { app, address, officer, stranger, hidden }
    }
}

/// A request to `/graphql` with `body`.
pub fn post(body: &[u8]) -> Vec<u8> {
    with_headers("Content-Type: application/json\r\n", body)
}

/// A request to `/graphql` with `body` and these headers besides.
pub fn with_headers(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\nAccept: application/graphql-response+json\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A document without variables.
pub fn document(text: &str) -> Vec<u8> {
    post(json!({ "query": text }).to_string().as_bytes())
}

/// A document with variables, from somebody with a token.
pub fn signed(token: &str, text: &str, variables: &Value) -> Vec<u8> {
    let headers = format!("Content-Type: application/json\r\nAuthorization: Bearer {token}\r\n");
    with_headers(&headers, json!({ "query": text, "variables": variables }).to_string().as_bytes())
}
