//! The table of an office: filters, orders, counts and files are of everything that it has, not of what came first.

use lianqiao_tests::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const TABLE: &str = "query($filter: ListingFilter!, $order: ListingOrder, $first: Int!, $after: String) {
    listings(filter: $filter, orderBy: $order, first: $first, after: $after) {
        totalCount nodes { title { zh } completeness { score } readiness { level } } pageInfo { hasNextPage endCursor } } }";

const COUNTS: &str =
    "query($org: ID!, $filter: ListingFilter) { listingCounts(organizationId: $org, filter: $filter) { state revisionState count } }";

/// Titles of everything that a filter leaves, page by page in an order.
async fn titles(who: &Person, filter: Value, order: Value) -> Vec<String> {
    let mut filter = filter;
    filter["organizationId"] = json!(who.organization);
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = who.ok(TABLE, json!({ "filter": filter, "order": order, "first": 2, "after": after })).await["listings"].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["title"]["zh"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], json!(found.len()), "{filter}");
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// An office with five listings, one a second, `丙` the first of the next day in China, each told to another extent; `丙` was
/// published and changed since, `丁` was sent back, `戊` was sent back and handed in again.
async fn stage(app: &TestApp) -> (Person, Person) {
    app.clock.set("2026-12-07T15:59:58Z".parse().unwrap());
    let (officer, head) = app.office("杨浦大学").await;
    let offer = |code: &str| json!({ "code": code, "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 36, "paymentMode": "LUMP_SUM", "price": { "currency": "CNY", "minorUnits": "1200000" }, "priceMethod": "AGREEMENT" });
    let later = json!({ "modes": ["DEFERRED"], "freeMonths": 12 });
    let mut paid_later = offer("B");
    paid_later["useFirstPayLater"] = later;
    let rest = [
        json!({ "kind": "MATERIAL", "readiness": { "level": 7, "basis": "SELF_ASSESSED" }, "offers": [offer("A")], "keywords": ["石墨烯"] }),
        json!({ "kind": "SOFTWARE", "readiness": { "level": 3, "basis": "SELF_ASSESSED" }, "offers": [offer("A"), paid_later], "inventorsConsent": true, "abstract": { "zh": "摘要" }, "transferWays": ["LICENSE"] }),
        json!({ "kind": "MATERIAL", "externalReference": "C-3" }),
        json!({ "readiness": { "level": 9, "basis": "SELF_ASSESSED" }, "externalReference": "A-1" }),
        json!({}),
    ];
    for (title, rest) in ["甲", "乙", "丙", "丁", "戊"].into_iter().zip(rest) {
        let mut input =
            json!({ "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
        input.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        let steps: &[(&Person, &str)] = match title {
            "丙" => &[(&officer, "listingSubmit"), (&head, "listingPublish"), (&officer, "listingUpdate")],
            "丁" => &[(&officer, "listingSubmit"), (&head, "listingReturn")],
            "戊" => &[(&officer, "listingSubmit"), (&head, "listingReturn"), (&officer, "listingSubmit")],
            _ => &[],
        };
        for (who, step) in steps {
            let mut input = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
            match *step {
                "listingReturn" => input["notes"] = json!([{ "text": "请补充" }]),
                "listingUpdate" => input["keywords"] = json!(["新"]),
                _ => {}
            }
            listing = who.done(step, input, "listing { id version }").await["listing"].clone();
        }
        app.advance(chrono::Duration::seconds(1));
    }
    (officer, head)
}

#[tokio::test]
async fn filters_and_orders_are_of_everything_that_an_office_has() {
    let app = TestApp::start().await;
    let (officer, _) = stage(&app).await;
    let none = Value::Null;
    for (filter, expected) in [
        (json!({}), vec!["戊", "丁", "丙", "乙", "甲"]),
        (json!({ "kinds": ["MATERIAL"] }), vec!["丙", "甲"]),
        (json!({ "kinds": ["MATERIAL", "SOFTWARE"], "query": "乙" }), vec!["乙"]),
        (json!({ "readinessMin": 7 }), vec!["丁", "甲"]),
        (json!({ "useFirstPayLater": true }), vec!["乙"]),
        (json!({ "useFirstPayLater": false }), vec!["戊", "丁", "丙", "甲"]),
        (json!({ "returned": true }), vec!["丁"]),
        (json!({ "awaitsVerdict": true }), vec!["戊"]),
        (json!({ "returned": false, "states": ["SUBMITTED"] }), vec!["戊"]),
        (json!({ "updatedSince": "2026-12-08" }), vec!["戊", "丁", "丙"]),
        (json!({ "kinds": ["MATERIAL"], "revisionStates": ["EDITING"] }), vec!["丙"]),
    ] {
        assert_eq!(titles(&officer, filter.clone(), none.clone()).await, expected, "{filter}");
    }
    // By their characters: 丁 U+4E01, 丙 U+4E19, 乙 U+4E59, 戊 U+620A, 甲 U+7532.
    for (field, up) in [("TITLE", ["丁", "丙", "乙", "戊", "甲"]), ("UPDATED_AT", ["甲", "乙", "丙", "丁", "戊"])] {
        assert_eq!(titles(&officer, json!({}), json!({ "field": field })).await, up, "{field}");
        let down: Vec<_> = up.into_iter().rev().collect();
        assert_eq!(titles(&officer, json!({}), json!({ "field": field, "descending": true })).await, down, "{field}");
    }
    assert_eq!(titles(&officer, json!({}), json!({ "field": "READINESS", "descending": true })).await[..3], ["丁", "甲", "乙"]);
    // What the database counts as told is what the rule counts.
    let own = json!({ "organizationId": officer.organization });
    let order = json!({ "field": "COMPLETENESS" });
    let nodes = officer.ok(TABLE, json!({ "filter": own, "order": order, "first": 10 })).await["listings"]["nodes"].clone();
    let scores: Vec<i64> = nodes.as_array().unwrap().iter().map(|node| node["completeness"]["score"].as_i64().unwrap()).collect();
    assert!(scores.is_sorted() && scores[0] < scores[4], "{nodes:#}");
    assert_eq!(titles(&officer, json!({}), order).await.last().unwrap(), "乙");
    app.finish().await;
}

#[tokio::test]
async fn counts_say_where_listings_stand_and_outsiders_count_what_they_see() {
    let app = TestApp::start().await;
    let (officer, _) = stage(&app).await;
    let operator = app.operator().await;
    let of = |filter: Value| json!({ "org": officer.organization, "filter": filter });
    let row = |state: &str, revision: Value, count: i64| json!({ "state": state, "revisionState": revision, "count": count });
    let all = json!([row("DRAFT", Value::Null, 3), row("PUBLISHED", json!("EDITING"), 1), row("SUBMITTED", Value::Null, 1)]);
    for who in [&officer.client, &operator.client] {
        assert_eq!(who.ok(COUNTS, of(json!({}))).await["listingCounts"], all);
    }
    let materials = officer.ok(COUNTS, of(json!({ "kinds": ["MATERIAL"] }))).await["listingCounts"].clone();
    assert_eq!(materials, json!([row("DRAFT", Value::Null, 1), row("PUBLISHED", json!("EDITING"), 1)]));
    let (_, statements) = app.statements_of(officer.ok(COUNTS, of(json!({ "query": "a" })))).await;
    assert_eq!(statements.iter().filter(|sql| sql.contains("FROM \"listing")).count(), 1, "{statements:#?}");

    let seen = json!([row("PUBLISHED", Value::Null, 1)]);
    assert_eq!(app.visitor.ok(COUNTS, of(json!({}))).await["listingCounts"], seen);
    for house in [
        json!({ "kinds": ["MATERIAL"] }),
        json!({ "returned": false }),
        json!({ "useFirstPayLater": false }),
        json!({ "states": ["DRAFT"] }),
    ] {
        assert_eq!(app.visitor.ok(COUNTS, of(house.clone())).await["listingCounts"], json!([]), "{house}");
        let mut filter = house.clone();
        filter["organizationId"] = json!(officer.organization);
        let answer = app
            .visitor
            .ok("query($filter: ListingFilter) { listings(filter: $filter, first: 5) { totalCount } }", json!({ "filter": filter }));
        assert_eq!(answer.await["listings"]["totalCount"], 0, "{house}");
    }
    for (filter, order, code) in [
        (json!({ "organizationId": officer.organization, "readinessMin": 10 }), Value::Null, "OUT_OF_RANGE"),
        (json!({}), json!({ "field": "TITLE" }), "REQUIRED"),
    ] {
        assert_eq!(operator.run(TABLE, json!({ "filter": filter, "order": order, "first": 2 })).await.code(), code);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_file_holds_what_the_filter_of_the_table_leaves() {
    let app = TestApp::start().await;
    let (officer, _) = stage(&app).await;
    let file = async |filter: &str| {
        let path = format!("/exports/listings.jsonl?organizationId={}{filter}", officer.organization);
        let response = officer.request(Method::GET, &path).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    };
    for (filter, expected) in [
        ("", vec!["丁", "丙", "甲", "乙", "戊"]),
        ("&kinds=MATERIAL,SOFTWARE", vec!["丙", "甲", "乙"]),
        ("&readinessMin=7", vec!["丁", "甲"]),
        ("&useFirstPayLater=true", vec!["乙"]),
        ("&returned=true", vec!["丁"]),
        ("&states=DRAFT&query=%E7%94%B2", vec!["甲"]),
        ("&revisionStates=EDITING,SUBMITTED", vec!["丙"]),
        ("&updatedSince=2199-01-01", vec![]),
    ] {
        let (status, text) = file(filter).await;
        let found: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let titles: Vec<_> = found.iter().map(|listing| listing["title"]["zh"].as_str().unwrap()).collect();
        assert_eq!((status, titles), (200, expected), "{filter}");
    }
    for (filter, code) in [
        ("&kinds=HOUSE", "UNKNOWN_CODE"),
        ("&readinessMin=x", "INVALID_NUMBER"),
        ("&readinessMin=12", "OUT_OF_RANGE"),
        ("&updatedSince=tomorrow", "INVALID_DATE"),
        ("&returned=maybe", "BAD_USER_INPUT"),
    ] {
        let (status, text) = file(filter).await;
        assert!(status == 400 && text.contains(code), "{filter}: {status} {text}");
    }
    app.finish().await;
}
