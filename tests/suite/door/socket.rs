//! The `graphql-transport-ws` protocol.

use futures::{SinkExt, StreamExt};
use lianqiao_tests::TestApp;
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
