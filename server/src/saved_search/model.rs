//! What is kept. Pure.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use crate::{
    demand::PublicFilter,
    kernel::{
        Id, Timestamp,
        id::{SavedSearch as SavedSearchId, User},
    },
    search::{Facet, Query, Sort},
};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "SavedSearchSubject")]
pub enum Subject {
    /// Published listings, as `searchListings` finds them.
    Listings,
    /// Published demands, as `demands` finds them.
    Demands,
}

/// A question about listings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingWish {
    /// The text; empty for all.
    pub text: String,
    /// Any of the values of a facet, and all of the facets; organizations by their bare UUID.
    pub filters: Vec<(Facet, Vec<String>)>,
    /// Least readiness.
    pub trl_min: Option<i64>,
}

impl ListingWish {
    /// As the search machine is asked.
    #[must_use]
    pub fn query(&self) -> Query {
        Query {
            text: self.text.clone(),
            filters: self.filters.clone(),
            trl_min: self.trl_min,
            sort: Sort::default(),
            facets: Vec::new(),
            offset: 0,
            limit: 0,
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Wish {
    /// About listings.
    Listings(ListingWish),
    /// About demands.
    Demands(PublicFilter),
}

impl Wish {
    /// What is looked for.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Listings(_) => Subject::Listings,
            Self::Demands(_) => Subject::Demands,
        }
    }
}

/// A search that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// Id.
    pub id: Id<SavedSearchId>,
    /// Whose.
    pub user: Id<User>,
    /// What its owner calls it.
    pub name: String,
    /// What is asked.
    pub wish: Wish,
    /// Whether its owner is not told of anything for now.
    pub paused: bool,
    /// Counts changes.
    pub version: i64,
    /// When it was saved: what was published before is not new to it.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}
