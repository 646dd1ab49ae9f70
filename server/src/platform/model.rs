//! A service platform as its people keep it, as one viewer sees it, and as a stretch of a way.

use std::collections::BTreeSet;

use super::{
    content::{CostRange, PlatformContent, ReadinessSpan, WeekRange},
    vocabulary::PlatformState,
};
use crate::kernel::{
    Code, Error, Id, Result, Timestamp,
    id::{Organization, ServicePlatform, User},
};

/// A platform with everything that is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Platform {
    /// Id.
    pub id: Id<ServicePlatform>,
    /// Who runs it.
    pub organization: Id<Organization>,
    /// State.
    pub state: PlatformState,
    /// What it says.
    pub content: PlatformContent,
    /// Raised by every change; from 1.
    pub version: i64,
    /// The reason given for a withdrawal.
    pub reason: Option<String>,
    /// Whether the staff withdrew it: then nobody else brings it back.
    pub withdrawn_by_staff: bool,
    /// First publication.
    pub published_at: Option<Timestamp>,
    /// Who made it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Platform {
    /// Refuses a change that was made looking at another version.
    ///
    /// # Errors
    /// `STALE_VERSION` at `expectedVersion`.
    pub(super) fn expect_version(&self, expected: i64) -> Result<()> {
        if self.version == expected {
            return Ok(());
        }
        Err(Error::new(Code::StaleVersion).with("current", self.version).at("expectedVersion"))
    }
}

/// A platform as one viewer sees it: what the viewer may not know is not in here.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Id.
    pub id: Id<ServicePlatform>,
    /// The platform, without what is hidden from the viewer.
    pub platform: Platform,
    /// Whether the viewer belongs to its organization, or to the staff.
    pub inside: bool,
}

impl View {
    /// `platform` as somebody sees it who belongs to it (`inside`), or to some verified organization (`registered`).
    #[must_use]
    pub fn of(mut platform: Platform, inside: bool, registered: bool) -> Self {
        if !inside && !registered {
            platform.content.contact = None;
        }
        if !inside {
            (platform.reason, platform.created_by) = (None, None);
        }
        Self { id: platform.id, platform, inside }
    }
}

/// A published platform as far as ways lead over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The platform.
    pub platform: Id<ServicePlatform>,
    /// From where to where.
    pub readiness: ReadinessSpan,
    /// How long it takes; none if it does not say.
    pub weeks: Option<WeekRange>,
    /// What it costs; none if it does not say.
    pub cost: Option<CostRange>,
    /// Codes of the fields it serves, each with its table; empty for every one.
    pub fields: BTreeSet<String>,
    /// Where it is.
    pub region: Option<String>,
}
