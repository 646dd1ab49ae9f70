//! Use cases of pairing.

mod rank;

pub use rank::{Fit, Fits, Of, demands_for_listing, for_text, listings_for_demand};
