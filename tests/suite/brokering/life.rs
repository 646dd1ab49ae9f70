//! J11: a client calls for help, an advisor takes the case, and time is kept.

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_schema::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::stage::{CASE, MANDATE, Stage, profile, refused, take, versioned};

#[tokio::test]
async fn a_client_calls_for_help_and_an_advisor_takes_the_case() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let demand = stage.demand("焊缝返修太多").await;
    let call = stage.call(&demand);
    let first = stage.owner.mutate("caseOpen", call.clone(), CASE).await;
    let again = stage.owner.mutate("caseOpen", call.clone(), CASE).await;
    assert_eq!((&first["brokerCase"]["id"], &again["idempotentReplay"]), (&again["brokerCase"]["id"], &json!(true)));
    let mut case = first["brokerCase"].clone();
    assert_eq!((&case["state"], &case["assignBy"], &case["title"]["zh"]), (&json!("OPEN"), &json!("2026-11-25"), &json!("焊缝返修太多")));
    assert_eq!(
        case["needs"],
        json!({ "industries": ["C3734"], "chains": ["SMART_MANUFACTURING"], "region": "310110", "languages": ["CHINESE"], "crossBorder": false, "gradeMin": null })
    );
    let mut twice = call.clone();
    twice["idempotencyKey"] = json!(stage.owner.key());
    assert_eq!(stage.owner.refused("caseOpen", twice.clone(), CASE).await, ("CASE_EXISTS".into(), "input.demandId".into()));
    twice.as_object_mut().unwrap().remove("demandId");
    assert_eq!(stage.owner.refused("caseOpen", twice, CASE).await, ("REQUIRED".into(), "input.demandId".into()));
    assert_eq!(stage.stranger.refused("caseOpen", call, CASE).await, ("NOT_FOUND".into(), "input.organizationId".into()));
    stage.app.settle().await;
    assert!(stage.app.subjects_to(&stage.operator.email).iter().any(|subject| subject.contains("焊缝返修太多")));

    // Until it is assigned, no advisor knows of it.
    assert_eq!(stage.look(&stage.advisor, &case).await, Value::Null);
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": advisor["id"] })).await;
    assert_eq!((&case["state"], &case["answerBy"], &case["advisor"]["id"]), (&json!("ASSIGNED"), &json!("2026-11-25"), &advisor["id"]));
    stage.app.settle().await;
    let mails = stage.app.mailer.sent();
    let mail = mails.iter().rfind(|mail| mail.to == stage.advisor.email).unwrap();
    assert!(mail.rendered.text.contains("25 November 2026"), "{}", mail.rendered.text);
    // Enough to decide: what it is about and whose it is.
    let seen = stage.look(&stage.advisor, &case).await;
    assert_eq!((&seen["client"]["id"], &seen["notesOnly"]), (&json!(stage.owner.organization), &json!(false)));
    assert_eq!(stage.look(&stage.rival, &case).await, Value::Null);
    assert_eq!(refused(&stage.rival, "caseAccept", &case, json!({ "noConflict": true })).await.0, "NOT_FOUND");
    assert_eq!(refused(&stage.owner, "caseAccept", &case, json!({ "noConflict": true })).await.0, "FORBIDDEN");
    let silent = refused(&stage.advisor, "caseAccept", &case, json!({ "noConflict": false })).await;
    assert_eq!(silent, ("REQUIRED".into(), "input.noConflict".into()));
    take(&stage.advisor, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    assert_eq!((&case["contactBy"], &case["shortlistBy"]), (&json!("2026-11-26"), &json!("2026-12-07")));
    // The work begins with a mandate, and not before.
    let start = case["availableTransitions"].as_array().unwrap().iter().find(|step| step["name"] == "START").unwrap().clone();
    assert!(start["blockedBy"].as_array().unwrap().contains(&json!({ "code": "MANDATE_MISSING" })), "{start}");
    assert_eq!(refused(&stage.advisor, "caseStart", &case, json!({})).await.0, "MANDATE_MISSING");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_declines_or_keeps_silent_is_not_asked_again() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let mut case = stage.assigned("焊缝返修太多", &advisor).await;
    assert_eq!(refused(&stage.advisor, "caseDecline", &case, json!({ "reason": " " })).await.0, "REASON_REQUIRED");
    let declined = stage.advisor.done("caseDecline", versioned(&case, json!({ "reason": "下月出国" })), CASE).await["brokerCase"].clone();
    assert_eq!((&declined["state"], &declined["advisor"]), (&json!("OPEN"), &Value::Null));
    assert_eq!(stage.look(&stage.advisor, &case).await, Value::Null, "what was declined is no longer the advisor's business");
    case = stage.look(&stage.operator, &case).await;
    let again = refused(&stage.operator, "caseAssign", &case, json!({ "advisorId": advisor["id"] })).await;
    assert_eq!(again, ("ADVISOR_NOT_AVAILABLE".into(), "input.advisorId".into()));
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    assert_eq!(case["answerBy"], json!("2026-11-25"));

    // Two working days: the whole of the second one is the advisor's.
    stage.app.advance(Duration::days(2));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let operator = stage.again(&stage.operator).await;
    assert_eq!(stage.look(&operator, &case).await["state"], json!("ASSIGNED"));
    stage.app.advance(Duration::days(1));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let operator = stage.again(&stage.operator).await;
    let late = stage.look(&operator, &case).await;
    assert_eq!((&late["state"], &late["assignBy"]), (&json!("OPEN"), &json!("2026-11-30")));
    let person = stage.again(&stage.rival).await;
    assert_eq!(refused(&person, "caseAccept", &late, json!({ "noConflict": true })).await.0, "NOT_FOUND");
    stage.app.settle().await;
    for person in [&stage.operator, &stage.rival] {
        let mails = stage.app.mailer.sent();
        assert!(mails.iter().any(|mail| mail.to == person.email && mail.rendered.text.contains("in time")), "{}", person.email);
    }
    let plan = operator
        .ok("{ casePlan { waiting assignable proposals(first: 9) { nodes { advisor { id } obstacles { block advisors } } } } }", json!({}))
        .await;
    let refused = json!([{ "advisor": null, "obstacles": [{ "block": "REFUSED_BEFORE", "advisors": 2 }] }]);
    assert_eq!(plan["casePlan"], json!({ "waiting": 1, "assignable": 0, "proposals": { "nodes": refused } }));
    stage.app.finish().await;
}

#[tokio::test]
async fn what_was_marked_before_there_were_two_marks_is_not_told_again() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let late = stage.accepted("没有联系的案件", &advisor, &stage.advisor).await;
    let waits = stage.case("没人管的案件").await;
    stage.app.advance(Duration::days(14));
    jobs::expire(&stage.app.ctx).await.unwrap();
    stage.app.settle().await;
    let told = stage.app.mailer.sent().len();
    let connection = stage.app.ctx.db.maintenance();
    let after = Migrator::migrations().iter().rev().position(|one| one.name() == "m0029_case_late").unwrap();
    Migrator::down(connection, Some(u32::try_from(after + 1).unwrap())).await.unwrap();
    // The one mark there was.
    let marked = "UPDATE broker_case SET stuck_since = '2026-12-07' WHERE stuck_since IS NOT NULL";
    assert_eq!(connection.execute_unprepared(marked).await.unwrap().rows_affected(), 2);
    Migrator::up(connection, None).await.unwrap();
    let operator = stage.again(&stage.operator).await;
    for (case, is_late) in [(&late, true), (&waits, false)] {
        let seen = stage.look(&operator, case).await;
        let marks = if is_late { (json!("2026-12-07"), Value::Null) } else { (Value::Null, json!("2026-12-07")) };
        assert_eq!((seen["lateSince"].clone(), seen["stuckSince"].clone()), marks);
    }
    jobs::expire(&stage.app.ctx).await.unwrap();
    stage.app.settle().await;
    assert_eq!(stage.app.mailer.sent().len(), told);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_case_in_which_nothing_moves_is_marked_once() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    let late = stage.accepted("没有联系的案件", &advisor, &stage.advisor).await;
    for kind in ["INTAKE", "SEARCH"] {
        let note = stage.note(&stage.advisor, &case, json!({ "kind": kind }));
        case = stage.advisor.done("serviceLogAdd", note, CASE).await["brokerCase"].clone();
    }
    let waits = stage.case("没人管的案件").await;
    stage.app.advance(Duration::days(14));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let operator = stage.again(&stage.operator).await;
    assert_eq!(stage.look(&operator, &case).await["stuckSince"], Value::Null, "fourteen days are not longer than fourteen days");
    assert_eq!(stage.look(&operator, &waits).await["stuckSince"], json!("2026-12-07"), "nobody assigned it in time");
    let uncontacted = stage.look(&operator, &late).await;
    assert_eq!(
        (&uncontacted["lateSince"], &uncontacted["stuckSince"]),
        (&json!("2026-12-07"), &Value::Null),
        "nobody was contacted in time"
    );
    stage.app.advance(Duration::minutes(1));
    for _ in 0..2 {
        jobs::expire(&stage.app.ctx).await.unwrap();
    }
    let marked = stage.look(&operator, &case).await;
    assert_eq!((&marked["stuckSince"], &marked["version"]), (&json!("2026-12-07"), &case["version"]));
    let stuck = operator.ok("{ brokerCases(first: 9, filter: { stuck: true }) { nodes { id } } }", json!({})).await;
    assert_eq!(stuck["brokerCases"]["nodes"].as_array().unwrap().len(), 3);
    // What is late is stuck all the same: either shows, is found and is counted by itself.
    let both = stage.look(&operator, &late).await;
    assert_eq!((&both["lateSince"], &both["stuckSince"]), (&json!("2026-12-07"), &json!("2026-12-07")));
    let counts = "{ late: brokerCases(first: 9, filter: { late: true }) { totalCount nodes { id } }
        punctual: brokerCases(first: 9, filter: { late: false, stuck: true }) { totalCount }
        both: brokerCases(first: 9, filter: { late: true, stuck: true }) { totalCount } }";
    let found = operator.ok(counts, json!({})).await;
    assert_eq!(found["late"], json!({ "totalCount": 1, "nodes": [{ "id": late["id"] }] }));
    assert_eq!((&found["punctual"]["totalCount"], &found["both"]["totalCount"]), (&json!(2), &json!(1)));
    stage.app.settle().await;
    let told = |person: &str| {
        stage.app.mailer.sent().iter().filter(|mail| mail.to == person && mail.rendered.text.contains("Nothing has moved")).count()
    };
    assert_eq!((told(&stage.advisor.email), told(&stage.operator.email)), (2, 3));
    // Whoever does something about it takes the mark away.
    let person = stage.again(&stage.advisor).await;
    let released = person.done("caseRelease", versioned(&marked, json!({ "reason": "换人" })), CASE).await["brokerCase"].clone();
    assert_eq!(released["stuckSince"], Value::Null);
    // What is late is late until it has come, whatever else is done.
    let task = json!({ "caseId": late["id"], "title": "约时间", "dueOn": "2026-12-10", "idempotencyKey": stage.advisor.key() });
    let moved = person.done("caseTaskAdd", task, CASE).await["brokerCase"].clone();
    assert_eq!((&moved["lateSince"], &moved["stuckSince"]), (&json!("2026-12-07"), &Value::Null));
    let note = stage.note(&stage.advisor, &late, json!({}));
    assert_eq!(
        person.done("serviceLogAdd", note, CASE).await["brokerCase"]["lateSince"],
        Value::Null,
        "the last day of the shortlist counts"
    );
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_client_ends_a_case_whenever_it_wants() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.owner.done("mandateGrant", stage.mandate(&advisor, "2027-06-30"), MANDATE).await;
    assert_eq!(refused(&stage.advisor, "caseWithdraw", &case, json!({ "reason": "算了" })).await.0, "FORBIDDEN");
    take(&stage.member, "caseWithdraw", &mut case, json!({ "reason": "已自行解决" })).await;
    assert_eq!((&case["state"], &case["availableTransitions"]), (&json!("CLOSED_WITHDRAWN"), &json!([])));
    assert_eq!(refused(&stage.advisor, "caseStart", &case, json!({})).await.0, "TRANSITION_NOT_ALLOWED");
    // The same demand may come again.
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn of_two_steps_at_once_one_is_taken() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    for (who, field) in [(&stage.advisor, "caseDecline"), (&stage.operator, "caseRelease"), (&stage.owner, "caseWithdraw")] {
        let case = stage.assigned(&format!("同时{field}"), &advisor).await;
        let (one, two) = tokio::join!(
            stage.advisor.mutate("caseAccept", versioned(&case, json!({ "noConflict": true })), CASE),
            who.mutate(field, versioned(&case, json!({ "reason": "同时" })), CASE),
        );
        let taken = [&one, &two].iter().filter(|answer| answer["userErrors"] == json!([])).count();
        assert_eq!(taken, 1, "{one} {two}");
    }
    // Against time there is no race: the answer is late before anybody has taken the case back.
    let case = stage.assigned("迟到的答复", &advisor).await;
    stage.app.advance(Duration::days(3));
    let person = stage.again(&stage.advisor).await;
    let late = refused(&person, "caseAccept", &case, json!({ "noConflict": true })).await;
    assert_eq!(late.0, "TRANSITION_NOT_ALLOWED");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_cannot_sign_in_any_more_holds_no_case() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let waits = stage.case("另一个问题").await;
    let suspend = json!({ "id": stage.advisor.user, "expectedVersion": 1, "reason": "账号被盗" });
    stage.operator.done("userSuspend", suspend, "user { id }").await;
    // Nothing is proposed to them, and what they had waits for somebody else, although the appointment runs on.
    let look = "query($id: ID!) { brokerCase(id: $id) { candidates { advisor { id } } } }";
    let fits = stage.operator.ok(look, json!({ "id": waits["id"] })).await["brokerCase"]["candidates"].clone();
    assert_eq!(fits, json!([]));
    let by_hand = refused(&stage.operator, "caseAssign", &waits, json!({ "advisorId": advisor["id"] })).await;
    assert_eq!(by_hand, ("ADVISOR_NOT_AVAILABLE".into(), "input.advisorId".into()));
    let trust = stage.stranger.refused("mandateGrant", stage.mandate_of(&stage.stranger, &advisor, "2027-06-30"), MANDATE).await;
    assert_eq!(trust, ("ADVISOR_NOT_AVAILABLE".into(), "input.advisorId".into()));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let mut after = stage.look(&stage.owner, &case).await;
    assert_eq!((&after["state"], &after["advisor"]), (&json!("OPEN"), &Value::Null));
    // Who comes back has refused nothing.
    let back = json!({ "id": stage.advisor.user, "expectedVersion": 2, "reason": "账号已找回" });
    stage.operator.done("userReinstate", back, "user { id }").await;
    take(&stage.operator, "caseAssign", &mut after, json!({ "advisorId": advisor["id"] })).await;
    assert_eq!(after["advisor"]["id"], advisor["id"]);
    stage.app.settle().await;
    stage.app.finish().await;
}
