//! PostgreSQL that is cut off, silent, slow, or whose answer to a commit is lost.

use std::time::{Duration, Instant};

use lianqiao::config::Config;
use lianqiao_tests::{Client, FaultProxy, Network, Options, TestApp, postgres_port};
use reqwest::Method;
use serde_json::{Value, json};

/// A server whose database is at the other end of a network that breaks; none on SQLite.
async fn far_from_its_database() -> Option<(FaultProxy, TestApp)> {
    let proxy = FaultProxy::to(postgres_port()?).await;
    let configure = |config: &mut Config| {
        config.database.wait_seconds = 1;
        config.http.timeout_seconds = 3;
    };
    let app = TestApp::with(Options { through: Some(proxy.port()), configure, ..Options::default() }).await;
    Some((proxy, app))
}

/// The answer as it is, server errors among them.
async fn ask(client: &Client, body: Value) -> (u16, Value) {
    let response = client.request(Method::POST, "/graphql").json(&body).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn create(organization: &str, key: &str) -> Value {
    let document =
        "mutation($input: ListingCreateInput!) { listingCreate(input: $input) { listing { id } userErrors { code } idempotentReplay } }";
    json!({ "query": document, "variables": { "input": {
        "organizationId": organization, "title": { "zh": "水下机器人" }, "idempotencyKey": key,
    } } })
}

/// Asks until it is answered; how long that took.
async fn until_well(client: &Client) -> Duration {
    let started = Instant::now();
    loop {
        let (_, answer) = ask(client, json!({ "query": "{ viewer { user { id } } }" })).await;
        if answer["data"]["viewer"].is_object() {
            return started.elapsed();
        }
        assert!(started.elapsed() < Duration::from_secs(10), "the database is back and the server is not: {answer}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_answer_to_a_commit_is_lost_the_key_tells_what_became_of_it() {
    let Some((proxy, app)) = far_from_its_database().await else { return };
    let (officer, _) = app.office("杨浦大学").await;
    for round in 1..=3 {
        let body = create(&officer.organization, &officer.key());
        proxy.set(Network::LosesAnswerTo("COMMIT"));
        let (_, answer) = ask(&officer, body.clone()).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{answer}");
        assert_eq!(proxy.lost(), round);
        until_well(&officer).await;
        let (_, answer) = ask(&officer, body).await;
        let made = &answer["data"]["listingCreate"];
        assert_eq!((&made["idempotentReplay"], &made["userErrors"]), (&json!(true), &json!([])), "{answer}");
        let found = officer
            .ok(
                "query($o: ID!) { listings(first: 10, filter: { organizationId: $o }) { totalCount } }",
                json!({ "o": officer.organization }),
            )
            .await;
        assert_eq!(found["listings"]["totalCount"], round);
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_cut_off_or_silent_costs_an_answer_in_time_and_nothing_else() {
    let Some((proxy, app)) = far_from_its_database().await else { return };
    let (officer, _) = app.office("杨浦大学").await;
    for network in [Network::Cut, Network::Silent] {
        let body = create(&officer.organization, &officer.key());
        proxy.set(network);
        for _ in 0..3 {
            let started = Instant::now();
            let (status, answer) = ask(&officer, body.clone()).await;
            assert!(started.elapsed() < Duration::from_secs(5), "{network:?}: an answer after {:?}", started.elapsed());
            let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            assert_eq!(code, "UNAVAILABLE", "{network:?}: {status} {answer}");
        }
        proxy.set(Network::Sound);
        let back = until_well(&officer).await;
        assert!(back < Duration::from_secs(5), "{network:?}: well again after {back:?}");
        let (_, answer) = ask(&officer, body).await;
        assert!(answer["data"]["listingCreate"]["listing"]["id"].is_string(), "{network:?}: {answer}");
    }
    proxy.set(Network::Slow(Duration::from_millis(20)));
    let (_, answer) = ask(&officer, create(&officer.organization, &officer.key())).await;
    assert!(answer["data"]["listingCreate"]["listing"]["id"].is_string(), "slow is not broken: {answer}");
    proxy.set(Network::Sound);
    app.finish().await;
}
