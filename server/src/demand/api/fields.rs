//! The fields of a demand's content as they come in.

use crate::{demand::content::DemandContent, gql};

impl gql::Content for DemandContent {
    const FIELDS: &'static str = "DemandContentFields";
    const DESCRIPTION: &'static str = "Fields of a demand's content; those left out keep their value, null clears.";
    const NEEDED: &'static [&'static str] = &[];
}

/// Fields of a demand's content in a mutation's input.
pub type DemandFields = gql::Fields<DemandContent>;
