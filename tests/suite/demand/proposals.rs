//! J3: an office proposes, the enterprise answers, and says who it is when it wants to.

use chrono::Duration;
use serde_json::{Value, json};

use super::stage::{PROPOSAL, Stage, step};

#[tokio::test]
async fn an_office_proposes_the_owner_is_interested_and_reveals_itself() {
    let stage = Stage::set().await;
    let demand = stage.published(json!({})).await;
    let listing = stage.listing().await;
    stage.app.settle().await;
    let mut input = stage.pitch(&stage.officer, &demand);
    input["listingId"] = json!(listing);
    let first = stage.officer.mutate("demandProposalSubmit", input.clone(), PROPOSAL).await;
    let again = stage.officer.mutate("demandProposalSubmit", input.clone(), PROPOSAL).await;
    assert_eq!((&first["demandProposal"], &again["idempotentReplay"]), (&again["demandProposal"], &json!(true)));
    // One open proposal about a listing; of ideas in words one an office.
    input["idempotencyKey"] = json!(stage.officer.key());
    let taken = ("PROPOSAL_EXISTS".to_owned(), "input.listingId".to_owned());
    assert_eq!(stage.officer.refused("demandProposalSubmit", input.clone(), PROPOSAL).await, taken);
    input["listingId"] = Value::Null;
    input["idempotencyKey"] = json!(stage.officer.key());
    stage.officer.done("demandProposalSubmit", input.clone(), PROPOSAL).await;
    input["idempotencyKey"] = json!(stage.officer.key());
    assert_eq!(stage.officer.refused("demandProposalSubmit", input, PROPOSAL).await.0, "PROPOSAL_EXISTS");
    stage.app.settle().await;
    for person in [&stage.owner, &stage.member] {
        assert_eq!(stage.app.subjects_to(&person.email).iter().filter(|subject| subject.starts_with("A proposal for")).count(), 2);
    }

    let proposal = first["demandProposal"]["id"].clone();
    let take = |version: i64| json!({ "id": proposal, "expectedVersion": version });
    // Nobody reveals before anybody is interested, and a member does not answer for who the enterprise is.
    assert_eq!(stage.owner.refused("demandProposalReveal", take(1), PROPOSAL).await.0, "TRANSITION_NOT_ALLOWED");
    let mut answer = take(1);
    answer["interested"] = json!(true);
    answer["note"] = json!("能否先看一次现场？");
    stage.member.done("demandProposalAnswer", answer.clone(), PROPOSAL).await;
    assert_eq!(stage.member.refused("demandProposalAnswer", answer, PROPOSAL).await.0, "STALE_VERSION");
    assert_eq!(stage.member.refused("demandProposalReveal", take(2), PROPOSAL).await.0, "FORBIDDEN");
    let look =
        format!("query($id: ID!) {{ found: demandProposal(id: $id) {{ {} }} }}", &PROPOSAL["demandProposal { ".len()..PROPOSAL.len() - 2]);
    let before = stage.officer.ok(&look, json!({ "id": proposal })).await["found"].clone();
    assert_eq!((&before["state"], &before["answerNote"]), (&json!("INTERESTED"), &json!("能否先看一次现场？")));
    assert_eq!((&before["demandOwner"], &before["demandContact"]), (&Value::Null, &Value::Null));

    stage.owner.done("demandProposalReveal", take(2), PROPOSAL).await;
    assert_eq!(stage.owner.refused("demandProposalReveal", take(3), PROPOSAL).await.0, "TRANSITION_NOT_ALLOWED", "once is enough");
    stage.app.settle().await;
    let after = stage.officer.ok(&look, json!({ "id": proposal })).await["found"].clone();
    assert_eq!(after["demandOwner"]["id"], json!(stage.owner.organization));
    assert_eq!((&after["demandContact"]["name"], after["revealedAt"].is_string()), (&json!("王工"), true));
    assert!(stage.app.subjects_to(&stage.officer.email).iter().any(|subject| subject.starts_with("Who asked")));
    // The other office learns nothing of it, and the demand itself stays anonymous.
    assert_eq!(stage.rival.ok(&look, json!({ "id": proposal })).await["found"], Value::Null);
    let owner = "query($id: ID!) { demand(id: $id) { organization { id } } }";
    assert_eq!(stage.officer.ok(owner, json!({ "id": demand["id"] })).await["demand"]["organization"], Value::Null);
    let trail = "query($org: ID, $id: ID) { auditEntries(organizationId: $org, entityId: $id, first: 20) { nodes { verb actorId } } }";
    let trail = stage.owner.ok(trail, json!({ "org": stage.owner.organization, "id": proposal })).await["auditEntries"]["nodes"].clone();
    let verbs: Vec<_> = trail.as_array().unwrap().iter().map(|line| line["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs, ["demand_proposal.reveal", "demand_proposal.answer"]);
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_passes_says_why_and_the_office_can_do_better() {
    let stage = Stage::set().await;
    let demand = stage.published(json!({})).await;
    let submit = || async {
        let payload = stage.officer.done("demandProposalSubmit", stage.pitch(&stage.officer, &demand), PROPOSAL).await;
        payload["demandProposal"]["id"].clone()
    };
    let proposal = submit().await;
    let answer = |id: &Value, version: i64, reason: Option<&str>, note: Option<&str>| json!({ "id": id, "expectedVersion": version, "interested": false, "reason": reason, "note": note });
    let refused = |input: Value| stage.owner.refused("demandProposalAnswer", input, PROPOSAL);
    assert_eq!(refused(answer(&proposal, 1, None, None)).await, ("REASON_REQUIRED".into(), "input.reason".into()));
    assert_eq!(refused(answer(&proposal, 1, Some("OTHER"), None)).await, ("REASON_REQUIRED".into(), "input.note".into()));
    let passed =
        stage.owner.done("demandProposalAnswer", answer(&proposal, 1, Some("TOO_EARLY"), Some("还没有在厚板上试过")), PROPOSAL).await;
    assert_eq!((&passed["demandProposal"]["state"], &passed["demandProposal"]["passReason"]), (&json!("PASSED"), &json!("TOO_EARLY")));
    stage.app.settle().await;
    let mails = stage.app.mailer.sent();
    let mail = mails.iter().rfind(|mail| mail.to == stage.officer.email).unwrap();
    assert!(
        mail.rendered.text.contains("Too early for use") && mail.rendered.text.contains("还没有在厚板上试过"),
        "{}",
        mail.rendered.text
    );
    let over = json!({ "id": proposal, "expectedVersion": 2 });
    assert_eq!(stage.officer.refused("demandProposalWithdraw", over, PROPOSAL).await.0, "TRANSITION_NOT_ALLOWED");

    // A better one may come; the office may also take it back, and propose once more.
    let second = submit().await;
    stage.officer.done("demandProposalWithdraw", json!({ "id": second, "expectedVersion": 1 }), PROPOSAL).await;
    assert_eq!(refused(answer(&second, 2, Some("TERMS"), None)).await.0, "TRANSITION_NOT_ALLOWED");
    let third = submit().await;
    stage.app.settle().await;
    let late = "query($id: ID!) { demandProposal(id: $id) { late replyBy } }";
    let told = stage.officer.ok(late, json!({ "id": third })).await["demandProposal"].clone();
    assert_eq!(told, json!({ "late": false, "replyBy": "2026-12-07" }));
    stage.app.advance(Duration::days(15));
    let officer = stage.app.sign_in(&stage.officer.email).await;
    assert_eq!(officer.ok(late, json!({ "id": third })).await["demandProposal"]["late"], json!(true));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_proposal_is_short_and_rests_on_what_the_office_has_published() {
    let stage = Stage::set().await;
    let mut demand = stage.published(json!({})).await;
    let refused = |change: Value| {
        let mut input = stage.pitch(&stage.officer, &demand);
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let officer = &stage.officer;
        async move { officer.refused("demandProposalSubmit", input, PROPOSAL).await }
    };
    for (change, code, path) in [
        (json!({ "title": "长".repeat(81) }), "TOO_LONG", "title"),
        (json!({ "approach": "长".repeat(826) }), "TOO_LONG", "approach"),
        (json!({ "validation": "长".repeat(501) }), "TOO_LONG", "validation"),
        (json!({ "approach": " " }), "REQUIRED", "approach"),
        (json!({ "trl": 0 }), "OUT_OF_RANGE", "trl"),
        (json!({ "organizationId": stage.rival.organization }), "FORBIDDEN", "organizationId"),
    ] {
        assert_eq!(refused(change).await, (code.to_owned(), format!("input.{path}")));
    }
    // Neither a draft of its own nor what another office published.
    let listing = stage.listing().await;
    let draft = json!({ "organizationId": stage.officer.organization, "title": { "zh": "草稿" } });
    let draft = stage.officer.done("listingCreate", draft, "listing { id }").await["listing"]["id"].clone();
    assert_eq!(refused(json!({ "listingId": draft })).await, ("NOT_FOUND".into(), "input.listingId".into()));
    let mut foreign = stage.pitch(&stage.rival, &demand);
    foreign["listingId"] = json!(listing);
    assert_eq!(stage.rival.refused("demandProposalSubmit", foreign, PROPOSAL).await.0, "NOT_FOUND");
    assert_eq!(stage.owner.refused("demandProposalSubmit", stage.pitch(&stage.owner, &demand), PROPOSAL).await.0, "FORBIDDEN");
    // What is no longer shown takes no proposals.
    step(&stage.owner, "demandSuspend", &mut demand, json!({ "reason": "设备大修" })).await;
    let input = stage.pitch(&stage.officer, &demand);
    assert_eq!(stage.officer.refused("demandProposalSubmit", input, PROPOSAL).await, ("NOT_FOUND".into(), "input.demandId".into()));
    stage.app.settle().await;
    stage.app.finish().await;
}
