//! What is kept. Pure.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use crate::{
    demand::PublicFilter,
    kernel::{
        Id, Timestamp,
        id::{SavedSearch as SavedSearchId, User},
    },
    search::{Facet, Query, SearchError, Sort, has_words},
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

/// How much one person may keep and be told: the rule `matching.saved_searches`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Most searches.
    pub most: u64,
    /// Most finds that a person is told of in a day, whatever the search; past that it is counted how many there were.
    pub daily: u64,
}

/// A question about listings. What a later version asks beside that, and an earlier one did not, is not asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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

    /// Whether anything is asked. Whoever asks for nothing would be told of everything.
    ///
    /// # Errors
    /// `Refused` if the settings of the search hold a mistake.
    pub fn is_narrow(&self) -> Result<bool, SearchError> {
        Ok(match self {
            Self::Listings(ListingWish { text, filters, trl_min }) => {
                trl_min.is_some() || filters.iter().any(|(_, values)| !values.is_empty()) || has_words(text)?
            }
            Self::Demands(PublicFilter { organization, states: _, text, industries, trl, wants_use_first_pay_later }) => {
                let by_field = organization.is_some() || !industries.is_empty() || trl.is_some() || wants_use_first_pay_later.is_some();
                by_field || text.as_deref().is_some_and(|text| !text.trim().is_empty())
            }
        })
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
    /// Since when its owner is told, since it was saved or since the last pause ended: what was published before is not new.
    pub active_since: Timestamp,
    /// Finds that its owner was not told of, because a day has no more than so many.
    pub untold: i64,
    /// When it was saved.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}
