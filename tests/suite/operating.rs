//! What operators see and do: deliveries that were given up, the search index, the audit trail.

use async_trait::async_trait;
use chrono::Duration;
use lianqiao::{
    ctx::Ctx,
    jobs,
    kernel::id::Listing,
    outbox::{
        self, Claimed, Event, Follower,
        worker::{Handler, Outcome, drain},
    },
    search::{Answer, Document, Embedded, Lexeme, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion},
};
use lianqiao_tests::{Options, Person, TestApp};
use serde_json::{Value, json};

/// An index that gives up at once.
struct Hopeless;

#[async_trait]
impl Handler for Hopeless {
    async fn handle(&self, _: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        let hopeless = || Outcome::Hopeless("the index choked on it".to_owned());
        batch.iter().map(|_| if follower == Follower::Index { hopeless() } else { Outcome::Done }).collect()
    }
}

/// A follower that falls over one listing.
struct Clumsy(std::sync::Mutex<Option<uuid::Uuid>>);

#[async_trait]
impl Handler for Clumsy {
    async fn handle(&self, _: &Ctx, follower: Follower, batch: &[Claimed]) -> Vec<Outcome> {
        let stone = *self.0.lock().unwrap();
        let stumbles = |claimed: &Claimed| follower == Follower::Index && Some(claimed.entity_id) == stone;
        assert!(!batch.iter().any(stumbles), "it stumbled");
        batch.iter().map(|_| Outcome::Done).collect()
    }
}

const LETTERS: &str =
    "{ deadLetters(first: 5) { totalCount nodes { id event follower entityType attempts lastError } } deliverySummary { pending dead } }";

/// So many listings of an office, published.
async fn published(officer: &Person, head: &Person, count: usize) -> Vec<Value> {
    let mut ids = Vec::new();
    for n in 0..count {
        let input = json!({
            "organizationId": officer.organization, "title": { "zh": format!("石墨烯成果第{n}号") }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
            "ipRights": [{ "kind": "SOFTWARE", "number": format!("2024SR{n:07}"), "status": "IN_FORCE" }],
            "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }],
        });
        ids.push(officer.done("listingCreate", input, "listing { id }").await["listing"]["id"].clone());
    }
    for (who, transition) in [(officer, "SUBMIT"), (head, "PUBLISH")] {
        let input = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": { "organizationId": officer.organization } });
        who.done("listingBulkTransition", input, "report { changedCount }").await;
    }
    ids
}

async fn found(app: &TestApp) -> i64 {
    let answer = app.visitor.ok("{ searchListings(query: \"石墨烯\", first: 1) { totalCount notice { code } } }", json!({})).await;
    assert_eq!(answer["searchListings"]["notice"], Value::Null, "{answer}");
    answer["searchListings"]["totalCount"].as_i64().unwrap()
}

#[tokio::test]
async fn a_dead_letter_is_seen_by_staff_and_tried_again_by_operators() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let (officer, _) = app.office("杨浦大学").await;
    app.settle().await;
    let listing = app.ctx.new_id::<Listing>();
    let tx = app.ctx.begin().await.unwrap();
    outbox::push(&app.ctx, &*tx, &Event::ListingVisibilityChanged { listing }).await.unwrap();
    tx.commit().await.unwrap();
    drain(&app.ctx, &Hopeless).await.unwrap();

    let seen = operator.ok(LETTERS, json!({})).await;
    let letter = seen["deadLetters"]["nodes"][0].clone();
    assert_eq!((&seen["deadLetters"]["totalCount"], &seen["deliverySummary"]), (&json!(1), &json!({ "pending": 0, "dead": 1 })));
    assert_eq!(
        (&letter["event"], &letter["follower"], &letter["entityType"], &letter["lastError"]),
        (&json!("LISTING_VISIBILITY_CHANGED"), &json!("INDEX"), &json!("Listing"), &json!("the index choked on it"))
    );
    let node = "query($id: ID!) { node(id: $id) { id __typename } }";
    let of = |data: Value| data["node"]["__typename"].clone();
    assert_eq!(of(operator.ok(node, json!({ "id": letter["id"] })).await), "DeadLetter");
    for (stranger, code) in [(&app.visitor, "UNAUTHENTICATED"), (&officer.client, "FORBIDDEN")] {
        assert_eq!(of(stranger.ok(node, json!({ "id": letter["id"] })).await), Value::Null);
        assert_eq!(stranger.run(LETTERS, json!({})).await.code(), code);
    }
    let (code, _) = officer.refused("deadLetterRetry", json!({ "id": letter["id"] }), "delivery { id }").await;
    assert_eq!(code, "FORBIDDEN");
    operator.done("deadLetterRetry", json!({ "id": letter["id"] }), "delivery { id attempts }").await;
    assert_eq!(operator.ok(LETTERS, json!({})).await["deliverySummary"], json!({ "pending": 1, "dead": 0 }));
    let again = operator.refused("deadLetterRetry", json!({ "id": letter["id"] }), "delivery { id }").await;
    assert_eq!(again, ("NOT_FOUND".into(), "input.id".into()), "what is at work cannot be tried again");
    assert_eq!(of(operator.ok(node, json!({ "id": letter["id"] })).await), Value::Null, "it is no dead letter any more");
    let trail = operator.ok("{ auditEntries(first: 1) { nodes { verb } } }", json!({})).await;
    assert_eq!(trail["auditEntries"]["nodes"][0]["verb"], "delivery.retry");
    app.finish().await;
}

#[tokio::test]
async fn the_index_is_built_anew_while_people_search() {
    let app = TestApp::start().await;
    let operator = app.operator().await;
    let (officer, head) = app.office("杨浦大学").await;
    published(&officer, &head, 8).await;
    app.settle().await;
    assert_eq!(found(&app).await, 8);
    assert_eq!(officer.refused("searchIndexRebuild", json!({}), "deliveries { pending }").await.0, "FORBIDDEN");
    let asked = operator.done("searchIndexRebuild", json!({}), "deliveries { pending }").await;
    assert_eq!(asked["deliveries"]["pending"], 1);
    app.work_in_background();
    while outbox::counts(&app.ctx).await.unwrap().pending > 0 {
        assert_eq!(found(&app).await, 8, "while the index is built");
    }
    assert_eq!((found(&app).await, app.ctx.search.count().await.unwrap()), (8, 8));
    app.finish().await;
}

#[tokio::test]
async fn totals_count_what_the_list_holds() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let listings = published(&officer, &head, 3).await;
    app.settle().await;
    // Three submissions for the head to review; one of them is read.
    let events = "{ viewerEvents(first: 1) { totalCount totalCountIsExact nodes { id } } viewerEventsUnreadCount }";
    let before = head.ok(events, json!({})).await;
    assert_eq!((&before["viewerEvents"]["totalCount"], &before["viewerEventsUnreadCount"]), (&json!(3), &json!(3)));
    let oldest = head.ok("{ viewerEvents(last: 1) { nodes { id } } }", json!({})).await["viewerEvents"]["nodes"][0]["id"].clone();
    let read = head.done("viewerEventsMarkRead", json!({ "throughId": oldest }), "summary { unread }").await;
    assert_eq!(read["summary"]["unread"], 2);
    let after = head.ok(events, json!({})).await;
    assert_eq!(
        (&after["viewerEvents"]["totalCount"], &after["viewerEventsUnreadCount"]),
        (&json!(3), &json!(2)),
        "read ones are still there"
    );
    let stranger = officer.refused("viewerEventsMarkRead", json!({ "throughId": oldest }), "summary { unread }").await;
    assert_eq!(stranger, ("NOT_FOUND".into(), "input.throughId".into()));
    assert_eq!(
        head.ok("query($id: ID!) { node(id: $id) { __typename } }", json!({ "id": oldest })).await["node"]["__typename"],
        "ViewerEvent"
    );
    assert_eq!(officer.ok("query($id: ID!) { node(id: $id) { __typename } }", json!({ "id": oldest })).await["node"], Value::Null);

    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 1) { totalCount totalCountIsExact nodes { sequence } } }";
    let of_one = head.ok(trail, json!({ "org": head.organization, "id": listings[0] })).await["auditEntries"].clone();
    assert_eq!((&of_one["totalCount"], &of_one["totalCountIsExact"]), (&json!(3), &json!(true)), "created, submitted, published");
    assert!(of_one["nodes"][0]["sequence"].as_i64().unwrap() > 3, "its position in the office's trail is another number");
    app.finish().await;
}

/// An index that cannot take one listing, as an engine does with a document that it finds too strange.
struct Picky {
    inner: Embedded,
    refused: std::sync::Mutex<Option<String>>,
}

#[async_trait]
impl SearchIndex for Picky {
    fn name(&self) -> &'static str {
        "picky"
    }
    async fn prepare(&self) -> Result<Prepared, SearchError> {
        self.inner.prepare().await
    }
    async fn ping(&self) -> Result<(), SearchError> {
        self.inner.ping().await
    }
    async fn count(&self) -> Result<u64, SearchError> {
        self.inner.count().await
    }
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError> {
        let refused = self.refused.lock().unwrap().clone();
        if documents.iter().any(|document| refused.as_deref() == Some(&document.title_zh)) {
            return Err(SearchError::Refused("one of these documents".to_owned()));
        }
        self.inner.upsert(documents).await
    }
    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError> {
        self.inner.delete(ids).await
    }
    async fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.inner.search(query).await
    }
    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError> {
        self.inner.similar(words, limit).await
    }
    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.inner.suggest(text, limit).await
    }
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.inner.rebuild().await
    }
}

#[tokio::test]
async fn one_listing_that_the_engine_refuses_does_not_hold_the_others_back() {
    let index = std::sync::Arc::new(Picky { inner: Embedded::in_memory().unwrap(), refused: std::sync::Mutex::default() });
    let app = TestApp::with(Options { search: Some(index.clone()), ..Options::default() }).await;
    let (officer, head) = app.office("杨浦大学").await;
    *index.refused.lock().unwrap() = Some("石墨烯成果第2号".to_owned());
    published(&officer, &head, 5).await;
    app.settle().await;
    assert_eq!((found(&app).await, outbox::counts(&app.ctx).await.unwrap().pending), (4, 1));
    *index.refused.lock().unwrap() = None;
    app.advance(Duration::seconds(2));
    app.settle().await;
    assert_eq!(found(&app).await, 5);
    app.finish().await;
}

#[tokio::test]
async fn what_is_no_longer_needed_is_forgotten_in_time_and_nothing_else() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    published(&officer, &head, 3).await;
    let upload = officer.upload(&officer.organization, "成果.csv", "编号,成果名称\nA,甲\n".into()).await;
    assert_eq!(upload.status(), 201);
    app.settle().await;
    let tables = ["outbox_delivery", "outbox_event", "feed_entry", "mail_message", "session", "upload", "audit_entry"];
    let before = sizes(&app, &tables).await;
    assert!(before.iter().all(|rows| *rows > 0), "{before:?}");
    app.advance(Duration::days(6));
    jobs::forget(&app.ctx).await.unwrap();
    assert_eq!(sizes(&app, &tables).await, before, "nothing is old enough");
    app.advance(Duration::days(120));
    jobs::forget(&app.ctx).await.unwrap();
    assert_eq!(sizes(&app, &tables).await, [0, 0, 0, 0, 0, 0, before[6]], "the audit trail stays");
    app.finish().await;
}

async fn sizes(app: &TestApp, tables: &[&str]) -> Vec<i64> {
    use sea_orm::{ConnectionTrait, Statement};
    let mut sizes = Vec::new();
    for table in tables {
        let sql = format!("SELECT COUNT(*) AS rows FROM {table}");
        let row = app.ctx.db.read().query_one_raw(Statement::from_string(app.ctx.db.backend(), sql)).await.unwrap().unwrap();
        sizes.push(row.try_get("", "rows").unwrap());
    }
    sizes
}

#[tokio::test]
async fn a_panic_costs_one_delivery_and_not_its_follower() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let listings = published(&officer, &head, 2).await;
    let stone: lianqiao::kernel::Id<Listing> = listings[0].as_str().unwrap().parse().unwrap();
    let clumsy = Clumsy(std::sync::Mutex::new(Some(stone.uuid())));
    drain(&app.ctx, &clumsy).await.unwrap();
    assert_eq!(outbox::counts(&app.ctx).await.unwrap().pending, 1, "only what it stumbled over is left");
    *clumsy.0.lock().unwrap() = None;
    app.advance(Duration::minutes(1));
    drain(&app.ctx, &clumsy).await.unwrap();
    app.finish().await;
}
