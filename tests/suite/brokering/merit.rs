//! J11: whose merit something is, and who may say so.

use chrono::Duration;
use lianqiao::{jobs, kernel::Role};
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, OUTCOME, Stage, profile, refused, take, versioned};

#[tokio::test]
async fn who_was_second_does_not_get_the_contract() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let mut first = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.serving("另一个需求", &rival, &stage.rival).await;
    stage.introduced(&stage.advisor, &first).await;
    stage.app.advance(Duration::minutes(1));
    let late = stage.introduced(&stage.rival, &second).await;
    assert_eq!((&late["state"], &late["noCredit"]), (&json!("CONFIRMED"), &json!("INTRODUCED_BEFORE")));
    let second = stage.look(&stage.rival, &second).await;
    assert_eq!(refused(&stage.rival, "caseMatch", &second, json!({})).await.0, "INTRODUCTION_MISSING");
    first = stage.look(&stage.advisor, &first).await;
    take(&stage.advisor, "caseMatch", &mut first, json!({})).await;
    let deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &first, 'a'), "caseOutcome { introductionId }").await;
    assert!(deal["caseOutcome"]["introductionId"].is_string(), "{deal}");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_brought_two_together_goes_on_from_there_in_the_next_case() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let first = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.introduced(&stage.advisor, &first).await;
    let mut second = stage.accepted("另一个需求", &advisor, &stage.advisor).await;
    second = stage.advisor.done("serviceLogAdd", stage.note(&stage.advisor, &second, json!({})), CASE).await["brokerCase"].clone();
    take(&stage.advisor, "caseStart", &mut second, json!({})).await;
    let again = stage.introduced(&stage.advisor, &second).await;
    assert_eq!((&again["credited"], &again["noCredit"]), (&json!(false), &json!("KNOWN_BEFORE")), "it counts once");
    second = stage.look(&stage.advisor, &second).await;
    take(&stage.advisor, "caseMatch", &mut second, json!({})).await;
    let deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &second, 'a'), "caseOutcome { introductionId }").await;
    assert_eq!(deal["caseOutcome"]["introductionId"], Value::Null);

    // Two that nobody has answered yet: whichever is confirmed first.
    let mut third = stage.accepted("第三个需求", &advisor, &stage.advisor).await;
    third = stage.advisor.done("serviceLogAdd", stage.note(&stage.advisor, &third, json!({})), CASE).await["brokerCase"].clone();
    take(&stage.advisor, "caseStart", &mut third, json!({})).await;
    let (_, other) = stage.app.office("第二大学").await;
    let mut made = Vec::new();
    for case in [&first, &third] {
        let mut meeting = stage.introduction(&stage.advisor, case);
        meeting["organizationId"] = json!(other.organization);
        made.push(stage.advisor.done("introductionRecord", meeting, INTRODUCTION).await["introduction"].clone());
    }
    assert_eq!(made[1]["noCredit"], json!("INTRODUCED_BEFORE"));
    for made in &made {
        other.done("introductionAnswer", versioned(made, json!({ "confirm": true })), INTRODUCTION).await;
    }
    third = stage.look(&stage.advisor, &third).await;
    take(&stage.advisor, "caseMatch", &mut third, json!({})).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_nobody_confirmed_takes_no_credit_from_the_next_of_the_same_advisor() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let first = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.serving("另一个需求", &advisor, &stage.advisor).await;
    // Of two by the same advisor the other side confirms the second alone.
    stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &first), INTRODUCTION).await;
    stage.app.advance(Duration::minutes(1));
    let confirmed = stage.introduced(&stage.advisor, &second).await;
    assert_eq!((&confirmed["credited"], &confirmed["noCredit"]), (&json!(false), &json!("KNOWN_BEFORE")));
    stage.app.advance(Duration::days(31));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let look = "query($id: ID!) { introduction(id: $id) { credited noCredit } }";
    let seen = stage.again(&stage.advisor).await.ok(look, json!({ "id": confirmed["id"] })).await["introduction"].clone();
    assert_eq!(seen, json!({ "credited": true, "noCredit": null }), "the first has lapsed");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn nobody_judges_themselves() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let mut deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await["caseOutcome"].clone();

    // An operator as well: the own case, the own contract and the own fee are for somebody else.
    let both = stage.also(&stage.advisor, &stage.operator.organization, Role::Operator).await;
    let other = stage.case("另一个需求").await;
    let own = both.refused("caseAssign", versioned(&other, json!({ "advisorId": advisor["id"] })), CASE).await;
    assert_eq!(own, ("FORBIDDEN".into(), "input.advisorId".into()));
    case = stage.look(&stage.operator, &case).await;
    assert_eq!(refused(&both, "caseWithdraw", &case, json!({ "reason": "算了" })).await.0, "FORBIDDEN");
    for person in [&stage.owner, &stage.head] {
        deal = person.done("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    let yes = versioned(&deal, json!({ "validate": true }));
    assert_eq!(both.refused("outcomeDecide", yes.clone(), OUTCOME).await.0, "FORBIDDEN");
    // Nor does an operator who sits with a side.
    let partial = stage.also(&stage.owner, &stage.operator.organization, Role::Operator).await;
    assert_eq!(partial.refused("outcomeDecide", yes.clone(), OUTCOME).await.0, "FORBIDDEN");
    stage.operator.done("outcomeDecide", yes, OUTCOME).await;
    let fee = json!({
        "outcomeId": deal["id"], "kind": "SUBSIDY", "payer": "杨浦区", "basis": "补贴", "amount": { "currency": "CNY", "minorUnits": "500000" },
        "idempotencyKey": stage.operator.key(),
    });
    assert_eq!(both.refused("caseFeeRecord", fee, OUTCOME).await.0, "FORBIDDEN");

    // A seat with the client, taken later: no say for the client, and no work either.
    let seated = stage.also(&stage.advisor, &stage.owner.organization, Role::SmeOwner).await;
    assert_eq!(seated.refused("caseRate", json!({ "caseId": case["id"], "score": 5 }), CASE).await.0, "FORBIDDEN");
    let again = stage.outcome(&stage.advisor, &case, 'b');
    assert_eq!(seated.refused("outcomeFile", again, OUTCOME).await.0, "CONFLICT_OF_INTEREST");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn an_introduction_that_nobody_confirms_makes_room_for_the_next() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let second = stage.serving("另一个需求", &rival, &stage.rival).await;
    let squat =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &first), INTRODUCTION).await["introduction"].clone();
    stage.app.advance(Duration::minutes(1));
    let late = stage.introduced(&stage.rival, &second).await;
    assert_eq!(late["credited"], json!(false));
    let credit = async |made: &Value| {
        let look = "query($id: ID!) { introduction(id: $id) { credited noCredit } }";
        stage.again(&stage.operator).await.ok(look, json!({ "id": made["id"] })).await["introduction"].clone()
    };
    stage.app.advance(Duration::days(30) - Duration::minutes(1));
    jobs::expire(&stage.app.ctx).await.unwrap();
    assert_eq!(credit(&squat).await["credited"], json!(true), "the last day counts");
    stage.app.advance(Duration::minutes(1));
    jobs::expire(&stage.app.ctx).await.unwrap();
    assert_eq!(credit(&squat).await, json!({ "credited": false, "noCredit": "UNANSWERED" }));
    assert_eq!(credit(&late).await, json!({ "credited": true, "noCredit": null }));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn what_somebody_took_and_gave_back_stays_in_the_figures() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let task = json!({ "caseId": case["id"], "title": "寄样", "dueOn": "2026-12-01", "idempotencyKey": stage.advisor.key() });
    stage.advisor.done("caseTaskAdd", task, "brokerCase { id }").await;
    case = stage.look(&stage.advisor, &case).await;
    stage.advisor.done("caseRelease", versioned(&case, json!({ "reason": "换人" })), "brokerCase { id }").await;
    case = stage.look(&stage.operator, &case).await;
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    take(&stage.rival, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    // What is still to be done goes on to the next one.
    stage.owner.done("mandateGrant", stage.mandate(&rival, "2027-06-30"), "mandate { id }").await;
    assert_eq!(stage.work(&stage.rival, &case).await["nextDue"], json!("2026-12-01"));
    let figures =
        "query($id: ID!) { advisorFigures(advisorId: $id, from: \"2026-11-01\", until: \"2026-11-30\") { accepted daysToFirstContact } }";
    let told = async |advisor: &Value| stage.operator.ok(figures, json!({ "id": advisor["id"] })).await["advisorFigures"].clone();
    assert_eq!(told(&advisor).await, json!({ "accepted": 1, "daysToFirstContact": 0 }));
    assert_eq!(told(&rival).await, json!({ "accepted": 1, "daysToFirstContact": null }));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_note_to_oneself_is_no_contact() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.mandated(&advisor, "2027-06-30").await;
    for change in [json!({ "visibility": "OWN" }), json!({ "minutes": 0 }), json!({ "summary": "好好好" })] {
        let note = stage.note(&stage.advisor, &case, change);
        case = stage.advisor.done("serviceLogAdd", note, CASE).await["brokerCase"].clone();
        assert_eq!(refused(&stage.advisor, "caseStart", &case, json!({})).await.0, "FIRST_CONTACT_MISSING");
    }
    case = stage.advisor.done("serviceLogAdd", stage.note(&stage.advisor, &case, json!({})), CASE).await["brokerCase"].clone();
    take(&stage.advisor, "caseStart", &mut case, json!({})).await;
    stage.app.settle().await;
    stage.app.finish().await;
}
