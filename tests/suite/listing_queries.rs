//! Queries of listings find their rows by an index, so that a million rows cost no more than a thousand.

use lianqiao::{
    kernel::{Id, id},
    listing::{self, Walk},
};
use lianqiao_tests::{Client, Engine, TestApp, engine};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

/// How SQLite would run a statement.
async fn plan(app: &TestApp, sql: &str) -> Vec<String> {
    let explain = Statement::from_string(app.ctx.db.backend(), format!("EXPLAIN QUERY PLAN {sql}"));
    let rows = app.ctx.db.read().query_all_raw(explain).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
    rows.into_iter().map(|row| row.try_get("", "detail").unwrap()).collect()
}

async fn list(who: &Client, filter: Value) -> Value {
    let query = "query($filter: ListingFilter) { listings(filter: $filter, first: 10) { nodes { id } } }";
    who.ok(query, json!({ "filter": filter })).await
}

#[tokio::test]
async fn no_query_of_listings_reads_the_whole_table_or_sorts_it() {
    if !matches!(engine(), Engine::Sqlite) {
        // PostgreSQL plans by what is in its tables, which is next to nothing here.
        return;
    }
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let operator = app.operator().await;
    let office: Id<id::Organization> = officer.organization.parse().unwrap();
    let input = json!({ "organizationId": officer.organization, "title": { "zh": "成果" }, "problem": { "zh": "问题" }, "benefit": { "zh": "效益" } });
    officer.done("listingCreate", input, "listing { id }").await;
    let story = async {
        let own = json!({ "organizationId": officer.organization });
        list(&officer, own.clone()).await;
        list(&officer, json!({ "organizationId": officer.organization, "states": ["DRAFT"] })).await;
        list(&operator, json!({})).await;
        list(&operator, json!({ "revisionStates": ["SUBMITTED"] })).await;
        list(&operator, json!({ "states": ["SUBMITTED"] })).await;
        list(&app.visitor, json!({})).await;
        list(&app.visitor, own).await;
        let all = json!({ "organizationId": officer.organization, "transition": "SUBMIT", "allMatching": {} });
        officer.done("listingBulkTransition", all, "report { changedCount }").await;
        let all = json!({ "organizationId": officer.organization, "transition": "PUBLISH", "allMatching": {} });
        head.done("listingBulkTransition", all, "report { changedCount }").await;
        for walk in [Walk::Start, Walk::AfterReference("A".to_owned()), Walk::WithoutReference(None)] {
            listing::working_copies(&app.ctx, office, walk, 10).await.unwrap();
        }
        listing::published_ids_after(&app.ctx, None, 10).await.unwrap();
        listing::expire_due(&app.ctx, 10).await.unwrap();
        listing::look_after_due(&app.ctx, 10).await.unwrap();
    };
    let ((), statements) = app.statements_of(story).await;
    let reads: Vec<&String> = statements.iter().filter(|sql| sql.starts_with("SELECT") && sql.contains("FROM \"listing")).collect();
    assert!(reads.len() >= 12, "{reads:#?}");
    for sql in reads {
        let plan = plan(&app, sql).await;
        let slow = plan.iter().find(|step| (step.starts_with("SCAN listing") && !step.contains("USING")) || step.contains("TEMP B-TREE"));
        assert_eq!(slow, None, "{sql}\n{plan:#?}");
    }
    app.finish().await;
}
