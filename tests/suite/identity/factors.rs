//! Second factors: setting one up, being asked for it, losing it.

use chrono::Duration;
use lianqiao::kernel::Role;
use lianqiao_tests::{Client, Options, PASSWORD, TestApp};
use serde_json::{Value, json};
use totp_rs::{Secret, TOTP};

use super::{newcomer, refusal};

const EMAIL: &str = "wang.fang@firm.example";
const SESSION: &str = "session { accessToken refreshToken }";

/// Somebody's phone.
struct Authenticator(TOTP);

impl Authenticator {
    /// As a phone reads the address of the QR code.
    fn scan(url: &str) -> Self {
        Self(TOTP::from_url(url).unwrap())
    }

    /// What it shows now, or so many seconds later.
    fn code(&self, app: &TestApp, later: i64) -> String {
        self.0.generate(u64::try_from(app.ctx.now().timestamp() + later).unwrap())
    }
}

/// Sets a second factor up; gives the phone and the recovery codes. The clock moves on by a step, so that the phone
/// shows a new code.
async fn enrolled(app: &TestApp, client: &Client) -> (Authenticator, Vec<String>) {
    let data = client.done("totpEnroll", json!({ "password": PASSWORD }), "enrollment { secret otpauthUrl }").await;
    let phone = Authenticator::scan(data["enrollment"]["otpauthUrl"].as_str().unwrap());
    let data = client.done("totpConfirm", json!({ "code": phone.code(app, 0) }), "recoveryCodes").await;
    let codes = data["recoveryCodes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    app.advance(Duration::seconds(30));
    (phone, codes)
}

/// The first step of signing in: a challenge.
async fn challenge(app: &TestApp) -> Value {
    let input = json!({ "email": EMAIL, "password": PASSWORD });
    let payload = app.visitor.done("logIn", input, "session { accessToken } challenge { token expiresAt }").await;
    assert_eq!(payload["session"], Value::Null, "no session before the second factor");
    payload["challenge"]["token"].clone()
}

async fn refused(app: &TestApp, challenge: &Value, code: &str) -> (String, String) {
    app.visitor.refused("logInWithSecondFactor", json!({ "challenge": challenge, "code": code }), SESSION).await
}

async fn signs_in(app: &TestApp, code: &str) -> Client {
    let input = json!({ "challenge": challenge(app).await, "code": code });
    let payload = app.visitor.done("logInWithSecondFactor", input, SESSION).await;
    app.visitor.with_token(payload["session"]["accessToken"].as_str().unwrap())
}

const STATE: &str = "{ viewer { secondFactor { enabledAt recoveryCodesLeft } mustEnrollSecondFactor } }";

#[tokio::test]
async fn an_authenticator_is_set_up_and_asked_for_from_then_on() {
    let app = TestApp::start().await;
    let client = newcomer(&app, EMAIL).await;
    let data = client.done("totpEnroll", json!({ "password": PASSWORD }), "enrollment { secret otpauthUrl }").await;
    let (typed, scanned) = (&data["enrollment"]["secret"], data["enrollment"]["otpauthUrl"].as_str().unwrap());
    assert!(scanned.starts_with("otpauth://totp/Lianqiao:wang.fang%40firm.example?secret="), "{scanned}");
    assert!(Secret::Encoded(typed.as_str().unwrap().to_owned()).to_bytes().unwrap().len() >= 20);
    // Nothing is asked for before the phone has shown that it knows the secret.
    app.sign_in(EMAIL).await;
    assert_eq!(client.ok(STATE, json!({})).await["viewer"]["secondFactor"], Value::Null);

    let phone = Authenticator::scan(scanned);
    let codes = client.done("totpConfirm", json!({ "code": phone.code(&app, 0) }), "recoveryCodes").await["recoveryCodes"].clone();
    assert_eq!(codes.as_array().unwrap().len(), 10);
    assert_eq!(client.ok(STATE, json!({})).await["viewer"]["secondFactor"]["recoveryCodesLeft"], 10);
    app.advance(Duration::seconds(30));
    let again = signs_in(&app, &phone.code(&app, 0)).await;
    again.ok("{ viewer { user { email } } }", json!({})).await;
    app.settle().await;
    assert_eq!(app.subjects_to(EMAIL).last().unwrap(), "How you sign in has changed");
    app.finish().await;
}

#[tokio::test]
async fn a_code_and_a_challenge_are_good_once() {
    let app = TestApp::start().await;
    let (phone, _) = enrolled(&app, &newcomer(&app, EMAIL).await).await;
    let wrong = || refusal("SECOND_FACTOR_INVALID", "input.code");
    let (first, second) = (challenge(&app).await, challenge(&app).await);
    let code = phone.code(&app, 0);
    app.visitor.done("logInWithSecondFactor", json!({ "challenge": first, "code": code }), SESSION).await;
    assert_eq!(refused(&app, &second, &code).await, wrong(), "the same code on another device");
    assert_eq!(refused(&app, &second, &phone.code(&app, -30)).await, wrong(), "nor one before it, which is within the window");
    assert_eq!(refused(&app, &first, &phone.code(&app, 30)).await, refusal("TOKEN_INVALID", "input.challenge"));
    // The next one, of a phone whose clock is a little ahead.
    app.visitor.done("logInWithSecondFactor", json!({ "challenge": second, "code": phone.code(&app, 30) }), SESSION).await;
    app.advance(Duration::seconds(30));
    let third = challenge(&app).await;
    assert_eq!(refused(&app, &third, &phone.code(&app, 0)).await, wrong(), "which is the present one now");
    app.finish().await;
}

#[tokio::test]
async fn of_many_devices_with_one_code_one_gets_in() {
    let app = TestApp::with(Options { configure: |config| config.limits.second_factor_tries = 50, ..Options::default() }).await;
    let (phone, _) = enrolled(&app, &newcomer(&app, EMAIL).await).await;
    let mut challenges = Vec::new();
    for _ in 0..8 {
        challenges.push(challenge(&app).await);
    }
    let code = phone.code(&app, 0);
    let tries = challenges
        .iter()
        .map(|challenge| app.visitor.mutate("logInWithSecondFactor", json!({ "challenge": challenge, "code": code }), SESSION));
    let got_in = futures::future::join_all(tries).await.iter().filter(|answer| !answer["session"].is_null()).count();
    assert_eq!(got_in, 1);
    app.finish().await;
}

#[tokio::test]
async fn wrong_codes_are_counted_for_the_person_whatever_challenge_they_come_with() {
    let app = TestApp::start().await;
    let (phone, _) = enrolled(&app, &newcomer(&app, EMAIL).await).await;
    for _ in 0..5 {
        let challenge = challenge(&app).await;
        assert_eq!(refused(&app, &challenge, "000000").await, refusal("SECOND_FACTOR_INVALID", "input.code"));
    }
    let (challenge, code) = (challenge(&app).await, phone.code(&app, 0));
    let document =
        "mutation($c: String!, $k: String!) { logInWithSecondFactor(input: { challenge: $c, code: $k }) { session { accessToken } } }";
    let answer = app.visitor.run(document, json!({ "c": challenge, "k": code })).await;
    assert_eq!(answer.code(), "THROTTLED", "even the right one has to wait: {:#}", answer.0);
    app.advance(Duration::minutes(5));
    signs_in(&app, &phone.code(&app, 0)).await;
    app.finish().await;
}

#[tokio::test]
async fn a_challenge_runs_out_and_is_good_for_nothing_else() {
    let app = TestApp::start().await;
    let (phone, _) = enrolled(&app, &newcomer(&app, EMAIL).await).await;
    let challenge = challenge(&app).await;
    let answer = app.visitor.with_token(challenge.as_str().unwrap()).run("{ viewer { user { id } } }", json!({})).await;
    assert_eq!(answer.code(), "UNAUTHENTICATED", "it is no access token");
    app.advance(Duration::minutes(5));
    assert_eq!(refused(&app, &challenge, &phone.code(&app, 0)).await, refusal("TOKEN_INVALID", "input.challenge"));
    assert_eq!(refused(&app, &json!("x.y.z"), &phone.code(&app, 0)).await, refusal("TOKEN_INVALID", "input.challenge"));
    app.finish().await;
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_phone_once() {
    let app = TestApp::start().await;
    let (phone, codes) = enrolled(&app, &newcomer(&app, EMAIL).await).await;
    // As people type: capitals, other separators, letters for digits.
    let typed = codes[0].to_uppercase().replace('-', " ").replace('0', "O");
    let client = signs_in(&app, &typed).await;
    assert_eq!(client.ok(STATE, json!({})).await["viewer"]["secondFactor"]["recoveryCodesLeft"], 9);
    let second = challenge(&app).await;
    assert_eq!(refused(&app, &second, &codes[0]).await, refusal("SECOND_FACTOR_INVALID", "input.code"));
    app.settle().await;
    let last = app.mailer.sent().pop().unwrap();
    assert!(last.to == EMAIL && last.rendered.text.contains("That code no longer works"), "{}", last.rendered.text);

    // The person has a new set made, and turns the factor off at last.
    let input = json!({ "password": PASSWORD, "code": codes[1] });
    let fresh = client.done("recoveryCodesRenew", input, "recoveryCodes").await["recoveryCodes"].clone();
    let input = json!({ "password": PASSWORD, "code": codes[2] });
    assert_eq!(client.refused("totpDisable", input, "disabled").await, refusal("SECOND_FACTOR_INVALID", "input.code"));
    let input = json!({ "password": "something-else-entirely", "code": fresh[0] });
    assert_eq!(client.refused("totpDisable", input, "disabled").await, refusal("CREDENTIALS_INVALID", "input.password"));
    client.done("totpDisable", json!({ "password": PASSWORD, "code": phone.code(&app, 0) }), "disabled").await;
    app.sign_in(EMAIL).await;
    app.finish().await;
}

#[tokio::test]
async fn setting_up_asks_for_the_password_and_happens_once() {
    let app = TestApp::start().await;
    let client = newcomer(&app, EMAIL).await;
    let selection = "enrollment { secret otpauthUrl }";
    let wrong = client.refused("totpEnroll", json!({ "password": "not-the-password-at-all" }), selection).await;
    assert_eq!(wrong, refusal("CREDENTIALS_INVALID", "input.password"));
    assert_eq!(client.refused("totpEnroll", json!({}), selection).await, refusal("CREDENTIALS_INVALID", "input.password"));
    assert_eq!(client.refused("totpConfirm", json!({ "code": "123456" }), "recoveryCodes").await, refusal("SECOND_FACTOR_OFF", ""));
    // Beginning again replaces the secret.
    let first = client.done("totpEnroll", json!({ "password": PASSWORD }), selection).await;
    let second = client.done("totpEnroll", json!({ "password": PASSWORD }), selection).await;
    let (first, second) = [first, second].map(|data| Authenticator::scan(data["enrollment"]["otpauthUrl"].as_str().unwrap())).into();
    let old = client.refused("totpConfirm", json!({ "code": first.code(&app, 0) }), "recoveryCodes").await;
    assert_eq!(old, refusal("SECOND_FACTOR_INVALID", "input.code"));
    client.done("totpConfirm", json!({ "code": second.code(&app, 0) }), "recoveryCodes").await;
    assert_eq!(client.refused("totpEnroll", json!({ "password": PASSWORD }), selection).await, refusal("SECOND_FACTOR_ON", ""));
    app.finish().await;
}

#[tokio::test]
async fn an_operator_takes_a_lost_factor_away_and_the_person_is_told() {
    let app = TestApp::start().await;
    let (operator, client) = (app.operator().await, newcomer(&app, EMAIL).await);
    let user = client.ok("{ viewer { user { id version } } }", json!({})).await["viewer"]["user"].clone();
    let input = |reason: &str| json!({ "id": user["id"], "expectedVersion": user["version"], "reason": reason });
    let none = operator.refused("userSecondFactorReset", input("lost"), "user { id }").await;
    assert_eq!(none, refusal("SECOND_FACTOR_OFF", "input.id"));
    enrolled(&app, &client).await;
    assert_eq!(client.refused("userSecondFactorReset", input("mine"), "user { id }").await, refusal("FORBIDDEN", ""));
    assert_eq!(operator.refused("userSecondFactorReset", input(" "), "user { id }").await, refusal("REASON_REQUIRED", "input.reason"));
    operator.done("userSecondFactorReset", input("phone lost; recognized by video call"), "user { id }").await;
    assert_eq!(client.run("{ viewer { user { id } } }", json!({})).await.code(), "UNAUTHENTICATED", "sessions have ended");
    app.sign_in(EMAIL).await;
    app.settle().await;
    let last = app.mailer.sent().pop().unwrap();
    assert!(last.to == EMAIL && last.rendered.text.contains("operator"), "{}", last.rendered.text);
    app.finish().await;
}

#[tokio::test]
async fn a_role_that_asks_for_a_second_factor_does_nothing_without_one() {
    let configure = |config: &mut lianqiao::config::Config| config.auth.require_second_factor_for = vec![Role::Operator];
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let operator = app.operator().await;
    let state = operator.ok(STATE, json!({})).await;
    assert_eq!(state["viewer"]["mustEnrollSecondFactor"], true);
    for document in [
        "{ deadLetters(first: 1) { nodes { id } } }",
        "{ viewer { user { id } } ...Rest } fragment Rest on Query { viewerMailPreferences { __typename } }",
        "mutation { organizationVerify(input: { id: \"x\", expectedVersion: 1 }) { userErrors { code } } }",
    ] {
        assert_eq!(operator.run(document, json!({})).await.code(), "SECOND_FACTOR_REQUIRED", "{document}");
    }
    let upload = operator.upload(&operator.organization, "a.csv", b"x".to_vec()).await;
    assert_eq!(upload.status(), 404);
    enrolled(&app, &operator.client).await;
    operator.ok("{ deadLetters(first: 1) { nodes { id } } }", json!({})).await;
    // Who holds no such role is not asked.
    newcomer(&app, EMAIL).await.ok("{ viewerMailPreferences { __typename } }", json!({})).await;
    app.finish().await;
}
