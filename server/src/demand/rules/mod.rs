//! Rules of the life of a demand: pure functions of what is known.

pub mod completeness;
mod expiry;
mod giveaways;
mod guards;
mod states;

pub use completeness::{Missing, completeness, form_characters};
pub use expiry::{next_reminder, shown_until};
pub use giveaways::{Traits, giveaways};
pub use guards::{Blocker, Facts, Suspension, blockers, deciding_rules};
pub use states::{Authority, Position, RevisionState, Step, Transition, authority, edited, required_inputs, steps, take};
