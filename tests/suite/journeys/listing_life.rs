//! The life of a listing after its first publication: changes, suspension, expiry, and many at once.

use chrono::Duration;
use lianqiao::{
    identity::rules::OrganizationKind,
    kernel::{Actor, Id, Role, id::Organization},
    listing::{
        self, ContentPatch, ImportRow, RowEffect,
        content::{BilingualText, ListingContent},
    },
};
use lianqiao_tests::{Person, TestApp};
use serde_json::{Value, json};

const LISTING: &str = "listing { id version state revisionState hasUnpublishedChanges publishedAt }";

fn draft(officer: &Person, title: &str) -> Value {
    json!({ "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "问题" }, "benefit": { "zh": "效益" } })
}

fn version(listing: &Value) -> Value {
    json!({ "id": listing["id"], "expectedVersion": listing["version"] })
}

async fn step(who: &Person, field: &str, listing: &mut Value, extra: Value) {
    let mut input = version(listing);
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *listing = who.done(field, input, LISTING).await["listing"].clone();
}

/// A published listing.
async fn published(officer: &Person, head: &Person, input: Value) -> Value {
    let mut listing = officer.done("listingCreate", input, LISTING).await["listing"].clone();
    step(officer, "listingSubmit", &mut listing, json!({})).await;
    step(head, "listingPublish", &mut listing, json!({})).await;
    listing
}

async fn title_for(who: &lianqiao_tests::Client, listing: &Value) -> Value {
    who.ok("query($id: ID!) { listing(id: $id) { title { zh } } }", json!({ "id": listing["id"] })).await["listing"]["title"]["zh"].clone()
}

async fn found(app: &TestApp, text: &str) -> Value {
    app.visitor.ok("query($q: String!) { searchListings(query: $q, first: 5) { totalCount } }", json!({ "q": text })).await["searchListings"]["totalCount"].clone()
}

#[tokio::test]
async fn the_world_sees_the_last_published_words_until_the_head_publishes_the_next() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut listing = published(&officer, &head, draft(&officer, "旧标题热泵")).await;
    let first = listing["publishedAt"].clone();
    // Access tokens live ten minutes.
    app.advance(Duration::minutes(5));

    step(&officer, "listingUpdate", &mut listing, json!({ "title": { "zh": "新标题热泵" } })).await;
    assert_eq!(
        (&listing["state"], &listing["revisionState"], &listing["hasUnpublishedChanges"]),
        (&json!("PUBLISHED"), &json!("EDITING"), &json!(true))
    );
    assert_eq!(title_for(&app.visitor, &listing).await, "旧标题热泵");
    assert_eq!(title_for(&officer, &listing).await, "新标题热泵");

    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    let locked = officer
        .refused(
            "listingUpdate",
            version(&listing)
                .as_object()
                .map(|input| {
                    let mut input = input.clone();
                    input.insert("department".into(), json!("x"));
                    json!(input)
                })
                .unwrap(),
            LISTING,
        )
        .await;
    assert_eq!(locked.0, "TRANSITION_NOT_ALLOWED", "a reviewer has it");
    step(&head, "listingReturn", &mut listing, json!({ "notes": [{ "text": "再想想" }] })).await;
    assert_eq!((&listing["state"], &listing["revisionState"]), (&json!("PUBLISHED"), &json!("EDITING")));
    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    step(&head, "listingApprove", &mut listing, json!({})).await;
    app.settle().await;
    assert_eq!(title_for(&app.visitor, &listing).await, "旧标题热泵", "approved is not published");
    step(&head, "listingPublish", &mut listing, json!({})).await;
    app.settle().await;
    assert_eq!(
        (&listing["revisionState"], &listing["hasUnpublishedChanges"], &listing["publishedAt"]),
        (&Value::Null, &json!(false), &first)
    );
    assert_eq!(title_for(&app.visitor, &listing).await, "新标题热泵");
    assert_eq!((found(&app, "新标题").await, found(&app, "热泵").await), (json!(1), json!(1)));
    app.finish().await;
}

#[tokio::test]
async fn what_an_operator_hides_only_an_operator_shows_again() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let operator = app.operator().await;
    let mut listing = published(&officer, &head, draft(&officer, "可疑成果")).await;
    app.settle().await;
    assert_eq!(found(&app, "可疑成果").await, 1);

    let mut bare = version(&listing);
    bare["reason"] = json!("  ");
    assert_eq!(operator.refused("listingSuspend", bare, LISTING).await, ("REASON_REQUIRED".into(), "input.reason".into()));
    step(&operator, "listingSuspend", &mut listing, json!({ "reason": "有人投诉权属" })).await;
    app.settle().await;
    assert_eq!((title_for(&app.visitor, &listing).await, found(&app, "可疑成果").await), (Value::Null, json!(0)));
    assert_eq!(head.refused("listingResume", version(&listing), LISTING).await.0, "FORBIDDEN");
    step(&operator, "listingResume", &mut listing, json!({})).await;
    app.settle().await;
    assert_eq!(found(&app, "可疑成果").await, 1);

    // The office's own pause is its own to end; taken back is for good.
    step(&head, "listingSuspend", &mut listing, json!({ "reason": "核对数据" })).await;
    step(&head, "listingResume", &mut listing, json!({})).await;
    step(&head, "listingWithdraw", &mut listing, json!({ "reason": "已有买家" })).await;
    let payload = head.mutate("listingResume", version(&listing), LISTING).await;
    let error = &payload["userErrors"][0];
    assert_eq!(
        (&error["code"], &error["details"]["fromState"], &error["details"]["allowed"]),
        (&json!("TRANSITION_NOT_ALLOWED"), &json!("WITHDRAWN"), &json!([]))
    );
    app.finish().await;
}

#[tokio::test]
async fn who_hands_in_does_not_approve_unless_nobody_else_can() {
    let app = TestApp::start().await;
    let university = app.organization(OrganizationKind::University, "四眼大学", true).await;
    let first = app.person("first-head", &university, Role::TtoHead).await;
    let mut listing = first.done("listingCreate", draft(&first, "一人办公室"), LISTING).await["listing"].clone();
    step(&first, "listingSubmit", &mut listing, json!({})).await;
    step(&first, "listingPublish", &mut listing, json!({})).await;
    assert_eq!(listing["state"], "PUBLISHED");

    let second = app.person("second-head", &university, Role::TtoHead).await;
    let mut listing = first.done("listingCreate", draft(&first, "两人办公室"), LISTING).await["listing"].clone();
    step(&first, "listingSubmit", &mut listing, json!({})).await;
    for field in ["listingApprove", "listingPublish"] {
        assert_eq!(first.refused(field, version(&listing), LISTING).await.0, "SUBMITTER_MAY_NOT_APPROVE");
    }
    step(&second, "listingApprove", &mut listing, json!({})).await;
    step(&first, "listingPublish", &mut listing, json!({})).await;
    app.finish().await;
}

#[tokio::test]
async fn an_unverified_organization_prepares_but_does_not_publish() {
    let app = TestApp::start().await;
    let university = app.organization(OrganizationKind::University, "新大学", false).await;
    let head = app.person("new-head", &university, Role::TtoHead).await;
    let mut listing = head.done("listingCreate", draft(&head, "成果"), LISTING).await["listing"].clone();
    step(&head, "listingSubmit", &mut listing, json!({})).await;
    assert_eq!(head.refused("listingPublish", version(&listing), LISTING).await.0, "ORGANIZATION_NOT_VERIFIED");
    let steps = "query($id: ID!) { listing(id: $id) { availableTransitions { name toState requiredInputs blockedBy { code message } } } }";
    let steps = head.ok(steps, json!({ "id": listing["id"] })).await["listing"]["availableTransitions"].clone();
    let publish = steps.as_array().unwrap().iter().find(|step| step["name"] == "PUBLISH").unwrap();
    assert_eq!(publish["blockedBy"][0]["code"], "ORGANIZATION_NOT_VERIFIED");
    let back = steps.as_array().unwrap().iter().find(|step| step["name"] == "RETURN").unwrap();
    assert_eq!((&back["toState"], &back["requiredInputs"], &back["blockedBy"]), (&json!("DRAFT"), &json!(["notes"]), &json!([])));
    app.finish().await;
}

#[tokio::test]
async fn a_listing_ends_with_its_last_day() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut short = draft(&officer, "短期成果");
    short["validUntil"] = json!("2026-12-31");
    let listing = published(&officer, &head, short).await;
    // A right that ends sooner than the default of two years takes the listing with it.
    let mut bound = draft(&officer, "随专利到期");
    bound["ipRights"] = json!([{ "kind": "PATENT_UTILITY", "number": "201720000001.4", "status": "IN_FORCE", "filedOn": "2017-02-01" }]);
    let number = lianqiao::listing::validate::patent::check_digit("201720000001").unwrap();
    bound["ipRights"][0]["number"] = json!(format!("201720000001.{number}"));
    let with_right = published(&officer, &head, bound).await;
    app.settle().await;

    assert_eq!(listing::expire_due(&app.ctx, 100).await.unwrap(), 0);
    app.advance(Duration::days(38));
    assert_eq!(listing::expire_due(&app.ctx, 100).await.unwrap(), 0, "the last day itself counts");
    app.advance(Duration::days(1));
    assert_eq!(listing::expire_due(&app.ctx, 100).await.unwrap(), 1);
    assert_eq!(listing::expire_due(&app.ctx, 100).await.unwrap(), 0);
    app.settle().await;
    let officer = app.sign_in(&officer.email).await;
    let state = officer.ok("query($id: ID!) { listing(id: $id) { state } }", json!({ "id": listing["id"] })).await;
    assert_eq!(state["listing"]["state"], "EXPIRED");
    assert_eq!((title_for(&app.visitor, &listing).await, found(&app, "短期成果").await), (Value::Null, json!(0)));
    assert_eq!(title_for(&app.visitor, &with_right).await, "随专利到期");
    app.advance(Duration::days(32));
    assert_eq!(listing::expire_due(&app.ctx, 100).await.unwrap(), 1);
    app.finish().await;
}

fn row(reference: &str, title: &str) -> ImportRow {
    let content = ListingContent { title: BilingualText { zh: Some(title.to_owned()), en: None }, ..ListingContent::default() };
    ImportRow { external_reference: reference.to_owned(), content: ContentPatch { content, fields: ["title.zh".to_owned()].into() } }
}

async fn import(app: &TestApp, office: Id<Organization>, rows: Vec<ImportRow>) -> Vec<RowEffect> {
    let actor = Actor::System("test");
    let prepared = listing::prepare_rows(&app.ctx, &actor, office, rows).await.unwrap();
    let tx = app.ctx.begin().await.unwrap();
    let effects = listing::import_rows(&app.ctx, &tx, &actor, office, prepared).await.unwrap();
    tx.commit().await.unwrap();
    effects
}

#[tokio::test]
async fn rows_of_a_file_change_what_they_tell_and_nothing_else() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let office: Id<Organization> = officer.organization.parse().unwrap();
    let rows = || vec![row("A-1", "甲"), row("A-2", "乙"), row("A-3", "丙"), row("A-3", "丁"), row("A-4", "戊\u{202E}")];
    let effects = import(&app, office, rows()).await;
    assert!(
        matches!(
            effects[..],
            [RowEffect::Created(_), RowEffect::Created(_), RowEffect::Created(_), RowEffect::Refused(_), RowEffect::Refused(_)]
        ),
        "{effects:?}"
    );
    let effects = import(&app, office, rows()).await;
    assert!(effects[..3].iter().all(|effect| matches!(effect, RowEffect::Unchanged(_))), "{effects:?}");

    // A column that the file lacks keeps its value; a change to a published listing waits beside it.
    let by_reference = "query($org: ID!, $ref: String!) { listingByExternalReference(organizationId: $org, externalReference: $ref) { id version state revisionState origin title { zh en } } }";
    let mut listing =
        officer.ok(by_reference, json!({ "org": officer.organization, "ref": "A-1" })).await["listingByExternalReference"].clone();
    assert_eq!(listing["origin"], "IMPORT");
    step(&officer, "listingUpdate", &mut listing, json!({ "title": { "zh": "甲", "en": "First" } })).await;
    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    // A reviewer has it: the row is refused, the others go on.
    let effects = import(&app, office, vec![row("A-1", "改"), row("A-2", "改乙")]).await;
    assert!(matches!(&effects[..], [RowEffect::Refused(_), RowEffect::Updated(_)]), "{effects:?}");
    step(&head, "listingPublish", &mut listing, json!({})).await;
    assert!(matches!(import(&app, office, vec![row("A-1", "改")]).await[..], [RowEffect::Updated(_)]));
    let now = officer.ok(by_reference, json!({ "org": officer.organization, "ref": "A-1" })).await["listingByExternalReference"].clone();
    assert_eq!(
        (&now["state"], &now["revisionState"], &now["title"]),
        (&json!("PUBLISHED"), &json!("EDITING"), &json!({ "zh": "改", "en": "First" }))
    );
    assert_eq!(title_for(&app.visitor, &listing).await, "甲");
    // References are a matter of the house.
    let outside = app.visitor.ok(by_reference, json!({ "org": officer.organization, "ref": "A-1" })).await;
    assert_eq!(outside["listingByExternalReference"], Value::Null);
    app.finish().await;
}

#[tokio::test]
async fn an_office_publishes_what_it_imported_with_a_few_calls() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let office: Id<Organization> = officer.organization.parse().unwrap();
    import(&app, office, (0..450).map(|n| row(&format!("B-{n:03}"), &format!("批量成果{n}"))).collect()).await;
    let odd = officer
        .done("listingCreate", json!({ "organizationId": officer.organization, "title": { "zh": "没有效益" } }), LISTING)
        .await["listing"]
        .clone();

    const REPORT: &str = "report { changedCount failedCount hasMore failures { id errors { code message path } } }";
    let all = |transition: &str, state: &str| json!({ "organizationId": officer.organization, "transition": transition, "allMatching": { "states": [state] } });
    assert_eq!(officer.refused("listingBulkTransition", all("PUBLISH", "SUBMITTED"), REPORT).await.0, "FORBIDDEN");
    assert_eq!(stranger.refused("listingBulkTransition", all("SUBMIT", "DRAFT"), REPORT).await.0, "NOT_FOUND");
    let report = officer.done("listingBulkTransition", all("SUBMIT", "DRAFT"), REPORT).await["report"].clone();
    assert_eq!((&report["changedCount"], &report["failedCount"], &report["hasMore"]), (&json!(450), &json!(1), &json!(false)));
    assert_eq!((&report["failures"][0]["id"], &report["failures"][0]["errors"][1]["path"]), (&odd["id"], &json!(["input", "benefit"])));
    let report = head.done("listingBulkTransition", all("PUBLISH", "SUBMITTED"), REPORT).await["report"].clone();
    assert_eq!((&report["changedCount"], &report["failedCount"]), (&json!(450), &json!(0)));
    app.settle().await;
    assert_eq!(app.ctx.search.count().await.unwrap(), 450);

    let few = json!({ "organizationId": officer.organization, "transition": "WITHDRAW", "ids": [odd["id"], officer.organization], "reason": "x" });
    assert_eq!(head.refused("listingBulkTransition", few, REPORT).await, ("INVALID_ID".into(), "input.ids.1".into()));
    app.finish().await;
}

#[tokio::test]
async fn a_search_is_paged_to_its_end_without_a_gap_or_a_repetition() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let office: Id<Organization> = officer.organization.parse().unwrap();
    import(&app, office, (0..23).map(|n| row(&format!("C-{n}"), &format!("储能电池第{n}号"))).collect()).await;
    for (who, transition) in [(&officer, "SUBMIT"), (&head, "PUBLISH")] {
        let all = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": {} });
        who.done("listingBulkTransition", all, "report { changedCount }").await;
    }
    app.settle().await;
    let search = "query($q: String!, $after: String) { searchListings(query: $q, first: 10, after: $after, facets: [ORGANIZATION]) {
        edges { cursor node { id } highlight { titleZh { text matched } } } pageInfo { hasNextPage endCursor } totalCount totalCountIsExact notice { code }
        facets { facet values { value count } } } }";
    let (mut seen, mut after) = (std::collections::BTreeSet::new(), Value::Null);
    for page in 0..3 {
        let answer = app.visitor.ok(search, json!({ "q": "储能电池", "after": after })).await["searchListings"].clone();
        assert_eq!((&answer["totalCount"], &answer["notice"]), (&json!(23), &Value::Null));
        assert_eq!(answer["facets"][0]["values"], json!([{ "value": officer.organization, "count": 23 }]));
        for edge in answer["edges"].as_array().unwrap() {
            assert!(seen.insert(edge["node"]["id"].as_str().unwrap().to_owned()), "seen twice");
            let spans = edge["highlight"]["titleZh"].as_array().unwrap();
            let whole: String = spans.iter().map(|span| span["text"].as_str().unwrap()).collect();
            assert!(whole.starts_with("储能电池第") && spans[0]["matched"] == true, "{spans:?}");
        }
        assert_eq!(answer["pageInfo"]["hasNextPage"], page < 2);
        after = answer["pageInfo"]["endCursor"].clone();
    }
    assert_eq!(seen.len(), 23);
    let other = app.visitor.run(search, json!({ "q": "别的", "after": after })).await;
    assert_eq!(other.code(), "CURSOR_MISMATCH");
    app.finish().await;
}

#[tokio::test]
async fn each_viewer_reads_the_own_layer_and_hears_what_more_there_is() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let enterprise = app.enterprise("联桥科技", Some(50)).await;
    let buyer = app.person("buyer", &enterprise, Role::SmeMember).await;
    let mut input = draft(&officer, "分层成果");
    input["contact"] = json!({ "name": "沙老师", "phone": "021-1234", "email": "sha@example.com" });
    input["knowHow"] = json!("配方");
    input["indicators"] = json!([{ "name": "效率", "value": "95" }]);
    input["disclosure"] = json!([{ "section": "INDICATORS", "layer": "INTERNAL" }]);
    let listing = published(&officer, &head, input).await;
    let query = "query($id: ID!) { listing(id: $id) { viewerLayer knowHow contact { name } indicators { value } externalReference availableTransitions { name }
        completeness { score } reviews { verdict } revisions(first: 1) { totalCount } diff(fromVersion: 1) { label } hiddenSections { section layer } } }";
    let sight = async |client: &lianqiao_tests::Client| client.ok(query, json!({ "id": listing["id"] })).await["listing"].clone();
    let visitor = sight(&app.visitor).await;
    assert_eq!(
        (&visitor["viewerLayer"], &visitor["contact"], &visitor["indicators"], &visitor["knowHow"]),
        (&json!("PUBLIC"), &Value::Null, &json!([]), &Value::Null)
    );
    for office_only in ["completeness", "revisions", "diff"] {
        assert_eq!(visitor[office_only], Value::Null, "{office_only}");
    }
    assert_eq!((&visitor["reviews"], &visitor["availableTransitions"]), (&json!([]), &json!([])));
    let hidden: Vec<&str> =
        visitor["hiddenSections"].as_array().unwrap().iter().map(|hidden| hidden["section"].as_str().unwrap()).collect();
    assert_eq!(hidden, ["INDICATORS", "CONTACT", "KNOW_HOW"]);
    let registered = sight(&buyer).await;
    assert_eq!(
        (&registered["viewerLayer"], &registered["contact"]["name"], &registered["indicators"]),
        (&json!("REGISTERED"), &json!("沙老师"), &json!([]))
    );
    let inside = sight(&officer).await;
    assert_eq!((&inside["viewerLayer"], &inside["knowHow"], &inside["hiddenSections"]), (&json!("INTERNAL"), &json!("配方"), &json!([])));
    assert_eq!((&inside["reviews"][0]["verdict"], &inside["revisions"]["totalCount"]), (&json!("APPROVED"), &json!(1)));
    app.finish().await;
}

#[tokio::test]
async fn a_repeated_create_makes_one_listing_and_a_reference_is_taken_once() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let mut input = draft(&officer, "一次");
    input["idempotencyKey"] = json!(officer.key());
    input["externalReference"] = json!("R-1");
    let first = officer.done("listingCreate", input.clone(), LISTING).await;
    let again = officer.done("listingCreate", input.clone(), LISTING).await;
    assert_eq!((&again["listing"]["id"], &again["idempotentReplay"]), (&first["listing"]["id"], &json!(true)));
    input["title"] = json!({ "zh": "两次" });
    assert_eq!(
        officer.refused("listingCreate", input.clone(), LISTING).await,
        ("IDEMPOTENCY_KEY_REUSED".into(), "input.idempotencyKey".into())
    );
    input.as_object_mut().unwrap().remove("idempotencyKey");
    assert_eq!(
        officer.refused("listingCreate", input, LISTING).await,
        ("EXTERNAL_REFERENCE_TAKEN".into(), "input.externalReference".into())
    );
    // Null takes a field away, but not one that publication needs.
    let mut listing = first["listing"].clone();
    step(&officer, "listingUpdate", &mut listing, json!({ "department": "材料学院", "keywords": ["甲"] })).await;
    step(&officer, "listingUpdate", &mut listing, json!({ "department": null })).await;
    let kept = officer.ok("query($id: ID!) { listing(id: $id) { department keywords } }", json!({ "id": listing["id"] })).await;
    assert_eq!(kept["listing"], json!({ "department": null, "keywords": ["甲"] }));
    let mut cleared = version(&listing);
    cleared["benefit"] = Value::Null;
    assert_eq!(officer.refused("listingUpdate", cleared, LISTING).await, ("REQUIRED".into(), "input.benefit".into()));
    app.finish().await;
}
