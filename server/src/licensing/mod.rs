//! Licensing: from a request for an offer to a license with dated payments.

pub mod rules;
pub mod ruleset;
pub mod ufpl;
