//! A panic in an operation on a WebSocket: an answer, a connection and a server are left.

use std::sync::Arc;

use async_trait::async_trait;
use futures::{SinkExt, StreamExt};
use lianqiao::search::{Answer, Document, Embedded, Lexeme, Prepared, Query, Rebuild, SearchError, SearchIndex, Suggestion};
use lianqiao_tests::{Options, TestApp};
use serde_json::{Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

/// An engine with a fault that nobody thought of: one word kills it.
struct Fragile(Embedded);

const WORD: &str = "kaboom";

#[async_trait]
impl SearchIndex for Fragile {
    fn name(&self) -> &'static str {
        "fragile"
    }
    async fn prepare(&self) -> Result<Prepared, SearchError> {
        self.0.prepare().await
    }
    async fn ping(&self) -> Result<(), SearchError> {
        self.0.ping().await
    }
    async fn count(&self) -> Result<u64, SearchError> {
        self.0.count().await
    }
    async fn upsert(&self, documents: Vec<Document>) -> Result<(), SearchError> {
        self.0.upsert(documents).await
    }
    async fn delete(&self, ids: Vec<uuid::Uuid>) -> Result<(), SearchError> {
        self.0.delete(ids).await
    }
    async fn search(&self, query: &Query) -> Result<Answer, SearchError> {
        assert!(query.text != WORD, "an index out of bounds, with a secret in its words");
        self.0.search(query).await
    }
    async fn similar(&self, words: &[Lexeme], limit: usize) -> Result<Vec<uuid::Uuid>, SearchError> {
        self.0.similar(words, limit).await
    }
    async fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.0.suggest(text, limit).await
    }
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.0.rebuild().await
    }
}

#[tokio::test]
async fn a_panic_in_an_operation_on_a_socket_is_answered_and_the_socket_goes_on() {
    let search = Arc::new(Fragile(Embedded::in_memory().unwrap()));
    let app = TestApp::with(Options { search: Some(search), ..Options::default() }).await;
    let mut request = app.visitor.url("/graphql/ws").replace("http://", "ws://").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    let (mut socket, _) = connect_async(request).await.unwrap();
    let mut talk = async |said: Option<Value>| -> Value {
        if let Some(said) = said {
            socket.send(Message::text(said.to_string())).await.unwrap();
        }
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("the socket ended: {other:?}"),
            }
        }
    };
    let ask = |id: &str, word: &str| {
        let query = format!("{{ searchListings(query: \"{word}\", first: 1) {{ totalCount }} }}");
        json!({ "id": id, "type": "subscribe", "payload": { "query": query } })
    };
    assert_eq!(talk(Some(json!({ "type": "connection_init" }))).await["type"], "connection_ack");
    for round in 0..3 {
        let told = talk(Some(ask(&format!("bad{round}"), WORD))).await;
        let error = if told["type"] == "error" { &told["payload"][0] } else { &told["payload"]["errors"][0] };
        assert_eq!((&told["id"], &error["extensions"]["code"]), (&json!(format!("bad{round}")), &json!("INTERNAL")), "{told}");
        assert!(error["extensions"]["requestId"].is_string() && !told.to_string().contains("secret"), "{told}");
        // The same id may be used again: the operation is over.
        let told = talk(Some(ask(&format!("bad{round}"), "石墨烯"))).await;
        assert_eq!((&told["type"], &told["payload"]["data"]["searchListings"]["totalCount"]), (&json!("next"), &json!(0)), "{told}");
        assert_eq!(talk(None).await["type"], "complete");
    }
    app.visitor.ok("{ searchListings(query: \"a\", first: 1) { totalCount } }", json!({})).await;
    app.finish().await;
}
