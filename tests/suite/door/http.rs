//! GraphQL over HTTP.

use lianqiao_tests::{Client, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

async fn post(client: &Client, accept: &str, body: Value) -> reqwest::Response {
    client.request(Method::POST, "/graphql").header("accept", accept).json(&body).send().await.unwrap()
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
    assert_eq!(post(&app.visitor, "text/html", json!({ "query": "{ __typename }" })).await.status(), 406);
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
        assert_eq!(send(kind, good).await.unwrap().status(), 415, "{kind}");
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
    assert_eq!(response.status(), 413);
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
