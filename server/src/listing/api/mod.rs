//! Listings in GraphQL.

mod fields;
mod listing;
mod loaders;
mod mutation;
mod office;
mod plain;
mod query;
mod search;

use crate::kernel::Error;

pub use fields::ContentFields;
pub use listing::Listing;
pub use loaders::{listing, with_loaders};
pub use mutation::ListingMutation;
pub use office::ListingRevision;
pub use query::ListingQuery;
pub use search::ListingSearchFilter;

/// The path of an error, or none if it is about the whole.
fn fields_of(error: &Error) -> Option<Vec<String>> {
    (!error.path().is_empty()).then(|| error.path().to_vec())
}
