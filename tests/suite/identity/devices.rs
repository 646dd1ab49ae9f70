//! Where somebody is signed in, and ending that.

use lianqiao_tests::{Client, PASSWORD, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{newcomer, refusal};

const EMAIL: &str = "wang.fang@firm.example";
const LIST: &str = "{ viewer { sessions(first: 10) { nodes { id device isCurrent createdAt lastUsedAt expiresAt } totalCount } } }";

async fn sessions(client: &Client) -> Vec<Value> {
    client.ok(LIST, json!({})).await["viewer"]["sessions"]["nodes"].as_array().unwrap().clone()
}

/// Signs in as a browser does that says what it is.
async fn sign_in_with(app: &TestApp, user_agent: &str) -> Client {
    let document = "mutation($input: LogInInput!) { logIn(input: $input) { session { accessToken } } }";
    let body = json!({ "query": document, "variables": { "input": { "email": EMAIL, "password": PASSWORD } } });
    let request = app.visitor.request(Method::POST, "/graphql").header("user-agent", user_agent).json(&body);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    app.visitor.with_token(answer["data"]["logIn"]["session"]["accessToken"].as_str().unwrap())
}

#[tokio::test]
async fn people_see_where_they_are_signed_in_and_nothing_that_a_device_said_itself() {
    let app = TestApp::start().await;
    let first = newcomer(&app, EMAIL).await;
    app.advance(chrono::Duration::minutes(1));
    let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let laptop = sign_in_with(&app, windows).await;
    app.advance(chrono::Duration::minutes(1));
    sign_in_with(&app, "<script>alert(1)</script>").await;
    let seen = sessions(&laptop).await;
    let devices: Vec<&Value> = seen.iter().map(|session| &session["device"]).collect();
    assert_eq!(devices, [&json!(null), &json!("Firefox, Windows"), &json!(null)], "only words of ours");
    assert_eq!(seen.iter().map(|session| session["isCurrent"].as_bool().unwrap()).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(seen[1]["createdAt"], "2026-11-23T02:01:00+00:00");
    assert_eq!(first.ok(LIST, json!({})).await["viewer"]["sessions"]["totalCount"], 3);

    // By its id too, for its owner alone.
    let node = "query($id: ID!) { node(id: $id) { ... on ActiveSession { device } } }";
    assert_eq!(laptop.ok(node, json!({ "id": seen[1]["id"] })).await["node"]["device"], "Firefox, Windows");
    let operator = app.operator().await;
    assert_eq!(operator.ok(node, json!({ "id": seen[1]["id"] })).await["node"], json!(null));
    app.finish().await;
}

#[tokio::test]
async fn a_revoked_session_is_out_with_the_next_request_and_others_stay() {
    let app = TestApp::start().await;
    let (here, stranger) = (newcomer(&app, EMAIL).await, newcomer(&app, "stranger@firm.example").await);
    app.advance(chrono::Duration::seconds(1));
    let there = app.sign_in(EMAIL).await;
    let list = sessions(&here).await;
    let there_id = list.iter().find(|session| session["isCurrent"] == false).unwrap()["id"].clone();
    let revoke = json!({ "id": there_id });
    assert_eq!(stranger.refused("sessionRevoke", revoke.clone(), "revokedId").await, refusal("NOT_FOUND", "input.id"), "not a stranger's");
    let unknown = json!({ "id": app.ctx.new_id::<lianqiao::kernel::id::Session>().to_string() });
    assert_eq!(stranger.refused("sessionRevoke", unknown, "revokedId").await, refusal("NOT_FOUND", "input.id"));
    assert_eq!(there.ok("{ viewer { roles } }", json!({})).await["viewer"]["roles"], json!([]));

    assert_eq!(here.done("sessionRevoke", revoke.clone(), "revokedId").await["revokedId"], there_id);
    assert_eq!(there.run("{ viewer { roles } }", json!({})).await.code(), "UNAUTHENTICATED");
    assert_eq!(here.refused("sessionRevoke", revoke, "revokedId").await, refusal("NOT_FOUND", "input.id"), "it has ended");
    assert_eq!(sessions(&here).await.len(), 1);

    let (second, third) = (app.sign_in(EMAIL).await, app.sign_in(EMAIL).await);
    assert_eq!(here.done("sessionsRevokeOthers", json!({}), "revokedCount").await["revokedCount"], 2);
    for gone in [&second, &third] {
        assert_eq!(gone.run("{ viewer { roles } }", json!({})).await.code(), "UNAUTHENTICATED");
    }
    assert_eq!(sessions(&here).await.len(), 1, "the own one stays");
    assert_eq!(stranger.run("{ viewer { roles } }", json!({})).await.code(), "", "and so do those of others");
    let document = "mutation { sessionsRevokeOthers(input: {}) { revokedCount } }";
    assert_eq!(app.visitor.run(document, json!({})).await.code(), "UNAUTHENTICATED");
    app.finish().await;
}
