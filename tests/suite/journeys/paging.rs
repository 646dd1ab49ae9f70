//! Lists of listings, page by page, in both directions; and the edits of one listing.

use lianqiao_tests::{Client, TestApp};
use serde_json::{Value, json};

const PAGE: &str = "query($filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    listings(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        totalCount edges { cursor node { title { zh } } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }";

fn titles(page: &Value) -> Vec<&str> {
    page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["title"]["zh"].as_str().unwrap()).collect()
}

async fn page(who: &Client, arguments: Value) -> Value {
    who.ok(PAGE, arguments).await["listings"].clone()
}

#[tokio::test]
async fn pages_meet_in_both_directions_and_a_cursor_belongs_to_its_list() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    for n in 1..=5 {
        let input = json!({ "organizationId": officer.organization, "title": { "zh": format!("成果{n}") }, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
        officer.done("listingCreate", input, "listing { id }").await;
        app.advance(chrono::Duration::seconds(1));
    }
    let own = json!({ "organizationId": officer.organization });
    for (who, transition) in [(&officer, "SUBMIT"), (&head, "PUBLISH")] {
        let input = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": own });
        who.done("listingBulkTransition", input, "report { changedCount }").await;
    }
    // Working copies for the office, publications for the world: the same rules of paging.
    for (who, filter) in [(&officer.client, own.clone()), (&app.visitor, json!({}))] {
        let all = page(who, json!({ "filter": filter, "first": 100 })).await;
        assert_eq!((all["totalCount"].clone(), titles(&all).len()), (json!(5), 5));
        let first = page(who, json!({ "filter": filter, "first": 2 })).await;
        let second = page(who, json!({ "filter": filter, "first": 2, "after": first["pageInfo"]["endCursor"] })).await;
        let third = page(who, json!({ "filter": filter, "first": 2, "after": second["pageInfo"]["endCursor"] })).await;
        assert_eq!([titles(&first), titles(&second), titles(&third)].concat(), titles(&all));
        assert_eq!((&first["pageInfo"]["hasPreviousPage"], &third["pageInfo"]["hasNextPage"]), (&json!(false), &json!(false)));
        let back = page(who, json!({ "filter": filter, "last": 2, "before": third["pageInfo"]["startCursor"] })).await;
        assert_eq!(back["edges"], second["edges"], "the way back shows the same page, in the same order");
        assert_eq!((&back["pageInfo"]["hasPreviousPage"], &back["pageInfo"]["hasNextPage"]), (&json!(true), &json!(true)));
        let last = page(who, json!({ "filter": filter, "last": 2 })).await;
        assert_eq!((titles(&last), &last["pageInfo"]["hasNextPage"]), (titles(&all)[3..].to_vec(), &json!(false)));

        let cursor = first["pageInfo"]["endCursor"].clone();
        let other = app
            .visitor
            .run(PAGE, json!({ "filter": { "organizationId": head.organization, "states": ["PUBLISHED"] }, "first": 2, "after": cursor }));
        assert_ne!(other.await.0["data"]["listings"]["edges"], second["edges"]);
        for wrong in [
            json!({ "filter": { "organizationId": officer.organization, "states": ["DRAFT"] }, "first": 2, "after": cursor }),
            json!({ "filter": filter, "first": 2, "after": "bm9uc2Vuc2U" }),
        ] {
            assert_eq!(officer.run(PAGE, wrong).await.code(), "CURSOR_MISMATCH");
        }
        for (arguments, code) in [
            (json!({ "filter": filter, "first": 2, "before": cursor }), "BAD_USER_INPUT"),
            (json!({ "filter": filter, "first": 2, "last": 2 }), "PAGE_SIZE_INVALID"),
            (json!({ "filter": filter, "first": 101 }), "PAGE_SIZE_INVALID"),
            (json!({ "filter": filter }), "PAGE_SIZE_INVALID"),
        ] {
            assert_eq!(who.run(PAGE, arguments).await.code(), code);
        }
    }
    // A cursor of the world's list is none of the office's.
    let outside = page(&app.visitor, json!({ "first": 2 })).await["pageInfo"]["endCursor"].clone();
    assert_eq!(officer.run(PAGE, json!({ "filter": own, "first": 2, "after": outside })).await.code(), "CURSOR_MISMATCH");
    app.finish().await;
}

#[tokio::test]
async fn an_edit_has_an_id_that_answers_those_who_read_working_copies() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (stranger, _) = app.office("江湾大学").await;
    let operator = app.operator().await;
    let input =
        json!({ "organizationId": officer.organization, "title": { "zh": "初稿" }, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
    let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, field) in [(&officer, "listingSubmit"), (&head, "listingPublish")] {
        let step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
        listing = who.done(field, step, "listing { id version }").await["listing"].clone();
    }
    let change = json!({ "id": listing["id"], "expectedVersion": listing["version"], "title": { "zh": "二稿" } });
    officer.done("listingUpdate", change, "listing { id }").await;
    let edits = "query($id: ID!) { listing(id: $id) { revisions(first: 5) { totalCount nodes { id contentVersion } } } }";
    let edits = officer.ok(edits, json!({ "id": listing["id"] })).await["listing"]["revisions"].clone();
    assert_eq!((&edits["totalCount"], &edits["nodes"][0]["contentVersion"]), (&json!(2), &json!(2)));
    let node = "query($id: ID!) { node(id: $id) { id ... on ListingRevision { contentVersion title { zh } } } }";
    let id = json!({ "id": edits["nodes"][1]["id"] });
    for who in [&officer.client, &head.client, &operator.client] {
        assert_eq!(who.ok(node, id.clone()).await["node"]["title"]["zh"], "初稿");
    }
    for who in [&app.visitor, &stranger.client] {
        assert_eq!(who.ok(node, id.clone()).await["node"], Value::Null);
    }
    // An id of another kind, or none at all, is answered like one that does not exist.
    let single = "query($id: ID!) { listing(id: $id) { id } }";
    for other in [officer.organization.as_str(), edits["nodes"][0]["id"].as_str().unwrap(), "nonsense", ""] {
        assert_eq!(officer.ok(single, json!({ "id": other })).await["listing"], Value::Null, "{other}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_listing_that_was_returned_often_leaves_room_for_the_reviews_of_others() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    for (title, rounds) in [("一次", 1), ("屡次", 52)] {
        let input =
            json!({ "organizationId": officer.organization, "title": { "zh": title }, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
        let mut listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
        for round in 0..rounds {
            for (who, field, extra) in
                [(&officer, "listingSubmit", json!({})), (&head, "listingReturn", json!({ "notes": [{ "text": format!("第{round}次") }] }))]
            {
                let mut step = json!({ "id": listing["id"], "expectedVersion": listing["version"] });
                step.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
                listing = who.done(field, step, "listing { id version }").await["listing"].clone();
            }
            app.advance(chrono::Duration::milliseconds(10));
        }
    }
    let document =
        "query($org: ID!) { listings(first: 2, filter: { organizationId: $org }) { nodes { title { zh } reviews { notes { text } } } } }";
    let nodes = officer.ok(document, json!({ "org": officer.organization })).await["listings"]["nodes"].clone();
    let told: Vec<(&str, usize, &str)> = nodes
        .as_array()
        .unwrap()
        .iter()
        .map(|node| {
            let reviews = node["reviews"].as_array().unwrap();
            (node["title"]["zh"].as_str().unwrap(), reviews.len(), reviews[0]["notes"][0]["text"].as_str().unwrap())
        })
        .collect();
    assert_eq!(told, [("屡次", 50, "第51次"), ("一次", 1, "第0次")]);
    app.finish().await;
}
