//! What lies around the program: proxies, clocks, the search engine, the mail server.

use std::net::SocketAddr;

use axum::{
    Json, Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, Response},
    routing::{get, post},
};
use lianqiao_tests::{MailServer, Manners};
use serde_json::json;

use super::{Report, migrated, with_demo_world};
use crate::installation::Installation;
use lianqiao_tests::free_port;

/// Serves `router` on a port of its own.
async fn serve(router: Router) -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    port
}

/// A reverse proxy that says where requests come from, before the server at `upstream`; its clock says `date`.
async fn proxy(upstream: SocketAddr, date: Option<&'static str>) -> u16 {
    let client = reqwest::Client::builder().build().unwrap();
    let forward = move |request: Request| {
        let client = client.clone();
        async move {
            let answer = client.get(format!("http://{upstream}{}", request.uri().path())).header("x-forwarded-for", "203.0.113.9");
            let answer = answer.send().await.unwrap();
            let mut response = Response::builder().status(answer.status());
            if let Some(date) = date {
                response = response.header("date", HeaderValue::from_static(date));
            }
            response.body(Body::from(answer.bytes().await.unwrap())).unwrap()
        }
    };
    serve(Router::new().fallback(forward)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_is_not_believed_a_wrong_clock_and_a_wrong_address_are_found() {
    let mut here = migrated().await;
    let serving = here.serve().await;
    let report = Report::of(&here);
    report.says("address", "well", &["leads to a server on this database"]);
    report.says("clock", "well", &["agrees"]);
    report.does_not_want("proxies");

    let server: SocketAddr = format!("127.0.0.1:{}", here.port).parse().unwrap();
    let between = |port: u16| ("LIANQIAO_HTTP__PUBLIC_URL", format!("http://127.0.0.1:{port}"));
    here.settings.push(between(proxy(server, None).await));
    Report::of(&here).wants("proxies", &["is not believed", "http.trusted_proxies"]);
    here.settings.push(between(proxy(server, Some("Mon, 05 Jan 2026 08:00:00 GMT")).await));
    Report::of(&here).wants("clock", &["seconds off", "time server"]);

    // The address leads to somebody else: to another installation, to no Lianqiao at all.
    let other = migrated().await;
    let neighbor = other.serve().await;
    here.settings.push(between(other.port));
    Report::of(&here).wants("address", &["a server on another database"]);
    here.settings.push(between(serve(Router::new().route("/", get(|| async { "Welcome to nginx!" }))).await));
    Report::of(&here).wants("address", &["something else"]);
    drop((serving, neighbor));
    here.remove().await;
    other.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proxy_that_was_named_is_believed() {
    let mut here = migrated().await;
    here.settings.push(("LIANQIAO_HTTP__TRUSTED_PROXIES", "[\"127.0.0.1\"]".to_owned()));
    let serving = here.serve().await;
    let port = proxy(format!("127.0.0.1:{}", here.port).parse().unwrap(), None).await;
    here.settings.push(("LIANQIAO_HTTP__PUBLIC_URL", format!("http://127.0.0.1:{port}")));
    let report = Report::of(&here);
    report.does_not_want("proxies");
    report.says("address", "well", &["leads to a server on this database"]);
    drop(serving);
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_lacks_listings_is_found() {
    let here = with_demo_world().await;
    Report::of(&here).says("search", "well", &["documents"]);
    std::fs::remove_dir_all(here.data.path().join("search")).unwrap();
    Report::of(&here).wants("search", &["holds 0 documents", "lianqiao reindex"]);
    assert_eq!(here.run(&["reindex"]).0, 0);
    Report::of(&here).says("search", "well", &["documents"]);
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meilisearch_that_is_away_or_too_old_is_found() {
    let mut here = migrated().await;
    here.settings.push(("LIANQIAO_SEARCH__ENGINE", "meilisearch".to_owned()));
    here.settings.push(("LIANQIAO_SEARCH__MEILISEARCH_URL", format!("http://127.0.0.1:{}", free_port())));
    Report::of(&here).wants("search", &["unavailable", "search.meilisearch_url"]);
    // As one of two years ago answers; such a server is no longer to be had.
    let old = Router::new()
        .route("/health", get(|| async { Json(json!({ "status": "available" })) }))
        .route("/version", get(|| async { Json(json!({ "commitSha": "0", "commitDate": "2024-07-01", "pkgVersion": "1.9.0" })) }));
    here.settings.push(("LIANQIAO_SEARCH__MEILISEARCH_URL", format!("http://127.0.0.1:{}", serve(old).await)));
    Report::of(&here).wants("search", &["Meilisearch 1.9.0 is too old", "1.50"]);
    here.remove().await;
}

fn with_mail(here: &mut Installation, url: String) {
    here.settings.push(("LIANQIAO_MAIL__TRANSPORT", "smtp".to_owned()));
    here.settings.push(("LIANQIAO_MAIL__SMTP_URL", url));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_is_away_or_offers_no_encryption_is_found() {
    let mut here = migrated().await;
    with_mail(&mut here, format!("smtp://127.0.0.1:{}?tls=none", free_port()));
    Report::of(&here).wants("mail", &["away", "host and port in mail.smtp_url"]);
    let server = MailServer::start(Manners::WILLING).await;
    with_mail(&mut here, server.url());
    Report::of(&here).does_not_want("mail");
    // The same server where encryption is insisted on.
    with_mail(&mut here, server.url().replace("?tls=none", ""));
    Report::of(&here).wants("mail", &["no TLS that can be trusted"]);
    here.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_embeddings_endpoint_that_is_away_or_another_than_it_should_be_is_found() {
    let mut here = migrated().await;
    Report::of(&here).says("embeddings", "well", &["none"]);

    let vectors = |_: Json<serde_json::Value>| async { Json(json!({ "data": [{ "index": 0, "embedding": [0.6, 0.8, 0.0] }] })) };
    let models = || async { Json(json!({ "data": [{ "id": "three-numbers" }] })) };
    let port = serve(Router::new().route("/v1/embeddings", post(vectors)).route("/v1/models", get(models))).await;
    here.settings.push(("LIANQIAO_EMBEDDINGS__URL", format!("http://127.0.0.1:{port}/v1")));
    Report::of(&here).says("embeddings", "well", &["three-numbers", "3 dimensions"]);

    here.settings.push(("LIANQIAO_EMBEDDINGS__DIMENSIONS", "384".to_owned()));
    Report::of(&here).wants("embeddings", &["embeddings.dimensions"]);
    let page = serve(Router::new().fallback(|| async { "Welcome to nginx!" })).await;
    here.settings.push(("LIANQIAO_EMBEDDINGS__URL", format!("http://127.0.0.1:{page}/v1")));
    Report::of(&here).wants("embeddings", &["embeddings.url"]);
    here.settings.push(("LIANQIAO_EMBEDDINGS__URL", format!("http://127.0.0.1:{}/v1", free_port())));
    Report::of(&here).wants("embeddings", &["is it running", "without meanings"]);
    here.remove().await;
}
