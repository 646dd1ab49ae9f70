//! J11: an advisor asks an enterprise for a mandate. The enterprise gives it, refuses, or says nothing.

use chrono::Duration;
use lianqiao::{
    identity::{self, actions::AddMember},
    jobs,
    kernel::{Actor, Role},
};
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::stage::{MANDATE, Stage, profile, step, versioned};

const ASKED: &str = "mandateRequest { id version state answerBy reason mandate { id state } viewerCanAnswer viewerCanWithdraw }";

impl Stage {
    /// Input of a question to somebody's enterprise.
    fn asking(&self, advisor: &Client, of: &Person) -> Value {
        json!({
            "organizationId": of.organization, "scopes": ["DEMANDS", "INTRODUCTIONS"], "validUntil": "2027-06-30",
            "note": "上周走访贵公司车间，愿协助梳理返修问题", "idempotencyKey": advisor.key(),
        })
    }

    async fn question(&self) -> Value {
        self.advisor.done("mandateRequestSubmit", self.asking(&self.advisor, &self.owner), ASKED).await["mandateRequest"].clone()
    }
}

#[tokio::test]
async fn an_enterprise_gives_the_mandate_that_it_is_asked_for() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    stage.appointed(&stage.rival, profile()).await;
    let input = stage.asking(&stage.advisor, &stage.owner);
    let first = stage.advisor.mutate("mandateRequestSubmit", input.clone(), ASKED).await;
    let again = stage.advisor.mutate("mandateRequestSubmit", input, ASKED).await;
    assert_eq!((&first["mandateRequest"], &again["idempotentReplay"]), (&again["mandateRequest"], &json!(true)));
    let asked = first["mandateRequest"].clone();
    assert_eq!((&asked["state"], &asked["answerBy"], &asked["viewerCanWithdraw"]), (&json!("OPEN"), &json!("2026-12-07"), &json!(true)));
    stage.app.settle().await;
    let subjects = |person: &Person| stage.app.subjects_to(&person.email).len();
    assert!(stage.app.subjects_to(&stage.owner.email).iter().any(|subject| subject.contains("mandate")), "the owner is told");
    assert_eq!(subjects(&stage.stranger), 0);

    // The two and staff read it, and nobody else; the owner alone answers.
    let look = "query($id: ID!) { mandateRequest(id: $id) { state note organization { id } advisor { name } viewerCanAnswer } }";
    for (who, may) in [(&stage.owner, true), (&stage.member, false), (&stage.advisor, false), (&stage.operator, false)] {
        let seen = who.ok(look, json!({ "id": asked["id"] })).await["mandateRequest"].clone();
        assert_eq!((&seen["advisor"]["name"], &seen["viewerCanAnswer"]), (&json!("advisor"), &json!(may)), "{}", who.email);
    }
    let list = "{ mandateRequests(first: 5, filter: { open: true }) { nodes { id } totalCount } }";
    assert_eq!(stage.owner.ok(list, json!({})).await["mandateRequests"], json!({ "nodes": [{ "id": asked["id"] }], "totalCount": 1 }));
    for who in [&stage.rival, &stage.stranger, &stage.officer] {
        assert_eq!(who.ok(look, json!({ "id": asked["id"] })).await["mandateRequest"], Value::Null);
        assert_eq!(who.ok(list, json!({})).await["mandateRequests"]["nodes"], json!([]));
        for field in ["mandateRequestAccept", "mandateRequestWithdraw"] {
            assert_eq!(who.refused(field, versioned(&asked, json!({})), ASKED).await, ("NOT_FOUND".into(), "input.id".into()));
        }
    }
    for who in [&stage.member, &stage.advisor, &stage.operator] {
        assert_eq!(who.refused("mandateRequestAccept", versioned(&asked, json!({})), ASKED).await.0, "FORBIDDEN", "{}", who.email);
    }
    assert_eq!(stage.owner.refused("mandateRequestWithdraw", versioned(&asked, json!({})), ASKED).await.0, "FORBIDDEN");
    let stale = json!({ "id": asked["id"], "expectedVersion": 7 });
    assert_eq!(stage.owner.refused("mandateRequestAccept", stale, ASKED).await.0, "STALE_VERSION");

    let accepted = stage.owner.done("mandateRequestAccept", versioned(&asked, json!({})), ASKED).await["mandateRequest"].clone();
    assert_eq!((&accepted["state"], &accepted["mandate"]["state"]), (&json!("ACCEPTED"), &json!("ACTIVE")));
    let mandate = "query($id: ID!) { mandate(id: $id) { scopes validUntil advisor { id } } }";
    let given = stage.advisor.ok(mandate, json!({ "id": accepted["mandate"]["id"] })).await["mandate"].clone();
    let expected = json!({ "scopes": ["DEMANDS", "INTRODUCTIONS"], "validUntil": "2027-06-30", "advisor": { "id": advisor["id"] } });
    assert_eq!(given, expected);
    assert_eq!(stage.owner.refused("mandateRequestAccept", versioned(&accepted, json!({})), ASKED).await.0, "TRANSITION_NOT_ALLOWED");
    // Whoever has the mandate asks for none.
    let more = stage.asking(&stage.advisor, &stage.owner);
    assert_eq!(stage.advisor.refused("mandateRequestSubmit", more, ASKED).await.0, "MANDATE_EXISTS");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_was_refused_does_not_ask_again_for_a_while() {
    let stage = Stage::set().await;
    stage.appointed(&stage.advisor, profile()).await;
    let asked = stage.question().await;
    let twice = stage.asking(&stage.advisor, &stage.owner);
    assert_eq!(stage.advisor.refused("mandateRequestSubmit", twice, ASKED).await.0, "MANDATE_REQUEST_EXISTS");
    let silent = stage.owner.refused("mandateRequestRefuse", versioned(&asked, json!({ "reason": " " })), ASKED).await;
    assert_eq!(silent, ("REASON_REQUIRED".into(), "input.reason".into()));
    let no = versioned(&asked, json!({ "reason": "已有长期合作的顾问" }));
    let refused = stage.owner.done("mandateRequestRefuse", no, ASKED).await["mandateRequest"].clone();
    assert_eq!(
        (&refused["state"], &refused["reason"], &refused["mandate"]),
        (&json!("REFUSED"), &json!("已有长期合作的顾问"), &Value::Null)
    );
    stage.app.settle().await;
    assert!(stage.app.subjects_to(&stage.advisor.email).iter().any(|subject| subject.contains("mandate")), "the advisor is told");
    // Ninety days, and not one less.
    stage.app.advance(Duration::days(90));
    let advisor = stage.again(&stage.advisor).await;
    let mut again = stage.asking(&advisor, &stage.owner);
    again["validUntil"] = json!("2027-12-31");
    let until = "userErrors { code } mandateRequest { id }";
    let early = advisor.mutate("mandateRequestSubmit", again.clone(), until).await;
    assert_eq!(early["userErrors"][0]["code"], json!("MANDATE_REQUESTED_BEFORE"));
    stage.app.advance(Duration::days(1));
    let advisor = stage.again(&stage.advisor).await;
    let second = advisor.done("mandateRequestSubmit", again, ASKED).await["mandateRequest"].clone();

    // One that is taken back does not let the advisor knock every day either.
    advisor.done("mandateRequestWithdraw", versioned(&second, json!({})), ASKED).await;
    let mut third = stage.asking(&advisor, &stage.owner);
    third["validUntil"] = json!("2027-12-31");
    assert_eq!(advisor.refused("mandateRequestSubmit", third.clone(), ASKED).await.0, "MANDATE_REQUESTED_BEFORE");
    stage.app.advance(Duration::days(15));
    let advisor = stage.again(&stage.advisor).await;
    advisor.done("mandateRequestSubmit", third, ASKED).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_question_lapses_and_is_overtaken() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let asked = stage.question().await;
    stage.app.advance(Duration::days(15));
    // Over at midnight, whenever the sweeper comes by.
    let owner = stage.again(&stage.owner).await;
    let late = owner.refused("mandateRequestAccept", versioned(&asked, json!({})), ASKED).await;
    assert_eq!(late.0, "TRANSITION_NOT_ALLOWED");
    jobs::expire(&stage.app.ctx).await.unwrap();
    stage.app.settle().await;
    let look = "query($id: ID!) { mandateRequest(id: $id) { state closedAt } }";
    let seen = owner.ok(look, json!({ "id": asked["id"] })).await["mandateRequest"].clone();
    assert_eq!((&seen["state"], seen["closedAt"].is_string()), (&json!("LAPSED"), true));
    assert!(stage.app.subjects_to(&stage.advisor.email).iter().any(|subject| subject.contains("mandate")));

    // Whoever gives a mandate unasked has answered the question that waits.
    let person = stage.again(&stage.advisor).await;
    let second = person.done("mandateRequestSubmit", stage.asking(&person, &stage.owner), ASKED).await["mandateRequest"].clone();
    let mandate = owner.done("mandateGrant", stage.mandate(&advisor, "2027-03-31"), MANDATE).await["mandate"].clone();
    let answered = "query($id: ID!) { mandateRequest(id: $id) { state mandate { id } } }";
    let seen = owner.ok(answered, json!({ "id": second["id"] })).await["mandateRequest"].clone();
    assert_eq!(seen, json!({ "state": "ACCEPTED", "mandate": { "id": mandate["id"] } }));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_tie_bars_the_question_and_its_answer() {
    let stage = Stage::set().await;
    let mut advisor = stage.appointed(&stage.advisor, profile()).await;
    let asked = stage.question().await;
    let tie = |organization: &str| json!({ "advisorId": advisor["id"], "kind": "EQUITY", "organizationId": organization, "idempotencyKey": stage.advisor.key() });
    let shown = "advisor { id version conflicts { id } }";
    stage.advisor.done("advisorConflictDeclare", tie(&stage.owner.organization), shown).await;
    // What was asked is taken back with it, and not asked again.
    let look = "query($id: ID!) { mandateRequest(id: $id) { version state } }";
    let seen = stage.owner.ok(look, json!({ "id": asked["id"] })).await["mandateRequest"].clone();
    assert_eq!(seen["state"], json!("WITHDRAWN"));
    stage.advisor.done("advisorConflictDeclare", tie(&stage.stranger.organization), shown).await;
    let barred = stage.advisor.refused("mandateRequestSubmit", stage.asking(&stage.advisor, &stage.stranger), ASKED).await;
    assert_eq!(barred, ("CONFLICT_OF_INTEREST".into(), "input.organizationId".into()));

    // Whoever sits with the enterprise asks for no mandate of it, and gives none to themselves.
    let rival = stage.appointed(&stage.rival, profile()).await;
    let waits = stage.rival.done("mandateRequestSubmit", stage.asking(&stage.rival, &stage.owner), ASKED).await["mandateRequest"].clone();
    let seat = AddMember {
        organization: stage.owner.organization.parse().unwrap(),
        email: stage.rival.email.clone(),
        roles: vec![Role::SmeOwner],
    };
    identity::actions::add_member(&stage.app.ctx, &Actor::System("stage"), seat).await.unwrap();
    let both = stage.again(&stage.rival).await;
    assert_eq!(both.refused("mandateRequestAccept", versioned(&waits, json!({})), ASKED).await.0, "FORBIDDEN");
    assert_eq!(stage.owner.refused("mandateRequestAccept", versioned(&waits, json!({})), ASKED).await.0, "CONFLICT_OF_INTEREST");
    let _ = rival;

    // Who takes no cases for now, or was struck off, asks nobody.
    let current = "{ viewerAdvisor { id version } }";
    advisor = stage.advisor.ok(current, json!({})).await["viewerAdvisor"].clone();
    step(&stage.advisor, "advisorPause", &mut advisor, json!({})).await;
    let another = stage.app.enterprise("上海小河科技有限公司", Some(20)).await;
    let mut input = stage.asking(&stage.advisor, &stage.owner);
    input["organizationId"] = json!(another.id);
    assert_eq!(stage.advisor.refused("mandateRequestSubmit", input, ASKED).await.0, "ADVISOR_NOT_AVAILABLE");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn only_verified_enterprises_are_asked_and_not_too_many_at_once() {
    let stage = Stage::set().await;
    let strangers = [&stage.owner, &stage.officer, &stage.operator, &stage.member];
    for who in strangers {
        let input = stage.asking(who, &stage.owner);
        assert_eq!(who.refused("mandateRequestSubmit", input, ASKED).await.0, "FORBIDDEN", "{}", who.email);
    }
    // The role alone is no appointment.
    let early = stage.asking(&stage.advisor, &stage.owner);
    assert_eq!(stage.advisor.refused("mandateRequestSubmit", early, ASKED).await.0, "ADVISOR_NOT_AVAILABLE");
    stage.appointed(&stage.advisor, profile()).await;
    // A university, one that is not verified and one that does not exist look the same.
    let hidden = stage.app.organization(lianqiao::identity::rules::OrganizationKind::Enterprise, "未核验科技有限公司", false).await;
    for organization in [json!(stage.officer.organization), json!(hidden.id)] {
        let mut input = stage.asking(&stage.advisor, &stage.owner);
        input["organizationId"] = organization;
        let refused = stage.advisor.refused("mandateRequestSubmit", input, ASKED).await;
        assert_eq!(refused, ("NOT_FOUND".into(), "input.organizationId".into()));
    }
    for (change, code, path) in [
        (json!({ "scopes": [] }), "REQUIRED", "scopes"),
        (json!({ "note": " " }), "REQUIRED", "note"),
        // It would be over before the enterprise has to answer.
        (json!({ "validUntil": "2026-12-06" }), "OUT_OF_RANGE", "validUntil"),
        (json!({ "validUntil": "2028-11-24" }), "OUT_OF_RANGE", "validUntil"),
    ] {
        let mut wrong = stage.asking(&stage.advisor, &stage.owner);
        wrong.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(stage.advisor.refused("mandateRequestSubmit", wrong, ASKED).await, (code.to_owned(), format!("input.{path}")));
    }
    for n in 0..11 {
        let enterprise = stage.app.enterprise(&format!("上海第{n}科技有限公司"), Some(30)).await;
        let mut input = stage.asking(&stage.advisor, &stage.owner);
        input["organizationId"] = json!(enterprise.id);
        if n < 10 {
            let asked = stage.advisor.done("mandateRequestSubmit", input, ASKED).await["mandateRequest"].clone();
            // What is taken back was read: it makes no room for another one.
            if n % 2 == 0 {
                stage.advisor.done("mandateRequestWithdraw", versioned(&asked, json!({})), ASKED).await;
            }
        } else {
            assert_eq!(stage.advisor.refused("mandateRequestSubmit", input, ASKED).await.0, "MANDATE_REQUESTS_USED_UP");
        }
    }
    stage.app.settle().await;
    stage.app.finish().await;
}
