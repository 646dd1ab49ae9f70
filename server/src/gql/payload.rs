//! The shape of every mutation's answer.

use async_graphql::{Context, ID, Json, SimpleObject};
use serde_json::json;

use super::{Failure, caller, failure};
use crate::{
    idempotency::Outcome,
    kernel::{Bulk, Code, Error, Locale, error::Class, id::Kind},
    locale, telemetry,
};

/// Something that was wrong with the input, or that the state of things does not allow. Nothing was changed.
#[derive(Debug, Clone, SimpleObject)]
pub struct UserError {
    /// Stable code; decide by this.
    pub code: Code,
    /// What it means, in the caller's language; show this.
    pub message: String,
    /// Path to the part of the input that it is about, beginning with `input`; none if it is about the whole.
    pub path: Option<Vec<String>>,
    /// Facts of the message: limits, states, current version.
    pub details: Option<Json<serde_json::Value>>,
}

/// Splits the result of an action into what the payload shows: the value, errors for the user, and the replay flag.
/// Errors that are not the user's (not signed in, system trouble) fail the field instead.
pub fn split<T>(ctx: &Context<'_>, result: crate::kernel::Result<Outcome<T>>) -> Result<(Option<T>, Vec<UserError>, bool), Failure> {
    let outcome = result.as_ref().map_or_else(|error| error.code().into(), |_| "OK");
    telemetry::metrics::mutation(ctx.field().name(), outcome);
    let error = match result {
        Ok(outcome) => return Ok((Some(outcome.value), Vec::new(), outcome.replayed)),
        Err(error) => error,
    };
    let caller = caller(ctx);
    let outside =
        matches!(error.code().class(), Class::Internal | Class::Unavailable | Class::Throttled) || error.code() == Code::Unauthenticated;
    if outside {
        return Err(error.into());
    }
    failure::report(&error, &caller.request_id);
    let errors = error.iter().map(|error| user_error(error, caller.locale)).collect();
    Ok((None, errors, false))
}

/// How one error of ours is told to its user.
#[must_use]
pub fn user_error(error: &Error, locale: Locale) -> UserError {
    let path = (!error.path().is_empty()).then(|| std::iter::once("input".to_owned()).chain(error.path().iter().cloned()).collect());
    let details = (!error.args().is_empty()).then(|| Json(json!(error.args())));
    UserError { code: error.code(), message: locale::error_message(locale, error), path, details }
}

/// What became of many things, as it is told: how many took the step, how many could not, and what stood in the way of each that
/// is told one by one.
#[must_use]
pub fn bulk<K: Kind>(report: &Bulk<K>, locale: Locale) -> (i64, i64, Vec<(ID, Vec<UserError>)>) {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let told = |error: &Error| error.iter().map(|error| user_error(error, locale)).collect();
    let failures = report.errors.iter().map(|(id, error)| (ID(id.to_string()), told(error))).collect();
    (number(report.changed), number(report.failed), failures)
}

/// Declares the payload of a mutation around its entity, with `userErrors`, `idempotentReplay` and `clientMutationId`,
/// and a constructor `of(ctx, client_mutation_id, result)`.
#[macro_export]
macro_rules! payload {
    ($($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $ty:ty })*) => {$(
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$field_doc])*
            pub $field: Option<$ty>,
            /// What was wrong; empty if it worked. If not empty, nothing was changed.
            pub user_errors: Vec<$crate::gql::UserError>,
            /// Whether this is the answer to an earlier request with the same idempotency key.
            pub idempotent_replay: bool,
            /// What the client sent, unchanged.
            pub client_mutation_id: Option<String>,
        }

        impl $name {
            /// Wraps the result of an action.
            pub fn of<T: Into<$ty>>(
                ctx: &async_graphql::Context<'_>,
                client_mutation_id: Option<String>,
                result: $crate::kernel::Result<$crate::idempotency::Outcome<T>>,
            ) -> $crate::gql::Result<Self> {
                let (value, user_errors, idempotent_replay) = $crate::gql::split(ctx, result)?;
                Ok(Self { $field: value.map(Into::into), user_errors, idempotent_replay, client_mutation_id })
            }
        }
    )*};
}
