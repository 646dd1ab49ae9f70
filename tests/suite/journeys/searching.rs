//! What people get when the search engine does not answer, and what they hear while things happen.

use std::sync::Arc;

use async_trait::async_trait;
use lianqiao::search::{Answer, Document, Embedded, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion};
use lianqiao_tests::{Options, Person, TestApp};
use serde_json::{Value, json};

/// An engine that can be unplugged.
struct Unplugged {
    engine: Embedded,
    away: std::sync::atomic::AtomicBool,
    asked: std::sync::atomic::AtomicUsize,
}

impl Unplugged {
    fn check(&self) -> Result<(), SearchError> {
        self.asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let away = self.away.load(std::sync::atomic::Ordering::SeqCst);
        if away { Err(SearchError::Unavailable("unplugged".into())) } else { Ok(()) }
    }
}

#[async_trait]
impl SearchIndex for Unplugged {
    fn name(&self) -> &'static str {
        "unplugged"
    }
    async fn prepare(&self) -> Result<Prepared, SearchError> {
        self.check()?;
        self.engine.prepare().await
    }
    async fn ping(&self) -> Result<(), SearchError> {
        self.check()
    }
    async fn count(&self) -> Result<u64, SearchError> {
        self.engine.count().await
    }
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError> {
        self.check()?;
        self.engine.upsert(documents).await
    }
    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError> {
        self.check()?;
        self.engine.delete(ids).await
    }
    async fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        self.check()?;
        self.engine.search(query).await
    }
    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.check()?;
        self.engine.suggest(text, limit).await
    }
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.engine.rebuild().await
    }
}

#[tokio::test]
async fn without_the_engine_listings_can_be_browsed_and_the_answer_says_so() {
    let engine = Arc::new(Unplugged { engine: Embedded::in_memory().unwrap(), away: false.into(), asked: 0.into() });
    let app = TestApp::with(Options { search: Some(Arc::clone(&engine) as Arc<dyn SearchIndex>), ..Options::default() }).await;
    engine.away.store(true, std::sync::atomic::Ordering::SeqCst);
    let (officer, head) = app.office("杨浦大学").await;
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": "水下机器人" }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
    });
    let fields = "listing { id version }";
    let mut listing = officer.done("listingCreate", input, fields).await["listing"].clone();
    for (who, field) in [(&officer, "listingSubmit"), (&head, "listingPublish")] {
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(field, step, fields).await["listing"].clone();
    }
    let search = "{ searchListings(query: \"机器人\", first: 10) { nodes { id } notice { code message } } }";
    let browsed = app.visitor.in_chinese().ok(search, json!({})).await["searchListings"].clone();
    assert_eq!(browsed["notice"]["code"], "SEARCH_UNAVAILABLE", "{browsed}");
    assert_eq!(browsed["nodes"][0]["id"], listing["id"]);

    // The engine comes back: the outbox has kept what it missed.
    app.settle().await;
    engine.away.store(false, std::sync::atomic::Ordering::SeqCst);
    app.advance(chrono::Duration::seconds(5));
    app.settle().await;
    let found = app.visitor.ok(search, json!({})).await["searchListings"].clone();
    assert_eq!((found["notice"].clone(), found["nodes"][0]["id"].clone()), (json!(null), listing["id"].clone()));
    app.finish().await;
}

#[tokio::test]
async fn an_engine_that_was_away_at_the_start_is_prepared_when_it_comes() {
    let engine = Arc::new(Unplugged { engine: Embedded::in_memory().unwrap(), away: false.into(), asked: 0.into() });
    let app = TestApp::with(Options { search: Some(Arc::clone(&engine) as Arc<dyn SearchIndex>), ..Options::default() }).await;
    engine.away.store(true, std::sync::atomic::Ordering::SeqCst);
    let ctx = app.ctx.clone();
    let preparing = tokio::spawn(async move { lianqiao::app::prepare_search_at_last(&ctx, std::time::Duration::from_millis(1)).await });
    while engine.asked.load(std::sync::atomic::Ordering::SeqCst) < 3 {
        tokio::task::yield_now().await;
    }
    engine.away.store(false, std::sync::atomic::Ordering::SeqCst);
    preparing.await.unwrap();
    assert_eq!(engine.prepare().await.unwrap(), Prepared::Ready, "filled, too");
    app.finish().await;
}

async fn step(who: &Person, field: &str, listing: &mut Value, extra: Value) {
    let mut input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *listing = who.done(field, input, "listing { id version }").await["listing"].clone();
}

async fn published(officer: &Person, head: &Person, title: &str) -> Value {
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
    });
    let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    step(officer, "listingSubmit", &mut listing, json!({})).await;
    step(head, "listingPublish", &mut listing, json!({})).await;
    listing
}

#[tokio::test]
async fn what_the_index_still_says_is_not_shown_once_it_is_not_public_any_more() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut listing = published(&officer, &head, "旧标题热泵").await;
    app.settle().await;
    let question = "{
        searchListings(query: \"热泵\", first: 5) { edges { node { title { zh } } highlight { titleZh { text } } } }
        listingSuggestions(text: \"旧标题\")
    }";
    let seen = app.visitor.ok(question, json!({})).await;
    assert_eq!(seen["listingSuggestions"], json!(["旧标题热泵"]));
    assert_eq!(seen["searchListings"]["edges"][0]["highlight"]["titleZh"], json!([{ "text": "旧标题" }, { "text": "热泵" }]));

    // The head publishes other words; the index has not heard of it yet.
    step(&officer, "listingUpdate", &mut listing, json!({ "title": { "zh": "新名称热泵" } })).await;
    step(&officer, "listingSubmit", &mut listing, json!({})).await;
    step(&head, "listingPublish", &mut listing, json!({})).await;
    let seen = app.visitor.ok(question, json!({})).await;
    assert_eq!(seen["listingSuggestions"], json!([]));
    assert_eq!(seen["searchListings"]["edges"][0], json!({ "node": { "title": { "zh": "新名称热泵" } }, "highlight": { "titleZh": [] } }));

    app.settle().await;
    let seen = app.visitor.ok(question, json!({})).await;
    assert_eq!(seen["searchListings"]["edges"][0]["highlight"]["titleZh"], json!([{ "text": "新名称" }, { "text": "热泵" }]));
    app.finish().await;
}

#[tokio::test]
async fn a_list_in_a_question_has_an_end() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    published(&officer, &head, "水下机器人").await;
    app.settle().await;
    let search = "query($facets: [ListingFacet!]!) { searchListings(first: 5, facets: $facets) { facets { facet } } }";
    let twice = app.visitor.ok(search, json!({ "facets": ["TRL", "KIND", "TRL"] })).await;
    assert_eq!(twice["searchListings"]["facets"], json!([{ "facet": "TRL" }, { "facet": "KIND" }]));
    assert_eq!(app.visitor.run(search, json!({ "facets": vec!["TRL"; 13] })).await.code(), "TOO_MANY");
    assert_eq!(app.visitor.run(search, json!({ "facets": vec!["TRL"; 20_000] })).await.code(), "COST_EXCEEDED");

    let listings = "query($states: [ListingState!]!) { listings(first: 5, filter: { states: $states }) { nodes { id } } }";
    let licenses = "query($states: [LicenseState!]!) { licenses(first: 5, filter: { states: $states }) { nodes { id } } }";
    for (question, state) in [(listings, "DRAFT"), (licenses, "ACTIVE")] {
        assert_eq!(officer.run(question, json!({ "states": vec![state; 100] })).await.code(), "", "{question}");
        assert_eq!(officer.run(question, json!({ "states": vec![state; 25_000] })).await.code(), "TOO_MANY", "{question}");
    }
    app.finish().await;
}
