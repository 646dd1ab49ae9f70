//! J11 from one end to the other: two advisors, one client, one university, and a result that is paid.

use chrono::Duration;
use lianqiao::jobs;
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, MANDATE, OUTCOME, Stage, profile, refused, take, versioned};

const FIGURES: &str = "query($id: ID!) { advisorFigures(advisorId: $id, from: \"2026-11-01\", until: \"2027-12-31\") {
    firmsVisited logsCounted logsNotCounted introductions introductionsNotCounted contracts contractValue { minorUnits } declined lapsed
    followUpsDue followUpsOnTime satisfaction } }";

impl Stage {
    async fn figures(&self, who: &lianqiao_tests::Client, advisor: &Value) -> Value {
        who.ok(FIGURES, json!({ "id": advisor["id"] })).await["advisorFigures"].clone()
    }
}

#[tokio::test]
async fn from_a_call_for_help_to_a_paid_result() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);

    // The first one asked declares a tie, and steps back; nobody can be made to take what bars them.
    let mut case = stage.assigned("焊缝返修太多", &rival).await;
    let tie = json!({
        "caseId": case["id"], "expectedVersion": case["version"], "kind": "EQUITY", "organizationId": stage.owner.organization,
        "note": "持有少量股份", "handling": "RECUSE",
    });
    assert_eq!(stage.owner.refused("caseConflictDisclose", tie.clone(), CASE).await.0, "FORBIDDEN");
    stage.rival.done("caseConflictDisclose", tie, CASE).await;
    case = stage.look(&stage.operator, &case).await;
    assert_eq!(refused(&stage.operator, "caseAssign", &case, json!({ "advisorId": rival["id"] })).await.0, "ADVISOR_NOT_AVAILABLE");

    // The next one keeps silent: two working days later the operator hears of it, and has to ask again.
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": advisor["id"] })).await;
    stage.app.advance(Duration::days(3));
    jobs::expire(&stage.app.ctx).await.unwrap();
    stage.app.settle().await;
    let operator = stage.again(&stage.operator).await;
    let late = operator.ok("query($id: ID!) { brokerCase(id: $id) { state escalations } }", json!({ "id": case["id"] })).await;
    assert_eq!(late["brokerCase"], json!({ "state": "OPEN", "escalations": 1 }));
    assert!(stage.app.mailer.sent().iter().any(|mail| mail.to == stage.operator.email && mail.rendered.text.contains("in time")));
    stage.app.finish().await;
}

#[tokio::test]
async fn what_was_agreed_is_proved_paid_and_counted_once() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let other = stage.serving("另一个需求", &rival, &stage.rival).await;

    // t1 and t2: the second one is recorded and counts for nothing, however often it is told.
    let first =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    stage.app.advance(Duration::minutes(1));
    for _ in 0..2 {
        let second =
            stage.rival.done("introductionRecord", stage.introduction(&stage.rival, &other), INTRODUCTION).await["introduction"].clone();
        assert_eq!((&second["credited"], &second["noCredit"]), (&json!(false), &json!("INTRODUCED_BEFORE")));
        assert!(first["introducedAt"].as_str() < second["introducedAt"].as_str());
        stage.head.done("introductionAnswer", versioned(&second, json!({ "confirm": true })), INTRODUCTION).await;
    }
    stage.head.done("introductionAnswer", versioned(&first, json!({ "confirm": true })), INTRODUCTION).await;
    // Words that say nothing, and the same day told twice, count for nothing either.
    for summary in [json!("好好好好好好好好好好好好"), Value::Null, json!("走访车间，再次记录返修工序与成本")] {
        let note = stage.note(&stage.advisor, &case, json!({ "summary": summary }));
        stage.advisor.done("serviceLogAdd", note, CASE).await;
    }

    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseMatch", &mut case, json!({})).await;
    let mut early = stage.outcome(&stage.advisor, &case, 'c');
    early["signedOn"] = json!("2026-11-20");
    assert_eq!(stage.advisor.refused("outcomeFile", early, OUTCOME).await, ("MANDATE_MISSING".into(), "input.signedOn".into()));
    let stolen = stage.outcome(&stage.rival, &case, 'c');
    assert_eq!(stage.rival.refused("outcomeFile", stolen, OUTCOME).await, ("NOT_FOUND".into(), "input.caseId".into()));
    let mut deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'c'), OUTCOME).await["caseOutcome"].clone();
    let waiting = "{ caseOutcomes(first: 9, filter: { states: [CONFIRMED] }) { totalCount nodes { id viewerCanDecide } } }";
    assert_eq!(stage.operator.ok(waiting, json!({})).await["caseOutcomes"]["totalCount"], json!(0));
    for person in [&stage.head, &stage.owner] {
        deal = person.done("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    let seen = stage.operator.ok(waiting, json!({})).await["caseOutcomes"].clone();
    assert_eq!(seen, json!({ "totalCount": 1, "nodes": [{ "id": deal["id"], "viewerCanDecide": true }] }));
    assert_eq!(stage.owner.ok(waiting, json!({})).await["caseOutcomes"]["nodes"][0]["viewerCanDecide"], json!(false));

    // Nothing counts before the operator has looked at it.
    assert_eq!(stage.figures(&stage.advisor, &advisor).await["contracts"], json!(0));
    deal = stage.operator.done("outcomeDecide", versioned(&deal, json!({ "validate": true })), OUTCOME).await["caseOutcome"].clone();
    let fee = json!({
        "outcomeId": deal["id"], "kind": "SUBSIDY", "payer": "杨浦区", "basis": "技术合同登记", "amount": { "currency": "CNY", "minorUnits": "500000" },
        "idempotencyKey": stage.operator.key(),
    });
    stage.operator.done("caseFeeRecord", fee, OUTCOME).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseContract", &mut case, json!({})).await;

    // A follow-up a day late, the mandate over, and the advisor is a stranger with the own notes.
    stage.app.advance(Duration::days(31));
    let person = stage.again(&stage.advisor).await;
    let tasks = stage.work(&person, &case).await["tasks"].clone();
    assert_eq!(tasks.as_array().unwrap().len(), 4);
    let late = person.refused("caseTaskFinish", versioned(&tasks[0], json!({ "expectedVersion": 9 })), "brokerCase { id }").await;
    assert_eq!(late.0, "STALE_VERSION");
    let silent = person.refused("caseTaskFinish", versioned(&tasks[0], json!({})), "brokerCase { id }").await;
    assert_eq!(silent, ("FOLLOW_UP_NOTE_MISSING".into(), "input.id".into()), "nothing was written of it");
    let told = stage.note(
        &stage.advisor,
        &case,
        json!({ "kind": "FOLLOW_UP", "place": "ONLINE", "summary": "电话回访，样机运行正常，返修已降到每班两处" }),
    );
    person.done("serviceLogAdd", told, CASE).await;
    person.done("caseTaskFinish", versioned(&tasks[0], json!({})), "brokerCase { id }").await;
    let owner = stage.again(&stage.owner).await;
    let mandates = "query($id: ID) { mandates(first: 1, filter: { advisorId: $id, active: true }) { nodes { id version } } }";
    let mandate = owner.ok(mandates, json!({ "id": advisor["id"] })).await["mandates"]["nodes"][0].clone();
    owner.done("mandateEnd", versioned(&mandate, json!({ "reason": "项目已移交" })), MANDATE).await;
    let seen = stage.work(&person, &case).await;
    assert_eq!((&seen["notesOnly"], &seen["title"], &seen["tasks"]), (&json!(true), &Value::Null, &json!([])));
    assert_eq!(seen["logs"].as_array().unwrap().len(), 5);
    let note = stage.note(&stage.advisor, &case, json!({}));
    assert_eq!(person.refused("serviceLogAdd", note, CASE).await.0, "MANDATE_MISSING");

    // What others have confirmed, once.
    let operator = stage.again(&stage.operator).await;
    let counted = stage.figures(&operator, &advisor).await;
    assert_eq!(
        counted,
        json!({
            "firmsVisited": 1, "logsCounted": 2, "logsNotCounted": 3, "introductions": 1, "introductionsNotCounted": 0, "contracts": 1,
            "contractValue": [{ "minorUnits": "60000000" }], "declined": 0, "lapsed": 0, "followUpsDue": 1, "followUpsOnTime": 0,
            "satisfaction": null,
        })
    );
    let uncounted = stage.figures(&operator, &rival).await;
    assert_eq!((&uncounted["introductions"], &uncounted["introductionsNotCounted"]), (&json!(0), &json!(2)));
    assert_eq!((&uncounted["contracts"], &uncounted["contractValue"]), (&json!(0), &json!([])));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn the_screens_are_told_what_the_viewer_may_do() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let look =
        "query($id: ID!) { brokerCase(id: $id) { viewerCanWork viewerCanRate mandate { state scopes } conflicts { viewerCanConsent } } }";
    let told = async |who: &lianqiao_tests::Client, case: &Value| who.ok(look, json!({ "id": case["id"] })).await["brokerCase"].clone();
    let case = stage.assigned("焊缝返修太多", &advisor).await;
    let nothing = json!({ "viewerCanWork": false, "viewerCanRate": false, "mandate": null, "conflicts": [] });
    assert_eq!(told(&stage.advisor, &case).await, nothing, "not before it is taken");
    let case = stage.serving("另一个需求", &advisor, &stage.advisor).await;
    let scopes = json!({ "state": "ACTIVE", "scopes": ["CONTRACTS", "DEMANDS", "INTRODUCTIONS"] });
    for (who, works, rates) in
        [(&stage.advisor, true, false), (&stage.owner, false, true), (&stage.member, false, false), (&stage.operator, false, false)]
    {
        let mut seen = told(who, &case).await;
        seen["mandate"]["scopes"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
        assert_eq!(seen, json!({ "viewerCanWork": works, "viewerCanRate": rates, "mandate": scopes, "conflicts": [] }), "{}", who.email);
    }
    let about =
        "query($org: ID, $demand: ID) { brokerCases(first: 9, filter: { organizationId: $org, demandId: $demand }) { nodes { id } } }";
    let demand = stage.owner.ok("query($id: ID!) { brokerCase(id: $id) { demand { id } } }", json!({ "id": case["id"] })).await["brokerCase"]["demand"]["id"].clone();
    let found = stage.owner.ok(about, json!({ "demand": demand })).await["brokerCases"]["nodes"].clone();
    assert_eq!(found, json!([{ "id": case["id"] }]));
    assert_eq!(stage.stranger.ok(about, json!({ "demand": demand })).await["brokerCases"]["nodes"], json!([]));
    let tie = json!({
        "caseId": case["id"], "expectedVersion": case["version"], "kind": "CONSULTING", "organizationId": stage.owner.organization,
        "note": "曾提供有偿咨询", "handling": "DISCLOSE_AND_CONSENT",
    });
    stage.advisor.done("caseConflictDisclose", tie, CASE).await;
    for (who, may) in [(&stage.owner, true), (&stage.member, false), (&stage.advisor, false), (&stage.operator, false)] {
        assert_eq!(told(who, &case).await["conflicts"], json!([{ "viewerCanConsent": may }]), "{}", who.email);
    }
    stage.owner.done("caseRate", json!({ "caseId": case["id"], "score": 4 }), CASE).await;
    assert_eq!(told(&stage.owner, &case).await["viewerCanRate"], json!(false), "once");
    let loads =
        stage.operator.ok("{ casePlan { advisors loads { advisor { id } activeCases capacity } } }", json!({})).await["casePlan"].clone();
    assert_eq!(loads, json!({ "advisors": 1, "loads": [{ "advisor": { "id": advisor["id"] }, "activeCases": 2, "capacity": 15 }] }));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_would_have_come_after_the_end_counts_against_nobody() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseContract", &mut case, json!({})).await;
    // The client ends it before the first visit is due; nobody may make that visit any more.
    take(&stage.owner, "caseWithdraw", &mut case, json!({ "reason": "项目取消" })).await;
    stage.app.advance(Duration::days(31));
    let operator = stage.again(&stage.operator).await;
    assert_eq!(stage.figures(&operator, &advisor).await["followUpsDue"], json!(0));
    stage.app.settle().await;
    stage.app.finish().await;
}
