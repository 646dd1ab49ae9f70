//! Questions to an endpoint and its answers, word for word. Pure.

use serde::{Deserialize, Serialize};

use crate::vectors::Point;

/// A question: texts of one batch.
#[derive(Debug, Serialize)]
pub(super) struct Question<'a> {
    pub(super) model: &'a str,
    pub(super) input: &'a [&'a str],
    pub(super) encoding_format: &'static str,
}

#[derive(Debug, Deserialize)]
struct Answer {
    data: Vec<Datum>,
}

#[derive(Debug, Deserialize)]
struct Datum {
    #[serde(default)]
    index: Option<usize>,
    embedding: Vec<Option<f32>>,
}

#[derive(Debug, Deserialize)]
struct Models {
    data: Vec<Model>,
}

#[derive(Debug, Deserialize)]
struct Model {
    id: String,
}

/// Vectors out of an answer to `asked` texts, in the order of the texts; or what is wrong with it. `dimensions` is what
/// they must have, if that is known.
pub(super) fn points(body: &[u8], asked: usize, dimensions: Option<usize>) -> Result<Vec<Point>, String> {
    let answer: Answer = serde_json::from_slice(&numbers(body)).map_err(|error| format!("no embeddings: {error}"))?;
    if answer.data.len() != asked {
        return Err(format!("{} vectors for {asked} texts", answer.data.len()));
    }
    let mut points: Vec<Option<Point>> = vec![None; asked];
    let mut dimensions = dimensions;
    for (place, datum) in answer.data.into_iter().enumerate() {
        let place = datum.index.unwrap_or(place);
        let vector: Option<Vec<f32>> = datum.embedding.into_iter().map(|x| x.filter(|x| x.is_finite())).collect();
        let vector = vector.ok_or("a vector with something in it that is no number")?;
        if *dimensions.get_or_insert(vector.len()) != vector.len() {
            return Err(format!("a vector of {} dimensions, not {}", vector.len(), dimensions.unwrap_or_default()));
        }
        let point = Point::new(&vector).ok_or("a vector without direction")?;
        match points.get_mut(place) {
            Some(free @ None) => *free = Some(point),
            Some(Some(_)) => return Err(format!("two vectors for text {place}")),
            None => return Err(format!("a vector for text {place} of {asked}")),
        }
    }
    points.into_iter().collect::<Option<Vec<_>>>().ok_or_else(|| "a text without a vector".to_owned())
}

/// Some endpoints write `NaN`, which is no JSON: read as nothing, so that it is told apart from garbage.
fn numbers(body: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    match std::str::from_utf8(body) {
        Ok(text) if text.contains("NaN") => text.replace("NaN", "null").into_bytes().into(),
        _ => body.into(),
    }
}

/// The first model that an endpoint serves.
pub(super) fn first_model(body: &[u8]) -> Result<String, String> {
    let models: Models = serde_json::from_slice(body).map_err(|error| format!("no list of models: {error}"))?;
    models.data.into_iter().next().map(|model| model.id).ok_or_else(|| "no model".to_owned())
}
