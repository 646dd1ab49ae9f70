//! What a caller can spend, and what it costs others if somebody spends a lot.

use futures::{StreamExt, stream::FuturesUnordered};
use lianqiao::{
    kernel::Code,
    throttle::{Allowance, Bucket, Throttle},
};
use lianqiao_tests::{Client, Engine, Options, PASSWORD, TestApp, engine};
use reqwest::{Method, Response, StatusCode};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

/// Costs 50 times 3 points, and every one of them is in the answer.
fn dear() -> String {
    let fields: String = (0..50).map(|i| format!("a{i}: rateLimit {{ limit used }} ")).collect();
    format!("{{ {fields} }}")
}

async fn ask(client: &Client, document: &str) -> Response {
    let request = client.request(Method::POST, "/graphql").header("accept", "application/graphql-response+json");
    request.json(&json!({ "query": document })).send().await.unwrap()
}

/// The next three answers are of this kind.
async fn three(answers: &mut FuturesUnordered<impl Future<Output = StatusCode>>, wanted: u16) {
    for _ in 0..3 {
        assert_eq!(answers.next().await.unwrap(), wanted);
    }
}

async fn poor() -> TestApp {
    let configure = |config: &mut lianqiao::config::Config| {
        config.limits.complexity = 300;
        (config.limits.points, config.limits.points_per_second) = (500, 10);
    };
    TestApp::with(Options { configure, ..Options::default() }).await
}

#[tokio::test]
async fn an_empty_bucket_is_told_with_the_time_to_wait() {
    let app = poor().await;
    let (officer, head) = app.office("杨浦大学").await;
    for left in [350, 200, 50] {
        let answer = ask(&officer, &dear()).await;
        assert_eq!(answer.status(), 200);
        let body: Value = answer.json().await.unwrap();
        let expected = json!({
            "requestedQueryCost": 150, "actualQueryCost": 150,
            "throttleStatus": { "maximumAvailable": 500, "currentlyAvailable": left, "restoreRate": 10 },
        });
        assert_eq!(body["extensions"]["cost"], expected);
    }
    let answer = ask(&officer, &dear()).await;
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "11"));
    let body: Value = answer.json().await.unwrap();
    let extensions = &body["errors"][0]["extensions"];
    assert_eq!((extensions["code"].as_str(), extensions["retryAfterSeconds"].as_i64()), (Some("THROTTLED"), Some(11)), "{body}");
    assert!(body.get("data").is_none() && body["extensions"]["cost"]["actualQueryCost"].is_null(), "{body}");
    // Nobody else is concerned, and who waits is served again.
    assert_eq!(ask(&head, &dear()).await.status(), 200);
    app.advance(chrono::Duration::seconds(11));
    assert_eq!(ask(&officer, &dear()).await.status(), 200);
    app.finish().await;
}

#[tokio::test]
async fn what_was_not_needed_is_given_back() {
    let app = poor().await;
    let (officer, _) = app.office("杨浦大学").await;
    // A page of a hundred that are not there: dear to ask for, cheap to answer.
    for _ in 0..20 {
        let body: Value = ask(&officer, "{ listings(first: 100) { nodes { id } } }").await.json().await.unwrap();
        let cost = &body["extensions"]["cost"];
        assert!(cost["requestedQueryCost"].as_i64() > Some(100) && cost["actualQueryCost"].as_i64() < Some(10), "{cost}");
        assert!(cost["throttleStatus"]["currentlyAvailable"].as_i64() > Some(400), "{cost}");
    }
    app.finish().await;
}

#[tokio::test]
async fn refusals_say_what_they_cost_and_cost_a_little() {
    let app = poor().await;
    let (officer, _) = app.office("杨浦大学").await;
    for (document, left) in [("{", 490), ("{ nothing }", 480), ("{ a { b } }", 470)] {
        let body: Value = ask(&officer, document).await.json().await.unwrap();
        let cost = &body["extensions"]["cost"];
        assert_eq!((&cost["actualQueryCost"], &cost["throttleStatus"]["currentlyAvailable"]), (&Value::Null, &json!(left)), "{document}");
    }
    app.finish().await;
}

#[tokio::test]
async fn who_has_nothing_left_is_not_told_what_is_wrong_either() {
    let app = poor().await;
    let (officer, _) = app.office("杨浦大学").await;
    for _ in 0..50 {
        assert_eq!(ask(&officer, "{").await.status(), 400);
    }
    for document in ["{", "{ nothing }"] {
        let answer = ask(&officer, document).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "2"), "{document}");
    }
    app.finish().await;
}

#[tokio::test]
async fn the_schema_is_priced_by_how_much_of_it_is_told() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let cost = async |document: &str| {
        let body: Value = ask(&officer, document).await.json().await.unwrap();
        body["extensions"]["cost"]["actualQueryCost"].as_i64().unwrap()
    };
    assert!(cost("{ __schema { queryType { name } } }").await < 10);
    assert!(cost("{ __schema { types { name fields { name type { name } args { name } } } } }").await > 200);
    app.finish().await;
}

#[tokio::test]
async fn files_cost_points_and_say_when_to_come_back() {
    let app = poor().await;
    let (officer, _) = app.office("杨浦大学").await;
    let path = format!("/exports/listings.csv?organizationId={}", officer.organization);
    let export = async || officer.request(Method::GET, &path).send().await.unwrap();
    for _ in 0..25 {
        assert_eq!(export().await.status(), 200);
    }
    let answer = export().await;
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "3"));
    app.finish().await;
}

#[tokio::test]
async fn a_person_and_their_programs_share_a_lane_and_no_points() {
    let configure = |config: &mut lianqiao::config::Config| {
        (config.limits.running, config.limits.running_line, config.limits.log_in_tries) = (1, 2, 100);
    };
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let (officer, head) = app.office("杨浦大学").await;
    let create =
        json!({ "organizationId": officer.organization, "name": "x", "scopes": ["READ"], "expiresInDays": 1, "password": PASSWORD });
    let made = officer.done("apiTokenCreate", create, "created { secret }").await["created"].clone();
    let program = app.visitor.with_token(made["secret"].as_str().unwrap());
    let left = async |client: &Client| {
        let body: Value = ask(client, "{ rules(first: 1) { totalCount } }").await.json().await.unwrap();
        body["extensions"]["cost"]["throttleStatus"]["currentlyAvailable"].as_i64().unwrap()
    };
    assert!(left(&program).await > left(&officer).await, "the program has used nothing yet");
    let slow = format!("mutation {{ logIn(input: {{ email: \"{}\", password: \"guess\" }}) {{ userErrors {{ code }} }} }}", head.email);
    let busy = app.hold_hashing().await;
    let asked = async |nth: usize| {
        if nth < 3 {
            return ask(&officer, &slow).await.status();
        }
        app.in_line_for_hashing(1).await;
        ask(&program, "{ rules(first: 1) { totalCount } }").await.status()
    };
    // Alone, each of them would find room for three.
    let mut answers: FuturesUnordered<_> = (0..6).map(asked).collect();
    three(&mut answers, 429).await;
    drop(busy);
    three(&mut answers, 200).await;
    drop(answers);
    app.finish().await;
}

#[tokio::test]
async fn a_caller_can_ask_how_much_is_left() {
    let app = poor().await;
    let (officer, _) = app.office("杨浦大学").await;
    let document = "query($n: Int!) { rateLimit { cost limit nodeCount remaining resetAt used } listings(first: $n) { nodes { id } } \
        organizations(first: 2) { nodes { sizeDeclarations(first: 3) { nodes { id } } } } }";
    let data = officer.ok(document, json!({ "n": 5 })).await;
    let limit = &data["rateLimit"];
    assert_eq!((&limit["limit"], &limit["nodeCount"]), (&json!(500), &json!(5 + 2 + 6)), "{limit}");
    let (cost, used) = (limit["cost"].as_i64().unwrap(), limit["used"].as_i64().unwrap());
    assert_eq!((used, limit["remaining"].as_i64().unwrap()), (cost, 500 - cost), "{limit}");
    let whole_at: chrono::DateTime<chrono::Utc> = limit["resetAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(whole_at, app.ctx.now() + chrono::Duration::seconds((cost + 9) / 10));
    let visitor = app.visitor.ok("{ rateLimit { limit remaining } }", json!({})).await;
    assert_eq!(visitor["rateLimit"]["limit"], visitor["rateLimit"]["remaining"], "who cannot be told from others is not counted");
    app.finish().await;
}

#[tokio::test]
async fn operations_of_one_caller_wait_for_one_another() {
    let configure = |config: &mut lianqiao::config::Config| {
        (config.limits.running, config.limits.running_line, config.limits.log_in_tries) = (1, 2, 100);
    };
    let app = TestApp::with(Options { configure, ..Options::default() }).await;
    let (officer, head) = app.office("杨浦大学").await;
    let slow = format!("mutation {{ logIn(input: {{ email: \"{}\", password: \"guess\" }}) {{ userErrors {{ code }} }} }}", head.email);
    // One is at work and two wait.
    let busy = app.hold_hashing().await;
    let mut answers: FuturesUnordered<_> = (0..6).map(async |_| ask(&officer, &slow).await.status()).collect();
    three(&mut answers, 429).await;
    drop(busy);
    three(&mut answers, 200).await;
    // The line of somebody else is empty.
    assert_eq!(ask(&head, "{ __typename }").await.status(), 200);
    assert_eq!(ask(&officer, "{ __typename }").await.status(), 200, "and so is this one again");
    app.finish().await;
}

#[tokio::test]
async fn servers_on_one_database_count_together() {
    let app = TestApp::start().await;
    let (here, there) = (Throttle::new(&app.ctx.db), Throttle::new(&app.ctx.db));
    let (bucket, now) = (Bucket { points: 100, per_second: 10 }, app.ctx.now());
    let spend = async |throttle: &Throttle, points| throttle.spend("somebody", points, bucket, now).await.map(|level| level.available());
    assert_eq!(spend(&here, 60).await.unwrap(), 40);
    match engine() {
        Engine::Postgres => {
            let error = spend(&there, 60).await.unwrap_err();
            assert_eq!((error.code(), error.args()["seconds"].as_i64()), (Code::Throttled, Some(3)));
            assert_eq!(spend(&here, 10).await.unwrap(), 30);
            // Given back with what is taken next.
            here.refund("somebody", 50, bucket, now);
            assert_eq!(spend(&here, 10).await.unwrap(), 70);
            // A refusal keeps what is owed, and counts with it.
            here.refund("somebody", 10, bucket, now);
            let error = spend(&here, 100).await.unwrap_err();
            assert_eq!((error.code(), error.args()["seconds"].as_i64()), (Code::Throttled, Some(3)));
            // One that was told to wait is refused again without a question, and being charged is no question.
            assert_eq!(here.charge("somebody", 5, bucket, now).await.available(), 75);
            assert_eq!(spend(&here, 1).await.unwrap_err().code(), Code::Throttled);
        }
        Engine::Sqlite => assert_eq!(spend(&there, 60).await.unwrap(), 40, "one process, one count"),
    }
    assert_eq!(there.spend("another", 100, bucket, now).await.unwrap().available(), 0);
    assert_eq!(there.charge("another", 50, bucket, now).await.available(), 0, "no deeper than empty");
    // Without the database each counts for itself.
    app.ctx.db.clone().close().await;
    assert_eq!(here.spend("somebody new", 60, bucket, now).await.unwrap().available(), 40);
    assert_eq!(here.spend("somebody new", 60, bucket, now).await.unwrap_err().code(), Code::Throttled);
}

#[tokio::test]
async fn a_server_draws_small_points_in_advance_and_nobody_gains_by_it() {
    let app = TestApp::start().await;
    let (here, there) = (Throttle::new(&app.ctx.db), Throttle::new(&app.ctx.db));
    // A fiftieth of it are 20 points, which come back within two seconds.
    let (bucket, start) = (Bucket { points: 1000, per_second: 10 }, app.ctx.now());
    let spend = async |throttle: &Throttle, points, now| throttle.spend("often", points, bucket, now).await.map(|level| level.available());
    for left in [995, 990, 985] {
        assert_eq!(spend(&here, 5, start).await.unwrap(), left, "who asks sees what was used, not what was drawn");
    }
    here.refund("often", 5, bucket, start);
    assert_eq!(spend(&here, 5, start).await.unwrap(), 985);
    if engine() == Engine::Postgres {
        let used = 1000 - spend(&there, 5, start).await.unwrap();
        assert!((20..=40).contains(&used), "another server sees at most one advance too much: {used}");
    }
    // All of it can be spent, to the last point and no further.
    let mut spent = 0;
    while spend(&here, 5, start).await.is_ok() {
        spent += 5;
    }
    assert!((940..=985).contains(&spent), "{spent}");
    if engine() == Engine::Postgres {
        let mut held = 0;
        while spend(&there, 5, start).await.is_ok() {
            held += 5;
        }
        assert!(held <= 20, "the other server has what it holds, and no more: {held}");
    }
    // Who has nothing left gets nothing by being charged for what is done already.
    here.charge("often", 5, bucket, start).await;
    assert!(spend(&here, 5, start).await.is_err());
    // What was held and not spent is worth nothing later: the bucket itself has filled up meanwhile.
    let later = start + chrono::Duration::seconds(50);
    let mut spent = 0;
    while spend(&here, 5, later).await.is_ok() {
        spent += 5;
    }
    assert!((460..=505).contains(&spent), "half a bucket came back, {spent} could be spent");
    app.finish().await;
}

#[tokio::test]
async fn buckets_that_are_full_are_swept_away_and_no_others() {
    const USED: i64 = 20;
    let app = TestApp::start().await;
    if engine() == Engine::Sqlite {
        return;
    }
    let (tries, now) = (Allowance { tries: 3, seconds: 60 }, app.ctx.now());
    let here = Throttle::new(&app.ctx.db);
    for n in 0..USED {
        here.take("tries", &format!("long ago {n}"), tries, now - chrono::Duration::hours(1)).await.unwrap();
        for _ in 0..tries.tries {
            here.take("tries", &format!("just now {n}"), tries, now).await.unwrap();
        }
    }
    let rows = async || {
        let sql = "SELECT COUNT(*) AS rows FROM bucket";
        let row = app.ctx.db.read().query_one_raw(Statement::from_string(app.ctx.db.backend(), sql)).await.unwrap().unwrap();
        row.try_get::<i64>("", "rows").unwrap()
    };
    assert_eq!(rows().await, USED * 2);
    // One look after ten thousand draws; a draw that takes too long on a busy machine is none.
    let many = Allowance { tries: 1_000_000, seconds: 1 };
    for _ in 0..60 {
        let draws = futures::stream::iter(0..1_000).map(|_| here.take("tries", "many", many, now));
        draws.buffer_unordered(2).for_each(|taken| async { taken.unwrap() }).await;
        if rows().await == USED + 1 {
            break;
        }
    }
    assert_eq!(rows().await, USED + 1, "what was used just now, and the one that is drawn from");
    let there = Throttle::new(&app.ctx.db);
    for n in 0..USED {
        let error = there.take("tries", &format!("just now {n}"), tries, now).await.unwrap_err();
        assert_eq!(error.code(), Code::Throttled, "a used bucket is used as before");
    }
    app.finish().await;
}

#[tokio::test]
async fn what_was_asked_for_and_not_needed_is_not_lost_with_time() {
    let app = TestApp::start().await;
    let throttle = Throttle::new(&app.ctx.db);
    let (bucket, mut now) = (Bucket { points: 1000, per_second: 10 }, app.ctx.now());
    // Twenty points, nearly all given back, a little more than once in the time in which they come back.
    for _ in 0..60 {
        throttle.spend("seldom", 20, bucket, now).await.unwrap();
        throttle.refund("seldom", 19, bucket, now);
        now += chrono::Duration::milliseconds(2200);
    }
    let left = throttle.spend("seldom", 1, bucket, now).await.unwrap().available();
    assert!(left > 900, "{left}");
    app.finish().await;
}
