//! The `graphql-transport-ws` protocol.

use futures::{SinkExt, StreamExt};
use lianqiao_tests::{Client, Options, PASSWORD, TestApp};
use serde_json::{Value, json};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

async fn open(app: &TestApp, protocol: Option<&str>, origin: Option<&str>) -> Result<Socket, u16> {
    let url = app.visitor.url("/graphql/ws").replace("http://", "ws://");
    let mut request = url.into_client_request().unwrap();
    if let Some(protocol) = protocol {
        request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
    }
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().unwrap());
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

async fn say(socket: &mut Socket, message: Value) {
    socket.send(Message::text(message.to_string())).await.unwrap();
}

/// The next protocol message, or the close code.
async fn hear(socket: &mut Socket) -> Result<Value, u16> {
    loop {
        match tokio::time::timeout(std::time::Duration::from_secs(20), socket.next()).await.expect("the server is silent") {
            Some(Ok(Message::Text(text))) => {
                let message: Value = serde_json::from_str(&text).unwrap();
                if message["type"] != "ping" {
                    return Ok(message);
                }
            }
            Some(Ok(Message::Close(frame))) => return Err(frame.map_or(1005, |frame| frame.code.into())),
            Some(Ok(_)) => {}
            Some(Err(error)) => panic!("{error}"),
            None => return Err(1006),
        }
    }
}

async fn greeted(app: &TestApp) -> Socket {
    let mut socket = open(app, Some("graphql-transport-ws"), None).await.unwrap();
    say(&mut socket, json!({ "type": "connection_init" })).await;
    assert_eq!(hear(&mut socket).await.unwrap()["type"], "connection_ack");
    socket
}

#[tokio::test]
async fn a_query_runs_over_the_socket_and_completes() {
    let app = TestApp::start().await;
    let mut socket = greeted(&app).await;
    say(&mut socket, json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(hear(&mut socket).await.unwrap(), json!({ "type": "pong", "payload": { "n": 1 } }));
    say(&mut socket, json!({ "id": "1", "type": "subscribe", "payload": { "query": "{ __typename }" } })).await;
    let next = hear(&mut socket).await.unwrap();
    assert_eq!((next["type"].as_str(), &next["payload"]["data"]), (Some("next"), &json!({ "__typename": "Query" })));
    assert_eq!(hear(&mut socket).await.unwrap(), json!({ "id": "1", "type": "complete" }));
    say(&mut socket, json!({ "id": "2", "type": "subscribe", "payload": { "query": "{ nothing }" } })).await;
    let error = hear(&mut socket).await.unwrap();
    assert_eq!((error["type"].as_str(), error["payload"][0]["extensions"]["code"].as_str()), (Some("error"), Some("BAD_USER_INPUT")));
    app.finish().await;
}

#[tokio::test]
async fn who_does_not_keep_to_the_protocol_is_told_why_and_let_go() {
    let app = TestApp::start().await;
    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": "subscription { viewerEvents { id } }" } });
    let init = json!({ "type": "connection_init" });

    let mut stranger = open(&app, None, None).await.unwrap();
    assert_eq!(hear(&mut stranger).await, Err(4406));

    let mut hasty = open(&app, Some("graphql-transport-ws"), None).await.unwrap();
    say(&mut hasty, subscribe).await;
    assert_eq!(hear(&mut hasty).await, Err(4401));

    let mut silent = open(&app, Some("graphql-transport-ws"), None).await.unwrap();
    assert_eq!(hear(&mut silent).await, Err(4408));

    let mut twice = greeted(&app).await;
    say(&mut twice, init.clone()).await;
    assert_eq!(hear(&mut twice).await, Err(4429));

    let mut babbling = greeted(&app).await;
    say(&mut babbling, json!({ "type": "unheard_of", "id": "x".repeat(300) })).await;
    assert_eq!(hear(&mut babbling).await, Err(4400));

    let mut forged = open(&app, Some("graphql-transport-ws"), None).await.unwrap();
    say(&mut forged, json!({ "type": "connection_init", "payload": { "Authorization": "Bearer a.b.c" } })).await;
    assert_eq!(hear(&mut forged).await, Err(4403));

    assert_eq!(open(&app, Some("graphql-transport-ws"), Some("https://elsewhere.example")).await.err(), Some(403));
    app.finish().await;
}

/// A server that looks at its sockets every second.
async fn watchful() -> TestApp {
    TestApp::with(Options { configure: |config| config.http.socket_ping_seconds = 1, ..Options::default() }).await
}

/// A socket of `client`, who follows their events.
async fn following(app: &TestApp, client: &Client) -> Socket {
    let mut socket = signed_in(app, client).await;
    say(&mut socket, json!({ "id": "1", "type": "subscribe", "payload": { "query": "subscription { viewerEvents { id } }" } })).await;
    // The protocol has no answer to a subscription; a pong says that it was read.
    say(&mut socket, json!({ "type": "ping" })).await;
    assert_eq!(hear(&mut socket).await.unwrap()["type"], "pong");
    socket
}

/// What the server first says to an operation of `client`: an answer, an error, or the pong to a later ping.
pub async fn first_word(app: &TestApp, client: &Client, document: &str) -> Value {
    let mut socket = signed_in(app, client).await;
    say(&mut socket, json!({ "id": "1", "type": "subscribe", "payload": { "query": document } })).await;
    say(&mut socket, json!({ "type": "ping" })).await;
    let first = hear(&mut socket).await.unwrap();
    // The operation runs beside: an error may come after the pong. Who is not signed in must get one.
    let patience = std::time::Duration::from_millis(if client.token().is_some() { 200 } else { 10_000 });
    let refused = match tokio::time::timeout(patience, hear(&mut socket)).await {
        Ok(second) if first["type"] == "pong" => second.ok(),
        _ => None,
    };
    refused.unwrap_or(first)
}

/// The code with which the server closes a socket of `client`, whose token does not count.
pub async fn shown_out(app: &TestApp, client: &Client) -> u16 {
    let mut socket = open(app, Some("graphql-transport-ws"), None).await.unwrap();
    let payload = json!({ "authorization": format!("Bearer {}", client.token().unwrap_or_default()) });
    say(&mut socket, json!({ "type": "connection_init", "payload": payload })).await;
    hear(&mut socket).await.err().unwrap_or_default()
}

async fn signed_in(app: &TestApp, client: &Client) -> Socket {
    let mut socket = open(app, Some("graphql-transport-ws"), None).await.unwrap();
    let payload = client.token().map(|token| json!({ "authorization": format!("Bearer {token}") }));
    say(&mut socket, json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(hear(&mut socket).await.unwrap()["type"], "connection_ack");
    socket
}

#[tokio::test]
async fn whoever_may_no_longer_be_here_is_shown_out() {
    let app = watchful().await;
    let (operator, (officer, head)) = (app.operator().await, app.office("杨浦大学").await);
    let (suspended, leaving, demoted) = (officer.client.clone(), app.sign_in(&head.email).await, head.client.clone());
    let mut sockets = [following(&app, &suspended).await, following(&app, &leaving).await, following(&app, &demoted).await];

    let suspend = json!({ "id": officer.user, "expectedVersion": 1, "reason": "账号被盗用。" });
    operator.done("userSuspend", suspend, "user { id }").await;
    assert_eq!(hear(&mut sockets[0]).await, Err(4403), "suspended");
    leaving.done("logOut", json!({}), "loggedOut").await;
    assert_eq!(hear(&mut sockets[1]).await, Err(4403), "logged out");
    let document = "{ viewer { memberships { id version } } }";
    let seat = demoted.ok(document, json!({})).await["viewer"]["memberships"][0].clone();
    let change = json!({ "id": seat["id"], "expectedVersion": seat["version"], "roles": ["TTO_OFFICER", "TTO_HEAD"] });
    operator.done("membershipUpdate", change, "membership { id }").await;
    assert_eq!(hear(&mut sockets[2]).await, Err(4403), "other rights, so the client starts anew");
    app.finish().await;
}

#[tokio::test]
async fn a_revoked_session_a_revoked_token_and_a_rejected_organization_close_sockets_too() {
    let app = watchful().await;
    let (operator, (officer, head)) = (app.operator().await, app.office("杨浦大学").await);
    let elsewhere = app.sign_in(&officer.email).await;
    let create =
        json!({ "organizationId": officer.organization, "name": "x", "scopes": ["READ"], "expiresInDays": 1, "password": PASSWORD });
    let made = officer.done("apiTokenCreate", create, "created { secret apiToken { id } }").await["created"].clone();
    let program = app.visitor.with_token(made["secret"].as_str().unwrap());
    let mut sockets = [following(&app, &elsewhere).await, signed_in(&app, &program).await, following(&app, &head).await];

    officer.done("sessionsRevokeOthers", json!({}), "revokedCount").await;
    assert_eq!(hear(&mut sockets[0]).await, Err(4403), "the session was revoked");
    officer.done("apiTokenRevoke", json!({ "id": made["apiToken"]["id"] }), "apiToken { id }").await;
    assert_eq!(hear(&mut sockets[1]).await, Err(4403), "the token was revoked");
    let version = head.ok("query($id: ID!) { organization(id: $id) { version } }", json!({ "id": head.organization })).await;
    let reject = json!({ "id": head.organization, "expectedVersion": version["organization"]["version"], "reason": "资料不实。" });
    operator.done("organizationReject", reject, "organization { id }").await;
    assert_eq!(hear(&mut sockets[2]).await, Err(4403), "the organization is not verified any more");
    app.finish().await;
}

#[tokio::test]
async fn a_socket_outlives_its_token_no_more_than_a_request_would() {
    let app = TestApp::start().await;
    let (officer, _) = app.office("杨浦大学").await;
    let (mut idle, mut asking) = (signed_in(&app, &officer).await, signed_in(&app, &officer).await);
    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": "{ viewer { roles } }" } });
    say(&mut idle, subscribe.clone()).await;
    assert_eq!(hear(&mut idle).await.unwrap()["payload"]["data"]["viewer"]["roles"], json!(["TTO_OFFICER"]));
    app.advance(chrono::Duration::minutes(11));
    say(&mut asking, subscribe).await;
    assert_eq!(hear(&mut asking).await, Err(4403), "looked at again before anything runs");

    let app = watchful().await;
    let (officer, _) = app.office("杨浦大学").await;
    let mut open = following(&app, &officer).await;
    app.advance(chrono::Duration::minutes(11));
    assert_eq!(hear(&mut open).await, Err(4403), "expired while open");
    app.finish().await;
}

#[tokio::test]
async fn subscriptions_are_of_one_field_and_so_many_of_one_person() {
    let app = TestApp::start().await;
    let (officer, head) = app.office("杨浦大学").await;
    let subscribe =
        |id: usize| json!({ "id": id.to_string(), "type": "subscribe", "payload": { "query": "subscription { viewerEvents { id } }" } });
    let code = |message: &Value| {
        (message["type"].as_str().map(str::to_owned), message["payload"][0]["extensions"]["code"].as_str().map(str::to_owned))
    };
    let error = |code: &str| (Some("error".to_owned()), Some(code.to_owned()));

    let mut first = signed_in(&app, &officer).await;
    let twice = "subscription { a: viewerEvents { id } ...F } fragment F on Subscription { b: viewerEvents { id } }";
    say(&mut first, json!({ "id": "0", "type": "subscribe", "payload": { "query": twice } })).await;
    assert_eq!(code(&hear(&mut first).await.unwrap()), error("BAD_USER_INPUT"));

    let mut second = signed_in(&app, &officer).await;
    for id in 0..64 {
        say(if id < 40 { &mut first } else { &mut second }, subscribe(id)).await;
    }
    for socket in [&mut first, &mut second] {
        say(socket, json!({ "type": "ping" })).await;
        assert_eq!(hear(socket).await.unwrap()["type"], "pong", "all of them are open");
    }
    say(&mut second, subscribe(64)).await;
    assert_eq!(code(&hear(&mut second).await.unwrap()), error("THROTTLED"));
    let mut other = following(&app, &head).await;
    // Room again, for who ends one.
    say(&mut first, json!({ "id": "0", "type": "complete" })).await;
    say(&mut first, json!({ "type": "ping" })).await;
    assert_eq!(hear(&mut first).await.unwrap()["type"], "pong");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    say(&mut second, subscribe(65)).await;
    say(&mut second, json!({ "type": "ping" })).await;
    assert_eq!(hear(&mut second).await.unwrap()["type"], "pong");
    other.close(None).await.unwrap();
    app.finish().await;
}
