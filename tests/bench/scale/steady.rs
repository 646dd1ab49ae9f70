//! Steady load: some clients, each asking again as soon as it is answered.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use lianqiao_tests::Client;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

use crate::program::Program;

/// How long each question took, in order, over a stretch of time.
pub struct Load {
    times: Vec<Duration>,
    during: Duration,
}

impl Load {
    /// From measured times.
    pub fn of(mut times: Vec<Duration>, during: Duration) -> Self {
        assert!(!times.is_empty(), "nothing was answered");
        times.sort_unstable();
        Self { times, during }
    }

    /// Several stretches as one.
    pub fn together(loads: Vec<Self>) -> Self {
        let during = loads.iter().map(|load| load.during).sum();
        Self::of(loads.into_iter().flat_map(|load| load.times).collect(), during)
    }

    /// The time that this share of the questions did not exceed.
    pub fn at(&self, share: f64) -> Duration {
        self.times[((self.times.len() - 1) as f64 * share).round() as usize]
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.during.as_secs_f64()
    }
}

/// A question that can be asked again and again; the number says which variant.
type Ask = Arc<dyn Fn(usize) -> BoxFuture<'static, ()> + Send + Sync>;

/// Something to press.
pub struct Press(Ask);

impl Press {
    /// From what asks once.
    pub fn new(ask: impl Fn(usize) -> BoxFuture<'static, ()> + Send + Sync + 'static) -> Self {
        Self(Arc::new(ask))
    }

    /// Presses with `clients` for `during`, after a moment that warms up and is not counted.
    pub async fn press(&self, clients: usize, during: Duration) -> Load {
        self.stretch(clients, Duration::from_millis(500)).await;
        Load::of(self.stretch(clients, during).await, during)
    }

    async fn stretch(&self, clients: usize, during: Duration) -> Vec<Duration> {
        let until = Instant::now() + during;
        let clients = (0..clients).map(|client| {
            let ask = Arc::clone(&self.0);
            tokio::spawn(async move {
                let mut times = Vec::new();
                // Each begins elsewhere, and all in the same places in every run.
                let mut turn = client * 37;
                while Instant::now() < until {
                    let started = Instant::now();
                    ask(turn).await;
                    times.push(started.elapsed());
                    turn += 1;
                }
                times
            })
        });
        let mut times = Vec::new();
        for client in clients.collect::<Vec<_>>() {
            times.extend(client.await.unwrap());
        }
        times
    }
}

/// A document with its variables in turn, asked over HTTP by a visitor.
pub fn graphql(program: &Program, document: &str, variables: Vec<Value>) -> Press {
    graphql_by(&program.visitor, program, document, variables)
}

/// .. by somebody.
pub fn graphql_by(who: &Client, program: &Program, document: &str, variables: Vec<Value>) -> Press {
    let line = |token: &str| format!("authorization: Bearer {token}\r\n");
    let signed: Arc<str> = who.token().map(line).unwrap_or_default().into();
    let bodies: Arc<Vec<String>> =
        Arc::new(variables.into_iter().map(|variables| json!({ "query": document, "variables": variables }).to_string()).collect());
    let (address, lines) = (program.address(), Lines::default());
    Press::new(move |turn| {
        let (bodies, lines, signed) = (Arc::clone(&bodies), Arc::clone(&lines), Arc::clone(&signed));
        Box::pin(async move {
            let mut line = match take(&lines) {
                Some(line) => line,
                None => BufReader::new(TcpStream::connect(address).await.unwrap()),
            };
            let answer = ask(&mut line, &signed, &bodies[turn % bodies.len()]).await;
            assert!(!answer.windows(9).any(|part| part == b"\"errors\":"), "{}", String::from_utf8_lossy(&answer));
            lines.lock().unwrap().push(line);
        })
    })
}

/// Connections that are waiting for their next question.
type Lines = Arc<Mutex<Vec<BufReader<TcpStream>>>>;

fn take(lines: &Lines) -> Option<BufReader<TcpStream>> {
    lines.lock().unwrap().pop()
}

/// One question over a connection, by hand: what the client spends is not there for the server, whose machine it shares.
async fn ask(line: &mut BufReader<TcpStream>, signed: &str, body: &str) -> Vec<u8> {
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: bench\r\n{signed}content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    line.write_all((head + body).as_bytes()).await.unwrap();
    let (mut status, mut length) = (String::new(), 0);
    line.read_line(&mut status).await.unwrap();
    assert!(status.starts_with("HTTP/1.1 200"), "{status}");
    loop {
        let mut field = String::new();
        line.read_line(&mut field).await.unwrap();
        match field.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
            Some(_) => {}
            None => break,
        }
    }
    let mut answer = vec![0; length];
    line.read_exact(&mut answer).await.unwrap();
    answer
}
