//! What is written on one server is heard at the other.

use std::time::{Duration, Instant};

use lianqiao_tests::{Client, Subscription};
use serde_json::json;

use super::cluster::{Cluster, Person};

const LISTEN: &str = "subscription($after: ID) { viewerEvents(after: $after) { id kind subjectId } }";

/// Hands a new listing in at `officer`'s server; its id.
async fn hand_in(officer: &Client, organization: &str, title: &str) -> String {
    let input = json!({ "organizationId": organization, "title": { "zh": title }, "problem": { "zh": "a" }, "benefit": { "zh": "b" } });
    let listing = officer.done("listingCreate", input, "listing { id version }").await["listing"].clone();
    officer.done("listingSubmit", json!({ "id": listing["id"], "expectedVersion": listing["version"] }), "listing { id }").await;
    listing["id"].as_str().unwrap().to_owned()
}

/// The newest event that somebody has, once it is about `subject`.
async fn newest(who: &Person, subject: &str) -> serde_json::Value {
    let started = Instant::now();
    loop {
        let page = who.at[1].ok("{ viewerEvents(first: 1) { nodes { id subjectId } } }", json!({})).await;
        let event = &page["viewerEvents"]["nodes"][0];
        if event["subjectId"] == subject {
            return event["id"].clone();
        }
        assert!(started.elapsed() < Duration::from_secs(20), "nothing is told");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_reaches_the_other_server_at_once_also_when_nobody_listens_for_a_while() {
    let Some(cluster) = Cluster::start().await else { return };
    let (officer, head) = (cluster.person("officer.fudan").await, cluster.person("head.fudan").await);
    let first = hand_in(&officer.at[0], &officer.organization, "第一件").await;
    let mut listening = Subscription::start(&head.at[1], LISTEN, json!({ "after": newest(&head, &first).await })).await;
    let mut slowest = Duration::ZERO;
    let mut cut = 0;
    for number in 0..12 {
        if number % 3 == 2 {
            // In the midst of it: what comes while nobody listens is found in the rows.
            cut += cluster.deafen().await;
        }
        let id = hand_in(&officer.at[0], &officer.organization, &format!("第{number}件")).await;
        let written = Instant::now();
        let heard = listening.next().await["viewerEvents"].clone();
        assert_eq!((&heard["kind"], &heard["subjectId"]), (&json!("LISTING_SUBMITTED"), &json!(id)), "none is missed, none comes twice");
        slowest = slowest.max(written.elapsed());
    }
    assert!(cut >= 4, "{cut} connections were cut");
    assert!(slowest < Duration::from_secs(2), "the slowest event took {slowest:?}");
    cluster.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_is_seen_by_nobody_who_uses_the_other_server() {
    let Some(mut cluster) = Cluster::start().await else { return };
    let officer = cluster.person("officer.fudan").await;
    for number in [0, 1] {
        let other = officer.at[1 - number].clone();
        let organization = officer.organization.clone();
        let stop = tokio_util::sync::CancellationToken::new();
        let stopped = stop.clone();
        // Every call must work: `hand_in` panics at any error.
        let working = tokio::spawn(async move {
            let mut calls = 0;
            while !stopped.is_cancelled() {
                hand_in(&other, &organization, &format!("重启时第{calls}件")).await;
                calls += 1;
            }
            calls
        });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let took = cluster.stop(number).await;
        assert!(took < Duration::from_secs(10), "stopped after {took:?}");
        cluster.serve(number).await;
        stop.cancel();
        assert!(working.await.unwrap() > 0);
    }
    cluster.remove().await;
}
