//! Problems of rows: paged, found again by id, and never one statement a run.

use std::collections::BTreeMap;

use lianqiao::kernel::{Code, Error};
use serde_json::{Value, json};

use super::{Stage, list};

#[test]
fn an_error_that_was_kept_says_all_that_it_said() {
    let said = Error::new(Code::TransitionNotAllowed)
        .with("fromState", "SUBMITTED")
        .with("allowed", vec!["RETURN".to_owned(), "PUBLISH".to_owned()]);
    let said = said.with("count", 3_i64).with("whatever_comes", "x");
    let kept: BTreeMap<String, Value> = serde_json::from_value(json!(said.args())).unwrap();
    let again = Error::recalled(said.code(), kept);
    assert_eq!((again.code(), again.args()), (said.code(), said.args()));
}

#[tokio::test]
async fn problems_are_paged_both_ways_and_found_by_their_id() {
    let stage = Stage::set().await;
    let run = stage.import(list(7, |_| true), json!({})).await;
    let document = "query Problems($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { importRun(id: $id) {
        problems(first: $first, after: $after, last: $last, before: $before) { totalCount nodes { id row } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
    let officer = &stage.officer;
    let page = |mut variables: Value| {
        variables["id"] = run["id"].clone();
        async move { officer.ok(document, variables).await["importRun"]["problems"].clone() }
    };
    let rows = |page: &Value| page["nodes"].as_array().unwrap().iter().map(|node| node["row"].as_i64().unwrap()).collect::<Vec<_>>();
    let first = page(json!({ "first": 3 })).await;
    assert_eq!((rows(&first), &first["totalCount"], &first["pageInfo"]["hasNextPage"]), (vec![2, 3, 4], &json!(7), &json!(true)));
    let rest = page(json!({ "first": 100, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!((rows(&rest), &rest["pageInfo"]["hasNextPage"]), (vec![5, 6, 7, 8], &json!(false)));
    let last = page(json!({ "last": 2 })).await;
    assert_eq!((rows(&last), &last["pageInfo"]["hasPreviousPage"]), (vec![7, 8], &json!(true)));
    let before = page(json!({ "last": 100, "before": last["pageInfo"]["startCursor"] })).await;
    assert_eq!((rows(&before), &before["pageInfo"]["hasPreviousPage"]), (vec![2, 3, 4, 5, 6], &json!(false)));
    let beyond = page(json!({ "first": 2, "after": rest["pageInfo"]["endCursor"] })).await;
    assert_eq!(rows(&beyond), Vec::<i64>::new());

    let node = "query Node($id: ID!) { node(id: $id) { id __typename ... on ImportProblem { row code } } }";
    let id = &first["nodes"][1]["id"];
    let found = stage.officer.ok(node, json!({ "id": id })).await["node"].clone();
    assert_eq!(found, json!({ "id": id, "__typename": "ImportProblem", "row": 3, "code": "INVALID_DATE" }));
    for outsider in [&stage.stranger.client, &stage.buyer.client, &stage.app.visitor] {
        assert_eq!(outsider.ok(node, json!({ "id": id })).await["node"], json!(null));
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_page_of_imports_with_their_problems_costs_the_same_however_long_it_is() {
    let stage = Stage::set().await;
    for rows in 1..=5 {
        stage.app.advance(chrono::Duration::minutes(1));
        stage.import(list(rows, |_| true), json!({})).await;
    }
    let document = "query Runs($id: ID!, $n: Int!) { importRuns(organizationId: $id, first: $n) { totalCount nodes { id createdBy { name } problems(first: 3) { totalCount nodes { id row message } } } } }";
    let mut costs = Vec::new();
    for size in [2, 5] {
        let ask = stage.officer.ok(document, json!({ "id": stage.officer.organization, "n": size }));
        let (found, statements) = stage.app.statements_of(ask).await;
        let counts: Vec<_> =
            found["importRuns"]["nodes"].as_array().unwrap().iter().map(|run| run["problems"]["totalCount"].clone()).collect();
        assert_eq!(counts, [5, 4, 3, 2, 1][..size]);
        let shown: Vec<_> =
            found["importRuns"]["nodes"].as_array().unwrap().iter().map(|run| run["problems"]["nodes"].as_array().unwrap().len()).collect();
        assert_eq!(shown, [3, 3, 3, 2, 1][..size]);
        costs.push(statements.len());
        assert!(statements.len() <= 6, "{}", statements.join("\n"));
    }
    assert_eq!(costs[0], costs[1], "the number of statements grows with the rows");
    stage.app.finish().await;
}
