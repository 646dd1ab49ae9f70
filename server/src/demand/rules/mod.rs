//! Rules of the life of a demand: pure functions of what is known.

mod brand;
pub mod completeness;
mod expiry;
mod giveaways;
mod guards;
mod review;
mod states;

pub use completeness::{Missing, completeness, form_characters};
pub use expiry::{next_reminder, shown_until};
pub use giveaways::{Traits, doubts, giveaways, giveaways_of};
pub use guards::{Blocker, Facts, Kin, Suspension, blockers, deciding_rules, warnings};
pub use review::{Average, ProposalReview, Scores, average};
pub use states::{Authority, Position, RevisionState, Step, Transition, authority, edited, is_operators, required_inputs, steps, take};
