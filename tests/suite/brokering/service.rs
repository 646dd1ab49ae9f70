//! J11: what an advisor does in a case, who was first, and what counts.

use chrono::Duration;
use lianqiao::{jobs, kernel::Role};
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, OUTCOME, Stage, profile, refused, take, versioned};

#[tokio::test]
async fn an_advisors_case_comes_to_a_paid_result() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    assert_eq!(refused(&stage.advisor, "caseMatch", &case, json!({})).await.0, "INTRODUCTION_MISSING");
    let made =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    assert_eq!((&made["credited"], &made["state"]), (&json!(true), &json!("RECORDED")));
    stage.app.settle().await;
    for person in [&stage.owner, &stage.officer, &stage.head] {
        assert!(stage.app.subjects_to(&person.email).iter().any(|subject| subject.starts_with("An introduction")), "{}", person.email);
    }
    // The other side reads the introduction, not the case.
    let yes = versioned(&made, json!({ "confirm": true }));
    for (who, code) in [(&stage.owner, "FORBIDDEN"), (&stage.advisor, "FORBIDDEN"), (&stage.stranger, "NOT_FOUND")] {
        assert_eq!(who.refused("introductionAnswer", yes.clone(), INTRODUCTION).await.0, code);
    }
    let confirmed = stage.officer.done("introductionAnswer", yes, INTRODUCTION).await["introduction"].clone();
    assert_eq!((&confirmed["state"], &confirmed["case"]), (&json!("CONFIRMED"), &Value::Null));
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseMatch", &mut case, json!({})).await;

    // The contract, with its hash; both sides confirm; the operator validates.
    assert_eq!(refused(&stage.advisor, "caseContract", &case, json!({})).await.0, "OUTCOME_MISSING");
    let mut deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await["caseOutcome"].clone();
    let again = stage.advisor.refused("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await;
    assert_eq!(again, ("OUTCOME_EXISTS".into(), "input.contractHash".into()), "a contract counts once");
    let decide = |deal: &Value, validate: bool| versioned(deal, json!({ "validate": validate }));
    assert_eq!(stage.operator.refused("outcomeDecide", decide(&deal, true), OUTCOME).await.0, "OUTCOME_NOT_CONFIRMED");
    assert_eq!(stage.advisor.refused("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await.0, "FORBIDDEN");
    assert_eq!(stage.officer.refused("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await.0, "FORBIDDEN");
    for person in [&stage.owner, &stage.head] {
        deal = person.done("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    assert_eq!(deal["state"], json!("CONFIRMED"));
    assert_eq!(stage.advisor.refused("outcomeDecide", decide(&deal, true), OUTCOME).await.0, "FORBIDDEN");
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseContract", &mut case, json!({})).await;
    take(&stage.advisor, "caseTrack", &mut case, json!({})).await;
    assert_eq!(refused(&stage.advisor, "caseSucceed", &case, json!({})).await.0, "OUTCOME_NOT_VALIDATED");
    deal = stage.operator.done("outcomeDecide", decide(&deal, true), OUTCOME).await["caseOutcome"].clone();

    // Follow-ups are set by themselves, and the next one is the case's next date.
    let work = stage.work(&stage.owner, &case).await;
    let due: Vec<_> = work["tasks"].as_array().unwrap().iter().map(|task| task["dueOn"].as_str().unwrap()).collect();
    assert_eq!(due, ["2026-12-23", "2027-02-23", "2027-05-24", "2027-11-23"]);
    assert_eq!(work["nextDue"], json!("2026-12-23"));

    // What is paid: a fee only because the mandate speaks of one; the subsidy counts when it has arrived.
    let fee = json!({
        "outcomeId": deal["id"], "kind": "FEE", "payer": "上海小桥科技有限公司", "basis": "委托约定", "amount": { "currency": "CNY", "minorUnits": "1200000" },
        "idempotencyKey": stage.operator.key(),
    });
    assert_eq!(stage.advisor.refused("caseFeeRecord", fee.clone(), OUTCOME).await.0, "FORBIDDEN");
    let paid = stage.operator.done("caseFeeRecord", fee.clone(), OUTCOME).await["caseOutcome"]["fees"][0].clone();
    // A double click is one payment.
    let twice = stage.operator.mutate("caseFeeRecord", fee, OUTCOME).await;
    assert_eq!((&twice["idempotentReplay"], twice["caseOutcome"]["fees"].as_array().unwrap().len()), (&json!(true), 1));
    let arrive = |day: &str| versioned(&paid, json!({ "arrivedOn": day }));
    assert_eq!(stage.operator.refused("caseFeeArrive", arrive("2026-11-24"), OUTCOME).await.0, "OUT_OF_RANGE");
    assert_eq!(stage.head.refused("caseFeeArrive", arrive("2026-11-23"), OUTCOME).await.0, "NOT_FOUND");
    // What was recorded by mistake is cancelled, with a reason, and stays readable.
    let subsidy = json!({
        "outcomeId": deal["id"], "kind": "SUBSIDY", "payer": "区", "basis": "补贴", "amount": { "currency": "CNY", "minorUnits": "1" },
        "idempotencyKey": stage.operator.key(),
    });
    let of_kind = |deal: &Value, kind: &str| deal["fees"].as_array().unwrap().iter().find(|fee| fee["kind"] == kind).unwrap().clone();
    let wrong = of_kind(&stage.operator.done("caseFeeRecord", subsidy, OUTCOME).await["caseOutcome"], "SUBSIDY");
    assert_eq!(stage.operator.refused("caseFeeCancel", versioned(&wrong, json!({})), OUTCOME).await.0, "REASON_REQUIRED");
    let shown = "caseOutcome { fees { id version kind arrivedOn cancelReason } }";
    let cancel = versioned(&wrong, json!({ "reason": "登记有误" }));
    let kept = of_kind(&stage.operator.done("caseFeeCancel", cancel, shown).await["caseOutcome"], "SUBSIDY");
    assert_eq!(kept["cancelReason"], json!("登记有误"));
    let never = versioned(&kept, json!({ "arrivedOn": "2026-11-23" }));
    assert_eq!(stage.operator.refused("caseFeeArrive", never, OUTCOME).await.0, "TRANSITION_NOT_ALLOWED");
    let arrived = stage.operator.done("caseFeeArrive", arrive("2026-11-23"), OUTCOME).await["caseOutcome"].clone();
    assert_eq!(of_kind(&arrived, "FEE")["arrivedOn"], json!("2026-11-23"));
    // Nobody closes a case on the day of the signatures: what was agreed is followed up at least once.
    assert_eq!(refused(&stage.advisor, "caseSucceed", &case, json!({})).await.0, "FOLLOW_UP_MISSING");
    stage.app.advance(Duration::days(30));
    let (advisor_now, owner_now) = (stage.again(&stage.advisor).await, stage.again(&stage.owner).await);
    let called = json!({ "kind": "FOLLOW_UP", "place": "ONLINE", "summary": "电话回访，样机运行正常，返修已降到每班两处" });
    advisor_now.done("serviceLogAdd", stage.note(&stage.advisor, &case, called), CASE).await;
    advisor_now.done("caseTaskFinish", versioned(&work["tasks"][0], json!({})), "brokerCase { id }").await;
    case = stage.look(&advisor_now, &case).await;
    take(&advisor_now, "caseSucceed", &mut case, json!({})).await;
    let rate = json!({ "caseId": case["id"], "score": 5, "comment": "很负责" });
    assert_eq!(advisor_now.refused("caseRate", rate.clone(), CASE).await.0, "FORBIDDEN");
    owner_now.done("caseRate", rate.clone(), CASE).await;
    assert_eq!(owner_now.refused("caseRate", rate, CASE).await.0, "DUPLICATE");
    let figures = "query($id: ID!) { advisorFigures(advisorId: $id, from: \"2026-11-01\", until: \"2026-12-31\") { firmsVisited logsCounted
        introductions contracts contractsPerThousand contractValue { minorUnits } useFirstPayLater accepted daysToFirstContact satisfaction ratings } }";
    let seen = advisor_now.ok(figures, json!({ "id": advisor["id"] })).await["advisorFigures"].clone();
    assert_eq!(
        seen,
        json!({
            "firmsVisited": 1, "logsCounted": 2, "introductions": 1, "contracts": 1, "contractsPerThousand": 1000,
            "contractValue": [{ "minorUnits": "60000000" }], "useFirstPayLater": 1, "accepted": 1, "daysToFirstContact": 0,
            "satisfaction": null, "ratings": null,
        })
    );
    let rival_now = stage.again(&stage.rival).await;
    assert_eq!(rival_now.ok(figures, json!({ "id": advisor["id"] })).await["advisorFigures"], Value::Null);
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_introduces_the_same_two_later_gets_no_credit() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.serving("甲", &advisor, &stage.advisor).await;
    let second = stage.serving("乙", &rival, &stage.rival).await;
    // At the same time: the database lets one of them be first.
    let (one, two) = tokio::join!(
        stage.advisor.mutate("introductionRecord", stage.introduction(&stage.advisor, &first), INTRODUCTION),
        stage.rival.mutate("introductionRecord", stage.introduction(&stage.rival, &second), INTRODUCTION),
    );
    let made: Vec<_> = [&one, &two].map(|payload| payload["introduction"].clone()).into();
    let credited = made.iter().filter(|made| made["credited"] == json!(true)).count();
    assert_eq!(credited, 1, "{one} {two}");
    let late = made.iter().find(|made| made["credited"] == json!(false)).unwrap();
    assert_eq!(late["noCredit"], json!("INTRODUCED_BEFORE"));
    // Recorded all the same, with its time.
    assert!(late["introducedAt"].is_string());
    // What the other side disputes counts for nobody, and whoever came too late because of it was first.
    let early = made.iter().find(|made| made["credited"] == json!(true)).unwrap();
    let no =
        stage.head.done("introductionAnswer", versioned(early, json!({ "confirm": false })), INTRODUCTION).await["introduction"].clone();
    assert_eq!((&no["credited"], &no["noCredit"]), (&json!(false), &json!("DISPUTED")));
    let look = "query($id: ID!) { introduction(id: $id) { credited noCredit } }";
    let next = stage.operator.ok(look, json!({ "id": late["id"] })).await["introduction"].clone();
    assert_eq!(next, json!({ "credited": true, "noCredit": null }));
    let third =
        stage.rival.done("introductionRecord", stage.introduction(&stage.rival, &second), INTRODUCTION).await["introduction"].clone();
    assert_eq!(third["noCredit"], json!("INTRODUCED_BEFORE"));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn two_who_know_each_other_need_nobody_to_introduce_them() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.request().await;
    let made =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    assert_eq!((&made["credited"], &made["noCredit"]), (&json!(false), &json!("KNOWN_BEFORE")));
    let mut own = stage.introduction(&stage.advisor, &case);
    own["organizationId"] = json!(stage.owner.organization);
    let refused = stage.advisor.refused("introductionRecord", own, INTRODUCTION).await;
    assert_eq!(refused, ("NOT_FOUND".into(), "input.organizationId".into()));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn notes_are_corrected_and_never_changed() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let own = stage.note(&stage.advisor, &case, json!({ "visibility": "OWN", "summary": "老板对价格很敏感" }));
    let first = stage.advisor.mutate("serviceLogAdd", own.clone(), CASE).await;
    let again = stage.advisor.mutate("serviceLogAdd", own, CASE).await;
    assert_eq!((first["userErrors"].clone(), &again["idempotentReplay"]), (json!([]), &json!(true)));
    let seen = stage.work(&stage.advisor, &case).await["logs"].as_array().unwrap().clone();
    assert_eq!(seen.len(), 2);
    let wrong = seen.iter().find(|log| log["visibility"] == "OWN").unwrap()["id"].clone();
    // The client reads what is for the client; staff reads all.
    assert_eq!(stage.work(&stage.owner, &case).await["logs"].as_array().unwrap().len(), 1);
    assert_eq!(stage.work(&stage.operator, &case).await["logs"].as_array().unwrap().len(), 2);
    let correct = stage.note(
        &stage.advisor,
        &case,
        json!({ "supersedesId": wrong, "summary": "老板更在意停机时间", "nextStep": "寄样", "nextDue": "2026-12-01" }),
    );
    stage.advisor.done("serviceLogAdd", correct.clone(), CASE).await;
    let mut twice = correct;
    twice["idempotencyKey"] = json!(stage.advisor.key());
    assert_eq!(stage.advisor.refused("serviceLogAdd", twice, CASE).await, ("TRANSITION_NOT_ALLOWED".into(), "input.supersedesId".into()));
    let seen = stage.work(&stage.advisor, &case).await;
    let kept = seen["logs"].as_array().unwrap().iter().find(|log| log["summary"] == "老板对价格很敏感").unwrap();
    assert_eq!((&kept["corrected"], &seen["nextStep"], &seen["nextDue"]), (&json!(true), &json!("寄样"), &json!("2026-12-01")));
    for (change, path) in [
        (json!({ "occurredAt": "2026-11-23T02:00:01Z" }), "occurredAt"),
        (json!({ "occurredAt": "2026-10-24T01:59:59Z" }), "occurredAt"),
        (json!({ "minutes": 1441 }), "minutes"),
    ] {
        let wrong = stage.note(&stage.advisor, &case, change);
        assert_eq!(stage.advisor.refused("serviceLogAdd", wrong, CASE).await, ("OUT_OF_RANGE".into(), format!("input.{path}")));
    }
    // A task is ticked off, and the next date follows.
    let task = json!({ "caseId": case["id"], "title": "约试焊", "dueOn": "2026-11-25", "idempotencyKey": stage.advisor.key() });
    let tasks = "brokerCase { nextDue tasks { id version } }";
    let added = stage.advisor.done("caseTaskAdd", task.clone(), tasks).await["brokerCase"].clone();
    assert_eq!(added["nextDue"], json!("2026-11-25"));
    // Sent again by a browser that did not hear the answer.
    assert_eq!(stage.advisor.done("caseTaskAdd", task, tasks).await["brokerCase"], added);
    let done = stage.advisor.done("caseTaskFinish", versioned(&added["tasks"][0], json!({})), tasks).await["brokerCase"].clone();
    assert_eq!(done["nextDue"], Value::Null);
    assert_eq!(stage.owner.refused("caseTaskFinish", versioned(&done["tasks"][0], json!({})), tasks).await.0, "FORBIDDEN");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn when_the_mandate_is_over_the_advisor_sees_the_own_notes_alone() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.app.advance(Duration::days(230));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let person = stage.again(&stage.advisor).await;
    let seen = stage.work(&person, &case).await;
    assert_eq!(
        (&seen["notesOnly"], &seen["title"], &seen["client"], &seen["tasks"]),
        (&json!(true), &Value::Null, &Value::Null, &json!([]))
    );
    assert_eq!(seen["logs"].as_array().unwrap().len(), 1);
    let note = stage.note(&stage.advisor, &case, json!({}));
    assert_eq!(person.refused("serviceLogAdd", note, CASE).await.0, "MANDATE_MISSING");
    let made = stage.introduction(&stage.advisor, &case);
    assert_eq!(person.refused("introductionRecord", made, INTRODUCTION).await.0, "MANDATE_MISSING");
    assert_eq!(refused(&person, "caseMatch", &seen, json!({})).await.0, "MANDATE_MISSING");
    // Somebody else goes on: the notes stay with whoever wrote them, and what was for the client stays with the case.
    let operator = stage.again(&stage.operator).await;
    case = stage.look(&operator, &case).await;
    take(&operator, "caseRelease", &mut case, json!({ "reason": "委托到期" })).await;
    let seen = stage.work(&person, &case).await;
    assert_eq!((&seen["notesOnly"], seen["logs"].as_array().unwrap().len()), (&json!(true), 1));
    assert_eq!(person.refused("serviceLogAdd", stage.note(&stage.advisor, &case, json!({})), CASE).await.0, "FORBIDDEN");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_deal_without_a_mandate_is_nobodys_merit() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let made =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    stage.head.done("introductionAnswer", versioned(&made, json!({ "confirm": true })), INTRODUCTION).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseMatch", &mut case, json!({})).await;
    let file = |change: Value| {
        let mut input = stage.outcome(&stage.advisor, &case, 'b');
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        input
    };
    for (change, code, path) in [
        (json!({ "signedOn": "2026-11-22" }), "MANDATE_MISSING", "signedOn"),
        (json!({ "signedOn": "2026-11-24" }), "OUT_OF_RANGE", "signedOn"),
        (json!({ "contractHash": "zz" }), "BAD_USER_INPUT", "contractHash"),
        (json!({ "organizationId": stage.stranger.organization }), "NOT_FOUND", "organizationId"),
    ] {
        assert_eq!(stage.advisor.refused("outcomeFile", file(change), OUTCOME).await, (code.to_owned(), format!("input.{path}")));
    }
    let deal = stage.advisor.done("outcomeFile", file(json!({})), OUTCOME).await["caseOutcome"].clone();
    let no = versioned(&deal, json!({ "validate": false }));
    assert_eq!(stage.operator.refused("outcomeDecide", no, OUTCOME).await, ("REASON_REQUIRED".into(), "input.note".into()));
    let no = versioned(&deal, json!({ "validate": false, "note": "合同未盖章" }));
    let refused = stage.operator.done("outcomeDecide", no, OUTCOME).await["caseOutcome"].clone();
    assert_eq!((&refused["state"], &refused["decisionNote"]), (&json!("REFUSED"), &json!("合同未盖章")));
    let fee = json!({
        "outcomeId": deal["id"], "kind": "SUBSIDY", "payer": "区", "basis": "补贴", "amount": { "currency": "CNY", "minorUnits": "1" },
        "idempotencyKey": stage.operator.key(),
    });
    assert_eq!(stage.operator.refused("caseFeeRecord", fee, OUTCOME).await.0, "OUTCOME_NOT_VALIDATED");
    // The same contract, mended, may come again.
    stage.advisor.done("outcomeFile", file(json!({ "idempotencyKey": stage.advisor.key() })), OUTCOME).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_sits_on_both_sides_gets_one_letter() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.also(&stage.owner, &stage.head.organization, Role::TtoOfficer).await;
    stage.app.settle().await;
    let before = stage.app.subjects_to(&stage.owner.email).len();
    stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await;
    stage.app.settle().await;
    let told = stage.app.subjects_to(&stage.owner.email).split_off(before);
    assert_eq!(told.len(), 1, "{told:?}");
    stage.app.finish().await;
}
