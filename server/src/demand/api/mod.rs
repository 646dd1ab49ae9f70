//! Demands in GraphQL.

mod bulk;
mod demand;
mod fields;
mod inputs;
mod inside;
mod loaders;
mod mutation;
mod prompt;
mod proposal;
mod query;
mod review;
mod split;

use crate::kernel::Error;

pub use demand::Demand;
pub use fields::DemandFields;
pub use inputs::DemandFilterInput;
pub use inside::DemandRevision;
pub use loaders::{demand, with_loaders};
pub use mutation::DemandMutation;
pub use proposal::DemandProposal;
pub use query::DemandQuery;
pub use split::DemandSplit;

/// The path of an error, or none if it is about the whole.
fn path_of(error: &Error) -> Option<Vec<String>> {
    (!error.path().is_empty()).then(|| error.path().to_vec())
}
