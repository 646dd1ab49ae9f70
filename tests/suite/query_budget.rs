//! A page costs the same number of SQL statements however many rows it has.

use lianqiao_tests::TestApp;
use serde_json::json;

#[tokio::test]
async fn a_page_of_listings_with_everything_on_it_takes_at_most_six_statements() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    for n in 0..24 {
        let input = json!({
            "organizationId": officer.organization, "title": { "zh": format!("成果{n}") }, "problem": { "zh": "a" }, "benefit": { "zh": "b" },
            "ipRights": [{ "kind": "SOFTWARE", "number": format!("2024SR{n:07}"), "status": "IN_FORCE" }],
            "offers": [{ "code": "A", "kind": "NON_EXCLUSIVE", "termMonths": 12, "paymentMode": "FREE" }],
        });
        officer.done("listingCreate", input, "listing { id }").await;
    }
    for (who, transition) in [(&officer, "SUBMIT"), (&head, "PUBLISH")] {
        let input = json!({ "organizationId": officer.organization, "transition": transition, "allMatching": { "organizationId": officer.organization } });
        who.done("listingBulkTransition", input, "report { changedCount }").await;
    }
    app.settle().await;
    let row =
        "id title { zh } organization { id name } ipRights { number } offers { code } availableTransitions { name blockedBy { code } }";
    let pages = [
        ("browsing", format!("query($n: Int!) {{ listings(first: $n) {{ nodes {{ {row} }} pageInfo {{ hasNextPage }} }} }}"), "listings"),
        (
            "searching",
            format!("query($n: Int!) {{ searchListings(query: \"成果\", first: $n) {{ nodes {{ {row} }} }} }}"),
            "searchListings",
        ),
    ];
    for (what, document, field) in pages {
        // Who is asking takes two statements more: the session with its user, and the seats.
        for (person, budget) in [(&app.visitor, 6), (&head.client, 6 + 2)] {
            let mut costs = Vec::new();
            for size in [2, 20] {
                let (data, statements) = app.statements_of(person.ok(&document, json!({ "n": size }))).await;
                assert_eq!(data[field]["nodes"].as_array().unwrap().len(), size, "{what}");
                assert!(statements.len() <= budget, "{what} {size} rows: {} statements\n{}", statements.len(), statements.join("\n"));
                costs.push(statements.len());
            }
            assert_eq!(costs[0], costs[1], "{what}: the number of statements grows with the rows");
        }
    }
    app.finish().await;
}
