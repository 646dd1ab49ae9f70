//! Queries of listings find their rows by an index, so that a million rows cost no more than a thousand.

use lianqiao::{
    kernel::{Id, Role, id},
    listing::{self, OfficeFilter, Walk},
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
        for field in ["TITLE", "READINESS", "COMPLETENESS"] {
            let query = "query($filter: ListingFilter, $field: ListingOrderField!, $after: String) { listings(filter: $filter, orderBy: { field: $field }, first: 1, after: $after) { pageInfo { endCursor } } }";
            let page = officer.ok(query, json!({ "filter": own, "field": field })).await;
            officer.ok(query, json!({ "filter": own, "field": field, "after": page["listings"]["pageInfo"]["endCursor"] })).await;
        }
        let narrow = json!({ "organizationId": officer.organization, "kinds": ["MATERIAL"], "readinessMin": 3, "useFirstPayLater": true, "returned": true, "updatedSince": "2020-01-01" });
        list(&officer, narrow).await;
        list(&officer, json!({ "organizationId": officer.organization, "awaitsVerdict": true })).await;
        list(&officer, json!({ "organizationId": officer.organization, "returned": true })).await;
        let counts = "query($id: ID!) { listingCounts(organizationId: $id) { count } }";
        officer.ok(counts, json!({ "id": officer.organization })).await;
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
            listing::working_copies(&app.ctx, office, &OfficeFilter::default(), walk, 10).await.unwrap();
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
        // What is few among many has an index of its own.
        for (condition, index) in [("(listing.state = 'SUBMITTED' OR", "_pending_"), ("'EDITING') AND COALESCE", "_editing_")] {
            assert!(!sql.contains(condition) || plan.iter().any(|step| step.contains(index)), "{index}: {sql}\n{plan:#?}");
        }
    }
    app.finish().await;
}

/// All fields for which a list reads cards only.
const ON_CARD: &str = "__typename id organization { id name } state version contentVersion viewerLayer publishedAt updatedAt title { zh en } kind department \
     keywords readiness { level basis } ipRights { kind number status } ipc industries strategicIndustries shanghaiSectors chains transferWays \
     offers { code kind price { currency minorUnits } useFirstPayLater { freeMonths } } plain: offers { code kind termMonths negotiable paymentMode price { currency minorUnits } } exportClass disclosure { section layer }";

/// The rows of a list, without what tells that they were read whole.
async fn rows(who: &Client, field: &str, extra: &str) -> Value {
    rows_of(who, field, &format!("{ON_CARD} {extra}")).await
}

async fn rows_of(who: &Client, field: &str, fields: &str) -> Value {
    let query = format!("{{ page: {field} {{ edges {{ node {{ ...row }} }} }} }} fragment row on Listing {{ {fields} }}");
    let mut rows = who.ok(&query, json!({})).await["page"]["edges"].clone();
    for row in rows.as_array_mut().unwrap() {
        row["node"].as_object_mut().unwrap().remove("abstract");
    }
    rows
}

#[tokio::test]
async fn a_list_that_reads_cards_shows_what_it_would_show_of_the_whole() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let enterprise = app.enterprise("上海联桥科技有限公司", None).await;
    let owner = app.person("owner", &enterprise, Role::SmeOwner).await;
    let input = json!({
        "organizationId": officer.organization, "title": { "zh": "石墨烯防腐涂层", "en": "Graphene coating" }, "abstract": { "zh": "摘要" },
        "problem": { "zh": "问题" }, "benefit": { "zh": "效益" }, "kind": "MATERIAL", "department": "材料学院", "keywords": ["石墨烯"],
        "readiness": { "level": 6, "basis": "SELF_ASSESSED" }, "ipc": ["C09D 5/08"], "industries": ["C26"], "chains": [], "transferWays": ["LICENSE"],
        "ipRights": [{ "kind": "SOFTWARE", "number": "2024SR0000001", "status": "IN_FORCE" }],
        "offers": [
            { "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" },
            { "code": "B", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "LUMP_SUM", "price": { "currency": "CNY", "minorUnits": "1200000" } },
        ],
        "contact": { "name": "王老师", "phone": "021-65980000" },
        "disclosure": [{ "section": "IP_RIGHTS", "layer": "REGISTERED" }],
    });
    let listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    let listing = officer.done("listingSubmit", step, "listing { id version }").await["listing"].clone();
    let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
    head.done("listingPublish", step, "listing { id }").await;
    app.settle().await;
    for field in ["listings(first: 5)", "searchListings(query: \"石墨烯\", first: 5)"] {
        for (who, rights) in [(&app.visitor, 0), (&owner.client, 1), (&officer.client, 1)] {
            let (cards, statements) = app.statements_of(rows(who, field, "")).await;
            assert!(statements.iter().any(|sql| sql.contains("\"card\"")), "{statements:#?}");
            let (whole, statements) = app.statements_of(rows(who, field, "abstract { zh }")).await;
            assert!(!statements.iter().any(|sql| sql.contains("\"card\"")), "{statements:#?}");
            assert_eq!(cards, whole, "{field}");
            // Asked for in a way that no object is written by, the same comes out.
            let slow = ON_CARD.replace("{ ", "{ ... @include(if: true) { ").replace(" }", " } }");
            assert_eq!(cards, rows_of(who, field, &slow).await, "{field}");
            assert_eq!(cards[0]["node"]["ipRights"].as_array().unwrap().len(), rights, "{field}: {cards:#}");
        }
    }
    // A program that knows no cards writes the content and leaves the old card behind.
    let old = "UPDATE listing_publication SET listing_version = listing_version + 1, content = ";
    let text = match engine() {
        Engine::Sqlite => format!("{old} json_set(content, '$.title.zh', '新题目')"),
        Engine::Postgres => format!("{old} jsonb_set(content, '{{title,zh}}', '\"新题目\"')"),
    };
    app.ctx.db.maintenance().execute_unprepared(&text).await.unwrap();
    assert_eq!(rows(&app.visitor, "listings(first: 5)", "").await[0]["node"]["title"]["zh"], "新题目");
    app.finish().await;
}
