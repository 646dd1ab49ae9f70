//! Sessions of browsers: tokens in cookies that no script reads, and requests of other sites that come to nothing.

use futures::{SinkExt, StreamExt};
use lianqiao_tests::{PASSWORD, TestApp};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::newcomer;

const EMAIL: &str = "wang.fang@firm.example";
const WHO: &str = "{ viewer { user { email } } }";
const LOG_IN: &str = "mutation($p: String!) { logIn(input: { email: \"wang.fang@firm.example\", password: $p, transport: COOKIE }) { session { accessToken refreshToken } userErrors { code path } } }";

const REFRESH: &str = "mutation { sessionRefresh(input: {}) { session { accessToken } userErrors { code } } }";

/// A browser: it keeps cookies, and shows nobody what is in them.
struct Browser<'a> {
    app: &'a TestApp,
    cookies: Vec<(String, String)>,
}

impl<'a> Browser<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: Vec::new() }
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// A request with the cookies and nothing else.
    fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.app.visitor.request(method, path).header("cookie", self.cookie())
    }

    /// As a page of ours sends it.
    fn own(&self, method: Method, path: &str) -> RequestBuilder {
        let origin = self.app.visitor.url("");
        self.bare(method, path).header("x-lianqiao-csrf", "1").header("origin", origin).header("sec-fetch-site", "same-origin")
    }

    async fn run(&mut self, document: &str, variables: Value) -> (Response, Value) {
        let response = self.own(Method::POST, "/graphql").json(&json!({ "query": document, "variables": variables })).send().await.unwrap();
        self.take(response).await
    }

    /// Keeps what an answer sets.
    async fn take(&mut self, response: Response) -> (Response, Value) {
        for header in response.headers().get_all("set-cookie") {
            let header = header.to_str().unwrap();
            let (name, value) = header.split(';').next().unwrap().split_once('=').unwrap();
            assert!(header.contains("; Path=/") && header.contains("; HttpOnly") && header.contains("; SameSite=Strict"), "{header}");
            self.cookies.retain(|(known, _)| known != name);
            if !header.contains("Max-Age=0;") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let (status, headers, version) = (response.status(), response.headers().clone(), response.version());
        let body: Value = response.json().await.unwrap_or_default();
        let mut again = axum::http::Response::builder().status(status).version(version).body("").unwrap();
        *again.headers_mut() = headers;
        (again.into(), body)
    }

    async fn signed_in(app: &'a TestApp) -> Self {
        let mut browser = Self::new(app);
        let (_, body) = browser.run(LOG_IN, json!({ "p": PASSWORD })).await;
        assert_eq!(body["data"]["logIn"]["userErrors"], json!([]), "{body:#}");
        browser
    }
}

fn code(body: &Value) -> &str {
    body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_browser_signs_in_stays_and_leaves_without_ever_seeing_a_token() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let mut browser = Browser::new(&app);
    let (_, body) = browser.run(LOG_IN, json!({ "p": PASSWORD })).await;
    assert_eq!(body["data"]["logIn"]["session"], json!({ "accessToken": null, "refreshToken": null }));
    let names: Vec<&str> = browser.cookies.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["lianqiao-access", "lianqiao-refresh"]);
    assert_eq!(browser.run(WHO, json!({})).await.1["data"]["viewer"]["user"]["email"], EMAIL);

    // The access token runs out, and the browser forgets it; the refresh token brings the next pair.
    app.advance(chrono::Duration::minutes(10));
    assert_eq!(browser.run(WHO, json!({})).await.1["data"]["viewer"], Value::Null, "a worn-out cookie is nobody, not a fault");
    let before = browser.cookie();
    let refresh = "mutation { sessionRefresh(input: {}) { session { accessToken refreshToken } userErrors { code } } }";
    let (_, body) = browser.run(refresh, json!({})).await;
    assert_eq!(body["data"]["sessionRefresh"]["session"]["refreshToken"], Value::Null, "{body:#}");
    assert_ne!(browser.cookie(), before);
    assert_eq!(browser.run(WHO, json!({})).await.1["data"]["viewer"]["user"]["email"], EMAIL);

    let stolen = browser.cookie();
    browser.run("mutation { logOut(input: {}) { loggedOut } }", json!({})).await;
    assert_eq!(browser.cookie(), "");
    let sneaked = app.visitor.request(Method::POST, "/graphql").header("cookie", stolen).header("x-lianqiao-csrf", "1");
    let body: Value = sneaked.json(&json!({ "query": WHO })).send().await.unwrap().json().await.unwrap();
    assert_eq!(body["data"]["viewer"], Value::Null, "the session has ended, not only the cookies: {body:#}");
    let (_, body) = browser.run(refresh, json!({})).await;
    assert_eq!(body["data"]["sessionRefresh"]["userErrors"][0]["code"], "TOKEN_INVALID");
    app.finish().await;
}

#[tokio::test]
async fn leaving_ends_the_session_also_after_the_access_cookie_ran_out() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let mut browser = Browser::signed_in(&app).await;
    let copy = Browser { app: &app, cookies: browser.cookies.clone() };
    app.advance(chrono::Duration::minutes(10));
    browser.cookies.retain(|(name, _)| name == "lianqiao-refresh");
    let (_, body) = browser.run("mutation { logOut(input: {}) { loggedOut } }", json!({})).await;
    assert_eq!((&body["data"]["logOut"]["loggedOut"], browser.cookie().as_str()), (&json!(true), ""));
    let mut copy = copy;
    let (_, body) = copy.run(REFRESH, json!({})).await;
    assert_eq!(body["data"]["sessionRefresh"]["userErrors"][0]["code"], "TOKEN_INVALID", "{body:#}");
    // A refresh token that is worth nothing ends nothing.
    let (_, body) = copy.run("mutation { logOut(input: {}) { loggedOut } }", json!({})).await;
    assert_eq!(code(&body), "UNAUTHENTICATED");
    app.finish().await;
}

#[tokio::test]
async fn several_tabs_that_refresh_at_once_stay_signed_in() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let mut browser = Browser::signed_in(&app).await;
    let before = browser.cookies.clone();
    let mut codes = Vec::new();
    for _ in 0..4 {
        // Each tab sent its request before any of the answers came, and the browser keeps the last cookies that it was given.
        let mut tab = Browser { app: &app, cookies: before.clone() };
        let (_, body) = tab.run(REFRESH, json!({})).await;
        codes.push(body["data"]["sessionRefresh"]["userErrors"][0]["code"].as_str().unwrap_or_default().to_owned());
        assert_ne!(tab.cookie(), "", "no tab takes the cookies away");
        if tab.cookies != before {
            browser.cookies = tab.cookies;
        }
    }
    assert_eq!(codes, ["", "", "STALE_VERSION", "STALE_VERSION"]);
    assert_eq!(browser.run(WHO, json!({})).await.1["data"]["viewer"]["user"]["email"], EMAIL);
    let (_, body) = browser.run(REFRESH, json!({})).await;
    assert_eq!(body["data"]["sessionRefresh"]["userErrors"], json!([]));
    // Now it is older than the token before: somebody has a copy.
    let mut late = Browser { app: &app, cookies: before };
    late.run(REFRESH, json!({})).await;
    assert_eq!(browser.run(WHO, json!({})).await.1["data"]["viewer"], Value::Null);
    app.finish().await;
}

#[tokio::test]
async fn shapes_that_another_site_can_send_are_refused() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let browser = Browser::signed_in(&app).await;
    let body = json!({ "query": WHO }).to_string();
    let post = |kind: &str| browser.bare(Method::POST, "/graphql").header("content-type", kind).body(body.clone());
    let json = || post("application/json");
    let get = || browser.bare(Method::GET, "/graphql?query=%7Bviewer%7Buser%7Bemail%7D%7D%7D");
    let upload = || browser.bare(Method::POST, "/uploads").header("content-type", "multipart/form-data; boundary=x").body("--x--");
    let download = || browser.bare(Method::GET, "/exports/listings.csv?organizationId=x");
    let shapes: Vec<(&str, RequestBuilder)> = vec![
        ("a form", post("text/plain")),
        ("a form, urlencoded", post("application/x-www-form-urlencoded")),
        ("JSON without the header", json()),
        ("JSON of our origin without the header", json().header("origin", app.visitor.url(""))),
        ("the header from another origin", json().header("x-lianqiao-csrf", "1").header("origin", "https://evil.example")),
        ("the header from no origin", json().header("x-lianqiao-csrf", "1").header("origin", "null")),
        ("the header from another site", json().header("x-lianqiao-csrf", "1").header("sec-fetch-site", "cross-site")),
        ("the header from a sibling", json().header("x-lianqiao-csrf", "1").header("sec-fetch-site", "same-site")),
        ("an image", get().header("sec-fetch-site", "cross-site")),
        ("a link", get().header("sec-fetch-site", "none")),
        ("an upload by a form", upload().header("origin", "https://evil.example")),
        ("an upload without the header", upload()),
        ("a download embedded elsewhere", download().header("sec-fetch-site", "cross-site")),
        ("a download fetched elsewhere", download().header("origin", "https://evil.example")),
    ];
    for (name, request) in shapes {
        let response = request.send().await.unwrap();
        let status = response.status();
        let answer: Value = response.json().await.unwrap();
        let refused = status.as_u16() == 403 && ["CROSS_SITE_REFUSED", "FORBIDDEN"].contains(&code(&answer));
        assert!(refused, "{name}: {status} {answer:#}");
    }
    // Its twins of our own: as a page sends it, as a program sends it, and a link to a file.
    let good = [json().header("x-lianqiao-csrf", "1"), browser.own(Method::POST, "/graphql").json(&json!({ "query": WHO }))];
    for request in good {
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["data"]["viewer"]["user"]["email"], EMAIL, "{answer:#}");
    }
    let answer: Value = download().header("sec-fetch-site", "same-origin").send().await.unwrap().json().await.unwrap();
    assert_eq!(code(&answer), "INVALID_ID", "known, and told what is wrong: {answer:#}");
    app.finish().await;
}

#[tokio::test]
async fn nobody_is_signed_in_by_another_site() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let body = json!({ "query": LOG_IN, "variables": { "p": PASSWORD } });
    for request in [
        app.visitor.request(Method::POST, "/graphql"),
        app.visitor.request(Method::POST, "/graphql").header("x-lianqiao-csrf", "1").header("origin", "https://evil.example"),
    ] {
        let response = request.json(&body).send().await.unwrap();
        assert!(response.headers().get("set-cookie").is_none());
        let (status, answer) = (response.status(), response.json::<Value>().await.unwrap());
        let told = answer["data"]["logIn"]["userErrors"] == json!([{ "code": "CROSS_SITE_REFUSED", "path": ["input", "transport"] }]);
        assert!(told || status == 403, "{answer:#}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_bearer_token_wins_over_cookies_and_needs_no_header() {
    let app = TestApp::start().await;
    let (mine, other) = (newcomer(&app, EMAIL).await, newcomer(&app, "li.na@firm.example").await);
    let browser = Browser::signed_in(&app).await;
    for (client, email) in [(&mine, EMAIL), (&other, "li.na@firm.example")] {
        let request = browser.bare(Method::POST, "/graphql").bearer_auth(client.token().unwrap());
        let answer: Value = request.json(&json!({ "query": WHO })).send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["data"]["viewer"]["user"]["email"], email, "{answer:#}");
    }
    let forged = browser.own(Method::POST, "/graphql").bearer_auth("forged").json(&json!({ "query": WHO }));
    let answer: Value = forged.send().await.unwrap().json().await.unwrap();
    assert_eq!(code(&answer), "UNAUTHENTICATED", "a bad token is not made good by a cookie");
    app.finish().await;
}

/// Opens a socket with the browser's cookies; the address of whoever that is, or the status of the refusal.
async fn socket(browser: &Browser<'_>, origin: Option<&str>) -> Result<Value, u16> {
    let mut request = browser.app.visitor.url("/graphql/ws").replace("http://", "ws://").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    headers.insert("cookie", browser.cookie().parse().unwrap());
    if let Some(origin) = origin {
        headers.insert("origin", origin.parse().unwrap());
    }
    let (mut socket, _) = match connect_async(request).await {
        Ok(open) => open,
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => return Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    };
    socket.send(Message::text(json!({ "type": "connection_init" }).to_string())).await.unwrap();
    socket.send(Message::text(json!({ "id": "1", "type": "subscribe", "payload": { "query": WHO } }).to_string())).await.unwrap();
    loop {
        match socket.next().await.unwrap().unwrap() {
            Message::Text(text) => {
                let message: Value = serde_json::from_str(&text).unwrap();
                if message["type"] == "next" {
                    return Ok(message["payload"]["data"]["viewer"]["user"]["email"].clone());
                }
            }
            Message::Close(frame) => return Err(frame.map_or(1005, |frame| frame.code.into())),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_socket_knows_the_browser_by_its_cookie_if_the_origin_is_ours() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let mut browser = Browser::signed_in(&app).await;
    let own = app.visitor.url("");
    assert_eq!(socket(&browser, Some(&own)).await, Ok(json!(EMAIL)));
    assert_eq!(socket(&browser, Some("https://evil.example")).await, Err(403));
    assert_eq!(socket(&browser, None).await, Ok(Value::Null), "without an origin the cookie does not count");
    let stale = Browser { app: &app, cookies: browser.cookies.clone() };
    browser.run("mutation { logOut(input: {}) { loggedOut } }", json!({})).await;
    assert_eq!(socket(&stale, Some(&own)).await, Err(4403), "shown out, to refresh and come back");
    app.finish().await;
}

#[test]
fn with_https_cookies_are_held_to_this_host() {
    let mut http = lianqiao::config::Config::embedded(std::path::Path::new("nowhere")).unwrap().http;
    http.public_url = "https://lianqiao.example".to_owned();
    for header in lianqiao::identity::cookies::clear(&http) {
        assert!(header.starts_with("__Host-lianqiao-"), "{header}");
        assert!(header.contains("; Secure") && header.contains("; Path=/") && !header.contains("Domain"), "{header}");
    }
}
