//! Listings: achievements offered for transfer, from draft to publication.
//!
//! The row `listing` is the office's working copy; a row of `listing_publication` exists exactly while the world sees
//! the listing, and holds exactly what it may see. Everything that is shown passes [`disclosure::redact`].

pub mod actions;
pub mod api;
pub mod card;
pub mod content;
pub mod diff;
pub mod disclosure;
pub mod model;
pub mod office;
pub mod patch;
pub mod policy;
pub mod rules;
mod store;
pub mod validate;
pub mod vocabulary;
pub mod words;

pub use actions::{
    Brief, ImportRow, Licensable, OpenOffer, PreparedRow, PublishedOffers, RowEffect, Walk, Written, attachment, brief, documents,
    expire_due, find, find_revisions, import_rows, licensables, lock_for_licensing, look_after_due, mark_exclusively_licensed,
    offer_inside, offers, open_offer, payment, prepare_rows, published_by, published_count, published_ids_after, published_titles,
    publishers, touched_by_organization, undo_rows, working_copies,
};
pub use api::{ListingMutation, ListingQuery, with_loaders};
pub use office::OfficeFilter;
pub use patch::ContentPatch;
pub use store::{is_over, published_between, revisions as contents_inside};
pub use validate::validate;
