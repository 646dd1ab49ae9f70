//! Pages of cases, advisors and mandates, and a plan, cost the same number of statements however many rows they have.

use serde_json::json;

use super::stage::{Stage, profile};

#[tokio::test]
async fn pages_and_plans_do_not_cost_by_the_row() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    stage.appointed(&stage.rival, profile()).await;
    stage.mandated(&advisor, "2027-06-30").await;
    for n in 0..3 {
        stage.accepted(&format!("在办{n}"), &advisor, &stage.advisor).await;
    }
    for n in 0..6 {
        stage.case(&format!("待办{n}")).await;
    }
    stage.app.settle().await;
    let cases = "query($n: Int!) { page: brokerCases(first: $n, filter: { states: [ACCEPTED] }) { nodes {
        id title { zh } client { name } advisor { name } demand { title { zh } } conflicts { id } } } }";
    let plan = "query($n: Int!) { casePlan { page: proposals(first: $n) { nodes { advisor { name } case { client { name } } parts { points } } } } }";
    for (what, client, document, budget) in [
        ("the client's", &stage.owner.client, cases, 8),
        ("the advisor's", &stage.advisor.client, cases, 12),
        ("the operator's", &stage.operator.client, cases, 8),
        ("a plan", &stage.operator.client, plan, 16),
    ] {
        let mut costs = Vec::new();
        for size in [2, 3] {
            let (data, statements) = stage.app.statements_of(client.ok(document, json!({ "n": size }))).await;
            let rows = if what == "a plan" { &data["casePlan"]["page"]["nodes"] } else { &data["page"]["nodes"] };
            assert_eq!(rows.as_array().unwrap().len(), size, "{what}");
            assert!(statements.len() <= budget, "{what}, {size} rows: {} statements\n{}", statements.len(), statements.join("\n"));
            costs.push(statements.len());
        }
        assert_eq!(costs[0], costs[1], "{what}: the number of statements grows with the rows");
    }
    stage.app.finish().await;
}
