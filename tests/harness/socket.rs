//! A client that listens: GraphQL subscriptions over a real WebSocket.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use super::Client;

/// One open subscription, alone on its socket.
#[derive(Debug)]
pub struct Subscription(WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>);

impl Subscription {
    /// Opens a socket, signs in with the token of `client` in `connection_init`, and subscribes.
    pub async fn start(client: &Client, document: &str, variables: Value) -> Self {
        let mut request = client.url("/graphql/ws").replace("http://", "ws://").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        let mut subscription = Self(socket);
        let init = match client.token() {
            Some(token) => json!({ "type": "connection_init", "payload": { "authorization": format!("Bearer {token}") } }),
            None => json!({ "type": "connection_init" }),
        };
        subscription.say(init).await;
        assert_eq!(subscription.hear().await["type"], "connection_ack");
        subscription.say(json!({ "id": "1", "type": "subscribe", "payload": { "query": document, "variables": variables } })).await;
        subscription
    }

    async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn hear(&mut self) -> Value {
        loop {
            match tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("the server is silent") {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if message["type"] != "ping" {
                        return message;
                    }
                }
                Some(Ok(Message::Close(frame))) => panic!("the server closed: {frame:?}"),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The `data` of the next answer.
    pub async fn next(&mut self) -> Value {
        let message = self.hear().await;
        assert!(message["type"] == "next" && message["payload"].get("errors").is_none(), "{message}");
        message["payload"]["data"].clone()
    }

    /// Listens until the server closes the socket; its close code.
    pub async fn closed(mut self) -> Option<u16> {
        loop {
            match tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("the server is silent") {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Code of the error that the subscription was refused with.
    pub async fn refused(&mut self) -> String {
        let message = self.hear().await;
        let errors = if message["type"] == "error" { &message["payload"] } else { &message["payload"]["errors"] };
        errors[0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("not refused: {message}")).to_owned()
    }
}
