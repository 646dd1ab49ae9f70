//! A demand as its owner keeps it, and as one viewer sees it; proposals and splits.

use serde::{Deserialize, Serialize};

use super::{
    content::DemandContent,
    rules::{Position, RevisionState, Suspension},
    veil::{Profile, told_at, veiled},
    vocabulary::{Decision, DemandProposalStage, DemandProposalState, DemandSplitState, DemandState, PassReason, SplitPart, Visibility},
};
use crate::{
    kernel::{
        Date, Error, Id, Result, Timestamp, digest,
        id::{Advisor, Demand as DemandId, DemandProposal, DemandRevision, DemandSplit, Listing, Organization, RuleVersion, User},
    },
    listing::content::{BilingualText, Contact},
};

/// An advisor who drafted a demand for its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drafter {
    /// The advisor.
    pub advisor: Id<Advisor>,
    /// The advisor as a person.
    pub user: Id<User>,
}

/// The enterprise's working copy with everything that is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Id.
    pub id: Id<DemandId>,
    /// Whose it is.
    pub organization: Id<Organization>,
    /// The owner's own key, unique within the organization.
    pub external_reference: Option<String>,
    /// State.
    pub state: DemandState,
    /// Where unpublished changes stand.
    pub revision: Option<RevisionState>,
    /// What the owner has written, published or not.
    pub content: DemandContent,
    /// Hash of `content`.
    pub content_hash: String,
    /// Raised by every change; from 1.
    pub version: i64,
    /// Raised by edits; from 1.
    pub content_version: i64,
    /// The content that the world sees, or saw last.
    pub published_content_version: Option<i64>,
    /// Whether the world has read the owner's name beside it.
    pub named: bool,
    /// Last day on which the world sees it.
    pub valid_until: Option<Date>,
    /// First day on which the owner is reminded of the end. Computed; raises no version.
    pub remind_on: Option<Date>,
    /// First publication.
    pub published_at: Option<Timestamp>,
    /// Who hid it.
    pub suspension: Option<Suspension>,
    /// The reason given for a suspension, refusal or withdrawal.
    pub reason: Option<String>,
    /// The demand that it was split off from.
    pub split_from: Option<Id<DemandId>>,
    /// The advisor who drafted it for the owner, under a mandate.
    pub drafted_by: Option<Drafter>,
    /// When it was handed in for the first time.
    pub handed_in_at: Option<Timestamp>,
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

impl Demand {
    /// State and revision.
    #[must_use]
    pub const fn position(&self) -> Position {
        Position { state: self.state, revision: self.revision }
    }

    /// Whether the owner has changes that the world does not see.
    #[must_use]
    pub fn has_unpublished_changes(&self) -> bool {
        self.published_content_version.is_some_and(|published| published < self.content_version)
    }
}

/// What the world may see of a demand: a row of `demand_publication`. Its content is veiled already.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// The demand.
    pub demand: Id<DemandId>,
    /// Whose it is: for the program's own use. It leaves through [`View`] alone.
    pub organization: Id<Organization>,
    /// What may be shown.
    pub content: DemandContent,
    /// What may be told of the owner.
    pub profile: Profile,
    /// Version of the content.
    pub content_version: i64,
    /// Version of the demand at the last change of the publication.
    pub demand_version: i64,
    /// First publication, as far as it may be told.
    pub published_at: Timestamp,
    /// Last change of the publication, as far as it may be told.
    pub updated_at: Timestamp,
}

impl Publication {
    /// What is shown of `content`, the published content of `demand`.
    ///
    /// # Errors
    /// `INTERNAL` if the demand was never published.
    pub fn of(demand: &Demand, content: DemandContent, profile: Profile) -> Result<Self> {
        let missing = || Error::internal("a published demand without its date");
        let visibility = content.visibility;
        Ok(Self {
            demand: demand.id,
            organization: demand.organization,
            // The day on which it ends, and not the one that the owner chose: they differ where it has to be solved earlier.
            content: DemandContent { valid_until: demand.valid_until, ..veiled(content) },
            profile,
            content_version: demand.published_content_version.ok_or_else(missing)?,
            demand_version: demand.version,
            published_at: told_at(demand.published_at.ok_or_else(missing)?, visibility),
            updated_at: told_at(demand.updated_at, visibility),
        })
    }

    /// Who sees it.
    #[must_use]
    pub const fn visibility(&self) -> Visibility {
        self.content.visibility
    }
}

/// A demand as one viewer sees it: what the viewer may not know is not in here.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Id.
    pub id: Id<DemandId>,
    /// Whose it is, if the viewer may know.
    pub owner: Option<Id<Organization>>,
    /// What is told of the owner in any case; none for those who read inside, who know more.
    pub profile: Option<Profile>,
    /// State; `PUBLISHED` for everybody outside.
    pub state: DemandState,
    /// Version.
    pub version: i64,
    /// Version of the content that is shown.
    pub content_version: i64,
    /// The content, as far as the viewer may read it.
    pub content: DemandContent,
    /// First publication.
    pub published_at: Option<Timestamp>,
    /// Last change.
    pub updated_at: Timestamp,
    /// The working copy; only for the owner's people, the platform's staff, and advisors with the owner's mandate for its
    /// demands.
    pub inside: Option<Box<Demand>>,
    /// Whether the viewer carries such a mandate.
    pub mandated: bool,
}

impl View {
    /// The working copy, for those who read everything.
    #[must_use]
    pub fn inside(demand: Demand) -> Self {
        Self {
            id: demand.id,
            owner: Some(demand.organization),
            profile: None,
            state: demand.state,
            version: demand.version,
            content_version: demand.content_version,
            content: demand.content.clone(),
            published_at: demand.published_at,
            updated_at: demand.updated_at,
            inside: Some(Box::new(demand)),
            mandated: false,
        }
    }

    /// The working copy, for whoever works on the demands of these clients under their mandates.
    #[must_use]
    pub fn inside_of(demand: Demand, clients: &[Id<Organization>]) -> Self {
        Self { mandated: clients.contains(&demand.organization), ..Self::inside(demand) }
    }

    /// The publication, with its owner only if the viewer may know it.
    #[must_use]
    pub fn of_world(publication: Publication, sees_owner: bool) -> Self {
        Self {
            id: publication.demand,
            owner: sees_owner.then_some(publication.organization),
            profile: Some(publication.profile),
            state: DemandState::Published,
            version: publication.demand_version,
            content_version: publication.content_version,
            content: publication.content,
            published_at: Some(publication.published_at),
            updated_at: publication.updated_at,
            inside: None,
            mandated: false,
        }
    }
}

/// A content as it stood after one edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// Id.
    pub id: Id<DemandRevision>,
    /// The demand.
    pub demand: Id<DemandId>,
    /// Version of the content, from 1.
    pub content_version: i64,
    /// The content.
    pub content: DemandContent,
    /// Who wrote it; none for the program itself.
    pub changed_by: Option<Id<User>>,
    /// When.
    pub changed_at: Timestamp,
}

/// A note of the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, async_graphql::SimpleObject, async_graphql::InputObject)]
#[graphql(name = "DemandReviewNote", input_name = "DemandReviewNoteInput")]
pub struct ReviewNote {
    /// Path of the field that the note is about, as in the input; none for the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Vec<String>>,
    /// The note, up to 2000 characters.
    pub text: String,
}

/// What the operator decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::Display, strum::EnumString, strum::IntoStaticStr, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "DemandVerdict")]
pub enum Verdict {
    /// Published.
    Approved,
    /// Sent back with notes.
    Returned,
    /// Refused for good.
    Refused,
}

/// A moderation.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Id, bare: reviews are read through their demand.
    pub id: uuid::Uuid,
    /// The demand.
    pub demand: Id<DemandId>,
    /// The content that was looked at.
    pub content_version: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// Notes.
    pub notes: Vec<ReviewNote>,
    /// Versions of the rules that decided.
    pub rules: Vec<Id<RuleVersion>>,
    /// The operator; none for the program itself.
    pub reviewed_by: Option<Id<User>>,
    /// When.
    pub reviewed_at: Timestamp,
}

/// What an office proposes, in its own words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pitch {
    /// What it is, in a line.
    pub title: String,
    /// How it solves the problem.
    pub approach: String,
    /// Why it will work here.
    pub rationale: Option<String>,
    /// What was measured so far.
    pub validation: Option<String>,
    /// The next steps.
    pub plan: Option<String>,
    /// Technology readiness, 1 to 9.
    pub trl: Option<i32>,
}

/// A proposal of an office to a demand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// Id.
    pub id: Id<DemandProposal>,
    /// The demand.
    pub demand: Id<DemandId>,
    /// Whose the demand is: shown to its own people, to staff, and to the office once it is revealed.
    pub owner: Id<Organization>,
    /// The office.
    pub organization: Id<Organization>,
    /// The listing that it offers; none for an idea in words alone.
    pub listing: Option<Id<Listing>>,
    /// Where it stands.
    pub state: DemandProposalState,
    /// The demand's title as the office read it.
    pub demand_title: BilingualText,
    /// Version of the demand's content that the office read.
    pub demand_content_version: i64,
    /// What it says.
    pub pitch: Pitch,
    /// The last day for an answer.
    pub reply_by: Date,
    /// Why the owner passed.
    pub pass_reason: Option<PassReason>,
    /// What the owner said beside it.
    pub pass_note: Option<String>,
    /// Who answered for the owner. Never shown to the office.
    pub answered_by: Option<Id<User>>,
    /// When.
    pub answered_at: Option<Timestamp>,
    /// When the owner answered first; that the demand ended is no answer.
    pub first_answered_at: Option<Timestamp>,
    /// Who revealed the owner. Never shown to the office.
    pub revealed_by: Option<Id<User>>,
    /// When the office learned whose the demand is.
    pub revealed_at: Option<Timestamp>,
    /// Whom to ask, as it was at that moment: what the owner writes later is for those to whom it reveals itself later.
    pub revealed_contact: Option<Contact>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who submitted it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

/// Where a proposal stands among those that its demand's owner got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorted {
    /// The stage.
    pub stage: DemandProposalStage,
    /// Counts changes; 0 while nobody has sorted it.
    pub version: i64,
}

/// A proposal to make two demands of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Id.
    pub id: Id<DemandSplit>,
    /// The demand.
    pub demand: Id<DemandId>,
    /// Whose it is.
    pub organization: Id<Organization>,
    /// Where it stands.
    pub state: DemandSplitState,
    /// Why, in the proposer's words.
    pub note: Option<String>,
    /// Version of the content that it was made from.
    pub base_content_version: i64,
    /// That content.
    pub base: DemandContent,
    /// What the demand itself would say.
    pub kept: DemandContent,
    /// What was decided about that.
    pub kept_decision: Decision,
    /// What a new demand would say.
    pub split_off: DemandContent,
    /// What was decided about that.
    pub split_off_decision: Decision,
    /// The new demand.
    pub created_demand: Option<Id<DemandId>>,
    /// Counts changes, from 1.
    pub version: i64,
    /// Who proposed it; none for the program itself.
    pub created_by: Option<Id<User>>,
    /// When.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
}

impl Split {
    /// Content of a part, and what was decided about it.
    #[must_use]
    pub const fn part(&self, part: SplitPart) -> (&DemandContent, Decision) {
        match part {
            SplitPart::Kept => (&self.kept, self.kept_decision),
            SplitPart::SplitOff => (&self.split_off, self.split_off_decision),
        }
    }
}

/// Both titles in lower case, for the owner's own lookup.
#[must_use]
pub fn lookup_title(content: &DemandContent) -> String {
    let titles = [content.title.zh.as_deref(), content.title.en.as_deref()];
    titles.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Everything that is shown, in lower case, for looking up words. `content` is veiled.
#[must_use]
pub fn words(content: &DemandContent) -> String {
    let texts = [&content.title, &content.problem, &content.current_solution, &content.expected_target];
    let texts = texts.into_iter().flat_map(|text| [text.zh.as_deref(), text.en.as_deref()]).flatten();
    let measured = content.acceptance_tests.iter().map(|test| test.name.as_str());
    texts.chain(content.keywords.iter().map(String::as_str)).chain(measured).collect::<Vec<_>>().join("\n").to_lowercase()
}

/// Hash of a content: equal for equal contents, whatever the order of its fields in a document.
///
/// # Errors
/// `INTERNAL` if the content cannot be written as a document.
pub fn content_hash(content: &DemandContent) -> Result<String> {
    let document = serde_json::to_value(content).map_err(Error::internal)?;
    Ok(digest::sha256_hex(digest::canonical(&document).as_bytes()))
}
