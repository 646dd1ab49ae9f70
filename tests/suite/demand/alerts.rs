//! J3: whoever is concerned is told of a pair that fits: once, and not of what is gone or was put aside.

use std::sync::Arc;

use lianqiao::{
    app::{self, Parts},
    jobs::Keeper,
};
use lianqiao_tests::{Client, Person};
use serde_json::{Value, json};

use super::stage::{Stage, step};

const FEED: &str = "{ viewerEvents(first: 50) { nodes { kind subjectId figures } } }";
/// What the listings of the stories fit.
pub const TITLE: &str = "焊缝返修太多的厚板焊接质量控制";

/// A demand with no wish that the listings of the stories do not meet.
pub fn open() -> Value {
    json!({ "wantsUseFirstPayLater": false, "trlMin": null })
}

/// What somebody was told of, of one kind.
pub async fn told(who: &Client, kind: &str) -> Vec<Value> {
    let feed = who.ok(FEED, json!({})).await["viewerEvents"]["nodes"].clone();
    feed.as_array().unwrap().iter().filter(|event| event["kind"] == kind).cloned().collect()
}

/// Lets an engine learn what there is and tell of it. What was learned from an empty house says little of how rare words are.
pub async fn matched(stage: &Stage) {
    stage.app.settle().await;
    Keeper::new(&stage.app.ctx).look().await.unwrap();
    stage.app.settle().await;
}

/// What somebody was told of by now. They sign in anew: stories move the clock further than a token lasts.
async fn heard(stage: &Stage, who: &Person, kind: &str) -> Vec<Value> {
    matched(stage).await;
    told(&stage.app.sign_in(&who.email).await, kind).await
}

/// A published listing that answers the demands of the stories in their own words, for `fee` yuan.
pub async fn fitting(stage: &Stage, number: u32, fee: u64) -> Value {
    let input = json!({
        "organizationId": stage.officer.organization, "title": { "zh": TITLE }, "problem": { "zh": "厚板焊缝每班返修十几处，磨掉重焊一处要四十分钟。" },
        "benefit": { "zh": "焊接一次合格率98.5%以上，不再返修。" }, "keywords": ["焊接", "返修"], "industries": ["C3734"],
        "ipRights": [{ "kind": "SOFTWARE", "number": format!("2024SR{number:07}"), "status": "IN_FORCE" }], "inventorsConsent": true,
        "offers": [{
            "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "LUMP_SUM", "priceMethod": "AGREEMENT",
            "price": { "currency": "CNY", "minorUnits": (fee * 100).to_string() },
        }],
    });
    let mut listing = stage.officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    for (who, field) in [(&stage.officer, "listingSubmit"), (&stage.head, "listingPublish")] {
        moved(who, field, &mut listing, json!({})).await;
    }
    listing
}

/// The office changes a published listing, and publishes that.
pub async fn edited(stage: &Stage, offer: &mut Value, change: Value) {
    let mut input = json!({ "id": offer["id"], "expectedVersion": offer["version"] });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    *offer = stage.officer.done("listingUpdate", input, "listing { id version }").await["listing"].clone();
    for (who, field) in [(&stage.officer, "listingSubmit"), (&stage.head, "listingPublish")] {
        moved(who, field, offer, json!({})).await;
    }
}

pub async fn moved(who: &Client, field: &str, offer: &mut Value, extra: Value) {
    let mut input = json!({ "id": offer["id"], "expectedVersion": offer["version"] });
    input.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    *offer = who.done(field, input, "listing { id version }").await["listing"].clone();
}

#[tokio::test]
async fn a_new_listing_that_fits_is_told_once_and_a_new_demand_to_the_office() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    let mut demand = stage.published(open()).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await, [] as [Value; 0]);
    stage.app.advance(chrono::Duration::minutes(2));
    let mut offer = fitting(&stage, 1, 300_000).await;
    for person in [&stage.owner, &stage.member] {
        let told = heard(&stage, person, "LISTING_FOUND").await;
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((&told[0]["subjectId"], &told[0]["figures"]["listingId"]), (&demand["id"], &offer["id"]));
    }
    // The office made the listing itself: it is told nothing. Nor is anybody else.
    assert_eq!(heard(&stage, &stage.officer, "DEMAND_FOUND").await, [] as [Value; 0]);
    assert_eq!(heard(&stage, &stage.rival, "LISTING_FOUND").await, [] as [Value; 0]);

    // Edits on both sides, a pause and a return: nobody hears of it again.
    edited(&stage, &mut offer, json!({ "keywords": ["焊接"] })).await;
    step(&stage.owner, "demandSuspend", &mut demand, json!({ "reason": "另有安排" })).await;
    stage.app.match_up().await;
    step(&stage.owner, "demandResume", &mut demand, json!({})).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await.len(), 1);
    assert_eq!(heard(&stage, &stage.officer, "DEMAND_FOUND").await, [] as [Value; 0]);

    // A demand that comes later is told to the office.
    let later = stage.published(open()).await;
    stage.app.match_up().await;
    let found = told(&stage.officer, "DEMAND_FOUND").await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((&found[0]["subjectId"], &found[0]["figures"]["demandId"]), (&offer["id"], &later["id"]));
    assert_eq!(told(&stage.rival, "DEMAND_FOUND").await, [] as [Value; 0]);
    stage.app.finish().await;
}

#[tokio::test]
async fn of_a_pair_that_is_new_on_both_sides_both_are_told_once() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    // Both within the minute, and before anybody looks.
    let demand = stage.published(open()).await;
    let mut offer = fitting(&stage, 1, 300_000).await;
    let pairs = async || {
        let (to_owner, to_office) =
            (heard(&stage, &stage.owner, "LISTING_FOUND").await, heard(&stage, &stage.officer, "DEMAND_FOUND").await);
        let owner: Vec<_> = to_owner.iter().map(|event| (event["subjectId"].clone(), event["figures"]["listingId"].clone())).collect();
        let office: Vec<_> = to_office.iter().map(|event| (event["figures"]["demandId"].clone(), event["subjectId"].clone())).collect();
        (owner, office)
    };
    let pair = vec![(demand["id"].clone(), offer["id"].clone())];
    assert_eq!(pairs().await, (pair.clone(), pair.clone()));
    edited(&stage, &mut offer, json!({ "keywords": ["焊接"] })).await;
    assert_eq!(pairs().await, (pair.clone(), pair));
    stage.app.finish().await;
}

#[tokio::test]
async fn of_two_that_came_while_nobody_looked_the_later_one_is_the_news() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    let offer = fitting(&stage, 1, 300_000).await;
    stage.app.advance(chrono::Duration::minutes(2));
    let demand = stage.published(open()).await;
    // The listing is looked at first, and all the same it is the demand that came later.
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await, [] as [Value; 0]);
    let told = heard(&stage, &stage.officer, "DEMAND_FOUND").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((&told[0]["subjectId"], &told[0]["figures"]["demandId"]), (&offer["id"], &demand["id"]));
    stage.app.finish().await;
}

#[tokio::test]
async fn two_processes_and_one_that_was_away_tell_once() {
    let mut stage = Stage::set().await;
    stage.app.match_up().await;
    stage.published(open()).await;
    stage.app.match_up().await;
    // Published while nobody looks; two processes start at the same moment, a long time after: each has an engine of its own.
    let mut offer = fitting(&stage, 1, 300_000).await;
    stage.app.settle().await;
    stage.app.advance(chrono::Duration::hours(5));
    let parts = Parts { clock: Arc::clone(&stage.app.clock) as _, search: Some(Arc::clone(&stage.app.ctx.search)), ..Parts::default() };
    let elsewhere = app::open(stage.app.ctx.config.clone(), parts).await.unwrap();
    let (mut one, mut other) = (Keeper::new(&stage.app.ctx), Keeper::new(&elsewhere));
    let (first, second) = tokio::join!(one.look(), other.look());
    first.unwrap();
    second.unwrap();
    stage.app.settle().await;
    assert_eq!(told(&stage.app.sign_in(&stage.owner.email).await, "LISTING_FOUND").await.len(), 1);
    // Everything learned anew, by the next night and by a process that starts.
    stage.app.advance(chrono::Duration::hours(25));
    one.look().await.unwrap();
    Keeper::new(&elsewhere).look().await.unwrap();
    drop(other);
    elsewhere.db.clone().close().await;
    for person in [&mut stage.officer, &mut stage.head] {
        person.client = stage.app.sign_in(&person.email).await;
    }
    edited(&stage, &mut offer, json!({ "keywords": ["焊接"] })).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await.len(), 1);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_gone_before_anybody_was_told_is_told_to_nobody_and_found_again_when_it_is_back() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    stage.published(open()).await;
    stage.app.match_up().await;
    // Gone before it was compared.
    let mut gone = fitting(&stage, 1, 300_000).await;
    moved(&stage.head, "listingSuspend", &mut gone, json!({ "reason": "内容有误" })).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await, [] as [Value; 0]);
    // Gone between the comparison and the message.
    let mut offer = fitting(&stage, 2, 300_000).await;
    let mut keeper = Keeper::new(&stage.app.ctx);
    keeper.look().await.unwrap();
    moved(&stage.head, "listingSuspend", &mut offer, json!({ "reason": "内容有误" })).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await, [] as [Value; 0]);
    moved(&stage.head, "listingResume", &mut offer, json!({})).await;
    let told = heard(&stage, &stage.owner, "LISTING_FOUND").await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["figures"]["listingId"], offer["id"]);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_does_not_fit_and_what_was_judged_is_told_to_nobody() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    let public = stage.published(open()).await;
    let mut hidden = open();
    hidden["visibility"] = json!("ADVISOR_ONLY");
    let advisors = stage.published(hidden.clone()).await;
    stage.app.match_up().await;
    // Above the budget: a term fails.
    let mut dear = fitting(&stage, 1, 5_000_000).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await, [] as [Value; 0]);
    // Put aside before it gets better: whoever said so knows it.
    for demand in [&public, &advisors] {
        let input = json!({ "demandId": demand["id"], "listingId": dear["id"], "verdict": "TOO_DEAR" });
        stage.owner.done("matchFeedbackGive", input, "matchFeedback { id }").await;
    }
    let free = json!([{ "code": "A", "kind": "NON_EXCLUSIVE", "territory": ["CN"], "termMonths": 12, "paymentMode": "FREE" }]);
    edited(&stage, &mut dear, json!({ "offers": free })).await;
    assert_eq!(heard(&stage, &stage.owner, "LISTING_FOUND").await, [] as [Value; 0]);
    // A demand for advisors is told to no office; one like it that everybody may see is.
    let later = stage.published(hidden).await;
    let told = heard(&stage, &stage.officer, "DEMAND_FOUND").await;
    let tells_of = |demand: &Value| told.iter().any(|event| event["figures"]["demandId"] == demand["id"]);
    assert_eq!((tells_of(&advisors), tells_of(&later), tells_of(&public)), (false, false, true), "{told:?}");
    stage.app.finish().await;
}
