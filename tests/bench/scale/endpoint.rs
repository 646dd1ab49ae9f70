//! An embeddings endpoint whose vectors are drawn instead of understood: a million real ones would take days on the machine
//! that measures. What a text says before its first comma chooses one of [`MIDDLES`], and the whole text the way from there.
//! Everything else is as it always is: questions over HTTP, answers as JSON, 384 numbers a text.

use std::{fmt::Write as _, sync::LazyLock};

use axum::{
    Json, Router,
    response::IntoResponse,
    routing::{get, post},
};
use serde_json::{Value, json};

const DIMENSIONS: usize = 384;
const MIDDLES: usize = 3_000;
/// How long the middles are, where the way from one is 1: the cosine of two texts around the same is about two thirds.
const LENGTH: i32 = 14;
const WAY: i32 = 10;

/// Starts it on a free port; gives its address.
pub async fn start() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let models = || async { Json(json!({ "object": "list", "data": [{ "id": "drawn" }] })) };
    let router = Router::new().route("/v1/models", get(models)).route("/v1/embeddings", post(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn answer(Json(question): Json<Value>) -> impl IntoResponse {
    let texts = question["input"].as_array().unwrap();
    let mut body = String::with_capacity(texts.len() * DIMENSIONS * 6);
    body.push_str("{\"object\":\"list\",\"model\":\"drawn\",\"data\":[");
    for (index, text) in texts.iter().enumerate() {
        let separator = if index == 0 { "" } else { "," };
        write!(body, "{separator}{{\"object\":\"embedding\",\"index\":{index},\"embedding\":[").unwrap();
        for (place, number) in vector(text.as_str().unwrap()).into_iter().enumerate() {
            let separator = if place == 0 { "" } else { "," };
            write!(body, "{separator}{number}").unwrap();
        }
        body.push_str("]}");
    }
    body.push_str("]}");
    ([("content-type", "application/json")], body)
}

fn vector(text: &str) -> Vec<i32> {
    static DRAWN: LazyLock<Vec<Vec<i32>>> = LazyLock::new(|| (1..=MIDDLES as u64).map(|seed| draw(seed << 32)).collect());
    let subject = text.split(['，', ',']).next().unwrap_or_default();
    let middle = &DRAWN[usize::try_from(hash(subject) % MIDDLES as u64).unwrap()];
    middle.iter().zip(draw(hash(text))).map(|(middle, way)| middle * LENGTH + way * WAY).collect()
}

/// Numbers around zero, as a bell has them, that follow from a seed.
fn draw(seed: u64) -> Vec<i32> {
    let mut state = seed | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.wrapping_mul(0x2545_F491_4F6C_DD1D)
    };
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| i32::from(*byte)).sum::<i32>() - 510;
    (0..DIMENSIONS / 2).flat_map(|_| next().to_be_bytes().chunks(4).map(sum).collect::<Vec<_>>()).collect()
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}
