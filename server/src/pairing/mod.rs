//! Pairing: which listings answer a demand, which demands a listing answers, and why, shown to people.
//!
//! The matching machine ranks what it was told of listings and demands, which is what everybody may read of them. Here it is
//! decided who may ask, and every answer is read again as the asker may see it, so that a rank is no way around a veil.
//!
//! The owner of a demand says what it thinks of an answer ([`model::Feedback`]). That changes the demand's own list at once,
//! and no score of anybody: the office learns in steps what many thought, and never who ([`rules::tally`]).

pub mod actions;
pub mod api;
pub mod model;
pub mod policy;
pub mod reasons;
pub mod rules;
mod store;
pub mod vocabulary;

pub use actions::{News, feedback_after, find_feedback, note_told_through, prune_alerts, take, tell, told_through};
pub use api::{PairingMutation, PairingQuery, with_loaders};
pub use store::alerts::Side;
