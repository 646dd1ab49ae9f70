//! How a case ends, and what is said of an advisor who does not have it any more.

use chrono::Duration;
use lianqiao::jobs;
use serde_json::{Value, json};

use super::stage::{CASE, MANDATE, OUTCOME, Stage, profile, refused, take, versioned};

const RATED: &str = "query($id: ID!) { brokerCase(id: $id) { ratedAdvisorId viewerCanRate rating { score }
    formerAdvisors { advisor { id } acceptedAt leftAt viewerCanRate rating { score comment } } } }";

#[tokio::test]
async fn success_comes_after_what_was_agreed_is_being_done() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.matched("焊缝返修太多", &advisor, &stage.advisor).await;
    let mut deal = stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await["caseOutcome"].clone();
    for person in [&stage.owner, &stage.head] {
        deal = person.done("outcomeConfirm", versioned(&deal, json!({})), OUTCOME).await["caseOutcome"].clone();
    }
    stage.operator.done("outcomeDecide", versioned(&deal, json!({ "validate": true })), OUTCOME).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseContract", &mut case, json!({})).await;
    for who in [&stage.advisor, &stage.operator] {
        assert_eq!(refused(who, "caseSucceed", &case, json!({})).await.0, "TRANSITION_NOT_ALLOWED");
    }
    // The mandate is over: the advisor cannot go on, and what was validated is not lost for it.
    let open = "{ mandates(first: 1, filter: { active: true }) { nodes { id version } } }";
    let mandate = stage.owner.ok(open, json!({})).await["mandates"]["nodes"][0].clone();
    stage.owner.done("mandateEnd", versioned(&mandate, json!({})), MANDATE).await;
    assert_eq!(refused(&stage.advisor, "caseTrack", &case, json!({})).await.0, "MANDATE_MISSING");
    take(&stage.operator, "caseTrack", &mut case, json!({})).await;
    assert_eq!(case["state"], json!("TRACKING"));
    // The first look after a month: until then nothing has to move, and from then on it has.
    stage.app.advance(Duration::days(20));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let stuck = async || stage.look(&stage.again(&stage.operator).await, &case).await["stuckSince"].clone();
    assert_eq!(stuck().await, Value::Null);
    stage.app.advance(Duration::days(14));
    jobs::expire(&stage.app.ctx).await.unwrap();
    assert!(stuck().await.is_string());
    let operator = stage.again(&stage.operator).await;
    case = stage.look(&operator, &case).await;
    take(&operator, "caseSucceed", &mut case, json!({})).await;
    assert_eq!(case["state"], json!("CLOSED_SUCCESS"));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_leaves_is_rated_for_the_time_with_the_case() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    // Whoever only declined has done nothing that there is something to say of.
    let mut case = stage.assigned("焊缝返修太多", &rival).await;
    stage.rival.done("caseDecline", versioned(&case, json!({ "reason": "没时间" })), CASE).await;
    let rate = |case: &Value, advisor: &Value, score: i32| json!({ "caseId": case["id"], "advisorId": advisor["id"], "score": score });
    assert_eq!(stage.owner.refused("caseRate", rate(&case, &rival, 1), CASE).await, ("NOT_FOUND".into(), "input.advisorId".into()));
    let nobody = json!({ "caseId": case["id"], "score": 1 });
    assert_eq!(stage.owner.refused("caseRate", nobody, CASE).await.0, "TRANSITION_NOT_ALLOWED");

    case = stage.serving("另一个需求", &advisor, &stage.advisor).await;
    stage.advisor.done("caseRelease", versioned(&case, json!({ "reason": "换人" })), "brokerCase { id }").await;
    let seen = async |who: &lianqiao_tests::Client| who.ok(RATED, json!({ "id": case["id"] })).await["brokerCase"].clone();
    let left = seen(&stage.owner).await;
    assert_eq!((&left["viewerCanRate"], left["formerAdvisors"].as_array().unwrap().len()), (&json!(true), 1), "{left}");
    assert_eq!(left["ratedAdvisorId"], advisor["id"], "who had it last");
    let former = &left["formerAdvisors"][0];
    assert_eq!((&former["advisor"]["id"], &former["viewerCanRate"], &former["rating"]), (&advisor["id"], &json!(true), &Value::Null));
    assert!(former["acceptedAt"].is_string() && former["leftAt"].is_string());
    assert_eq!(seen(&stage.member).await["formerAdvisors"][0]["viewerCanRate"], json!(false), "owners alone");
    let own = seen(&stage.advisor).await;
    assert_eq!((&own["formerAdvisors"], &own["ratedAdvisorId"]), (&json!([]), &Value::Null), "the advisor learns the mean");

    // Somebody else has it by now: either is rated, and each once.
    case = stage.look(&stage.operator, &case).await;
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    take(&stage.rival, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    stage.mandated(&rival, "2027-06-30").await;
    case = stage.rival.done("serviceLogAdd", stage.note(&stage.rival, &case, json!({})), CASE).await["brokerCase"].clone();
    take(&stage.rival, "caseStart", &mut case, json!({})).await;
    assert_eq!(stage.member.refused("caseRate", rate(&case, &advisor, 2), CASE).await.0, "FORBIDDEN");
    stage.owner.done("caseRate", rate(&case, &advisor, 2), CASE).await;
    assert_eq!(stage.owner.refused("caseRate", rate(&case, &advisor, 5), CASE).await.0, "DUPLICATE");
    stage.owner.done("caseRate", json!({ "caseId": case["id"], "score": 5 }), CASE).await;
    for who in [&stage.owner, &stage.operator] {
        let told = who.ok(RATED, json!({ "id": case["id"] })).await["brokerCase"].clone();
        assert_eq!((&told["rating"]["score"], &told["formerAdvisors"][0]["rating"]["score"]), (&json!(5), &json!(2)));
        assert_eq!((&told["viewerCanRate"], &told["formerAdvisors"][0]["viewerCanRate"]), (&json!(false), &json!(false)));
        assert_eq!(told["ratedAdvisorId"], rival["id"]);
    }
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_case_that_waits_is_no_hiding_place() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.accepted("焊缝返修太多", &advisor, &stage.advisor).await;
    take(&stage.operator, "caseRelease", &mut case, json!({ "reason": "一直没有联系" })).await;
    // Without saying whom: the one who had it last. Neither the wait nor the end takes that away.
    take(&stage.owner, "caseWithdraw", &mut case, json!({ "reason": "已自行解决" })).await;
    stage.owner.done("caseRate", json!({ "caseId": case["id"], "score": 1, "comment": "从未联系" }), CASE).await;
    let told = stage.operator.ok(RATED, json!({ "id": case["id"] })).await["brokerCase"].clone();
    assert_eq!(told["formerAdvisors"][0]["rating"], json!({ "score": 1, "comment": "从未联系" }));
    stage.app.settle().await;
    stage.app.finish().await;
}
