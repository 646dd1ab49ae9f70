//! The fields of a listing's content as they come in.

use crate::{gql, listing::content::ListingContent};

impl gql::Content for ListingContent {
    const FIELDS: &'static str = "ListingContentFields";
    const DESCRIPTION: &'static str = "Fields of a listing's content; those left out keep their value, null clears.";
    const NEEDED: &'static [&'static str] = &["title"];
}

/// Fields of a listing's content in a mutation's input.
pub type ContentFields = gql::Fields<ListingContent>;
