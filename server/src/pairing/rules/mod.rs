//! What is told of feedback, and to whom; how what is not ready enough gets there. Pure.

mod bridges;
mod tally;

pub use bridges::{Bridge, Bridges, Merit, Step, Wanted, bridges};
pub use tally::{Told, tally};
