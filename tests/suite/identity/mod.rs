//! Stories of people and organizations: signing up, staying signed in, registering, declaring, seating, suspending.

mod accounts;
mod addresses;
mod api_tokens;
mod changes;
mod cookies;
mod devices;
mod factors;
mod invitations;
mod known_again;
mod members;
mod operators;
mod organizations;
mod passwords;
mod sessions;
pub mod single_sign_on;
mod sizes;

use lianqiao_tests::{Client, PASSWORD, TestApp};
use serde_json::{Value, json};

/// `(code, path)` as [`Client::refused`] gives them.
fn refusal(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), path.to_owned())
}

/// Signs somebody up over HTTP; nobody has verified the address yet.
async fn sign_up(app: &TestApp, email: &str) {
    let input = json!({ "email": email, "name": "Wang Fang", "password": PASSWORD, "locale": "EN" });
    app.visitor.done("signUp", input, "email").await;
}

/// The tokens of the verification links mailed to `email`, oldest first.
async fn mailed_tokens(app: &TestApp, email: &str) -> Vec<String> {
    links(app, email, "verify-email").await
}

/// The tokens of the links to `page` mailed to `email`, oldest first.
async fn links(app: &TestApp, email: &str, page: &str) -> Vec<String> {
    app.settle().await;
    let mark = format!("/{page}?token=");
    let sent = app.mailer.sent().into_iter().filter(|mail| mail.to == email);
    let token = |text: String| text.split_once(&mark)?.1.split_whitespace().next().map(str::to_owned);
    sent.filter_map(|mail| token(mail.rendered.text)).collect()
}

/// Signs somebody up and verifies the address with the mailed link.
pub async fn newcomer(app: &TestApp, email: &str) -> Client {
    sign_up(app, email).await;
    let token = mailed_tokens(app, email).await.pop().unwrap();
    app.visitor.done("verifyEmail", json!({ "token": token, "password": PASSWORD }), "user { id }").await;
    app.sign_in(email).await
}

/// Signs in with a password; gives the session.
async fn session(app: &TestApp, email: &str) -> Value {
    let input = json!({ "email": email, "password": PASSWORD });
    app.visitor.done("logIn", input, "session { accessToken accessTokenExpiresAt refreshToken expiresAt user { id name } }").await["session"].clone()
}

/// The current version of an organization, as `client` sees it.
async fn version(client: &Client, organization: &str) -> i64 {
    let data = client.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": organization })).await;
    data["organization"]["version"].as_i64().unwrap()
}
