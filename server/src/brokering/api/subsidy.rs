//! What a claim for subsidies rests on, as answers.

use async_graphql::{Context, Object, SimpleObject};

use super::CaseOutcome;
use crate::{
    brokering::{
        actions::{self, SubsidyPack as Pack},
        rules::subsidy::{Row, Sum},
        vocabulary::FeeKind,
    },
    gql::{self, actor, app},
    kernel::{Code, Date, Error, Money},
};

/// Most rows that are shown; the file has all.
const SHOWN_MAX: usize = 100;

/// What was paid, or is to be paid, of one kind and in one currency.
#[derive(SimpleObject)]
pub struct SubsidySum {
    /// What it is.
    kind: FeeKind,
    /// How much.
    amount: Money,
}

impl From<Sum> for SubsidySum {
    fn from(sum: Sum) -> Self {
        Self { kind: sum.kind, amount: sum.amount }
    }
}

/// A validated outcome and what the period has of it.
pub struct SubsidyRow(Row);

/// A validated outcome and what the period has of it.
#[Object]
impl SubsidyRow {
    /// The outcome.
    async fn outcome(&self) -> CaseOutcome {
        self.0.outcome.clone().into()
    }

    /// Whether it was signed in the period; otherwise a payment for it arrived in it.
    async fn signed_within(&self) -> bool {
        self.0.signed_within
    }

    /// What was recorded in the period and not cancelled.
    async fn recorded(&self) -> Vec<SubsidySum> {
        self.0.recorded.iter().copied().map(Into::into).collect()
    }

    /// What arrived in the period.
    async fn arrived(&self) -> Vec<SubsidySum> {
        self.0.arrived.iter().copied().map(Into::into).collect()
    }
}

/// What was posted, validated and paid in a period.
pub struct SubsidyPack(Pack);

/// What was posted, validated and paid in a period. As a file: `GET /exports/subsidies.csv?from=2026-01-01&until=2026-12-31`.
#[Object]
impl SubsidyPack {
    /// First day.
    async fn from(&self) -> Date {
        self.0.period.from
    }

    /// Last day.
    async fn until(&self) -> Date {
        self.0.period.until
    }

    /// Listings that were published for the first time, whatever became of them.
    async fn listings_published(&self) -> u64 {
        self.0.listings
    }

    /// Demands that were published for the first time, those for advisors alone among them, whatever became of them.
    async fn demands_published(&self) -> u64 {
        self.0.demands
    }

    /// Outcomes that were signed in the period and validated.
    async fn outcomes_validated(&self) -> usize {
        self.0.validated()
    }

    /// What has arrived: all rows added up, by kind and currency.
    #[expect(clippy::unused_async, reason = "resolvers are asynchronous")]
    async fn arrived(&self) -> gql::Result<Vec<SubsidySum>> {
        Ok(self.0.arrived()?.into_iter().map(Into::into).collect())
    }

    /// How many rows there are.
    async fn row_count(&self) -> usize {
        self.0.rows.len()
    }

    /// Outcomes that were signed in the period, and those for which something arrived in it, by the day of the signatures.
    #[graphql(complexity = "crate::gql::page_cost(Some(first), child_complexity)")]
    #[expect(clippy::unused_async, reason = "resolvers are asynchronous")]
    async fn rows(&self, #[graphql(desc = "How many, 1 to 100; the file has all.")] first: i32) -> gql::Result<Vec<SubsidyRow>> {
        let most = usize::try_from(first).ok().filter(|first| (1..=SHOWN_MAX).contains(first));
        let most = most.ok_or_else(|| Error::new(Code::OutOfRange).with("min", 1_i64).with("max", SHOWN_MAX).at("first"))?;
        Ok(self.0.rows.iter().take(most).cloned().map(SubsidyRow).collect())
    }
}

/// Questions about what a claim for subsidies rests on.
#[derive(Default)]
pub struct SubsidyQuery;

#[Object]
impl SubsidyQuery {
    /// What was posted, validated and paid in a period of a year at most. Operators.
    #[graphql(complexity = "50 + child_complexity")]
    async fn subsidy_pack(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "First day.")] from: Date,
        #[graphql(desc = "Last day.")] until: Date,
    ) -> gql::Result<SubsidyPack> {
        Ok(SubsidyPack(actions::subsidy_pack(app(ctx), actor(ctx), from.0, until.0).await?))
    }
}
