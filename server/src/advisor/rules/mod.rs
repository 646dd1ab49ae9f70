//! Rules of appointment: pure functions of what is known.

mod asking;
mod states;
mod term;

pub use asking::{Pauses, may_ask_again, silent_until};
pub use states::{Authority, Step, Transition, authority, required_inputs, steps, take};
pub use term::{Limits, checked_term, is_confirmed, joined};
