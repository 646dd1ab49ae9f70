//! Service platforms: proof-of-concept centers, pilot plants, test laboratories. Each takes in a technology of some readiness
//! and brings it to a higher one, in so many weeks and at such a cost, as far as it tells.
//!
//! A platform that is published, by an organization that is verified, is seen by everybody; drafts and what was withdrawn by
//! the people of its organization and staff. What is shown is what stands in the row: an edit of a published platform shows
//! at once, and is refused if it takes away what a publication needs.

pub mod actions;
pub mod api;
pub mod content;
pub mod model;
pub mod policy;
pub mod rules;
mod store;
pub mod validate;
pub mod vocabulary;

pub use actions::{find_many, stretches};
pub use api::{PlatformMutation, PlatformQuery, with_loaders};
pub use store::Filter;

use crate::kernel::patch::Patch;

/// Some fields of a platform's content, all others left as they are.
pub type ContentPatch = Patch<content::PlatformContent>;
