//! Pairing in GraphQL.

mod explained;
mod feedback;
mod mutation;
mod query;

pub use feedback::MatchFeedback;
pub use mutation::PairingMutation;
pub use query::PairingQuery;
