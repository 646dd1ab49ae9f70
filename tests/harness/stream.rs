//! A client that listens over plain HTTP: one GraphQL operation in a stream of Server-Sent Events.

use std::time::Duration;

use serde_json::{Value, json};

use super::Client;

/// One open stream.
#[derive(Debug)]
pub struct EventStream {
    response: reqwest::Response,
    unread: Vec<u8>,
}

impl EventStream {
    /// Asks for `document` as `client`. Gives the answer as it is if it is no stream.
    pub async fn open(client: &Client, document: &str, variables: Value) -> Result<Self, reqwest::Response> {
        let request = client.request(reqwest::Method::POST, "/graphql/stream").header("accept", "text/event-stream");
        let response = request.json(&json!({ "query": document, "variables": variables })).send().await.unwrap();
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.starts_with("text/event-stream") { Ok(Self { response, unread: Vec::new() }) } else { Err(response) }
    }

    /// The next event: its name, and its data. None if the server has closed the stream.
    pub async fn hear(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some(end) = self.unread.windows(2).position(|two| two == b"\n\n") {
                let block: Vec<u8> = self.unread.drain(..end + 2).collect();
                let block = String::from_utf8(block).unwrap();
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|text| text.trim().to_owned());
                // A comment keeps the line open and says nothing.
                if let Some(event) = field("event:") {
                    return Some((event, serde_json::from_str(&field("data:").unwrap()).unwrap()));
                }
            }
            let piece =
                tokio::time::timeout(Duration::from_secs(20), self.response.chunk()).await.expect("the server is silent").unwrap()?;
            self.unread.extend_from_slice(&piece);
        }
    }

    /// The `data` of the next answer.
    pub async fn next(&mut self) -> Value {
        let (event, answer) = self.hear().await.expect("the stream has ended");
        assert!(event == "next" && answer.get("errors").is_none(), "{event}: {answer}");
        answer["data"].clone()
    }

    /// The code of the error that the stream ends with.
    pub async fn refused(&mut self) -> String {
        let (event, answer) = self.hear().await.expect("the stream has ended");
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("{event}: {answer}")).to_owned();
        assert_eq!(self.hear().await.map(|(event, _)| event).as_deref(), Some("complete"));
        assert_eq!(self.hear().await, None);
        code
    }
}
