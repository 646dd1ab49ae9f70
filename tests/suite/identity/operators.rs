//! Operators: how the first one is made, and suspending people (journey J12, step 1).

use lianqiao::{
    identity::{self, rules::OrganizationKind},
    kernel::{Code, Role},
};
use lianqiao_tests::{PASSWORD, TestApp};
use serde_json::json;

use super::{newcomer, refusal, session, sign_up};

#[tokio::test]
async fn the_first_operator_is_made_from_the_command_line() {
    let app = TestApp::start().await;
    let create = |email: &'static str, organization: &'static str| {
        let ctx = app.ctx.clone();
        async move { identity::create_operator(&ctx, email, "林予维", PASSWORD, organization).await.map_err(|error| error.code()) }
    };
    let user = create("root@platform.example", "联桥运营中心").await.unwrap();
    let client = app.sign_in("root@platform.example").await;
    let viewer = client.ok("{ viewer { user { id } roles memberships { organization { nameZh kind verification } } } }", json!({})).await;
    let organization = json!({ "nameZh": "联桥运营中心", "kind": "PLATFORM", "verification": "VERIFIED" });
    assert_eq!(
        viewer["viewer"],
        json!({ "user": { "id": user.to_string() }, "roles": ["OPERATOR"], "memberships": [{ "organization": organization }] })
    );

    assert_eq!(create("root@platform.example", "联桥运营中心").await, Err(Code::MembershipExists));
    create("second@platform.example", "联桥运营中心").await.unwrap();
    assert_eq!(client.ok("{ organizations(first: 5) { totalCount } }", json!({})).await["organizations"]["totalCount"], 1);
    app.organization(OrganizationKind::University, "测试大学", true).await;
    assert_eq!(create("third@platform.example", "测试大学").await, Err(Code::RoleNotApplicable));
    app.organization(OrganizationKind::Platform, "待核验平台", false).await;
    assert_eq!(create("third@platform.example", "待核验平台").await, Err(Code::OrganizationNotVerified));
    // Whoever signed up with the address, but never proved it, must not become an operator with their password.
    sign_up(&app, "pending@platform.example").await;
    assert_eq!(create("pending@platform.example", "联桥运营中心").await, Err(Code::EmailNotVerified));
    app.finish().await;
}

#[tokio::test]
async fn a_suspended_user_is_out_at_once_and_comes_back_by_signing_in() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let observer_home = app.organization(OrganizationKind::Platform, "观察平台", true).await;
    let observer = app.person("observer", &observer_home, Role::Observer).await;
    let target = app.person("target", &organization, Role::TtoHead).await;
    let other = session(&app, &target.email).await;
    let suspend = |version: i64, reason: &str| json!({ "id": target.user, "expectedVersion": version, "reason": reason });

    assert_eq!(target.refused("userSuspend", suspend(1, "x"), "user { id }").await, refusal("FORBIDDEN", ""));
    assert_eq!(observer.refused("userSuspend", suspend(1, "x"), "user { id }").await, refusal("FORBIDDEN", ""), "who watches does not act");
    assert_eq!(operator.refused("userSuspend", suspend(1, " "), "user { id }").await, refusal("REASON_REQUIRED", "input.reason"));
    assert_eq!(operator.refused("userSuspend", suspend(7, "x"), "user { id }").await, refusal("STALE_VERSION", "input.expectedVersion"));
    let oneself = json!({ "id": operator.user, "expectedVersion": 1, "reason": "x" });
    assert_eq!(operator.refused("userSuspend", oneself, "user { id }").await, refusal("FORBIDDEN", ""));
    let payload = operator.done("userSuspend", suspend(1, "多次提交虚假成果"), "user { suspendedAt version }").await;
    assert_eq!(payload["user"], json!({ "suspendedAt": "2026-11-23T02:00:00+00:00", "version": 2 }));

    assert_eq!(target.run("{ viewer { roles } }", json!({})).await.code(), "UNAUTHENTICATED");
    let refreshed =
        app.visitor.refused("sessionRefresh", json!({ "refreshToken": other["refreshToken"] }), "session { accessToken }").await;
    assert_eq!(refreshed, refusal("TOKEN_INVALID", "input.refreshToken"));
    let log_in = json!({ "email": target.email, "password": PASSWORD });
    assert_eq!(app.visitor.refused("logIn", log_in, "session { accessToken }").await, refusal("ACCOUNT_SUSPENDED", ""));
    assert_eq!(operator.refused("userSuspend", suspend(2, "x"), "user { id }").await, refusal("TRANSITION_NOT_ALLOWED", ""));

    operator.done("userReinstate", suspend(2, "申诉成立"), "user { suspendedAt }").await;
    assert_eq!(target.run("{ viewer { roles } }", json!({})).await.code(), "UNAUTHENTICATED", "ended sessions stay ended");
    let back = app.sign_in(&target.email).await;
    assert_eq!(back.ok("{ viewer { roles } }", json!({})).await["viewer"]["roles"], json!(["TTO_HEAD"]));
    app.finish().await;
}

#[tokio::test]
async fn people_are_personal() {
    let app = TestApp::start().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let (head, colleague) =
        (app.person("head", &organization, Role::TtoHead).await, app.person("colleague", &organization, Role::TtoOfficer).await);
    let stranger = newcomer(&app, "stranger@firm.example").await;
    let operator = app.operator().await;
    let document = "query($id: ID!) { node(id: $id) { ... on User { name email locale emailVerifiedAt suspendedAt } } }";
    let seen = |client: lianqiao_tests::Client| {
        let id = head.user.clone();
        async move { client.ok(document, json!({ "id": id })).await["node"].clone() }
    };
    assert_eq!(seen(app.visitor.clone()).await, json!(null));
    assert_eq!(seen(stranger).await, json!(null));
    let bare = json!({ "name": "head", "email": null, "locale": null, "emailVerifiedAt": null, "suspendedAt": null });
    assert_eq!(seen(colleague.client.clone()).await, bare);
    for insider in [&head, &operator] {
        assert_eq!(seen(insider.client.clone()).await["email"], "head@example.com");
    }
    app.finish().await;
}
