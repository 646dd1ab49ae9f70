//! Tenant A and its neighbors: a university and an enterprise that deal with each other, another of each, and the platform.

use std::collections::BTreeMap;

use lianqiao::{
    identity::rules::{Organization, OrganizationKind},
    kernel::{Role, id},
};
use lianqiao_tests::{Client, Person, TestApp};
use serde_json::{Value, json};

/// Everybody. The first eight belong to tenant A or to the platform; `OTHER_..` hold the same role in another
/// university or enterprise. Roles of the platform count everywhere, so they have no other.
pub const CAST: &[&str] = &[
    "TTO_OFFICER",
    "TTO_HEAD",
    "SME_MEMBER",
    "SME_OWNER",
    "ADVISOR",
    "CASE_OFFICER",
    "OPERATOR",
    "OBSERVER",
    "OTHER_TTO_OFFICER",
    "OTHER_TTO_HEAD",
    "OTHER_SME_MEMBER",
    "OTHER_SME_OWNER",
    "VISITOR",
];

/// The stage, and what stands on it.
pub struct World {
    pub app: TestApp,
    pub people: BTreeMap<&'static str, Client>,
    /// Global ids of the things of tenant A, by what they are called in calls.
    pub things: BTreeMap<&'static str, String>,
}

impl World {
    pub async fn set() -> Self {
        let app = TestApp::start().await;
        let university = app.organization(OrganizationKind::University, "杨浦大学", true).await;
        let enterprise = app.enterprise("小桥科技", Some(50)).await;
        let office = app.organization(OrganizationKind::Government, "区科技经济委", true).await;
        let (other_university, other_enterprise) =
            (app.organization(OrganizationKind::University, "江湾大学", true).await, app.enterprise("大江集团", Some(60)).await);
        let platform = app.organization(OrganizationKind::Platform, "技术转移平台", true).await;
        app.settle().await;
        let seats: [(&'static str, &Organization, Role); 12] = [
            ("TTO_OFFICER", &university, Role::TtoOfficer),
            ("TTO_HEAD", &university, Role::TtoHead),
            ("SME_MEMBER", &enterprise, Role::SmeMember),
            ("SME_OWNER", &enterprise, Role::SmeOwner),
            ("ADVISOR", &platform, Role::Advisor),
            ("CASE_OFFICER", &office, Role::CaseOfficer),
            ("OPERATOR", &office, Role::Operator),
            ("OBSERVER", &office, Role::Observer),
            ("OTHER_TTO_OFFICER", &other_university, Role::TtoOfficer),
            ("OTHER_TTO_HEAD", &other_university, Role::TtoHead),
            ("OTHER_SME_MEMBER", &other_enterprise, Role::SmeMember),
            ("OTHER_SME_OWNER", &other_enterprise, Role::SmeOwner),
        ];
        let mut persons = BTreeMap::new();
        for (name, organization, role) in seats {
            persons.insert(name, app.person(&name.to_lowercase(), organization, role).await);
        }
        let mut things = BTreeMap::from([("university", university.id.to_string()), ("enterprise", enterprise.id.to_string())]);
        things.extend(deal(&app, &persons).await);
        let mut people: BTreeMap<&'static str, Client> = persons.into_iter().map(|(name, person)| (name, person.client)).collect();
        people.insert("VISITOR", app.visitor.clone());
        Self { app, people, things }
    }
}

/// Listings in every state that matters, an import, and a request for a license.
async fn deal(app: &TestApp, people: &BTreeMap<&'static str, Person>) -> BTreeMap<&'static str, String> {
    let (officer, head, buyer) = (&people["TTO_OFFICER"], &people["TTO_HEAD"], &people["SME_MEMBER"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut things = BTreeMap::new();
    for (name, steps) in [
        ("draft", &[][..]),
        ("submitted", &["Submit"][..]),
        ("published", &["Submit", "Publish"][..]),
        ("suspended", &["Submit", "Publish", "Suspend"][..]),
    ] {
        let input = json!({
            "organizationId": officer.organization, "title": { "zh": name }, "problem": { "zh": "能耗高" }, "benefit": { "zh": "省电" },
            "externalReference": name, "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }],
            "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "DEFERRED", "price": { "currency": "CNY", "minorUnits": "100" } }],
        });
        let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for step in steps {
            let who = if *step == "Submit" { officer } else { head };
            let mut input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            if *step == "Suspend" {
                input["reason"] = json!("正在补正。");
            }
            listing = who.done(&format!("listing{step}"), input, "listing { id version }").await["listing"].clone();
        }
        things.insert(name, text(&listing["id"]));
    }
    let file = "成果名称,编号\n涂层,X-1\n".as_bytes().to_vec();
    let upload: Value = officer.upload(&officer.organization, "a.csv", file).await.json().await.unwrap();
    things.insert("upload", text(&upload["id"]));
    let start = json!({ "organizationId": officer.organization, "uploadId": upload["id"], "policy": "REJECT_ALL", "dryRun": true, "idempotencyKey": officer.key() });
    things.insert("import", text(&officer.done("importStart", start, "importRun { id }").await["importRun"]["id"]));
    let save =
        json!({ "organizationId": officer.organization, "name": "常用", "mapping": [{ "column": "编号", "field": "externalReference" }] });
    things.insert("preset", text(&officer.done("importPresetSave", save, "importPreset { id }").await["importPreset"]["id"]));
    let ask = json!({
        "listingId": things["published"], "offerCode": "A", "organizationId": buyer.organization, "purpose": "试用", "idempotencyKey": buyer.key(),
    });
    let request = buyer.done("licenseRequestSubmit", ask, "licenseRequest { id }").await["licenseRequest"]["id"].clone();
    let grant = json!({
        "id": request, "expectedVersion": 1, "idempotencyKey": head.key(), "effectiveOn": app.ctx.clock.today().to_string(),
        "plan": { "deferred": { "total": { "currency": "CNY", "minorUnits": "100" }, "deferralMonths": 12 } }, "labelUseFirstPayLater": false,
    });
    let granted = head.done("licenseRequestGrant", grant, "licenseRequest { license { id } }").await;
    things.insert("request", text(&request));
    things.insert("license", text(&granted["licenseRequest"]["license"]["id"]));
    app.settle().await;
    for (name, person) in [("head", head), ("owner", &people["SME_OWNER"])] {
        let data = person.ok("{ viewer { user { id } memberships { id } } }", json!({})).await;
        things.insert(if name == "head" { "user_university" } else { "user_enterprise" }, text(&data["viewer"]["user"]["id"]));
        let seat = if name == "head" { "seat_university" } else { "seat_enterprise" };
        things.insert(seat, text(&data["viewer"]["memberships"][0]["id"]));
    }
    for (name, manager, holder, role) in
        [("university", head, officer, "TTO_OFFICER"), ("enterprise", &people["SME_OWNER"], buyer, "SME_MEMBER")]
    {
        let invite = json!({ "organizationId": manager.organization, "email": "invited@example.com", "roles": [role] });
        let invitation = manager.done("membershipInvite", invite, "invitation { id }").await["invitation"]["id"].clone();
        let create = json!({ "organizationId": holder.organization, "name": "同步", "scopes": ["READ"], "expiresInDays": 30 });
        let token = holder.done("apiTokenCreate", create, "created { apiToken { id } }").await["created"]["apiToken"]["id"].clone();
        let (of_invitation, of_token) = if name == "university" {
            ("invitation_university", "token_university")
        } else {
            ("invitation_enterprise", "token_enterprise")
        };
        things.insert(of_invitation, text(&invitation));
        things.insert(of_token, text(&token));
    }
    let rules = app.visitor.ok("{ rules(first: 1) { nodes { id } } }", json!({})).await;
    things.insert("rule", text(&rules["rules"]["nodes"][0]["id"]));
    things.insert("session", app.ctx.new_id::<id::Session>().to_string());
    things.insert("login", app.ctx.new_id::<id::LinkedLogin>().to_string());
    things.insert("nothing", app.ctx.new_id::<id::Delivery>().to_string());
    things
}
