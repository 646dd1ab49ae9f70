//! From an application to a term, and what ends it.

use chrono::Duration;
use lianqiao::jobs;
use serde_json::{Value, json};

use super::stage::{ADVISOR, Stage, profile, step, term, versioned};

#[tokio::test]
async fn somebody_applies_declares_ties_and_is_appointed_for_a_term() {
    let stage = Stage::set().await;
    let mut advisor = stage.applied(&stage.advisor, profile()).await;
    assert_eq!(stage.advisor.refused("advisorApply", json!({ "profile": profile() }), ADVISOR).await.0, "ADVISOR_EXISTS");
    assert_eq!(stage.owner.refused("advisorApply", json!({ "profile": profile() }), ADVISOR).await.0, "FORBIDDEN");
    stage.app.settle().await;
    assert!(stage.app.subjects_to(&stage.operator.email).iter().any(|subject| subject.contains("advisor")));
    // Nobody but staff and the person knows of an application.
    let look = "query($id: ID!) { advisor(id: $id) { id } }";
    assert_eq!(stage.owner.ok(look, json!({ "id": advisor["id"] })).await["advisor"], Value::Null);
    assert_eq!(stage.rival.ok(look, json!({ "id": advisor["id"] })).await["advisor"], Value::Null);

    // A tie is declared by the person; what is declared is complete only if the person says so.
    let tie = json!({ "advisorId": advisor["id"], "kind": "EQUITY", "organizationId": stage.stranger.organization, "note": "持股 3%", "idempotencyKey": stage.advisor.key() });
    let told = stage.advisor.done("advisorConflictDeclare", tie.clone(), ADVISOR).await["advisor"].clone();
    assert_eq!(told["conflicts"][0]["kind"], json!("EQUITY"));
    assert_eq!(stage.advisor.done("advisorConflictDeclare", tie.clone(), ADVISOR).await["advisor"]["conflicts"], told["conflicts"]);
    let nobody = json!({ "advisorId": advisor["id"], "kind": "FAMILY", "idempotencyKey": stage.advisor.key() });
    let refused = stage.advisor.refused("advisorConflictDeclare", nobody, ADVISOR).await;
    assert_eq!(refused, ("REQUIRED".into(), "input.name".into()));
    assert_eq!(stage.rival.refused("advisorConflictDeclare", tie, ADVISOR).await, ("NOT_FOUND".into(), "input.advisorId".into()));
    step(&stage.operator, "advisorVet", &mut advisor, json!({})).await;
    let early = stage.operator.refused("advisorAppoint", versioned(&advisor, term()), ADVISOR).await;
    assert_eq!(early.0, "CONFLICTS_NOT_CONFIRMED");
    assert_eq!(stage.operator.refused("advisorConflictsConfirm", versioned(&advisor, json!({})), ADVISOR).await.0, "FORBIDDEN");
    step(&stage.advisor, "advisorConflictsConfirm", &mut advisor, json!({})).await;
    for (until, fits) in [("2027-11-21", false), ("2029-11-23", false), ("2027-11-22", true)] {
        let mut term = term();
        term["termUntil"] = json!(until);
        if fits {
            step(&stage.operator, "advisorAppoint", &mut advisor, term).await;
        } else {
            let refused = stage.operator.refused("advisorAppoint", versioned(&advisor, term), ADVISOR).await;
            assert_eq!(refused, ("OUT_OF_RANGE".into(), "input.termUntil".into()), "{until}");
        }
    }
    assert_eq!((&advisor["state"], &advisor["grade"], &advisor["available"]), (&json!("ACTIVE"), &json!("SENIOR"), &json!(true)));
    stage.app.settle().await;
    let subjects = stage.app.subjects_to(&stage.advisor.email);
    assert_eq!(subjects.iter().filter(|subject| subject.contains("advisor")).count(), 2, "{subjects:?}");

    // Everybody with a seat sees the advisor now, and not what is between the advisor and the platform.
    let look = format!("query($id: ID!) {{ {} }}", ADVISOR.replacen("advisor", "advisor(id: $id)", 1));
    let seen = stage.owner.ok(&look, json!({ "id": advisor["id"] })).await["advisor"].clone();
    assert_eq!((&seen["state"], &seen["conflicts"], &seen["conflictsConfirmedOn"]), (&json!("ACTIVE"), &json!([]), &Value::Null));
    assert_eq!(stage.app.visitor.ok(&look, json!({ "id": advisor["id"] })).await["advisor"], Value::Null);

    // A pause is the person's own; striking off is not, and needs a reason.
    step(&stage.advisor, "advisorPause", &mut advisor, json!({})).await;
    let paused = versioned(&advisor, json!({ "reason": "" }));
    assert_eq!(stage.operator.refused("advisorRemove", paused, ADVISOR).await, ("REASON_REQUIRED".into(), "input.reason".into()));
    step(&stage.advisor, "advisorResume", &mut advisor, json!({})).await;
    let strike = versioned(&advisor, json!({ "reason": "泄露客户信息" }));
    assert_eq!(stage.advisor.refused("advisorRemove", strike.clone(), ADVISOR).await.0, "FORBIDDEN");
    let removed = stage.operator.done("advisorRemove", strike, ADVISOR).await["advisor"].clone();
    assert_eq!(removed["state"], json!("REMOVED"));
    let again = stage.operator.refused("advisorRenew", versioned(&removed, term()), ADVISOR).await;
    assert_eq!(again.0, "TRANSITION_NOT_ALLOWED");
    stage.app.settle().await;
    let mails = stage.app.mailer.sent();
    let mail = mails.iter().rfind(|mail| mail.to == stage.advisor.email).unwrap();
    assert!(mail.rendered.text.contains("泄露客户信息"), "{}", mail.rendered.text);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_term_ends_by_itself_and_can_be_renewed() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    stage.app.advance(Duration::days(730));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let look = format!("query($id: ID!) {{ {} }}", ADVISOR.replacen("advisor", "advisor(id: $id)", 1));
    let operator = stage.again(&stage.operator).await;
    let still = operator.ok(&look, json!({ "id": advisor["id"] })).await["advisor"].clone();
    assert_eq!((&still["state"], &still["available"]), (&json!("ACTIVE"), &json!(true)), "the last day counts");
    stage.app.advance(Duration::days(1));
    // Not to be counted on, even before the sweeper comes by.
    let operator = stage.again(&stage.operator).await;
    assert_eq!(operator.ok(&look, json!({ "id": advisor["id"] })).await["advisor"]["available"], json!(false));
    jobs::expire(&stage.app.ctx).await.unwrap();
    let mut over = operator.ok(&look, json!({ "id": advisor["id"] })).await["advisor"].clone();
    assert_eq!(over["state"], json!("ENDED"));
    // Two years later the statement about ties is too old.
    let term = json!({ "grade": "SENIOR", "termFrom": "2028-11-23", "termUntil": "2030-11-22" });
    assert_eq!(operator.refused("advisorRenew", versioned(&over, term.clone()), ADVISOR).await.0, "CONFLICTS_NOT_CONFIRMED");
    let person = stage.again(&stage.advisor).await;
    step(&person, "advisorConflictsConfirm", &mut over, json!({})).await;
    step(&operator, "advisorRenew", &mut over, term).await;
    assert_eq!((&over["state"], &over["available"]), (&json!("ACTIVE"), &json!(true)));
    stage.app.settle().await;
    let news = stage.app.mailer.sent();
    assert!(news.iter().any(|mail| mail.to == stage.advisor.email && mail.rendered.text.contains("another term")));
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_cannot_sign_in_cannot_be_counted_on() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let suspend = json!({ "id": stage.advisor.user, "expectedVersion": 1, "reason": "账号被盗" });
    stage.operator.done("userSuspend", suspend, "user { id }").await;
    let look = "query($id: ID!) { advisor(id: $id) { available } }";
    let available = async || stage.operator.ok(look, json!({ "id": advisor["id"] })).await["advisor"]["available"].clone();
    assert_eq!(available().await, json!(false));
    let back = json!({ "id": stage.advisor.user, "expectedVersion": 2, "reason": "账号已找回" });
    stage.operator.done("userReinstate", back, "user { id }").await;
    assert_eq!(available().await, json!(true));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_term_that_is_renewed_ahead_goes_on_without_a_day_between() {
    let stage = Stage::set().await;
    let mut advisor = stage.appointed(&stage.advisor, profile()).await;
    let term = |from: &str| json!({ "grade": "SENIOR", "termFrom": from, "termUntil": "2030-11-22" });
    let gap = stage.operator.refused("advisorRenew", versioned(&advisor, term("2028-11-24")), ADVISOR).await;
    assert_eq!(gap, ("OUT_OF_RANGE".into(), "input.termFrom".into()));
    step(&stage.operator, "advisorRenew", &mut advisor, term("2028-11-23")).await;
    assert_eq!((&advisor["state"], &advisor["available"]), (&json!("ACTIVE"), &json!(true)), "appointed today as before");
    stage.app.finish().await;
}

#[tokio::test]
async fn a_declaration_is_taken_back_by_an_operator_and_stays_readable() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let tie = json!({ "advisorId": advisor["id"], "kind": "FAMILY", "organizationId": stage.owner.organization, "idempotencyKey": stage.advisor.key() });
    let told = stage.advisor.done("advisorConflictDeclare", tie, ADVISOR).await["advisor"]["conflicts"][0]["id"].clone();
    for stranger in [&stage.rival, &stage.owner] {
        assert_eq!(
            stranger.refused("advisorConflictWithdraw", json!({ "id": told }), ADVISOR).await,
            ("NOT_FOUND".into(), "input.id".into())
        );
    }
    let mandate = stage.mandate(&advisor, "2027-06-30");
    assert_eq!(stage.owner.refused("mandateGrant", mandate.clone(), "mandate { id }").await.0, "CONFLICT_OF_INTEREST");
    assert_eq!(
        stage.advisor.refused("advisorConflictWithdraw", json!({ "id": told }), ADVISOR).await.0,
        "FORBIDDEN",
        "nobody lifts the own bar"
    );
    let cleared = stage.operator.done("advisorConflictWithdraw", json!({ "id": told }), ADVISOR).await["advisor"].clone();
    assert_eq!(cleared["conflictsConfirmedOn"], Value::Null, "it has to be said anew");
    assert_eq!(stage.operator.refused("advisorConflictWithdraw", json!({ "id": told }), ADVISOR).await.0, "TRANSITION_NOT_ALLOWED");
    let look = "query($id: ID!) { advisor(id: $id) { conflicts { withdrawnAt } } }";
    let kept = stage.operator.ok(look, json!({ "id": advisor["id"] })).await["advisor"]["conflicts"].clone();
    assert!(kept[0]["withdrawnAt"].is_string(), "{kept}");
    stage.owner.done("mandateGrant", mandate, "mandate { id }").await;
    stage.app.settle().await;
    stage.app.finish().await;
}
