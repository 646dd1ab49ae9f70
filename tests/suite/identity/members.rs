//! Seats and roles.

use lianqiao::{identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::{Client, TestApp};
use serde_json::{Value, json};

use super::{newcomer, refusal};

const SEAT: &str = "membership { id roles state version email user { name } }";

async fn members(client: &Client, organization: &str) -> Value {
    let document = "query($id: ID!) { organizationMembers(organizationId: $id, first: 20) { nodes { id email roles state version user { name email } organization { nameZh } } totalCount } }";
    client.ok(document, json!({ "id": organization })).await["organizationMembers"].clone()
}

async fn seat_of(client: &Client, organization: &str, email: &str) -> Value {
    let members = members(client, organization).await;
    members["nodes"].as_array().unwrap().iter().find(|seat| seat["email"] == email).unwrap().clone()
}

#[tokio::test]
async fn an_operator_seats_people_and_their_roles_count_from_the_next_request_on() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let head = app.person("head", &organization, Role::TtoHead).await;
    let newcomer = newcomer(&app, "new@firm.example").await;
    let add = |email: &str, roles: Value| json!({ "organizationId": head.organization, "email": email, "roles": roles });
    let unasked = head.refused("membershipAdd", add("new@firm.example", json!(["TTO_OFFICER"])), SEAT).await;
    assert_eq!(unasked, refusal("FORBIDDEN", ""), "managers ask first: they invite");
    let payload = operator.done("membershipAdd", add("New@Firm.example", json!(["TTO_OFFICER", "TTO_OFFICER"])), SEAT).await;
    let seat = payload["membership"].clone();
    assert_eq!(
        (&seat["roles"], &seat["email"], &seat["user"]["name"]),
        (&json!(["TTO_OFFICER"]), &json!("new@firm.example"), &json!("Wang Fang"))
    );
    let roles = || async { newcomer.ok("{ viewer { roles } }", json!({})).await["viewer"]["roles"].clone() };
    assert_eq!(roles().await, json!(["TTO_OFFICER"]));
    assert_eq!(
        newcomer
            .run(
                "query($id: ID!) { organizationMembers(organizationId: $id, first: 1) { nodes { id } } }",
                json!({ "id": head.organization })
            )
            .await
            .code(),
        "FORBIDDEN"
    );

    let update = |version: i64, change: Value| {
        let mut input = json!({ "id": seat["id"], "expectedVersion": version });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    head.done("membershipUpdate", update(1, json!({ "roles": ["TTO_HEAD"] })), SEAT).await;
    assert_eq!(members(&newcomer, &head.organization).await["totalCount"], 2, "now a head, with the token of before");
    head.done("membershipUpdate", update(2, json!({ "state": "SUSPENDED" })), SEAT).await;
    assert_eq!(roles().await, json!([]));
    assert_eq!(
        head.refused("membershipUpdate", update(2, json!({ "state": "ACTIVE" })), SEAT).await,
        refusal("STALE_VERSION", "input.expectedVersion")
    );

    let refusals = [
        (add("new@firm.example", json!(["TTO_OFFICER"])), refusal("MEMBERSHIP_EXISTS", "input.email")),
        (add("nobody@firm.example", json!(["TTO_OFFICER"])), refusal("NOT_FOUND", "input.email")),
        (add("new@firm.example", json!(["TTO_HEAD", "SME_OWNER"])), refusal("ROLE_NOT_APPLICABLE", "input.roles.1")),
        (add("new@firm.example", json!([])), refusal("REQUIRED", "input.roles")),
    ];
    for (input, wanted) in refusals {
        assert_eq!(operator.refused("membershipAdd", input.clone(), SEAT).await, wanted, "{input}");
    }
    app.finish().await;
}

#[tokio::test]
async fn managers_rule_their_own_verified_organization_only() {
    let app = TestApp::start().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let other = app.organization(OrganizationKind::University, "别的大学", true).await;
    let pending = app.organization(OrganizationKind::University, "待核验大学", false).await;
    let head = app.person("head", &organization, Role::TtoHead).await;
    let target = app.person("target", &other, Role::TtoHead).await;
    let waiting = app.person("waiting", &pending, Role::TtoHead).await;
    let operator = app.operator().await;

    let seat = seat_of(&target, &target.organization, &target.email).await;
    let update = json!({ "id": seat["id"], "expectedVersion": 1, "state": "SUSPENDED" });
    assert_eq!(
        head.refused("membershipUpdate", update.clone(), SEAT).await,
        refusal("NOT_FOUND", "input.id"),
        "a foreign seat does not show"
    );
    let add = |organization: &str| json!({ "organizationId": organization, "email": head.email, "roles": ["TTO_OFFICER"] });
    assert_eq!(head.refused("membershipAdd", add(&target.organization), SEAT).await, refusal("FORBIDDEN", ""));
    assert_eq!(head.refused("membershipAdd", add(&waiting.organization), SEAT).await, refusal("NOT_FOUND", "input.organizationId"));
    assert_eq!(waiting.refused("membershipAdd", add(&waiting.organization), SEAT).await, refusal("FORBIDDEN", ""));
    operator.done("membershipAdd", add(&waiting.organization), SEAT).await;

    // The operator makes an advisor of a head; the other head of the office cannot touch that role.
    let add = json!({ "organizationId": target.organization, "email": head.email, "roles": ["TTO_HEAD", "ADVISOR"] });
    let advisor = operator.done("membershipAdd", add, SEAT).await["membership"].clone();
    let strip = json!({ "id": advisor["id"], "expectedVersion": 1, "roles": ["TTO_HEAD"] });
    assert_eq!(target.refused("membershipUpdate", strip, SEAT).await, refusal("FORBIDDEN", ""));
    let bench = json!({ "id": advisor["id"], "expectedVersion": 1, "state": "SUSPENDED" });
    assert_eq!(target.refused("membershipUpdate", bench, SEAT).await, refusal("FORBIDDEN", ""));
    app.finish().await;
}

#[tokio::test]
async fn the_last_manager_stays_even_if_two_remove_each_other_at_once() {
    let app = TestApp::start().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let head = app.person("head", &organization, Role::TtoHead).await;
    app.person("officer", &organization, Role::TtoOfficer).await;
    let own = seat_of(&head, &head.organization, &head.email).await;
    for change in [json!({ "state": "SUSPENDED" }), json!({ "roles": ["TTO_OFFICER"] })] {
        let mut input = json!({ "id": own["id"], "expectedVersion": 1 });
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(head.refused("membershipUpdate", input, SEAT).await, refusal("LAST_MANAGER", ""));
    }
    let second = app.person("second", &organization, Role::TtoHead).await;
    let other = seat_of(&head, &head.organization, &second.email).await;
    let demote = |seat: &Value| json!({ "id": seat["id"], "expectedVersion": 1, "roles": ["TTO_OFFICER"] });
    let (first, last) =
        tokio::join!(head.mutate("membershipUpdate", demote(&other), SEAT), second.mutate("membershipUpdate", demote(&own), SEAT));
    let done = [&first, &last].iter().filter(|payload| payload["userErrors"] == json!([])).count();
    assert_eq!(done, 1, "{first:#} {last:#}");
    let operator = app.operator().await;
    let seats = members(&operator, &head.organization).await;
    let heads = seats["nodes"].as_array().unwrap().iter().filter(|seat| seat["roles"] == json!(["TTO_HEAD"])).count();
    assert_eq!(heads, 1);
    app.finish().await;
}

#[tokio::test]
async fn a_page_of_members_costs_few_statements_and_shows_addresses_to_managers() {
    let app = TestApp::start().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let head = app.person("head", &organization, Role::TtoHead).await;
    for number in 0..5 {
        app.advance(chrono::Duration::seconds(1));
        app.person(&format!("officer{number}"), &organization, Role::TtoOfficer).await;
    }
    let (page, statements) = app.statements_of(members(&head, &head.organization)).await;
    assert_eq!(page["totalCount"], 6);
    assert_eq!(page["nodes"][1]["email"], "officer0@example.com");
    assert_eq!(page["nodes"][1]["user"], json!({ "name": "officer0", "email": null }), "elsewhere the address is personal");
    assert!(statements.len() <= 7, "{} statements, one of them for the total: {statements:#?}", statements.len());
    let hidden = app.organization(OrganizationKind::University, "待核验大学", false).await;
    let document = "query($id: ID!) { organizationMembers(organizationId: $id, first: 1) { nodes { id } } }";
    assert_eq!(head.run(document, json!({ "id": hidden.id.to_string() })).await.code(), "NOT_FOUND");
    assert_eq!(app.visitor.run(document, json!({ "id": head.organization })).await.code(), "UNAUTHENTICATED");
    app.finish().await;
}
