//! Ties with a party: the advisor steps back, or both parties consent.

use serde_json::{Value, json};

use super::stage::{CASE, Stage, TIE, profile, refused, take, versioned};

#[tokio::test]
async fn a_disclosed_tie_needs_the_consent_of_both_parties() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let request = stage.request().await;
    let open = json!({ "organizationId": stage.owner.organization, "requestId": request, "idempotencyKey": stage.owner.key() });
    let mut case = stage.owner.done("caseOpen", open, CASE).await["brokerCase"].clone();
    assert_eq!(case["title"]["zh"], json!("激光电弧复合焊"));
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": advisor["id"] })).await;
    let disclose = |organization: &str, handling: &str| {
        json!({
            "caseId": case["id"], "expectedVersion": case["version"], "kind": "SUPERVISION", "organizationId": organization,
            "note": "曾在该校读博", "handling": handling,
        })
    };
    let foreign = stage.advisor.refused("caseConflictDisclose", disclose(&stage.stranger.organization, "RECUSE"), CASE).await;
    assert_eq!(foreign, ("NOT_FOUND".into(), "input.organizationId".into()));
    let input = disclose(&stage.officer.organization, "DISCLOSE_AND_CONSENT");
    assert_eq!(stage.owner.refused("caseConflictDisclose", input.clone(), CASE).await.0, "FORBIDDEN");
    case = stage.advisor.done("caseConflictDisclose", input, CASE).await["brokerCase"].clone();
    stage.app.settle().await;
    for person in [&stage.owner, &stage.head] {
        let mails = stage.app.mailer.sent();
        assert!(mails.iter().any(|mail| mail.to == person.email && mail.rendered.text.contains("disclosed a tie")), "{}", person.email);
    }
    // Accepting is possible; going on is not.
    take(&stage.advisor, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    stage.mandated(&advisor, "2027-06-30").await;
    let blocked = |case: &Value| {
        let steps = case["availableTransitions"].as_array().unwrap();
        steps.iter().find(|step| step["name"] == "START").unwrap()["blockedBy"].to_string()
    };
    case = stage.look(&stage.advisor, &case).await;
    assert!(blocked(&case).contains("CONFLICT_UNRESOLVED"), "{case}");

    let pending = "{ pendingConsents { id version note advisor { id } } }";
    let tie = stage.head.ok(pending, json!({})).await["pendingConsents"][0].clone();
    assert_eq!(tie["note"], json!("曾在该校读博"));
    assert_eq!(stage.stranger.ok(pending, json!({})).await["pendingConsents"], json!([]));
    let yes = versioned(&tie, json!({ "consent": true }));
    for (who, code) in
        [(&stage.officer, "FORBIDDEN"), (&stage.member, "FORBIDDEN"), (&stage.advisor, "FORBIDDEN"), (&stage.stranger, "NOT_FOUND")]
    {
        assert_eq!(who.refused("caseConflictConsent", yes.clone(), TIE).await.0, code);
    }
    let half = stage.head.done("caseConflictConsent", yes.clone(), TIE).await["caseConflict"].clone();
    assert_eq!((&half["state"], half["clientConsentedAt"].is_null()), (&json!("OPEN"), true));
    assert_eq!(stage.owner.refused("caseConflictConsent", yes, TIE).await.0, "STALE_VERSION");
    let whole = stage.owner.done("caseConflictConsent", versioned(&half, json!({ "consent": true })), TIE).await["caseConflict"].clone();
    assert_eq!(whole["state"], json!("CONSENTED"));
    assert!(!blocked(&stage.look(&stage.advisor, &case).await).contains("CONFLICT_UNRESOLVED"));
    let late = stage.owner.refused("caseConflictConsent", versioned(&whole, json!({ "consent": false })), TIE).await;
    assert_eq!(late.0, "TRANSITION_NOT_ALLOWED");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_recuses_or_is_refused_gives_the_case_back() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let mut case = stage.assigned("焊缝返修太多", &advisor).await;
    let tie = |case: &Value, handling: &str| {
        json!({
            "caseId": case["id"], "expectedVersion": case["version"], "kind": "EQUITY", "organizationId": stage.owner.organization,
            "note": "持有少量股份", "handling": handling,
        })
    };
    let back = stage.advisor.done("caseConflictDisclose", tie(&case, "RECUSE"), CASE).await["brokerCase"].clone();
    assert_eq!((&back["state"], &back["conflicts"][0]["state"]), (&json!("OPEN"), &json!("RECUSED")));
    case = stage.look(&stage.operator, &case).await;
    assert_eq!(refused(&stage.operator, "caseAssign", &case, json!({ "advisorId": advisor["id"] })).await.0, "ADVISOR_NOT_AVAILABLE");
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    case = stage.rival.done("caseConflictDisclose", tie(&case, "DISCLOSE_AND_CONSENT"), CASE).await["brokerCase"].clone();
    let open = case["conflicts"].as_array().unwrap().iter().find(|tie| tie["state"] == "OPEN").unwrap().clone();
    let no = stage.owner.done("caseConflictConsent", versioned(&open, json!({ "consent": false })), TIE).await["caseConflict"].clone();
    assert_eq!(no["state"], json!("REFUSED"));
    let after = stage.look(&stage.owner, &case).await;
    assert_eq!((&after["state"], &after["advisor"]), (&json!("OPEN"), &Value::Null));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_tie_declared_for_all_cases_bars_from_every_one_of_them() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.assigned("焊缝返修太多", &advisor).await;
    // Declared after the assignment: it still bars.
    let tie = json!({ "advisorId": advisor["id"], "kind": "FAMILY", "organizationId": stage.owner.organization, "idempotencyKey": stage.advisor.key() });
    stage.advisor.done("advisorConflictDeclare", tie, "advisor { id }").await;
    // Its cases stand still, so those learn of it who can give them to somebody else.
    stage.app.settle().await;
    let told = |person: &str| {
        let mails = stage.app.mailer.sent();
        mails.iter().any(|mail| mail.to == person && mail.rendered.text.contains("has declared a tie"))
    };
    assert!(told(&stage.operator.email) && !told(&stage.advisor.email));
    assert_eq!(refused(&stage.advisor, "caseAccept", &case, json!({ "noConflict": true })).await.0, "CONFLICT_OF_INTEREST");
    take(&stage.advisor, "caseDecline", &mut case, json!({ "reason": "亲属在该企业任职" })).await;
    let other = stage.case("另一个案件").await;
    let barred = stage.operator.refused("caseAssign", versioned(&other, json!({ "advisorId": advisor["id"] })), CASE).await;
    assert_eq!(barred, ("CONFLICT_OF_INTEREST".into(), "input.advisorId".into()));
    let look = "query($id: ID!) { brokerCase(id: $id) { candidates { blocks score parts { kind points most } } } }";
    let fits = stage.operator.ok(look, json!({ "id": other["id"] })).await["brokerCase"]["candidates"].clone();
    assert_eq!(fits[0]["blocks"], json!(["CONFLICT_OF_INTEREST"]));
    assert_eq!(stage.owner.ok(look, json!({ "id": other["id"] })).await["brokerCase"]["candidates"], json!([]));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_assigns_reads_the_ties_that_are_declared_in_words() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let tie = |name: &str, more: Value| {
        let mut tie = json!({ "advisorId": advisor["id"], "kind": "CONSULTING", "name": name, "idempotencyKey": stage.advisor.key() });
        tie.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        tie
    };
    // One that stands, one that has ended, and one with an organization, which bars by itself.
    let told = [
        tie("小桥焊接设备厂", json!({})),
        tie("旧东家", json!({ "endedOn": "2026-11-22" })),
        json!({ "advisorId": advisor["id"], "kind": "FAMILY", "organizationId": stage.head.organization, "idempotencyKey": stage.advisor.key() }),
    ];
    for tie in told {
        stage.advisor.done("advisorConflictDeclare", tie, "advisor { id }").await;
    }
    let case = stage.case("焊缝返修太多").await;
    let plan = "{ casePlan { proposals(first: 9) { nodes { advisor { id } tiesByName { kind name } } } loads { tiesByName { name } } } }";
    let plan = stage.operator.ok(plan, json!({})).await["casePlan"].clone();
    let standing = json!([{ "kind": "CONSULTING", "name": "小桥焊接设备厂" }]);
    assert_eq!(plan["proposals"]["nodes"], json!([{ "advisor": { "id": advisor["id"] }, "tiesByName": standing }]));
    assert_eq!(plan["loads"], json!([{ "tiesByName": [{ "name": "小桥焊接设备厂" }] }]));
    let candidates = "query($id: ID!) { brokerCase(id: $id) { candidates { tiesByName { kind name } } } }";
    let ask = json!({ "id": case["id"] });
    let found = stage.operator.ok(candidates, ask.clone()).await["brokerCase"]["candidates"].clone();
    assert_eq!(found, json!([{ "tiesByName": standing }]));
    // What somebody declares of themselves is between them and the platform.
    assert_eq!(stage.owner.ok(candidates, ask).await["brokerCase"]["candidates"], json!([]));
    stage.app.settle().await;
    stage.app.finish().await;
}
