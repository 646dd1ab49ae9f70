//! An embeddings endpoint that behaves well, and all the ways in which it does not.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use lianqiao::{
    app::{self, Parts},
    config::{Config, Embeddings},
    ctx::Ctx,
    embedding::Embedder,
    vectors::{Embed, EmbedError, Patience},
};
use serde_json::{Value, json};

/// How the endpoint answers a question.
#[derive(Debug, Clone, Copy)]
pub enum Manner {
    /// As it should: three numbers that follow from the text.
    Good,
    /// With this status, and "come back at once".
    Status(u16),
    /// With this text instead of an answer.
    Text(&'static str),
    /// With vectors of this many dimensions.
    Dimensions(usize),
    /// With one vector too few.
    OneMissing,
    /// With every vector for the first text.
    AllForTheFirst,
    /// After this many milliseconds.
    Slow(u64),
}

#[derive(Default)]
struct Behavior {
    manners: VecDeque<Manner>,
    questions: Vec<Value>,
    keys: Vec<String>,
}

/// An endpoint on a free port.
#[derive(Clone)]
pub struct Endpoint {
    pub url: String,
    behavior: Arc<Mutex<Behavior>>,
}

impl Endpoint {
    pub async fn start() -> Self {
        let behavior = Arc::new(Mutex::new(Behavior::default()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let models = || async { Json(json!({ "object": "list", "data": [{ "id": "three-numbers" }] })) };
        let router = Router::new().route("/v1/embeddings", post(answer)).route("/v1/models", get(models)).with_state(Arc::clone(&behavior));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, behavior }
    }

    /// What it does next; afterwards it is good again.
    pub fn next(&self, manners: &[Manner]) {
        self.behavior.lock().unwrap().manners.extend(manners);
    }

    /// How many questions it was asked.
    pub fn asked(&self) -> usize {
        self.behavior.lock().unwrap().questions.len()
    }
}

async fn answer(State(behavior): State<Arc<Mutex<Behavior>>>, headers: HeaderMap, Json(question): Json<Value>) -> Response {
    let manner = {
        let mut behavior = behavior.lock().unwrap();
        behavior.questions.push(question.clone());
        behavior.keys.extend(headers.get("authorization").and_then(|value| value.to_str().ok()).map(str::to_owned));
        behavior.manners.pop_front().unwrap_or(Manner::Good)
    };
    let texts: Vec<&str> = question["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let vector = |text: &str, dimensions: usize| -> Vec<f64> {
        (0..dimensions).map(|place| 1.0 + text.bytes().skip(place).step_by(3).map(f64::from).sum::<f64>()).collect()
    };
    let mut data: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let dimensions = if let Manner::Dimensions(dimensions) = manner { dimensions } else { 3 };
            json!({ "object": "embedding", "index": index, "embedding": vector(text, dimensions) })
        })
        .collect();
    match manner {
        Manner::Status(status) => return (StatusCode::from_u16(status).unwrap(), [(RETRY_AFTER, "0")], "no").into_response(),
        Manner::Text(text) => return text.into_response(),
        Manner::OneMissing => drop(data.pop()),
        Manner::AllForTheFirst => data.iter_mut().for_each(|datum| datum["index"] = json!(0)),
        Manner::Slow(milliseconds) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
        Manner::Good | Manner::Dimensions(_) => {}
    }
    // The order says nothing: the index does.
    data.reverse();
    Json(json!({ "object": "list", "data": data, "model": "three-numbers" })).into_response()
}

/// An installation of a story, and settings for the endpoint.
pub struct Place {
    pub ctx: Ctx,
    pub settings: Embeddings,
    _folder: tempfile::TempDir,
}

impl Place {
    pub async fn new(endpoint: &Endpoint) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::embedded(folder.path()).unwrap();
        let mut settings = config.embeddings.clone();
        settings.url.clone_from(&endpoint.url);
        settings.batch = 4;
        settings.away_seconds = 60;
        let ctx = app::open(config, Parts::default()).await.unwrap();
        app::migrate(&ctx).await.unwrap();
        Self { ctx, settings, _folder: folder }
    }

    pub fn embedder(&self) -> Embedder {
        Embedder::new(&self.settings, self.ctx.db.clone(), Arc::clone(&self.ctx.clock)).unwrap()
    }
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("text {number}")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_are_asked_for_in_batches_and_only_once() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let embedder = place.embedder();
    let points = embedder.embed(&texts(10), Patience::Background).await.unwrap();
    assert_eq!((points.len(), endpoint.asked()), (10, 3));
    assert_eq!(embedder.model().as_deref(), Some("three-numbers"));

    let again = embedder.embed(&texts(10), Patience::Person).await.unwrap();
    assert_eq!((again == points, endpoint.asked()), (true, 3));
    // Another process finds them in the database.
    let later = place.embedder().embed(&texts(11), Patience::Background).await.unwrap();
    assert_eq!(endpoint.asked(), 4);
    assert!(later.iter().zip(&points).all(|(later, point)| later.cosine(point) > 0.999));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_is_sent_and_never_shown() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.key = "sesame".to_owned().into();
    place.embedder().embed(&texts(1), Patience::Background).await.unwrap();
    assert_eq!(endpoint.behavior.lock().unwrap().keys, ["Bearer sesame"]);
    assert!(!format!("{:?}", place.settings).contains("sesame"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_used_is_refused_and_not_kept() {
    let bad = [
        Manner::Text("<html>welcome</html>"),
        Manner::Text("{}"),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [NaN, 1, 2]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [null, 1, 2]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [0, 0, 0]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [1e999, 1, 2]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [1, 2, 3]}, {"index": 7, "embedding": [1, 2, 3]}]}"#),
        Manner::OneMissing,
        Manner::AllForTheFirst,
        Manner::Status(400),
        Manner::Status(401),
    ];
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    for manner in bad {
        endpoint.next(&[manner]);
        let refused = place.embedder().embed(&texts(2), Patience::Background).await;
        assert!(matches!(refused, Err(EmbedError::Unusable(_))), "{manner:?}: {refused:?}");
    }
    assert_eq!(endpoint.asked(), bad.len(), "a fault that stays is not tried again");
    assert!(place.embedder().embed(&texts(2), Patience::Background).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_changes_its_dimensions_is_noticed() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let embedder = place.embedder();
    endpoint.next(&[Manner::Good, Manner::Dimensions(5)]);
    let refused = embedder.embed(&texts(8), Patience::Background).await;
    assert!(matches!(refused, Err(EmbedError::Unusable(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_background_it_waits_and_tries_again() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    endpoint.next(&[Manner::Status(429), Manner::Status(503)]);
    assert!(place.embedder().embed(&texts(1), Patience::Background).await.is_ok());
    assert_eq!(endpoint.asked(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_is_answered_soon_and_the_endpoint_is_left_alone() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.answer_milliseconds = 200;
    "three-numbers".clone_into(&mut place.settings.model);
    let embedder = place.embedder();
    endpoint.next(&[Manner::Slow(20_000)]);
    let began = Instant::now();
    let refused = embedder.embed(&texts(1), Patience::Person).await;
    assert!(matches!(refused, Err(EmbedError::Unavailable(_))), "{refused:?}");
    for _ in 0..20 {
        assert!(embedder.embed(&texts(1), Patience::Person).await.is_err());
    }
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(endpoint.asked(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_of_a_minute_are_counted() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.requests_per_minute = 600;
    let began = Instant::now();
    place.embedder().embed(&texts(12), Patience::Background).await.unwrap();
    // A question about the model and three batches, a tenth of a second apart.
    assert!(began.elapsed() >= Duration::from_millis(300), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_endpoint_it_is_off() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.url.clear();
    assert_eq!(place.embedder().embed(&texts(1), Patience::Person).await, Err(EmbedError::Off));
}
