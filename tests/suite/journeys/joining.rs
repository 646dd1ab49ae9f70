//! J12.1 and what comes before: people join, an operator verifies, a suspension ends sessions at once.

use lianqiao_tests::{PASSWORD, TestApp};
use reqwest::Method;
use serde_json::json;

/// The link in the newest mail to `address`.
fn link(app: &TestApp, address: &str) -> String {
    let mail = app.mailer.sent().into_iter().rev().find(|mail| mail.to == address).expect("no mail");
    let text = &mail.rendered.text;
    let start = text.find("http").expect("no link");
    text[start..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn somebody_signs_up_confirms_the_address_registers_and_is_verified() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let account = json!({ "email": "Chen@Example.com", "name": "陈一帆", "password": PASSWORD, "locale": "ZH_CN" });
    app.visitor.done("signUp", account.clone(), "email").await;
    let credentials = json!({ "email": "chen@example.com", "password": PASSWORD });
    assert_eq!(app.visitor.refused("logIn", credentials.clone(), "session { accessToken }").await.0, "EMAIL_NOT_VERIFIED");
    app.settle().await;

    // Looking at the link does nothing; pressing the button does.
    let link = link(&app, "chen@example.com");
    let token = link.split("token=").nth(1).unwrap().to_owned();
    let page = app.visitor.request(Method::GET, &format!("/verify-email?token={token}")).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(app.visitor.refused("logIn", credentials.clone(), "session { accessToken }").await.0, "EMAIL_NOT_VERIFIED");
    let confirm = || app.visitor.request(Method::POST, "/verify-email").form(&[("token", token.as_str()), ("password", PASSWORD)]).send();
    let guess = app.visitor.request(Method::POST, "/verify-email").form(&[("token", token.as_str()), ("password", "a guess")]);
    assert_eq!(guess.send().await.unwrap().status(), 401, "the link alone does not do");
    assert_eq!(confirm().await.unwrap().status(), 200);
    let session = app.visitor.done("logIn", credentials, "session { accessToken refreshToken }").await["session"].clone();
    let chen = app.visitor.with_token(session["accessToken"].as_str().unwrap());

    // A second sign-up with the address says the same as the first, and no mail goes out.
    let before = app.mailer.sent().len();
    app.visitor.done("signUp", account, "email").await;
    app.settle().await;
    assert_eq!(app.mailer.sent().len(), before);

    let register = json!({
        "kind": "ENTERPRISE", "nameZh": "一帆科技", "creditCode": "91110000600037341L", "country": "CN", "idempotencyKey": chen.key(),
    });
    let organization = chen.done("organizationRegister", register.clone(), "organization { id version verification }").await;
    let again = chen.done("organizationRegister", register.clone(), "organization { id }").await;
    assert_eq!(
        (again["organization"]["id"].clone(), again["idempotentReplay"].clone()),
        (organization["organization"]["id"].clone(), json!(true))
    );
    let mut other = register;
    other["nameZh"] = json!("别的名字");
    assert_eq!(
        chen.refused("organizationRegister", other, "organization { id }").await,
        ("IDEMPOTENCY_KEY_REUSED".into(), "input.idempotencyKey".into())
    );

    let organization = &organization["organization"];
    let see = "query($id: ID!) { organization(id: $id) { verification } }";
    assert_eq!(
        app.visitor.ok(see, json!({ "id": organization["id"] })).await["organization"],
        json!(null),
        "unverified organizations are not shown"
    );
    let verify = json!({ "id": organization["id"], "expectedVersion": organization["version"] });
    assert_eq!(chen.refused("organizationVerify", verify.clone(), "organization { id }").await.0, "FORBIDDEN");
    operator.done("organizationVerify", verify, "organization { verification }").await;
    assert_eq!(app.visitor.ok(see, json!({ "id": organization["id"] })).await["organization"]["verification"], "VERIFIED");
    app.settle().await;
    assert_eq!(app.subjects_to("chen@example.com").len(), 2, "the owner learns of it");
    app.finish().await;
}

#[tokio::test]
async fn a_suspended_user_is_out_with_the_next_request() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let (officer, _) = app.office("杨浦大学").await;
    let viewer = "{ viewer { user { id version } } }";
    let user = officer.ok(viewer, json!({})).await["viewer"]["user"].clone();
    let suspend = json!({ "id": user["id"], "expectedVersion": user["version"], "reason": "离职" });
    assert_eq!(officer.refused("userSuspend", suspend.clone(), "user { id }").await.0, "FORBIDDEN");
    operator.done("userSuspend", suspend, "user { id }").await;
    assert_eq!(officer.run(viewer, json!({})).await.code(), "UNAUTHENTICATED");
    let credentials = json!({ "email": officer.email, "password": PASSWORD });
    assert_eq!(app.visitor.refused("logIn", credentials, "session { accessToken }").await.0, "ACCOUNT_SUSPENDED");
    app.finish().await;
}
