//! Sixteen who want the same at once, half of them at each server: exactly one gets it, the others learn why.
//!
//! `RACE_ROUNDS` sets how often (20).

use futures::future::join_all;
use lianqiao_tests::Client;
use sea_orm::{DatabaseConnection, FromQueryResult, Statement};
use serde_json::{Value, json};

use super::cluster::{Cluster, Person, grant, listing, request};

const CONTENDERS: usize = 16;

fn rounds() -> u64 {
    std::env::var("RACE_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20)
}

/// Who tries, which mutation, with what input; and what it answers with.
type Try = (Client, &'static str, Value, &'static str);

/// What became of each try: `DONE` or the code of the refusal. A server error fails the test by itself.
async fn contend(tries: Vec<Try>) -> Vec<String> {
    let calls = tries.into_iter().map(|(who, field, input, selection)| async move {
        let payload = who.mutate(field, input, selection).await;
        payload["userErrors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
    });
    join_all(calls).await
}

fn one_of(outcomes: &[String], losers: &[&str]) {
    assert_eq!(outcomes.iter().filter(|code| *code == "DONE").count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().all(|code| code == "DONE" || losers.contains(&code.as_str())), "{outcomes:?}");
}

async fn count(database: &DatabaseConnection, sql: &str) -> i64 {
    #[derive(FromQueryResult)]
    struct Row {
        count: i64,
    }
    let statement = Statement::from_string(database.get_database_backend(), format!("SELECT count(*) AS count FROM {sql}"));
    Row::find_by_statement(statement).one(database).await.unwrap().unwrap().count
}

const REQUEST: &str = "licenseRequest { id }";

/// As many copies of `input` as there are contenders, each under `key`, alternating between the servers.
fn all(who: &Person, field: &'static str, selection: &'static str, input: impl Fn() -> Value) -> Vec<Try> {
    (0..CONTENDERS).map(|number| (who.at[number % 2].clone(), field, input(), selection)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_two_servers_exactly_one_wins() {
    let Some(cluster) = Cluster::start().await else { return };
    let (officer, head) = (cluster.person("officer.fudan").await, cluster.person("head.fudan").await);
    let (owner, rival) = (cluster.person("owner.yuxin").await, cluster.person("owner.shuxunli").await);
    let database = cluster.look().await;
    for round in 0..rounds() {
        let one = listing(&officer, &head, &format!("竞争{round}")).await;

        // One request, granted by many.
        let asked = request(&owner, &one, "ANY").await;
        let outcomes = contend(all(&head, "licenseRequestGrant", REQUEST, || grant(&head, &asked))).await;
        one_of(&outcomes, &["STALE_VERSION", "TRANSITION_NOT_ALLOWED"]);

        // Two exclusive licenses of one listing.
        let other = listing(&officer, &head, &format!("独占{round}")).await;
        let (first, second) = (request(&owner, &other, "ONLY").await, request(&rival, &other, "ONLY").await);
        let tries = (0..CONTENDERS).map(|number| {
            let wanted = if number / 2 % 2 == 0 { &first } else { &second };
            (head.at[number % 2].clone(), "licenseRequestGrant", grant(&head, wanted), REQUEST)
        });
        one_of(&contend(tries.collect()).await, &["STALE_VERSION", "TRANSITION_NOT_ALLOWED", "EXCLUSIVITY_CONFLICT", "LISTING_NOT_OPEN"]);

        // Granted by some, withdrawn by others.
        let asked = request(&rival, &one, "ANY").await;
        let tries = (0..CONTENDERS).map(|number| {
            if number / 2 % 2 == 0 {
                (head.at[number % 2].clone(), "licenseRequestGrant", grant(&head, &asked), REQUEST)
            } else {
                (rival.at[number % 2].clone(), "licenseRequestWithdraw", json!({ "id": asked, "expectedVersion": 1 }), REQUEST)
            }
        });
        one_of(&contend(tries.collect()).await, &["STALE_VERSION", "TRANSITION_NOT_ALLOWED"]);

        // One credit code, one address.
        let code = credit_code(round);
        let register = || {
            json!({ "kind": "ENTERPRISE", "nameZh": format!("竞争{round}科技"), "creditCode": code, "country": "CN",
                    "idempotencyKey": owner.at[0].key() })
        };
        let outcomes = contend(all(&owner, "organizationRegister", "organization { id }", register)).await;
        assert!(outcomes.iter().filter(|code| *code == "DONE").count() <= 1, "{outcomes:?}");
        assert_eq!(count(&database, &format!("organization WHERE credit_code = '{code}'")).await, 1, "{outcomes:?}");
    }
    assert_eq!(count(&database, "license").await, count(&database, "license_request WHERE state = 'GRANTED'").await);
    let exclusive = "(SELECT listing_id FROM license WHERE kind = 'EXCLUSIVE' GROUP BY listing_id HAVING count(*) > 1) AS twice";
    assert_eq!(count(&database, exclusive).await, 0);
    database.close().await.unwrap();
    cluster.remove().await;
}

/// A suspension and requests at once: whoever is told that the request is there has one, and nobody is left without an answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspension_and_requests_at_once_leave_no_half_of_either() {
    let Some(cluster) = Cluster::start().await else { return };
    let (officer, head) = (cluster.person("officer.fudan").await, cluster.person("head.fudan").await);
    let owner = cluster.person("owner.yuxin").await;
    let database = cluster.look().await;
    for round in 0..rounds() {
        let before = count(&database, "license_request").await;
        let one = listing(&officer, &head, &format!("暂停{round}")).await;
        let tries = (0..CONTENDERS).map(|number| {
            if number / 2 % 2 == 0 {
                let input = json!({ "id": one, "expectedVersion": 3, "reason": "暂停" });
                (head.at[number % 2].clone(), "listingSuspend", input, "listing { id }")
            } else {
                let input = json!({
                    "listingId": one, "offerCode": "ANY", "organizationId": owner.organization, "paymentMode": "DEFERRED",
                    "purpose": "用于船厂涂装线的小批量试用。", "idempotencyKey": owner.at[0].key(),
                });
                (owner.at[number % 2].clone(), "licenseRequestSubmit", input, REQUEST)
            }
        });
        let outcomes = contend(tries.collect()).await;
        let done = |requests: bool| {
            outcomes.iter().enumerate().filter(|(number, code)| (number / 2 % 2 == 1) == requests && *code == "DONE").count()
        };
        assert_eq!(done(false), 1, "{outcomes:?}");
        assert!(done(true) <= 1, "{outcomes:?}");
        assert_eq!(count(&database, "license_request").await - before, i64::try_from(done(true)).unwrap());
        let known = ["DONE", "STALE_VERSION", "TRANSITION_NOT_ALLOWED", "NOT_FOUND", "REQUEST_EXISTS", "LISTING_NOT_OPEN"];
        assert!(outcomes.iter().all(|code| known.contains(&code.as_str())), "{outcomes:?}");
    }
    database.close().await.unwrap();
    cluster.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_makes_one_account_and_one_session_has_one_branch() {
    let Some(cluster) = Cluster::start().await else { return };
    let database = cluster.look().await;
    let visitors = [0, 1].map(|number: usize| cluster.replicas[number].visitor.clone());
    for round in 0..rounds().min(20) {
        let email = format!("race{round}@example.com");
        let input = json!({ "email": email, "name": "陈一帆", "password": "spring-forsythia-47-bridge", "locale": "EN" });
        // Hashing is slow on purpose: a few are enough here.
        let tries = (0..4).map(|number| (visitors[number % 2].clone(), "signUp", input.clone(), "email"));
        let outcomes = contend(tries.collect()).await;
        assert!(outcomes.iter().all(|code| code == "DONE"), "the answer does not tell who was first: {outcomes:?}");
        assert_eq!(count(&database, &format!("user_account WHERE email = '{email}'")).await, 1);

        let log_in = json!({ "email": "owner.yuxin@demo.lianqiao.example", "password": "lianqiao-demo-2026" });
        let session = visitors[0].done("logIn", log_in, "session { refreshToken }").await["session"].clone();
        let refresh = json!({ "refreshToken": session["refreshToken"] });
        let calls = (0..CONTENDERS).map(|number| {
            let (who, refresh) = (visitors[number % 2].clone(), refresh.clone());
            async move { who.mutate("sessionRefresh", refresh, "session { accessToken refreshToken }").await }
        });
        let payloads = join_all(calls).await;
        let mut alive = 0;
        for token in payloads.iter().filter_map(|payload| payload["session"]["refreshToken"].as_str()) {
            let next = visitors[1].mutate("sessionRefresh", json!({ "refreshToken": token }), "session { accessToken }").await;
            alive += usize::from(next["session"].is_object());
        }
        assert!(alive <= 1, "{alive} branches of one session live");
    }
    database.close().await.unwrap();
    cluster.remove().await;
}

/// The `number`th valid unified social credit code (GB 32100) of these stories.
fn credit_code(number: u64) -> String {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let body = format!("91310110MB2{number:06}");
    let value = |byte: u8| ALPHABET.iter().position(|letter| *letter == byte).unwrap();
    let (sum, _) = body.bytes().fold((0, 1), |(sum, weight), byte| (sum + value(byte) * weight, weight * 3 % 31));
    format!("{body}{}", char::from(ALPHABET[(31 - sum % 31) % 31]))
}
