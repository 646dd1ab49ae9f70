//! Listings: achievements offered for transfer, from draft to publication.

pub mod content;
pub mod vocabulary;
