//! J11.4: a contract that the advisor's side signs too, with a duty to serve.

use serde_json::{Value, json};

use super::stage::{CASE, OUTCOME, Stage, profile, take, versioned};

/// What the stories look at.
const SIGNED: &str = "caseOutcome { id version threeParty serviceDutyUntil }";

/// An outcome with something else in it.
fn with(mut input: Value, change: Value) -> Value {
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn three_sign_and_the_advisor_serves_until_a_day() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let filed = |change: Value| with(stage.outcome(&stage.advisor, &case, 'a'), change);
    // A duty begins with the signatures, and whoever has not signed has none.
    for change in [
        json!({ "threeParty": true, "serviceDutyUntil": "2026-11-22" }),
        json!({ "threeParty": false, "serviceDutyUntil": "2027-04-30" }),
        json!({ "serviceDutyUntil": "2027-04-30" }),
    ] {
        let refused = stage.advisor.refused("outcomeFile", filed(change.clone()), OUTCOME).await;
        assert_eq!(refused, ("OUT_OF_RANGE".to_owned(), "input.serviceDutyUntil".to_owned()), "{change}");
    }
    let input = filed(json!({ "threeParty": true, "serviceDutyUntil": "2027-04-30" }));
    let mut deal = stage.advisor.done("outcomeFile", input, SIGNED).await["caseOutcome"].clone();
    for person in [&stage.owner, &stage.head] {
        let confirmed = person.done("outcomeConfirm", versioned(&deal, json!({})), SIGNED).await["caseOutcome"].clone();
        assert_eq!((&confirmed["threeParty"], &confirmed["serviceDutyUntil"]), (&json!(true), &json!("2027-04-30")));
        deal = confirmed;
    }
    // The trail says what was filed.
    let trail = "query($id: ID!) { auditEntries(first: 100, organizationId: $id) { nodes { verb details } } }";
    let trail = stage.operator.ok(trail, json!({ "id": stage.owner.organization })).await["auditEntries"]["nodes"].clone();
    let filed = trail.as_array().unwrap().iter().find(|entry| entry["verb"] == "case.file_outcome").unwrap();
    let seen = &filed["details"];
    assert_eq!((&seen["threeParty"], &seen["serviceDutyUntil"]), (&json!(true), &json!("2027-04-30")), "{seen}");
    // What the contract obliges to is among the follow-ups, on its last day.
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseContract", &mut case, json!({})).await;
    take(&stage.advisor, "caseTrack", &mut case, json!({})).await;
    let tasks = stage.work(&stage.advisor, &case).await["tasks"].clone();
    let duty = tasks.as_array().unwrap().iter().find(|task| task["dueOn"] == "2027-04-30").unwrap();
    assert_eq!((&duty["title"], &duty["kind"]), (&json!("End of the service duty, 30 April 2027"), &json!("FOLLOW_UP")));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_two_sign_obliges_two() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'b'), SIGNED).await["caseOutcome"].clone();
    assert_eq!((&deal["threeParty"], &deal["serviceDutyUntil"]), (&json!(false), &Value::Null));
    for field in ["caseContract", "caseTrack"] {
        case = stage.advisor.done(field, versioned(&stage.look(&stage.advisor, &case).await, json!({})), CASE).await["brokerCase"].clone();
    }
    let tasks = stage.work(&stage.advisor, &case).await["tasks"].clone();
    assert!(
        !tasks.as_array().unwrap().iter().any(|task| task["title"].as_str().unwrap().starts_with("End of the service duty")),
        "{tasks}"
    );
    stage.app.settle().await;
    stage.app.finish().await;
}
