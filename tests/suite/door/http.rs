//! GraphQL over HTTP.

use lianqiao_tests::{Client, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

async fn post(client: &Client, accept: &str, body: Value) -> reqwest::Response {
    client.request(Method::POST, "/graphql").header("accept", accept).json(&body).send().await.unwrap()
}

/// The answer says in JSON what is wrong, by code and in a sentence, and which request it was.
async fn assert_told(response: reqwest::Response, status: u16, code: &str) {
    assert_eq!(response.status(), status, "{code}");
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body: Value = response.json().await.unwrap();
    let error = &body["errors"][0];
    assert_eq!((&error["extensions"]["code"], &error["extensions"]["requestId"]), (&json!(code), &json!(id)), "{body}");
    assert!(error["message"].as_str().is_some_and(|message| message.ends_with('.')), "{body}");
}

const SPEC: &str = "application/graphql-response+json";
const PLAIN: &str = "application/json";

#[tokio::test]
async fn a_query_is_answered_in_the_type_that_the_client_asks_for() {
    let app = TestApp::start().await;
    for (accept, expected) in [(SPEC, SPEC), (PLAIN, PLAIN), ("*/*", PLAIN), ("text/html, application/graphql-response+json;q=0.1", SPEC)] {
        let response = post(&app.visitor, accept, json!({ "query": "{ __typename }" })).await;
        assert_eq!(response.status(), 200, "{accept}");
        assert_eq!(response.headers()["content-type"], format!("{expected}; charset=utf-8"), "{accept}");
        assert_eq!(response.json::<Value>().await.unwrap()["data"], json!({ "__typename": "Query" }));
    }
    assert_told(post(&app.visitor, "text/html", json!({ "query": "{ __typename }" })).await, 406, "NOT_ACCEPTABLE").await;
    app.finish().await;
}

#[tokio::test]
async fn request_errors_have_status_400_and_no_data_with_the_type_of_the_specification() {
    let app = TestApp::start().await;
    for document in ["{", "{ nothingOfThisName }", "query($x: Int!) { __typename }"] {
        let response = post(&app.visitor, SPEC, json!({ "query": document })).await;
        assert_eq!(response.status(), 400, "{document}");
        let body: Value = response.json().await.unwrap();
        assert!(body.get("data").is_none(), "{document}: {body}");
        assert_eq!(body["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "{document}: {body}");
        assert_eq!(post(&app.visitor, PLAIN, json!({ "query": document })).await.status(), 200, "{document}");
    }
    app.finish().await;
}

#[tokio::test]
async fn what_is_no_graphql_request_is_refused_before_anything_runs() {
    let app = TestApp::start().await;
    let send = |kind: &'static str, body: &'static str| {
        app.visitor.request(Method::POST, "/graphql").header("content-type", kind).body(body).send()
    };
    let good = r#"{"query":"{ __typename }"}"#;
    // A browser sends these to any site without asking; so they are not read.
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=utf-16"] {
        assert_told(send(kind, good).await.unwrap(), 415, "MEDIA_TYPE_UNSUPPORTED").await;
    }
    for body in
        ["", "{", "null", "[]", "[{\"query\":\"{ __typename }\"}]", "{}", r#"{"query":5}"#, r#"{"query":"{ __typename }","variables":7}"#]
    {
        assert_eq!(send("application/json", body).await.unwrap().status(), 400, "{body}");
    }
    assert_eq!(send("application/json; charset=utf-8", good).await.unwrap().status(), 200);
    let large = format!("{{\"query\":\"{}\"}}", " ".repeat(300_000));
    let response =
        app.visitor.request(Method::POST, "/graphql").header("content-type", "application/json").body(large).send().await.unwrap();
    assert_told(response, 413, "REQUEST_TOO_LARGE").await;
    app.finish().await;
}

#[tokio::test]
async fn queries_run_over_get_and_mutations_do_not() {
    let app = TestApp::start().await;
    let get = |query: &str| app.visitor.request(Method::GET, "/graphql").query(&[("query", query)]).header("accept", SPEC).send();
    assert_eq!(get("{ __typename }").await.unwrap().status(), 200);
    let refused = get("mutation { logOut(input: {}) { clientMutationId } }").await.unwrap();
    assert_eq!((refused.status().as_u16(), refused.headers()["allow"].to_str().unwrap()), (405, "POST"));
    let named = app.visitor.request(Method::GET, "/graphql").header("accept", SPEC);
    let named =
        named.query(&[("query", "query A { a: __typename } query B { b: __typename }"), ("operationName", "B"), ("variables", "{}")]);
    assert_eq!(named.send().await.unwrap().json::<Value>().await.unwrap()["data"], json!({ "b": "Query" }));
    app.finish().await;
}

#[tokio::test]
async fn a_persisted_query_is_kept_with_its_text_and_then_sent_by_hash_alone() {
    let app = TestApp::start().await;
    let text = "{ kept: __typename }";
    let hash = lianqiao::kernel::digest::sha256_hex(text.as_bytes());
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": hash } });
    let unknown: Value = post(&app.visitor, SPEC, json!({ "extensions": extensions })).await.json().await.unwrap();
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
    let wrong = post(&app.visitor, SPEC, json!({ "query": "{ other: __typename }", "extensions": extensions })).await;
    assert_eq!(wrong.status(), 400);
    for body in [json!({ "query": text, "extensions": extensions }), json!({ "extensions": extensions })] {
        let answer: Value = post(&app.visitor, SPEC, body).await.json().await.unwrap();
        assert_eq!(answer["data"], json!({ "kept": "Query" }));
    }
    // What is no document is not worth keeping.
    let text = "{ kept";
    let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": lianqiao::kernel::digest::sha256_hex(text.as_bytes()) } });
    for (body, code) in [
        (json!({ "query": text, "extensions": extensions }), "BAD_USER_INPUT"),
        (json!({ "extensions": extensions }), "PERSISTED_QUERY_NOT_FOUND"),
    ] {
        let answer: Value = post(&app.visitor, SPEC, body).await.json().await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], code);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_bad_token_is_refused_in_the_callers_language() {
    let app = TestApp::start().await;
    for token in ["nonsense", "a.b.c", ""] {
        let client = app.visitor.with_token(token);
        for (client, expected) in [(client.clone(), 'a'), (client.in_chinese(), '登')] {
            let response = post(&client, SPEC, json!({ "query": "{ __typename }" })).await;
            assert_eq!(response.status(), 401, "{token:?}");
            let body: Value = response.json().await.unwrap();
            assert_eq!(body["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
            assert!(body["errors"][0]["message"].as_str().unwrap().contains(expected), "{body}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn every_answer_says_what_it_cost_and_which_request_it_was() {
    let app = TestApp::start().await;
    let response = post(&app.visitor, SPEC, json!({ "query": "{ a: __typename b: __typename }" })).await;
    assert!(!response.headers()["x-request-id"].is_empty());
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    let body: Value = response.json().await.unwrap();
    assert!(body["extensions"]["cost"]["requestedQueryCost"].is_u64(), "{body}");
    app.finish().await;
}

#[tokio::test]
async fn a_request_is_known_by_the_clients_own_id_if_that_is_plain() {
    let app = TestApp::start().await;
    let named = async |id: &str| {
        let request = app.visitor.request(Method::POST, "/graphql").header("x-request-id", id).json(&json!({ "query": "{ __typename }" }));
        request.send().await.unwrap().headers()["x-request-id"].to_str().unwrap().to_owned()
    };
    for plain in ["a", "0191-7c2a.7b60_9E41", "x".repeat(64).as_str()] {
        assert_eq!(named(plain).await, plain);
    }
    for other in ["a b", "<script>", "\"", "id=1; level=error", "x".repeat(65).as_str()] {
        let ours = named(other).await;
        assert!(ours.len() == 24 && ours.chars().all(|c| c.is_ascii_hexdigit()), "{other:?} became {ours:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_handler_that_panics_is_answered_for() {
    async fn handler() -> &'static str {
        panic!("of all things")
    }
    let panicking = axum::routing::get(handler);
    let router = axum::Router::new().route("/", panicking).layer(axum::middleware::from_fn(lianqiao::http::catch_panics));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let request = reqwest::Client::builder()
        .timeout(std::time::Duration::from_secs(30))
        .build()
        .unwrap()
        .get(format!("http://{address}/"))
        .header("x-request-id", "r-1")
        .header("accept-language", "zh-CN");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 500);
    let body: Value = response.json().await.unwrap();
    let error = &body["errors"][0];
    assert_eq!((&error["extensions"]["code"], &error["extensions"]["requestId"]), (&json!("INTERNAL"), &json!("r-1")));
    let message = error["message"].as_str().unwrap();
    assert!(message.chars().any(|c| c > '\u{4e00}') && !message.contains("of all things"), "{message}");
}
