//! What answers tell browsers, and which pages may call.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lianqiao::config::Config;
use lianqiao_tests::{Options, TestApp};
use reqwest::{Method, Response};
use serde_json::json;

const LISTED: &str = "https://front.example";

async fn with(configure: fn(&mut Config)) -> TestApp {
    TestApp::with(Options { configure, ..Options::default() }).await
}

async fn get(app: &TestApp, path: &str) -> Response {
    app.visitor.request(Method::GET, path).send().await.unwrap()
}

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn every_answer_is_closed_to_what_it_does_not_need() {
    let app = TestApp::start().await;
    for path in ["/", "/about", "/graphiql", "/graphql?query=%7B__typename%7D", "/health/live", "/nothing", "/exports/listings.csv"] {
        let answer = get(&app, path).await;
        let policy = header(&answer, "content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header(&answer, "referrer-policy"), "no-referrer", "{path}");
        assert!(header(&answer, "permissions-policy").contains("camera=()"), "{path}");
        assert!(["no-store", "no-cache"].contains(&header(&answer, "cache-control")), "{path}");
        assert_eq!(header(&answer, "strict-transport-security"), "", "{path}: not over plain HTTP");
    }
    // The one style sheet of a page is allowed by what it says.
    let page = get(&app, "/about").await;
    let policy = header(&page, "content-security-policy").to_owned();
    let html = page.text().await.unwrap();
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hex = lianqiao::kernel::digest::sha256_hex(style.as_bytes());
    let bytes: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&hex[i * 2..i * 2 + 2], 16).unwrap()).collect();
    assert!(policy.contains(&format!("style-src 'sha256-{}'", STANDARD.encode(bytes))), "{policy}");
    app.finish().await;
}

#[tokio::test]
async fn pages_that_are_not_listed_cannot_call() {
    let app = with(|config| config.http.allowed_origins = vec![LISTED.to_owned()]).await;
    let own = app.visitor.url("");
    let call = async |origin: &str| {
        let request = app.visitor.request(Method::POST, "/graphql").header("origin", origin);
        request.json(&json!({ "query": "{ __typename }" })).send().await.unwrap()
    };
    let (listed, ours, foreign) = (call(LISTED).await, call(&own).await, call("https://elsewhere.example").await);
    assert_eq!((listed.status().as_u16(), ours.status().as_u16(), foreign.status().as_u16()), (200, 200, 403));
    assert_eq!(header(&listed, "access-control-allow-origin"), LISTED);
    assert_eq!(header(&listed, "access-control-allow-credentials"), "true");
    assert!(header(&listed, "access-control-expose-headers").contains("retry-after"));
    assert_eq!(header(&foreign, "access-control-allow-origin"), "");
    let varies: Vec<_> = listed.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(varies.join(", ").contains("origin"), "{varies:?}");

    // What a browser asks before it sends JSON elsewhere.
    let ask = async |origin: &str| {
        let request = app.visitor.request(Method::OPTIONS, "/graphql").header("origin", origin);
        let request = request.header("access-control-request-method", "POST").header("access-control-request-headers", "content-type");
        request.send().await.unwrap()
    };
    assert_eq!(header(&ask(LISTED).await, "access-control-allow-origin"), LISTED);
    assert_eq!(header(&ask("https://elsewhere.example").await, "access-control-allow-origin"), "");

    // What it sends without asking.
    let silent = app.visitor.request(Method::GET, "/graphql?query=%7B__typename%7D");
    let silent = silent.header("sec-fetch-site", "cross-site").header("sec-fetch-mode", "no-cors").send().await.unwrap();
    assert_eq!(silent.status(), 403);
    app.finish().await;
}

#[tokio::test]
async fn who_is_reached_by_https_says_so() {
    let app = with(|config| config.http.public_url = "https://lianqiao.example".to_owned()).await;
    assert!(header(&get(&app, "/nothing").await, "strict-transport-security").starts_with("max-age=63072000"));
    app.finish().await;
}
