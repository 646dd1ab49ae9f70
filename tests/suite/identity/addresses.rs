//! Changing the e-mail address.

use chrono::Duration;
use lianqiao_tests::{Client, PASSWORD, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{links, newcomer, refusal, sign_up};

const OLD: &str = "wang.fang@firm.example";
const NEW: &str = "fang.wang@new.example";
const FRESH: &str = "autumn-osmanthus-58-harbor";

fn wanted(email: &str) -> Value {
    json!({ "newEmail": email, "password": PASSWORD })
}

async fn confirm(app: &TestApp, token: &str) -> Value {
    app.visitor.mutate("emailChangeConfirm", json!({ "token": token }), "user { id }").await
}

async fn email(client: &Client) -> Value {
    client.ok("{ viewer { user { email } } }", json!({})).await["viewer"]["user"]["email"].clone()
}

/// Changes the address of `client`, from `OLD` or whatever it is.
async fn moved(app: &TestApp, client: &Client, to: &str) {
    client.done("emailChangeRequest", wanted(to), "email").await;
    let token = links(app, to, "confirm-email").await.pop().unwrap();
    assert_eq!(confirm(app, &token).await["userErrors"], json!([]));
}

#[tokio::test]
async fn a_new_address_is_proved_from_its_mailbox_and_other_sessions_end() {
    let app = TestApp::start().await;
    let here = newcomer(&app, OLD).await;
    let there = app.sign_in(OLD).await;
    let wrong = json!({ "newEmail": NEW, "password": "not-the-password" });
    assert_eq!(here.refused("emailChangeRequest", wrong, "email").await, refusal("CREDENTIALS_INVALID", "input.password"));
    assert_eq!(here.refused("emailChangeRequest", wanted("nobody"), "email").await, refusal("INVALID_EMAIL", "input.newEmail"));
    assert_eq!(here.refused("emailChangeRequest", wanted(OLD), "email").await, refusal("DUPLICATE", "input.newEmail"));
    assert_eq!(here.done("emailChangeRequest", wanted("Fang.Wang@New.example"), "email").await["email"], NEW);
    let token = links(&app, NEW, "confirm-email").await.remove(0);
    assert_eq!(email(&here).await, OLD, "nothing changes before the link is opened");
    // Mail programs look at links in advance: that alone changes nothing.
    let page = app.visitor.request(Method::GET, &format!("/confirm-email?token={token}")).send().await.unwrap();
    assert!(page.status() == 200 && email(&here).await == OLD);
    let post = || app.visitor.request(Method::POST, "/confirm-email").form(&[("token", token.as_str())]).send();
    assert_eq!(
        (post().await.unwrap().status(), post().await.unwrap().status()),
        (reqwest::StatusCode::OK, reqwest::StatusCode::BAD_REQUEST)
    );
    assert_eq!(email(&here).await, NEW, "who asked stays signed in");
    assert_eq!(there.run("{ viewer { roles } }", json!({})).await.code(), "UNAUTHENTICATED");
    app.settle().await;
    assert_eq!(app.subjects_to(OLD).last().unwrap(), "The e-mail address of your Lianqiao account was changed");
    app.sign_in(NEW).await;
    let old = json!({ "email": OLD, "password": PASSWORD });
    assert_eq!(app.visitor.refused("logIn", old, "session { accessToken }").await, refusal("CREDENTIALS_INVALID", ""));
    app.finish().await;
}

#[tokio::test]
async fn the_old_mailbox_takes_a_change_back_for_seven_days() {
    let app = TestApp::start().await;
    let owner = newcomer(&app, OLD).await;
    moved(&app, &owner, NEW).await;
    let undo = links(&app, OLD, "undo-email").await.remove(0);
    // Whoever has the account moves on, and somebody signs up with the address that was left.
    moved(&app, &owner, "further@new.example").await;
    let later = links(&app, NEW, "undo-email").await.remove(0);
    sign_up(&app, OLD).await;
    app.advance(Duration::days(6));
    let input = |token: &str| json!({ "token": token, "newPassword": FRESH });
    let weak = json!({ "token": undo, "newPassword": "short" });
    assert_eq!(app.visitor.refused("emailChangeUndo", weak, "user { id }").await, refusal("PASSWORD_TOO_WEAK", "input.newPassword"));
    app.visitor.done("emailChangeUndo", input(&undo), "user { id }").await;
    assert_eq!(owner.run("{ viewer { roles } }", json!({})).await.code(), "UNAUTHENTICATED", "everybody is out");
    let old = json!({ "email": OLD, "password": FRESH });
    app.visitor.done("logIn", old, "session { accessToken }").await;
    for (email, password) in [(OLD, PASSWORD), (NEW, PASSWORD), ("further@new.example", PASSWORD), ("further@new.example", FRESH)] {
        let guess = json!({ "email": email, "password": password });
        assert_eq!(app.visitor.refused("logIn", guess, "session { accessToken }").await, refusal("CREDENTIALS_INVALID", ""), "{email}");
    }
    for token in [&undo, &later] {
        let refused = app.visitor.refused("emailChangeUndo", input(token), "user { id }").await;
        assert_eq!(refused, refusal("TOKEN_INVALID", "input.token"), "once, and what came later is void");
    }
    app.finish().await;
}

#[tokio::test]
async fn taking_a_change_back_takes_every_way_in_that_was_made_since() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (owner, email) = (&officer.client, officer.email.as_str());
    let token = async |client: &Client| {
        let input =
            json!({ "organizationId": officer.organization, "name": "x", "scopes": ["READ"], "expiresInDays": 9, "password": PASSWORD });
        let made = client.done("apiTokenCreate", input, "created { secret }").await["created"]["secret"].clone();
        app.visitor.with_token(made.as_str().unwrap())
    };
    let works = async |client: &Client| client.run("{ __typename }", json!({})).await.code().is_empty();
    let kept = token(owner).await;
    app.advance(Duration::minutes(1));
    let thief = app.sign_in(email).await;
    thief.done("emailChangeRequest", wanted(NEW), "email").await;
    let early = token(&thief).await;
    let confirmation = links(&app, NEW, "confirm-email").await.pop().unwrap();
    assert_eq!(confirm(&app, &confirmation).await["userErrors"], json!([]));
    let late = token(&thief).await;
    let data = thief.done("totpEnroll", json!({ "password": PASSWORD }), "enrollment { otpauthUrl }").await;
    let phone = totp_rs::TOTP::from_url(data["enrollment"]["otpauthUrl"].as_str().unwrap()).unwrap();
    let code = phone.generate(u64::try_from(app.ctx.now().timestamp()).unwrap());
    thief.done("totpConfirm", json!({ "code": code }), "recoveryCodes").await;
    let undo = links(&app, email, "undo-email").await.pop().unwrap();
    assert!(works(&early).await && works(&late).await);

    app.visitor.done("emailChangeUndo", json!({ "token": undo, "newPassword": FRESH }), "user { id }").await;
    let log_in = json!({ "email": email, "password": FRESH });
    let entered = app.visitor.done("logIn", log_in, "session { accessToken } challenge { token }").await;
    assert_eq!(entered["challenge"], json!(null), "nobody asks the owner for the thief's phone: {entered}");
    for program in [&early, &late, &thief] {
        assert!(!works(program).await);
    }
    assert!(works(&kept).await, "what the owner made before stays");
    app.settle().await;
    let told = app.subjects_to(email).into_iter().filter(|subject| subject == "How you sign in has changed").count();
    assert_eq!(told, 5, "two tokens made before the move, then two tokens and a factor taken");
    app.finish().await;
}

#[tokio::test]
async fn after_seven_days_the_change_stands_and_the_address_is_free() {
    let app = TestApp::start().await;
    let owner = newcomer(&app, OLD).await;
    moved(&app, &owner, NEW).await;
    let undo = links(&app, OLD, "undo-email").await.remove(0);
    let before = app.mailer.sent().len();
    sign_up(&app, OLD).await;
    app.settle().await;
    assert_eq!(app.mailer.sent().len(), before, "as long as it may be taken back, nobody else gets the address");
    app.advance(Duration::days(7));
    let input = json!({ "token": undo, "newPassword": FRESH });
    assert_eq!(app.visitor.refused("emailChangeUndo", input, "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    newcomer(&app, OLD).await;
    app.finish().await;
}

#[tokio::test]
async fn an_address_that_belongs_to_somebody_tells_only_its_owner() {
    let app = TestApp::start().await;
    let (owner, asker) = (newcomer(&app, NEW).await, newcomer(&app, OLD).await);
    let taken = app.statements_of(asker.mutate("emailChangeRequest", wanted(NEW), "email")).await;
    let free = app.statements_of(asker.mutate("emailChangeRequest", wanted("free@new.example"), "email")).await;
    let shape = |answer: &Value, email: &str| answer.to_string().replace(email, "?");
    assert_eq!(shape(&taken.0, NEW), shape(&free.0, "free@new.example"));
    assert_eq!(taken.1, free.1, "and the same work");
    app.settle().await;
    assert_eq!(app.subjects_to(NEW).last().unwrap(), "Somebody wanted to use your address for another Lianqiao account");
    assert!(links(&app, NEW, "confirm-email").await.is_empty());
    assert_eq!((email(&owner).await, email(&asker).await), (json!(NEW), json!(OLD)));
    app.finish().await;
}

#[tokio::test]
async fn a_link_dies_when_the_account_or_the_address_changes_meanwhile() {
    let app = TestApp::start().await;
    let owner = newcomer(&app, OLD).await;
    owner.done("emailChangeRequest", wanted(NEW), "email").await;
    let token = links(&app, NEW, "confirm-email").await.remove(0);
    owner.done("passwordChange", json!({ "currentPassword": PASSWORD, "newPassword": FRESH }), "user { id }").await;
    assert_eq!(confirm(&app, &token).await["userErrors"][0]["code"], "TOKEN_INVALID", "somebody may have noticed");

    // Somebody proves the address before the link is opened.
    let again = json!({ "newEmail": NEW, "password": FRESH });
    owner.done("emailChangeRequest", again.clone(), "email").await;
    let token = links(&app, NEW, "confirm-email").await.pop().unwrap();
    newcomer(&app, NEW).await;
    assert_eq!(confirm(&app, &token).await["userErrors"][0]["code"], "TOKEN_INVALID");
    assert_eq!(email(&owner).await, OLD);

    // A sign-up that nobody proved gives way to who reads the mailbox.
    let third = "third@new.example";
    sign_up(&app, third).await;
    owner.done("emailChangeRequest", json!({ "newEmail": third, "password": FRESH }), "email").await;
    let token = links(&app, third, "confirm-email").await.remove(0);
    assert_eq!(confirm(&app, &token).await["userErrors"], json!([]));
    assert_eq!(email(&owner).await, third);
    let hours = links(&app, third, "confirm-email").await;
    app.advance(Duration::hours(24));
    assert_eq!(confirm(&app, &hours[0]).await["userErrors"][0]["code"], "TOKEN_INVALID");
    app.finish().await;
}
