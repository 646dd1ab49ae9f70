//! Licensing: from a request for an offer to a license with dated payments.
//!
//! Short form: an enterprise submits, the holder grants or rejects, the enterprise may withdraw. States, transition
//! table and payment schedule are the seams that the full workflow will use.

pub mod actions;
pub mod api;
pub mod model;
pub mod policy;
pub mod rules;
pub mod ruleset;
mod store;
pub mod ufpl;

pub use api::{LicensingMutation, LicensingQuery, with_loaders};
pub use store::{LicenseFilter, PartyFilter, RequestFilter, find_license, find_request, license_page, request_page};
