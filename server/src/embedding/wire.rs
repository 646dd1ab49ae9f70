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

/// What is wrong with an answer.
#[derive(Debug)]
pub(super) enum Wrong {
    /// It cannot be read, or does not say which vector belongs to which text: another question may be answered better.
    Garbage(String),
    /// Vectors of another kind than the others.
    Dimensions(String),
}

/// Vectors out of an answer to `asked` texts, in the order of the texts, none for a text of which it knows no direction; or
/// what is wrong with it. `dimensions` is what they must have, if that is known.
pub(super) fn points(body: &[u8], asked: usize, dimensions: Option<usize>) -> Result<Vec<Option<Point>>, Wrong> {
    let garbage = |why: String| Err(Wrong::Garbage(why));
    let answer: Answer = match serde_json::from_slice(&numbers(body)) {
        Ok(answer) => answer,
        Err(error) => return garbage(format!("no embeddings: {error}")),
    };
    if answer.data.len() != asked {
        return garbage(format!("{} vectors for {asked} texts", answer.data.len()));
    }
    let mut points: Vec<Option<Option<Point>>> = vec![None; asked];
    let mut dimensions = dimensions;
    for (place, datum) in answer.data.into_iter().enumerate() {
        let place = datum.index.unwrap_or(place);
        if *dimensions.get_or_insert(datum.embedding.len()) != datum.embedding.len() {
            let (came, awaited) = (datum.embedding.len(), dimensions.unwrap_or_default());
            return Err(Wrong::Dimensions(format!("a vector of {came} dimensions, not {awaited}")));
        }
        let vector: Option<Vec<f32>> = datum.embedding.into_iter().map(|x| x.filter(|x| x.is_finite())).collect();
        match points.get_mut(place) {
            Some(free @ None) => *free = Some(vector.and_then(|vector| Point::new(&vector))),
            Some(Some(_)) => return garbage(format!("two vectors for text {place}")),
            None => return garbage(format!("a vector for text {place} of {asked}")),
        }
    }
    points.into_iter().collect::<Option<Vec<_>>>().map_or_else(|| garbage("a text without a vector".to_owned()), Ok)
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
