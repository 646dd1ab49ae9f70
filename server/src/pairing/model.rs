//! Feedback about matches, and the moment in which it was given.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::vocabulary::MatchVerdict;
use crate::{
    kernel::{
        Error, Id, Result, Timestamp,
        clock::china_date,
        id::{Demand, Listing, MatchFeedback, Organization, RuleVersion, User},
    },
    matching::{Match, Versions},
};

/// What the owner of a demand thinks of a listing.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// Id.
    pub id: Id<MatchFeedback>,
    /// The demand.
    pub demand: Id<Demand>,
    /// The listing.
    pub listing: Id<Listing>,
    /// Whose the demand is.
    pub organization: Id<Organization>,
    /// The office that holds the listing.
    pub holder: Id<Organization>,
    /// The verdict, or the last one before it was withdrawn.
    pub verdict: MatchVerdict,
    /// More in words. For those who read the demand inside; the office never reads it.
    pub note: Option<String>,
    /// The verdict that stood at the beginning of the day of the last change.
    pub settled: Option<MatchVerdict>,
    /// What the owner was looking at.
    pub moment: Moment,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who gave it; none for the program itself.
    pub given_by: Option<Id<User>>,
    /// When it was given first.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// When it was taken back; none while it stands.
    pub withdrawn_at: Option<Timestamp>,
}

impl Feedback {
    /// The verdict, while it stands.
    #[must_use]
    pub fn standing(&self) -> Option<MatchVerdict> {
        self.withdrawn_at.is_none().then_some(self.verdict)
    }

    /// Whether it keeps the listing out of the demand's list.
    #[must_use]
    pub fn refuses(&self) -> bool {
        self.standing().is_some_and(MatchVerdict::refuses)
    }

    /// The verdict that stood at the beginning of `today`, in China.
    #[must_use]
    pub fn settled_on(&self, today: NaiveDate) -> Option<MatchVerdict> {
        if china_date(self.updated_at) < today { self.standing() } else { self.settled }
    }
}

/// What is known around a pair that decides which ways lead on from it, and nothing about its score.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Codes of the listing's fields, each with its table.
    pub fields: BTreeSet<String>,
    /// Divisions from which the demand would rather have partners, as far as the asker may know.
    pub regions: Vec<String>,
}

/// What a match looked like when somebody judged it: what a later engine can learn from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moment {
    /// Place in the demand's list, from 1; none if it was not in there.
    pub rank: Option<u64>,
    /// What was ranked by.
    pub score: f64,
    /// Score, its parts, and what is insisted on, as a document.
    pub parts: Value,
    /// What it was made with, as a document.
    pub versions: Value,
    /// The rule that weighed.
    pub weights: Id<RuleVersion>,
    /// Version of the demand's content.
    pub demand_version: i64,
    /// Version of the listing.
    pub listing_version: i64,
}

impl Moment {
    /// The moment of `found`.
    ///
    /// # Errors
    /// `INTERNAL` if it cannot be written as a document.
    pub fn of(rank: Option<usize>, found: &Match, versions: &Versions, weights: Id<RuleVersion>, demand_version: i64) -> Result<Self> {
        let parts = serde_json::json!({ "score": found.score, "checks": found.checked });
        Ok(Self {
            rank: rank.map(|rank| rank as u64),
            score: found.score.total.into(),
            parts,
            versions: serde_json::to_value(versions).map_err(Error::internal)?,
            weights,
            demand_version,
            listing_version: found.version,
        })
    }
}
