//! Several people at once: exactly one wins, and the others learn why.

use futures::future::join_all;
use lianqiao::listing::vocabulary::LicenseKind;
use serde_json::{Value, json};

use super::stage::{REQUEST, Stage, offer};

fn outcome(payload: &Value) -> &str {
    payload["userErrors"][0]["code"].as_str().unwrap_or("DONE")
}

#[tokio::test]
async fn of_answers_at_once_exactly_one_counts() {
    let stage = Stage::set().await;
    for _ in 0..5 {
        let listing = stage.usual_listing().await;
        let id = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
        let rejection = json!({ "id": id, "expectedVersion": 1, "reason": "不许可" });
        let withdrawal = json!({ "id": id, "expectedVersion": 1 });
        let (first, second, third, fourth) = tokio::join!(
            stage.head.mutate("licenseRequestGrant", stage.grant(&id, 12, true), REQUEST),
            stage.head.mutate("licenseRequestGrant", stage.grant(&id, 18, true), REQUEST),
            stage.officer.mutate("licenseRequestReject", rejection, REQUEST),
            stage.buyer.mutate("licenseRequestWithdraw", withdrawal, REQUEST),
        );
        let answers = [first, second, third, fourth];
        let outcomes: Vec<_> = answers.iter().map(outcome).collect();
        assert_eq!(outcomes.iter().filter(|code| **code == "DONE").count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|code| ["DONE", "STALE_VERSION", "TRANSITION_NOT_ALLOWED"].contains(code)), "{outcomes:?}");
        let winner = answers.iter().find(|payload| outcome(payload) == "DONE").unwrap();
        let seen = stage
            .buyer
            .ok("query One($id: ID!) { licenseRequest(id: $id) { state version license { schedule { ordinal } } } }", json!({ "id": id }))
            .await;
        let seen = &seen["licenseRequest"];
        assert_eq!((&seen["state"], &seen["version"]), (&winner["licenseRequest"]["state"], &json!(2)));
        assert_eq!(seen["license"].is_object(), seen["state"] == "GRANTED", "a license exists exactly if it was granted");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn of_repeated_submissions_at_once_one_is_made_and_all_answer_with_it() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    let input = stage.ask(&stage.buyer, &listing, "UFPL-12");
    let payloads = join_all((0..6).map(|_| stage.buyer.mutate("licenseRequestSubmit", input.clone(), REQUEST))).await;
    let ids: std::collections::BTreeSet<_> =
        payloads.iter().map(|payload| payload["licenseRequest"]["id"].as_str().expect("an answer")).collect();
    assert_eq!(ids.len(), 1);
    assert_eq!(payloads.iter().filter(|payload| payload["idempotentReplay"] == false).count(), 1);

    let rivals =
        join_all((0..6).map(|_| stage.rival.mutate("licenseRequestSubmit", stage.ask(&stage.rival, &listing, "UFPL-12"), REQUEST))).await;
    let outcomes: Vec<_> = rivals.iter().map(outcome).collect();
    assert_eq!(outcomes.iter().filter(|code| **code == "DONE").count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|code| **code == "REQUEST_EXISTS").count(), 5, "{outcomes:?}");
    stage.app.finish().await;
}

/// Journey J5, the failing twin: two exclusive licenses for one territory at once.
#[tokio::test]
async fn of_two_exclusive_licenses_exactly_one_is_granted() {
    let stage = Stage::set().await;
    for _ in 0..4 {
        let listing = stage
            .listing(vec![offer("ONLY", LicenseKind::Exclusive, "80000.00"), offer("ANY", LicenseKind::NonExclusive, "80000.00")])
            .await;
        let only = stage.asked(&stage.buyer, &listing, "ONLY").await;
        let any = stage.asked(&stage.rival, &listing, "ANY").await;
        let also = stage.asked(&stage.rival, &listing, "ONLY").await;
        let (first, second) = tokio::join!(
            stage.head.mutate("licenseRequestGrant", stage.grant(&only, 12, true), REQUEST),
            stage.head.mutate("licenseRequestGrant", stage.grant(&also, 12, true), REQUEST),
        );
        let mut outcomes = [outcome(&first), outcome(&second)];
        outcomes.sort_unstable();
        assert_eq!(outcomes, ["DONE", "EXCLUSIVITY_CONFLICT"]);
        let payload = stage.head.mutate("licenseRequestGrant", stage.grant(&any, 12, true), REQUEST).await;
        assert_eq!(outcome(&payload), "EXCLUSIVITY_CONFLICT", "an ordinary license meets the exclusive one");
        assert_eq!(payload["userErrors"][0]["details"]["until"], "2029-11-23");

        let blocked = stage.head.ok("query One($id: ID!) { licenseRequest(id: $id) { availableTransitions { name blockedBy { code until ruleCitation message } } } }", json!({ "id": any })).await;
        let blocker = &blocked["licenseRequest"]["availableTransitions"][0]["blockedBy"][0];
        assert_eq!(
            (&blocker["code"], &blocker["until"]),
            (&json!("EXCLUSIVITY_CONFLICT"), &json!("2029-11-23")),
            "and the office is told beforehand"
        );
        assert!(blocker["ruleCitation"].is_string());

        let shown = stage
            .head
            .ok("query Listing($id: ID!) { listing(id: $id) { state suspension licensedUntil } }", json!({ "id": listing }))
            .await;
        assert_eq!(
            shown["listing"],
            json!({ "state": "SUSPENDED", "suspension": "LICENSED", "licensedUntil": "2029-11-23" }),
            "nothing is left to ask for"
        );
        let refused = stage.rival.refused("licenseRequestSubmit", stage.ask(&stage.rival, &listing, "ANY"), REQUEST).await;
        assert_eq!(refused, ("NOT_FOUND".into(), "input.listingId".into()));
    }
    stage.app.finish().await;
}
