//! What happens to a published listing when something happens to its rights: an exclusive license, an unpaid fee, bad
//! news, a transfer.

use chrono::Duration;
use lianqiao::{
    kernel::{Id, date::add_months, id},
    listing::{self, ContentPatch, ImportRow, RowEffect, content::ListingContent, vocabulary::IpStatus},
};
use lianqiao_tests::{Client, Person, STAGE, TestApp};
use serde_json::{Value, json};

const LISTING: &str = "listing { id version state suspension licensedUntil revisionState }";
const RIGHT: &str = "202310123456.6";

/// A draft with an offer under a patent whose fee is paid until the end of 2026.
fn draft(officer: &Person, title: &str) -> Value {
    json!({
        "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "问题" }, "benefit": { "zh": "效益" },
        "ipRights": [right(json!({}))],
        "offers": [{ "code": "STD", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "LUMP_SUM" }],
    })
}

/// The patent, with something changed.
fn right(change: Value) -> Value {
    let mut right = json!({
        "kind": "PATENT_INVENTION", "number": RIGHT, "office": "CN", "status": "IN_FORCE", "filedOn": "2023-10-12", "feePaidUntil": "2026-12-31",
    });
    right.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    right
}

fn at(listing: &Value) -> Value {
    json!({ "id": listing["id"], "expectedVersion": listing["version"] })
}

async fn step(who: &Client, field: &str, listing: &mut Value, extra: Value) {
    let mut input = at(listing);
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *listing = who.done(field, input, LISTING).await["listing"].clone();
}

async fn published(officer: &Person, head: &Person, input: Value) -> Value {
    let mut listing = officer.done("listingCreate", input, LISTING).await["listing"].clone();
    step(officer, "listingSubmit", &mut listing, json!({})).await;
    step(head, "listingPublish", &mut listing, json!({})).await;
    listing
}

async fn now(who: &Client, listing: &Value) -> Value {
    let query = format!("query($id: ID!) {{ {} }}", LISTING.replacen("listing", "listing(id: $id)", 1));
    who.ok(&query, json!({ "id": listing["id"] })).await["listing"].clone()
}

fn standing(listing: &Value) -> (&str, Option<&str>, Option<&str>) {
    (listing["state"].as_str().unwrap(), listing["suspension"].as_str(), listing["licensedUntil"].as_str())
}

async fn is_shown(app: &TestApp, listing: &Value) -> bool {
    let seen = app.visitor.ok("query($id: ID!) { listing(id: $id) { id } }", json!({ "id": listing["id"] })).await;
    seen["listing"].is_object()
}

async fn look(app: &TestApp) -> usize {
    listing::look_after_due(&app.ctx, 100).await.unwrap()
}

/// What signing an exclusive license until `until` does to the listing.
async fn license(app: &TestApp, listing: &Value, until: &str) {
    let id: Id<id::Listing> = listing["id"].as_str().unwrap().parse().unwrap();
    let tx = app.ctx.begin().await.unwrap();
    listing::mark_exclusively_licensed(&app.ctx, &tx, &STAGE, id, until.parse().unwrap()).await.unwrap();
    tx.commit().await.unwrap();
}

/// The trail of a listing, oldest first: verb, details, and names of the rules that decided.
async fn trail(who: &Client, organization: &str, listing: &Value) -> Vec<(String, Value, Vec<String>)> {
    let query = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 50) { nodes { verb details ruleVersionIds } } }";
    let lines = who.ok(query, json!({ "org": organization, "id": listing["id"] })).await["auditEntries"]["nodes"].clone();
    let mut told = Vec::new();
    for line in lines.as_array().unwrap().iter().rev() {
        let mut rules = Vec::new();
        for id in line["ruleVersionIds"].as_array().unwrap() {
            let rule = who.ok("query($id: ID!) { ruleVersion(id: $id) { ruleId } }", json!({ "id": id })).await;
            rules.push(rule["ruleVersion"]["ruleId"].as_str().unwrap().to_owned());
        }
        told.push((line["verb"].as_str().unwrap().to_owned(), line["details"].clone(), rules));
    }
    told
}

#[tokio::test]
async fn an_exclusive_license_hides_a_listing_until_it_is_over_and_no_longer() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut listing = published(&officer, &head, draft(&officer, "独占成果")).await;
    license(&app, &listing, "2026-12-10").await;
    listing = now(&head, &listing).await;
    assert_eq!(standing(&listing), ("SUSPENDED", Some("LICENSED"), Some("2026-12-10")));
    assert!(!is_shown(&app, &listing).await);

    let refused = head.mutate("listingResume", at(&listing), LISTING).await["userErrors"][0].clone();
    assert_eq!((&refused["code"], &refused["details"]["until"]), (&json!("EXCLUSIVITY_CONFLICT"), &json!("2026-12-10")));
    let steps = "query($id: ID!) { listing(id: $id) { availableTransitions { name blockedBy { code until ruleCitation } } } }";
    let steps = head.ok(steps, json!({ "id": listing["id"] })).await["listing"]["availableTransitions"].clone();
    let resume = steps.as_array().unwrap().iter().find(|step| step["name"] == "RESUME").unwrap();
    assert_eq!((&resume["blockedBy"][0]["code"], &resume["blockedBy"][0]["until"]), (&json!("EXCLUSIVITY_CONFLICT"), &json!("2026-12-10")));
    assert!(resume["blockedBy"][0]["ruleCitation"].is_string());

    // A second license that lasts longer moves the day, a shorter one does not.
    license(&app, &listing, "2026-12-20").await;
    license(&app, &listing, "2026-12-01").await;
    assert_eq!(standing(&now(&head, &listing).await), ("SUSPENDED", Some("LICENSED"), Some("2026-12-20")));
    app.advance(Duration::days(27));
    assert_eq!((app.ctx.clock.today().to_string().as_str(), look(&app).await), ("2026-12-20", 0), "the last day itself counts");
    app.advance(Duration::days(1));
    assert_eq!((look(&app).await, look(&app).await), (1, 0));
    app.settle().await;
    assert!(is_shown(&app, &listing).await);
    let head = app.sign_in(&head.email).await;
    assert_eq!(standing(&now(&head, &listing).await), ("PUBLISHED", None, Some("2026-12-20")));
    app.finish().await;
}

#[tokio::test]
async fn who_hid_a_listing_before_it_was_licensed_shows_it_again_and_not_before_the_license_is_over() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let operator = app.operator().await;
    let mut listing = published(&officer, &head, draft(&officer, "被举报的成果")).await;
    step(&operator, "listingSuspend", &mut listing, json!({ "reason": "有人投诉权属" })).await;
    license(&app, &listing, "2026-11-30").await;
    let seen = now(&operator, &listing).await;
    assert_eq!(standing(&seen), ("SUSPENDED", Some("OPERATOR"), Some("2026-11-30")), "the reason stays, the license is known");
    let last = trail(&head, &head.organization, &listing).await.pop().unwrap();
    assert_eq!((last.0.as_str(), &last.1["licensedUntil"]), ("listing.license_exclusively", &json!("2026-11-30")));
    assert_eq!(last.2, ["listing.auto_suspend_reasons"]);
    assert_eq!(operator.refused("listingResume", at(&seen), LISTING).await.0, "EXCLUSIVITY_CONFLICT");

    app.advance(Duration::days(8));
    assert_eq!(look(&app).await, 0, "the program does not undo what an operator did");
    let (head, operator) = (app.sign_in(&head.email).await, app.sign_in(&operator.email).await);
    assert_eq!(head.refused("listingResume", at(&seen), LISTING).await.0, "FORBIDDEN");
    let mut seen = seen;
    step(&operator, "listingResume", &mut seen, json!({})).await;
    assert!(is_shown(&app, &listing).await);
    app.finish().await;
}

#[tokio::test]
async fn what_became_secret_meanwhile_is_not_shown_again_by_itself() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut listing = published(&officer, &head, draft(&officer, "后来涉密")).await;
    license(&app, &listing, "2026-11-30").await;
    listing = now(&officer, &listing).await;
    step(&officer, "listingUpdate", &mut listing, json!({ "secrecy": { "level": "STATE_SECRET", "cleared": false } })).await;
    app.advance(Duration::days(8));
    assert_eq!((look(&app).await, look(&app).await), (1, 0));
    let head = app.sign_in(&head.email).await;
    assert_eq!(standing(&now(&head, &listing).await), ("SUSPENDED", Some("LICENSED"), Some("2026-11-30")));
    assert_eq!(head.refused("listingResume", at(&listing), LISTING).await, ("SECRECY_NOT_CLEARED".into(), "input.secrecy".into()));
    app.finish().await;
}

#[tokio::test]
async fn an_unpaid_fee_hides_the_offer_when_the_time_to_pay_late_is_over() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let listing = published(&officer, &head, draft(&officer, "忘缴年费")).await;
    let mut told = draft(&officer, "没有许可条件");
    told["offers"] = json!([]);
    let told = published(&officer, &head, told).await;
    let last_day = add_months("2026-12-31".parse().unwrap(), 6);
    app.advance(Duration::days((last_day - app.ctx.clock.today()).num_days()));
    assert_eq!(look(&app).await, 0);
    app.advance(Duration::days(1));
    assert_eq!((look(&app).await, look(&app).await), (1, 0));
    app.settle().await;
    assert!(!is_shown(&app, &listing).await && is_shown(&app, &told).await, "only what is offered rests on its rights");

    let (officer, seat) = (app.sign_in(&officer.email).await, head.organization.clone());
    let head = app.sign_in(&head.email).await;
    let mut listing = now(&head, &listing).await;
    assert_eq!(standing(&listing), ("SUSPENDED", Some("FEE_LAPSED"), None));
    let last = trail(&head, &seat, &listing).await.pop().unwrap();
    assert_eq!((last.0.as_str(), &last.1["suspension"]), ("listing.suspend", &json!("FEE_LAPSED")));
    assert_eq!(last.2, ["listing.auto_suspend_reasons", "patent.fee_grace_months"]);
    // It is asked about what would be shown: taking the offer out of the working copy does not help.
    let unpaid = ("FEE_OVERDUE".to_owned(), "input.ipRights.0.feePaidUntil".to_owned());
    assert_eq!(head.refused("listingResume", at(&listing), LISTING).await, unpaid);
    step(&officer, "listingUpdate", &mut listing, json!({ "offers": [] })).await;
    assert_eq!(head.refused("listingResume", at(&listing), LISTING).await, unpaid);
    // Paid, reviewed, shown again.
    let paid = json!({ "offers": draft_offers(), "ipRights": [right(json!({ "feePaidUntil": "2027-12-31" }))] });
    step(&officer, "listingUpdate", &mut listing, paid).await;
    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    step(&head, "listingPublish", &mut listing, json!({})).await;
    assert_eq!(standing(&listing), ("PUBLISHED", None, None));
    app.finish().await;
}

fn draft_offers() -> Value {
    json!([{ "code": "STD", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "LUMP_SUM" }])
}

#[tokio::test]
async fn bad_news_of_a_right_does_not_wait_for_a_reviewer_and_good_news_does() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    for (news, suspension, refusal) in [
        (json!({ "status": "INVALIDATED" }), "RIGHT_ENDED", "RIGHT_EXPIRED"),
        (json!({ "status": "LAPSED" }), "RIGHT_ENDED", "RIGHT_EXPIRED"),
        (json!({ "pledged": true }), "PLEDGED", "CONSENT_MISSING"),
        (json!({ "feePaidUntil": "2025-12-31" }), "FEE_LAPSED", "FEE_OVERDUE"),
    ] {
        let mut listing = published(&officer, &head, draft(&officer, &format!("消息{news}"))).await;
        step(&officer, "listingUpdate", &mut listing, json!({ "title": { "zh": "新题目" } })).await;
        assert_eq!(standing(&listing), ("PUBLISHED", None, None), "an ordinary change waits");
        step(&officer, "listingUpdate", &mut listing, json!({ "ipRights": [right(news.clone())] })).await;
        assert_eq!((standing(&listing), &listing["revisionState"]), (("SUSPENDED", Some(suspension), None), &json!("EDITING")), "{news}");
        assert!(!is_shown(&app, &listing).await, "{news}");
        let verbs: Vec<String> = trail(&head, &head.organization, &listing).await.into_iter().map(|line| line.0).collect();
        assert_eq!(verbs[verbs.len() - 2..], ["listing.update", "listing.suspend"]);
        assert_eq!(head.refused("listingResume", at(&listing), LISTING).await.0, refusal, "{news}");
        // It was a mistake: what the world saw was right, and the head shows it again.
        step(&officer, "listingUpdate", &mut listing, json!({ "ipRights": [right(json!({}))] })).await;
        assert_eq!(listing["state"], "SUSPENDED");
        step(&head, "listingResume", &mut listing, json!({})).await;
        assert!(is_shown(&app, &listing).await);
    }
    app.finish().await;
}

#[tokio::test]
async fn bad_news_in_a_file_hides_the_listing_with_the_next_look() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut input = draft(&officer, "表格里的坏消息");
    input["externalReference"] = json!("R-1");
    let listing = published(&officer, &head, input).await;
    let office = officer.organization.parse().unwrap();
    let stored = listing::actions::find_by_reference(&app.ctx, &STAGE, office, "R-1").await.unwrap().unwrap().content;
    let mut told = stored.ip_rights.clone();
    told[0].status = IpStatus::Lapsed;
    let content = ContentPatch { content: ListingContent { ip_rights: told, ..stored }, fields: ["ip_rights".to_owned()].into() };
    let rows = listing::prepare_rows(&app.ctx, &STAGE, office, vec![ImportRow { external_reference: "R-1".to_owned(), content }]);
    let rows = rows.await.unwrap();
    let tx = app.ctx.begin().await.unwrap();
    let effects = listing::import_rows(&app.ctx, &tx, &STAGE, office, rows).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(effects[..], [RowEffect::Updated(_)]), "{effects:?}");
    assert_eq!((look(&app).await, look(&app).await), (1, 0));
    assert_eq!(standing(&now(&head, &listing).await), ("SUSPENDED", Some("RIGHT_ENDED"), None));
    app.finish().await;
}

#[tokio::test]
async fn a_transferred_achievement_is_over_for_good_and_the_trail_says_what_becomes_of_its_licenses() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (_, stranger) = app.office("江湾大学").await;
    let mut listing = published(&officer, &head, draft(&officer, "转让成果")).await;
    let transfer = |listing: &Value, reason: &str| {
        let mut input = at(listing);
        input["reason"] = json!(reason);
        input
    };
    for outsider in [&officer, &stranger] {
        assert_eq!(outsider.refused("listingTransfer", transfer(&listing, "x"), LISTING).await.0, "FORBIDDEN");
    }
    let anybody = "mutation Run($input: ListingTransferInput!) { listingTransfer(input: $input) { userErrors { code } } }";
    assert_eq!(app.visitor.run(anybody, json!({ "input": transfer(&listing, "x") })).await.code(), "UNAUTHENTICATED");
    assert_eq!(head.refused("listingTransfer", transfer(&listing, " "), LISTING).await, ("REASON_REQUIRED".into(), "input.reason".into()));
    let mut stale = transfer(&listing, "x");
    stale["expectedVersion"] = json!(1);
    assert_eq!(head.refused("listingTransfer", stale, LISTING).await.0, "STALE_VERSION");
    let mut draft = officer.done("listingCreate", draft(&officer, "草稿"), LISTING).await["listing"].clone();
    assert_eq!(head.refused("listingTransfer", transfer(&draft, "x"), LISTING).await.0, "TRANSITION_NOT_ALLOWED");
    assert_eq!(stranger.refused("listingTransfer", transfer(&draft, "x"), LISTING).await.0, "NOT_FOUND");
    step(&officer, "listingWithdraw", &mut draft, json!({ "reason": "x" })).await;

    let steps = "query($id: ID!) { listing(id: $id) { availableTransitions { name toState requiredInputs blockedBy { code } } } }";
    let steps = head.ok(steps, json!({ "id": listing["id"] })).await["listing"]["availableTransitions"].clone();
    let offered = json!({ "name": "TRANSFER", "toState": "TRANSFERRED", "requiredInputs": ["reason"], "blockedBy": [] });
    assert!(steps.as_array().unwrap().contains(&offered), "{steps}");
    step(&head, "listingTransfer", &mut listing, json!({ "reason": "专利权已转让给小桥科技" })).await;
    app.settle().await;
    assert_eq!((standing(&listing), is_shown(&app, &listing).await), (("TRANSFERRED", None, None), false));
    let last = trail(&head, &head.organization, &listing).await.pop().unwrap();
    assert_eq!((last.0.as_str(), last.2), ("listing.transfer", vec!["listing.transfer_keeps_licenses".to_owned()]));
    for field in ["listingTransfer", "listingWithdraw"] {
        assert_eq!(head.refused(field, transfer(&listing, "x"), LISTING).await.0, "TRANSITION_NOT_ALLOWED", "once is for good");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_review_names_the_rules_that_let_it_pass() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let listing = published(&officer, &head, draft(&officer, "有据可查")).await;
    let query = "query($id: ID!) { listing(id: $id) { reviews { verdict ruleVersions { ruleId citation } } } }";
    let reviews = head.ok(query, json!({ "id": listing["id"] })).await["listing"]["reviews"].clone();
    let rules: Vec<&str> = reviews[0]["ruleVersions"].as_array().unwrap().iter().map(|rule| rule["ruleId"].as_str().unwrap()).collect();
    for decided in
        ["listing.four_eyes", "listing.secrecy_barred_levels", "listing.validity_months_default", "licensing.pledged_needs_consent"]
    {
        assert!(rules.contains(&decided), "{decided} is missing in {rules:?}");
    }
    assert!(!rules.iter().any(|rule| rule.starts_with("ufpl.")), "nothing is used first and paid later: {rules:?}");
    app.finish().await;
}
