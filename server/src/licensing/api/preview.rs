//! Previews as answers.

use async_graphql::{Context, Enum, Object, SimpleObject};

use super::request::UseFirstPayLaterCondition;
use crate::{
    gql::{self, UserError},
    idempotency::Outcome,
    identity::{
        self,
        rules::{EnterpriseSize, Indicator},
    },
    kernel::{Currency, Date, Error, Money},
    ledger::api::PlannedPayment,
    licensing::{actions, ufpl::conforms},
    listing::{content::LicenseOffer, vocabulary::PaymentMode},
    rules_api::RuleVersion,
};

/// What would fall due under an offer if a license took effect today: an example, not a promise.
#[derive(SimpleObject)]
pub struct LicenseOfferExample {
    /// Code of the offer.
    offer_code: String,
    /// How it would be paid: the offer's first way.
    payment_mode: PaymentMode,
    /// Whether that is under its "use first, pay later".
    use_first_pay_later: bool,
    /// The day that is counted from: today in China.
    starts_on: Date,
    /// Last day of the license.
    ends_on: Date,
    /// What would fall due.
    payments: Vec<PlannedPayment>,
}

impl From<actions::OfferExample> for LicenseOfferExample {
    fn from(example: actions::OfferExample) -> Self {
        Self {
            offer_code: example.offer_code,
            payment_mode: example.payment_mode,
            use_first_pay_later: example.use_first_pay_later,
            starts_on: example.starts_on.into(),
            ends_on: example.ends_on.into(),
            payments: example.installments.into_iter().map(Into::into).collect(),
        }
    }
}

/// What an enterprise sees before it asks for a license.
pub struct LicenseRequestPreview(pub actions::LicenseRequestPreview);

/// What an enterprise sees before it asks for a license.
#[Object]
impl LicenseRequestPreview {
    /// The offer as it stands.
    async fn offer(&self) -> &LicenseOffer {
        &self.0.case.offer
    }

    /// Who holds the achievement.
    async fn licensor(&self) -> identity::api::Organization {
        self.0.case.licensor.clone().into()
    }

    /// How the enterprise would pay.
    async fn payment_mode(&self) -> PaymentMode {
        self.0.case.payment_mode
    }

    /// Whether that is under the offer's "use first, pay later".
    async fn use_first_pay_later(&self) -> bool {
        self.0.case.use_first_pay_later
    }

    /// How the enterprise's size class was found; null if it was never declared.
    async fn size_check(&self) -> Option<SizeCheck<'_>> {
        self.0.size.as_ref().map(SizeCheck)
    }

    /// The five conditions of "use first, pay later"; empty for an ordinary request.
    async fn conditions(&self) -> Vec<UseFirstPayLaterCondition> {
        self.0.case.checks.iter().cloned().map(UseFirstPayLaterCondition).collect()
    }

    /// Whether no condition stands in the way.
    async fn conforms(&self) -> bool {
        conforms(&self.0.case.checks)
    }

    /// What `licenseRequestSubmit` would answer now; empty if the request can be made.
    #[expect(clippy::unused_async, reason = "resolvers are asynchronous")]
    async fn problems(&self, ctx: &Context<'_>) -> gql::Result<Vec<UserError>> {
        told(ctx, &self.0.obstacles)
    }

    /// What would fall due if the license took effect today; an example, not a promise. Empty if the offer has no fixed
    /// price or another way of payment.
    async fn sample_schedule(&self) -> Vec<PlannedPayment> {
        let parts = self.0.sample.as_ref().map(|(_, parts)| parts.as_slice()).unwrap_or_default();
        parts.iter().copied().map(Into::into).collect()
    }
}

/// How an enterprise's size class was found (中小企业划型标准规定).
pub struct SizeCheck<'a>(&'a actions::SizeCheck);

/// How an enterprise's size class was found (中小企业划型标准规定).
#[Object]
impl SizeCheck<'_> {
    /// The size class.
    async fn size(&self) -> EnterpriseSize {
        self.0.declaration.size
    }

    /// The figures and their evidence.
    async fn declaration(&self) -> identity::api::SizeDeclaration {
        self.0.declaration.clone().into()
    }

    /// The indicators of the enterprise's industry; the lower of their levels is the size class.
    async fn indicators(&self) -> Vec<SizeIndicator> {
        self.0.indicators.iter().map(|(indicator, bounds, level)| indicator_check(self.0, *indicator, *bounds, *level)).collect()
    }

    /// The version of the standard that decided.
    async fn standard(&self) -> RuleVersion {
        RuleVersion(self.0.standard.clone())
    }
}

/// What the size standard measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum SizeIndicatorKind {
    /// 从业人员: persons employed.
    Staff,
    /// 营业收入: revenue of the year.
    Revenue,
    /// 资产总额: total assets.
    Assets,
}

/// One indicator of the size standard, measured.
#[derive(Debug, SimpleObject)]
pub struct SizeIndicator {
    /// What is measured.
    indicator: SizeIndicatorKind,
    /// Persons, for `STAFF`.
    persons: Option<i64>,
    /// Amount, for `REVENUE` and `ASSETS`.
    amount: Option<Money>,
    /// Lower bound of large: persons, or units of CNY 10,000 (万元).
    large_from: i64,
    /// Lower bound of medium, in the same unit.
    medium_from: i64,
    /// Lower bound of small, in the same unit; below it is micro.
    small_from: i64,
    /// The level that the figure reaches.
    level: EnterpriseSize,
    /// Whether this indicator decided: its level is the size class.
    decided: bool,
}

fn indicator_check(check: &actions::SizeCheck, indicator: Indicator, bounds: [i64; 3], level: EnterpriseSize) -> SizeIndicator {
    let figures = &check.declaration.figures;
    let yuan = |fen: Option<i64>| fen.map(|fen| Money::new(fen, Currency::CNY));
    let (indicator, persons, amount) = match indicator {
        Indicator::Staff => (SizeIndicatorKind::Staff, figures.staff, None),
        Indicator::Revenue => (SizeIndicatorKind::Revenue, None, yuan(figures.revenue)),
        Indicator::Assets => (SizeIndicatorKind::Assets, None, yuan(figures.assets)),
    };
    let [large_from, medium_from, small_from] = bounds;
    SizeIndicator { indicator, persons, amount, large_from, medium_from, small_from, level, decided: level == check.declaration.size }
}

/// What the holder sees before granting.
pub struct SchedulePreview(pub actions::SchedulePreview);

/// What the holder sees before granting.
#[Object]
impl SchedulePreview {
    /// What would fall due, to the cent; the amounts add up to the total.
    async fn schedule(&self) -> Vec<PlannedPayment> {
        self.0.installments.iter().copied().map(Into::into).collect()
    }

    /// Last day of the license.
    async fn ends_on(&self) -> Date {
        self.0.ends_on.into()
    }

    /// The five conditions, by the rules that the request started under.
    async fn conditions(&self) -> Vec<UseFirstPayLaterCondition> {
        self.0.checks.iter().cloned().map(UseFirstPayLaterCondition).collect()
    }

    /// Whether the license may be called "use first, pay later".
    async fn conforms(&self) -> bool {
        self.0.conforms
    }

    /// What `licenseRequestGrant` would answer now to these terms, with the name if they conform; empty if it would work.
    #[expect(clippy::unused_async, reason = "resolvers are asynchronous")]
    async fn problems(&self, ctx: &Context<'_>) -> gql::Result<Vec<UserError>> {
        told(ctx, &self.0.problems)
    }
}

/// Errors as a mutation would tell them.
fn told(ctx: &Context<'_>, errors: &[Error]) -> gql::Result<Vec<UserError>> {
    let Some(error) = Error::all(errors.to_vec()) else { return Ok(Vec::new()) };
    Ok(gql::split(ctx, Err::<Outcome<()>, _>(error))?.1)
}
