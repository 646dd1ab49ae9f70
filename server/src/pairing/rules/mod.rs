//! What is told of feedback and of pairs that fit, and to whom. Pure.

mod alert;
mod tally;

pub use alert::Threshold;
pub use tally::{Told, tally};
