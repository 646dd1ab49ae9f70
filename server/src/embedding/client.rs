//! The endpoint: when to ask it, how often, and when to leave it alone.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, ensure};
use reqwest::{StatusCode, header::RETRY_AFTER};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep, sleep_until};
use url::Url;

use super::wire;
use crate::{
    config::Embeddings,
    vectors::{EmbedError, Patience, Point},
};

/// Pause before the second try; it doubles.
const PAUSE: Duration = Duration::from_millis(500);
/// An endpoint that asks to wait is not waited for longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Most bytes of an answer: a batch of the longest vectors that anybody serves, written out.
const ANSWER_MAX: usize = 64 << 20;
/// What a model is called where the endpoint does not tell.
const NAMELESS: &str = "default";

/// A client of one endpoint.
pub(super) struct Client {
    http: reqwest::Client,
    embeddings: Url,
    models: Url,
    key: SecretString,
    timeout: Duration,
    short: Duration,
    attempts: u32,
    between: Duration,
    away: Duration,
    wanted: Option<usize>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    model: Option<String>,
    dimensions: Option<usize>,
    /// When the next question may be asked.
    next: Option<Instant>,
    /// Until when the endpoint is left alone, and why.
    away: Option<(Instant, EmbedError)>,
}

/// What came of one try.
enum Failure {
    /// Another try may help, after this pause if the endpoint named one.
    Passing(String, Option<Duration>),
    Lasting(String),
}

impl Client {
    pub(super) fn new(settings: &Embeddings) -> anyhow::Result<Self> {
        let base = settings.url.trim_end_matches('/').trim_end_matches("/embeddings");
        let url = Url::parse(base).context("embeddings.url is not a URL")?;
        ensure!(matches!(url.scheme(), "http" | "https"), "embeddings.url must begin with http:// or https://");
        // `http://localhost:8000` and `https://api.example.com/v1` are both what people copy.
        let base = if url.path() == "/" { format!("{}/v1", base.trim_end_matches('/')) } else { base.to_owned() };
        Ok(Self {
            http: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?,
            embeddings: Url::parse(&format!("{base}/embeddings"))?,
            models: Url::parse(&format!("{base}/models"))?,
            key: settings.key.clone(),
            timeout: Duration::from_secs(settings.timeout_seconds),
            short: Duration::from_millis(settings.answer_milliseconds),
            attempts: settings.attempts,
            between: Duration::from_mins(1).checked_div(settings.requests_per_minute).unwrap_or_default(),
            away: Duration::from_secs(settings.away_seconds),
            wanted: (settings.dimensions > 0).then_some(settings.dimensions),
            state: Mutex::new(State { model: (!settings.model.is_empty()).then(|| settings.model.clone()), ..State::default() }),
        })
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The model, if it is known by now.
    pub(super) fn known_model(&self) -> Option<String> {
        self.state().model.clone()
    }

    /// The model that the settings name, or the first that the endpoint serves.
    pub(super) async fn model(&self, patience: Patience) -> Result<String, EmbedError> {
        if let Some(model) = self.known_model() {
            return Ok(model);
        }
        self.present()?;
        let request = || self.http.get(self.models.clone());
        let model = match self.tried(&request, patience).await {
            Ok(body) => wire::first_model(&body).unwrap_or_else(|_| NAMELESS.to_owned()),
            // Not everybody serves a list of models.
            Err(Failure::Lasting(_)) => NAMELESS.to_owned(),
            Err(failure) => return Err(self.leave_alone(failure)),
        };
        self.state().model = Some(model.clone());
        Ok(model)
    }

    /// Vectors of one batch.
    pub(super) async fn embed(&self, model: &str, texts: &[&str], patience: Patience) -> Result<Vec<Point>, EmbedError> {
        self.present()?;
        let question = wire::Question { model, input: texts, encoding_format: "float" };
        let request = || self.http.post(self.embeddings.clone()).json(&question);
        let body = self.tried(&request, patience).await.map_err(|failure| self.leave_alone(failure))?;
        let dimensions = self.wanted.or(self.state().dimensions);
        let points = wire::points(&body, texts.len(), dimensions).map_err(|why| self.leave_alone(Failure::Lasting(why)))?;
        self.state().dimensions = points.first().map(Point::dimensions).or(dimensions);
        Ok(points)
    }

    /// Refuses at once while the endpoint is left alone.
    fn present(&self) -> Result<(), EmbedError> {
        match &self.state().away {
            Some((until, error)) if Instant::now() < *until => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Does not ask again for a while.
    fn leave_alone(&self, failure: Failure) -> EmbedError {
        let error = match failure {
            Failure::Passing(why, _) => EmbedError::Unavailable(why),
            Failure::Lasting(why) => EmbedError::Unusable(why),
        };
        tracing::warn!(%error, "matching goes on without embeddings");
        self.state().away = Some((Instant::now() + self.away, error.clone()));
        error
    }

    async fn tried(&self, request: &(impl Fn() -> reqwest::RequestBuilder + Sync), patience: Patience) -> Result<Vec<u8>, Failure> {
        let (attempts, timeout) = match patience {
            Patience::Person => (1, self.short),
            Patience::Background => (self.attempts, self.timeout),
        };
        let mut pause = PAUSE;
        for attempt in 1.. {
            self.turn().await;
            let asked = async { self.once(request()).await };
            let failure = match tokio::time::timeout(timeout, asked).await {
                Ok(Ok(body)) => return Ok(body),
                Ok(Err(failure)) => failure,
                Err(_) => Failure::Passing(format!("no answer within {} ms", timeout.as_millis()), None),
            };
            match failure {
                Failure::Passing(_, named) if attempt < attempts => sleep(named.unwrap_or(pause).min(LONGEST_PAUSE)).await,
                failure => return Err(failure),
            }
            pause *= 2;
        }
        Err(Failure::Lasting("never asked".to_owned()))
    }

    /// Waits for the next free moment of those that the settings allow in a minute.
    async fn turn(&self) {
        if self.between.is_zero() {
            return;
        }
        let mine = {
            let mut state = self.state();
            let now = Instant::now();
            let mine = state.next.filter(|next| *next > now).unwrap_or(now);
            state.next = Some(mine + self.between);
            mine
        };
        sleep_until(mine).await;
    }

    async fn once(&self, request: reqwest::RequestBuilder) -> Result<Vec<u8>, Failure> {
        let key = self.key.expose_secret();
        let request = if key.is_empty() { request } else { request.bearer_auth(key) };
        let passing = |error: reqwest::Error| Failure::Passing(error.without_url().to_string(), None);
        let mut response = request.send().await.map_err(passing)?;
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() {
            let named = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
            return Err(Failure::Passing(format!("status {}", status.as_u16()), named.map(Duration::from_secs)));
        }
        if !status.is_success() {
            return Err(Failure::Lasting(format!("status {}", status.as_u16())));
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(passing)? {
            if body.len() + piece.len() > ANSWER_MAX {
                return Err(Failure::Lasting("an answer without end".to_owned()));
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }
}
