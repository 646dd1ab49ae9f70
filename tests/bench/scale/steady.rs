//! Steady load: some clients, each asking again as soon as it is answered.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use futures::future::BoxFuture;
use serde_json::{Value, json};

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

/// A document with its variables in turn, asked over HTTP. Answers are read, not parsed: the client shares the machine.
pub fn graphql(program: &Program, document: &str, variables: Vec<Value>) -> Press {
    let bodies: Arc<Vec<String>> =
        Arc::new(variables.into_iter().map(|variables| json!({ "query": document, "variables": variables }).to_string()).collect());
    let visitor = program.visitor.clone();
    Press::new(move |turn| {
        let request = visitor
            .request(reqwest::Method::POST, "/graphql")
            .header("content-type", "application/json")
            .body(bodies[turn % bodies.len()].clone());
        Box::pin(async move {
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 200);
            let body = answer.bytes().await.unwrap();
            assert!(!body.windows(9).any(|part| part == b"\"errors\":"), "{}", String::from_utf8_lossy(&body));
        })
    })
}
