//! Passwords: forgotten and changed.

use chrono::Duration;
use lianqiao_tests::{Client, Options, PASSWORD, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{links, newcomer, refusal, session, sign_up};

const EMAIL: &str = "wang.fang@firm.example";
const NEW: &str = "autumn-osmanthus-58-harbor";

async fn request(app: &TestApp, email: &str) -> Value {
    app.visitor.mutate("passwordResetRequest", json!({ "email": email }), "email").await
}

async fn log_in(app: &TestApp, email: &str, password: &str) -> Option<String> {
    let input = json!({ "email": email, "password": password });
    let answer = app.visitor.mutate("logIn", input, "session { accessToken }").await;
    answer["session"]["accessToken"].as_str().map(str::to_owned)
}

async fn is_in(client: &Client) -> bool {
    client.run("{ viewer { roles } }", json!({})).await.code().is_empty()
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_a_link_that_works_once() {
    let app = TestApp::start().await;
    let (before, api_user) = (newcomer(&app, EMAIL).await, newcomer(&app, "other@firm.example").await);
    assert_eq!(request(&app, EMAIL).await["email"], EMAIL);
    let token = links(&app, EMAIL, "reset-password").await.remove(0);
    assert!(is_in(&before).await, "asking alone changes nothing: anybody can ask");
    let reset = |token: &str, password: &str| json!({ "token": token, "newPassword": password });
    assert_eq!(
        app.visitor.refused("passwordReset", reset(&token, "short"), "user { id }").await,
        refusal("PASSWORD_TOO_WEAK", "input.newPassword")
    );
    for bad in ["", "x.y.z", &format!("{token}A")] {
        assert_eq!(app.visitor.refused("passwordReset", reset(bad, NEW), "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    }
    assert_eq!(app.visitor.with_token(&token).run("{ __typename }", json!({})).await.code(), "UNAUTHENTICATED");
    app.visitor.done("passwordReset", reset(&token, NEW), "user { id }").await;
    assert!(!is_in(&before).await, "all sessions end");
    assert!(is_in(&api_user).await, "those of others do not");
    assert!(log_in(&app, EMAIL, PASSWORD).await.is_none() && log_in(&app, EMAIL, NEW).await.is_some());
    assert_eq!(app.visitor.refused("passwordReset", reset(&token, PASSWORD), "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    app.settle().await;
    assert_eq!(app.subjects_to(EMAIL).last().unwrap(), "Your Lianqiao password was changed");
    app.finish().await;
}

#[tokio::test]
async fn a_link_dies_with_any_change_of_the_password_and_with_time() {
    let app = TestApp::start().await;
    let client = newcomer(&app, EMAIL).await;
    request(&app, EMAIL).await;
    app.advance(Duration::minutes(3));
    request(&app, EMAIL).await;
    let tokens = links(&app, EMAIL, "reset-password").await;
    assert_eq!(tokens.len(), 2);
    client.done("passwordChange", json!({ "currentPassword": PASSWORD, "newPassword": NEW }), "user { id }").await;
    for token in &tokens {
        let reset = json!({ "token": token, "newPassword": PASSWORD });
        assert_eq!(app.visitor.refused("passwordReset", reset, "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    }
    app.advance(Duration::minutes(3));
    request(&app, EMAIL).await;
    let late = links(&app, EMAIL, "reset-password").await.pop().unwrap();
    app.advance(Duration::hours(1));
    let reset = json!({ "token": late, "newPassword": PASSWORD });
    assert_eq!(app.visitor.refused("passwordReset", reset, "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    app.finish().await;
}

#[tokio::test]
async fn a_link_is_for_the_mailbox_that_it_went_to() {
    let app = TestApp::start().await;
    let client = newcomer(&app, EMAIL).await;
    let user = client.ok("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].as_str().unwrap().parse().unwrap();
    request(&app, EMAIL).await;
    let token = links(&app, EMAIL, "reset-password").await.pop().unwrap();
    lianqiao::identity::password_reset_token(&app.ctx, user, EMAIL).await.unwrap();
    let moved = "fang.wang@new.example";
    client.done("emailChangeRequest", json!({ "newEmail": moved, "password": PASSWORD }), "email").await;
    let confirm = links(&app, moved, "confirm-email").await.pop().unwrap();
    app.visitor.done("emailChangeConfirm", json!({ "token": confirm }), "user { id }").await;
    let reset = json!({ "token": token, "newPassword": NEW });
    assert_eq!(app.visitor.refused("passwordReset", reset, "user { id }").await, refusal("TOKEN_INVALID", "input.token"));
    // A mail that waited meanwhile gets no link.
    let late = lianqiao::identity::password_reset_token(&app.ctx, user, EMAIL).await.unwrap_err();
    assert_eq!(late.code(), lianqiao::kernel::Code::NotFound);
    app.finish().await;
}

#[tokio::test]
async fn a_mail_that_waited_brings_no_link_to_who_may_not_sign_in_any_more() {
    let app = TestApp::start().await;
    let (operator, other) = (app.operator().await, "other@firm.example");
    let client = newcomer(&app, EMAIL).await;
    newcomer(&app, other).await;
    let user = client.ok("{ viewer { user { id version } } }", json!({})).await["viewer"]["user"].clone();
    app.mailer.fail_next(2);
    for email in [EMAIL, other] {
        request(&app, email).await;
        assert!(links(&app, email, "reset-password").await.is_empty(), "the mail server puts it off");
    }
    let suspend = json!({ "id": user["id"], "expectedVersion": user["version"], "reason": "x" });
    operator.done("userSuspend", suspend, "user { id }").await;
    app.advance(Duration::days(1));
    assert_eq!(links(&app, EMAIL, "reset-password").await.len(), 0);
    assert_eq!(links(&app, other, "reset-password").await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn asking_for_a_password_tells_nothing_about_accounts() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    newcomer(&app, EMAIL).await;
    sign_up(&app, "waiting@firm.example").await;
    let target = newcomer(&app, "suspended@firm.example").await;
    let user = target.ok("{ viewer { user { id version } } }", json!({})).await["viewer"]["user"].clone();
    let suspend = json!({ "id": user["id"], "expectedVersion": user["version"], "reason": "x" });
    operator.done("userSuspend", suspend, "user { id }").await;
    app.settle().await;
    let sent = app.mailer.sent().len();
    let known = app.statements_of(request(&app, EMAIL)).await;
    let strangers = ["never.seen@firm.example", "waiting@firm.example", "suspended@firm.example"];
    for email in strangers {
        let unknown = app.statements_of(request(&app, email)).await;
        let shape = |answer: &Value, email: &str| answer.to_string().replace(email, "?");
        assert_eq!(shape(&known.0, EMAIL), shape(&unknown.0, email), "the same answer");
        assert_eq!(known.1, unknown.1, "and the same work");
    }
    app.settle().await;
    assert_eq!(app.mailer.sent().len(), sent + 1, "one mail, to the one who can sign in");
    // Once more at once: the answer is the same, and no second mail goes out.
    request(&app, EMAIL).await;
    assert_eq!(links(&app, EMAIL, "reset-password").await.len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn tries_are_counted_for_every_address_and_through_aliases() {
    let app = TestApp::with(Options { configure: |config| config.limits.sign_up_tries = 4, ..Options::default() }).await;
    newcomer(&app, EMAIL).await;
    for email in [EMAIL, "never.seen@firm.example"] {
        let field = |name: &str| format!("{name}: passwordResetRequest(input: {{ email: \"{email}\" }}) {{ email }}");
        let document = format!("mutation {{ {} {} {} {} }}", field("a"), field("b"), field("c"), field("d"));
        app.visitor.ok(&document, json!({})).await;
        let answer = app.visitor.run(&format!("mutation {{ {} }}", field("a")), json!({})).await;
        assert_eq!(answer.code(), "THROTTLED", "{email}: four aliases were four tries");
    }
    app.finish().await;
}

#[tokio::test]
async fn guesses_of_a_password_count_through_aliases_whether_or_not_there_is_an_account() {
    let app = TestApp::with(Options { configure: |config| config.limits.log_in_tries = 4, ..Options::default() }).await;
    newcomer(&app, EMAIL).await;
    let mut answers = Vec::new();
    for email in [EMAIL, "never.seen@firm.example"] {
        let field =
            |name: &str| format!("{name}: logIn(input: {{ email: \"{email}\", password: \"wrong-{name}\" }}) {{ userErrors {{ code }} }}");
        let document = format!("mutation {{ {} {} {} {} }}", field("a"), field("b"), field("c"), field("d"));
        let wrong = json!({ "userErrors": [{ "code": "CREDENTIALS_INVALID" }] });
        assert_eq!(app.visitor.ok(&document, json!({})).await, json!({ "a": wrong, "b": wrong, "c": wrong, "d": wrong }));
        let mut refused = app.visitor.run(&format!("mutation {{ {} }}", field("a")), json!({})).await;
        assert_eq!(refused.code(), "THROTTLED");
        refused.0.as_object_mut().unwrap().remove("extensions");
        answers.push(refused.0.to_string());
        // Five at once are more than one request may ask for.
        let five = format!("mutation {{ {} {} {} {} {} }}", field("a"), field("b"), field("c"), field("d"), field("e"));
        assert_eq!(app.visitor.run(&five, json!({})).await.code(), "COST_EXCEEDED");
    }
    assert_eq!(answers[0], answers[1], "byte for byte");
    app.finish().await;
}

#[tokio::test]
async fn changing_the_password_asks_for_the_old_one_and_ends_the_other_sessions() {
    let app = TestApp::with(Options { configure: |config| config.limits.log_in_tries = 3, ..Options::default() }).await;
    let here = newcomer(&app, EMAIL).await;
    let other = session(&app, EMAIL).await;
    let there = app.visitor.with_token(other["accessToken"].as_str().unwrap());
    let change = |current: &str, new: &str| json!({ "currentPassword": current, "newPassword": new });
    let wrong = here.refused("passwordChange", change("not-the-password", NEW), "user { id }").await;
    assert_eq!(wrong, refusal("CREDENTIALS_INVALID", "input.currentPassword"));
    let weak = here.refused("passwordChange", change(PASSWORD, "wangfang1"), "user { id }").await;
    assert_eq!(weak, refusal("PASSWORD_TOO_WEAK", "input.newPassword"));
    assert!(is_in(&there).await);
    here.done("passwordChange", change(PASSWORD, NEW), "user { id }").await;
    assert!(is_in(&here).await && !is_in(&there).await, "the own session stays");
    assert!(log_in(&app, EMAIL, NEW).await.is_some());
    app.settle().await;
    assert_eq!(app.subjects_to(EMAIL).last().unwrap(), "Your Lianqiao password was changed");
    // Whoever finds an open session does not get to guess the password with it.
    let document = "mutation($input: PasswordChangeInput!) { passwordChange(input: $input) { userErrors { code } } }";
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(here.run(document, json!({ "input": change("guess", PASSWORD) })).await.code().to_owned());
    }
    assert_eq!(codes.last().unwrap(), "THROTTLED", "{codes:?}");
    app.finish().await;
}

#[tokio::test]
async fn pages_do_the_same_without_a_program_in_both_languages() {
    // The pages as they are without the frontend around them.
    let app = TestApp::with(lianqiao_tests::Options { configure: |config| config.http.frontend = false, ..Default::default() }).await;
    newcomer(&app, EMAIL).await;
    let get = async |client: &Client, path: &str| client.request(Method::GET, path).send().await.unwrap().text().await.unwrap();
    let (english, chinese) = (get(&app.visitor, "/reset-password").await, get(&app.visitor.in_chinese(), "/reset-password").await);
    assert!(english.contains("Forgot your password?") && chinese.contains("忘记密码"), "{english}");
    assert!(!english.contains("<script"), "no scripts");
    let ask = async |email: &str| {
        let sent = app.visitor.request(Method::POST, "/reset-password/request").form(&[("email", email)]).send().await.unwrap();
        (sent.status().as_u16(), sent.text().await.unwrap())
    };
    assert_eq!(ask(EMAIL).await, ask("never.seen@firm.example").await, "byte for byte");
    let token = links(&app, EMAIL, "reset-password").await.remove(0);
    let form = get(&app.visitor, &format!("/reset-password?token={token}")).await;
    assert!(form.contains("new-password") && form.contains(&token));
    let set = async |password: &str| {
        let form = [("token", token.as_str()), ("password", password)];
        app.visitor.request(Method::POST, "/reset-password").form(&form).send().await.unwrap().status().as_u16()
    };
    assert_eq!((set("weak").await, set(NEW).await, set(NEW).await), (400, 200, 400));
    assert!(log_in(&app, EMAIL, NEW).await.is_some());
    app.finish().await;
}
