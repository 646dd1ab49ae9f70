//! What was agreed elsewhere, as an answer.

use async_graphql::{Context, Object};

use crate::{
    gql::{self, actor, app},
    kernel::{Currency, Date, Money},
    licensing::{
        actions,
        evidence::{Cell, Measure},
    },
    listing::vocabulary::PaymentMode,
};

/// The range of what was agreed in licenses about technologies that are alike, paid the same way.
pub struct PriceEvidence(Cell);

impl PriceEvidence {
    fn rate(&self, value: i64) -> Option<i64> {
        (self.0.key.measure == Measure::RoyaltyRate).then_some(value)
    }

    fn amount(&self, value: i64) -> Option<Money> {
        (self.0.key.measure == Measure::Total).then_some(Money::new(value, Currency::CNY))
    }
}

/// The range of what was agreed in licenses about technologies that are alike, paid the same way. Nothing is told of few deals, of few
/// parties, or where one of them stands out; values are rounded, and change with several deals at a time only.
#[Object]
impl PriceEvidence {
    /// How it is paid.
    async fn payment_mode(&self) -> Option<PaymentMode> {
        self.0.key.mode.parse().ok()
    }

    /// What the range is of.
    async fn measure(&self) -> Measure {
        self.0.key.measure
    }

    /// Section of the International Patent Classification.
    async fn section(&self) -> &str {
        &self.0.key.field.section
    }

    /// The band of readiness begins with this level.
    async fn trl_from(&self) -> i32 {
        self.0.key.field.band.0
    }

    /// The band of readiness ends with this level.
    async fn trl_to(&self) -> i32 {
        self.0.key.field.band.1
    }

    /// From how many deals.
    async fn count(&self) -> i64 {
        self.0.figures.count
    }

    /// A quarter agreed on no more than about this rate, in basis points; null for amounts.
    async fn rate_low(&self) -> Option<i64> {
        self.rate(self.0.figures.low)
    }

    /// Half agreed on no more than about this rate, in basis points; null for amounts.
    async fn rate_median(&self) -> Option<i64> {
        self.rate(self.0.figures.median)
    }

    /// Three quarters agreed on no more than about this rate, in basis points; null for amounts.
    async fn rate_high(&self) -> Option<i64> {
        self.rate(self.0.figures.high)
    }

    /// A quarter agreed on no more than about this amount; null for rates.
    async fn amount_low(&self) -> Option<Money> {
        self.amount(self.0.figures.low)
    }

    /// Half agreed on no more than about this amount; null for rates.
    async fn amount_median(&self) -> Option<Money> {
        self.amount(self.0.figures.median)
    }

    /// Three quarters agreed on no more than about this amount; null for rates.
    async fn amount_high(&self) -> Option<Money> {
        self.amount(self.0.figures.high)
    }

    /// The day on which it was computed.
    async fn as_of(&self) -> Date {
        Date(self.0.as_of)
    }
}

/// Questions about what was agreed elsewhere.
#[derive(Default)]
pub struct EvidenceQuery;

#[Object]
impl EvidenceQuery {
    /// What was agreed on the platform about technologies of the same IPC section and band of readiness, by way of payment; empty where
    /// too little was agreed to be told. For members of verified organizations.
    async fn price_evidence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First symbol of the International Patent Classification, or its section.")] ipc: String,
        #[graphql(desc = "Technology readiness, 1 to 9.")] trl: i32,
    ) -> gql::Result<Vec<PriceEvidence>> {
        let cells = actions::price_evidence(app(ctx), actor(ctx), &ipc, trl).await?;
        Ok(cells.into_iter().map(PriceEvidence).collect())
    }
}
