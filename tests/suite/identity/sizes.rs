//! Declaring an enterprise's size.

use lianqiao::{identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::TestApp;
use serde_json::{Value, json};

use super::{refusal, version};

fn yuan(wan: i64) -> Value {
    json!({ "currency": "CNY", "minorUnits": (wan * 1_000_000).to_string() })
}

fn declaration(organization: &str, version: i64, staff: i64, revenue: i64) -> Value {
    json!({
        "organizationId": organization, "expectedVersion": version, "industry": "SOFTWARE_IT", "staff": staff, "revenue": yuan(revenue),
        "dataYear": 2025, "evidence": "2025年度审计报告",
    })
}

const SIZE: &str = "organization { size version sizeDeclaration { size industry staff revenue { minorUnits } dataYear evidence isOutdated ruleVersionId } }";

#[tokio::test]
async fn the_class_follows_from_the_figures_and_all_declarations_are_kept() {
    let app = TestApp::start().await;
    let organization = app.enterprise("上海小微软件有限公司", None).await;
    let owner = app.person("owner", &organization, Role::SmeOwner).await;
    let first = version(&owner, &owner.organization).await;
    let payload = owner.done("organizationSizeDeclare", declaration(&owner.organization, first, 99, 5000), SIZE).await;
    let declared = &payload["organization"]["sizeDeclaration"];
    assert_eq!(
        (&payload["organization"]["size"], &declared["size"], &declared["isOutdated"]),
        (&json!("SMALL"), &json!("SMALL"), &json!(false))
    );
    assert_eq!(declared["revenue"]["minorUnits"], "5000000000");
    let stale = owner.refused("organizationSizeDeclare", declaration(&owner.organization, first, 9, 1), SIZE).await;
    assert_eq!(stale, refusal("STALE_VERSION", "input.expectedVersion"));

    app.advance(chrono::Duration::minutes(1));
    let mut old = declaration(&owner.organization, first + 1, 300, 10_000);
    old["dataYear"] = json!(2023);
    let payload = owner.done("organizationSizeDeclare", old, SIZE).await;
    assert_eq!(
        (&payload["organization"]["size"], &payload["organization"]["sizeDeclaration"]["isOutdated"]),
        (&json!("LARGE"), &json!(true))
    );

    let document = "query($id: ID!) { organization(id: $id) { size sizeDeclaration { size } sizeDeclarations(first: 10) { nodes { size evidence } totalCount } } }";
    let inside = owner.ok(document, json!({ "id": owner.organization })).await["organization"]["sizeDeclarations"].clone();
    assert_eq!(
        inside["nodes"].as_array().unwrap().iter().map(|node| node["size"].as_str().unwrap()).collect::<Vec<_>>(),
        ["LARGE", "SMALL"]
    );
    let outside = app.visitor.ok(document, json!({ "id": owner.organization })).await["organization"].clone();
    assert_eq!(
        outside,
        json!({ "size": "LARGE", "sizeDeclaration": null, "sizeDeclarations": null }),
        "the class is public, the figures are not"
    );
    let operator = app.operator().await;
    let staff = operator.ok(document, json!({ "id": owner.organization })).await["organization"]["sizeDeclarations"]["totalCount"].clone();
    assert_eq!(staff, 2);
    app.finish().await;
}

#[tokio::test]
async fn what_cannot_be_classified_changes_nothing() {
    let app = TestApp::start().await;
    let organization = app.enterprise("上海小微软件有限公司", None).await;
    let owner = app.person("owner", &organization, Role::SmeOwner).await;
    let member = app.person("member", &organization, Role::SmeMember).await;
    let at = version(&owner, &owner.organization).await;
    let judge = |change: Value| {
        let (owner, mut input) = (owner.clone(), declaration(&owner.organization, at, 99, 5000));
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        async move { owner.refused("organizationSizeDeclare", input, SIZE).await }
    };
    assert_eq!(judge(json!({ "staff": null })).await, refusal("SIZE_EVIDENCE_MISSING", "input.staff"));
    assert_eq!(judge(json!({ "industry": "CONSTRUCTION" })).await, refusal("SIZE_EVIDENCE_MISSING", "input.assets"));
    assert_eq!(judge(json!({ "staff": -1 })).await, refusal("OUT_OF_RANGE", "input.staff"));
    assert_eq!(judge(json!({ "dataYear": 2027 })).await, refusal("OUT_OF_RANGE", "input.dataYear"));
    assert_eq!(judge(json!({ "evidence": " " })).await, refusal("REQUIRED", "input.evidence"));
    assert_eq!(judge(json!({ "revenue": { "currency": "USD", "minorUnits": "1" } })).await, refusal("INVALID_CURRENCY", "input.revenue"));
    let refused = member.refused("organizationSizeDeclare", declaration(&member.organization, at, 99, 5000), SIZE).await;
    assert_eq!(refused, refusal("FORBIDDEN", ""));
    assert_eq!(version(&owner, &owner.organization).await, at);

    let university = app.organization(OrganizationKind::University, "测试大学", true).await;
    let operator = app.operator().await;
    let input = declaration(&university.id.to_string(), university.version, 99, 5000);
    assert_eq!(operator.refused("organizationSizeDeclare", input, SIZE).await, refusal("SIZE_NOT_APPLICABLE", "input.organizationId"));
    app.finish().await;
}

#[tokio::test]
async fn an_operators_correction_stands_until_it_is_released() {
    let app = TestApp::start().await;
    let organization = app.enterprise("大江集团", Some(50)).await;
    let (owner, operator) = (app.person("owner", &organization, Role::SmeOwner).await, app.operator().await);
    let at = version(&owner, &owner.organization).await;
    let figures = |version: i64, staff: i64| declaration(&owner.organization, version, staff, 20_000);

    let silent = operator.refused("organizationSizeDeclare", figures(at, 1200), SIZE).await;
    assert_eq!(silent, refusal("REASON_REQUIRED", "input.reason"));
    let mut correction = figures(at, 1200);
    correction["reason"] = json!("与年报不符，按社保人数更正。");
    let corrected = operator.done("organizationSizeDeclare", correction, SIZE).await;
    assert_eq!(corrected["organization"]["size"], "LARGE");

    let over = owner.refused("organizationSizeDeclare", figures(at + 1, 9), SIZE).await;
    assert_eq!(over, refusal("SIZE_CORRECTED", "input.organizationId"), "a minute later it would be small again");
    let inside = owner.ok(
        "query($id: ID!) { organization(id: $id) { size sizeDeclaration { correctionReason releasedAt } } }",
        json!({ "id": owner.organization }),
    );
    let declared = json!({ "correctionReason": "与年报不符，按社保人数更正。", "releasedAt": null });
    assert_eq!(inside.await["organization"], json!({ "size": "LARGE", "sizeDeclaration": declared }));

    let release =
        |version: i64| json!({ "organizationId": owner.organization, "expectedVersion": version, "reason": "已提交新的审计报告。" });
    assert_eq!(owner.refused("organizationSizeRelease", release(at + 1), SIZE).await, refusal("FORBIDDEN", ""));
    let released = operator.done("organizationSizeRelease", release(at + 1), SIZE).await;
    assert_eq!(released["organization"]["size"], "LARGE", "it counts until the owner declares anew");
    assert_eq!(operator.refused("organizationSizeRelease", release(at + 2), SIZE).await, refusal("TRANSITION_NOT_ALLOWED", ""));
    let declared = owner.done("organizationSizeDeclare", figures(at + 2, 9), SIZE).await;
    assert_eq!(declared["organization"]["size"], "MICRO");
    app.finish().await;
}
