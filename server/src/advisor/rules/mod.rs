//! Rules of appointment: pure functions of what is known.

mod states;
mod term;

pub use states::{Authority, Step, Transition, authority, required_inputs, steps, take};
pub use term::{Limits, checked_term, is_confirmed, joined};
