//! Failures on their way out: localized, coded, and stripped of everything private.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use serde_json::json;

use crate::{
    kernel::{Code, Error, Locale, error::Class},
    locale,
};

/// What resolvers return.
pub type Result<T> = std::result::Result<T, Failure>;

/// An [`Error`] on its way through async-graphql.
///
/// It deliberately has no `Display`: the library turns anything displayable into client-visible text, so that a `?`
/// on a database error would show it. Only our own errors convert into this type.
#[derive(Debug, Clone)]
pub struct Failure(Error);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl From<Failure> for async_graphql::Error {
    fn from(failure: Failure) -> Self {
        let code: &'static str = failure.0.code().into();
        Self { message: code.to_owned(), source: Some(std::sync::Arc::new(failure.0)), extensions: None }
    }
}

/// Writes what only we may know to the log: the detail and the place in our source.
pub fn report(error: &Error, request_id: &str) {
    for error in error.iter() {
        match error.code().class() {
            Class::Internal => {
                tracing::error!(request_id, code = %error.code(), at = %error.raised_at(), detail = error.detail(), "failure");
            }
            Class::Unavailable => {
                tracing::warn!(request_id, code = %error.code(), at = %error.raised_at(), detail = error.detail(), "unavailable");
            }
            _ => tracing::debug!(request_id, code = %error.code(), path = ?error.path(), "refused"),
        }
    }
}

/// Gives every top-level error of `response` its code, its sentence in the caller's language and the request id.
pub fn present(response: &mut Response, locale: Locale, request_id: &str) {
    for error in &mut response.errors {
        present_one(error, locale, request_id);
    }
}

/// `OK`, or the code of the first error. For an answer that is not [presented](present) yet.
#[must_use]
pub fn outcome(response: &Response) -> &'static str {
    let Some(error) = response.errors.first() else { return "OK" };
    error.source::<Error>().map_or_else(|| library_code(&error.message), Error::code).into()
}

/// The code of a parse or validation error of the library.
fn library_code(message: &str) -> Code {
    match message {
        "Query is too complex." | "Query is nested too deep." => Code::CostExceeded,
        "PersistedQueryNotFound" => Code::PersistedQueryNotFound,
        _ => Code::BadUserInput,
    }
}

fn present_one(error: &mut ServerError, locale: Locale, request_id: &str) {
    let mut extensions = ErrorExtensionValues::default();
    if let Some(ours) = error.source::<Error>().cloned() {
        report(&ours, request_id);
        error.message = locale::error_message(locale, &ours);
        extensions.set("code", <&str>::from(ours.code()));
        if !ours.path().is_empty() {
            extensions.set("inputPath", to_value(json!(ours.path())));
        }
        if !ours.args().is_empty() {
            extensions.set("details", to_value(json!(ours.args())));
        }
        if let (Class::Throttled, Some(seconds)) = (ours.code().class(), ours.args().get("seconds")) {
            extensions.set("retryAfterSeconds", to_value(seconds.clone()));
        }
        if matches!(ours.code().class(), Class::Internal | Class::Unavailable) {
            extensions.set("requestId", request_id);
        }
    } else {
        // Parse and validation errors of the library: about the document, meant for its author, in English.
        extensions.set("code", <&str>::from(library_code(&error.message)));
    }
    error.source = None;
    error.extensions = Some(extensions);
}

fn to_value(value: serde_json::Value) -> Value {
    Value::from_json(value).unwrap_or_default()
}
