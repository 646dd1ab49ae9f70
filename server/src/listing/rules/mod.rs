//! Rules of the life of a listing: pure functions of what is known.

pub mod completeness;
mod guards;
mod licensing;
mod states;
mod watch;

pub use completeness::{Missing, completeness, told};
pub use guards::{
    Blocker, Facts, Origin, Suspension, blockers, deciding_rules, first_right_end, is_alive, last_right_end, license_blockers,
};
pub use licensing::{RightsEnd, rights_end, with_bad_news};
pub use states::{Authority, Position, RevisionState, Step, Transition, authority, edited, required_inputs, steps, take, widest_authority};
pub use watch::{Trouble, look_again_on, must_suspend, suspending_rules, troubles};
