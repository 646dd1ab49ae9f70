//! What a viewer hears over a WebSocket: everything, once, in order.

use std::time::Duration;

use futures::StreamExt;
use lianqiao::{
    feed::{self, NewEntry},
    kernel::{
        Id, PageRequest,
        id::{FeedEntry, User},
    },
};
use lianqiao_tests::{Client, Subscription, TestApp};
use serde_json::{Value, json};

use crate::licensing::stage::Stage;

const LISTEN: &str = "subscription($after: ID) { viewerEvents(after: $after) { id kind subjectId subjectType figures } }";

fn entry(app: &TestApp, user: Id<User>, n: usize) -> NewEntry {
    NewEntry {
        id: app.ctx.new_id(),
        user,
        kind: "IMPORT_PROGRESSED".to_owned(),
        entity_kind: "ImportRun",
        entity_id: uuid::Uuid::nil(),
        payload: json!({ "n": n }),
    }
}

/// Writes entries as the worker does.
async fn tell(app: &TestApp, entries: Vec<NewEntry>) {
    let tx = app.ctx.begin().await.unwrap();
    feed::write(&app.ctx.db, &*tx, app.ctx.now(), entries).await.unwrap();
    tx.commit().await.unwrap();
}

/// Ids of the user's newest entries, oldest first.
async fn rows(app: &TestApp, user: Id<User>) -> Vec<Id<FeedEntry>> {
    let page = feed::entries(&app.ctx.db, user, &PageRequest { limit: 5000, cursor: None, backward: false }).await.unwrap();
    page.rows.into_iter().rev().map(|(_, entry)| entry.id).collect()
}

/// The newest event that a person has.
async fn newest(client: &Client) -> Value {
    client.ok("{ viewerEvents(first: 1) { nodes { id } } }", json!({})).await["viewerEvents"]["nodes"][0]["id"].clone()
}

#[tokio::test]
async fn the_office_hears_of_a_request_and_the_enterprise_of_the_answer() {
    let stage = Stage::set().await;
    let listing = stage.usual_listing().await;
    stage.app.settle().await;
    // An event each, to go on from: a subscription without `after` begins at some moment that the test cannot know.
    let (office, buyer): (Id<User>, Id<User>) = (stage.head.user.parse().unwrap(), stage.buyer.user.parse().unwrap());
    tell(&stage.app, vec![entry(&stage.app, office, 0), entry(&stage.app, buyer, 0)]).await;
    let mut at_the_office = Subscription::start(&stage.head, LISTEN, json!({ "after": newest(&stage.head).await })).await;
    let mut at_the_enterprise = Subscription::start(&stage.buyer, LISTEN, json!({ "after": newest(&stage.buyer).await })).await;

    stage.app.work_in_background();
    let request = stage.asked(&stage.buyer, &listing, "UFPL-12").await;
    let heard = at_the_office.next().await["viewerEvents"].clone();
    assert_eq!((&heard["kind"], &heard["subjectId"]), (&json!("LICENSE_REQUEST_SUBMITTED"), &json!(request)));
    let reject = json!({ "id": request, "expectedVersion": 1, "reason": "产能已满" });
    stage.officer.done("licenseRequestReject", reject, "licenseRequest { state }").await;
    let heard = at_the_enterprise.next().await["viewerEvents"].clone();
    assert_eq!((&heard["kind"], &heard["subjectId"]), (&json!("LICENSE_REQUEST_REJECTED"), &json!(request)));
    // What it happened to can be asked for.
    let subject = stage.buyer.ok("query($id: ID!) { node(id: $id) { id __typename } }", json!({ "id": heard["subjectId"] })).await;
    assert_eq!(subject["node"]["__typename"], heard["subjectType"]);
    stage.app.finish().await;
}

#[tokio::test]
async fn the_officer_hears_an_import_move_on() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    tell(&app, vec![entry(&app, officer.user.parse().unwrap(), 0)]).await;
    let mut listening = Subscription::start(&officer, LISTEN, json!({ "after": newest(&officer).await })).await;
    let rows: String = (1..=40).map(|row| format!("YP-{row:03},成果第{row}号\n")).collect();
    let upload = officer.upload(&officer.organization, "成果.csv", format!("编号,成果名称\n{rows}").into_bytes()).await;
    let upload: Value = upload.json().await.unwrap();
    let input = json!({ "organizationId": officer.organization, "uploadId": upload["id"], "policy": "REJECT_ALL", "idempotencyKey": officer.key() });
    let run = officer.done("importStart", input, "importRun { id }").await["importRun"]["id"].clone();
    app.work_in_background();
    let mut kinds = Vec::new();
    while kinds.last().is_none_or(|kind| kind != "IMPORT_FINISHED") {
        let heard = listening.next().await["viewerEvents"].clone();
        assert_eq!(heard["subjectId"], run);
        if heard["kind"] == "IMPORT_FINISHED" {
            assert_eq!(heard["figures"], json!({ "doneRows": 40, "totalRows": 40 }));
        }
        kinds.push(heard["kind"].as_str().unwrap().to_owned());
    }
    app.finish().await;
}

#[tokio::test]
async fn who_comes_back_misses_nothing_and_hears_nothing_twice() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let (user, other): (Id<User>, Id<User>) = (officer.user.parse().unwrap(), head.user.parse().unwrap());
    tell(&app, vec![entry(&app, user, 0)]).await;
    let mut last = newest(&officer).await;
    let mut heard = vec![last.as_str().unwrap().to_owned()];

    // Four workers write at once, for this person and for another one, while the listener comes and goes.
    let writers = futures::future::join_all((0..4).map(|writer| {
        let app = &app;
        async move {
            for n in 0..30 {
                tell(app, vec![entry(app, user, writer * 100 + n), entry(app, other, n)]).await;
                tokio::task::yield_now().await;
            }
        }
    }));
    let listener = async {
        while heard.len() < 121 {
            let mut listening = Subscription::start(&officer, LISTEN, json!({ "after": last })).await;
            for _ in 0..(121 - heard.len()).min(17) {
                last = listening.next().await["viewerEvents"]["id"].clone();
                heard.push(last.as_str().unwrap().to_owned());
            }
        }
    };
    tokio::join!(writers, listener);
    let rows: Vec<String> = rows(&app, user).await.into_iter().map(|id| id.to_string()).collect();
    assert_eq!(heard, rows);
    app.finish().await;
}

#[tokio::test]
async fn a_slow_listener_gets_everything_in_the_end() {
    const MANY: usize = 2600;
    let app = TestApp::start().await;
    let user = app.ctx.new_id();
    let mut stream = Box::pin(app.ctx.feed.follow(app.ctx.db.clone(), user, None).await.unwrap());
    // More than the broadcast holds and more than one reading of rows brings, before the first one is taken.
    for chunk in 0..MANY / 100 {
        tell(&app, (0..100).map(|n| entry(&app, user, chunk * 100 + n)).collect()).await;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut heard = Vec::new();
    while heard.len() < MANY {
        let next = tokio::time::timeout(Duration::from_secs(20), stream.next()).await.expect("the feed is silent").unwrap();
        heard.push(next.payload["n"].as_u64().unwrap());
    }
    assert_eq!(heard, (0..MANY as u64).collect::<Vec<_>>());
    app.finish().await;
}

/// PostgreSQL hands numbers out when a row is written and shows rows when they are committed: without a line to stand in, a
/// reader could see number 8 first, go on from there, and never hear of 7.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_overtakes_a_writer_that_is_slow_to_commit() {
    let app = TestApp::start().await;
    let user = app.ctx.new_id();
    let (slow, quick) = (entry(&app, user, 1), entry(&app, user, 2));
    let tx = app.ctx.begin().await.unwrap();
    feed::write(&app.ctx.db, &*tx, app.ctx.now(), vec![slow]).await.unwrap();
    let ctx = app.ctx.clone();
    let mut second = tokio::spawn(async move {
        let tx = ctx.begin().await.unwrap();
        feed::write(&ctx.db, &*tx, ctx.now(), vec![quick]).await.unwrap();
        tx.commit().await.unwrap();
    });
    assert!(tokio::time::timeout(Duration::from_millis(300), &mut second).await.is_err(), "the second writer did not wait");
    tx.commit().await.unwrap();
    second.await.unwrap();
    let page = feed::entries(&app.ctx.db, user, &PageRequest::first(2)).await.unwrap();
    let order: Vec<_> = page.rows.iter().rev().map(|(_, entry)| entry.payload["n"].clone()).collect();
    assert_eq!(order, [json!(1), json!(2)]);
    app.finish().await;
}

#[tokio::test]
async fn strangers_hear_nothing() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut visitor = Subscription::start(&app.visitor, LISTEN, json!({})).await;
    assert_eq!(visitor.refused().await, "UNAUTHENTICATED");
    tell(&app, vec![entry(&app, head.user.parse().unwrap(), 0)]).await;
    let of_another = newest(&head).await;
    let mut guessing = Subscription::start(&officer, LISTEN, json!({ "after": of_another })).await;
    assert_eq!(guessing.refused().await, "NOT_FOUND", "an event of somebody else is no place to begin");
    app.finish().await;
}
