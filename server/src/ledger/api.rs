//! What falls due, in GraphQL. The ledger has no root fields yet: schedules are read from their license.

use std::collections::HashMap;

use async_graphql::{
    Context, ID, InputObject, Object, OneofObject, Request, SimpleObject,
    dataloader::{DataLoader, Loader},
};

use super::{
    Obligation as Entity,
    rules::{Installment, ObligationState, PaymentPlan, PaymentTrigger, state_on},
};
use crate::{
    ctx::Ctx,
    gql::{self, app},
    kernel::{Actor, Code, Date, Error, Id, Money, Result, error::Problems, id::License},
};

/// An amount that falls due under a license. Never changed once written.
pub struct Obligation(pub Entity);

/// An amount that falls due under a license. Never changed once written.
#[Object]
impl Obligation {
    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Position in the license's schedule, from 1.
    async fn ordinal(&self) -> u32 {
        self.0.ordinal
    }

    /// The day it falls due.
    async fn due_on(&self) -> Date {
        self.0.due_on.into()
    }

    /// How much.
    async fn amount(&self) -> Money {
        self.0.amount
    }

    /// What makes it fall due.
    async fn trigger(&self) -> PaymentTrigger {
        self.0.trigger
    }

    /// How it stands today (in China).
    async fn state(&self, ctx: &Context<'_>) -> ObligationState {
        state_on(self.0.due_on, app(ctx).clock.today())
    }
}

/// One dated amount of a schedule that is not agreed yet.
#[derive(Debug, Clone, SimpleObject)]
pub struct PlannedPayment {
    /// Position in the schedule, from 1.
    pub ordinal: u32,
    /// The day it would fall due.
    pub due_on: Date,
    /// How much.
    pub amount: Money,
    /// What would make it fall due.
    pub trigger: PaymentTrigger,
}

impl From<Installment> for PlannedPayment {
    fn from(part: Installment) -> Self {
        Self { ordinal: part.ordinal, due_on: part.due_on.into(), amount: part.amount, trigger: part.trigger }
    }
}

/// How a license is paid: exactly one of these ways.
#[derive(Debug, Clone, OneofObject)]
pub enum PaymentPlanInput {
    /// 延期支付: everything at once, after a while.
    Deferred(DeferredPlanInput),
    /// 分期支付: in equal parts.
    Instalment(InstalmentPlanInput),
    /// 免费许可: nothing is paid. Say `true`.
    Free(bool),
}

/// Everything at once, after a while (延期支付).
#[derive(Debug, Clone, InputObject)]
pub struct DeferredPlanInput {
    /// What is paid in all.
    pub total: Money,
    /// Months after the effective date, 0 to 600. "Use first, pay later" needs at least 12.
    pub deferral_months: i32,
}

/// In equal parts (分期支付), to the cent: the parts add up to the total.
#[derive(Debug, Clone, InputObject)]
pub struct InstalmentPlanInput {
    /// What is paid in all.
    pub total: Money,
    /// Number of parts, 1 to 240.
    pub count: i32,
    /// Months from the effective date to the first part, 0 to 600. "Use first, pay later" needs at least 12.
    pub first_after_months: i32,
    /// Months between two parts, 1 to 120.
    pub step_months: i32,
}

impl PaymentPlanInput {
    /// The plan; its upper limits are checked by [`super::schedule`].
    ///
    /// # Errors
    /// `OUT_OF_RANGE` at a negative number; `BAD_USER_INPUT` at `free` for `false`.
    pub fn plan(&self) -> Result<PaymentPlan> {
        // Upper limits are the rule's business; only what cannot be a count is refused here.
        let natural = |value: i32| u32::try_from(value).map_err(|_| Error::new(Code::OutOfRange).with("min", 0_i64));
        let mut problems = Problems::default();
        let plan = match self {
            Self::Deferred(input) => problems
                .check("deferralMonths", natural(input.deferral_months))
                .map(|deferral_months| PaymentPlan::Deferred { total: input.total, deferral_months }),
            Self::Free(true) => Some(PaymentPlan::Free),
            Self::Free(false) => return Err(Error::new(Code::BadUserInput).at("free")),
            Self::Instalment(input) => {
                let count = problems.check("count", natural(input.count));
                let first = problems.check("firstAfterMonths", natural(input.first_after_months));
                let step = problems.check("stepMonths", natural(input.step_months));
                count.zip(first).zip(step).map(|((count, first_after_months), step_months)| PaymentPlan::Instalment {
                    total: input.total,
                    count,
                    first_after_months,
                    step_months,
                })
            }
        };
        let way = match self {
            Self::Deferred(_) => "deferred",
            Self::Instalment(_) => "instalment",
            Self::Free(_) => "free",
        };
        let plan = problems.finish(plan).map_err(|error| error.at(way))?;
        plan.ok_or_else(|| Error::internal("a plan without numbers and without problems"))
    }
}

/// Reads schedules of licenses, one statement a batch.
pub struct ScheduleLoader {
    ctx: Ctx,
    actor: Actor,
}

impl Loader<Id<License>> for ScheduleLoader {
    type Value = Vec<Entity>;
    type Error = Error;

    async fn load(&self, keys: &[Id<License>]) -> Result<HashMap<Id<License>, Self::Value>> {
        super::of_licenses(&self.ctx, &self.actor, keys).await
    }
}

/// The schedule of `license`, through the request's loader.
pub async fn schedule_of(ctx: &Context<'_>, license: Id<License>) -> gql::Result<Vec<Obligation>> {
    let found = ctx.data_unchecked::<DataLoader<ScheduleLoader>>().load_one(license).await?;
    Ok(found.unwrap_or_default().into_iter().map(Obligation).collect())
}

/// Gives the request the ledger's loader.
#[must_use]
pub fn with_loaders(request: Request, ctx: &Ctx, actor: &Actor) -> Request {
    request.data(DataLoader::new(ScheduleLoader { ctx: ctx.clone(), actor: actor.clone() }, tokio::spawn))
}
