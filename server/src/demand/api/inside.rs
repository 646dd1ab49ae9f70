//! What the owner's people see of a demand beyond its content.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use super::path_of;
use crate::{
    demand::{
        actions::Possible,
        model::{Review, ReviewNote, Revision, Verdict},
        rules::{self, Blocker, Transition},
        vocabulary::DemandState,
    },
    gql::Result,
    identity,
    kernel::{Code, Date, Locale},
    listing::content::BilingualText,
    locale::error_message,
    rules_api::{self, RuleVersion},
};

/// A step that the viewer may take with a demand.
#[derive(SimpleObject)]
#[graphql(name = "DemandAvailableTransition")]
pub struct AvailableTransition {
    /// The step.
    name: Transition,
    /// State that it leads to.
    to_state: DemandState,
    /// What stands in its way; empty if it can be taken now.
    blocked_by: Vec<TransitionBlocker>,
    /// What does not stand in the way and is to be looked at nevertheless: an ordinary word in the text of a demand that does
    /// not name its owner, which is the owner's brand as well.
    warnings: Vec<TransitionBlocker>,
    /// Fields that its mutation asks for beside id and version.
    required_inputs: Vec<String>,
}

/// Something that stands in the way of a step.
#[derive(SimpleObject)]
#[graphql(name = "DemandTransitionBlocker")]
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
    pub(super) fn new(possible: &Possible, locale: Locale) -> Self {
        let Possible { step, blockers, warnings } = possible;
        let told = |found: &[Blocker]| found.iter().map(|blocker| TransitionBlocker::new(blocker, locale)).collect();
        Self {
            name: step.transition,
            to_state: step.to.state,
            blocked_by: told(blockers),
            warnings: told(warnings),
            required_inputs: rules::required_inputs(step.transition).iter().map(|input| (*input).to_owned()).collect(),
        }
    }
}

impl TransitionBlocker {
    fn new(blocker: &Blocker, locale: Locale) -> Self {
        Self {
            code: blocker.error.code(),
            message: error_message(locale, &blocker.error),
            path: path_of(&blocker.error),
            rule_citation: blocker.rule.as_ref().map(|rule| rule.citation.clone()),
            rule_version_id: blocker.rule.as_ref().map(|rule| ID(rule.id.to_string())),
            until: blocker.until,
        }
    }
}

/// A content as it stood after one edit.
pub struct DemandRevision(pub(super) Revision);

impl From<Revision> for DemandRevision {
    fn from(revision: Revision) -> Self {
        Self(revision)
    }
}

/// A content as it stood after one edit. What changed is told by `Demand.diff`.
#[Object]
impl DemandRevision {
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

/// A moderation.
pub struct DemandReview(pub(super) Review);

/// What the operator decided.
#[Object]
impl DemandReview {
    /// Version of the content that was looked at.
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

    /// Versions of the rules that decided; empty for a return.
    async fn rule_versions(&self, ctx: &Context<'_>) -> Result<Vec<RuleVersion>> {
        rules_api::rule_versions(ctx, &self.0.rules).await
    }

    /// When.
    async fn reviewed_at(&self) -> DateTime<Utc> {
        self.0.reviewed_at
    }
}
