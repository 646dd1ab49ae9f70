//! The endpoint: when to ask it, how often, and when to leave it alone.

use std::{
    ops::Range,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, ensure};
use reqwest::{StatusCode, header::RETRY_AFTER};
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use url::Url;

use super::wire::{self, Wrong};
use crate::{
    config::Embeddings,
    vectors::{EmbedError, Patience, Point},
};

/// Pause before the second try; it doubles.
const PAUSE: Duration = Duration::from_millis(500);
/// An endpoint that asks to wait is not waited for longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// .. nor left alone for longer than this, if it names no end that one can believe.
const LONGEST_AWAY: Duration = Duration::from_mins(10);
/// A text that every model has something to say about: whoever refuses it refuses everything.
const HARMLESS: &str = "welding";
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
    /// Whether the settings say which model.
    named: bool,
    /// When the next question may be asked. Whoever holds it is next.
    gate: tokio::sync::Mutex<Option<Instant>>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    model: Option<String>,
    dimensions: Option<usize>,
    /// When the next question may be asked, and how many wait to ask one.
    next: Option<Instant>,
    line: u32,
    /// Until when the endpoint is left alone, and why.
    away: Option<(Instant, EmbedError)>,
}

/// What came of a question.
enum Failure {
    /// Another try may help, after this pause if the endpoint named one.
    Passing(String, Option<Duration>),
    /// No question is answered: a fault of the endpoint or of the settings.
    Lasting(String),
    /// It answers with vectors of another kind than before.
    Strange(String),
    /// This question is not answered; another may be.
    Refused(String),
    /// Whoever asked does not wait any longer. That says nothing about the endpoint.
    Impatience(String),
}

/// A place in the line of those who want to ask; whoever goes away gives it back.
struct InLine<'a>(&'a Client);

impl Drop for InLine<'_> {
    fn drop(&mut self) {
        self.0.state().line -= 1;
    }
}

impl Client {
    pub(super) fn new(settings: &Embeddings) -> anyhow::Result<Self> {
        let base = settings.url.trim_end_matches('/').trim_end_matches("/embeddings");
        let url = Url::parse(base).context("embeddings.url is not a URL")?;
        ensure!(matches!(url.scheme(), "http" | "https"), "embeddings.url must begin with http:// or https://");
        // `http://localhost:8000` and `https://api.example.com/v1` are both what people copy.
        let base = if url.path() == "/" { format!("{}/v1", base.trim_end_matches('/')) } else { base.to_owned() };
        let named = !settings.model.is_empty();
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
            named,
            gate: tokio::sync::Mutex::default(),
            state: Mutex::new(State { model: named.then(|| settings.model.clone()), ..State::default() }),
        })
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until when somebody waits for everything that they ask; none for work in the background.
    pub(super) fn until(&self, patience: Patience) -> Option<Instant> {
        (patience == Patience::Person).then(|| Instant::now() + self.short)
    }

    /// The model, if it is known by now.
    pub(super) fn known_model(&self) -> Option<String> {
        self.state().model.clone()
    }

    /// Components of its vectors, if that is known by now.
    pub(super) fn dimensions(&self) -> Option<usize> {
        self.wanted.or(self.state().dimensions)
    }

    /// The model that the settings name, or the first that the endpoint serves.
    pub(super) async fn model(&self, until: Option<Instant>) -> Result<String, EmbedError> {
        match self.known_model() {
            Some(model) => Ok(model),
            None => self.ask_for_model(until).await,
        }
    }

    async fn ask_for_model(&self, until: Option<Instant>) -> Result<String, EmbedError> {
        self.present()?;
        let request = || self.http.get(self.models.clone());
        let model = match self.tried(&request, until).await {
            Ok(body) => wire::first_model(&body).unwrap_or_else(|_| NAMELESS.to_owned()),
            // Not everybody serves a list of models.
            Err(Failure::Lasting(_) | Failure::Refused(_)) => NAMELESS.to_owned(),
            Err(failure) => return Err(self.failed(failure)),
        };
        self.state().model = Some(model.clone());
        Ok(model)
    }

    /// Asks who answers, and with how many components, whatever was known of that.
    ///
    /// # Errors
    /// Nobody answers: then what was known stays.
    pub(super) async fn meet(&self) -> Result<(), EmbedError> {
        let model = if self.named { self.model(None).await? } else { self.ask_for_model(None).await? };
        self.present()?;
        let met = self.batch(&model, &[HARMLESS], None, self.wanted).await.map_err(|failure| self.failed(failure))?;
        self.state().dimensions = met.iter().flatten().next().map(Point::dimensions);
        Ok(())
    }

    /// Vectors of one batch; none for a text that the endpoint refuses, whatever it is told with it.
    pub(super) async fn embed(&self, model: &str, texts: &[&str], until: Option<Instant>) -> Result<Vec<Option<Point>>, EmbedError> {
        self.present()?;
        let mut points: Vec<Option<Point>> = vec![None; texts.len()];
        let mut open: Vec<Range<usize>> = std::iter::once(0..texts.len()).collect();
        let mut vouched = false;
        while let Some(part) = open.pop() {
            match self.batch(model, &texts[part.clone()], until, self.dimensions()).await {
                Ok(answered) => points[part].clone_from_slice(&answered),
                Err(Failure::Refused(why)) => {
                    if !vouched {
                        self.batch(model, &[HARMLESS], until, self.dimensions()).await.map_err(|failure| self.failed(failure))?;
                        vouched = true;
                    }
                    let middle = part.start + part.len() / 2;
                    if part.len() > 1 {
                        open.extend([middle..part.end, part.start..middle]);
                    } else {
                        tracing::info!(why, "the embeddings endpoint refuses a text; it is matched by its words");
                    }
                }
                Err(failure) => return Err(self.failed(failure)),
            }
        }
        Ok(points)
    }

    async fn batch(
        &self,
        model: &str,
        texts: &[&str],
        until: Option<Instant>,
        dimensions: Option<usize>,
    ) -> Result<Vec<Option<Point>>, Failure> {
        let question = wire::Question { model, input: texts, encoding_format: "float" };
        let request = || self.http.post(self.embeddings.clone()).json(&question);
        let body = self.tried(&request, until).await?;
        let points = wire::points(&body, texts.len(), dimensions).map_err(|wrong| match wrong {
            Wrong::Garbage(why) => Failure::Refused(why),
            Wrong::Dimensions(why) => Failure::Strange(why),
        })?;
        let Some(known) = points.iter().flatten().next() else { return Err(Failure::Refused("no vector has a direction".to_owned())) };
        self.state().dimensions.get_or_insert(known.dimensions());
        Ok(points)
    }

    /// Refuses at once while the endpoint is left alone.
    fn present(&self) -> Result<(), EmbedError> {
        match &self.state().away {
            Some((until, error)) if Instant::now() < *until => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Does not ask again for a while, unless it was only somebody's patience that ended.
    fn failed(&self, failure: Failure) -> EmbedError {
        let (error, named) = match failure {
            Failure::Impatience(why) => return EmbedError::Unavailable(why),
            Failure::Passing(why, named) => (EmbedError::Unavailable(why), named),
            Failure::Lasting(why) | Failure::Refused(why) => (EmbedError::Unusable(why), None),
            Failure::Strange(why) => (EmbedError::Strange(why), None),
        };
        tracing::warn!(%error, "matching goes on without embeddings");
        let pause = named.map_or(self.away, |named| named.max(self.away).min(LONGEST_AWAY));
        self.state().away = Some((Instant::now() + pause, error.clone()));
        error
    }

    async fn tried(&self, request: &(impl Fn() -> reqwest::RequestBuilder + Sync), until: Option<Instant>) -> Result<Vec<u8>, Failure> {
        let attempts = if until.is_some() { 1 } else { self.attempts };
        let mut pause = PAUSE;
        for attempt in 1.. {
            self.turn(until).await?;
            let asked = async { self.once(request()).await };
            let failure = match timeout_at(until.unwrap_or_else(|| Instant::now() + self.timeout), asked).await {
                Ok(Ok(body)) => return Ok(body),
                Ok(Err(failure)) => failure,
                Err(_) if until.is_some() => Failure::Impatience("no answer while somebody waited".to_owned()),
                Err(_) => Failure::Passing(format!("no answer within {} s", self.timeout.as_secs()), None),
            };
            match failure {
                Failure::Passing(_, named) if attempt < attempts => sleep(named.unwrap_or(pause).min(LONGEST_PAUSE)).await,
                failure => return Err(failure),
            }
            pause *= 2;
        }
        Err(Failure::Lasting("never asked".to_owned()))
    }

    /// Waits for the next free moment of those that the settings allow in a minute, in the order of coming. Whom that would
    /// take longer than they wait is told at once, and whoever goes away has used none.
    async fn turn(&self, until: Option<Instant>) -> Result<(), Failure> {
        if self.between.is_zero() {
            return Ok(());
        }
        let in_line = {
            let mut state = self.state();
            let now = Instant::now();
            let mine = state.next.map_or(now, |next| next.max(now)) + self.between * state.line;
            if until.is_some_and(|until| mine > until) {
                return Err(Failure::Impatience("too many questions of this minute".to_owned()));
            }
            state.line += 1;
            InLine(self)
        };
        let mut free = self.gate.lock().await;
        if let Some(at) = *free {
            sleep_until(at).await;
        }
        let next = Instant::now() + self.between;
        (*free, self.state().next) = (Some(next), Some(next));
        drop(in_line);
        Ok(())
    }

    async fn once(&self, request: reqwest::RequestBuilder) -> Result<Vec<u8>, Failure> {
        let key = self.key.expose_secret();
        let request = if key.is_empty() { request } else { request.bearer_auth(key) };
        let passing = |error: reqwest::Error| Failure::Passing(error.without_url().to_string(), None);
        let mut response = request.send().await.map_err(passing)?;
        let status = response.status();
        let told = format!("status {}", status.as_u16());
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => return Err(Failure::Passing(told, retry_after(&response))),
            _ if status.is_server_error() => return Err(Failure::Passing(told, retry_after(&response))),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => {
                return Err(Failure::Lasting(told));
            }
            _ if status.is_client_error() => return Err(Failure::Refused(told)),
            _ if !status.is_success() => return Err(Failure::Lasting(told)),
            _ => {}
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

fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok()).map(Duration::from_secs)
}
