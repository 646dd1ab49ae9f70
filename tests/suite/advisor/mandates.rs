//! J2, J11: a client lets an advisor act for it until a day, and takes it back when it wants to.

use chrono::Duration;
use lianqiao::jobs;
use serde_json::{Value, json};

use super::stage::{MANDATE, Stage, profile, versioned};

#[tokio::test]
async fn a_client_gives_a_mandate_and_either_side_ends_it() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let input = stage.mandate(&advisor, "2027-06-30");
    assert_eq!(stage.member.refused("mandateGrant", input.clone(), MANDATE).await, ("FORBIDDEN".into(), "input.organizationId".into()));
    let first = stage.owner.mutate("mandateGrant", input.clone(), MANDATE).await;
    let again = stage.owner.mutate("mandateGrant", input.clone(), MANDATE).await;
    assert_eq!((&first["mandate"], &again["idempotentReplay"]), (&again["mandate"], &json!(true)));
    let mandate = first["mandate"].clone();
    let mut second = input.clone();
    second["idempotencyKey"] = json!(stage.owner.key());
    assert_eq!(stage.owner.refused("mandateGrant", second.clone(), MANDATE).await.0, "MANDATE_EXISTS");
    for (change, code, path) in [
        (json!({ "scopes": [] }), "REQUIRED", "scopes"),
        (json!({ "validUntil": "2026-11-22" }), "OUT_OF_RANGE", "validUntil"),
        (json!({ "validUntil": "2028-11-24" }), "OUT_OF_RANGE", "validUntil"),
    ] {
        let mut wrong = second.clone();
        wrong.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(stage.owner.refused("mandateGrant", wrong, MANDATE).await, (code.to_owned(), format!("input.{path}")));
    }
    stage.app.settle().await;
    for person in [&stage.owner, &stage.advisor] {
        assert!(stage.app.subjects_to(&person.email).iter().any(|subject| subject.contains("mandate")), "{}", person.email);
    }

    // The two sides and staff read it, and nobody else.
    let look = "query($id: ID!) { mandate(id: $id) { state advisor { name } organization { id } viewerCanEnd } }";
    for (who, may) in [(&stage.owner, true), (&stage.member, false), (&stage.advisor, true), (&stage.operator, false)] {
        let seen = who.ok(look, json!({ "id": mandate["id"] })).await["mandate"].clone();
        assert_eq!((&seen["state"], &seen["advisor"]["name"], &seen["viewerCanEnd"]), (&json!("ACTIVE"), &json!("advisor"), &json!(may)));
    }
    for who in [&stage.rival, &stage.stranger, &stage.officer] {
        assert_eq!(who.ok(look, json!({ "id": mandate["id"] })).await["mandate"], Value::Null);
        assert_eq!(who.refused("mandateEnd", versioned(&mandate, json!({})), MANDATE).await.0, "NOT_FOUND");
    }
    assert_eq!(stage.member.refused("mandateEnd", versioned(&mandate, json!({})), MANDATE).await.0, "FORBIDDEN");
    let ended = stage.advisor.done("mandateEnd", versioned(&mandate, json!({ "reason": "工作调动" })), MANDATE).await["mandate"].clone();
    assert_eq!(ended["state"], json!("ENDED"));
    assert_eq!(stage.owner.refused("mandateEnd", versioned(&ended, json!({})), MANDATE).await.0, "TRANSITION_NOT_ALLOWED");
    stage.owner.done("mandateGrant", second, MANDATE).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_mandate_ends_with_its_last_day() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mandate = stage.mandated(&advisor, "2026-12-31").await;
    stage.app.advance(Duration::days(39));
    let (owner, person) = (stage.again(&stage.owner).await, stage.again(&stage.advisor).await);
    let look = "query($id: ID!) { mandate(id: $id) { state endedAt } }";
    // Over at midnight, whenever the sweeper comes by; and no obstacle to a new one.
    let seen = person.ok(look, json!({ "id": mandate["id"] })).await["mandate"].clone();
    assert_eq!(seen, json!({ "state": "ENDED", "endedAt": null }));
    let next = stage.mandate(&advisor, "2027-12-31");
    owner.done("mandateGrant", next, MANDATE).await;
    assert!(person.ok(look, json!({ "id": mandate["id"] })).await["mandate"]["endedAt"].is_string());
    stage.app.advance(Duration::days(366));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let person = stage.again(&stage.advisor).await;
    let open = "{ mandates(first: 10) { nodes { state } } active: mandates(first: 10, filter: { active: true }) { nodes { state } } }";
    let seen = person.ok(open, json!({})).await;
    assert_eq!(seen["mandates"]["nodes"], json!([{ "state": "ENDED" }, { "state": "ENDED" }]));
    assert_eq!(seen["active"]["nodes"], json!([]));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn only_an_advisor_who_is_appointed_can_be_mandated() {
    let stage = Stage::set().await;
    let applied = stage.applied(&stage.rival, profile()).await;
    let hidden = stage.owner.refused("mandateGrant", stage.mandate(&applied, "2027-06-30"), MANDATE).await;
    assert_eq!(hidden, ("NOT_FOUND".into(), "input.advisorId".into()));
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    stage.app.advance(Duration::days(731));
    let owner = stage.again(&stage.owner).await;
    let late = owner.refused("mandateGrant", stage.mandate(&advisor, "2028-12-31"), MANDATE).await;
    assert_eq!(late, ("ADVISOR_NOT_AVAILABLE".into(), "input.advisorId".into()));
    stage.app.settle().await;
    stage.app.finish().await;
}
