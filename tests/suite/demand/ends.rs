//! How a demand ends or rests, and what that does to those who wait for it.

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::stage::{DEMAND, PROPOSAL, Stage, refused, step};

const NOW: &str = "query($id: ID!) { demand(id: $id) { id version state suspension reason validUntil title { zh } } }";

async fn now(who: &Client, demand: &Value) -> Value {
    who.ok(NOW, json!({ "id": demand["id"] })).await["demand"].clone()
}

#[tokio::test]
async fn what_an_operator_hid_time_does_not_show_again() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    step(&stage.operator, "demandSuspend", &mut demand, json!({ "reason": "内容存疑" })).await;
    // Its owner is told, with the reason; of what the owner does itself nobody has to tell it.
    stage.app.settle().await;
    let news = async |who: &Client| {
        let events = who.ok("{ viewerEvents(first: 1) { nodes { kind subjectId } } }", json!({})).await;
        events["viewerEvents"]["nodes"][0].clone()
    };
    assert_eq!(news(&stage.owner).await, json!({ "kind": "DEMAND_SUSPENDED", "subjectId": demand["id"] }));
    let written = |text: &str| stage.app.mailer.sent().iter().filter(|mail| mail.rendered.text.contains(text)).count();
    assert_eq!(written("内容存疑"), 1, "the author");
    stage.app.advance(Duration::days(183));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let (owner, operator) = (stage.app.sign_in(&stage.owner.email).await, stage.app.sign_in(&stage.operator.email).await);
    demand = now(&owner, &demand).await;
    assert_eq!((&demand["state"], &demand["suspension"], &demand["reason"]), (&json!("EXPIRED"), &json!("OPERATOR"), &json!("内容存疑")));
    assert_eq!(refused(&owner, "demandRenew", &demand, json!({})).await.0, "FORBIDDEN");
    // Handed in again, unchanged, it is the operator's to look at.
    step(&owner, "demandSubmit", &mut demand, json!({})).await;
    assert_eq!(demand["state"], "SUBMITTED");
    step(&operator, "demandPublish", &mut demand, json!({})).await;
    assert_eq!(now(&owner, &demand).await["suspension"], Value::Null);
    assert!(now(&stage.app.visitor, &demand).await.is_object());
    // What its owner paused its owner renews.
    stage.app.settle().await;
    let before = news(&owner).await;
    step(&owner, "demandSuspend", &mut demand, json!({ "reason": "设备大修" })).await;
    stage.app.settle().await;
    assert_eq!(news(&owner).await, before);
    stage.app.advance(Duration::days(200));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let owner = stage.app.sign_in(&stage.owner.email).await;
    demand = now(&owner, &demand).await;
    step(&owner, "demandRenew", &mut demand, json!({})).await;
    assert_eq!(now(&owner, &demand).await["suspension"], Value::Null);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_its_owner_paused_stays_paused_when_its_changes_are_approved() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    step(&stage.owner, "demandUpdate", &mut demand, json!({ "title": { "zh": "改了的标题" } })).await;
    step(&stage.owner, "demandSubmit", &mut demand, json!({})).await;
    step(&stage.owner, "demandSuspend", &mut demand, json!({ "reason": "设备大修" })).await;
    step(&stage.operator, "demandPublish", &mut demand, json!({})).await;
    assert_eq!((&demand["state"], &demand["hasUnpublishedChanges"]), (&json!("SUSPENDED"), &json!(false)));
    assert_eq!(now(&stage.app.visitor, &demand).await, Value::Null);
    assert_eq!(now(&stage.owner, &demand).await["suspension"], "OWNER");
    step(&stage.owner, "demandResume", &mut demand, json!({})).await;
    assert_eq!(now(&stage.app.visitor, &demand).await["title"]["zh"], "改了的标题");
    stage.app.finish().await;
}

#[tokio::test]
async fn the_day_that_was_chosen_is_kept_to_and_asked_about_again() {
    let stage = Stage::set().await;
    // The world reads the day on which it ends, which comes before the one that was chosen.
    let shown = stage.published(json!({ "deadline": "2027-01-15", "validUntil": "2027-02-28" })).await;
    assert_eq!(now(&stage.app.visitor, &shown).await["validUntil"], "2027-01-15");
    assert_eq!(now(&stage.owner, &shown).await["validUntil"], "2027-02-28");
    let mut late = stage.draft(json!({ "validUntil": "2026-12-01" })).await;
    step(&stage.owner, "demandSubmit", &mut late, json!({})).await;
    stage.app.advance(Duration::days(10));
    let (owner, operator) = (stage.app.sign_in(&stage.owner.email).await, stage.app.sign_in(&stage.operator.email).await);
    assert_eq!(refused(&operator, "demandPublish", &late, json!({})).await, ("OUT_OF_RANGE".into(), "input.validUntil".into()));
    step(&operator, "demandReturn", &mut late, json!({ "notes": [{ "text": "展示期已过" }] })).await;
    // It bars no other edit, and no new day of the past is taken.
    step(&owner, "demandUpdate", &mut late, json!({ "trlMin": 5 })).await;
    assert_eq!(refused(&owner, "demandSubmit", &late, json!({})).await, ("OUT_OF_RANGE".into(), "input.validUntil".into()));
    let past = refused(&owner, "demandUpdate", &late, json!({ "validUntil": "2026-12-02" })).await;
    assert_eq!(past, ("OUT_OF_RANGE".into(), "input.validUntil".into()));
    step(&owner, "demandUpdate", &mut late, json!({ "validUntil": "2027-02-01" })).await;
    step(&owner, "demandSubmit", &mut late, json!({})).await;
    step(&operator, "demandPublish", &mut late, json!({})).await;
    assert_eq!(late["shownUntil"], "2027-02-01");
    // A renewal is for another while, and not until that day.
    step(&owner, "demandRenew", &mut late, json!({})).await;
    assert_eq!((&late["shownUntil"], &late["hasUnpublishedChanges"]), (&json!("2027-06-03"), &json!(false)));
    assert_eq!(now(&owner, &late).await["validUntil"], Value::Null);
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_proposed_learns_of_the_end() {
    let stage = Stage::set().await;
    let find = format!("query($id: ID!) {{ {} }}", PROPOSAL.replacen("demandProposal", "demandProposal(id: $id)", 1));
    for (ending, extra, reason) in [
        ("demandFulfill", json!({}), "ALREADY_SOLVED"),
        ("demandWithdraw", json!({ "reason": "不再需要" }), "DEMAND_ENDED"),
        ("", json!({}), "DEMAND_ENDED"),
    ] {
        let mut demand = stage.published(json!({})).await;
        let (mut officer, mut rival, mut owner) = (stage.officer.client.clone(), stage.rival.client.clone(), stage.owner.client.clone());
        let propose = async |person: &Person| {
            person.done("demandProposalSubmit", stage.pitch(person, &demand), PROPOSAL).await["demandProposal"]["id"].clone()
        };
        let (waits, known) = (propose(&stage.officer).await, propose(&stage.rival).await);
        owner.done("demandProposalAnswer", json!({ "id": known, "expectedVersion": 1, "interested": true }), PROPOSAL).await;
        owner.done("demandProposalReveal", json!({ "id": known, "expectedVersion": 2 }), PROPOSAL).await;
        let invented = json!({ "id": waits, "expectedVersion": 1, "interested": false, "reason": "DEMAND_ENDED" });
        assert_eq!(owner.refused("demandProposalAnswer", invented, PROPOSAL).await, ("BAD_USER_INPUT".into(), "input.reason".into()));
        stage.app.settle().await;
        let mails = stage.app.subjects_to(&stage.officer.email).len();
        if ending.is_empty() {
            stage.app.advance(Duration::days(183));
            jobs::expire(&stage.app.ctx).await.unwrap();
            officer = stage.app.sign_in(&stage.officer.email).await;
            rival = stage.app.sign_in(&stage.rival.email).await;
            owner = stage.app.sign_in(&stage.owner.email).await;
        } else {
            step(&owner, ending, &mut demand, extra).await;
        }
        stage.app.settle().await;
        let seen = officer.ok(&find, json!({ "id": waits })).await["demandProposal"].clone();
        assert_eq!((&seen["state"], &seen["passReason"], &seen["demandOwner"]), (&json!("PASSED"), &json!(reason), &Value::Null));
        assert_eq!(stage.app.subjects_to(&stage.officer.email).len(), mails + 1, "{reason}");
        let event =
            officer.ok("{ viewerEvents(first: 1) { nodes { kind subjectId } } }", json!({})).await["viewerEvents"]["nodes"][0].clone();
        assert_eq!(event, json!({ "kind": "DEMAND_PROPOSAL_ANSWERED", "subjectId": waits }));
        // Two who know each other go on, and may part.
        assert_eq!(rival.ok(&find, json!({ "id": known })).await["demandProposal"]["state"], "INTERESTED");
        let part = json!({ "id": known, "expectedVersion": 3, "interested": false, "reason": "TERMS" });
        owner.done("demandProposalAnswer", part, PROPOSAL).await;
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn of_a_proposal_and_the_end_at_once_none_is_left_waiting() {
    let stage = Stage::set().await;
    for ending in ["demandWithdraw", "demandSuspend", "demandWithdraw", "demandSuspend"] {
        let demand = stage.published(json!({})).await;
        let end = json!({ "id": demand["id"], "expectedVersion": demand["version"], "reason": "不再需要" });
        let (first, second, _) = tokio::join!(
            stage.officer.mutate("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL),
            stage.rival.mutate("demandProposalSubmit", stage.pitch(&stage.rival, &demand), PROPOSAL),
            stage.owner.done(ending, end, DEMAND),
        );
        for payload in [&first, &second] {
            let code = payload["userErrors"][0]["code"].as_str().unwrap_or("DONE");
            assert!(["DONE", "NOT_FOUND"].contains(&code), "{payload}");
        }
        let left = "query($id: ID!) { demandProposals(first: 5, filter: { demandId: $id }) { nodes { state } } }";
        let left = stage.owner.ok(left, json!({ "id": demand["id"] })).await["demandProposals"]["nodes"].clone();
        let states: Vec<_> = left.as_array().unwrap().iter().map(|proposal| proposal["state"].clone()).collect();
        let made = [&first, &second].into_iter().filter(|payload| payload["userErrors"] == json!([])).count();
        assert_eq!(states.len(), made, "what was refused is not there");
        // What came before a pause waits for its end; what came before the end of all has its answer.
        let expected = if ending == "demandWithdraw" { "PASSED" } else { "OPEN" };
        assert!(states.iter().all(|state| state == expected), "{ending}: {states:?}");
    }
    stage.app.finish().await;
}

#[tokio::test]
async fn an_office_does_not_knock_without_end() {
    let stage = Stage::set().await;
    let demand = stage.published(json!({})).await;
    for _ in 0..5 {
        let made = stage.officer.done("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL).await;
        let back = json!({ "id": made["demandProposal"]["id"], "expectedVersion": 1 });
        stage.officer.done("demandProposalWithdraw", back, PROPOSAL).await;
    }
    let sixth = stage.officer.refused("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL).await;
    assert_eq!(sixth, ("PROPOSALS_USED_UP".into(), "input.demandId".into()));
    // Others are not barred, nor is the office for good.
    stage.rival.done("demandProposalSubmit", stage.pitch(&stage.rival, &demand), PROPOSAL).await;
    stage.app.advance(Duration::days(31));
    let officer = stage.app.sign_in(&stage.officer.email).await;
    officer.done("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL).await;
    stage.app.finish().await;
}
