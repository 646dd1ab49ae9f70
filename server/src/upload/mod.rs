//! Uploads: files that people hand in, kept once under an id of ours and referred to by it.
//!
//! Listings attach them, imports read them, advisors put them beside their notes. A file never changes and its name leads
//! nowhere: the bytes lie under the id,
//! the type is told by the content, the name is for people to read.

mod actions;
pub mod policy;
pub mod rules;
pub mod sniff;
mod store;

pub use actions::{
    bytes, find, find_for_note, known, known_for_notes, mark_used, prune, prune_strays, receive, receive_for_note, stream, visible,
};
pub use rules::{MediaType, Upload};
