//! J2: an enterprise describes a problem, the operator publishes it, time goes on.

use chrono::Duration;
use lianqiao::jobs;
use serde_json::{Value, json};

use super::stage::{DEMAND, Stage, refused, step};

#[tokio::test]
async fn a_demand_is_written_returned_mended_published_and_solved() {
    let stage = Stage::set().await;
    let (owner, operator) = (&stage.owner, &stage.operator);
    let mut demand = stage.draft(json!({ "problem": null })).await;
    assert_eq!(demand["state"], "DRAFT");
    assert_eq!(refused(owner, "demandSubmit", &demand, json!({})).await, ("DEMAND_INCOMPLETE".into(), "input.problem".into()));
    step(owner, "demandUpdate", &mut demand, json!({ "problem": { "zh": "厚板焊缝返修多。" } })).await;
    step(owner, "demandSubmit", &mut demand, json!({})).await;
    stage.app.settle().await;
    assert_eq!(stage.app.subjects_to(&operator.email).len(), 1, "the operator learns of it");
    // While the operator has it, nobody writes in it, and whoever handed it in does not wave it through.
    assert_eq!(refused(owner, "demandUpdate", &demand, json!({ "keywords": [] })).await.0, "TRANSITION_NOT_ALLOWED");
    assert_eq!(refused(owner, "demandPublish", &demand, json!({})).await.0, "FORBIDDEN");
    assert_eq!(refused(operator, "demandReturn", &demand, json!({ "notes": [] })).await, ("REQUIRED".into(), "input.notes".into()));

    let notes = json!({ "notes": [{ "path": ["acceptanceTests", "0", "method"], "text": "请写明标准号" }] });
    step(operator, "demandReturn", &mut demand, notes).await;
    assert_eq!(demand["state"], "DRAFT");
    let reviews = "query($id: ID!) { demand(id: $id) { reviews { verdict notes { path text } } } }";
    let reviews = owner.ok(reviews, json!({ "id": demand["id"] })).await["demand"]["reviews"].clone();
    assert_eq!(reviews[0]["notes"][0], json!({ "path": ["acceptanceTests", "0", "method"], "text": "请写明标准号" }));
    let test = json!([{ "name": "一次合格率", "comparator": "AT_LEAST", "value": "98.50", "unit": "%", "method": "GB/T 11345" }]);
    step(owner, "demandUpdate", &mut demand, json!({ "acceptanceTests": test })).await;
    let diff = "query($id: ID!) { demand(id: $id) { diff(fromVersion: 2) { path label before after } } }";
    let diff = owner.ok(diff, json!({ "id": demand["id"] })).await["demand"]["diff"].clone();
    let methods: Vec<_> = diff.as_array().unwrap().iter().filter(|change| change["path"][2] == "method").collect();
    assert_eq!((methods.len(), &methods[0]["label"]), (1, &json!("Test: method")), "{diff}");
    step(owner, "demandSubmit", &mut demand, json!({})).await;
    step(operator, "demandPublish", &mut demand, json!({})).await;
    assert_eq!((&demand["state"], &demand["shownUntil"]), (&json!("PUBLISHED"), &json!("2027-05-23")));

    // The world finds it by its words, its industry, and what would be enough for it.
    for filter in [
        json!({ "query": "返修 厚板" }),
        json!({ "query": "welds twice" }),
        json!({ "industries": ["C37"] }),
        json!({ "trl": 6 }),
        json!({ "wantsUseFirstPayLater": true }),
    ] {
        let found = stage.app.visitor.ok(LIST, json!({ "filter": filter })).await;
        assert_eq!(found["demands"]["nodes"], json!([{ "id": demand["id"] }]), "{filter}");
    }
    for filter in [json!({ "query": "王工" }), json!({ "industries": ["C38"] }), json!({ "trl": 5 }), json!({ "states": ["DRAFT"] })] {
        let found = stage.app.visitor.ok(LIST, json!({ "filter": filter })).await;
        assert_eq!(found["demands"]["nodes"], json!([]), "{filter}");
    }

    step(owner, "demandFulfill", &mut demand, json!({})).await;
    assert_eq!(demand["state"], "FULFILLED");
    assert_eq!(stage.app.visitor.ok(LIST, json!({})).await["demands"]["nodes"], json!([]));
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb } } }";
    let trail = owner.ok(trail, json!({ "org": owner.organization, "id": demand["id"] })).await["auditEntries"]["nodes"].clone();
    let verbs: Vec<&str> = trail.as_array().unwrap().iter().rev().map(|line| line["verb"].as_str().unwrap()).collect();
    let told = ["create", "update", "submit", "return", "update", "submit", "publish", "fulfill"].map(|verb| format!("demand.{verb}"));
    assert_eq!(verbs, told);
    stage.app.finish().await;
}

const LIST: &str = "query($filter: DemandFilterInput) { demands(first: 10, filter: $filter) { nodes { id } } }";

#[tokio::test]
async fn changes_to_what_is_shown_wait_for_the_operator() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    step(&stage.member, "demandUpdate", &mut demand, json!({ "title": { "zh": "改了的标题" } })).await;
    assert_eq!((&demand["state"], &demand["revisionState"]), (&json!("PUBLISHED"), &json!("EDITING")));
    let title = "query($id: ID!) { demand(id: $id) { title { zh } version } }";
    let shown = stage.app.visitor.ok(title, json!({ "id": demand["id"] })).await["demand"].clone();
    assert_eq!(shown["title"]["zh"], "焊缝返修太多");
    step(&stage.member, "demandSubmit", &mut demand, json!({})).await;
    step(&stage.operator, "demandReturn", &mut demand, json!({ "notes": [{ "text": "标题太泛" }] })).await;
    assert_eq!((&demand["state"], &demand["revisionState"]), (&json!("PUBLISHED"), &json!("EDITING")));
    step(&stage.member, "demandSubmit", &mut demand, json!({})).await;
    // Shown again as it was while the changes wait, and with them once they are seen.
    step(&stage.owner, "demandSuspend", &mut demand, json!({ "reason": "设备大修" })).await;
    assert_eq!(stage.app.visitor.ok(title, json!({ "id": demand["id"] })).await["demand"], Value::Null);
    assert_eq!(refused(&stage.operator, "demandResume", &demand, json!({})).await.0, "FORBIDDEN", "the owner paused it");
    step(&stage.owner, "demandResume", &mut demand, json!({})).await;
    assert_eq!(stage.app.visitor.ok(title, json!({ "id": demand["id"] })).await["demand"]["title"]["zh"], "焊缝返修太多");
    step(&stage.operator, "demandPublish", &mut demand, json!({})).await;
    assert_eq!(stage.app.visitor.ok(title, json!({ "id": demand["id"] })).await["demand"]["title"]["zh"], "改了的标题");
    // What an operator hid its owner cannot show.
    step(&stage.operator, "demandSuspend", &mut demand, json!({ "reason": "内容存疑" })).await;
    assert_eq!(refused(&stage.owner, "demandResume", &demand, json!({})).await.0, "FORBIDDEN");
    assert_eq!(refused(&stage.owner, "demandWithdraw", &demand, json!({ "reason": " " })).await.0, "REASON_REQUIRED");
    step(&stage.owner, "demandWithdraw", &mut demand, json!({ "reason": "不再需要" })).await;
    assert_eq!(demand["state"], "WITHDRAWN");
    stage.app.finish().await;
}

#[tokio::test]
async fn its_end_is_told_in_time_and_it_can_be_renewed() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({ "validUntil": "2027-01-31" })).await;
    assert_eq!(demand["shownUntil"], "2027-01-31");
    let mails = stage.app.subjects_to(&stage.owner.email).len();
    // 1 January: thirty days before. 24 January: seven.
    for (days, told) in [(38, 0), (1, 1), (1, 1), (22, 2), (1, 2)] {
        stage.app.advance(Duration::days(days));
        jobs::expire(&stage.app.ctx).await.unwrap();
        stage.app.settle().await;
        assert_eq!(stage.app.subjects_to(&stage.owner.email).len(), mails + told, "{days}");
    }
    stage.app.advance(Duration::days(7));
    jobs::expire(&stage.app.ctx).await.unwrap();
    stage.app.settle().await;
    let now = "query($id: ID!) { demand(id: $id) { id version state availableTransitions { name blockedBy { code } } } }";
    let session = stage.app.sign_in(&stage.owner.email).await;
    demand = session.ok(now, json!({ "id": demand["id"] })).await["demand"].clone();
    // The day that its owner chose has passed: to be handed in again it needs another one.
    let told = json!([{ "name": "SUBMIT", "blockedBy": [{ "code": "OUT_OF_RANGE" }] }, { "name": "RENEW", "blockedBy": [] }]);
    assert_eq!((&demand["state"], &demand["availableTransitions"]), (&json!("EXPIRED"), &told));
    assert_eq!(stage.app.visitor.ok(LIST, json!({})).await["demands"]["nodes"], json!([]));
    step(&session, "demandRenew", &mut demand, json!({})).await;
    assert_eq!((&demand["state"], &demand["shownUntil"]), (&json!("PUBLISHED"), &json!("2027-08-01")));

    // Changed, it has to be looked at again; and after a long time too.
    stage.app.advance(Duration::days(200));
    jobs::expire(&stage.app.ctx).await.unwrap();
    stage.app.advance(Duration::days(91));
    let session = stage.app.sign_in(&stage.owner.email).await;
    demand = session.ok(now, json!({ "id": demand["id"] })).await["demand"].clone();
    assert_eq!(refused(&session, "demandRenew", &demand, json!({})).await.0, "DEMAND_NOT_RENEWABLE");
    step(&session, "demandUpdate", &mut demand, json!({ "keywords": ["焊接"] })).await;
    assert_eq!(demand["state"], "DRAFT");
    step(&session, "demandSubmit", &mut demand, json!({})).await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_deadline_that_passed_meanwhile_is_in_the_way() {
    let stage = Stage::set().await;
    let mut demand = stage.draft(json!({ "deadline": "2026-12-01" })).await;
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    stage.app.advance(Duration::days(10));
    let operator = stage.app.sign_in(&stage.operator.email).await;
    assert_eq!(refused(&operator, "demandPublish", &demand, json!({})).await, ("OUT_OF_RANGE".into(), "input.deadline".into()));
    step(&operator, "demandRefuse", &mut demand, json!({ "reason": "期限已过，请重新填写。" })).await;
    assert_eq!(demand["state"], "REFUSED");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_draft_is_made_once_and_kept_by_its_reference() {
    let stage = Stage::set().await;
    let mut input = stage.content();
    input["idempotencyKey"] = json!(stage.owner.key());
    input["externalReference"] = json!("XQ-1");
    let first = stage.owner.mutate("demandCreate", input.clone(), DEMAND).await;
    let again = stage.owner.mutate("demandCreate", input.clone(), DEMAND).await;
    assert_eq!((&first["demand"], &again["idempotentReplay"]), (&again["demand"], &json!(true)));
    input["idempotencyKey"] = json!(stage.owner.key());
    assert_eq!(stage.owner.refused("demandCreate", input, DEMAND).await.0, "EXTERNAL_REFERENCE_TAKEN");
    let known = "query($org: ID!) { demandByExternalReference(organizationId: $org, externalReference: \"XQ-1\") { id } }";
    let found = stage.member.ok(known, json!({ "org": stage.owner.organization })).await;
    assert_eq!(found["demandByExternalReference"]["id"], first["demand"]["id"]);
    // Two who write at once: the second one learns of the first.
    let demand = first["demand"].clone();
    let mut seen = demand.clone();
    step(&stage.member, "demandUpdate", &mut seen, json!({ "trlMin": 5 })).await;
    assert_eq!(refused(&stage.owner, "demandUpdate", &demand, json!({ "trlMin": 4 })).await.0, "STALE_VERSION");
    stage.app.finish().await;
}
