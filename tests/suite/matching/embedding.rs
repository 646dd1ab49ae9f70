//! An embeddings endpoint that behaves well, and all the ways in which it does not.

use std::{
    collections::VecDeque,
    hash::{DefaultHasher, Hash, Hasher},
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
    vectors::{Answered, Embed, EmbedError, Patience, Point},
};
use sea_orm::{ConnectionTrait, Statement};
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
    /// With 64 numbers that follow from the text and point in all directions, as those of a model do.
    Drawn,
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
    usual: Option<Manner>,
    refused: Option<&'static str>,
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

    /// What it does from now on.
    pub fn always(&self, manner: Manner) {
        self.behavior.lock().unwrap().usual = Some(manner);
    }

    /// Whatever is asked together with a text that says this is refused, as one that is too long for a model.
    pub fn refuse(&self, saying: &'static str) {
        self.behavior.lock().unwrap().refused = Some(saying);
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
        let texts = question["input"].as_array().unwrap();
        let refused = behavior.refused.is_some_and(|refused| texts.iter().any(|text| text.as_str().unwrap().contains(refused)));
        let usual = behavior.usual.unwrap_or(Manner::Good);
        if refused { Manner::Status(400) } else { behavior.manners.pop_front().unwrap_or(usual) }
    };
    let texts: Vec<&str> = question["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let vector = |text: &str, dimensions: usize| -> Vec<f64> {
        (0..dimensions).map(|place| 1.0 + text.bytes().skip(place).step_by(3).map(f64::from).sum::<f64>()).collect()
    };
    let mut data: Vec<Value> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let embedding = match manner {
                Manner::Dimensions(dimensions) => vector(text, dimensions),
                Manner::Drawn => drawn(text),
                _ => vector(text, 3),
            };
            json!({ "object": "embedding", "index": index, "embedding": embedding })
        })
        .collect();
    match manner {
        Manner::Status(status) => return (StatusCode::from_u16(status).unwrap(), [(RETRY_AFTER, "0")], "no").into_response(),
        Manner::Text(text) => return text.into_response(),
        Manner::OneMissing => drop(data.pop()),
        Manner::AllForTheFirst => data.iter_mut().for_each(|datum| datum["index"] = json!(0)),
        Manner::Slow(milliseconds) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
        Manner::Good | Manner::Dimensions(_) | Manner::Drawn => {}
    }
    // The order says nothing: the index does.
    data.reverse();
    Json(json!({ "object": "list", "data": data, "model": "three-numbers" })).into_response()
}

fn drawn(text: &str) -> Vec<f64> {
    let number = |place: u8| {
        let mut hasher = DefaultHasher::new();
        (text, place).hash(&mut hasher);
        (hasher.finish() % 2001) as f64 - 1000.0
    };
    (0..64).map(number).collect()
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
        // A busy machine is no story here; those about haste say how long they wait.
        settings.answer_milliseconds = 20_000;
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

/// Points of an answer in which nothing is missing.
fn all(answered: Answered) -> Vec<Arc<Point>> {
    answered.settled().unwrap().into_iter().map(Option::unwrap).collect()
}

async fn kept(place: &Place) -> usize {
    let rows = Statement::from_string(place.ctx.db.maintenance().get_database_backend(), "SELECT text_hash FROM embedding");
    place.ctx.db.maintenance().query_all_raw(rows).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_are_asked_for_in_batches_and_only_once() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let embedder = place.embedder();
    let points = all(embedder.embed(&texts(10), Patience::Background).await);
    assert_eq!((points.len(), endpoint.asked()), (10, 3));
    assert_eq!(embedder.model().as_deref(), Some("three-numbers"));

    let again = all(embedder.embed(&texts(10), Patience::Person).await);
    assert_eq!((again.len(), endpoint.asked()), (10, 3));
    // Another process finds them in the database.
    let later = all(place.embedder().embed(&texts(11), Patience::Background).await);
    assert_eq!(endpoint.asked(), 4);
    assert!(later.iter().zip(&points).all(|(later, point)| later.cosine(point) > 0.999));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_people_type_is_never_kept_and_what_is_not_needed_is_forgotten() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let embedder = place.embedder();
    all(embedder.embed(&texts(2), Patience::Person).await);
    all(embedder.embed(&texts(2), Patience::Person).await);
    assert_eq!((kept(&place).await, endpoint.asked()), (0, 1), "remembered, not kept");
    all(embedder.embed(&["shown".to_owned(), "shown too".to_owned()], Patience::Background).await);
    assert_eq!(kept(&place).await, 2);
    let now = place.ctx.now();
    assert_eq!(embedder.forget(now - chrono::Duration::days(1), 100).await.unwrap(), 0);
    assert_eq!(embedder.forget(now + chrono::Duration::days(1), 1).await.unwrap(), 1);
    assert_eq!(embedder.forget(now + chrono::Duration::days(1), 100).await.unwrap(), 1);
    assert_eq!(kept(&place).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_key_is_sent_and_never_shown() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.key = "sesame".to_owned().into();
    all(place.embedder().embed(&texts(1), Patience::Background).await);
    assert_eq!(endpoint.behavior.lock().unwrap().keys, ["Bearer sesame"]);
    assert!(!format!("{:?}", place.settings).contains("sesame"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endpoint_that_answers_with_something_else_is_left_alone() {
    let bad = [
        Manner::Text("<html>welcome</html>"),
        Manner::Text("{}"),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [NaN, NaN, NaN]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [0, 0, 0]}]}"#),
        Manner::Text(r#"{"data": [{"index": 7, "embedding": [1, 2, 3]}]}"#),
        Manner::OneMissing,
        Manner::Status(400),
        Manner::Status(401),
        Manner::Status(404),
    ];
    for manner in bad {
        let endpoint = Endpoint::start().await;
        let place = Place::new(&endpoint).await;
        let embedder = place.embedder();
        endpoint.always(manner);
        for patience in [Patience::Background, Patience::Person] {
            let refused = embedder.embed(&texts(2), patience).await.settled();
            assert!(matches!(refused, Err(EmbedError::Unusable(_))), "{manner:?}: {refused:?}");
        }
        assert!(endpoint.asked() <= 2, "{manner:?}: a fault that stays is not tried again");
        assert_eq!(kept(&place).await, 0);
        endpoint.always(Manner::Good);
        all(place.embedder().embed(&texts(2), Patience::Background).await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_that_is_refused_is_nobody_elses_trouble() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let embedder = place.embedder();
    endpoint.refuse("number 5");
    let texts: Vec<String> = (0..8).map(|number| format!("number {number}")).collect();
    let points = embedder.embed(&texts, Patience::Background).await.settled().unwrap();
    let missing: Vec<usize> = (0..8).filter(|place| points[*place].is_none()).collect();
    assert_eq!(missing, [5]);
    // It is remembered, and nobody is kept away by it, however often somebody comes back with it.
    let before = endpoint.asked();
    for _ in 0..5 {
        assert_eq!(embedder.embed(&["number 5".to_owned()], Patience::Person).await.settled().unwrap(), [None]);
    }
    assert_eq!(endpoint.asked(), before);
    assert_eq!(embedder.embed(&["another number 5".to_owned()], Patience::Person).await.settled().unwrap(), [None]);
    all(embedder.embed(&["number 9".to_owned()], Patience::Person).await);
    all(embedder.embed(&["number 10".to_owned()], Patience::Background).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_mixes_texts_up_is_asked_for_one_by_one() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let right = all(place.embedder().embed(&texts(2), Patience::Person).await);
    for manner in [Manner::AllForTheFirst, Manner::OneMissing] {
        endpoint.next(&[manner]);
        assert_eq!(all(place.embedder().embed(&texts(2), Patience::Person).await), right, "{manner:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_text_without_direction_has_no_vector_and_the_others_have() {
    let odd = [
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [NaN, 1, 2]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [null, 1, 2]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
        Manner::Text(r#"{"data": [{"index": 0, "embedding": [0, 0, 0]}, {"index": 1, "embedding": [1, 2, 3]}]}"#),
    ];
    for manner in odd {
        let endpoint = Endpoint::start().await;
        let place = Place::new(&endpoint).await;
        endpoint.next(&[manner]);
        let points = place.embedder().embed(&texts(2), Patience::Background).await.settled();
        assert_eq!(points.unwrap().iter().filter(|point| point.is_some()).count(), 1, "{manner:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_changes_its_dimensions_is_noticed_and_its_answers_replace_the_old_ones() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    let embedder = place.embedder();
    all(embedder.embed(&texts(4), Patience::Background).await);
    endpoint.always(Manner::Dimensions(5));
    let refused = embedder.embed(&["new".to_owned()], Patience::Background).await.settled();
    assert!(matches!(refused, Err(EmbedError::Strange(_))), "{refused:?}");
    // Another process knows nothing of the old one: what is kept does not fit what it is answered.
    let mut mixed = texts(4);
    mixed.push("new".to_owned());
    let points = all(place.embedder().embed(&mixed, Patience::Background).await);
    assert!(points.iter().all(|point| point.dimensions() == 5));
    let asked = endpoint.asked();
    let points = all(place.embedder().embed(&mixed, Patience::Background).await);
    assert_eq!((points[0].dimensions(), endpoint.asked(), kept(&place).await), (5, asked, 5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_background_it_waits_and_tries_again() {
    let endpoint = Endpoint::start().await;
    let place = Place::new(&endpoint).await;
    endpoint.next(&[Manner::Status(429), Manner::Status(503)]);
    all(place.embedder().embed(&texts(1), Patience::Background).await);
    assert_eq!(endpoint.asked(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_waits_is_answered_soon_and_others_are_asked_for_all_the_same() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.answer_milliseconds = 500;
    "three-numbers".clone_into(&mut place.settings.model);
    let embedder = place.embedder();
    endpoint.next(&[Manner::Slow(20_000)]);
    let began = Instant::now();
    let refused = embedder.embed(&["slow".to_owned()], Patience::Person).await.settled();
    assert!(matches!(refused, Err(EmbedError::Unavailable(_))), "{refused:?}");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    all(embedder.embed(&texts(1), Patience::Background).await);
    assert_eq!(endpoint.asked(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_endpoint_that_is_away_is_left_alone() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    "three-numbers".clone_into(&mut place.settings.model);
    let embedder = place.embedder();
    endpoint.next(&[Manner::Status(503)]);
    for _ in 0..20 {
        let refused = embedder.embed(&texts(1), Patience::Person).await.settled();
        assert!(matches!(refused, Err(EmbedError::Unavailable(_))), "{refused:?}");
    }
    assert_eq!(endpoint.asked(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_of_a_minute_are_counted() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.requests_per_minute = 600;
    let began = Instant::now();
    all(place.embedder().embed(&texts(12), Patience::Background).await);
    // A question about the model and three batches, a tenth of a second apart.
    assert!(began.elapsed() >= Duration::from_millis(300), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_would_wait_too_long_for_a_turn_is_told_at_once_and_takes_none() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    // A question every three seconds.
    (place.settings.requests_per_minute, place.settings.answer_milliseconds) = (20, 1_000);
    "three-numbers".clone_into(&mut place.settings.model);
    let embedder = Arc::new(place.embedder());
    all(embedder.embed(&texts(1), Patience::Background).await);
    let began = Instant::now();
    for number in 0..50 {
        let refused = embedder.embed(&[format!("typed {number}")], Patience::Person).await.settled();
        assert!(matches!(refused, Err(EmbedError::Unavailable(_))), "{refused:?}");
    }
    // Somebody who goes away while waiting takes no turn either.
    for number in 0..5 {
        let waiting = Arc::clone(&embedder);
        let waiting = tokio::spawn(async move { waiting.embed(&[format!("left {number}")], Patience::Background).await });
        tokio::time::sleep(Duration::from_millis(20)).await;
        waiting.abort();
    }
    all(embedder.embed(&["another".to_owned()], Patience::Background).await);
    assert!(began.elapsed() < Duration::from_secs(8), "the turn after the first: {:?}", began.elapsed());
    assert_eq!(endpoint.asked(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_endpoint_it_is_off() {
    let endpoint = Endpoint::start().await;
    let mut place = Place::new(&endpoint).await;
    place.settings.url.clear();
    assert_eq!(place.embedder().embed(&texts(1), Patience::Person).await.settled(), Err(EmbedError::Off));
}
