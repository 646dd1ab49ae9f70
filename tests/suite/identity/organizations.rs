//! Registering organizations, verifying them, and who sees them when.

use lianqiao::identity::rules::OrganizationKind;
use lianqiao_tests::{Client, TestApp};
use serde_json::{Value, json};

use super::{newcomer, refusal};

const CODE: &str = "91350100M000100Y43";
const FIELDS: &str = "organization { id name nameZh nameEn kind country division divisionName website creditCode verification verificationNote version viewerCanUpdate viewerCanVerify }";

fn firm(client: &Client) -> Value {
    json!({
        "kind": "ENTERPRISE", "nameZh": "上海联桥测试有限公司", "nameEn": "Bridge Test Ltd.", "creditCode": "91350100 m000100y43",
        "country": "cn", "division": "310110", "website": "bridge.example", "idempotencyKey": client.key(),
    })
}

async fn seen(client: &Client, id: &Value) -> Value {
    client.ok("query($id: ID!) { organization(id: $id) { id creditCode verificationNote } }", json!({ "id": id })).await["organization"]
        .clone()
}

async fn names(client: &Client, filter: Value) -> Vec<String> {
    let document = "query($filter: OrganizationFilter) { organizations(first: 50, filter: $filter) { nodes { nameZh } totalCount totalCountIsExact } }";
    let data = client.ok(document, json!({ "filter": filter })).await["organizations"].clone();
    let nodes = data["nodes"].as_array().unwrap();
    assert_eq!((&data["totalCount"], &data["totalCountIsExact"]), (&json!(nodes.len()), &json!(true)));
    nodes.iter().map(|node| node["nameZh"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn an_organization_becomes_public_when_an_operator_has_verified_it() {
    let app = TestApp::start().await;
    let (owner, stranger, operator) =
        (newcomer(&app, "owner@firm.example").await, newcomer(&app, "stranger@firm.example").await, app.operator().await);
    let payload = owner.done("organizationRegister", firm(&owner), FIELDS).await;
    let organization = &payload["organization"];
    let id = &organization["id"];
    assert_eq!(
        *organization,
        json!({
            "id": id, "name": "Bridge Test Ltd.", "nameZh": "上海联桥测试有限公司", "nameEn": "Bridge Test Ltd.", "kind": "ENTERPRISE", "country": "CN",
            "division": "310110", "divisionName": organization["divisionName"], "website": "https://bridge.example/", "creditCode": null,
            "verification": "PENDING", "verificationNote": null, "version": 1, "viewerCanUpdate": false, "viewerCanVerify": false,
        }),
        "the request still carried the roles of before"
    );
    let viewer = owner.ok("{ viewer { roles memberships { organization { id viewerCanUpdate } state } } }", json!({})).await;
    let seat = json!({ "organization": { "id": id, "viewerCanUpdate": true }, "state": "ACTIVE" });
    assert_eq!(viewer["viewer"], json!({ "roles": ["SME_OWNER"], "memberships": [seat] }));

    for outsider in [&app.visitor, &stranger] {
        assert_eq!(seen(outsider, id).await, json!(null));
        assert!(!names(outsider, json!({})).await.contains(&"上海联桥测试有限公司".to_owned()));
    }
    assert_eq!(seen(&owner, id).await["creditCode"], CODE);
    assert_eq!(seen(&operator, id).await["creditCode"], CODE);
    assert_eq!(names(&operator, json!({ "verification": "PENDING" })).await, ["上海联桥测试有限公司"]);

    let verify = json!({ "id": id, "expectedVersion": 1 });
    assert_eq!(stranger.refused("organizationVerify", verify.clone(), "organization { id }").await, refusal("FORBIDDEN", ""));
    assert_eq!(owner.refused("organizationVerify", verify.clone(), "organization { id }").await, refusal("FORBIDDEN", ""));
    operator.done("organizationVerify", verify.clone(), "organization { verification }").await;
    assert_eq!(
        operator.refused("organizationVerify", verify, "organization { id }").await,
        refusal("STALE_VERSION", "input.expectedVersion")
    );
    let again = json!({ "id": id, "expectedVersion": 2 });
    assert_eq!(operator.refused("organizationVerify", again, "organization { id }").await, refusal("TRANSITION_NOT_ALLOWED", ""));

    for outsider in [&app.visitor, &stranger] {
        assert_eq!(seen(outsider, id).await, json!({ "id": id, "creditCode": null, "verificationNote": null }));
        assert!(names(outsider, json!({})).await.contains(&"上海联桥测试有限公司".to_owned()));
    }
    app.settle().await;
    assert_eq!(app.subjects_to("owner@firm.example").len(), 2, "the link and the good news");
    app.finish().await;
}

#[tokio::test]
async fn a_repeated_registration_is_one_registration() {
    let app = TestApp::start().await;
    let owner = newcomer(&app, "owner@firm.example").await;
    let input = firm(&owner);
    let first = owner.done("organizationRegister", input.clone(), "organization { id }").await;
    let second = owner.done("organizationRegister", input.clone(), "organization { id }").await;
    assert_eq!(first["organization"], second["organization"]);
    assert_eq!((&first["idempotentReplay"], &second["idempotentReplay"]), (&json!(false), &json!(true)));
    let mut other = input.clone();
    other["nameZh"] = json!("另一家公司");
    let refused = owner.refused("organizationRegister", other, "organization { id }").await;
    assert_eq!(refused, refusal("IDEMPOTENCY_KEY_REUSED", "input.idempotencyKey"));
    let mut nonsense = input;
    nonsense["idempotencyKey"] = json!("once");
    let document = "mutation($i: OrganizationRegisterInput!) { organizationRegister(input: $i) { organization { id } } }";
    assert_eq!(owner.run(document, json!({ "i": nonsense })).await.code(), "BAD_USER_INPUT");
    assert_eq!(
        app.visitor
            .run(
                "mutation($i: OrganizationRegisterInput!) { organizationRegister(input: $i) { organization { id } } }",
                json!({ "i": firm(&owner) })
            )
            .await
            .code(),
        "UNAUTHENTICATED"
    );
    app.finish().await;
}

#[tokio::test]
async fn bad_details_are_named_all_at_once() {
    let app = TestApp::start().await;
    let owner = newcomer(&app, "owner@firm.example").await;
    let judge = |change: Value| {
        let (owner, mut input) = (owner.clone(), firm(&owner));
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        async move {
            let payload = owner.mutate("organizationRegister", input, "organization { id }").await;
            let errors = payload["userErrors"].as_array().unwrap().iter();
            errors.map(|error| format!("{} {}", error["code"].as_str().unwrap(), error["path"][1].as_str().unwrap())).collect::<Vec<_>>()
        }
    };
    let all = json!({ "nameZh": "", "creditCode": "91350100M000100Y44", "division": "999999", "website": "javascript:alert(1)" });
    assert_eq!(judge(all).await, ["REQUIRED nameZh", "INVALID_CREDIT_CODE creditCode", "UNKNOWN_CODE division", "BAD_USER_INPUT website"]);
    assert_eq!(judge(json!({ "creditCode": null })).await, ["REQUIRED creditCode"]);
    assert_eq!(judge(json!({ "country": "XX" })).await, ["INVALID_COUNTRY country"]);
    assert_eq!(judge(json!({ "country": "DE" })).await, ["INVALID_CREDIT_CODE creditCode", "UNKNOWN_CODE division"]);
    assert_eq!(judge(json!({ "kind": "FOREIGN" })).await, ["INVALID_COUNTRY country"]);
    assert_eq!(
        judge(json!({ "country": "DE", "kind": "FOREIGN", "creditCode": null, "division": null, "nameZh": null })).await,
        Vec::<String>::new()
    );
    app.finish().await;
}

#[tokio::test]
async fn a_credit_code_belongs_to_whoever_was_not_rejected() {
    let app = TestApp::start().await;
    let (squatter, owner, operator) =
        (newcomer(&app, "squatter@firm.example").await, newcomer(&app, "owner@firm.example").await, app.operator().await);
    let squatted = squatter.done("organizationRegister", firm(&squatter), "organization { id }").await["organization"]["id"].clone();
    let refused = owner.refused("organizationRegister", firm(&owner), "organization { id }").await;
    assert_eq!(refused, refusal("ORGANIZATION_EXISTS", "input.creditCode"));

    let blank = json!({ "id": squatted, "expectedVersion": 1, "reason": " \n " });
    assert_eq!(operator.refused("organizationReject", blank, "organization { id }").await, refusal("REASON_REQUIRED", "input.reason"));
    let reject = json!({ "id": squatted, "expectedVersion": 1, "reason": "营业执照与单位名称不符。" });
    operator.done("organizationReject", reject, "organization { id }").await;
    assert_eq!(seen(&squatter, &squatted).await["verificationNote"], "营业执照与单位名称不符。");
    owner.done("organizationRegister", firm(&owner), "organization { id }").await;

    let update = json!({ "id": squatted, "expectedVersion": 2, "website": "squat.example" });
    let refused = squatter.refused("organizationUpdate", update, "organization { id }").await;
    assert_eq!(refused, refusal("ORGANIZATION_EXISTS", "input.creditCode"), "putting it up again claims the code again");
    app.finish().await;
}

#[tokio::test]
async fn of_two_registrations_with_one_key_at_once_both_answer_with_the_one_organization() {
    let app = TestApp::start().await;
    let owner = newcomer(&app, "owner@firm.example").await;
    let input = firm(&owner);
    let twins = (0..4).map(|_| owner.done("organizationRegister", input.clone(), "organization { id }"));
    let answers = futures::future::join_all(twins).await;
    assert!(answers.iter().all(|answer| answer["organization"]["id"] == answers[0]["organization"]["id"]), "{answers:#?}");
    assert_eq!(answers.iter().filter(|answer| answer["idempotentReplay"] == false).count(), 1);
    app.finish().await;
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let app = TestApp::start().await;
    for number in 0..5 {
        app.organization(OrganizationKind::Enterprise, &format!("甲{number}_%公司"), true).await;
        app.advance(chrono::Duration::seconds(1));
    }
    app.organization(OrganizationKind::University, "乙大学", true).await;
    app.organization(OrganizationKind::Hospital, "丙医院", false).await;
    assert_eq!(names(&app.visitor, json!({ "kinds": ["UNIVERSITY", "HOSPITAL"] })).await, ["乙大学"]);
    assert_eq!(names(&app.visitor, json!({ "query": "甲" })).await.len(), 5);
    assert_eq!(names(&app.visitor, json!({ "query": "甲3_%" })).await, ["甲3_%公司"]);
    assert_eq!(names(&app.visitor, json!({ "query": "%" })).await.len(), 0, "signs of the database are plain text");
    assert_eq!(names(&app.visitor, json!({ "query": "甲_" })).await.len(), 0);
    assert_eq!(names(&app.visitor, json!({ "verification": "PENDING" })).await.len(), 0);

    let document = "query($after: String, $kinds: [OrganizationKind!]) { organizations(first: 2, after: $after, filter: { kinds: $kinds }) { nodes { nameZh } pageInfo { endCursor hasNextPage } } }";
    let (mut after, mut walked) = (json!(null), Vec::new());
    loop {
        let page = app.visitor.ok(document, json!({ "after": after, "kinds": ["ENTERPRISE"] })).await["organizations"].clone();
        walked.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["nameZh"].as_str().unwrap().to_owned()));
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(walked, ["甲4_%公司", "甲3_%公司", "甲2_%公司", "甲1_%公司", "甲0_%公司"]);
    let other = app.visitor.run(document, json!({ "after": after, "kinds": ["UNIVERSITY"] })).await;
    assert_eq!(other.code(), "CURSOR_MISMATCH");
    assert_eq!(app.visitor.run("{ organizations { nodes { id } } }", json!({})).await.code(), "PAGE_SIZE_INVALID");
    app.finish().await;
}
