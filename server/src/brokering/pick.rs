//! What an advisor picks for a client, as the slice keeps it.

use serde::Serialize;

use super::model::Standing;
use crate::{
    demand::vocabulary::MatchVerdict,
    kernel::{
        Id, Timestamp,
        id::{Advisor, BrokerCase, CasePick, Listing, Organization, ServiceLog, User},
    },
    listing::content::BilingualText,
};

/// A listing that an advisor has picked for a client, with the reason. The client sees it once it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pick {
    /// Id.
    pub id: Id<CasePick>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// Who wrote the reason.
    pub advisor: Id<Advisor>,
    /// The listing.
    pub listing: Id<Listing>,
    /// Whose the listing was when it was picked.
    pub holder: Id<Organization>,
    /// Why, in the advisor's words.
    pub reason: BilingualText,
    /// What it is ordered by; grows, with gaps.
    pub place: i64,
    /// The shortlist in which it was sent, by the note that tells of it; none while it is not sent.
    pub shortlist: Option<Id<ServiceLog>>,
    /// What the client says of it.
    pub verdict: Option<MatchVerdict>,
    /// The same in words.
    pub answer: Option<String>,
    /// Who said it.
    pub answered_by: Option<Id<User>>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was picked.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Pick {
    /// Whether somebody with `standing` reads it: what was sent whoever sees the work, what was not the advisor who has the case, and
    /// staff.
    #[must_use]
    pub const fn is_shown_to(&self, standing: Standing) -> bool {
        standing.sees_work() && (self.shortlist.is_some() || !matches!(standing, Standing::Client))
    }
}

/// What was sent to a client at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shortlist {
    /// The note that tells of it.
    pub note: Id<ServiceLog>,
    /// The case.
    pub case: Id<BrokerCase>,
    /// The client.
    pub client: Id<Organization>,
    /// Who sent it.
    pub advisor: Id<Advisor>,
    /// Counts the shortlists of the case, from 1.
    pub round: i64,
    /// Why there are no more, or what else there is to say.
    pub explanation: Option<String>,
    /// When.
    pub sent_at: Timestamp,
}
