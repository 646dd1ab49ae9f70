//! Use cases of service platforms.

mod read;
mod write;

pub use read::{find, find_many, list, list_total, stretches};
pub use write::{Create, Move, Update, create, transition, update};
