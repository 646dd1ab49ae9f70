//! Cases of which an advisor sees the own notes and nothing else: they are found by that, and by nothing that they hide.

use chrono::Duration;
use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::stage::{MANDATE, Stage, profile, take, versioned};

const LIST: &str = "query($filter: BrokerCaseFilterInput) { brokerCases(first: 20, filter: $filter) { totalCount nodes { id notesOnly lastLogAt logs { summary createdAt } } } }";

/// Ids of what is found, in no order.
async fn found(who: &Client, filter: Value) -> Vec<Value> {
    let page = who.ok(LIST, json!({ "filter": filter })).await["brokerCases"].clone();
    for node in page["nodes"].as_array().unwrap() {
        assert_eq!(node["lastLogAt"], node["logs"][0]["createdAt"], "of the newest that one may read");
    }
    let mut ids: Vec<Value> = page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect();
    assert_eq!(page["totalCount"], json!(ids.len()), "{page}");
    ids.sort_by_key(ToString::to_string);
    ids
}

fn ids(cases: &[&Value]) -> Vec<Value> {
    let mut ids: Vec<Value> = cases.iter().map(|case| case["id"].clone()).collect();
    ids.sort_by_key(ToString::to_string);
    ids
}

#[tokio::test]
async fn cases_of_which_the_own_notes_are_left_are_found_by_that_alone() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let rival = stage.appointed(&stage.rival, profile()).await;
    let mut over = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    assert_eq!(found(&stage.advisor, json!({ "notesOnly": true })).await, ids(&[]));
    let open = "query($id: ID) { mandates(first: 1, filter: { advisorId: $id, active: true }) { nodes { id version } } }";
    let mandate = stage.owner.ok(open, json!({ "id": advisor["id"] })).await["mandates"]["nodes"][0].clone();
    stage.app.advance(Duration::minutes(1));
    stage.owner.done("mandateEnd", versioned(&mandate, json!({})), MANDATE).await;
    stage.app.advance(Duration::minutes(1));
    let anew = stage.accepted("另一个需求", &advisor, &stage.advisor).await;

    let person = &stage.advisor;
    assert_eq!(found(person, json!({ "notesOnly": true })).await, ids(&[&over]));
    assert_eq!(found(person, json!({ "notesOnly": false })).await, ids(&[&anew]));
    assert_eq!(found(person, json!({})).await, ids(&[&over, &anew]));
    // What the case hides is not found out by asking for it.
    for hidden in [json!({ "states": ["IN_SERVICE"] }), json!({ "organizationId": stage.owner.organization }), json!({ "stuck": false })] {
        let mut filter = hidden.clone();
        filter["notesOnly"] = json!(true);
        assert_eq!(found(person, filter).await, ids(&[]), "{hidden}");
    }
    // Its client and the staff see more of every case, and somebody who wrote nothing in it does not know of it.
    for who in [&stage.owner, &stage.operator] {
        assert_eq!(found(who, json!({ "notesOnly": true })).await, ids(&[]));
        assert_eq!(found(who, json!({ "notesOnly": false })).await, ids(&[&over, &anew]));
    }
    assert_eq!(found(&stage.rival, json!({ "notesOnly": true })).await, ids(&[]));

    // Nobody has it, then somebody else: the notes stay with whoever wrote them.
    over = stage.look(&stage.operator, &over).await;
    take(&stage.operator, "caseRelease", &mut over, json!({ "reason": "委托已结束" })).await;
    assert_eq!(found(person, json!({ "notesOnly": true })).await, ids(&[&over]));
    assert_eq!(found(&stage.operator, json!({ "notesOnly": false })).await, ids(&[&over, &anew]), "also what nobody has");
    take(&stage.operator, "caseAssign", &mut over, json!({ "advisorId": rival["id"] })).await;
    let page = person.ok(LIST, json!({ "filter": { "notesOnly": true } })).await["brokerCases"]["nodes"].clone();
    let note = json!({ "summary": "走访车间，记录返修工序与成本构成", "createdAt": page[0]["lastLogAt"] });
    assert_eq!(page, json!([{ "id": over["id"], "notesOnly": true, "lastLogAt": page[0]["lastLogAt"], "logs": [note] }]));
    assert_eq!(found(&stage.rival, json!({ "notesOnly": false })).await, ids(&[&over]));
    stage.app.settle().await;
    stage.app.finish().await;
}
