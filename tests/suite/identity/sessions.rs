//! Staying signed in and signing out.

use chrono::Duration;
use lianqiao_tests::{Client, TestApp};
use serde_json::{Value, json};

use super::{newcomer, refusal, session};

const EMAIL: &str = "wang.fang@firm.example";
const WHO: &str = "{ viewer { user { email } } }";
const TOKENS: &str = "session { accessToken refreshToken }";

async fn refresh(client: &Client, token: &Value) -> Value {
    client.mutate("sessionRefresh", json!({ "refreshToken": token }), TOKENS).await
}

async fn is_signed_in(app: &TestApp, session: &Value) -> bool {
    let client = app.visitor.with_token(session["accessToken"].as_str().unwrap());
    let answer = client.run(WHO, json!({})).await;
    assert!(["", "UNAUTHENTICATED"].contains(&answer.code()), "{:#}", answer.0);
    answer.code().is_empty()
}

#[tokio::test]
async fn an_access_token_runs_out_and_is_refreshed() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let first = session(&app, EMAIL).await;
    assert_eq!(first["accessTokenExpiresAt"], "2026-11-23T02:10:00+00:00");
    assert_eq!(first["expiresAt"], "2026-12-23T02:00:00+00:00");
    assert!(is_signed_in(&app, &first).await);
    app.advance(Duration::minutes(10));
    assert!(!is_signed_in(&app, &first).await);
    let second = refresh(&app.visitor, &first["refreshToken"]).await["session"].clone();
    assert!(is_signed_in(&app, &second).await);
    assert_ne!(second["refreshToken"], first["refreshToken"]);
    // Unused for longer than a session lives.
    app.advance(Duration::days(30));
    let refused = app.visitor.refused("sessionRefresh", json!({ "refreshToken": second["refreshToken"] }), TOKENS).await;
    assert_eq!(refused, refusal("TOKEN_INVALID", "input.refreshToken"));
    app.finish().await;
}

#[tokio::test]
async fn a_used_token_that_comes_back_ends_the_session_successor_included() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let bystander = session(&app, EMAIL).await;
    let first = session(&app, EMAIL).await;
    let second = refresh(&app.visitor, &first["refreshToken"]).await["session"].clone();
    let third = refresh(&app.visitor, &second["refreshToken"]).await["session"].clone();
    let replayed = app.visitor.refused("sessionRefresh", json!({ "refreshToken": first["refreshToken"] }), TOKENS).await;
    assert_eq!(replayed, refusal("TOKEN_INVALID", "input.refreshToken"));
    for dead in [&first, &second, &third] {
        assert!(!is_signed_in(&app, dead).await, "access tokens die with the session");
        assert_eq!(refresh(&app.visitor, &dead["refreshToken"]).await["session"], json!(null));
    }
    assert!(is_signed_in(&app, &bystander).await, "other sessions of the user live");
    app.finish().await;
}

#[tokio::test]
async fn an_answer_that_got_lost_is_given_once_more_within_a_minute() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let first = session(&app, EMAIL).await;
    refresh(&app.visitor, &first["refreshToken"]).await;
    app.advance(Duration::seconds(59));
    let again = refresh(&app.visitor, &first["refreshToken"]).await["session"].clone();
    assert!(is_signed_in(&app, &again).await);
    let next = refresh(&app.visitor, &again["refreshToken"]).await["session"].clone();
    assert!(is_signed_in(&app, &next).await);

    let first = session(&app, EMAIL).await;
    let second = refresh(&app.visitor, &first["refreshToken"]).await["session"].clone();
    app.advance(Duration::seconds(60));
    assert_eq!(refresh(&app.visitor, &first["refreshToken"]).await["session"], json!(null), "a minute later it is a replay");
    assert!(!is_signed_in(&app, &second).await);
    app.finish().await;
}

#[tokio::test]
async fn whoever_finds_the_answer_that_got_lost_ends_the_session() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let first = session(&app, EMAIL).await;
    let lost = refresh(&app.visitor, &first["refreshToken"]).await["session"].clone();
    let again = refresh(&app.visitor, &first["refreshToken"]).await["session"].clone();
    assert!(is_signed_in(&app, &again).await);
    assert_eq!(refresh(&app.visitor, &lost["refreshToken"]).await["session"], json!(null));
    assert!(!is_signed_in(&app, &again).await, "two branches cannot both be the owner's");
    assert_eq!(refresh(&app.visitor, &again["refreshToken"]).await["session"], json!(null));
    app.finish().await;
}

#[tokio::test]
async fn of_many_refreshes_at_once_at_most_one_branch_lives() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let first = session(&app, EMAIL).await;
    let answers = futures::future::join_all((0..16).map(|_| refresh(&app.visitor, &first["refreshToken"]))).await;
    let granted: Vec<_> = answers.iter().filter(|answer| !answer["session"].is_null()).collect();
    assert!(granted.len() <= 2, "{} branches were granted", granted.len());
    let mut living = 0;
    for answer in granted {
        living += usize::from(!refresh(&app.visitor, &answer["session"]["refreshToken"]).await["session"].is_null());
    }
    assert!(living <= 1, "{living} branches live");
    app.finish().await;
}

#[tokio::test]
async fn tokens_are_good_for_their_own_purpose_only() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let session = session(&app, EMAIL).await;
    let refused = app.visitor.refused("sessionRefresh", json!({ "refreshToken": session["accessToken"] }), TOKENS).await;
    assert_eq!(refused, refusal("TOKEN_INVALID", "input.refreshToken"));
    let answer = app.visitor.with_token(session["refreshToken"].as_str().unwrap()).run(WHO, json!({})).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED");
    assert!(is_signed_in(&app, &session).await, "neither did harm");
    app.finish().await;
}

#[tokio::test]
async fn logging_out_ends_this_session_at_once_and_no_other() {
    let app = TestApp::start().await;
    newcomer(&app, EMAIL).await;
    let (here, there) = (session(&app, EMAIL).await, session(&app, EMAIL).await);
    let client = app.visitor.with_token(here["accessToken"].as_str().unwrap());
    assert_eq!(client.done("logOut", json!({}), "loggedOut").await["loggedOut"], true);
    assert!(!is_signed_in(&app, &here).await);
    assert_eq!(refresh(&app.visitor, &here["refreshToken"]).await["session"], json!(null));
    assert!(is_signed_in(&app, &there).await);
    let document = "mutation { logOut(input: {}) { loggedOut } }";
    assert_eq!(app.visitor.run(document, json!({})).await.code(), "UNAUTHENTICATED");
    app.finish().await;
}

#[tokio::test]
async fn knowing_who_calls_costs_one_statement_however_many_seats_they_have() {
    let app = TestApp::start().await;
    let (nobody, (officer, _)) = (newcomer(&app, EMAIL).await, app.office("测试大学").await);
    for client in [&nobody, &officer.client] {
        let (_, statements) = app.statements_of(client.ok("{ __typename }", json!({}))).await;
        assert_eq!(statements.len(), 1, "{statements:#?}");
    }
    app.finish().await;
}
