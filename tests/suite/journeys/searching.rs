//! What people get when the search engine does not answer, and what they hear while things happen.

use std::sync::Arc;

use async_trait::async_trait;
use lianqiao::search::{Answer, Document, Embedded, Lexeme, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion};
use lianqiao_tests::{Client, Options, Person, TestApp};
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
    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError> {
        self.check()?;
        self.engine.similar(words, limit).await
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

/// A published listing.
async fn shown(officer: &Person, head: &Person, input: Value) -> Value {
    let mut content = json!({ "organizationId": officer.organization, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
    content.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
    let mut listing = officer.done("listingCreate", content, "listing { id version }").await["listing"].clone();
    for (who, field) in [(officer, "listingSubmit"), (head, "listingPublish")] {
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(field, step, "listing { id version }").await["listing"].clone();
    }
    listing
}

const SEARCH: &str = "query($q: String!, $filter: ListingSearchFilter, $n: Int!, $after: String) {
    searchListings(query: $q, filter: $filter, first: $n, after: $after) {
        nodes { id title { zh } } totalCount pageInfo { endCursor hasNextPage hasPreviousPage }
        notice { code message ignoredFilters startedAnew } } }";

async fn search(who: &Client, variables: Value) -> Value {
    who.ok(SEARCH, variables).await["searchListings"].clone()
}

#[tokio::test]
async fn filters_that_the_database_does_not_know_are_named_and_the_engines_cursor_begins_anew() {
    let engine = Arc::new(Unplugged { engine: Embedded::in_memory().unwrap(), away: false.into(), asked: 0.into() });
    let app = TestApp::with(Options { search: Some(Arc::clone(&engine) as Arc<dyn SearchIndex>), ..Options::default() }).await;
    let (officer, head) = app.office("杨浦大学").await;
    for n in 0..4 {
        shown(&officer, &head, json!({ "title": { "zh": format!("热泵{n}") }, "kind": "PRODUCT" })).await;
        app.advance(chrono::Duration::seconds(1));
    }
    app.settle().await;
    let filter = json!({ "kinds": ["PRODUCT"], "ipc": ["H01L"], "organizationIds": [officer.organization] });
    let ranked = search(&app.visitor, json!({ "q": "热泵", "n": 2 })).await;
    assert_eq!((&ranked["notice"], ranked["nodes"].as_array().unwrap().len()), (&Value::Null, 2));
    let cursor = ranked["pageInfo"]["endCursor"].clone();

    engine.away.store(true, std::sync::atomic::Ordering::SeqCst);
    let anew = search(&app.visitor, json!({ "q": "热泵", "n": 2, "after": cursor })).await;
    assert_eq!(anew["notice"]["startedAnew"], true);
    assert_eq!((&anew["pageInfo"]["hasPreviousPage"], &anew["nodes"][0]["title"]["zh"]), (&json!(false), &json!("热泵3")));
    let narrowed = search(&app.visitor, json!({ "q": "热泵", "n": 2, "filter": filter })).await;
    assert_eq!(narrowed["notice"]["ignoredFilters"], json!(["IPC", "KIND"]));
    let words = narrowed["notice"]["message"].as_str().unwrap();
    assert!(words.contains("IPC symbols") && words.contains("Kind of achievement"), "{words}");
    assert_eq!(narrowed["notice"]["startedAnew"], false);
    // The database's own list goes on, also when the engine is back, and ends.
    let second = search(&app.visitor, json!({ "q": "热泵", "n": 2, "filter": filter, "after": narrowed["pageInfo"]["endCursor"] })).await;
    assert_eq!((&second["nodes"][0]["title"]["zh"], &second["notice"]["startedAnew"]), (&json!("热泵1"), &json!(false)));
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
    engine.away.store(false, std::sync::atomic::Ordering::SeqCst);
    let back = search(&app.visitor, json!({ "q": "热泵", "n": 2, "filter": filter, "after": narrowed["pageInfo"]["endCursor"] })).await;
    assert_eq!(back["nodes"], second["nodes"]);
    // A cursor of another search is a mistake of the client's, engine or not.
    for away in [true, false] {
        engine.away.store(away, std::sync::atomic::Ordering::SeqCst);
        let foreign = app.visitor.run(SEARCH, json!({ "q": "冷泵", "n": 2, "after": cursor })).await;
        assert_eq!(foreign.code(), "CURSOR_MISMATCH");
    }
    engine.away.store(false, std::sync::atomic::Ordering::SeqCst);
    app.advance(chrono::Duration::seconds(5));
    app.finish().await;
}

#[tokio::test]
async fn what_the_index_has_not_heard_yet_is_decided_by_the_database() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let hidden = shown(&officer, &head, json!({ "title": { "zh": "石墨烯散热膜" }, "keywords": ["散热"] })).await;
    let other = shown(&officer, &head, json!({ "title": { "zh": "石墨烯涂料" } })).await;
    app.settle().await;
    assert_eq!(search(&app.visitor, json!({ "q": "石墨烯", "n": 10 })).await["nodes"].as_array().unwrap().len(), 2);
    // Suspended, but nobody has told the index.
    let suspend = json!({ "id": hidden["id"], "expectedVersion": hidden["version"], "reason": "核对权属" });
    head.done("listingSuspend", suspend, "listing { id }").await;
    for who in [&app.visitor, &head.client] {
        let found = search(who, json!({ "q": "石墨烯", "n": 10 })).await;
        let ids: Vec<&Value> = found["nodes"].as_array().unwrap().iter().map(|node| &node["id"]).collect();
        assert_eq!(ids, [&other["id"]], "a stale document was shown");
    }
    // A page that only stale documents are on is empty, and the next one is still reached.
    let first = search(&app.visitor, json!({ "q": "散热膜", "n": 1 })).await;
    assert!(first["nodes"].as_array().unwrap().iter().all(|node| node["id"] != hidden["id"]));
    app.settle().await;
    assert_eq!(search(&app.visitor, json!({ "q": "散热膜", "n": 10 })).await["nodes"], json!([]));
    app.finish().await;
}

#[tokio::test]
async fn suggestions_come_from_what_everybody_may_read() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let closed = json!({
        "title": { "zh": "光伏背板", "en": "Photovoltaic backsheet" }, "knowHow": "光伏秘方", "contact": { "name": "光伏先生" },
        "disclosure": [{ "section": "INDICATORS", "layer": "INTERNAL" }], "indicators": [{ "name": "光伏效率", "value": "1" }],
    });
    let mut listing = shown(&officer, &head, closed).await;
    officer.done("listingCreate", json!({ "organizationId": officer.organization, "title": { "zh": "光伏草稿" } }), "listing { id }").await;
    app.settle().await;
    let suggest = async |text: &str| {
        let document = "query($text: String!) { listingSuggestions(text: $text, first: 20) }";
        app.visitor.ok(document, json!({ "text": text })).await["listingSuggestions"].clone()
    };
    assert_eq!(suggest("光伏").await, json!(["光伏背板"]));
    assert!(suggest("Photo").await.as_array().unwrap().iter().any(|text| text == "Photovoltaic backsheet"));
    for hostile in ["", "   ", "\u{202E}", "*", "\" OR 1=1 --", "(((", "title:*", "a\\", &"光".repeat(5000)] {
        let answer = suggest(hostile).await;
        assert!(answer.as_array().unwrap().iter().all(|text| !text.as_str().unwrap().contains("秘方")), "{hostile}: {answer}");
    }
    let document = "query($text: String!) { listingSuggestions(text: $text, first: 20) }";
    assert_eq!(app.visitor.run(document, json!({ "text": "\u{0}" })).await.code(), "FORBIDDEN_CHARACTERS", "no database takes this sign");
    for first in [0, 21, -1] {
        let document = "query($first: Int!) { listingSuggestions(text: \"光\", first: $first) }";
        assert_eq!(app.visitor.run(document, json!({ "first": first })).await.code(), "PAGE_SIZE_INVALID");
    }
    let withdraw = json!({ "id": listing["id"], "expectedVersion": listing["version"], "reason": "停止" });
    listing = head.done("listingWithdraw", withdraw, "listing { id version }").await["listing"].clone();
    assert!(listing["id"].is_string());
    app.settle().await;
    assert_eq!(suggest("光伏").await, json!([]), "what was taken back is suggested no more");
    app.finish().await;
}
