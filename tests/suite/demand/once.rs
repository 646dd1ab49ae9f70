//! Told once, and only of what there is: killed in the middle, withdrawn in the middle, asked too much, forgotten in time.

use lianqiao::{
    jobs::{self, Keeper},
    kernel::{
        Id,
        id::{SavedSearch, User},
    },
    saved_search,
};
use lianqiao_tests::{Client, Person};
use sea_orm::{
    ConnectionTrait, FromQueryResult, Statement,
    sea_query::{Alias, Query},
};
use serde_json::{Value, json};

use super::{
    alerts::{edited, fitting, matched, moved, open, told},
    stage::{DEMAND, Stage, step},
};

const NOTHING: [Value; 0] = [];

async fn keep(who: &Client, name: &str, wish: Value) -> Value {
    let mut input = json!({ "name": name });
    input.as_object_mut().unwrap().extend(wish.as_object().unwrap().clone());
    who.done("savedSearchCreate", input, "savedSearch { id version }").await["savedSearch"].clone()
}

fn listings(text: &str) -> Value {
    json!({ "listings": { "query": text } })
}

async fn pause(who: &Client, search: &mut Value, paused: bool) {
    let input = json!({ "id": search["id"], "expectedVersion": search["version"], "paused": paused });
    *search = who.done("savedSearchUpdate", input, "savedSearch { id version }").await["savedSearch"].clone();
}

/// Ids of what somebody was told of.
async fn heard(who: &Client, kind: &str) -> Vec<Value> {
    let figure = if kind.ends_with("DEMAND") || kind == "DEMAND_FOUND" { "demandId" } else { "listingId" };
    told(who, kind).await.iter().map(|event| event["figures"][figure].clone()).collect()
}

async fn sql(stage: &Stage, text: &str) {
    stage.app.ctx.db.maintenance().execute_unprepared(text).await.unwrap();
}

async fn count(stage: &Stage, table: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        count: i64,
    }
    let conn = stage.app.ctx.db.maintenance();
    let statement = Statement::from_string(conn.get_database_backend(), format!("SELECT count(*) AS count FROM {table}"));
    Row::find_by_statement(statement).one(conn).await.unwrap().unwrap().count
}

#[tokio::test]
async fn whoever_was_told_is_not_told_again_though_the_message_is_repeated_after_a_withdrawal() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    stage.published(open()).await;
    stage.app.match_up().await;
    keep(&stage.rival, "焊接", listings("焊接")).await;
    let mut offer = fitting(&stage, 1, 300_000).await;
    matched(&stage).await;
    let once = [offer["id"].clone()];
    assert_eq!(heard(&stage.owner, "LISTING_FOUND").await, once);
    assert_eq!(heard(&stage.rival, "SEARCH_FOUND_LISTING").await, once);
    // A worker was killed after it wrote the messages and before that was noted; at the second try the listing is hidden.
    moved(&stage.head, "listingSuspend", &mut offer, json!({ "reason": "内容有误" })).await;
    stage.app.settle().await;
    sql(
        &stage,
        "UPDATE outbox_delivery SET state = 'PENDING', done_at = NULL WHERE follower = 'FEED' AND event_id IN \
         (SELECT id FROM outbox_event WHERE kind IN ('LISTING_FOUND', 'SEARCH_FOUND_LISTING'))",
    )
    .await;
    assert!(count(&stage, "outbox_delivery WHERE state = 'PENDING'").await >= 2);
    stage.app.settle().await;
    moved(&stage.head, "listingResume", &mut offer, json!({})).await;
    matched(&stage).await;
    edited(&stage, &mut offer, json!({ "keywords": ["焊接"] })).await;
    matched(&stage).await;
    assert_eq!(heard(&stage.owner, "LISTING_FOUND").await, once);
    assert_eq!(heard(&stage.rival, "SEARCH_FOUND_LISTING").await, once);
    stage.app.finish().await;
}

#[tokio::test]
async fn two_searches_that_find_the_same_speak_once_and_one_that_is_paused_leaves_it_to_the_other() {
    let stage = Stage::set().await;
    let mut first = keep(&stage.member, "焊接", listings("焊接")).await;
    stage.app.advance(chrono::Duration::seconds(1));
    let second = keep(&stage.member, "厚板", listings("厚板")).await;
    let offer = fitting(&stage, 1, 300_000).await;
    stage.app.settle().await;
    let by = async || told(&stage.member, "SEARCH_FOUND_LISTING").await.iter().map(|one| one["subjectId"].clone()).collect::<Vec<_>>();
    assert_eq!(by().await, [first["id"].clone()], "{offer}");
    // Found by the first, which is paused before its owner is told.
    let late = fitting(&stage, 2, 300_000).await;
    saved_search::tell_of_listings(&stage.app.ctx, &[late["id"].as_str().unwrap().parse().unwrap()]).await.unwrap();
    pause(&stage.member, &mut first, true).await;
    stage.app.settle().await;
    assert_eq!(by().await, [second["id"].clone(), first["id"].clone()]);
    stage.app.finish().await;
}

#[tokio::test]
async fn a_demand_that_a_search_finds_no_more_is_not_told() {
    let stage = Stage::set().await;
    let search = keep(&stage.rival, "C37", json!({ "demands": { "filter": { "industries": ["C37"] } } })).await;
    let mut changed = stage.draft(json!({})).await;
    let mut stays = stage.draft(json!({})).await;
    for demand in [&mut changed, &mut stays] {
        step(&stage.owner, "demandSubmit", demand, json!({})).await;
        step(&stage.operator, "demandPublish", demand, json!({})).await;
    }
    // Found as they were, and one is another by the time of the message.
    let ids = [&changed, &stays].map(|demand| demand["id"].as_str().unwrap().parse().unwrap());
    saved_search::tell_of_demands(&stage.app.ctx, &ids).await.unwrap();
    let input = json!({ "id": changed["id"], "expectedVersion": changed["version"], "industries": ["A01"] });
    changed = stage.owner.done("demandUpdate", input, DEMAND).await["demand"].clone();
    step(&stage.owner, "demandSubmit", &mut changed, json!({})).await;
    step(&stage.operator, "demandPublish", &mut changed, json!({})).await;
    stage.app.settle().await;
    assert_eq!(heard(&stage.rival, "SEARCH_FOUND_DEMAND").await, [stays["id"].clone()], "{search}");
    // Of an anonymous demand the day is told, and no hour.
    let feed = stage.rival.ok("{ viewerEvents(first: 1) { nodes { kind occurredAt } } }", json!({})).await;
    let event = &feed["viewerEvents"]["nodes"][0];
    assert_eq!((&event["kind"], &event["occurredAt"]), (&json!("SEARCH_FOUND_DEMAND"), &json!("2026-11-22T16:00:00+00:00")));
    stage.app.finish().await;
}

#[tokio::test]
async fn one_search_that_cannot_be_read_stops_no_other() {
    let stage = Stage::set().await;
    keep(&stage.member, "旧", listings("焊接")).await;
    keep(&stage.owner, "简", listings("石墨烯")).await;
    let good = keep(&stage.rival, "焊接", listings("焊接")).await;
    // As another version wrote them: one in words that this one does not know, one that leaves out what it did not know.
    sql(&stage, "UPDATE saved_search SET wish = '{\"OLDER\":{}}' WHERE name = '旧'").await;
    sql(&stage, "UPDATE saved_search SET wish = '{\"LISTINGS\":{\"text\":\"焊接\"}}' WHERE name = '简'").await;
    let offer = fitting(&stage, 1, 300_000).await;
    stage.app.settle().await;
    for who in [&stage.rival, &stage.owner] {
        assert_eq!(heard(who, "SEARCH_FOUND_LISTING").await, [offer["id"].clone()], "{good}");
    }
    assert_eq!(heard(&stage.member, "SEARCH_FOUND_LISTING").await, NOTHING);
    let mine = stage.member.ok("{ viewerSavedSearches { id } }", json!({})).await;
    assert_eq!(mine["viewerSavedSearches"], json!([]));
    stage.app.finish().await;
}

#[tokio::test]
async fn a_day_has_no_more_than_so_many_finds_and_the_others_are_counted() {
    let mut stage = Stage::set().await;
    let search = keep(&stage.member, "焊接", listings("焊接")).await;
    // All but one of what the rule allows in a day.
    let (ctx, conn) = (&stage.app.ctx, stage.app.ctx.db.maintenance());
    let user: Id<User> = stage.member.user.parse().unwrap();
    let id: Id<SavedSearch> = search["id"].as_str().unwrap().parse().unwrap();
    for _ in 0..99 {
        let subject = ctx.new_id::<lianqiao::kernel::id::Listing>().uuid();
        let row = [user.uuid().into(), subject.into(), id.uuid().into(), ctx.now().into(), ctx.now().into()];
        let columns = ["user_id", "subject_id", "search_id", "created_at", "told_at"].map(Alias::new);
        let insert = Query::insert().into_table(Alias::new("saved_search_alert")).columns(columns).values_panic(row).to_owned();
        conn.execute(&insert).await.unwrap();
    }
    let offers = [fitting(&stage, 1, 300_000).await, fitting(&stage, 2, 300_000).await];
    stage.app.settle().await;
    let heard_of = heard(&stage.member, "SEARCH_FOUND_LISTING").await;
    assert_eq!(heard_of.len(), 1);
    assert!(offers.iter().any(|offer| offer["id"] == heard_of[0]));
    let untold =
        async |who: &Person| who.ok("{ viewerSavedSearches { untold } }", json!({})).await["viewerSavedSearches"][0]["untold"].clone();
    assert_eq!(untold(&stage.member).await, json!(1));
    // Another day; what was counted is not told afterwards.
    stage.app.advance(chrono::Duration::days(1));
    for person in [&mut stage.officer, &mut stage.head, &mut stage.member] {
        person.client = stage.app.sign_in(&person.email).await;
    }
    let third = fitting(&stage, 3, 300_000).await;
    stage.app.settle().await;
    assert_eq!(heard(&stage.member, "SEARCH_FOUND_LISTING").await, [third["id"].clone(), heard_of[0].clone()]);
    assert_eq!(untold(&stage.member).await, json!(1));
    stage.app.finish().await;
}

#[tokio::test]
async fn nothing_is_found_for_who_is_suspended() {
    let stage = Stage::set().await;
    for who in [&stage.rival, &stage.member] {
        keep(who, "焊接", listings("焊接")).await;
    }
    let input = json!({ "id": stage.rival.user, "expectedVersion": 1, "reason": "多次提交虚假成果" });
    stage.operator.done("userSuspend", input, "user { id }").await;
    let offer = fitting(&stage, 1, 300_000).await;
    stage.app.settle().await;
    assert_eq!(heard(&stage.member, "SEARCH_FOUND_LISTING").await, [offer["id"].clone()]);
    assert_eq!(count(&stage, "saved_search_alert").await, 1);
    assert_eq!(count(&stage, "outbox_event WHERE kind = 'SEARCH_FOUND_LISTING'").await, 1);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_is_over_for_good_is_forgotten_in_time_and_what_may_come_back_is_not() {
    let mut stage = Stage::set().await;
    stage.app.match_up().await;
    stage.published(open()).await;
    stage.app.match_up().await;
    keep(&stage.rival, "焊接", listings("焊接")).await;
    let mut over = fitting(&stage, 1, 300_000).await;
    let mut hidden = fitting(&stage, 2, 300_000).await;
    matched(&stage).await;
    moved(&stage.head, "listingWithdraw", &mut over, json!({ "reason": "已有买家" })).await;
    moved(&stage.head, "listingSuspend", &mut hidden, json!({ "reason": "内容有误" })).await;
    let rows = async |stage: &Stage| (count(stage, "match_alert").await, count(stage, "saved_search_alert").await);
    assert_eq!(rows(&stage).await, (2, 2));
    stage.app.advance(chrono::Duration::days(89));
    jobs::forget(&stage.app.ctx).await.unwrap();
    assert_eq!(rows(&stage).await, (2, 2));
    stage.app.advance(chrono::Duration::days(2));
    jobs::forget(&stage.app.ctx).await.unwrap();
    assert_eq!(rows(&stage).await, (1, 1));
    // What may come back does, and is no news; the messages themselves are forgotten by then.
    for person in [&mut stage.head, &mut stage.rival, &mut stage.owner] {
        person.client = stage.app.sign_in(&person.email).await;
    }
    moved(&stage.head, "listingResume", &mut hidden, json!({})).await;
    matched(&stage).await;
    assert_eq!(heard(&stage.owner, "LISTING_FOUND").await, NOTHING);
    assert_eq!(heard(&stage.rival, "SEARCH_FOUND_LISTING").await, NOTHING);
    stage.app.finish().await;
}

#[tokio::test]
async fn what_was_hidden_with_its_organization_before_anybody_was_told_is_found_again_with_it() {
    let stage = Stage::set().await;
    stage.app.match_up().await;
    stage.published(open()).await;
    stage.app.match_up().await;
    keep(&stage.rival, "焊接", listings("焊接")).await;
    let offer = fitting(&stage, 1, 300_000).await;
    // Found for both, told to nobody yet.
    Keeper::new(&stage.app.ctx).look().await.unwrap();
    saved_search::tell_of_listings(&stage.app.ctx, &[offer["id"].as_str().unwrap().parse().unwrap()]).await.unwrap();
    assert_eq!((count(&stage, "match_alert").await, count(&stage, "saved_search_alert").await), (1, 1));
    let id = &stage.head.organization;
    let version = async || {
        let read = stage.head.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": id })).await;
        read["organization"]["version"].clone()
    };
    let reject = json!({ "id": id, "expectedVersion": version().await, "reason": "事业单位法人证书已注销。" });
    stage.operator.done("organizationReject", reject, "organization { id }").await;
    matched(&stage).await;
    assert_eq!(heard(&stage.owner, "LISTING_FOUND").await, NOTHING);
    assert_eq!(heard(&stage.rival, "SEARCH_FOUND_LISTING").await, NOTHING);
    stage.operator.done("organizationVerify", json!({ "id": id, "expectedVersion": version().await }), "organization { id }").await;
    matched(&stage).await;
    assert_eq!(heard(&stage.owner, "LISTING_FOUND").await, [offer["id"].clone()]);
    assert_eq!(heard(&stage.rival, "SEARCH_FOUND_LISTING").await, [offer["id"].clone()]);
    stage.app.finish().await;
}
