//! Raw bytes to the server, and what it says to them.

use std::{
    fmt,
    net::SocketAddr,
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::Expect;

/// Whoever has not been answered after this hangs.
const PATIENCE: Duration = Duration::from_secs(5);
/// Words that no answer has a reason to say: of the database, of our source, of Rust.
const SECRETS: [&str; 20] = [
    "SELECT ",
    "INSERT INTO",
    "UPDATE \"",
    "sqlx",
    "SqlxError",
    "sqlite",
    "SQLite",
    "postgres",
    "DbErr",
    "/src/",
    ".rs:",
    "panicked",
    "RUST_BACKTRACE",
    "unwrap()",
    "Some(",
    "None,",
    "Err(",
    "InvalidRequest",
    "NotNull",
    "/tmp/",
];

/// What the server said.
#[derive(Debug, Default)]
pub struct Told {
    /// Everything, as it came.
    text: String,
    /// None if the connection ended without a word.
    pub status: Option<u16>,
    taken: Duration,
    hung: bool,
}

/// Sends `bytes` and listens until the answer is complete or the connection ends.
pub async fn talk(server: SocketAddr, bytes: &[u8]) -> Told {
    let started = Instant::now();
    let mut stream = TcpStream::connect(server).await.unwrap();
    let head_only = bytes.starts_with(b"HEAD ");
    let mut heard = Vec::new();
    let conversation = async {
        let (mut read, mut write) = stream.split();
        // Whoever is refused early need not be listened to until the end.
        let speaking = async {
            let _ = write.write_all(bytes).await;
            let _ = write.flush().await;
            std::future::pending::<()>().await;
        };
        let listening = async {
            let mut chunk = [0; 16 * 1024];
            while let Ok(length @ 1..) = read.read(&mut chunk).await {
                heard.extend_from_slice(&chunk[..length]);
                if is_complete(&heard, head_only) {
                    break;
                }
            }
        };
        tokio::select! { () = speaking => {}, () = listening => {} }
    };
    let hung = timeout(PATIENCE, conversation).await.is_err();
    let text = String::from_utf8_lossy(&heard).into_owned();
    let status = text.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)).and_then(|status| status.parse().ok());
    Told { text, status, taken: started.elapsed(), hung }
}

/// Whether an answer is all there.
fn is_complete(heard: &[u8], head_only: bool) -> bool {
    let text = String::from_utf8_lossy(heard);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    if head.starts_with("HTTP/1.1 100") {
        return is_complete(body.as_bytes(), head_only);
    }
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    let length = length.and_then(|length| length.parse::<usize>().ok());
    head_only || head.starts_with("HTTP/1.1 101") || length.is_some_and(|length| body.len() >= length)
}

impl Told {
    fn body(&self) -> &str {
        self.text.rsplit_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    fn json(&self) -> Option<Value> {
        serde_json::from_str(self.body()).ok()
    }

    /// Code of the first error, wherever it stands.
    fn code(&self) -> Option<String> {
        let json = self.json()?;
        let user = |data: &Value| data.as_object()?.values().find_map(|field| field["userErrors"][0]["code"].as_str().map(str::to_owned));
        json["errors"][0]["extensions"]["code"].as_str().map(str::to_owned).or_else(|| user(&json["data"]))
    }

    /// What holds for every answer, whatever was asked.
    pub fn is_in_order(&self, asked: &[u8]) -> Result<(), String> {
        if self.hung {
            return Err(format!("no end of the answer after {:?}", self.taken));
        }
        let Some(status) = self.status else { return Ok(()) };
        if status >= 500 {
            return Err(format!("a fault of ours: {status}"));
        }
        if self.text.contains("\"INTERNAL\"") {
            return Err("a fault of ours, told as an error".to_owned());
        }
        let asked = String::from_utf8_lossy(asked);
        if let Some(word) = SECRETS.iter().find(|word| self.body().contains(**word) && !asked.contains(**word)) {
            return Err(format!("says {word:?}"));
        }
        let bare = self.body().is_empty();
        if status >= 400 && !bare && self.code().is_none() && !self.body().starts_with("<!doctype html>") {
            return Err("refused without a code".to_owned());
        }
        let errors = self.json().and_then(|json| json["errors"].as_array().cloned()).unwrap_or_default();
        let sentence = |error: &Value| error["message"].as_str().is_some_and(|message| !message.is_empty());
        if !errors.iter().all(|error| error["extensions"]["code"].is_string() && sentence(error)) {
            return Err("an error without a code or a sentence".to_owned());
        }
        Ok(())
    }

    /// Whether the answer is the one that may be expected.
    pub fn meets(&self, expect: Expect) -> Result<(), String> {
        let refused = self.code().is_some();
        let fine = match expect {
            Expect::Answer => self.status.is_some_and(|status| status < 400) && !refused,
            Expect::Refusal => refused,
            Expect::Code(code) => self.code().as_deref() == Some(code),
            Expect::Either => self.status.is_some_and(|status| status < 400) || refused,
            Expect::Cut => self.status.is_none_or(|status| (400..500).contains(&status)),
        };
        if fine { Ok(()) } else { Err(format!("not {expect:?}")) }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: String = self.text.chars().take(600).collect();
        write!(f, "{:?} after {:?}: {}", self.status, self.taken, text.escape_debug())
    }
}
