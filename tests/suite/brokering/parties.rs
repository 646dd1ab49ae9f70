//! Whoever joins a case later is a party like those who were there from the beginning: for ties, and for what a case across the
//! border asks of an advisor.

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_schema::{Migrator, MigratorTrait};
use serde_json::{Value, json};

use super::stage::{CASE, INTRODUCTION, Stage, TIE, profile, refused, take, versioned};
use crate::advisor::stage::step;

const PENDING: &str = "{ pendingConsents { id version note organization { id } } }";

impl Stage {
    /// Somebody who was appointed with this grade.
    async fn graded(&self, person: &lianqiao_tests::Person, grade: &str) -> Value {
        let mut advisor = self.applied(person, profile()).await;
        step(person, "advisorConflictsConfirm", &mut advisor, json!({})).await;
        step(&self.operator, "advisorVet", &mut advisor, json!({})).await;
        let term = json!({ "grade": grade, "termFrom": "2026-11-23", "termUntil": "2028-11-22" });
        step(&self.operator, "advisorAppoint", &mut advisor, term).await;
        advisor
    }

    /// What of ties keeps the advisor, signed in anew, from a match.
    async fn blocked(&self, case: &Value) -> String {
        let seen = self.look(&self.again(&self.advisor).await, case).await;
        let step = seen["availableTransitions"].as_array().unwrap().iter().find(|step| step["name"] == "MATCH").unwrap().clone();
        let codes = step["blockedBy"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned());
        codes.filter(|code| code.starts_with("CONFLICT")).collect()
    }

    /// What a party is asked to consent to.
    async fn asked(&self, person: &lianqiao_tests::Person) -> Value {
        person.ok(PENDING, json!({})).await["pendingConsents"].clone()
    }
}

fn barred(code: &str, path: &str) -> (String, String) {
    (code.to_owned(), format!("input.{path}"))
}

#[tokio::test]
async fn whom_the_client_was_introduced_to_bars_the_next_advisor_too() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let tie = json!({ "advisorId": rival["id"], "kind": "SUPERVISION", "organizationId": stage.head.organization, "idempotencyKey": stage.rival.key() });
    stage.rival.done("advisorConflictDeclare", tie, "advisor { id }").await;
    // Whoever has the tie does not make the introduction.
    let own = stage.serving("另一个需求", &rival, &stage.rival).await;
    let made = stage.introduction(&stage.rival, &own);
    assert_eq!(stage.rival.refused("introductionRecord", made, INTRODUCTION).await, barred("CONFLICT_OF_INTEREST", "organizationId"));

    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.introduced(&stage.advisor, &case).await;
    case = stage.look(&stage.advisor, &case).await;
    stage.advisor.done("caseRelease", versioned(&case, json!({ "reason": "换人" })), "brokerCase { id }").await;
    case = stage.look(&stage.operator, &case).await;
    let given = refused(&stage.operator, "caseAssign", &case, json!({ "advisorId": rival["id"] })).await;
    assert_eq!(given, barred("CONFLICT_OF_INTEREST", "advisorId"));
    let look = "query($id: ID!) { brokerCase(id: $id) { candidates { advisor { id } blocks } } }";
    let fits = stage.operator.ok(look, json!({ "id": case["id"] })).await["brokerCase"]["candidates"].clone();
    let fit = fits.as_array().unwrap().iter().find(|fit| fit["advisor"]["id"] == rival["id"]).unwrap();
    assert_eq!(fit["blocks"], json!(["CONFLICT_OF_INTEREST"]));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_is_introduced_later_is_asked_about_an_older_tie() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let tie = stage.tie(&case, &stage.owner.organization, "DISCLOSE_AND_CONSENT");
    case = stage.advisor.done("caseConflictDisclose", tie, CASE).await["brokerCase"].clone();
    let yes = |tie: &Value| versioned(tie, json!({ "consent": true }));
    let open = stage.asked(&stage.owner).await[0].clone();
    let done = stage.owner.done("caseConflictConsent", yes(&open), TIE).await["caseConflict"].clone();
    assert_eq!(done["state"], json!("CONSENTED"), "nobody else is there yet");
    stage.app.settle().await;
    let letters = stage.app.subjects_to(&stage.owner.email).len();

    let made =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    let asked = stage.asked(&stage.head).await;
    assert_eq!(asked.as_array().unwrap().len(), 1, "{asked}");
    assert_eq!((&asked[0]["note"], &asked[0]["organization"]["id"]), (&json!("曾提供有偿咨询"), &json!(stage.owner.organization)));
    assert_eq!(stage.asked(&stage.owner).await, json!([]), "the client has answered");
    let note = stage.note(&stage.advisor, &case, json!({}));
    assert_eq!(stage.advisor.refused("serviceLogAdd", note.clone(), CASE).await.0, "CONFLICT_UNRESOLVED");
    // The university learns of the tie, and not what the client wants help with; the client learns of the introduction alone.
    stage.app.settle().await;
    let mails = stage.app.mailer.sent();
    let mail = mails.iter().rfind(|mail| mail.to == stage.head.email && mail.rendered.text.contains("disclosed a tie"));
    assert!(mail.is_some_and(|mail| !mail.rendered.text.contains("焊缝")));
    assert_eq!(stage.app.subjects_to(&stage.owner.email).len(), letters + 1);

    let whole = stage.head.done("caseConflictConsent", yes(&asked[0]), TIE).await["caseConflict"].clone();
    assert_eq!(whole["state"], json!("CONSENTED"));
    stage.head.done("introductionAnswer", versioned(&made, json!({ "confirm": true })), INTRODUCTION).await;
    stage.advisor.done("serviceLogAdd", note, CASE).await;
    // What was answered is not asked again.
    stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await;
    assert_eq!(stage.asked(&stage.head).await, json!([]));
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseMatch", &mut case, json!({})).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_tie_with_the_client_is_everybodys_whom_the_client_was_introduced_to() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    stage.introduced(&stage.advisor, &case).await;
    case = stage.look(&stage.advisor, &case).await;
    let tie = stage.tie(&case, &stage.owner.organization, "DISCLOSE_AND_CONSENT");
    case = stage.advisor.done("caseConflictDisclose", tie, CASE).await["brokerCase"].clone();
    let open = stage.asked(&stage.owner).await[0].clone();
    let half = stage.owner.done("caseConflictConsent", versioned(&open, json!({ "consent": true })), TIE).await["caseConflict"].clone();
    assert_eq!(half["state"], json!("OPEN"), "the university has not answered");
    let other = stage.accepted("另一个需求", &advisor, &stage.advisor).await;
    let no = stage.head.done("caseConflictConsent", versioned(&half, json!({ "consent": false })), TIE).await["caseConflict"].clone();
    assert_eq!(no["state"], json!("REFUSED"));
    assert_eq!(stage.look(&stage.operator, &case).await["state"], json!("OPEN"), "the advisor has given it back");
    // The client has consented: what it trusts the advisor with beside this case, nobody else takes away.
    let mandates = "{ mandates(first: 9) { nodes { state } } }";
    assert_eq!(stage.owner.ok(mandates, json!({})).await["mandates"]["nodes"], json!([{ "state": "ACTIVE" }]));
    // Where the client itself refuses, the trust is gone.
    let tie = stage.tie(&other, &stage.owner.organization, "DISCLOSE_AND_CONSENT");
    stage.advisor.done("caseConflictDisclose", tie, CASE).await;
    let open = stage.asked(&stage.owner).await[0].clone();
    stage.owner.done("caseConflictConsent", versioned(&open, json!({ "consent": false })), TIE).await;
    assert_eq!(stage.owner.ok(mandates, json!({})).await["mandates"]["nodes"], json!([{ "state": "ENDED" }]));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_disputes_an_introduction_has_no_say_about_ties() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let tie = stage.tie(&case, &stage.owner.organization, "DISCLOSE_AND_CONSENT");
    case = stage.advisor.done("caseConflictDisclose", tie, CASE).await["brokerCase"].clone();
    let open = stage.asked(&stage.owner).await[0].clone();
    stage.owner.done("caseConflictConsent", versioned(&open, json!({ "consent": true })), TIE).await;
    let made =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    let asked = stage.asked(&stage.head).await[0].clone();
    stage.head.done("introductionAnswer", versioned(&made, json!({ "confirm": false })), INTRODUCTION).await;
    assert_eq!(stage.asked(&stage.head).await, json!([]));
    let late = stage.head.refused("caseConflictConsent", versioned(&asked, json!({ "consent": false })), TIE).await;
    assert_eq!(late.0, "STALE_VERSION");
    // Whoever is no party holds nobody up.
    stage.advisor.done("serviceLogAdd", stage.note(&stage.advisor, &case, json!({})), CASE).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn who_keeps_silent_about_an_introduction_holds_nobody_up() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let made =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    case = stage.look(&stage.advisor, &case).await;
    let tie = stage.tie(&case, &stage.owner.organization, "DISCLOSE_AND_CONSENT");
    stage.advisor.done("caseConflictDisclose", tie, CASE).await;
    let open = stage.asked(&stage.owner).await[0].clone();
    stage.owner.done("caseConflictConsent", versioned(&open, json!({ "consent": true })), TIE).await;
    let asked = stage.asked(&stage.head).await;
    assert_eq!(asked.as_array().unwrap().len(), 1, "{asked}");
    assert_eq!(stage.blocked(&case).await, "CONFLICT_UNRESOLVED");

    stage.app.advance(Duration::days(30) + Duration::minutes(1));
    jobs::expire(&stage.app.ctx).await.unwrap();
    assert_eq!(stage.blocked(&case).await, "", "what the client has consented to still stands");
    let head = stage.again(&stage.head).await;
    assert_eq!(head.ok(PENDING, json!({})).await["pendingConsents"], json!([]));
    let trail = "query($id: ID, $org: ID) { auditEntries(organizationId: $org, entityId: $id, first: 1) { nodes { verb details } } }";
    let ask = json!({ "id": made["id"], "org": stage.owner.organization });
    let line = stage.again(&stage.operator).await.ok(trail, ask).await["auditEntries"]["nodes"][0].clone();
    assert_eq!((&line["verb"], &line["details"]["lapsed"]), (&json!("introduction.forget"), &json!([asked[0]["id"]])));

    // Late is better than never: whoever confirms is a party, and is asked anew.
    let look = "query($id: ID!) { introduction(id: $id) { id version } }";
    let seen = head.ok(look, json!({ "id": made["id"] })).await["introduction"].clone();
    head.done("introductionAnswer", versioned(&seen, json!({ "confirm": true })), INTRODUCTION).await;
    assert_eq!(stage.blocked(&case).await, "CONFLICT_UNRESOLVED");
    let anew = head.ok(PENDING, json!({})).await["pendingConsents"][0].clone();
    let whole = head.done("caseConflictConsent", versioned(&anew, json!({ "consent": true })), TIE).await["caseConflict"].clone();
    assert_eq!(whole["state"], json!("CONSENTED"));
    assert_eq!(stage.blocked(&case).await, "");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn an_introduction_that_came_too_late_lapses_like_any_other() {
    let stage = Stage::set().await;
    let (advisor, rival) = (stage.appointed(&stage.advisor, profile()).await, stage.appointed(&stage.rival, profile()).await);
    let first = stage.serving("另一个需求", &rival, &stage.rival).await;
    stage.introduced(&stage.rival, &first).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let late =
        stage.advisor.done("introductionRecord", stage.introduction(&stage.advisor, &case), INTRODUCTION).await["introduction"].clone();
    assert_eq!(late["noCredit"], json!("INTRODUCED_BEFORE"));
    case = stage.look(&stage.advisor, &case).await;
    let tie = stage.tie(&case, &stage.owner.organization, "DISCLOSE_AND_CONSENT");
    stage.advisor.done("caseConflictDisclose", tie, CASE).await;
    let open = stage.asked(&stage.owner).await[0].clone();
    stage.owner.done("caseConflictConsent", versioned(&open, json!({ "consent": true })), TIE).await;
    assert_eq!(stage.blocked(&case).await, "CONFLICT_UNRESOLVED");

    stage.app.advance(Duration::days(30) + Duration::minutes(1));
    jobs::expire(&stage.app.ctx).await.unwrap();
    assert_eq!(stage.blocked(&case).await, "", "silence is no veto, whoever was first");
    let head = stage.again(&stage.head).await;
    assert_eq!(head.ok(PENDING, json!({})).await["pendingConsents"], json!([]));
    let look = "query($id: ID!) { introduction(id: $id) { id version state credited noCredit lapsedAt viewerCanAnswer } }";
    let seen = head.ok(look, json!({ "id": late["id"] })).await["introduction"].clone();
    assert_eq!((&seen["state"], &seen["noCredit"], &seen["viewerCanAnswer"]), (&json!("RECORDED"), &json!("UNANSWERED"), &json!(true)));
    // It lapses once.
    jobs::expire(&stage.app.ctx).await.unwrap();
    assert_eq!(head.ok(look, json!({ "id": late["id"] })).await["introduction"], seen);
    // A database of before this was kept tells it by the credit that was lost.
    let connection = stage.app.ctx.db.maintenance();
    let after = Migrator::migrations().iter().rev().position(|one| one.name() == "m0030_introduction_lapsed").unwrap();
    Migrator::down(connection, Some(u32::try_from(after + 1).unwrap())).await.unwrap();
    Migrator::up(connection, None).await.unwrap();
    assert_eq!(head.ok(look, json!({ "id": late["id"] })).await["introduction"], seen);

    // It was so, and it was too late all the same.
    head.done("introductionAnswer", versioned(&seen, json!({ "confirm": true })), INTRODUCTION).await;
    let seen = head.ok(look, json!({ "id": late["id"] })).await["introduction"].clone();
    assert_eq!((&seen["state"], &seen["credited"], &seen["noCredit"]), (&json!("CONFIRMED"), &json!(false), &json!("INTRODUCED_BEFORE")));
    assert_eq!(stage.blocked(&case).await, "CONFLICT_UNRESOLVED", "a party has its say");
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn a_case_that_comes_to_cross_the_border_asks_for_the_grade_then() {
    let stage = Stage::set().await;
    let abroad = stage.app.abroad("Rhein Optik GmbH", "DE").await;
    let (junior, senior) = (stage.graded(&stage.advisor, "JUNIOR").await, stage.graded(&stage.rival, "SENIOR").await);
    let meet = |person: &lianqiao_tests::Person, case: &Value| {
        let mut made = stage.introduction(person, case);
        made["organizationId"] = json!(abroad.id.to_string());
        made
    };
    // Nobody makes a case more than they may handle.
    let own = stage.serving("焊缝返修太多", &junior, &stage.advisor).await;
    let refusal = stage.advisor.mutate("introductionRecord", meet(&stage.advisor, &own), INTRODUCTION).await["userErrors"][0].clone();
    assert_eq!(
        (&refusal["code"], &refusal["path"], &refusal["details"]["blocks"]),
        (&json!("ADVISOR_NOT_AVAILABLE"), &json!(["input", "organizationId"]), &json!(["GRADE_TOO_LOW"]))
    );
    let mut case = stage.serving("另一个需求", &senior, &stage.rival).await;
    assert_eq!(case["needs"]["crossBorder"], json!(false));
    stage.rival.done("introductionRecord", meet(&stage.rival, &case), INTRODUCTION).await;
    case = stage.look(&stage.rival, &case).await;
    let needs = &case["needs"];
    assert_eq!(
        (&needs["crossBorder"], &needs["gradeMin"], &needs["languages"]),
        (&json!(true), &json!("INTERMEDIATE"), &json!(["CHINESE", "ENGLISH"]))
    );
    // Handed over: the next one needs the grade too.
    stage.rival.done("caseRelease", versioned(&case, json!({ "reason": "换人" })), "brokerCase { id }").await;
    case = stage.look(&stage.operator, &case).await;
    let given = refused(&stage.operator, "caseAssign", &case, json!({ "advisorId": junior["id"] })).await;
    assert_eq!(given, barred("ADVISOR_NOT_AVAILABLE", "advisorId"));
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn the_grade_is_looked_at_again_when_a_case_is_accepted() {
    let stage = Stage::set().await;
    let abroad = stage.app.abroad("Rhein Optik GmbH", "DE").await;
    let (senior, mut other) = (stage.graded(&stage.advisor, "SENIOR").await, stage.graded(&stage.rival, "SENIOR").await);
    let mut case = stage.serving("焊缝返修太多", &senior, &stage.advisor).await;
    let mut made = stage.introduction(&stage.advisor, &case);
    made["organizationId"] = json!(abroad.id.to_string());
    stage.advisor.done("introductionRecord", made, INTRODUCTION).await;
    case = stage.look(&stage.advisor, &case).await;
    stage.advisor.done("caseRelease", versioned(&case, json!({ "reason": "换人" })), "brokerCase { id }").await;
    case = stage.look(&stage.operator, &case).await;
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": other["id"] })).await;
    let lower = json!({ "grade": "JUNIOR", "termFrom": "2028-11-23", "termUntil": "2030-11-22" });
    step(&stage.operator, "advisorRenew", &mut other, lower).await;
    let accept = versioned(&case, json!({ "noConflict": true }));
    let refusal = stage.rival.mutate("caseAccept", accept, CASE).await["userErrors"][0].clone();
    assert_eq!((&refusal["code"], &refusal["details"]["blocks"]), (&json!("ADVISOR_NOT_AVAILABLE"), &json!(["GRADE_TOO_LOW"])));
    stage.app.settle().await;
    stage.app.finish().await;
}
