//! Feedback as an answer: for those who read the demand inside; for the office that holds the listing, steps.

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::{
    demand,
    gql::Result,
    kernel::{Date, Locale, Timestamp},
    listing,
    locale::label,
    pairing::{actions::Counts, model::Feedback, rules::Told, vocabulary::MatchVerdict},
};

/// What the owner of a demand thinks of a listing that was found for it. Visible to the demand's people, to staff, and to
/// advisors with the owner's mandate for its demands, unless the listing is of a house that they sit in.
pub struct MatchFeedback(pub Feedback);

impl From<Feedback> for MatchFeedback {
    fn from(feedback: Feedback) -> Self {
        Self(feedback)
    }
}

/// What the owner of a demand thinks of a listing that was found for it. Visible to the demand's people, to staff, and to
/// advisors with the owner's mandate for its demands, unless the listing is of a house that they sit in.
#[Object]
impl MatchFeedback {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The demand; null if it is no longer open to the viewer.
    async fn demand(&self, ctx: &Context<'_>) -> Result<Option<demand::api::Demand>> {
        Ok(demand::api::demand(ctx, self.0.demand).await?)
    }

    /// The listing; null if it is no longer open to the viewer.
    async fn listing(&self, ctx: &Context<'_>) -> Result<Option<listing::api::Listing>> {
        Ok(listing::api::listing(ctx, self.0.listing).await?)
    }

    /// The verdict.
    async fn verdict(&self) -> MatchVerdict {
        self.0.verdict
    }

    /// More in words. The office never reads it.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// Whether the verdict keeps the listing out of the demand's list.
    async fn refuses(&self) -> bool {
        self.0.refuses()
    }

    /// Version of the listing that was judged: where the listing has another by now, a second look may be worth it.
    async fn listing_version(&self) -> i64 {
        self.0.moment.listing_version
    }

    /// Place in the demand's list when it was judged, from 1; null if it was not in there.
    async fn rank(&self) -> Option<i32> {
        self.0.moment.rank.and_then(|rank| i32::try_from(rank).ok())
    }

    /// When it was given first.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Last change.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }

    /// When it was taken back; null while it stands.
    async fn withdrawn_at(&self) -> Option<Timestamp> {
        self.0.withdrawn_at
    }
}

/// What enterprises think of a listing that was found for their demands, without a word of who they are.
#[derive(SimpleObject)]
pub struct MatchFeedbackCount {
    /// The verdict.
    verdict: MatchVerdict,
    /// At least so many verified organizations gave it: in whole steps, as they stood when the day began, so that nobody's
    /// opinion can be told from a change.
    organizations_at_least: i32,
    /// What the office can do about it, in the caller's language.
    advice: String,
}

impl MatchFeedbackCount {
    fn new(told: Told, locale: Locale) -> Self {
        Self {
            verdict: told.verdict,
            organizations_at_least: i32::try_from(told.organizations).unwrap_or(i32::MAX),
            advice: label(locale, "advice", &told.verdict.to_string()),
        }
    }
}

/// What enterprises think of a listing, as far as it may be told to its office.
#[derive(SimpleObject)]
pub struct MatchFeedbackCounts {
    /// Organizations are counted in whole steps of so many; what fewer gave is not told.
    step: i32,
    /// As things stood when this day began, in China.
    as_of: Date,
    /// Verdicts, those given most first.
    counts: Vec<MatchFeedbackCount>,
}

impl MatchFeedbackCounts {
    pub(super) fn new(counts: Counts, locale: Locale) -> Self {
        let Counts { step, as_of, told } = counts;
        let counts = told.into_iter().map(|told| MatchFeedbackCount::new(told, locale)).collect();
        Self { step: i32::try_from(step).unwrap_or(i32::MAX), as_of, counts }
    }
}
