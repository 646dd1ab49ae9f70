//! People who sign in at an institution: whose account a login leads to later on, and how they show again who they are.

use chrono::Duration;
use lianqiao_tests::PASSWORD;
use serde_json::json;

use super::{
    links, newcomer,
    single_sign_on::{EMAIL, Stage, WHO, session},
};

#[tokio::test]
async fn a_login_that_was_linked_after_a_change_of_address_goes_when_that_is_taken_back() {
    let stage = Stage::set().await;
    let (app, old) = (&stage.app, "owner@firm.example");
    let thief = newcomer(app, old).await;
    let own = thief.ok("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].clone();
    thief.done("emailChangeRequest", json!({ "newEmail": EMAIL, "password": PASSWORD }), "email").await;
    let confirm = links(app, EMAIL, "confirm-email").await.pop().unwrap();
    app.visitor.done("emailChangeConfirm", json!({ "token": confirm }), "user { id }").await;
    let who = "{ viewer { user { id } } }";
    assert_eq!(stage.ask(&stage.signed_in().await, who).await["viewer"]["user"]["id"], own);
    let undo = links(app, old, "undo-email").await.pop().unwrap();
    app.visitor.done("emailChangeUndo", json!({ "token": undo, "newPassword": "autumn-osmanthus-58-harbor" }), "user { id }").await;
    assert_ne!(stage.ask(&stage.signed_in().await, who).await["viewer"]["user"]["id"], own, "an account of the thief's own");
    stage.app.finish().await;
}

#[tokio::test]
async fn an_address_that_an_institution_gave_to_somebody_new_leads_to_nobody_elses_account() {
    let stage = Stage::set().await;
    let cookies = stage.signed_in().await;
    stage.provider.person(json!({ "sub": "u-2", "email": EMAIL, "email_verified": true, "name": "Wang Fang the younger" }));
    assert_eq!(stage.refused().await, "PROVIDER_EMAIL_REFUSED");
    let links = stage.ask(&cookies, WHO).await["viewer"]["linkedLogins"].clone();
    assert_eq!(links.as_array().unwrap().len(), 1);
    stage.app.finish().await;
}

#[tokio::test]
async fn without_a_password_only_the_browser_that_signed_in_lately_counts() {
    let stage = Stage::set().await;
    let old = stage.signed_in().await;
    stage.app.advance(Duration::minutes(9));
    stage.provider.set_clock(stage.app.ctx.now().timestamp());
    let refresh = "mutation { sessionRefresh(input: {}) { userErrors { code } } }";
    let request = stage.http.post(stage.app.visitor.url("/graphql")).header("cookie", &old).header("x-lianqiao-csrf", "1");
    let old = session(&request.json(&json!({ "query": refresh })).send().await.unwrap());
    let fresh = stage.signed_in().await;
    stage.app.advance(Duration::minutes(2));
    let enroll = "mutation { totpEnroll(input: {}) { userErrors { code } } }";
    assert_eq!(stage.ask(&old, enroll).await["totpEnroll"]["userErrors"], json!([{ "code": "CREDENTIALS_INVALID" }]));
    let change = "mutation { emailChangeRequest(input: { newEmail: \"f@new.example\" }) { userErrors { code } } }";
    assert_eq!(stage.ask(&old, change).await["emailChangeRequest"]["userErrors"], json!([{ "code": "CREDENTIALS_INVALID" }]));
    assert_eq!(stage.ask(&fresh, enroll).await["totpEnroll"]["userErrors"], json!([]));
    assert_eq!(stage.ask(&fresh, change).await["emailChangeRequest"]["userErrors"], json!([]));
    stage.app.finish().await;
}

#[tokio::test]
async fn an_invitation_sends_people_without_a_password_to_their_institution() {
    let stage = Stage::set().await;
    stage.signed_in().await;
    let (_, head) = stage.app.office("杨浦大学").await;
    let invite = json!({ "organizationId": head.organization, "email": EMAIL, "roles": ["TTO_OFFICER"] });
    head.done("membershipInvite", invite, "invitation { id }").await;
    let token = links(&stage.app, EMAIL, "invitation").await.pop().unwrap();
    let page = stage.get(&stage.app.visitor.url(&format!("/invitation?token={token}")), "").await.text().await.unwrap();
    assert!(page.contains("sign in at your institution") && !page.contains("type=\"password\""), "{page}");
    stage.app.finish().await;
}
