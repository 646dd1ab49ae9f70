//! Words of the slice.

pub use crate::demand::vocabulary::MatchVerdict;
