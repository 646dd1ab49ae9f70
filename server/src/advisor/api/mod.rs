//! Advisors in GraphQL.

mod inputs;
mod loaders;
mod mandate;
mod mutation;
mod profile;
mod query;
mod request;
mod types;

pub use loaders::{advisor, mandate_between, with_loaders};
pub use mandate::Mandate;
pub use mutation::AdvisorMutation;
pub use query::AdvisorQuery;
pub use request::{MandateRequest, MandateRequestMutation, MandateRequestQuery};
pub use types::{Advisor, ConflictDeclaration};
