//! A license request as an answer.

use async_graphql::{Context, ID, Json, Object, SimpleObject};

use super::{
    License, loaders,
    transitions::{self, LicenseRequestTransitionOption},
};
use crate::{
    gql::{self, app},
    identity::{self, rules::EnterpriseSize},
    kernel::{Date, Money, Timestamp},
    licensing::{
        model,
        rules::{LicenseRequestState, Party},
        ufpl::{Condition, ConditionCode, Reason},
    },
    listing::{self, content::LicenseOffer, vocabulary::PaymentMode},
    rules_api::{self, RuleVersion},
};

/// An enterprise's request for a license on the terms of one offer. Visible to the two parties and to staff.
pub struct LicenseRequest(pub model::LicenseRequest);

impl From<model::LicenseRequest> for LicenseRequest {
    fn from(request: model::LicenseRequest) -> Self {
        Self(request)
    }
}

/// An enterprise's request for a license on the terms of one offer. Visible to the two parties and to staff.
#[Object]
impl LicenseRequest {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes; give it as `expectedVersion` when you answer.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands.
    async fn state(&self) -> LicenseRequestState {
        self.0.state
    }

    /// The listing; null if it is no longer open to the viewer.
    async fn listing(&self, ctx: &Context<'_>) -> gql::Result<Option<listing::api::Listing>> {
        Ok(listing::api::listing(ctx, self.0.listing).await?)
    }

    /// Version of the listing's content that the offer was taken from.
    async fn listing_content_version(&self) -> i64 {
        self.0.listing_content_version
    }

    /// The offer as it stood when the request was made.
    async fn offer(&self) -> &LicenseOffer {
        &self.0.offer
    }

    /// Who holds the achievement.
    async fn licensor(&self, ctx: &Context<'_>) -> gql::Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.licensor).await?)
    }

    /// Who asks.
    async fn licensee(&self, ctx: &Context<'_>) -> gql::Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.licensee).await?)
    }

    /// Whether it asks for "use first, pay later".
    async fn use_first_pay_later(&self) -> bool {
        self.0.use_first_pay_later
    }

    /// How the enterprise wants to pay.
    async fn payment_mode(&self) -> PaymentMode {
        self.0.payment_mode
    }

    /// The most that the enterprise is ready to pay in all, if the price was to be agreed.
    async fn price_offered(&self) -> Option<Money> {
        self.0.price_offered
    }

    /// What the technology is wanted for.
    async fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// Size class of the enterprise when it asked.
    async fn size(&self) -> Option<EnterpriseSize> {
        self.0.size
    }

    /// The "use first, pay later" test when it asked; empty for an ordinary request.
    async fn checks(&self) -> Vec<UseFirstPayLaterCondition> {
        self.0.checks.iter().cloned().map(UseFirstPayLaterCondition).collect()
    }

    /// Rule versions that the case goes by to its end, whatever changes meanwhile.
    async fn rule_versions(&self, ctx: &Context<'_>) -> gql::Result<Vec<RuleVersion>> {
        rules_api::rule_versions(ctx, &self.0.rules).await
    }

    /// The last day for the licensor's answer, in working days of China.
    async fn reply_by(&self, ctx: &Context<'_>) -> Date {
        self.0.reply_deadline(&app(ctx).rules.calendar()).on.into()
    }

    /// Whether `replyBy` rests on a holiday notice that is not published yet and may move.
    async fn reply_by_provisional(&self, ctx: &Context<'_>) -> bool {
        self.0.reply_deadline(&app(ctx).rules.calendar()).provisional
    }

    /// Whether the answer is overdue.
    async fn late(&self, ctx: &Context<'_>) -> bool {
        self.0.is_late(&app(ctx).rules.calendar(), app(ctx).clock.today())
    }

    /// Why it was rejected.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When it was answered or withdrawn.
    async fn answered_at(&self) -> Option<Timestamp> {
        self.0.answered_at
    }

    /// The license that was granted.
    async fn license(&self, ctx: &Context<'_>) -> gql::Result<Option<License>> {
        Ok(loaders::license_of(ctx, self.0.id).await?.map(License))
    }

    /// What the viewer can do now, and what stands in the way.
    async fn available_transitions(&self, ctx: &Context<'_>) -> gql::Result<Vec<LicenseRequestTransitionOption>> {
        transitions::available(ctx, &self.0).await
    }

    /// What happened to it, oldest first.
    async fn history(&self) -> Vec<LicenseRequestHistoryEntry> {
        history(&self.0)
    }

    /// When it was submitted.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }
}

/// One thing that happened to a request. Which person did it is in the audit trail of the person's organization.
#[derive(Debug, SimpleObject)]
pub struct LicenseRequestHistoryEntry {
    /// The state it came to.
    state: LicenseRequestState,
    /// When.
    at: Timestamp,
    /// Which side did it.
    by: Party,
    /// What was said: the purpose, or the reason.
    text: Option<String>,
}

fn history(request: &model::LicenseRequest) -> Vec<LicenseRequestHistoryEntry> {
    let submitted = LicenseRequestHistoryEntry {
        state: LicenseRequestState::Submitted,
        at: request.created_at,
        by: Party::Licensee,
        text: Some(request.purpose.clone()),
    };
    let answered = request.answered_at.map(|at| LicenseRequestHistoryEntry {
        state: request.state,
        at,
        by: if request.state == LicenseRequestState::Withdrawn { Party::Licensee } else { Party::Licensor },
        text: request.reason.clone(),
    });
    std::iter::once(submitted).chain(answered).collect()
}

/// One of the five conditions of "use first, pay later", tested.
pub struct UseFirstPayLaterCondition(pub Condition);

/// One of the five conditions of "use first, pay later", tested.
#[Object]
impl UseFirstPayLaterCondition {
    /// Which one.
    async fn code(&self) -> ConditionCode {
        self.0.code
    }

    /// Whether it holds.
    async fn passed(&self) -> bool {
        self.0.passed
    }

    /// Whether it bars the name when it fails. A condition that rests on an unverified rule only warns.
    async fn blocking(&self) -> bool {
        self.0.blocking
    }

    /// Why it fails; none if it holds.
    async fn reason(&self) -> Option<Reason> {
        self.0.reason
    }

    /// Facts that decided, by name: `kind`, `size`, `mode`, `freeMonths`, `freeMonthsMin`, `earliestDueOn`, `dueOn`, `ordinal`.
    async fn details(&self) -> Json<serde_json::Value> {
        Json(self.0.details.clone().into_iter().collect())
    }

    /// Where the rule is written.
    async fn citation(&self) -> &str {
        &self.0.citation
    }

    /// The version of the rule that decided, with its words in both languages.
    async fn rule(&self, ctx: &Context<'_>) -> gql::Result<Option<RuleVersion>> {
        rules_api::rule_version(ctx, self.0.rule).await
    }
}
