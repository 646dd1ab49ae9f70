//! What the office sees of a listing beyond its content.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::fields_of;
use crate::{
    gql::Result,
    identity,
    kernel::{Code, Date, Error, Locale},
    listing::{
        content::BilingualText,
        model::{Listing, Review, ReviewNote, Revision, Verdict},
        rules::{self, Blocker, Step, Transition},
        vocabulary::ListingState,
    },
    locale::error_message,
    rules_api::{self, RuleVersion},
};

/// A step that the viewer may take with a listing.
#[derive(SimpleObject)]
#[graphql(name = "ListingAvailableTransition")]
pub struct AvailableTransition {
    /// The step.
    name: Transition,
    /// State that it leads to.
    to_state: ListingState,
    /// What stands in its way; empty if it can be taken now.
    blocked_by: Vec<TransitionBlocker>,
    /// Fields that its mutation asks for beside id and version.
    required_inputs: Vec<String>,
}

/// Something that stands in the way of a step.
#[derive(SimpleObject)]
#[graphql(name = "ListingTransitionBlocker")]
pub struct TransitionBlocker {
    /// Stable code.
    code: Code,
    /// What it means, in the caller's language.
    message: String,
    /// Path of the field that it is about; none for the whole.
    path: Option<Vec<String>>,
    /// Where the rule behind it is written.
    rule_citation: Option<String>,
    /// Id of the version of that rule.
    rule_version_id: Option<ID>,
    /// The date that it depends on.
    until: Option<Date>,
}

impl AvailableTransition {
    pub(super) fn new(step: Step, blockers: &[Blocker], locale: Locale) -> Self {
        Self {
            name: step.transition,
            to_state: step.to.state,
            blocked_by: blockers.iter().map(|blocker| TransitionBlocker::new(blocker, locale)).collect(),
            required_inputs: rules::required_inputs(step.transition).iter().map(|input| (*input).to_owned()).collect(),
        }
    }
}

impl TransitionBlocker {
    fn new(blocker: &Blocker, locale: Locale) -> Self {
        Self {
            code: blocker.error.code(),
            message: error_message(locale, &blocker.error),
            path: fields_of(&blocker.error),
            rule_citation: blocker.rule.as_ref().map(|rule| rule.citation.clone()),
            rule_version_id: blocker.rule.as_ref().map(|rule| ID(rule.id.to_string())),
            until: blocker.until,
        }
    }
}

/// How much of a listing is told.
#[derive(SimpleObject)]
#[graphql(name = "ListingCompleteness")]
pub struct Completeness {
    /// 0 to 100.
    score: i32,
    /// What is missing, the required fields first.
    missing: Vec<MissingField>,
}

/// A field that is empty.
#[derive(SimpleObject)]
#[graphql(name = "ListingMissingField")]
pub struct MissingField {
    /// Path of the field, as in the input.
    path: Vec<String>,
    /// What it is called, in the caller's language.
    label: String,
    /// Why it should be filled, in the caller's language.
    message: String,
    /// Whether publication needs it.
    required: bool,
}

impl Completeness {
    pub(super) fn of(listing: &Listing, locale: Locale) -> Self {
        let (score, missing) = rules::completeness(&listing.content, listing.origin);
        let missing = missing.into_iter().map(|missing| {
            let code = if missing.required { Code::ListingIncomplete } else { Code::Required };
            let error = Error::new(code).with("missing", missing.field).with("field", missing.field);
            MissingField {
                path: vec![missing.field.to_owned()],
                label: crate::locale::field_label(locale, missing.field),
                message: error_message(locale, &error),
                required: missing.required,
            }
        });
        Self { score: i32::try_from(score).unwrap_or(100), missing: missing.collect() }
    }
}

/// A content as it stood after one edit.
pub struct ListingRevision(pub(super) Revision);

impl From<Revision> for ListingRevision {
    fn from(revision: Revision) -> Self {
        Self(revision)
    }
}

/// A content as it stood after one edit. What changed is told by `Listing.diff`.
#[Object]
impl ListingRevision {
    /// Global id.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Version of the content, from 1.
    async fn content_version(&self) -> i64 {
        self.0.content_version
    }

    /// Title at that time.
    async fn title(&self) -> &BilingualText {
        &self.0.content.title
    }

    /// Who wrote it; null for the program itself.
    async fn changed_by(&self, ctx: &Context<'_>) -> Result<Option<identity::api::User>> {
        match self.0.changed_by {
            Some(user) => Ok(identity::api::user(ctx, user).await?),
            None => Ok(None),
        }
    }

    /// When.
    async fn changed_at(&self) -> DateTime<Utc> {
        self.0.changed_at
    }
}

/// A review.
pub struct ListingReview(pub(super) Review);

/// What a reviewer decided.
#[Object]
impl ListingReview {
    /// Version of the content that was reviewed.
    async fn content_version(&self) -> i64 {
        self.0.content_version
    }

    /// The verdict.
    async fn verdict(&self) -> Verdict {
        self.0.verdict
    }

    /// Notes.
    async fn notes(&self) -> &[ReviewNote] {
        &self.0.notes
    }

    /// Versions of the rules that decided an approval; empty for a return.
    async fn rule_versions(&self, ctx: &Context<'_>) -> Result<Vec<RuleVersion>> {
        rules_api::rule_versions(ctx, &self.0.rules).await
    }

    /// The reviewer; null for the program itself.
    async fn reviewed_by(&self, ctx: &Context<'_>) -> Result<Option<identity::api::User>> {
        match self.0.reviewed_by {
            Some(user) => Ok(identity::api::user(ctx, user).await?),
            None => Ok(None),
        }
    }

    /// When.
    async fn reviewed_at(&self) -> DateTime<Utc> {
        self.0.reviewed_at
    }
}
