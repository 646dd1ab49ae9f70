//! An answer as it is written down: built once, from what the library has.

use std::collections::BTreeMap;

use async_graphql::{Response, ServerError, Value};
use serde::Serialize;

/// An answer. It has no `data` if nothing was executed, as the specification has it.
#[derive(Serialize)]
pub struct Answer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
    #[serde(skip_serializing_if = "is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: &'a BTreeMap<String, Value>,
}

impl<'a> Answer<'a> {
    /// What `response` says.
    #[must_use]
    pub fn of(response: &'a Response) -> Self {
        Self { data: is_executed(response).then_some(&response.data), errors: &response.errors, extensions: &response.extensions }
    }
}

/// Whether anything ran, whatever became of it.
#[must_use]
pub fn is_executed(response: &Response) -> bool {
    response.data != Value::Null || response.errors.iter().any(|error| !error.path.is_empty())
}

const fn is_empty(errors: &[ServerError]) -> bool {
    errors.is_empty()
}
