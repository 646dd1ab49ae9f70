//! What an office is shown of what others will see, and what everybody is told of the terms before they ask.

use lianqiao::{
    kernel::Role,
    listing::{disclosure::default_layer, vocabulary::ListingSection},
};
use lianqiao_tests::{Client, Person, TestApp};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

/// Everything that the page of an achievement shows, and whatever else a layer decides about.
const SHOWN: &str = "id state version contentVersion publishedAt updatedAt viewerLayer hiddenSections { section layer } title { zh en } abstract { zh } \
    problem { zh } benefit { zh } scenarios { zh } appliedCases { zh } kind keywords readiness { level } ipRights { kind number } innovationPoints \
    indicators { name value } knowHow inventors { name role lead shareBasisPoints } inventorsConsent owners { name shareBasisPoints } \
    contact { name phone email } funding { stateFunded program } secrecy { level } offers { code price { minorUnits } } \
    attachments { uploadId } disclosure { section } externalReference completeness { score } viewerCanEdit hasUnpublishedChanges \
    availableTransitions { name } reviews { verdict } shownUntil";

async fn seen(who: &Client, id: &Value) -> Value {
    who.ok(&format!("query($id: ID!) {{ listing(id: $id) {{ {SHOWN} }} }}"), json!({ "id": id })).await["listing"].clone()
}

async fn foreseen(who: &Client, id: &Value, layer: &str) -> Value {
    let document = format!("query($id: ID!, $layer: DisclosureLayer!) {{ listing(id: $id) {{ asSeenBy(layer: $layer) {{ {SHOWN} }} }} }}");
    who.ok(&document, json!({ "id": id, "layer": layer })).await["listing"]["asSeenBy"].clone()
}

/// A published listing that says something in every section, with these choices of layers.
async fn published(officer: &Person, head: &Person, disclosure: Value) -> Value {
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": "石墨烯涂层" }, "abstract": { "zh": "摘要" }, "problem": { "zh": "问题" },
        "benefit": { "zh": "效益" }, "scenarios": { "zh": "船舶" }, "appliedCases": { "zh": "码头" }, "kind": "MATERIAL", "keywords": ["涂层"],
        "readiness": { "level": 6, "basis": "SELF_ASSESSED" }, "innovationPoints": ["薄"], "indicators": [{ "name": "盐雾", "value": "3000" }],
        "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }], "knowHow": "配方",
        "inventors": [{ "name": "王", "lead": true, "shareBasisPoints": 10000 }], "owners": [{ "name": "杨浦大学", "shareBasisPoints": 10000 }],
        "contact": { "name": "李", "phone": "021-65980000" }, "funding": { "stateFunded": true, "program": "计划" },
        "secrecy": { "level": "NONE", "cleared": true },
        "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
        "disclosure": disclosure,
    });
    let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, step) in [(officer, "listingSubmit"), (head, "listingPublish")] {
        let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(step, input, "listing { id version }").await["listing"].clone();
    }
    listing
}

#[tokio::test]
async fn what_an_office_foresees_is_what_others_get() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let enterprise = app.enterprise("上海联桥科技有限公司", None).await;
    let owner = app.person("owner", &enterprise, Role::SmeOwner).await;
    // Every section at every layer, one after the other, and all of them as they come.
    let choices = ListingSection::iter().flat_map(|section| {
        ["PUBLIC", "REGISTERED", "NDA", "INTERNAL"].map(|layer| json!([{ "section": section.to_string(), "layer": layer }]))
    });
    for choice in choices.chain([json!([])]) {
        if choice[0]["section"] == "KNOW_HOW" && matches!(choice[0]["layer"].as_str(), Some("PUBLIC" | "REGISTERED")) {
            continue;
        }
        let id = published(&officer, &head, choice.clone()).await["id"].clone();
        for (caller, layer) in [(&app.visitor, "PUBLIC"), (&owner.client, "REGISTERED"), (&stranger.client, "REGISTERED")] {
            assert_eq!(foreseen(&officer, &id, layer).await, seen(caller, &id).await, "{choice} {layer}");
        }
    }
    app.finish().await;
}

#[tokio::test]
async fn a_preview_is_of_what_was_written_last_and_for_the_house_alone() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let operator = app.operator().await;
    let (stranger, _) = app.office("江湾大学").await;
    let listing = published(&officer, &head, json!([{ "section": "IP_RIGHTS", "layer": "NDA" }])).await;
    let change = json!({ "id": listing["id"], "expectedVersion": listing["version"], "title": { "zh": "新题目" } });
    officer.done("listingUpdate", change, "listing { id }").await;
    let id = listing["id"].clone();
    for who in [&officer.client, &operator.client] {
        let public = foreseen(who, &id, "PUBLIC").await;
        assert_eq!((&public["title"]["zh"], &public["ipRights"], &public["knowHow"]), (&json!("新题目"), &json!([]), &Value::Null));
        let party = foreseen(who, &id, "NDA").await;
        assert_eq!((party["ipRights"].as_array().unwrap().len(), &party["knowHow"]), (1, &json!("配方")));
        assert_eq!(party["inventors"][0]["shareBasisPoints"], Value::Null, "shares are a matter of the house");
        assert_eq!(foreseen(who, &id, "INTERNAL").await, seen(who, &id).await);
    }
    for hidden in public_hidden(&foreseen(&officer, &id, "PUBLIC").await) {
        assert!(hidden.1 != "PUBLIC", "{hidden:?}");
    }
    let registered = foreseen(&officer, &id, "REGISTERED").await;
    let kept: Vec<String> = public_hidden(&registered).into_iter().map(|(section, _)| section).collect();
    assert_eq!(kept, ["IP_RIGHTS", "KNOW_HOW"]);
    assert_eq!(default_layer(ListingSection::KnowHow).to_string(), "NDA");
    for outsider in [&app.visitor, &stranger.client] {
        assert_eq!(foreseen(outsider, &id, "PUBLIC").await, Value::Null);
        assert_eq!(seen(outsider, &id).await["title"]["zh"], "石墨烯涂层");
    }
    app.finish().await;
}

fn public_hidden(listing: &Value) -> Vec<(String, String)> {
    let hidden = listing["hiddenSections"].as_array().unwrap().iter();
    hidden.map(|hidden| (hidden["section"].as_str().unwrap().to_owned(), hidden["layer"].as_str().unwrap().to_owned())).collect()
}

const TERMS: &str = "query($id: ID!) { listing(id: $id) { viewerCanRequest viewerRequestBlockedBy { code message } } \
    licenseOfferExamples(listingId: $id) { offerCode paymentMode useFirstPayLater startsOn endsOn payments { ordinal dueOn trigger amount { minorUnits } } } }";

#[tokio::test]
async fn everybody_is_told_what_would_fall_due_and_whoever_may_not_ask_is_told_why() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let enterprise = app.enterprise("上海联桥科技有限公司", None).await;
    let owner = app.person("owner", &enterprise, Role::SmeOwner).await;
    let waiting = app.organization(lianqiao::identity::rules::OrganizationKind::Enterprise, "上海待核验有限公司", false).await;
    let waiting = app.person("waiting", &waiting, Role::SmeOwner).await;
    let offer = |code: &str, mode: &str, price: Option<&str>, later: Value| {
        json!({
            "code": code, "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 36, "paymentMode": mode, "useFirstPayLater": later,
            "price": price.map(|price| json!({ "currency": "CNY", "minorUnits": price })), "priceMethod": price.map(|_| "AGREEMENT"),
            "negotiable": price.is_none(),
        })
    };
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": "涂层" }, "problem": { "zh": "a" }, "benefit": { "zh": "b" }, "inventorsConsent": true,
        "inventors": [{ "name": "王", "lead": true }],
        "offers": [
            offer("LATER", "LUMP_SUM", Some("12000000"), json!({ "modes": ["DEFERRED"], "freeMonths": 12 })),
            offer("PARTS", "INSTALMENT", Some("1000001"), Value::Null),
            offer("TALK", "LUMP_SUM", None, Value::Null),
        ],
    });
    let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    let before = officer.ok(TERMS, json!({ "id": listing["id"] })).await;
    assert_eq!(before["listing"]["viewerRequestBlockedBy"][0]["code"], "LISTING_NOT_OPEN");
    assert_eq!(app.visitor.ok(TERMS, json!({ "id": listing["id"] })).await, json!({ "listing": null, "licenseOfferExamples": [] }));
    for (who, step) in [(&officer, "listingSubmit"), (&head, "listingPublish")] {
        let input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(step, input, "listing { id version }").await["listing"].clone();
    }
    let today = app.ctx.clock.today();
    let month = |count: u32| lianqiao::kernel::date::add_months(today, count).to_string();
    let told = app.visitor.ok(TERMS, json!({ "id": listing["id"] })).await;
    let examples = &told["licenseOfferExamples"];
    assert_eq!(
        examples.as_array().unwrap().len(),
        1,
        "of what is to be agreed, parts among it, nobody can say what falls due: {examples:#}"
    );
    assert_eq!(
        (&examples[0]["offerCode"], &examples[0]["useFirstPayLater"], &examples[0]["endsOn"]),
        (&json!("LATER"), &json!(true), &json!(month(36)))
    );
    let whole = json!([{ "ordinal": 1, "dueOn": month(12), "trigger": "DATE", "amount": { "minorUnits": "12000000" } }]);
    assert_eq!(examples[0]["payments"], whole);
    for (who, code) in [
        (&app.visitor, "UNAUTHENTICATED"),
        (&officer.client, "OWN_LISTING"),
        (&stranger.client, "ENTERPRISE_SEAT_MISSING"),
        (&waiting.client, "ORGANIZATION_NOT_VERIFIED"),
    ] {
        let listing = who.ok(TERMS, json!({ "id": listing["id"] })).await["listing"].clone();
        assert_eq!((&listing["viewerCanRequest"], &listing["viewerRequestBlockedBy"][0]["code"]), (&json!(false), &json!(code)));
        assert!(!listing["viewerRequestBlockedBy"][0]["message"].as_str().unwrap().is_empty());
    }
    let listing = owner.ok(TERMS, json!({ "id": listing["id"] })).await["listing"].clone();
    assert_eq!(listing, json!({ "viewerCanRequest": true, "viewerRequestBlockedBy": [] }));
    app.finish().await;
}
