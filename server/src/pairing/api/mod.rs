//! Pairing in GraphQL.

mod explained;
mod query;

pub use query::PairingQuery;
