//! J1: an office lists an achievement and gets it published.

use lianqiao_tests::{Person, TestApp};
use serde_json::{Value, json};

const LISTING: &str = "listing { id version state hasUnpublishedChanges }";

/// A draft as an officer writes it.
fn draft(officer: &Person) -> Value {
    json!({
        "organizationId": officer.organization,
        "title": { "zh": "石墨烯海水淡化膜", "en": "Graphene membrane for seawater desalination" },
        "problem": { "zh": "传统反渗透膜能耗高" },
        "benefit": { "zh": "能耗降低四成" },
        "readiness": { "level": 6, "basis": "SELF_ASSESSED" },
        "knowHow": "界面聚合的温度曲线不外传",
        "owners": [{ "name": "杨浦大学", "shareBasisPoints": 7000 }, { "name": "江湾研究院", "shareBasisPoints": 3000 }],
        "ipRights": [{ "kind": "PATENT_INVENTION", "number": "202310123456.6", "office": "CN", "status": "IN_FORCE", "filedOn": "2023-10-12" }],
        "inventorsConsent": true,
        "offers": [{
            "code": "UFPL-12", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 36, "paymentMode": "ROYALTY",
            "royalty": { "base": "NET_SALES", "rateBasisPoints": 300 },
            "useFirstPayLater": { "modes": ["DEFERRED", "ROYALTY"], "freeMonths": 12 },
        }],
    })
}

async fn step(who: &Person, field: &str, listing: &mut Value, extra: Value) {
    let mut input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *listing = who.done(field, input, LISTING).await["listing"].clone();
}

#[tokio::test]
async fn an_achievement_is_written_reviewed_mended_published_and_found() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut listing = officer.done("listingCreate", draft(&officer), LISTING).await["listing"].clone();

    // A blank benefit is refused at its place, and the draft is as it was.
    let blank = json!({ "id": listing["id"], "expectedVersion": listing["version"], "benefit": { "zh": "" } });
    assert_eq!(officer.refused("listingUpdate", blank, LISTING).await, ("REQUIRED".into(), "input.benefit".into()));
    let kept = officer.ok("query($id: ID!) { listing(id: $id) { version benefit { zh } } }", json!({ "id": listing["id"] })).await;
    assert_eq!(kept["listing"], json!({ "version": listing["version"], "benefit": { "zh": "能耗降低四成" } }));

    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    app.settle().await;
    assert_eq!(app.subjects_to(&head.email).len(), 1, "the head learns of it");
    // The officer cannot publish what only the head may.
    let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    assert_eq!(officer.refused("listingPublish", input, LISTING).await.0, "FORBIDDEN");

    let notes = json!({ "notes": [{ "path": ["abstract"], "text": "请补充摘要" }, { "path": ["readiness"], "text": "成熟度依据？" }] });
    step(&head, "listingReturn", &mut listing, notes).await;
    assert_eq!(listing["state"], "DRAFT");
    let before = listing["version"].clone();
    step(&officer, "listingUpdate", &mut listing, json!({ "abstract": { "zh": "石墨烯层间通道淡化海水" } })).await;
    assert_ne!(listing["version"], before);
    let diff = "query($id: ID!) { listing(id: $id) { contentVersion diff(fromVersion: 1, toVersion: 2) { path before after } } }";
    let diff = officer.ok(diff, json!({ "id": listing["id"] })).await["listing"]["diff"].clone();
    assert_eq!(diff.as_array().unwrap().len(), 1, "only the changed field shows: {diff}");

    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    step(&head, "listingPublish", &mut listing, json!({})).await;
    assert_eq!(listing["state"], "PUBLISHED");
    app.settle().await;

    // The world finds it in both languages, and reads nothing of the know-how.
    for query in ["海水淡化", "desalination graphene", "desalinaton"] {
        let found =
            app.visitor.ok("query($q: String!) { searchListings(query: $q, first: 5) { nodes { id } } }", json!({ "q": query })).await;
        assert_eq!(found["searchListings"]["nodes"][0]["id"], listing["id"], "{query}");
    }
    let seen = app
        .visitor
        .ok(
            "query($id: ID!) { listing(id: $id) { knowHow title { zh } viewerLayer hiddenSections { section layer } } }",
            json!({ "id": listing["id"] }),
        )
        .await;
    assert_eq!(seen["listing"]["knowHow"], Value::Null);
    assert_eq!(seen["listing"]["viewerLayer"], "PUBLIC");
    assert!(seen["listing"]["hiddenSections"].as_array().unwrap().contains(&json!({ "section": "KNOW_HOW", "layer": "NDA" })));
    let hidden = app.visitor.ok("{ searchListings(query: \"界面聚合的温度曲线\", first: 5) { totalCount } }", json!({})).await;
    assert_eq!(hidden["searchListings"]["totalCount"], 0, "know-how reached the index");

    // Six steps, six lines, each with its actor.
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb actorId } } }";
    let trail = head.ok(trail, json!({ "org": head.organization, "id": listing["id"] })).await["auditEntries"]["nodes"].clone();
    let verbs: Vec<&str> = trail.as_array().unwrap().iter().rev().map(|line| line["verb"].as_str().unwrap()).collect();
    let expected = ["listing.create", "listing.submit", "listing.return", "listing.update", "listing.submit", "listing.publish"];
    assert_eq!(verbs, expected);
    assert!(trail.as_array().unwrap().iter().all(|line| line["actorId"].is_string()));
    app.finish().await;
}

#[tokio::test]
async fn an_offer_to_use_first_needs_the_inventors_consent() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut input = draft(&officer);
    input["inventorsConsent"] = json!(false);
    let mut listing = officer.done("listingCreate", input, LISTING).await["listing"].clone();
    let submit = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    assert_eq!(
        officer.refused("listingSubmit", submit.clone(), LISTING).await,
        ("CONSENT_MISSING".into(), "input.inventorsConsent".into())
    );
    let blockers = "query($id: ID!) { listing(id: $id) { availableTransitions { name blockedBy { code message } } } }";
    let steps = officer.ok(blockers, json!({ "id": listing["id"] })).await["listing"]["availableTransitions"].clone();
    assert!(steps.to_string().contains("CONSENT_MISSING"), "{steps}");
    step(&officer, "listingUpdate", &mut listing, json!({ "inventorsConsent": true })).await;
    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    // Whoever looks at an old version learns of the new one.
    assert_eq!(head.refused("listingPublish", submit, LISTING).await, ("STALE_VERSION".into(), "input.expectedVersion".into()));
    app.finish().await;
}

#[tokio::test]
async fn a_draft_does_not_exist_for_others_whoever_asks_and_however() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let listing = officer.done("listingCreate", draft(&officer), LISTING).await["listing"].clone();
    let unknown = lianqiao::kernel::Id::<lianqiao::kernel::id::Listing>::from_uuid(uuid::Uuid::from_u128(7)).to_string();
    for client in [&app.visitor, &stranger.client] {
        for id in [listing["id"].as_str().unwrap(), &unknown, "nonsense", &officer.user] {
            let seen = client
                .run("query($id: ID!) { listing(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }", json!({ "id": id }))
                .await;
            if id == officer.user || id == "nonsense" {
                continue;
            }
            assert_eq!(seen.0["data"], json!({ "listing": null, "node": null, "nodes": [null] }), "{id}");
        }
    }
    let change = |id: &str| json!({ "id": id, "expectedVersion": 1, "department": "x" });
    let hidden = stranger.mutate("listingUpdate", change(listing["id"].as_str().unwrap()), LISTING).await;
    let absent = stranger.mutate("listingUpdate", change(&unknown), LISTING).await;
    assert_eq!(hidden, absent, "a hidden listing must answer as one that does not exist");
    assert_eq!(hidden["userErrors"][0]["code"], "NOT_FOUND");
    app.finish().await;
}
