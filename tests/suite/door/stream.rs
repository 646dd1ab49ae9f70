//! GraphQL over Server-Sent Events: the same door as everywhere, and a line that ends when its listener may not listen.

use lianqiao::{
    feed::{self, NewEntry},
    kernel::{Id, id::User},
};
use lianqiao_tests::{Client, EventStream, Options, Person, TestApp};
use serde_json::{Value, json};

const LISTEN: &str = "subscription($after: ID) { viewerEvents(after: $after) { id kind figures } }";

/// Writes an event of a person, as the worker does.
async fn tell(app: &TestApp, person: &Person, n: usize) {
    let entry = NewEntry {
        id: app.ctx.new_id(),
        user: person.user.parse::<Id<User>>().unwrap(),
        kind: "IMPORT_PROGRESSED".to_owned(),
        entity_kind: "ImportRun",
        entity_id: uuid::Uuid::nil(),
        payload: json!({ "n": n }),
    };
    let tx = app.ctx.begin().await.unwrap();
    feed::write(&app.ctx.db, &*tx, app.ctx.now(), vec![entry]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn newest(client: &Client) -> Value {
    client.ok("{ viewerEvents(first: 1) { nodes { id } } }", json!({})).await["viewerEvents"]["nodes"][0]["id"].clone()
}

/// A stream of somebody's events that has begun: what was there before it is heard.
async fn following(app: &TestApp, person: &Person) -> EventStream {
    tell(app, person, 0).await;
    let after = newest(person).await;
    tell(app, person, 1).await;
    let mut stream = EventStream::open(person, LISTEN, json!({ "after": after })).await.unwrap();
    assert_eq!(stream.next().await["viewerEvents"]["figures"], json!({ "n": 1 }));
    stream
}

async fn watchful() -> TestApp {
    TestApp::with(Options { configure: |config| config.http.socket_ping_seconds = 1, ..Options::default() }).await
}

#[tokio::test]
async fn events_come_as_they_happen_and_after_a_break_from_where_it_broke() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let mut stream = following(&app, &officer).await;
    let mut other = following(&app, &head).await;
    tell(&app, &officer, 2).await;
    let heard = stream.next().await["viewerEvents"].clone();
    assert_eq!(heard["figures"], json!({ "n": 2 }));
    drop(stream);
    tell(&app, &officer, 3).await;
    let mut again = EventStream::open(&officer, LISTEN, json!({ "after": heard["id"] })).await.unwrap();
    assert_eq!(again.next().await["viewerEvents"]["figures"], json!({ "n": 3 }));
    tell(&app, &head, 4).await;
    assert_eq!(other.next().await["viewerEvents"]["figures"], json!({ "n": 4 }), "nothing of anybody else came before it");
    app.finish().await;
}

#[tokio::test]
async fn what_is_wrong_with_an_operation_is_said_in_the_stream_and_what_is_wrong_with_a_request_is_not() {
    let app = TestApp::start().await;
    let mut query = EventStream::open(&app.visitor, "{ __typename }", json!({})).await.unwrap();
    assert_eq!(query.next().await, json!({ "__typename": "Query" }));
    assert_eq!(query.hear().await, Some(("complete".to_owned(), Value::Null)));
    assert_eq!(query.hear().await, None);
    let nested = format!("{{ a{} }}", "{ a ".repeat(80) + &"}".repeat(80));
    for (document, code) in
        [("{ nothing }", "BAD_USER_INPUT"), (&*nested, "COST_EXCEEDED"), ("subscription { viewerEvents { id } }", "UNAUTHENTICATED")]
    {
        assert_eq!(EventStream::open(&app.visitor, document, json!({})).await.unwrap().refused().await, code, "{document}");
    }

    let post = || app.visitor.request(reqwest::Method::POST, "/graphql/stream");
    let json = "application/json";
    for (request, status) in [
        (post().header("content-type", json).body("{"), 400),
        (post().header("content-type", "text/plain").body("{}"), 415),
        (post().header("content-type", json).header("authorization", "Bearer a.b.c").body(r#"{"query":"{ __typename }"}"#), 401),
        (post().header("content-type", json).header("origin", "https://elsewhere.example").body(r#"{"query":"{ __typename }"}"#), 403),
        (app.visitor.request(reqwest::Method::GET, "/graphql/stream?query=%7B__typename%7D"), 405),
    ] {
        assert_eq!(request.send().await.unwrap().status().as_u16(), status);
    }
    app.finish().await;
}

#[tokio::test]
async fn a_line_ends_for_whoever_may_not_listen_any_more() {
    let app = watchful().await;
    let (operator, (officer, head)) = (app.operator().await, app.office("杨浦大学").await);
    let (mut suspended, mut expiring) = (following(&app, &officer).await, following(&app, &head).await);
    let suspend = json!({ "id": officer.user, "expectedVersion": 1, "reason": "账号被盗用。" });
    operator.done("userSuspend", suspend, "user { id }").await;
    assert_eq!(suspended.refused().await, "UNAUTHENTICATED");
    app.advance(chrono::Duration::minutes(11));
    assert_eq!(expiring.refused().await, "UNAUTHENTICATED", "a token that ran out");
    app.finish().await;
}

#[tokio::test]
async fn lines_of_one_person_are_counted_and_let_go() {
    let app = watchful().await;
    let (officer, head) = app.office("杨浦大学").await;
    let most = app.ctx.config.http.sockets_per_caller;
    let mut open = Vec::new();
    for _ in 0..most {
        open.push(following(&app, &officer).await);
    }
    let mut over = EventStream::open(&officer, LISTEN, json!({})).await.unwrap();
    assert_eq!(over.refused().await, "THROTTLED");
    following(&app, &head).await;
    open.pop();
    let mut tries = 0;
    while EventStream::open(&officer, "{ __typename }", json!({})).await.unwrap().hear().await.unwrap().1.get("errors").is_some() {
        tries += 1;
        assert!(tries < 100, "there is no room after one has left");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    app.stop();
    // What the others' lines had to tell comes first.
    let last = loop {
        let (event, answer) = open[0].hear().await.expect("a server that stops says so");
        if answer.get("errors").is_some() || event == "complete" {
            break answer;
        }
    };
    assert_eq!(last["errors"][0]["extensions"]["code"], "UNAVAILABLE", "{last}");
    app.finish().await;
}
