//! A license as an answer.

use async_graphql::{Context, ID, Object};

use super::{LicenseRequest, loaders, request::UseFirstPayLaterCondition};
use crate::{
    gql::{self, app},
    identity::{self, rules::EnterpriseSize},
    kernel::{Date, Money, Timestamp},
    ledger::{
        ObligationState,
        api::{Obligation, schedule_of},
        rules::state_on,
    },
    licensing::{model, rules::LicenseState},
    listing::{
        self,
        content::Royalty,
        vocabulary::{LicenseKind, PaymentMode},
    },
    rules_api::{self, RuleVersion},
};

/// A license that was granted. Visible to the two parties and to staff.
pub struct License(pub model::License);

impl From<model::License> for License {
    fn from(license: model::License) -> Self {
        Self(license)
    }
}

/// A license that was granted. Visible to the two parties and to staff.
#[Object]
impl License {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Counts changes.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// Where it stands.
    async fn state(&self, ctx: &Context<'_>) -> LicenseState {
        self.0.state(app(ctx).clock.today())
    }

    /// The request that it answers.
    async fn request(&self, ctx: &Context<'_>) -> gql::Result<Option<LicenseRequest>> {
        Ok(loaders::request(ctx, self.0.request).await?.map(LicenseRequest))
    }

    /// The listing; null if it is no longer open to the viewer.
    async fn listing(&self, ctx: &Context<'_>) -> gql::Result<Option<listing::api::Listing>> {
        Ok(listing::api::listing(ctx, self.0.listing).await?)
    }

    /// Who grants.
    async fn licensor(&self, ctx: &Context<'_>) -> gql::Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.licensor).await?)
    }

    /// Who may use.
    async fn licensee(&self, ctx: &Context<'_>) -> gql::Result<Option<identity::api::Organization>> {
        Ok(identity::api::organization(ctx, self.0.licensee).await?)
    }

    /// Kind of license.
    async fn kind(&self) -> LicenseKind {
        self.0.kind()
    }

    /// Countries, ISO 3166-1 alpha-2; empty means the whole world.
    async fn territory(&self) -> &[String] {
        &self.0.scope.territory
    }

    /// Field of use, if limited.
    async fn field_of_use(&self) -> Option<&str> {
        self.0.field_of_use.as_deref()
    }

    /// The royalty beside the plan, if the offer had one. Reports and payments of royalties are not kept here yet.
    async fn royalty(&self) -> Option<&Royalty> {
        self.0.royalty.as_ref()
    }

    /// Size class of the enterprise on the day of the grant; it counts to the end of the license.
    async fn size(&self) -> Option<EnterpriseSize> {
        self.0.size
    }

    /// How it is paid.
    async fn payment_mode(&self) -> PaymentMode {
        self.0.payment_mode
    }

    /// First day.
    async fn effective_on(&self) -> Date {
        self.0.scope.effective_on.into()
    }

    /// Last day.
    async fn ends_on(&self) -> Date {
        self.0.scope.ends_on.into()
    }

    /// Whether it is called "use first, pay later". Only a license that passed the test is.
    async fn use_first_pay_later(&self) -> bool {
        self.0.use_first_pay_later
    }

    /// The "use first, pay later" test of the terms granted.
    async fn conditions(&self) -> Vec<UseFirstPayLaterCondition> {
        self.0.checks.iter().cloned().map(UseFirstPayLaterCondition).collect()
    }

    /// Rule versions that decided: those that the request started under.
    async fn rule_versions(&self, ctx: &Context<'_>) -> gql::Result<Vec<RuleVersion>> {
        rules_api::rule_versions(ctx, &self.0.rules).await
    }

    /// What is paid in all, royalties apart.
    async fn total(&self) -> Money {
        self.0.total()
    }

    /// What has fallen due by today, paid or not.
    async fn total_due(&self, ctx: &Context<'_>) -> gql::Result<Money> {
        let today = app(ctx).clock.today();
        let schedule = schedule_of(ctx, self.0.id).await?;
        let due = schedule.iter().filter(|part| state_on(part.0.due_on, today) == ObligationState::Due);
        let units = due.map(|part| part.0.amount.minor_units).sum();
        Ok(Money::new(units, self.0.total().currency))
    }

    /// What falls due, in order.
    async fn schedule(&self, ctx: &Context<'_>) -> gql::Result<Vec<Obligation>> {
        schedule_of(ctx, self.0.id).await
    }

    /// When it was granted.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }
}
