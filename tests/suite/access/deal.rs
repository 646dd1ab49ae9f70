//! What tenant A did: listings in every state that matters, files, an import, requests and a license, and what follows.

use std::collections::BTreeMap;

use async_trait::async_trait;
use lianqiao::{
    ctx::Ctx,
    outbox::{
        Claimed, Follower,
        worker::{Handler, Outcome, drain},
    },
};
use lianqiao_tests::{Client, PASSWORD, Person, TestApp};
use serde_json::{Value, json};

use super::{advisors, demands, platforms};

pub type Things = BTreeMap<&'static str, String>;
pub type People = BTreeMap<&'static str, Person>;

/// Plays it all; the things by what they are called.
pub async fn done(app: &TestApp, people: &People) -> Things {
    let mut things = files(&people["TTO_OFFICER"]).await;
    things.extend(listings(people, &things).await);
    import(&people["TTO_OFFICER"], &mut things).await;
    demand_import(&people["SME_OWNER"], &mut things).await;
    licenses(app, people, &mut things).await;
    things.extend(demands::made(app, people, &things).await);
    things.extend(platforms::made(people).await);
    things.extend(advisors::made(people, &things).await);
    things.insert("orphan", orphan(&people["REJECTED"], &people["OPERATOR"]).await);
    names(people).await;
    app.settle().await;
    found(app, people, &mut things).await;
    dead_letter(app, &people["OPERATOR"], &mut things).await;
    things
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

async fn files(officer: &Person) -> Things {
    let mut things = Things::new();
    let files: [(&'static str, &str, &[u8]); 4] = [
        ("upload", "a.csv", "成果名称,编号\n涂层,X-1\n电池,X-1\n,X-2\n".as_bytes()),
        ("file_public", "a.txt", "盐雾检测报告".as_bytes()),
        ("file_registered", "b.txt", "中试记录".as_bytes()),
        ("file_internal", "c.txt", "底价测算".as_bytes()),
    ];
    for (name, file, bytes) in files {
        let kept: Value = officer.upload(&officer.organization, file, bytes.to_vec()).await.json().await.unwrap();
        things.insert(name, text(&kept["id"]));
    }
    things
}

/// A listing with something in every section, above and below every layer.
fn content(officer: &Person, things: &Things, name: &str) -> Value {
    let file = |name: &str, layer: &str| json!({ "uploadId": things[name], "kind": "DOCUMENT", "title": { "zh": name }, "layer": layer });
    json!({
        "organizationId": officer.organization, "title": { "zh": name }, "problem": { "zh": "能耗高" }, "benefit": { "zh": "省电" },
        "externalReference": name, "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }],
        "offers": [
            { "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "DEFERRED", "price": { "currency": "CNY", "minorUnits": "100" } },
            { "code": "B", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "DEFERRED", "price": { "currency": "CNY", "minorUnits": "200" } },
        ],
        "knowHow": "第三道工序在四十度下进行。", "inventors": [{ "name": "王工", "shareBasisPoints": 10000 }], "inventorsConsent": true,
        "owners": [{ "name": "杨浦大学", "shareBasisPoints": 10000 }], "contact": { "name": "李老师", "phone": "021-65980000" },
        "funding": { "program": "重点研发计划" }, "secrecy": { "level": "NONE", "cleared": true },
        "attachments": [file("file_public", "PUBLIC"), file("file_registered", "REGISTERED"), file("file_internal", "INTERNAL")],
        "innovationPoints": ["水性体系"], "disclosure": [{ "section": "INNOVATION_POINTS", "layer": "INTERNAL" }],
    })
}

async fn listings(people: &People, files: &Things) -> Things {
    let (officer, head) = (&people["TTO_OFFICER"], &people["TTO_HEAD"]);
    let mut things = Things::new();
    for (name, steps) in [
        ("draft", &[][..]),
        ("submitted", &["Submit"][..]),
        ("published", &["Submit", "Publish"][..]),
        ("suspended", &["Submit", "Publish", "Suspend"][..]),
        ("withdrawn", &["Submit", "Publish", "Withdraw"][..]),
        ("changed", &["Submit", "Return", "Submit", "Publish", "Update"][..]),
    ] {
        let mut listing = officer.done("listingCreate", content(officer, files, name), "listing { id version }").await["listing"].clone();
        for step in steps {
            let who = if ["Submit", "Update"].contains(step) { officer } else { head };
            let mut input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            match *step {
                "Suspend" | "Withdraw" => input["reason"] = json!("正在补正。"),
                "Return" => input["notes"] = json!([{ "text": "请补充检测报告。" }]),
                "Update" => input["title"] = json!({ "zh": "改了名的成果" }),
                _ => {}
            }
            listing = who.done(&format!("listing{step}"), input, "listing { id version }").await["listing"].clone();
        }
        things.insert(name, text(&listing["id"]));
    }
    things
}

/// The id of a listing whose university is rejected after the publication.
async fn orphan(head: &Person, operator: &Person) -> String {
    let input = json!({
        "organizationId": head.organization, "title": { "zh": "orphan" }, "problem": { "zh": "能耗高" }, "benefit": { "zh": "省电" },
        "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000002", "status": "IN_FORCE" }], "inventorsConsent": true,
        "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
    });
    let mut listing = head.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for step in ["listingSubmit", "listingPublish"] {
        let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = head.done(step, input, "listing { id version }").await["listing"].clone();
    }
    judge(operator, &head.organization).await;
    text(&listing["id"])
}

/// An operator's no to an organization or, if it waits with another name, to that.
async fn judge(operator: &Person, organization: &str) {
    let version = operator.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": organization })).await;
    let input = json!({ "id": organization, "expectedVersion": version["organization"]["version"], "reason": "材料不全。" });
    operator.done("organizationReject", input, "organization { id }").await;
}

/// Both want another name: the university waits, the enterprise was told no.
async fn names(people: &People) {
    for (person, name) in [(&people["TTO_HEAD"], "Yangpu University"), (&people["SME_OWNER"], "Little Bridge")] {
        let version = person.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": person.organization })).await;
        let input = json!({ "id": person.organization, "expectedVersion": version["organization"]["version"], "nameEn": name });
        person.done("organizationUpdate", input, "organization { id }").await;
    }
    judge(&people["OPERATOR"], &people["SME_OWNER"].organization).await;
}

async fn import(officer: &Person, things: &mut Things) {
    let start = json!({ "organizationId": officer.organization, "uploadId": things["upload"], "policy": "REJECT_ALL", "dryRun": true, "idempotencyKey": officer.key() });
    things.insert("import", text(&officer.done("importStart", start, "importRun { id }").await["importRun"]["id"]));
    let save =
        json!({ "organizationId": officer.organization, "name": "常用", "mapping": [{ "column": "编号", "field": "externalReference" }] });
    let keep = json!({ "name": "石墨烯", "listings": { "query": "石墨烯" } });
    things.insert("saved_search", text(&officer.done("savedSearchCreate", keep, "savedSearch { id }").await["savedSearch"]["id"]));
    things.insert("preset", text(&officer.done("importPresetSave", save, "importPreset { id }").await["importPreset"]["id"]));
}

/// The enterprise's list of demands, looked at; nothing is written.
async fn demand_import(owner: &Person, things: &mut Things) {
    let uploaded = owner.upload(&owner.organization, "b.csv", "需求名称,编号\n焊缝返修,N-1\n".as_bytes().to_vec()).await;
    let upload = text(&uploaded.json::<Value>().await.unwrap()["id"]);
    let start = json!({ "kind": "DEMAND", "organizationId": owner.organization, "uploadId": upload, "policy": "REJECT_ALL", "dryRun": true, "idempotencyKey": owner.key() });
    things.insert("demand_import", text(&owner.done("importStart", start, "importRun { id }").await["importRun"]["id"]));
    let columns = json!([{ "column": "编号", "field": "externalReference" }]);
    let save = json!({ "kind": "DEMAND", "organizationId": owner.organization, "name": "常用", "mapping": columns });
    things.insert("demand_preset", text(&owner.done("importPresetSave", save, "importPreset { id }").await["importPreset"]["id"]));
    things.insert("demand_upload", upload);
}

/// One request that waits for its answer, and one that was granted.
async fn licenses(app: &TestApp, people: &People, things: &mut Things) {
    let (head, buyer) = (&people["TTO_HEAD"], &people["SME_MEMBER"]);
    let mut requests = Vec::new();
    for offer in ["A", "B"] {
        let ask = json!({
            "listingId": things["published"], "offerCode": offer, "organizationId": buyer.organization, "purpose": "试用", "idempotencyKey": buyer.key(),
        });
        requests.push(buyer.done("licenseRequestSubmit", ask, "licenseRequest { id }").await["licenseRequest"]["id"].clone());
    }
    let grant = json!({
        "id": requests[0], "expectedVersion": 1, "idempotencyKey": head.key(), "effectiveOn": app.ctx.clock.today().to_string(),
        "plan": { "deferred": { "total": { "currency": "CNY", "minorUnits": "100" }, "deferralMonths": 12 } }, "labelUseFirstPayLater": false,
    });
    let granted = head.done("licenseRequestGrant", grant, "licenseRequest { license { id } }").await;
    things.insert("request", text(&requests[0]));
    things.insert("open_request", text(&requests[1]));
    things.insert("license", text(&granted["licenseRequest"]["license"]["id"]));
}

/// What came of it without anybody making it by hand.
async fn found(app: &TestApp, people: &People, things: &mut Things) {
    let (officer, head, owner) = (&people["TTO_OFFICER"], &people["TTO_HEAD"], &people["SME_OWNER"]);
    for (user, seat, person) in [("user_university", "seat_university", head), ("user_enterprise", "seat_enterprise", owner)] {
        let data = person.ok("{ viewer { user { id } memberships { id } } }", json!({})).await;
        things.insert(user, text(&data["viewer"]["user"]["id"]));
        things.insert(seat, text(&data["viewer"]["memberships"][0]["id"]));
    }
    for (invitation, token, manager, holder, role) in [
        ("invitation_university", "token_university", head, officer, "TTO_OFFICER"),
        ("invitation_enterprise", "token_enterprise", owner, &people["SME_MEMBER"], "SME_MEMBER"),
    ] {
        let invite = json!({ "organizationId": manager.organization, "email": "invited@example.com", "roles": [role] });
        things.insert(invitation, text(&manager.done("membershipInvite", invite, "invitation { id }").await["invitation"]["id"]));
        let create =
            json!({ "organizationId": holder.organization, "name": "同步", "scopes": ["READ"], "expiresInDays": 30, "password": PASSWORD });
        let created = holder.done("apiTokenCreate", create, "created { apiToken { id } }").await["created"]["apiToken"]["id"].clone();
        things.insert(token, text(&created));
    }
    let own = officer.ok("{ viewer { sessions(first: 1) { nodes { id } } } }", json!({})).await;
    things.insert("own_session", text(&own["viewer"]["sessions"]["nodes"][0]["id"]));
    let of = |client: &Client, document: &'static str, id: Option<&String>| {
        let (client, id) = (client.clone(), json!({ "id": id }));
        async move { client.ok(document, id).await }
    };
    let rules = of(&app.visitor, "{ rules(first: 1) { nodes { id } } }", None).await;
    things.insert("rule", text(&rules["rules"]["nodes"][0]["id"]));
    let revisions = "query($id: ID!) { listing(id: $id) { revisions(first: 1) { nodes { id } } } }";
    things.insert("revision", text(&of(officer, revisions, things.get("draft")).await["listing"]["revisions"]["nodes"][0]["id"]));
    let problems = "query($id: ID!) { importRun(id: $id) { problems(first: 1) { nodes { id } } } }";
    things.insert("problem", text(&of(officer, problems, things.get("import")).await["importRun"]["problems"]["nodes"][0]["id"]));
    let size = "query($id: ID!) { organization(id: $id) { sizeDeclaration { id } } }";
    things.insert("size", text(&of(owner, size, Some(&owner.organization)).await["organization"]["sizeDeclaration"]["id"]));
    let trail = "query($id: ID!) { auditEntries(organizationId: $id, first: 1) { nodes { id } } }";
    for (name, person) in [("entry_university", head), ("entry_enterprise", owner)] {
        things.insert(name, text(&of(person, trail, Some(&person.organization)).await["auditEntries"]["nodes"][0]["id"]));
    }
    let events = of(officer, "{ viewerEvents(first: 1) { nodes { id } } }", None).await;
    things.insert("event", text(&events["viewerEvents"]["nodes"][0]["id"]));
}

/// A follower that gives up at once.
struct Hopeless;

#[async_trait]
impl Handler for Hopeless {
    async fn handle(&self, _: &Ctx, _: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        batch.iter().map(|_| Outcome::Hopeless("the index choked on it".to_owned())).collect()
    }
}

async fn dead_letter(app: &TestApp, operator: &Client, things: &mut Things) {
    operator.done("searchIndexRebuild", json!({}), "deliveries { pending }").await;
    drain(&app.ctx, &Hopeless).await.unwrap();
    let letters = operator.ok("{ deadLetters(first: 1) { nodes { id } } }", json!({})).await;
    things.insert("letter", text(&letters["deadLetters"]["nodes"][0]["id"]));
}
