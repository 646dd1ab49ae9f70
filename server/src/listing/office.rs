//! What an office looks for among its listings, and in which order it wants them.

use crate::kernel::{Code, Date, Error, Id, Result, id::Organization};

/// What an office looks for among its listings.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct OfficeFilter {
    /// Only this organization's; otherwise all that the viewer may read.
    pub organization: Option<Id<Organization>>,
    /// Only these states.
    pub states: Vec<String>,
    /// Only those with changes that wait for a reviewer, or for the office.
    pub revision_states: Vec<String>,
    /// A part of a title or the beginning of a reference, in any case.
    pub text: Option<String>,
    /// Only these kinds.
    pub kinds: Vec<String>,
    /// Least readiness, 1 to 9.
    pub readiness_min: Option<i32>,
    /// Only with, or only without, an offer of "use first, pay later".
    pub use_first_pay_later: Option<bool>,
    /// Only what was changed on this day in China or later.
    pub updated_since: Option<Date>,
    /// Only what waits for a reviewer, or only the rest: new listings and changes of published ones.
    pub awaits_verdict: Option<bool>,
    /// Only what a reviewer sent back and the office has not handed in again, or only the rest.
    pub returned: Option<bool>,
}

impl OfficeFilter {
    /// The filter with its words tidied.
    ///
    /// # Errors
    /// `OUT_OF_RANGE` at `readinessMin`.
    pub fn checked(mut self) -> Result<Self> {
        let words = self.text.map(|text| text.trim().chars().take(200).collect::<String>());
        self.text = words.filter(|text| !text.is_empty());
        if self.readiness_min.is_some_and(|level| !(1..=9).contains(&level)) {
            return Err(Error::new(Code::OutOfRange).with("min", 1_i64).with("max", 9_i64).at("readinessMin"));
        }
        Ok(self)
    }

    /// Whether it asks for what is found quickly among one organization's listings only.
    #[must_use]
    pub const fn is_for_one_office(&self) -> bool {
        !self.kinds.is_empty()
            || self.readiness_min.is_some()
            || self.use_first_pay_later.is_some()
            || self.updated_since.is_some()
            || self.awaits_verdict.is_some()
            || self.returned.is_some()
    }

    /// Whether it asks for what only working copies can tell, so that nothing of the world's matches.
    #[must_use]
    pub const fn is_of_the_house(&self) -> bool {
        !self.revision_states.is_empty()
            || !self.kinds.is_empty()
            || self.use_first_pay_later.is_some()
            || self.updated_since.is_some()
            || self.awaits_verdict.is_some()
            || self.returned.is_some()
    }
}

/// What an office's listings are put in order by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, async_graphql::Enum)]
#[graphql(name = "ListingOrderField")]
pub enum OrderField {
    /// The last change.
    #[default]
    UpdatedAt,
    /// The titles, Chinese before English, by their characters.
    Title,
    /// Technology readiness; what states none comes as 0.
    Readiness,
    /// How much is told.
    Completeness,
}

/// The order of an office's listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, async_graphql::InputObject)]
#[graphql(name = "ListingOrder")]
pub struct OfficeOrder {
    /// What decides.
    pub field: OrderField,
    /// The largest or last first.
    #[graphql(default)]
    pub descending: bool,
}

impl Default for OfficeOrder {
    fn default() -> Self {
        Self { field: OrderField::UpdatedAt, descending: true }
    }
}

/// How many listings stand somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// Where unpublished changes stand.
    pub revision: Option<String>,
    /// How many.
    pub count: i64,
}
