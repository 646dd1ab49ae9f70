//! Cases in GraphQL.

mod begin;
mod case;
mod inputs;
mod loaders;
mod mutation;
mod parts;
mod pick_mutation;
mod picks;
mod plan;
mod query;
mod service;
mod service_inputs;
mod service_mutation;
mod service_query;
mod subsidy;

pub use begin::BeginMutation;
pub use case::BrokerCase;
pub use loaders::{case, with_loaders};
pub use mutation::BrokeringMutation;
pub use parts::CaseConflict;
pub use pick_mutation::PickMutation;
pub use picks::{CasePick, pick_for};
pub use plan::CasePlan;
pub use query::BrokeringQuery;
pub use service::{CaseOutcome, Introduction};
pub use service_mutation::ServiceMutation;
pub use service_query::ServiceQuery;
pub use subsidy::SubsidyQuery;
