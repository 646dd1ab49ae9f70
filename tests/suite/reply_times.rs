//! How long an organization takes to answer: silence does not look fast, few answers are nobody's reputation, and whoever asks
//! anonymously is not told by its habits.

use chrono::{Duration, NaiveDate};
use lianqiao::{
    identity::rules::reply_time::{Question, ReplyKind, ReplyTime, Telling, Waits},
    jobs,
    kernel::{Id, Timestamp},
};
use lianqiao_tests::TestApp;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{demand::stage as demands, licensing::stage as licenses, migrations::migrated_again};

/// What the world is told of an organization.
async fn told(app: &TestApp, organization: &str) -> Value {
    let times = "query($id: ID!) { organization(id: $id) { replyTimes { kind medianDays atLeast windowDays asOf } } }";
    app.visitor.ok(times, json!({ "id": organization })).await["organization"]["replyTimes"].clone()
}

async fn count(app: &TestApp) {
    jobs::nightly(&app.ctx).await.unwrap();
}

#[tokio::test]
async fn an_office_that_is_silent_does_not_look_fast() {
    let stage = licenses::Stage::set().await;
    let office = stage.officer.organization.clone();
    let mut requests = Vec::new();
    for _ in 0..6 {
        let listing = stage.usual_listing().await;
        requests.push(stage.asked(&stage.buyer, &listing, "UFPL-12").await);
    }
    // Whoever takes a request back in time was not kept waiting.
    let withdrawn = json!({ "id": requests[5], "expectedVersion": 1 });
    stage.buyer.done("licenseRequestWithdraw", withdrawn, licenses::REQUEST).await;
    stage.app.advance(Duration::days(2));
    for request in &requests[..2] {
        let no = json!({ "id": request, "expectedVersion": 1, "reason": "产能已满" });
        stage.app.sign_in(&stage.officer.email).await.done("licenseRequestReject", no, licenses::REQUEST).await;
    }
    count(&stage.app).await;
    assert_eq!(told(&stage.app, &office).await, json!([]), "two answers are not enough");

    stage.app.advance(Duration::days(20));
    count(&stage.app).await;
    let silent = json!([{ "kind": "LICENSE_REQUEST", "medianDays": 22, "atLeast": 5, "windowDays": 180, "asOf": "2026-12-15" }]);
    assert_eq!(told(&stage.app, &office).await, silent, "three that wait beyond their day count as long as they have waited");

    // What happens during the day is told tomorrow.
    let no = json!({ "id": requests[2], "expectedVersion": 1, "reason": "产能已满" });
    stage.app.sign_in(&stage.officer.email).await.done("licenseRequestReject", no, licenses::REQUEST).await;
    stage.app.advance(Duration::hours(1));
    count(&stage.app).await;
    assert_eq!(told(&stage.app, &office).await, silent);
    stage.app.advance(Duration::days(200));
    count(&stage.app).await;
    assert_eq!(told(&stage.app, &office).await, json!([]), "what is long ago is not told any more");
    stage.app.finish().await;
}

#[tokio::test]
async fn answers_of_before_the_first_one_was_kept_count() {
    let stage = demands::Stage::set().await;
    let demand = stage.published(json!({ "visibility": "PUBLIC" })).await;
    for _ in 0..5 {
        let pitch = stage.pitch(&stage.officer, &demand);
        let made =
            stage.app.sign_in(&stage.officer.email).await.done("demandProposalSubmit", pitch, demands::PROPOSAL).await["demandProposal"]
                .clone();
        stage.app.advance(Duration::hours(20));
        let passed = json!({ "id": made["id"], "expectedVersion": 1, "interested": false, "reason": "TOO_EARLY" });
        stage.app.sign_in(&stage.owner.email).await.done("demandProposalAnswer", passed, demands::PROPOSAL).await;
    }
    migrated_again(&stage.app, "m0037_evidence").await;
    // Two processes that awake in the same minute: one writes, neither fails.
    let (one, other) = tokio::join!(jobs::nightly(&stage.app.ctx), jobs::nightly(&stage.app.ctx));
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    let times = told(&stage.app, &stage.owner.organization).await;
    let times = times.as_array().unwrap();
    assert_eq!(times.len(), 1, "{times:?}");
    assert_eq!((&times[0]["kind"], &times[0]["medianDays"], &times[0]["atLeast"]), (&json!("DEMAND_PROPOSAL"), &json!(1), &json!(5)));
    stage.app.finish().await;
}

#[tokio::test]
async fn an_anonymous_owner_is_not_told_by_its_habits() {
    let stage = demands::Stage::set().await;
    let enterprise = stage.owner.organization.clone();
    let anonymous = stage.published(json!({ "visibility": "ANONYMOUS" })).await;
    let public = stage.published(json!({ "visibility": "PUBLIC" })).await;
    for (demand, expected) in [(anonymous, None), (public, Some((1, 5)))] {
        for _ in 0..5 {
            let pitch = stage.pitch(&stage.officer, &demand);
            let made = stage.app.sign_in(&stage.officer.email).await.done("demandProposalSubmit", pitch, demands::PROPOSAL).await["demandProposal"].clone();
            stage.app.advance(Duration::hours(20));
            let interested = json!({ "id": made["id"], "expectedVersion": 1, "interested": true });
            let answered = stage.app.sign_in(&stage.owner.email).await.done("demandProposalAnswer", interested, demands::PROPOSAL).await["demandProposal"].clone();
            // A second thought, days later, is not the first answer.
            stage.app.advance(Duration::days(4));
            let passed = json!({ "id": made["id"], "expectedVersion": answered["version"], "interested": false, "reason": "TOO_EARLY" });
            stage.app.sign_in(&stage.owner.email).await.done("demandProposalAnswer", passed, demands::PROPOSAL).await;
        }
        count(&stage.app).await;
        let times = told(&stage.app, &enterprise).await;
        let times: Vec<(i64, i64)> =
            times.as_array().unwrap().iter().map(|time| (integer(&time["medianDays"]), integer(&time["atLeast"]))).collect();
        assert_eq!(times, expected.into_iter().collect::<Vec<_>>(), "{}", demand["id"]);
    }
    stage.app.finish().await;
}

fn integer(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

fn at(hours: i64) -> Timestamp {
    "2026-06-01T02:00:00Z".parse::<Timestamp>().unwrap() + Duration::hours(hours)
}

fn question(arrived: i64, answered: Option<i64>, ended: Option<i64>, days: i64) -> Question {
    let reply_by: NaiveDate = (at(arrived) + Duration::days(days)).date_naive();
    let organization = Id::from_uuid(uuid::Uuid::nil());
    Question { organization, arrived_at: at(arrived), answered_at: answered.map(at), ended_at: ended.map(at), reply_by }
}

#[test]
fn what_counts_and_for_how_long() {
    const DAY: i64 = 86_400;
    let now = at(24 * 30);
    for (question, waited, why) in [
        (question(0, Some(48), None, 10), Some(2 * DAY), "an answer"),
        (question(0, Some(48), Some(72), 10), Some(2 * DAY), "an answer, and an end"),
        (question(0, None, None, 10), Some(30 * DAY), "overdue: as long as it waits"),
        (question(0, None, None, 40), None, "still has its time"),
        (question(0, None, Some(72), 10), None, "ended in time"),
        (question(0, None, Some(24 * 20), 10), Some(20 * DAY), "ended when it was overdue: as long as it waited"),
    ] {
        assert_eq!(question.waited(now), waited, "{why}");
    }
}

fn of(waits: &[i64], least: usize) -> Vec<ReplyTime> {
    let mut all = Waits::default();
    for hours in waits {
        all.add(&question(0, Some(*hours), None, 10), at(10_000));
    }
    all.told(ReplyKind::LicenseRequest, Telling { window_days: 180, least }, NaiveDate::MIN)
}

proptest! {
    /// Nothing is told of too few; and at least half of the answers took no longer than what is told.
    #[test]
    fn the_median_flatters_nobody(waits in prop::collection::vec(0_i64..5_000, 0..40), least in 1_usize..10) {
        let told = of(&waits, least);
        prop_assert_eq!(told.len(), usize::from(waits.len() >= least));
        for time in told {
            let within = waits.iter().filter(|hours| **hours * 3_600 <= time.median_seconds).count();
            prop_assert!(2 * within >= waits.len());
            prop_assert!(waits.iter().any(|hours| hours * 3_600 == time.median_seconds));
            prop_assert!(time.median_days() >= 1 && time.median_days() * 86_400 >= time.median_seconds);
        }
    }

    /// One more silence never makes an organization look faster.
    #[test]
    fn silence_never_helps(waits in prop::collection::vec(0_i64..400, 5..20)) {
        let mut all = Waits::default();
        for hours in &waits {
            all.add(&question(0, Some(*hours), None, 10), at(10_000));
        }
        all.add(&question(0, None, None, 10), at(10_000));
        let telling = Telling { window_days: 180, least: 5 };
        let with = all.told(ReplyKind::LicenseRequest, telling, NaiveDate::MIN)[0].median_seconds;
        prop_assert!(with >= of(&waits, 5)[0].median_seconds);
    }
}
