//! A listing as the office keeps it, and as one viewer sees it.

use super::{
    content::ListingContent,
    disclosure::{HiddenSection, hidden_sections, redact},
    rules::{Origin, Position, RevisionState, Suspension},
    vocabulary::{DisclosureLayer, ListingState},
};
use crate::kernel::{
    Date, Id, Result, Timestamp, digest,
    id::{Listing as ListingId, ListingRevision, Organization, RuleVersion, User},
};

/// The office's working copy with everything that is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Id.
    pub id: Id<ListingId>,
    /// The holder.
    pub organization: Id<Organization>,
    /// The holder's own key, unique within the organization.
    pub external_reference: Option<String>,
    /// How it came to be.
    pub origin: Origin,
    /// State.
    pub state: ListingState,
    /// Where unpublished changes stand.
    pub revision: Option<RevisionState>,
    /// What the office has written, published or not.
    pub content: ListingContent,
    /// Hash of `content`.
    pub content_hash: String,
    /// Raised by every change; from 1.
    pub version: i64,
    /// Raised by edits; from 1.
    pub content_version: i64,
    /// The content that the world sees, or saw last.
    pub published_content_version: Option<i64>,
    /// Last day on which the world sees it.
    pub valid_until: Option<Date>,
    /// First publication.
    pub published_at: Option<Timestamp>,
    /// Why it is suspended.
    pub suspension: Option<Suspension>,
    /// Last day of an exclusive license, whatever it is suspended for: until then the world does not see it.
    pub licensed_until: Option<Date>,
    /// First day on which time may change whether the world sees it: a right or an exclusive license ends, a fee is due.
    /// Computed; raises no version.
    pub look_again_on: Option<Date>,
    /// The reason given for a suspension or withdrawal.
    pub reason: Option<String>,
    /// When it was handed in last.
    pub submitted_at: Option<Timestamp>,
    /// By whom.
    pub submitted_by: Option<Id<User>>,
    /// Who made it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Listing {
    /// State and revision.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position { state: self.state, revision: self.revision }
    }

    /// Whether a reviewer has it.
    #[must_use]
    pub fn awaits_verdict(&self) -> bool {
        self.state == ListingState::Submitted || self.revision == Some(RevisionState::Submitted)
    }

    /// Whether the office has changes that the world does not see.
    #[must_use]
    pub fn has_unpublished_changes(&self) -> bool {
        self.published_content_version.is_some_and(|published| published < self.content_version)
    }
}

/// What the world may see of a listing: a row of `listing_publication`.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The listing.
    pub listing: Id<ListingId>,
    /// The holder.
    pub organization: Id<Organization>,
    /// The published content, all layers.
    pub content: ListingContent,
    /// Its version.
    pub content_version: i64,
    /// Version of the listing at the last change of the publication.
    pub listing_version: i64,
    /// First publication.
    pub published_at: Timestamp,
    /// Last change of the publication.
    pub updated_at: Timestamp,
}

/// A listing as one viewer sees it: already redacted, so that nothing else can leave through it.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Id.
    pub id: Id<ListingId>,
    /// The holder.
    pub organization: Id<Organization>,
    /// State; `PUBLISHED` for everybody outside the office.
    pub state: ListingState,
    /// Version.
    pub version: i64,
    /// Version of the content that is shown.
    pub content_version: i64,
    /// The content, as far as the viewer may read it.
    pub content: ListingContent,
    /// The viewer's layer.
    pub layer: DisclosureLayer,
    /// Sections above it that have content.
    pub hidden: Vec<HiddenSection>,
    /// First publication.
    pub published_at: Option<Timestamp>,
    /// Last change.
    pub updated_at: Timestamp,
    /// The working copy; only for the office and the platform's staff.
    pub office: Option<Box<Listing>>,
}

impl View {
    /// The working copy, for those who read everything.
    #[must_use]
    pub fn of_office(listing: Listing) -> Self {
        Self {
            id: listing.id,
            organization: listing.organization,
            state: listing.state,
            version: listing.version,
            content_version: listing.content_version,
            content: listing.content.clone(),
            layer: DisclosureLayer::Internal,
            hidden: Vec::new(),
            published_at: listing.published_at,
            updated_at: listing.updated_at,
            office: Some(Box::new(listing)),
        }
    }

    /// The working copy as a viewer of `layer` reads it once the world sees it; whole for those who read everything. It
    /// passes what every publication passes, so that it cannot promise another thing than they will get.
    #[must_use]
    pub fn foreseen(listing: &Listing, layer: DisclosureLayer) -> Self {
        if layer == DisclosureLayer::Internal {
            return Self::of_office(listing.clone());
        }
        let publication = Publication {
            listing: listing.id,
            organization: listing.organization,
            content: listing.content.clone(),
            content_version: listing.content_version,
            listing_version: listing.version,
            published_at: listing.published_at.unwrap_or(listing.updated_at),
            updated_at: listing.updated_at,
        };
        Self { published_at: listing.published_at, ..Self::of_world(publication, layer) }
    }

    /// The publication, as far as `layer` reads it.
    #[must_use]
    pub fn of_world(publication: Publication, layer: DisclosureLayer) -> Self {
        Self {
            id: publication.listing,
            organization: publication.organization,
            state: ListingState::Published,
            version: publication.listing_version,
            content_version: publication.content_version,
            hidden: hidden_sections(&publication.content, layer),
            content: redact(publication.content, layer),
            layer,
            published_at: Some(publication.published_at),
            updated_at: publication.updated_at,
            office: None,
        }
    }
}

/// A content as it stood after one edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Id.
    pub id: Id<ListingRevision>,
    /// The listing.
    pub listing: Id<ListingId>,
    /// Version of the content, from 1.
    pub content_version: i64,
    /// The content.
    pub content: ListingContent,
    /// Who wrote it; none for the program itself.
    pub changed_by: Option<Id<User>>,
    /// When.
    pub changed_at: Timestamp,
}

/// A note of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, async_graphql::SimpleObject, async_graphql::InputObject)]
#[graphql(name = "ListingReviewNote", input_name = "ListingReviewNoteInput")]
pub struct ReviewNote {
    /// Path of the field that the note is about, as in the input; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<String>>,
    /// The note, up to 2000 characters.
    pub text: String,
}

/// What a reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::IntoStaticStr, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "ListingVerdict")]
pub enum Verdict {
    /// Approved.
    Approved,
    /// Sent back with notes.
    Returned,
}

/// A review.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Id, bare: reviews are read through their listing.
    pub id: uuid::Uuid,
    /// The listing.
    pub listing: Id<ListingId>,
    /// The content that was reviewed.
    pub content_version: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// Notes.
    pub notes: Vec<ReviewNote>,
    /// Versions of the rules that decided an approval.
    pub rules: Vec<Id<RuleVersion>>,
    /// The reviewer; none for the program itself.
    pub reviewed_by: Option<Id<User>>,
    /// When.
    pub reviewed_at: Timestamp,
}

/// Both titles in lower case, for the office's own lookup.
#[must_use]
pub fn lookup_title(content: &ListingContent) -> String {
    let titles = [content.title.zh.as_deref(), content.title.en.as_deref()];
    titles.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Hash of a content: equal for equal contents, whatever the order of its fields in a document.
///
/// # Errors
/// `INTERNAL` if the content cannot be written as a document.
pub fn content_hash(content: &ListingContent) -> Result<String> {
    let document = serde_json::to_value(content).map_err(crate::kernel::Error::internal)?;
    Ok(digest::sha256_hex(digest::canonical(&document).as_bytes()))
}
