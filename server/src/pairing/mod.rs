//! Pairing: which listings answer a demand, which demands a listing answers, and why, shown to people.
//!
//! The matching machine ranks what it was told of listings and demands, which is what everybody may read of them. Here it is
//! decided who may ask, and every answer is read again as the asker may see it, so that a rank is no way around a veil.

pub mod actions;
pub mod api;
pub mod policy;

pub use api::PairingQuery;
