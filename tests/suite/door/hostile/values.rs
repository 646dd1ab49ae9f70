//! Ids, pages, cursors, versions and keys that are not what they should be.

use serde_json::{Value, json};

use super::{
    Case, Expect,
    scene::{Scene, signed},
};
use Expect::{Answer, Code, Either, Refusal};

/// Texts where an id is expected.
fn no_ids() -> Vec<(&'static str, String)> {
    vec![
        ("nothing", String::new()),
        ("nonsense", "nonsense".to_owned()),
        ("a number", "42".to_owned()),
        ("a statement", "' OR 1=1; DROP TABLE listing --".to_owned()),
        ("a path", "../../etc/passwd".to_owned()),
        ("Base64 of nothing", "====".to_owned()),
        ("bytes", "\u{202e}\u{fffd}\u{7f}".to_owned()),
        ("100 KB", "A".repeat(100_000)),
    ]
}

/// The table.
pub fn cases(scene: &Scene) -> Vec<Case> {
    let token = scene.officer.client.token().unwrap();
    let own = &scene.officer.organization;
    let ask = |name: String, document: &str, variables: Value, expect| Case::new(&name, signed(token, document, &variables), expect);
    let mut cases = Vec::new();
    const BY_ID: &str = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } listing(id: $id) { id } license(id: $id) { id } }";
    const FILTER: &str = "query($id: ID!) { listings(first: 5, filter: { organizationId: $id }) { nodes { id } } }";
    const CHANGE: &str = "mutation($id: ID!) { listingSubmit(input: { id: $id, expectedVersion: 1 }) { userErrors { code } } }";
    for (what, id) in no_ids() {
        cases.push(ask(format!("by id: {what}"), BY_ID, json!({ "id": id }), Answer));
        cases.push(ask(format!("filter: {what}"), FILTER, json!({ "id": id }), Either));
        cases.push(ask(format!("changed: {what}"), CHANGE, json!({ "id": id }), Code("INVALID_ID")));
    }
    for (kind, id) in &scene.hidden {
        cases.push(ask(format!("by id: a hidden {kind}"), "query($id: ID!) { listing(id: $id) { id } }", json!({ "id": id }), Answer));
        cases.push(ask(format!("filter: a hidden {kind}"), FILTER, json!({ "id": id }), Either));
        let expected = if *kind == "Listing" { "NOT_FOUND" } else { "INVALID_ID" };
        cases.push(ask(format!("changed: a hidden {kind}"), CHANGE, json!({ "id": id }), Code(expected)));
    }
    const PAGE: &str =
        "query($first: Int, $last: Int, $after: String) { listings(first: $first, last: $last, after: $after) { nodes { id } } }";
    for (what, variables, expect) in [
        ("no size", json!({}), Code("PAGE_SIZE_INVALID")),
        ("no rows", json!({ "first": 0 }), Code("PAGE_SIZE_INVALID")),
        ("minus one row", json!({ "first": -1 }), Code("PAGE_SIZE_INVALID")),
        ("too many rows", json!({ "first": 101 }), Code("PAGE_SIZE_INVALID")),
        ("as many rows as there are numbers", json!({ "first": 2_147_483_647 }), Refusal),
        ("more rows than there are numbers", json!({ "first": 99_999_999_999_i64 }), Code("BAD_USER_INPUT")),
        ("half a row", json!({ "first": 0.5 }), Code("BAD_USER_INPUT")),
        ("a word of rows", json!({ "first": "ten" }), Code("BAD_USER_INPUT")),
        ("both ends", json!({ "first": 5, "last": 5 }), Code("PAGE_SIZE_INVALID")),
        ("a cursor of nonsense", json!({ "first": 5, "after": "nonsense" }), Code("CURSOR_MISMATCH")),
        ("a cursor of bytes", json!({ "first": 5, "after": "\u{202e}\u{fffd}" }), Code("CURSOR_MISMATCH")),
        ("a cursor of 100 KB", json!({ "first": 5, "after": "A".repeat(100_000) }), Code("CURSOR_MISMATCH")),
        ("a cursor that is empty", json!({ "first": 5, "after": "" }), Either),
        ("a cursor of JSON", json!({ "first": 5, "after": "eyJrIjpbXX0" }), Code("CURSOR_MISMATCH")),
    ] {
        cases.push(ask(format!("page: {what}"), PAGE, variables, expect));
    }
    for (what, ids) in [("no ids", 0), ("101 ids", 101), ("5000 ids", 5000)] {
        let expect = if ids == 0 { Either } else { Refusal };
        cases.push(ask(
            format!("nodes: {what}"),
            "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            json!({ "ids": vec![own; ids] }),
            expect,
        ));
    }
    const CREATE: &str = "mutation($input: ListingCreateInput!) { listingCreate(input: $input) { listing { id } userErrors { code } } }";
    let title = |zh: &str| json!({ "input": { "organizationId": own, "title": { "zh": zh } } });
    for (what, variables, expect) in [
        ("of 100 KB", title(&"长".repeat(60_000)), Code("TOO_LONG")),
        ("of a thousand accents", title(&format!("e{}", "\u{301}".repeat(1000))), Either),
        ("that runs backwards", title("abc\u{202e}gpj.exe"), Code("FORBIDDEN_CHARACTERS")),
        ("that is invisible", title("\u{200b}\u{200d}\u{2060}"), Refusal),
        ("with a bell", title("a\u{7}b"), Code("FORBIDDEN_CHARACTERS")),
        ("with NUL", title("a\0b"), Code("FORBIDDEN_CHARACTERS")),
        ("with tags of a language", title("a\u{e0041}b"), Either),
        ("of private letters", title("\u{e000}\u{10fffd}"), Either),
        ("like a page", title("<script>alert(1)</script>"), Answer),
        ("like a formula", title("=HYPERLINK(\"http://elsewhere.example\")"), Answer),
        ("that is a number", json!({ "input": { "organizationId": own, "title": 5 } }), Code("BAD_USER_INPUT")),
        ("that is a list", json!({ "input": { "organizationId": own, "title": [] } }), Code("BAD_USER_INPUT")),
        (
            "with a field nobody knows",
            json!({ "input": { "organizationId": own, "title": { "zh": "x", "fr": "x" } } }),
            Code("BAD_USER_INPUT"),
        ),
        ("and an input that is null", json!({ "input": null }), Code("BAD_USER_INPUT")),
        ("and no input", json!({}), Code("BAD_USER_INPUT")),
        (
            "for a hidden organization",
            json!({ "input": { "organizationId": scene.stranger.organization, "title": { "zh": "x" } } }),
            Refusal,
        ),
    ] {
        cases.push(ask(format!("title: {what}"), CREATE, variables, expect));
    }
    const IMPORT: &str = "mutation($key: UUID!) { importStart(input: { organizationId: \"x\", uploadId: \"y\", policy: REJECT_ALL, idempotencyKey: $key }) { userErrors { code } } }";
    for (what, key) in [("nonsense", json!("x")), ("a number", json!(5)), ("nothing", json!(null)), ("100 KB", json!("0".repeat(100_000)))]
    {
        cases.push(ask(format!("key: {what}"), IMPORT, json!({ "key": key }), Refusal));
    }
    const SEARCH: &str = "query($q: String!) { searchListings(query: $q, first: 5) { totalCount } listingSuggestions(text: $q) }";
    for (what, text) in [
        ("operators", "\"a AND (b OR -c* ~5 [x TO y] \\ title:*".to_owned()),
        ("thousands of words", "a ".repeat(30_000)),
        ("one word of 60 KB", "长".repeat(20_000)),
        ("wildcards", "*?*?*?".repeat(500)),
        ("a pattern", "(a+)+$%_[^]".to_owned()),
        ("controls", "\u{7}\u{202e}\u{1b}[31m".to_owned()),
    ] {
        cases.push(ask(format!("search: {what}"), SEARCH, json!({ "q": text }), Either));
    }
    cases
}
