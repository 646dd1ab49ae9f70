//! What time reminds advisors and clients of, once, and that nothing is put off for ever.

use chrono::Duration;
use lianqiao::jobs;
use lianqiao_tests::Client;
use serde_json::{Value, json};

use super::stage::{CASE, MANDATE, OUTCOME, Stage, profile, take, versioned};
use crate::migrations::migrated_again;

/// What somebody's feed tells of, newest first: kinds, and what changed.
async fn told(who: &Client) -> Vec<(String, Value)> {
    let events = who.ok("{ viewerEvents(first: 50) { nodes { kind figures } } }", json!({})).await["viewerEvents"]["nodes"].clone();
    let tell = |event: &Value| (event["kind"].as_str().unwrap().to_owned(), event["figures"]["change"].clone());
    events.as_array().unwrap().iter().map(tell).collect()
}

fn count(told: &[(String, Value)], kind: &str, change: &str) -> usize {
    told.iter().filter(|(of, what)| of == kind && (change.is_empty() || what == change)).count()
}

/// Lets the sweep come by twice, and everybody be told.
async fn sweep(stage: &Stage) {
    for _ in 0..2 {
        jobs::expire(&stage.app.ctx).await.unwrap();
    }
    stage.app.settle().await;
}

#[tokio::test]
async fn a_task_is_called_to_mind_two_days_before_and_once() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    for (title, day) in [("寄样品", "2026-12-04"), ("约实验室", "2026-12-04"), ("写纪要", "2026-12-20"), ("T+3M", "2026-12-20")] {
        let task = json!({ "caseId": case["id"], "title": title, "dueOn": day, "idempotencyKey": stage.advisor.key() });
        stage.advisor.done("caseTaskAdd", task, CASE).await;
    }
    let tasks = stage.work(&stage.advisor, &case).await["tasks"].clone();
    assert!(tasks.as_array().unwrap().iter().any(|task| task["title"] == "T+3M"), "what an advisor writes stays as it is: {tasks}");
    let note = stage.note(&stage.advisor, &case, json!({ "nextStep": "T+6M", "nextDue": "2026-11-30" }));
    stage.advisor.done("serviceLogAdd", note, CASE).await;
    let next = stage.work(&stage.advisor, &case).await;
    assert_eq!((&next["nextStep"], &next["nextDue"]), (&json!("T+6M"), &json!("2026-11-30")), "as a next step, too");
    stage.app.advance(Duration::days(8));
    sweep(&stage).await;
    let advisor_now = stage.again(&stage.advisor).await;
    assert_eq!(count(&told(&advisor_now).await, "CASE_CHANGED", "TASK_DUE"), 0, "three days ahead");
    stage.app.advance(Duration::days(1));
    sweep(&stage).await;
    let advisor_now = stage.again(&stage.advisor).await;
    assert_eq!(count(&told(&advisor_now).await, "CASE_CHANGED", "TASK_DUE"), 1, "one reminder for both");
    let mails = stage.app.mailer.sent();
    let mail = mails.iter().rfind(|mail| mail.to == stage.advisor.email).unwrap();
    assert!(mail.rendered.text.contains("4 December 2026"), "{}", mail.rendered.text);
    let owner = stage.again(&stage.owner).await;
    assert_eq!(count(&told(&owner).await, "CASE_CHANGED", "TASK_DUE"), 0, "the advisor's business");
    // A day later nothing is new; the last one comes by itself.
    stage.app.advance(Duration::days(1));
    sweep(&stage).await;
    let advisor_now = stage.again(&stage.advisor).await;
    assert_eq!(count(&told(&advisor_now).await, "CASE_CHANGED", "TASK_DUE"), 1);
    stage.app.advance(Duration::days(15));
    sweep(&stage).await;
    let advisor_now = stage.again(&stage.advisor).await;
    assert_eq!(count(&told(&advisor_now).await, "CASE_CHANGED", "TASK_DUE"), 2);
    stage.app.finish().await;
}

#[tokio::test]
async fn who_takes_a_case_over_is_reminded_of_what_the_one_before_was_reminded_of() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let rival = stage.appointed(&stage.rival, profile()).await;
    let mut case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let task = json!({ "caseId": case["id"], "title": "寄样品", "dueOn": "2026-12-04", "idempotencyKey": stage.advisor.key() });
    case = stage.advisor.done("caseTaskAdd", task, CASE).await["brokerCase"].clone();
    stage.app.advance(Duration::days(9));
    sweep(&stage).await;
    let former = stage.again(&stage.advisor).await;
    assert_eq!(count(&told(&former).await, "CASE_CHANGED", "TASK_DUE"), 1);
    let (operator, next) = (stage.again(&stage.operator).await, stage.again(&stage.rival).await);
    take(&former, "caseRelease", &mut case, json!({ "reason": "另有安排" })).await;
    take(&operator, "caseAssign", &mut case, json!({ "advisorId": rival["id"] })).await;
    take(&next, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    sweep(&stage).await;
    assert_eq!(count(&told(&next).await, "CASE_CHANGED", "TASK_DUE"), 1);
    assert_eq!(count(&told(&former).await, "CASE_CHANGED", "TASK_DUE"), 1, "and the former one of nothing more");
    stage.app.finish().await;
}

#[tokio::test]
async fn whoever_lost_the_trust_of_the_client_is_reminded_of_nothing() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let task = json!({ "caseId": case["id"], "title": "寄样品", "dueOn": "2026-12-04", "idempotencyKey": stage.advisor.key() });
    stage.advisor.done("caseTaskAdd", task, CASE).await;
    let open = "{ mandates(first: 1, filter: { active: true }) { nodes { id version } } }";
    let mandate = stage.owner.ok(open, json!({})).await["mandates"]["nodes"][0].clone();
    stage.owner.done("mandateEnd", versioned(&mandate, json!({})), MANDATE).await;
    stage.app.advance(Duration::days(9));
    sweep(&stage).await;
    let advisor_now = stage.again(&stage.advisor).await;
    assert_eq!(count(&told(&advisor_now).await, "CASE_CHANGED", "TASK_DUE"), 0);
    stage.app.finish().await;
}

#[tokio::test]
async fn both_sides_learn_that_a_mandate_will_end_and_the_advisor_of_the_term_and_of_ties() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    // Until the last day of January.
    stage.owner.done("mandateGrant", stage.mandate(&advisor, "2027-01-31"), MANDATE).await;
    stage.app.advance(Duration::days(54));
    sweep(&stage).await;
    for person in [&stage.advisor, &stage.owner] {
        assert_eq!(count(&told(&stage.again(person).await).await, "MANDATE_ENDING", ""), 0, "fifteen days ahead");
    }
    stage.app.advance(Duration::days(1));
    sweep(&stage).await;
    for person in [&stage.advisor, &stage.owner] {
        assert_eq!(count(&told(&stage.again(person).await).await, "MANDATE_ENDING", ""), 1, "{}", person.email);
    }
    assert_eq!(count(&told(&stage.again(&stage.rival).await).await, "MANDATE_ENDING", ""), 0);
    // Ties are confirmed each year; two weeks before, the advisor is reminded.
    stage.app.advance(Duration::days(365 - 55 - 15));
    sweep(&stage).await;
    let known = told(&stage.again(&stage.advisor).await).await;
    assert_eq!(count(&known, "ADVISOR_CHANGED", "CONFIRMATION_DUE"), 0);
    stage.app.advance(Duration::days(2));
    sweep(&stage).await;
    let known = told(&stage.again(&stage.advisor).await).await;
    assert_eq!(count(&known, "ADVISOR_CHANGED", "CONFIRMATION_DUE"), 1);
    assert_eq!(count(&known, "ADVISOR_CHANGED", "TERM_ENDING"), 0, "two years are not over");
    let term = stage.again(&stage.operator).await;
    let term = term.ok("query($id: ID!) { advisor(id: $id) { termUntil } }", json!({ "id": advisor["id"] })).await;
    let last: chrono::NaiveDate = term["advisor"]["termUntil"].as_str().unwrap().parse().unwrap();
    stage.app.advance(last - stage.app.ctx.clock.today() - Duration::days(30));
    sweep(&stage).await;
    let known = told(&stage.again(&stage.advisor).await).await;
    assert_eq!(count(&known, "ADVISOR_CHANGED", "TERM_ENDING"), 1);
    stage.app.finish().await;
}

#[tokio::test]
async fn nobody_puts_a_case_off_for_years() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let case = stage.serving("焊缝返修太多", &advisor, &stage.advisor).await;
    let note = |day: &str| stage.note(&stage.advisor, &case, json!({ "nextStep": "再联系", "nextDue": day }));
    let task = |day: &str| json!({ "caseId": case["id"], "title": "再联系", "dueOn": day, "idempotencyKey": stage.advisor.key() });
    let far = "2027-02-24";
    assert_eq!(stage.advisor.refused("serviceLogAdd", note(far), CASE).await, ("OUT_OF_RANGE".into(), "input.nextDue".into()));
    assert_eq!(stage.advisor.refused("caseTaskAdd", task(far), CASE).await, ("OUT_OF_RANGE".into(), "input.dueOn".into()));
    let last = "2027-02-23";
    stage.advisor.done("serviceLogAdd", note(last), CASE).await;
    stage.advisor.done("caseTaskAdd", task(last), CASE).await;
    stage.app.settle().await;
    stage.app.finish().await;
}

#[tokio::test]
async fn payments_of_the_license_are_followed_up_before_they_are_due() {
    let stage = Stage::set().await;
    let advisor = stage.appointed(&stage.advisor, profile()).await;
    let listing = stage.listing_for("60000.00").await;
    let ask = json!({
        "listingId": listing, "organizationId": stage.owner.organization, "offerCode": "A", "purpose": "用于厚板焊接",
        "idempotencyKey": stage.owner.key(),
    });
    let request = stage.owner.done("licenseRequestSubmit", ask, "licenseRequest { id version }").await["licenseRequest"].clone();
    let open = json!({ "organizationId": stage.owner.organization, "requestId": request["id"], "idempotencyKey": stage.owner.key() });
    let mut case = stage.owner.done("caseOpen", open, CASE).await["brokerCase"].clone();
    take(&stage.operator, "caseAssign", &mut case, json!({ "advisorId": advisor["id"] })).await;
    take(&stage.advisor, "caseAccept", &mut case, json!({ "noConflict": true })).await;
    stage.mandated(&advisor, "2027-06-30").await;
    stage.advisor.done("serviceLogAdd", stage.note(&stage.advisor, &case, json!({})), CASE).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseStart", &mut case, json!({})).await;
    take(&stage.advisor, "caseMatch", &mut case, json!({})).await;
    let total = json!({ "currency": "CNY", "minorUnits": "6000000" });
    let grant = versioned(
        &request,
        json!({
            "effectiveOn": "2026-11-23", "plan": { "deferred": { "total": total, "deferralMonths": 14 } }, "labelUseFirstPayLater": true,
            "idempotencyKey": stage.head.key(),
        }),
    );
    stage.head.done("licenseRequestGrant", grant, "licenseRequest { id }").await;
    stage.advisor.done("outcomeFile", stage.outcome(&stage.advisor, &case, 'a'), OUTCOME).await;
    case = stage.look(&stage.advisor, &case).await;
    take(&stage.advisor, "caseContract", &mut case, json!({})).await;
    let tasks = stage.work(&stage.owner, &case).await["tasks"].clone();
    let shown = |task: &Value| [&task["kind"], &task["title"], &task["dueOn"]].map(|value| value.as_str().unwrap().to_owned());
    let shown: Vec<_> = tasks.as_array().unwrap().iter().map(shown).collect();
    let expected = [
        ("Follow-up one month after the contract", "2026-12-23"),
        ("Follow-up 3 months after the contract", "2027-02-23"),
        ("Follow-up 6 months after the contract", "2027-05-24"),
        ("Follow-up 12 months after the contract", "2027-11-23"),
        ("Follow-up 60 days before the payment due on 23 January 2028", "2027-11-24"),
        ("Follow-up 30 days before the payment due on 23 January 2028", "2027-12-24"),
        ("Follow-up 7 days before the payment due on 23 January 2028", "2028-01-16"),
    ];
    assert_eq!(shown, expected.map(|(title, day)| ["FOLLOW_UP", title, day].map(str::to_owned)));
    // What comes next is the first of them, also where a server of before wrote its sign among the words of people.
    let next = async || stage.work(&stage.owner, &case).await["nextStep"].clone();
    assert_eq!(next().await, expected[0].0);
    migrated_again(&stage.app, "m0038_next_kind").await;
    assert_eq!(next().await, expected[0].0);
    stage.app.settle().await;
    stage.app.finish().await;
}
