//! Invitations: nobody sits anywhere without wanting to.

use chrono::Duration;
use lianqiao::{identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::{Client, Options, PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use super::{links, newcomer, refusal, sign_up, version};

const EMAIL: &str = "chen@firm.example";
const INVITATION: &str = "invitation { id state email roles version expiresAt invitedBy { name } }";
const SEAT: &str = "membership { roles state }";

fn wanted(person: &Person, email: &str, roles: Value) -> Value {
    json!({ "organizationId": person.organization, "email": email, "roles": roles })
}

async fn invited(person: &Person, email: &str) -> Value {
    person.done("membershipInvite", wanted(person, email, json!(["TTO_OFFICER"])), INVITATION).await["invitation"].clone()
}

async fn own(client: &Client) -> Value {
    client.ok("{ viewer { invitations { id organization { nameZh } roles } memberships { roles } } }", json!({})).await["viewer"].clone()
}

async fn states(person: &Person) -> Vec<Value> {
    let document = "query($id: ID!) { organizationInvitations(organizationId: $id, first: 20) { nodes { state } totalCount } }";
    let list = person.ok(document, json!({ "id": person.organization })).await["organizationInvitations"].clone();
    list["nodes"].as_array().unwrap().iter().map(|invitation| invitation["state"].clone()).collect()
}

#[tokio::test]
async fn an_invitation_of_somebody_who_must_enroll_a_second_factor_waits_for_it() {
    let configure = |config: &mut lianqiao::config::Config| config.auth.require_second_factor_for = vec![Role::TtoHead];
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let (_, head) = app.office("杨浦大学").await;
    let enroll = async || {
        let data = head.done("totpEnroll", json!({ "password": PASSWORD }), "enrollment { otpauthUrl }").await;
        let phone = totp_rs::TOTP::from_url(data["enrollment"]["otpauthUrl"].as_str().unwrap()).unwrap();
        let code = phone.generate(u64::try_from(app.ctx.now().timestamp()).unwrap());
        head.done("totpConfirm", json!({ "code": code }), "recoveryCodes").await;
        app.advance(Duration::seconds(30));
        phone.generate(u64::try_from(app.ctx.now().timestamp()).unwrap())
    };
    let code = enroll().await;
    let chen = newcomer(&app, EMAIL).await;
    let accept = json!({ "id": invited(&head, EMAIL).await["id"] });
    head.done("totpDisable", json!({ "password": PASSWORD, "code": code }), "disabled").await;
    assert_eq!(chen.refused("invitationAccept", accept.clone(), SEAT).await, refusal("NOT_FOUND", "input.id"));
    enroll().await;
    chen.done("invitationAccept", accept, SEAT).await;
    app.finish().await;
}

#[tokio::test]
async fn somebody_with_an_account_accepts_signed_in_and_sits_from_then_on() {
    let app = TestApp::start().await;
    let (_, head) = app.office("杨浦大学").await;
    let (chen, stranger) = (newcomer(&app, EMAIL).await, newcomer(&app, "stranger@firm.example").await);
    let invitation = invited(&head, "Chen@Firm.example").await;
    assert_eq!((&invitation["state"], &invitation["email"], &invitation["version"]), (&json!("PENDING"), &json!(EMAIL), &json!(1)));
    assert_eq!(own(&chen).await["memberships"], json!([]), "an invitation is no seat");
    assert_eq!(own(&chen).await["invitations"][0]["organization"]["nameZh"], "杨浦大学");
    assert_eq!(own(&stranger).await["invitations"], json!([]));
    app.settle().await;
    assert_eq!(app.subjects_to(EMAIL).last().unwrap(), "Invitation to 杨浦大学 on Lianqiao");

    let accept = json!({ "id": invitation["id"] });
    assert_eq!(stranger.refused("invitationAccept", accept.clone(), SEAT).await, refusal("NOT_FOUND", "input.id"));
    let node = "query($id: ID!) { node(id: $id) { ... on Invitation { email } } }";
    assert_eq!(stranger.ok(node, accept.clone()).await["node"], json!(null));
    assert_eq!(chen.ok(node, accept.clone()).await["node"]["email"], EMAIL);
    let seat = chen.done("invitationAccept", accept.clone(), SEAT).await["membership"].clone();
    assert_eq!(seat, json!({ "roles": ["TTO_OFFICER"], "state": "ACTIVE" }));
    assert_eq!(own(&chen).await, json!({ "invitations": [], "memberships": [{ "roles": ["TTO_OFFICER"] }] }));
    assert_eq!(chen.refused("invitationAccept", accept, SEAT).await, refusal("NOT_FOUND", "input.id"), "once");
    let again = wanted(&head, EMAIL, json!(["TTO_HEAD"]));
    assert_eq!(head.refused("membershipInvite", again, INVITATION).await, refusal("MEMBERSHIP_EXISTS", "input.email"));
    app.finish().await;
}

#[tokio::test]
async fn somebody_without_an_account_joins_through_the_link_with_one_mail() {
    let app = TestApp::start().await;
    let (_, head) = app.office("杨浦大学").await;
    // Somebody planted a password under the address; whoever reads the mailbox is not bound by it.
    app.visitor
        .done("signUp", json!({ "email": EMAIL, "name": "Mallory", "password": "planted-forsythia-58-bridge", "locale": "EN" }), "email")
        .await;
    app.settle().await;
    let before = app.mailer.sent().len();
    invited(&head, EMAIL).await;
    let token = links(&app, EMAIL, "invitation").await.remove(0);
    let page = async |client: &Client| {
        client.request(Method::GET, &format!("/invitation?token={token}")).send().await.unwrap().text().await.unwrap()
    };
    let (english, chinese) = (page(&app.visitor).await, page(&app.visitor.in_chinese()).await);
    assert!(english.contains("杨浦大学 invites you") && english.contains("TTO officer") && english.contains("name=\"name\""), "{english}");
    assert!(chinese.contains("邀请您加入") && chinese.contains("成果转化专员"), "{chinese}");
    let weak = json!({ "token": token, "name": "陈一帆", "password": "weak" });
    assert_eq!(app.visitor.refused("invitationAcceptByLink", weak, SEAT).await, refusal("PASSWORD_TOO_WEAK", "input.password"));
    let nameless = json!({ "token": token, "password": PASSWORD });
    assert_eq!(app.visitor.refused("invitationAcceptByLink", nameless, SEAT).await, refusal("REQUIRED", "input.name"));
    let form = [("token", token.as_str()), ("name", "陈一帆"), ("password", PASSWORD)];
    assert_eq!(app.visitor.request(Method::POST, "/invitation").form(&form).send().await.unwrap().status(), 200);
    let chen = app.sign_in(EMAIL).await;
    assert_eq!(
        chen.ok("{ viewer { user { name } roles } }", json!({})).await["viewer"],
        json!({ "user": { "name": "陈一帆" }, "roles": ["TTO_OFFICER"] })
    );
    app.settle().await;
    assert_eq!(app.mailer.sent().len(), before + 1, "no second mail");
    let again = json!({ "token": token, "name": "x", "password": PASSWORD });
    assert_eq!(app.visitor.refused("invitationAcceptByLink", again, SEAT).await, refusal("TOKEN_INVALID", "input.token"));
    app.finish().await;
}

#[tokio::test]
async fn whoever_has_an_account_gives_its_password_at_the_link() {
    let app = TestApp::start().await;
    let (_, head) = app.office("杨浦大学").await;
    let chen = newcomer(&app, EMAIL).await;
    invited(&head, EMAIL).await;
    let token = links(&app, EMAIL, "invitation").await.remove(0);
    let guess = json!({ "token": token, "name": "x", "password": "another-forsythia-58-bridge" });
    assert_eq!(app.visitor.refused("invitationAcceptByLink", guess, SEAT).await, refusal("CREDENTIALS_INVALID", "input.password"));
    assert_eq!(own(&chen).await["memberships"], json!([]));
    app.visitor.done("invitationAcceptByLink", json!({ "token": token, "password": PASSWORD }), SEAT).await;
    assert_eq!(own(&chen).await["memberships"], json!([{ "roles": ["TTO_OFFICER"] }]));
    app.finish().await;
}

#[tokio::test]
async fn inviting_tells_nothing_about_accounts() {
    let app = TestApp::start().await;
    let (_, head) = app.office("杨浦大学").await;
    newcomer(&app, EMAIL).await;
    sign_up(&app, "waiting@firm.example").await;
    let selection = "invitation { state email roles version expiresAt }";
    let mut answers = Vec::new();
    for email in [EMAIL, "waiting@firm.example", "never.seen@firm.example"] {
        let (answer, statements) =
            app.statements_of(head.mutate("membershipInvite", wanted(&head, email, json!(["TTO_OFFICER"])), selection)).await;
        answers.push((answer.to_string().replace(email, "?"), statements));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2], "the same answer and the same work");
    app.finish().await;
}

#[tokio::test]
async fn managers_revoke_and_resend_and_the_invited_decline() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (_, other_head) = app.office("江湾大学").await;
    newcomer(&app, EMAIL).await;
    let first = invited(&head, EMAIL).await;
    let id = json!({ "id": first["id"] });
    for (who, verb) in [(&officer, "invitationRevoke"), (&other_head, "invitationRevoke"), (&officer, "invitationResend")] {
        assert_eq!(who.refused(verb, id.clone(), INVITATION).await, refusal("NOT_FOUND", "input.id"));
    }
    let document = "mutation($input: InvitationResendInput!) { invitationResend(input: $input) { userErrors { code } } }";
    assert_eq!(head.run(document, json!({ "input": id })).await.code(), "THROTTLED", "a mail went out just now");
    app.advance(Duration::days(15));
    let chen = app.sign_in(EMAIL).await;
    let head = Person { client: app.sign_in(&head.email).await, ..head };
    assert_eq!(states(&head).await, [json!("EXPIRED")]);
    assert_eq!(chen.refused("invitationAccept", id.clone(), SEAT).await, refusal("NOT_FOUND", "input.id"));
    let fresh = head.done("invitationResend", id.clone(), INVITATION).await["invitation"].clone();
    assert_eq!((&fresh["state"], &fresh["expiresAt"]), (&json!("PENDING"), &json!("2026-12-22T02:00:00+00:00")));
    chen.done("invitationDecline", id.clone(), INVITATION).await;
    assert_eq!(head.refused("invitationRevoke", id, INVITATION).await, refusal("TRANSITION_NOT_ALLOWED", ""));

    app.advance(Duration::minutes(3));
    let second = invited(&head, EMAIL).await;
    let token = links(&app, EMAIL, "invitation").await.pop().unwrap();
    head.done("invitationRevoke", json!({ "id": second["id"] }), INVITATION).await;
    let accept = json!({ "token": token, "password": PASSWORD });
    assert_eq!(app.visitor.refused("invitationAcceptByLink", accept, SEAT).await, refusal("TOKEN_INVALID", "input.token"));
    app.advance(Duration::minutes(3));
    invited(&head, EMAIL).await;
    let token = links(&app, EMAIL, "invitation").await.pop().unwrap();
    let declined = app.visitor.request(Method::POST, "/invitation/decline").form(&[("token", token.as_str())]).send().await.unwrap();
    assert_eq!(declined.status(), 200);
    assert_eq!(states(&head).await, ["DECLINED", "REVOKED", "DECLINED"].map(|state| json!(state)));
    app.finish().await;
}

#[tokio::test]
async fn an_invitation_is_worth_what_its_inviter_may_do_now() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    app.settle().await;
    let head = app.person("head", &organization, Role::TtoHead).await;
    let second = app.person("second", &organization, Role::TtoHead).await;
    let chen = newcomer(&app, EMAIL).await;
    for roles in [json!(["OPERATOR"]), json!(["TTO_OFFICER", "ADVISOR"])] {
        assert_eq!(head.refused("membershipInvite", wanted(&head, EMAIL, roles), INVITATION).await, refusal("FORBIDDEN", ""));
    }
    let invitation = invited(&head, EMAIL).await;
    let accept = json!({ "id": invitation["id"] });
    let seat = head.ok("{ viewer { memberships { id version } } }", json!({})).await["viewer"]["memberships"][0].clone();
    let demote = json!({ "id": seat["id"], "expectedVersion": 1, "roles": ["TTO_OFFICER"] });
    second.done("membershipUpdate", demote, "membership { id }").await;
    assert_eq!(chen.refused("invitationAccept", accept, SEAT).await, refusal("NOT_FOUND", "input.id"), "the inviter may not invite");
    assert_eq!(states(&second).await, [json!("REVOKED")]);

    app.advance(Duration::minutes(3));
    // An advisor's role is the operator's to give, and the operator's invitation gives it.
    let advisor = json!({ "organizationId": second.organization, "email": EMAIL, "roles": ["ADVISOR"] });
    operator.done("membershipInvite", advisor, INVITATION).await;
    app.advance(Duration::seconds(1));
    invited(&second, "third@firm.example").await;
    assert_eq!(states(&second).await[0], "PENDING");
    let reject =
        json!({ "id": second.organization, "expectedVersion": version(&second, &second.organization).await, "reason": "资料不实。" });
    operator.done("organizationReject", reject, "organization { id }").await;
    assert_eq!(own(&chen).await["invitations"], json!([]), "invitations die with the verification");
    let early = second.refused("membershipInvite", wanted(&second, "fourth@firm.example", json!(["TTO_OFFICER"])), INVITATION).await;
    assert_eq!(early, refusal("ORGANIZATION_NOT_VERIFIED", "input.organizationId"));
    app.finish().await;
}

#[tokio::test]
async fn what_nobody_can_accept_any_more_is_forgotten_in_time() {
    let app = TestApp::start().await;
    let (_, head) = app.office("杨浦大学").await;
    invited(&head, EMAIL).await;
    app.advance(Duration::days(14) + Duration::days(29));
    lianqiao::jobs::forget(&app.ctx).await.unwrap();
    let head = Person { client: app.sign_in(&head.email).await, ..head };
    assert_eq!(states(&head).await, [json!("EXPIRED")]);
    app.advance(Duration::days(2));
    lianqiao::jobs::forget(&app.ctx).await.unwrap();
    let head = Person { client: app.sign_in(&head.email).await, ..head };
    assert_eq!(states(&head).await, Vec::<Value>::new(), "an address of somebody who never answered");
    app.finish().await;
}
