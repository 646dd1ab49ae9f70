//! Whoever sees nothing but the own notes learns nothing of a case from what is refused.

use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, MANDATE, OUTCOME, Stage, profile, take};

#[tokio::test]
async fn what_is_hidden_is_not_told_by_refusals() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let task = json!({ "caseId": case["id"], "title": "寄样", "dueOn": "2026-12-01", "idempotencyKey": stage.advisor.key() });
    let tasks = "brokerCase { tasks { id version } }";
    let task = stage.advisor.done("caseTaskAdd", task, tasks).await["brokerCase"]["tasks"][0].clone();
    let open = "{ mandates(first: 1, filter: { active: true }) { nodes { id version } } }";
    let mandate = stage.owner.ok(open, json!({})).await["mandates"]["nodes"][0].clone();
    stage.owner.done("mandateEnd", json!({ "id": mandate["id"], "expectedVersion": mandate["version"] }), MANDATE).await;
    case = stage.look(&stage.operator, &case).await;

    // Everything that an advisor may ask for, with the right version and with a wrong one.
    let known = case.clone();
    let ask = async |version: i64| {
        let step = |more: Value| {
            let mut input = json!({ "id": known["id"], "expectedVersion": version });
            input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            input
        };
        let fresh =
            |title: &str| json!({ "caseId": known["id"], "title": title, "dueOn": "2026-12-02", "idempotencyKey": stage.advisor.key() });
        let tie = {
            let mut tie = stage.tie(&known, &stage.stranger.organization, "DISCLOSE_AND_CONSENT");
            tie["expectedVersion"] = json!(version);
            tie
        };
        let mut told = Vec::new();
        for (field, input, selection) in [
            ("caseAccept", step(json!({ "noConflict": true })), CASE),
            ("caseStart", step(json!({})), CASE),
            ("caseMatch", step(json!({})), CASE),
            ("caseContract", step(json!({})), CASE),
            ("caseTrack", step(json!({})), CASE),
            ("caseSucceed", step(json!({})), CASE),
            ("caseGiveUp", step(json!({ "reason": "没有合适的成果" })), CASE),
            ("caseDecline", step(json!({ "reason": "没时间" })), CASE),
            ("serviceLogAdd", stage.note(&stage.advisor, &known, json!({})), CASE),
            ("introductionRecord", stage.introduction(&stage.advisor, &known), INTRODUCTION),
            ("outcomeFile", stage.outcome(&stage.advisor, &known, 'a'), OUTCOME),
            ("caseTaskAdd", fresh("再寄样"), CASE),
            ("caseTaskFinish", json!({ "id": task["id"], "expectedVersion": version }), CASE),
            ("caseConflictDisclose", tie, CASE),
        ] {
            let errors = stage.advisor.mutate(field, input, selection).await["userErrors"].clone();
            let stripped: Vec<_> =
                errors.as_array().unwrap().iter().map(|error| json!([error["code"], error["path"], error["details"]])).collect();
            told.push(json!([field, stripped]));
        }
        told
    };
    let version = case["version"].as_i64().unwrap();
    let right = ask(version).await;
    for told in &right {
        let text = told.to_string();
        assert!(!text.contains("fromState") && !text.contains("current") && !text.contains("allowed"), "{text}");
    }
    assert_eq!(ask(version + 5).await, right, "whatever version is guessed");
    // Whatever becomes of it meanwhile.
    take(&stage.owner, "caseWithdraw", &mut case, json!({ "reason": "已自行解决" })).await;
    assert_eq!(ask(version).await, right);
    let back = json!({ "id": case["id"], "expectedVersion": case["version"], "reason": "委托已结束" });
    let refusal = stage.advisor.mutate("caseRelease", back, CASE).await["userErrors"][0].clone();
    assert_eq!((&refusal["code"], refusal["details"]["fromState"].is_string()), (&json!("MANDATE_MISSING"), false), "{refusal}");
    stage.app.settle().await;
    stage.app.finish().await;
}
