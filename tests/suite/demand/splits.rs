//! Two problems in one demand: proposed apart, decided part by part.

use serde_json::{Value, json};

use super::stage::{Stage, refused, step};

const SPLIT: &str = "demandSplit { id version state parts { part decision title { zh } changes { path after } } createdDemand { id state title { zh } splitFrom { id } } }";

async fn propose(stage: &Stage, demand: &Value) -> Value {
    let input = json!({
        "demandId": demand["id"], "expectedVersion": demand["version"], "note": "返修和变形是两件事。",
        "kept": { "title": { "zh": "焊缝返修太多" }, "keywords": ["焊接"] },
        "splitOff": { "title": { "zh": "厚板焊后变形" }, "problem": { "zh": "两米长的板焊完翘起八毫米。" } },
        "idempotencyKey": stage.member.key(),
    });
    stage.member.done("demandSplitPropose", input, SPLIT).await["demandSplit"].clone()
}

fn decide(split: &Value, part: &str, approve: bool) -> Value {
    json!({ "id": split["id"], "expectedVersion": split["version"], "part": part, "approve": approve })
}

#[tokio::test]
async fn each_part_is_shown_as_a_difference_and_decided_by_itself() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    let mut split = propose(&stage, &demand).await;
    stage.app.settle().await;
    let paths: Vec<Vec<Value>> = split["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["changes"].as_array().unwrap().iter().map(|change| change["path"].clone()).collect())
        .collect();
    assert_eq!(
        paths,
        [vec![json!(["title", "en"]), json!(["keywords"])], vec![json!(["title", "zh"]), json!(["title", "en"]), json!(["problem", "zh"])]]
    );
    let events =
        stage.owner.ok("{ viewerEvents(first: 1) { nodes { kind subjectId } } }", json!({})).await["viewerEvents"]["nodes"][0].clone();
    assert_eq!(events, json!({ "kind": "DEMAND_SPLIT_PROPOSED", "subjectId": split["id"] }));
    // Nothing has happened to the demand, and a second split has to wait.
    let content = "query($id: ID!) { demand(id: $id) { id version contentVersion revisionState keywords splits { id } } }";
    let now = stage.owner.ok(content, json!({ "id": demand["id"] })).await["demand"].clone();
    assert_eq!((&now["contentVersion"], &now["splits"]), (&json!(1), &json!([{ "id": split["id"] }])));
    let again = json!({ "demandId": demand["id"], "expectedVersion": demand["version"], "kept": {}, "splitOff": { "trlMin": 3 }, "idempotencyKey": stage.owner.key() });
    assert_eq!(stage.owner.refused("demandSplitPropose", again, SPLIT).await.0, "PROPOSAL_EXISTS");

    split = stage.owner.done("demandSplitDecide", decide(&split, "SPLIT_OFF", true), SPLIT).await["demandSplit"].clone();
    assert_eq!(split["state"], "OPEN");
    let made = &split["createdDemand"];
    assert_eq!((&made["state"], &made["title"]["zh"], &made["splitFrom"]["id"]), (&json!("DRAFT"), &json!("厚板焊后变形"), &demand["id"]));
    assert_eq!(stage.owner.refused("demandSplitDecide", decide(&split, "SPLIT_OFF", false), SPLIT).await.0, "TRANSITION_NOT_ALLOWED");
    split = stage.owner.done("demandSplitDecide", decide(&split, "KEPT", true), SPLIT).await["demandSplit"].clone();
    assert_eq!(split["state"], "DECIDED");
    stage.app.settle().await;
    let last = async |who: &lianqiao_tests::Client| {
        let events = who.ok("{ viewerEvents(first: 1) { nodes { kind subjectId } } }", json!({})).await;
        events["viewerEvents"]["nodes"][0].clone()
    };
    assert_eq!(last(&stage.member).await, json!({ "kind": "DEMAND_SPLIT_DECIDED", "subjectId": split["id"] }), "whoever proposed it");
    assert_eq!(last(&stage.owner).await["kind"], "DEMAND_SPLIT_PROPOSED", "whoever decided knows");
    let now = stage.owner.ok(content, json!({ "id": demand["id"] })).await["demand"].clone();
    assert_eq!((&now["keywords"], &now["revisionState"]), (&json!(["焊接"]), &json!("EDITING")), "an edit like any other");
    demand["version"] = now["version"].clone();
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_split_of_what_has_changed_since_is_out_of_date_and_outsiders_know_of_none() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    let same = json!({ "demandId": demand["id"], "expectedVersion": demand["version"], "kept": {}, "splitOff": {}, "idempotencyKey": stage.owner.key() });
    assert_eq!(stage.owner.refused("demandSplitPropose", same, SPLIT).await, ("DUPLICATE".into(), "input.splitOff".into()));
    let wrong = json!({ "demandId": demand["id"], "expectedVersion": demand["version"], "kept": { "trlMin": 12 }, "splitOff": {}, "idempotencyKey": stage.owner.key() });
    assert_eq!(stage.owner.refused("demandSplitPropose", wrong, SPLIT).await, ("OUT_OF_RANGE".into(), "input.kept.trlMin".into()));
    let split = propose(&stage, &demand).await;
    step(&stage.owner, "demandUpdate", &mut demand, json!({ "trlMin": 5 })).await;
    assert_eq!(
        stage.owner.refused("demandSplitDecide", decide(&split, "KEPT", true), SPLIT).await,
        ("STALE_VERSION".into(), "input.id".into())
    );
    let done = stage.owner.done("demandSplitDecide", decide(&split, "KEPT", false), SPLIT).await["demandSplit"].clone();
    for outsider in [&stage.officer, &stage.advisor] {
        assert_eq!(outsider.refused("demandSplitDecide", decide(&done, "SPLIT_OFF", true), SPLIT).await.0, "NOT_FOUND");
        let splits = "query($id: ID!) { demand(id: $id) { splits { id } } }";
        assert_eq!(outsider.ok(splits, json!({ "id": demand["id"] })).await["demand"]["splits"], json!([]));
    }
    assert_eq!(stage.operator.refused("demandSplitDecide", decide(&done, "SPLIT_OFF", true), SPLIT).await.0, "FORBIDDEN");
    // While the operator has the demand nobody splits it.
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    let late = json!({ "demandId": demand["id"], "expectedVersion": demand["version"], "kept": {}, "splitOff": { "trlMin": 3 }, "idempotencyKey": stage.owner.key() });
    assert_eq!(stage.owner.refused("demandSplitPropose", late, SPLIT).await.0, "TRANSITION_NOT_ALLOWED");
    assert_eq!(refused(&stage.officer, "demandUpdate", &demand, json!({})).await.0, "FORBIDDEN");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_part_tells_no_more_than_the_whole_and_rests_on_what_was_read() {
    let stage = Stage::set().await;
    // The world knows the name of the whole: it knows that of the part.
    let named = stage.published(json!({ "visibility": "PUBLIC" })).await;
    let split = propose(&stage, &named).await;
    let split = stage.owner.done("demandSplitDecide", decide(&split, "SPLIT_OFF", true), SPLIT).await["demandSplit"].clone();
    let made = "query($id: ID!) { demand(id: $id) { id version state } }";
    let mut part = stage.owner.ok(made, json!({ "id": split["createdDemand"]["id"] })).await["demand"].clone();
    step(&stage.owner, "demandUpdate", &mut part, json!({ "visibility": "ANONYMOUS" })).await;
    assert_eq!(refused(&stage.owner, "demandSubmit", &part, json!({})).await, ("DEMAND_NAMED".into(), "input.visibility".into()));

    // It does not know that of this one, and would by its part.
    let mut whole = stage.published(json!({})).await;
    let split = propose(&stage, &whole).await;
    let split = stage.owner.done("demandSplitDecide", decide(&split, "SPLIT_OFF", true), SPLIT).await["demandSplit"].clone();
    let mut part = stage.owner.ok(made, json!({ "id": split["createdDemand"]["id"] })).await["demand"].clone();
    step(&stage.owner, "demandUpdate", &mut part, json!({ "visibility": "PUBLIC" })).await;
    let apart = ("DEMAND_PARTS_DIFFER".to_owned(), "input.visibility".to_owned());
    assert_eq!(refused(&stage.owner, "demandSubmit", &part, json!({})).await, apart);
    let blocked = "query($id: ID!) { demand(id: $id) { availableTransitions { name blockedBy { code } } } }";
    let blocked = stage.owner.ok(blocked, json!({ "id": part["id"] })).await["demand"]["availableTransitions"].clone();
    assert_eq!(blocked[0], json!({ "name": "SUBMIT", "blockedBy": [{ "code": "DEMAND_PARTS_DIFFER" }] }));
    // Once the whole says whose it is, the part may.
    step(&stage.owner, "demandUpdate", &mut whole, json!({ "visibility": "PUBLIC" })).await;
    step(&stage.owner, "demandSubmit", &mut whole, json!({})).await;
    step(&stage.operator, "demandPublish", &mut whole, json!({})).await;
    step(&stage.owner, "demandSubmit", &mut part, json!({})).await;
    step(&stage.operator, "demandPublish", &mut part, json!({})).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn nothing_is_split_off_from_what_nobody_looked_at() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    let split = propose(&stage, &demand).await;
    step(&stage.owner, "demandUpdate", &mut demand, json!({ "trlMin": 5 })).await;
    let stale = ("STALE_VERSION".to_owned(), "input.id".to_owned());
    assert_eq!(stage.owner.refused("demandSplitDecide", decide(&split, "SPLIT_OFF", true), SPLIT).await, stale);
    let split = stage.owner.done("demandSplitDecide", decide(&split, "SPLIT_OFF", false), SPLIT).await["demandSplit"].clone();
    stage.owner.done("demandSplitDecide", decide(&split, "KEPT", false), SPLIT).await;
    // The kept part alone may have been carried out, and only that.
    let split = propose(&stage, &demand).await;
    let split = stage.owner.done("demandSplitDecide", decide(&split, "KEPT", true), SPLIT).await["demandSplit"].clone();
    let now = "query($id: ID!) { demand(id: $id) { id version } }";
    demand = stage.owner.ok(now, json!({ "id": demand["id"] })).await["demand"].clone();
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    assert_eq!(stage.owner.refused("demandSplitDecide", decide(&split, "SPLIT_OFF", true), SPLIT).await.0, "TRANSITION_NOT_ALLOWED");
    step(&stage.operator, "demandReturn", &mut demand, json!({ "notes": [{ "text": "标题太泛" }] })).await;
    stage.owner.done("demandSplitDecide", decide(&split, "SPLIT_OFF", true), SPLIT).await;
    stage.app.settle().await;
    stage.app.finish().await;
}
