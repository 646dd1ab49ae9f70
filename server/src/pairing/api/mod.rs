//! Pairing in GraphQL.

mod bridges;
mod explained;
mod feedback;
mod mutation;
mod query;

pub use bridges::with_loaders;
pub use feedback::MatchFeedback;
pub use mutation::PairingMutation;
pub use query::PairingQuery;
