//! What is told of feedback, and to whom. Pure.

mod tally;

pub use tally::{Told, tally};
