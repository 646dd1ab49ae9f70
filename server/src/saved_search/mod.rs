//! Saved searches: a question about listings or demands that somebody keeps under a name, to be told of what is new.
//!
//! They belong to a person, as mail preferences do, and nobody else sees them, staff neither. What is new is held against
//! them as it is published ([`tell_of_listings`], [`tell_of_demands`]); what was there before is what the search itself shows.

pub mod actions;
pub mod api;
pub mod model;
mod policy;
mod store;

pub use actions::{find_many, prune_alerts, take, tell_of_demands, tell_of_listings};
pub use api::{SavedSearchMutation, SavedSearchQuery};
