//! An operator who has looked at what came in decides about many demands at once.

use lianqiao::{
    identity::actions::{AddMember, add_member},
    kernel::{Actor, Role},
};
use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::stage::{DEMAND, Stage, step};

const REPORT: &str = "report { changedCount failedCount failures { id errors { code message path } } }";

/// `demands` as they were looked at, and the step.
fn all(transition: &str, demands: &[&Value]) -> Value {
    let seen: Vec<_> = demands.iter().map(|demand| json!({ "id": demand["id"], "expectedVersion": demand["version"] })).collect();
    json!({ "transition": transition, "demands": seen })
}

async fn states(who: &Client, demands: &[&Value]) -> Vec<String> {
    let mut found = Vec::new();
    for demand in demands {
        let state = who.ok("query($id: ID!) { demand(id: $id) { state } }", json!({ "id": demand["id"] })).await;
        found.push(state["demand"]["state"].as_str().unwrap_or("-").to_owned());
    }
    found
}

#[tokio::test]
async fn an_operator_decides_about_many_demands_at_once_and_each_that_cannot_says_why() {
    let stage = Stage::set().await;
    let operator = &stage.operator;
    let mut waiting = Vec::new();
    for n in 0..23 {
        let mut demand = stage.draft(json!({ "title": { "zh": format!("焊缝返修太多{n}") } })).await;
        step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
        waiting.push(demand);
    }
    let draft = stage.draft(json!({ "title": { "zh": "还没写完" } })).await;
    // Handed in, taken back by the operator and handed in again: not what the list showed.
    let looked_at = waiting[0].clone();
    step(operator, "demandReturn", &mut waiting[0], json!({ "notes": [{ "text": "请写明标准号" }] })).await;
    step(&stage.owner, "demandSubmit", &mut waiting[0], json!({})).await;

    let mut seen = vec![&looked_at, &draft];
    seen.extend(&waiting[1..]);
    let report = operator.done("demandBulkTransition", all("PUBLISH", &seen), REPORT).await["report"].clone();
    assert_eq!((&report["changedCount"], &report["failedCount"]), (&json!(22), &json!(2)), "{report}");
    let why = |id: &Value| {
        let failure = report["failures"].as_array().unwrap().iter().find(|failure| failure["id"] == *id).unwrap();
        (failure["errors"][0]["code"].clone(), failure["errors"][0]["path"].clone())
    };
    assert_eq!(why(&looked_at["id"]), (json!("STALE_VERSION"), json!(["input", "demands", "0", "expectedVersion"])));
    assert_eq!(why(&draft["id"]).0, "TRANSITION_NOT_ALLOWED");
    assert_eq!(states(operator, &[&waiting[0], &draft, &waiting[1], &waiting[22]]).await, ["SUBMITTED", "DRAFT", "PUBLISHED", "PUBLISHED"]);
    // Each has its own line in its owner's trail, and the world sees what was published.
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 1) { nodes { verb actorId } } }";
    for demand in [&waiting[1], &waiting[22]] {
        let line = operator.ok(trail, json!({ "org": stage.owner.organization, "id": demand["id"] })).await["auditEntries"].clone();
        assert_eq!(line["nodes"][0]["verb"], "demand.publish");
    }
    stage.app.settle().await;
    let world = stage.app.visitor.ok("{ demands(first: 50) { totalCount } }", json!({})).await;
    assert_eq!(world["demands"]["totalCount"], 22);

    // Said again, it does nothing twice.
    let again = operator.done("demandBulkTransition", all("PUBLISH", &seen), REPORT).await["report"].clone();
    assert_eq!((&again["changedCount"], &again["failedCount"]), (&json!(0), &json!(24)));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_bulk_step_asks_what_a_single_one_asks() {
    let stage = Stage::set().await;
    let operator = &stage.operator;
    let (shown, other) = (stage.published(json!({})).await, stage.published(json!({ "title": { "zh": "另一个" } })).await);
    let refused = async |who: &Client, input: Value| who.refused("demandBulkTransition", input, REPORT).await;

    // A step that is the owner's, one that needs notes, one without its reason, somebody else's id, and too many.
    assert_eq!(refused(operator, all("WITHDRAW", &[&shown])).await, ("FORBIDDEN".into(), "input.transition".into()));
    assert_eq!(refused(operator, all("RETURN", &[&shown])).await, ("BAD_USER_INPUT".into(), "input.transition".into()));
    assert_eq!(refused(operator, all("SUSPEND", &[&shown])).await, ("REASON_REQUIRED".into(), "input.reason".into()));
    let odd = json!({ "id": stage.owner.organization, "version": 1 });
    assert_eq!(refused(operator, all("PUBLISH", &[&shown, &odd])).await, ("INVALID_ID".into(), "input.demands.1.id".into()));
    assert_eq!(refused(operator, all("PUBLISH", &[&shown; 101])).await, ("TOO_MANY".into(), "input.demands".into()));
    for who in [&stage.owner, &stage.officer, &stage.head] {
        assert_eq!(refused(who, all("SUSPEND", &[&shown])).await.0, "FORBIDDEN");
    }

    let mut suspend = all("SUSPEND", &[&shown, &shown, &other]);
    suspend["reason"] = json!("等待核实");
    let report = operator.done("demandBulkTransition", suspend, REPORT).await["report"].clone();
    assert_eq!((&report["changedCount"], &report["failedCount"]), (&json!(2), &json!(0)), "a demand that is named twice counts once");
    assert_eq!(states(operator, &[&shown, &other]).await, ["SUSPENDED", "SUSPENDED"]);
    // It was the platform that hid them: their owner cannot show them again.
    let input = json!({ "id": shown["id"], "expectedVersion": 4 });
    assert_eq!(stage.owner.refused("demandResume", input, DEMAND).await.0, "FORBIDDEN");
    let seen: Vec<Value> = [&shown, &other].map(|demand| json!({ "id": demand["id"], "version": 4 })).to_vec();
    let report = operator.done("demandBulkTransition", all("RESUME", &[&seen[0], &seen[1]]), REPORT).await["report"].clone();
    assert_eq!(report["changedCount"], 2, "{report}");
    stage.app.finish().await;
}

#[tokio::test]
async fn an_operator_who_sits_with_the_enterprise_does_not_wave_its_demand_through() {
    let stage = Stage::set().await;
    let mut own = stage.draft(json!({})).await;
    step(&stage.owner, "demandSubmit", &mut own, json!({})).await;
    let organization = stage.owner.organization.parse().unwrap();
    let seat = AddMember { organization, email: stage.operator.email.clone(), roles: vec![Role::SmeMember] };
    add_member(&stage.app.ctx, &Actor::System("stage"), seat).await.unwrap();
    let both = stage.app.sign_in(&stage.operator.email).await;
    let report = both.done("demandBulkTransition", all("PUBLISH", &[&own]), REPORT).await["report"].clone();
    assert_eq!((&report["changedCount"], &report["failures"][0]["errors"][0]["code"]), (&json!(0), &json!("SUBMITTER_MAY_NOT_APPROVE")));
    stage.app.finish().await;
}
