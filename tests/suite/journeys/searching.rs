//! What people get when the search engine does not answer, and what they hear while things happen.

use std::sync::Arc;

use async_trait::async_trait;
use lianqiao::search::{Answer, Document, Embedded, Prepared, Query, Rebuild, SearchError, SearchIndex};
use lianqiao_tests::{Options, TestApp};
use serde_json::json;

/// An engine that can be unplugged.
struct Unplugged {
    engine: Embedded,
    away: std::sync::atomic::AtomicBool,
}

impl Unplugged {
    fn check(&self) -> Result<(), SearchError> {
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
    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<String>, SearchError> {
        self.check()?;
        self.engine.suggest(text, limit).await
    }
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.engine.rebuild().await
    }
}

#[tokio::test]
async fn without_the_engine_listings_can_be_browsed_and_the_answer_says_so() {
    let engine = Arc::new(Unplugged { engine: Embedded::in_memory().unwrap(), away: false.into() });
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
