//! What becomes of a verified name: other names wait, and a verification that is taken back hides what it vouched for.

use lianqiao::{identity::rules::OrganizationKind, kernel::Role};
use lianqiao_tests::{Client, Person, TestApp};
use serde_json::{Value, json};

use super::{newcomer, refusal, version};

const CHANGE: &str =
    "organization { verification verificationNote nameZh creditCode website version pendingChange { nameZh creditCode requestedAt } }";

/// The organization as `client` sees it.
async fn seen(client: &Client, id: &str) -> Value {
    let document = "query($id: ID!) { organization(id: $id) { nameZh verification pendingChange { nameZh } } }";
    client.ok(document, json!({ "id": id })).await["organization"].clone()
}

/// Names of the organizations that wait with a change, as far as `client` sees them.
async fn waiting(client: &Client) -> Value {
    let document = "{ organizations(first: 10, filter: { hasPendingChange: true }) { nodes { nameZh } totalCount } }";
    client.ok(document, json!({})).await["organizations"].clone()
}

/// Names of the holders of what a search for `text` finds.
async fn holders(client: &Client, text: &str) -> Value {
    let document = "query($text: String!) { searchListings(query: $text, first: 10) { nodes { organization { nameZh } } } }";
    client.ok(document, json!({ "text": text })).await["searchListings"]["nodes"].clone()
}

/// A listing that the world sees; its global id.
async fn published(app: &TestApp, officer: &Person, head: &Person) -> String {
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": "低温固化涂层" }, "problem": { "zh": "能耗高" }, "benefit": { "zh": "省电" },
        "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }],
        "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "DEFERRED", "price": { "currency": "CNY", "minorUnits": "100" } }],
    });
    let listing = officer.done("listingCreate", input, "listing { id }").await["listing"]["id"].as_str().unwrap().to_owned();
    for (who, transition) in [(officer, "SUBMIT"), (head, "PUBLISH")] {
        let input = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": { "organizationId": officer.organization } });
        who.done("listingBulkTransition", input, "report { changedCount }").await;
    }
    app.settle().await;
    listing
}

fn update(id: &str, version: i64, change: Value) -> Value {
    let mut input = json!({ "id": id, "expectedVersion": version });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn a_verified_name_stands_until_an_operator_approves_another() {
    let app = TestApp::start().await;
    let ((officer, head), operator) = (app.office("测试大学").await, app.operator().await);
    let id = head.organization.as_str();
    let listing = published(&app, &officer, &head).await;
    let now = version(&head, id).await;

    let asked = head.done("organizationUpdate", update(id, now, json!({ "nameZh": "清华园", "website": "test.example" })), CHANGE).await;
    let asked = &asked["organization"];
    assert_eq!((&asked["verification"], &asked["nameZh"]), (&json!("VERIFIED"), &json!("测试大学")));
    assert_eq!((&asked["website"], &asked["pendingChange"]["nameZh"]), (&json!("https://test.example/"), &json!("清华园")));
    app.settle().await;
    let outside = json!({ "nameZh": "测试大学", "verification": "VERIFIED", "pendingChange": null });
    for outsider in [&app.visitor, &newcomer(&app, "stranger@firm.example").await] {
        assert_eq!(seen(outsider, id).await, outside);
        assert_eq!(waiting(outsider).await, json!({ "nodes": [], "totalCount": 0 }), "what it asked for is its own business");
    }
    assert_eq!(waiting(&operator).await, json!({ "nodes": [{ "nameZh": "测试大学" }], "totalCount": 1 }));
    let document = "query($id: ID!) { listing(id: $id) { organization { nameZh } } }";
    let shown = app.visitor.ok(document, json!({ "id": listing })).await;
    assert_eq!(shown["listing"]["organization"]["nameZh"], "测试大学", "nobody poses under a verified seal");
    assert_eq!(holders(&app.visitor, "清华园").await, json!([]));

    let too_early = json!({ "id": id, "expectedVersion": now, "reason": "未提供更名批文。" });
    assert_eq!(
        operator.refused("organizationReject", too_early, CHANGE).await,
        refusal("STALE_VERSION", "input.expectedVersion"),
        "an operator who has not seen the wish decides nothing about it"
    );
    let reject = json!({ "id": id, "expectedVersion": now + 1, "reason": "未提供更名批文。" });
    let rejected = operator.done("organizationReject", reject, CHANGE).await["organization"].clone();
    assert_eq!((&rejected["verification"], &rejected["pendingChange"]), (&json!("VERIFIED"), &json!(null)));
    assert_eq!(rejected["verificationNote"], "未提供更名批文。");
    app.settle().await;
    assert!(app.subjects_to(&head.email).contains(&"The change of 测试大学 was not approved".to_owned()));

    head.done("organizationUpdate", update(id, now + 2, json!({ "nameZh": "清华园" })), CHANGE).await;
    let back = head.done("organizationUpdate", update(id, now + 3, json!({ "nameZh": "测试大学" })), CHANGE).await;
    assert_eq!(back["organization"]["pendingChange"], json!(null), "taken back");
    let nothing = json!({ "id": id, "expectedVersion": now + 4 });
    assert_eq!(operator.refused("organizationVerify", nothing, CHANGE).await, refusal("TRANSITION_NOT_ALLOWED", ""));

    head.done("organizationUpdate", update(id, now + 4, json!({ "nameZh": "测试理工大学" })), CHANGE).await;
    head.done("organizationUpdate", update(id, now + 5, json!({ "nameEn": "Test University" })), CHANGE).await;
    operator.done("organizationVerify", json!({ "id": id, "expectedVersion": now + 6 }), CHANGE).await;
    assert_eq!(seen(&app.visitor, id).await["nameZh"], "测试理工大学");
    app.settle().await;
    assert_eq!(holders(&app.visitor, "理工").await, json!([{ "organization": { "nameZh": "测试理工大学" } }]));
    app.finish().await;
}

#[tokio::test]
async fn a_credit_code_that_waits_holds_nothing_and_takes_nothing() {
    let app = TestApp::start().await;
    let organization = app.organization(OrganizationKind::University, "测试大学", true).await;
    let other = app.organization(OrganizationKind::University, "别的大学", true).await;
    let head = app.person("head", &organization, Role::TtoHead).await;
    let id = head.organization.as_str();
    let taken = update(id, organization.version, json!({ "creditCode": other.credit_code }));
    assert_eq!(head.refused("organizationUpdate", taken, CHANGE).await, refusal("ORGANIZATION_EXISTS", "input.creditCode"));

    let wish = update(id, organization.version, json!({ "creditCode": "91350100M000100Y43" }));
    let asked = head.done("organizationUpdate", wish, CHANGE).await["organization"].clone();
    assert_eq!(
        (&asked["creditCode"], &asked["pendingChange"]["creditCode"]),
        (&json!(organization.credit_code), &json!("91350100M000100Y43"))
    );
    let owner = newcomer(&app, "owner@firm.example").await;
    let firm = json!({ "kind": "ENTERPRISE", "nameZh": "联桥公司", "creditCode": "91350100M000100Y43", "country": "CN", "idempotencyKey": owner.key() });
    owner.done("organizationRegister", firm, "organization { id }").await;
    let verify = json!({ "id": id, "expectedVersion": organization.version + 1 });
    let operator = app.operator().await;
    assert_eq!(operator.refused("organizationVerify", verify, CHANGE).await, refusal("ORGANIZATION_EXISTS", "input.creditCode"));
    app.finish().await;
}

#[tokio::test]
async fn what_a_change_meets_on_its_way() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("测试大学").await;
    let (id, now) = (head.organization.as_str(), version(&head, &head.organization).await);
    assert_eq!(officer.refused("organizationUpdate", update(id, now, json!({})), CHANGE).await, refusal("FORBIDDEN", ""));
    let stale = head.mutate("organizationUpdate", update(id, now - 1, json!({ "website": null })), CHANGE).await;
    assert_eq!((&stale["userErrors"][0]["code"], &stale["userErrors"][0]["details"]["current"]), (&json!("STALE_VERSION"), &json!(now)));
    let pending = app.organization(OrganizationKind::University, "待核验大学", false).await;
    let hidden = head.refused("organizationUpdate", update(&pending.id.to_string(), 1, json!({})), CHANGE).await;
    assert_eq!(hidden, refusal("NOT_FOUND", "input.id"));
    let unknown = app.ctx.new_id::<lianqiao::kernel::id::Organization>().to_string();
    assert_eq!(head.refused("organizationUpdate", update(&unknown, 1, json!({})), CHANGE).await, hidden, "hidden is as good as absent");
    let foreign = head.refused("organizationUpdate", update(&head.user, 1, json!({})), CHANGE).await;
    assert_eq!(foreign, refusal("INVALID_ID", "input.id"));
    app.finish().await;
}

#[tokio::test]
async fn listings_disappear_with_the_verification_and_come_back_with_it() {
    let app = TestApp::start().await;
    let ((officer, head), operator) = (app.office("测试大学").await, app.operator().await);
    let buyer = app.person("buyer", &app.enterprise("小桥科技", Some(50)).await, Role::SmeOwner).await;
    let listing = published(&app, &officer, &head).await;
    let ask = |person: &Person| json!({ "listingId": listing, "offerCode": "A", "organizationId": person.organization, "purpose": "试用", "idempotencyKey": person.key() });
    let request = buyer.done("licenseRequestSubmit", ask(&buyer), "licenseRequest { id version }").await["licenseRequest"].clone();

    let id = head.organization.as_str();
    let reject = json!({ "id": id, "expectedVersion": version(&head, id).await, "reason": "事业单位法人证书已注销。" });
    operator.done("organizationReject", reject, CHANGE).await;
    // Before the index has followed, too: rights are looked up in the database.
    for _ in 0..2 {
        for outsider in [&app.visitor, &buyer.client] {
            let document = "query($id: ID!) { listing(id: $id) { id } listings(first: 10) { nodes { id } totalCount } }";
            let world = outsider.ok(document, json!({ "id": listing })).await;
            assert_eq!(world, json!({ "listing": null, "listings": { "nodes": [], "totalCount": 0 } }));
            assert_eq!(holders(outsider, "涂层").await, json!([]));
        }
        app.settle().await;
    }
    let late = app.person("late", &app.enterprise("后来科技", Some(50)).await, Role::SmeOwner).await;
    assert_eq!(late.refused("licenseRequestSubmit", ask(&late), "licenseRequest { id }").await, refusal("NOT_FOUND", "input.listingId"));
    let grant = json!({
        "id": request["id"], "expectedVersion": request["version"], "idempotencyKey": head.key(), "effectiveOn": app.ctx.clock.today().to_string(),
        "plan": { "deferred": { "total": { "currency": "CNY", "minorUnits": "100" }, "deferralMonths": 12 } }, "labelUseFirstPayLater": false,
    });
    let refused = head.refused("licenseRequestGrant", grant, "licenseRequest { id }").await;
    assert_eq!(refused.0, "ORGANIZATION_NOT_VERIFIED", "{refused:?}");

    operator.done("organizationVerify", json!({ "id": id, "expectedVersion": version(&head, id).await }), CHANGE).await;
    app.settle().await;
    assert_eq!(holders(&app.visitor, "涂层").await, json!([{ "organization": { "nameZh": "测试大学" } }]));
    app.finish().await;
}
