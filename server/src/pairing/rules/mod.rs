//! What is told of feedback and of pairs that fit, and to whom; how what is not ready enough gets there. Pure.

mod alert;
mod bridges;
mod tally;

pub use alert::{Threshold, is_told};
pub use bridges::{Bridge, Bridges, Merit, Step, Wanted, bridges, bridges_of_many};
pub use tally::{Told, tally};
