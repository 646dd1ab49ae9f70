//! What visitors do most: browse, search, open.

use std::time::{Duration, Instant};

use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::{office::Office, program::Program, report::Report};

/// What a row of a result list shows.
const ROW: &str = "id title { zh en } organization { name } readiness { level } offers { code }";

/// Lists from the database: the first page, a page far down, one listing.
pub async fn pages(program: &Program, office: &Office, report: &mut Report) {
    let first = format!("{{ listings(first: 20) {{ nodes {{ {ROW} }} pageInfo {{ endCursor }} }} }}");
    let visitor = &program.visitor;
    report.times("browse, first page of 20", repeat(visitor, &first, &json!({}), 200).await, Some(Duration::from_millis(100)));

    let next = "query($after: String) { listings(first: 100, after: $after) { nodes { id } pageInfo { endCursor } } }";
    let mut after = Value::Null;
    for _ in 0..200 {
        let page = visitor.ok(next, json!({ "after": after })).await;
        let cursor = page["listings"]["pageInfo"]["endCursor"].clone();
        if cursor.is_null() {
            break;
        }
        after = cursor;
    }
    let deep = format!("query($after: String) {{ listings(first: 20, after: $after) {{ nodes {{ {ROW} }} }} }}");
    let times = repeat(visitor, &deep, &json!({ "after": after }), 200).await;
    report.times("browse, a page 20,000 rows down", times, Some(Duration::from_millis(100)));

    let inside = format!(
        "query($id: ID!) {{ listings(first: 20, filter: {{ organizationId: $id, states: [PUBLISHED] }}) {{ nodes {{ {ROW} }} }} }}"
    );
    let times = repeat(&office.officer, &inside, &json!({ "id": office.organization }), 100).await;
    report.times("an office's own list, first page", times, Some(Duration::from_millis(100)));

    let ids = visitor.ok("{ listings(first: 100) { nodes { id } } }", json!({})).await;
    let mut times = Vec::new();
    for node in ids["listings"]["nodes"].as_array().unwrap() {
        let open = format!("query($id: ID!) {{ listing(id: $id) {{ {ROW} abstract {{ zh en }} }} }}");
        times.extend(repeat(visitor, &open, &json!({ "id": node["id"] }), 1).await);
    }
    report.times("open a listing", times, Some(Duration::from_millis(100)));
}

/// Searches in both languages, with facets, with a typing error, while typing, and eight people at once.
pub async fn searches(program: &Program, report: &mut Report) {
    let visitor = &program.visitor;
    let search = format!("query($q: String!) {{ searchListings(query: $q, first: 20) {{ totalCount nodes {{ {ROW} }} }} }}");
    for (what, text) in [
        ("search in Chinese", "低功耗 模数转换器"),
        ("search in English", "low power converter"),
        ("search with a typing error", "desalinaton membrane"),
        ("search for a word of every row", "成果"),
    ] {
        let times = repeat(visitor, &search, &json!({ "q": text }), 100).await;
        report.times(what, times, Some(Duration::from_millis(200)));
    }
    let facets = format!(
        "query($q: String!) {{ searchListings(query: $q, first: 20, facets: [TRL, ORGANIZATION], filter: {{ readiness: [4, 5, 6] }}) \
         {{ totalCount facets {{ values {{ value count }} }} nodes {{ {ROW} }} }} }}"
    );
    let times = repeat(visitor, &facets, &json!({ "q": "传感器" }), 100).await;
    report.times("search with facets and a filter", times, Some(Duration::from_millis(200)));
    let typing = "query($t: String!) { listingSuggestions(text: $t) }";
    report.times("suggestions while typing", repeat(visitor, typing, &json!({ "t": "防腐" }), 100).await, Some(Duration::from_millis(100)));

    let started = Instant::now();
    let people = (0..8).map(|_| {
        let (visitor, search) = (visitor.clone(), search.clone());
        tokio::spawn(async move { repeat(&visitor, &search, &json!({ "q": "石墨烯 传感器" }), 100).await })
    });
    let mut times = Vec::new();
    for person in people.collect::<Vec<_>>() {
        times.extend(person.await.unwrap());
    }
    report.rate("searches by eight people at once", times.len(), started.elapsed(), None);
    report.times("each of them", times, None);
}

/// Runs a document `times` times after one that warms up.
async fn repeat(client: &Client, document: &str, variables: &Value, times: usize) -> Vec<Duration> {
    client.ok(document, variables.clone()).await;
    let mut taken = Vec::with_capacity(times);
    for _ in 0..times {
        let started = Instant::now();
        client.ok(document, variables.clone()).await;
        taken.push(started.elapsed());
    }
    taken
}
