//! J11: what an advisor may do follows from the client's trust and from the appointment, today and not once.

use chrono::Duration;
use lianqiao::jobs;
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, MANDATE, OUTCOME, Stage, TIE, profile, refused, take, versioned};

#[tokio::test]
async fn what_is_over_cannot_be_opened_by_an_answer() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let mut case = stage.requested(&advisor).await;
    let tie = stage.tie(&case, &stage.officer.organization, "DISCLOSE_AND_CONSENT");
    case = stage.advisor.done("caseConflictDisclose", tie, CASE).await["brokerCase"].clone();
    let pending = "{ pendingConsents { id version } }";
    let first = stage.head.ok(pending, json!({})).await["pendingConsents"][0].clone();
    // The case goes back: nobody has anything to say to that tie any more, whoever has the case then.
    take(&stage.advisor, "caseDecline", &mut case, json!({ "reason": "下月出国" })).await;
    assert_eq!(stage.head.ok(pending, json!({})).await["pendingConsents"], json!([]));
    let no = |tie: &Value, version: i64| json!({ "id": tie["id"], "expectedVersion": version, "consent": false });
    case = stage.look(&stage.operator, &case).await;
    assert_eq!(case["conflicts"][0]["state"], json!("LAPSED"));
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    assert_eq!(stage.head.refused("caseConflictConsent", no(&first, 2), TIE).await.0, "TRANSITION_NOT_ALLOWED");
    let tie = stage.tie(&case, &stage.officer.organization, "DISCLOSE_AND_CONSENT");
    case = stage.rival.done("caseConflictDisclose", tie, CASE).await["brokerCase"].clone();
    // The next advisor does not read what the one before had to say.
    assert_eq!(case["conflicts"].as_array().unwrap().len(), 1);
    let second = stage.head.ok(pending, json!({})).await["pendingConsents"][0].clone();
    take(&stage.owner, "caseWithdraw", &mut case, json!({ "reason": "已自行解决" })).await;
    for version in [1, 2] {
        let code = stage.head.refused("caseConflictConsent", no(&second, version), TIE).await.0;
        assert!(["STALE_VERSION", "TRANSITION_NOT_ALLOWED"].contains(&code.as_str()), "{code}");
    }
    let over = stage.look(&stage.operator, &case).await;
    assert_eq!(over["state"], json!("CLOSED_WITHDRAWN"));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_there_is_with_the_other_side_costs_the_case_and_not_the_mandate() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.requested(&advisor).await;
    stage.mandated(&advisor, "2027-06-30").await;
    let tie = stage.tie(&case, &stage.officer.organization, "DISCLOSE_AND_CONSENT");
    case = stage.advisor.done("caseConflictDisclose", tie, CASE).await["brokerCase"].clone();
    let pending = "{ pendingConsents { id version } }";
    let asked = stage.head.ok(pending, json!({})).await["pendingConsents"][0].clone();
    stage.head.done("caseConflictConsent", versioned(&asked, json!({ "consent": false })), TIE).await;
    assert_eq!(stage.look(&stage.operator, &case).await["state"], json!("OPEN"));
    let mandates = "{ mandates(first: 9) { nodes { state } } }";
    assert_eq!(stage.owner.ok(mandates, json!({})).await["mandates"]["nodes"], json!([{ "state": "ACTIVE" }]));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_is_struck_off_has_neither_mandates_nor_cases() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let now = stage.operator.ok("query($id: ID!) { advisor(id: $id) { id version } }", json!({ "id": advisor["id"] })).await;
    stage.operator.done("advisorRemove", versioned(&now["advisor"], json!({ "reason": "泄露客户信息" })), "advisor { id }").await;
    let mandates = "{ mandates(first: 9) { nodes { state } } }";
    assert_eq!(stage.owner.ok(mandates, json!({})).await["mandates"]["nodes"], json!([{ "state": "ENDED" }]));
    let seen = stage.work(&stage.advisor, &case).await;
    assert_eq!((&seen["notesOnly"], &seen["title"], &seen["state"]), (&json!(true), &Value::Null, &Value::Null));
    let note = stage.note(&stage.advisor, &case, json!({}));
    assert_eq!(stage.advisor.refused("serviceLogAdd", note, CASE).await.0, "MANDATE_MISSING");
    jobs::expire(&stage.app.ctx).await.unwrap();
    let waits = stage.look(&stage.owner, &case).await;
    assert_eq!((&waits["state"], &waits["advisor"]), (&json!("OPEN"), &Value::Null));
    stage.app.settle().await;
    for person in [&stage.owner, &stage.advisor] {
        assert!(stage.app.mailer.sent().iter().any(|mail| mail.to == person.email && mail.rendered.text.contains("mandate")));
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn a_term_that_is_over_is_over_before_the_sweeper_comes_by() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let accepted = stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.app.advance(Duration::days(730));
    // Asked on the last day, and late by a day.
    let operator = stage.again(&stage.operator).await;
    let owner = stage.again(&stage.owner).await;
    let demand = owner.done("demandCreate", stage.draft("另一个需求"), "demand { id }").await["demand"].clone();
    let mut asked = owner.done("caseOpen", stage.call(&demand), CASE).await["brokerCase"].clone();
    let unconfirmed = refused(&operator, "caseAssign", &asked, json!({ "advisorId": advisor["id"] })).await;
    assert_eq!(unconfirmed.0, "ADVISOR_NOT_AVAILABLE", "two years later the statement about ties is too old");
    let person = stage.again(&stage.advisor).await;
    let now = person.ok("query($id: ID!) { advisor(id: $id) { id version } }", json!({ "id": advisor["id"] })).await["advisor"].clone();
    person.done("advisorConflictsConfirm", versioned(&now, json!({})), "advisor { id }").await;
    take(&operator, "caseAssign", &mut asked, json!({ "advisorId": advisor["id"] })).await;
    stage.app.advance(Duration::days(1));
    let person = stage.again(&stage.advisor).await;
    assert_eq!(refused(&person, "caseAccept", &asked, json!({ "noConflict": true })).await.0, "ADVISOR_NOT_AVAILABLE");
    let note = stage.note(&stage.advisor, &accepted, json!({}));
    assert_eq!(person.refused("serviceLogAdd", note, CASE).await.0, "ADVISOR_NOT_AVAILABLE");
    let seen = stage.work(&person, &accepted).await;
    assert_eq!((&seen["notesOnly"], &seen["title"]), (&json!(true), &Value::Null));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_steps_back_does_not_keep_the_mandate() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.app.settle().await;
    let before = stage.app.subjects_to(&stage.owner.email).len();
    let tie = stage.tie(&case, &stage.owner.organization, "RECUSE");
    stage.advisor.done("caseConflictDisclose", tie, "brokerCase { id }").await;
    let mandates = "{ mandates(first: 9, filter: { active: true }) { nodes { id } } }";
    assert_eq!(stage.advisor.ok(mandates, json!({})).await["mandates"]["nodes"], json!([]));
    stage.app.settle().await;
    let told = stage.app.subjects_to(&stage.owner.email).split_off(before);
    assert!(told.iter().any(|subject| subject.contains("mandate")), "{told:?}");
    // A tie with a client that is declared for all cases ends it too.
    stage.mandated(&advisor, "2027-06-30").await;
    let tie = json!({ "advisorId": advisor["id"], "kind": "FAMILY", "organizationId": stage.owner.organization, "idempotencyKey": stage.advisor.key() });
    stage.advisor.done("advisorConflictDeclare", tie, "advisor { id }").await;
    assert_eq!(stage.advisor.ok(mandates, json!({})).await["mandates"]["nodes"], json!([]));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_tie_stops_the_work_whenever_it_comes_to_light() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.introduced(&stage.advisor, &case).await;
    // With somebody to whom the client was introduced, and declared for all cases.
    let tie = json!({ "advisorId": advisor["id"], "kind": "SUPERVISION", "organizationId": stage.head.organization, "idempotencyKey": stage.advisor.key() });
    stage.advisor.done("advisorConflictDeclare", tie, "advisor { id }").await;
    let note = |more: Value| stage.note(&stage.advisor, &case, more);
    assert_eq!(stage.advisor.refused("serviceLogAdd", note(json!({})), CASE).await.0, "CONFLICT_OF_INTEREST");
    assert_eq!(refused(&stage.advisor, "caseMatch", &stage.look(&stage.advisor, &case).await, json!({})).await.0, "CONFLICT_OF_INTEREST");
    case = stage.look(&stage.advisor, &case).await;
    let disclosed = stage.tie(&case, &stage.head.organization, "DISCLOSE_AND_CONSENT");
    case = stage.advisor.done("caseConflictDisclose", disclosed, CASE).await["brokerCase"].clone();
    let note = |more: Value| stage.note(&stage.advisor, &case, more);
    assert_eq!(stage.advisor.refused("serviceLogAdd", note(json!({})), CASE).await.0, "CONFLICT_UNRESOLVED");
    let again = stage.introduction(&stage.advisor, &case);
    assert_eq!(stage.advisor.refused("introductionRecord", again, INTRODUCTION).await.0, "CONFLICT_UNRESOLVED");
    // The university learns that it is asked, and not what the client wants help with.
    stage.app.settle().await;
    let mails = stage.app.mailer.sent();
    let mail = mails.iter().rfind(|mail| mail.to == stage.head.email).unwrap();
    assert!(mail.rendered.text.contains("disclosed a tie") && !mail.rendered.text.contains("焊缝"), "{}", mail.rendered.text);
    let tie = stage.head.ok("{ pendingConsents { id version } }", json!({})).await["pendingConsents"][0].clone();
    let half = stage.head.done("caseConflictConsent", versioned(&tie, json!({ "consent": true })), TIE).await["caseConflict"].clone();
    let twice = versioned(&half, json!({ "consent": false }));
    assert_eq!(stage.head.refused("caseConflictConsent", twice, TIE).await.0, "TRANSITION_NOT_ALLOWED", "what was said stays said");
    stage.owner.done("caseConflictConsent", versioned(&half, json!({ "consent": true })), TIE).await;
    stage.advisor.done("serviceLogAdd", note(json!({})), CASE).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseMatch", &mut case, json!({})).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn without_a_mandate_nothing_is_learnt_by_asking_otherwise() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await["caseOutcome"].clone();
    let all = "{ introductions(first: 9) { totalCount } caseOutcomes(first: 9) { totalCount }
        matched: brokerCases(first: 9, filter: { states: [MATCHED] }) { totalCount nodes { id } }
        all: brokerCases(first: 9) { totalCount } }";
    let ones = |n: i64| json!({ "introductions": { "totalCount": n }, "caseOutcomes": { "totalCount": n } });
    let told = async |who: &lianqiao_tests::Client| {
        let seen = who.ok(all, json!({})).await;
        let parts = json!({ "introductions": seen["introductions"], "caseOutcomes": seen["caseOutcomes"] });
        (parts, seen["matched"]["totalCount"].clone(), seen["all"]["totalCount"].clone())
    };
    assert_eq!(told(&stage.advisor).await, (ones(1), json!(1), json!(1)));
    let open = "{ mandates(first: 1, filter: { active: true }) { nodes { id version } } }";
    let mandate = stage.owner.ok(open, json!({})).await["mandates"]["nodes"][0].clone();
    stage.owner.done("mandateEnd", versioned(&mandate, json!({ "reason": "项目已移交" })), MANDATE).await;
    // The case is still in the list, for its notes; what a filter would tell of it is not.
    assert_eq!(told(&stage.advisor).await, (ones(0), json!(0), json!(1)));
    assert_eq!(told(&stage.owner).await, (ones(1), json!(1), json!(1)));
    let one = "query($id: ID!) { caseOutcome(id: $id) { id } node(id: $id) { id } }";
    assert_eq!(stage.advisor.ok(one, json!({ "id": deal["id"] })).await, json!({ "caseOutcome": null, "node": null }));
    let look = "query($id: ID!) { brokerCase(id: $id) { id version state updatedAt title { zh } introductions { id } outcomes { id }
        availableTransitions { name blockedBy { code } } } }";
    let seen = stage.advisor.ok(look, json!({ "id": case["id"] })).await["brokerCase"].clone();
    for field in ["state", "updatedAt", "title"] {
        assert_eq!(seen[field], Value::Null, "{field}");
    }
    assert_eq!((&seen["introductions"], &seen["outcomes"]), (&json!([]), &json!([])));
    assert_eq!(seen["availableTransitions"], json!([{ "name": "RELEASE", "blockedBy": [] }]));
    // Ending the client's case takes the client's trust; handing it back does not, and tells nothing.
    assert_eq!(refused(&stage.advisor, "caseGiveUp", &seen, json!({ "reason": "没有合适的成果" })).await.0, "MANDATE_MISSING");
    let back = stage.advisor.done("caseRelease", versioned(&seen, json!({ "reason": "委托已结束" })), CASE).await["brokerCase"].clone();
    assert_eq!((&back["notesOnly"], &back["title"], &back["state"]), (&json!(true), &Value::Null, &Value::Null));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_mandate_that_ended_before_the_work_began_leaves_no_door_open() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    let mandate = stage.mandated(&advisor, "2027-06-30").await;
    stage.app.advance(Duration::minutes(1));
    stage.owner.done("mandateEnd", versioned(&mandate, json!({})), MANDATE).await;
    let seen = stage.work(&stage.advisor, &case).await;
    assert_eq!((&seen["notesOnly"], &seen["title"]), (&json!(true), &Value::Null));
    let note = stage.note(&stage.advisor, &case, json!({}));
    assert_eq!(stage.advisor.refused("serviceLogAdd", note, CASE).await.0, "MANDATE_MISSING");
    // One that ended before the case was accepted says nothing about it.
    stage.app.advance(Duration::minutes(1));
    let later = stage.accepted("另一个需求", &advisor, &stage.advisor).await;
    assert_eq!(stage.work(&stage.advisor, &later).await["notesOnly"], json!(false));
    stage.app.settle().await;
    stage.app.finish().await;
}
