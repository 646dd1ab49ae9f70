//! Advisors: who they are, where they are not free, and for whom they may act.
//!
//! A profile tells what somebody is good at; an appointment for a term makes an advisor of them. Conflicts of interest are
//! declared once for all cases, and never erased. An advisor may ask an enterprise for a mandate. A mandate is what a client lets one advisor do, and until when: with its
//! end the advisor is a stranger again.

pub mod actions;
pub mod api;
pub mod content;
pub mod model;
pub mod policy;
pub mod rules;
mod store;
pub mod vocabulary;

pub use actions::{
    Carried, all_active, appointed_among, carried, conflicts_of, end_due, end_for_tie, end_mandates_due, find_advisors,
    find_mandate_requests, find_mandates, lapse_requests_due, lock_for_case, mandate_for, mandates_between, of_user, remind_advisors,
    remind_mandates,
};
pub use api::{AdvisorMutation, AdvisorQuery, MandateRequestMutation, MandateRequestQuery, with_loaders};
pub use store::{AdvisorFilter, MandateFilter, MandateRequestFilter};
