//! From a payment plan to dated amounts. Pure; the vectors of the domain reference (section 9) are its tests.

use async_graphql::Enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use crate::kernel::{Code, Currency, Error, Money, Result, date::add_months, error::Problems};

/// The largest total of a plan in minor units (one trillion yuan): far above any license, far below an overflow.
pub const MAX_TOTAL: i64 = 100_000_000_000_000;
/// The longest deferral or first wait, in months.
pub const MAX_MONTHS: u32 = 600;
/// The most installments of one plan.
pub const MAX_INSTALLMENTS: u32 = 240;
/// The longest step between two installments, in months.
pub const MAX_STEP_MONTHS: u32 = 120;

/// How a fixed total is paid (民法典 art. 846), if anything is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum PaymentPlan {
    /// 延期支付: everything at once, `deferral_months` after the license takes effect.
    Deferred {
        /// What is paid in all.
        total: Money,
        /// Months after the effective date; 0 is the effective date itself.
        deferral_months: u32,
    },
    /// 分期支付: `count` parts, the first `first_after_months` after the license takes effect, then every `step_months`.
    Instalment {
        /// What is paid in all.
        total: Money,
        /// Number of parts.
        count: u32,
        /// Months from the effective date to the first part.
        first_after_months: u32,
        /// Months between two parts.
        step_months: u32,
    },
    /// 免费许可: nothing is paid.
    Free,
}

impl PaymentPlan {
    /// What is paid in all; nothing, in yuan, for a free license.
    #[must_use]
    pub const fn total(&self) -> Money {
        match self {
            Self::Deferred { total, .. } | Self::Instalment { total, .. } => *total,
            Self::Free => Money::new(0, Currency::CNY),
        }
    }

    /// The name of the way of payment in inputs: `deferred`, `instalment` or `free`.
    #[must_use]
    pub const fn way(&self) -> &'static str {
        match self {
            Self::Deferred { .. } => "deferred",
            Self::Instalment { .. } => "instalment",
            Self::Free => "free",
        }
    }
}

/// What makes an amount fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumString, Enum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum PaymentTrigger {
    /// 到期: a date fixed when the license was granted.
    Date,
    /// 首次收入: the licensee's first revenue from the achievement.
    FirstRevenue,
    /// 里程碑: a milestone was accepted.
    Milestone,
    /// 提成期: a royalty period ended.
    RoyaltyPeriod,
    /// 转化: the licensee decided to keep using it after a trial.
    Conversion,
}

/// How an amount stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Display, EnumString, Enum)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum ObligationState {
    /// 待到期: agreed, the day has not come.
    Scheduled,
    /// 应付: the day has come. Receipts are not kept here yet, so this says nothing about payment.
    Due,
}

/// How an amount that falls due on `due_on` stands on `today`. The due date itself is already [`ObligationState::Due`].
#[must_use]
pub fn state_on(due_on: NaiveDate, today: NaiveDate) -> ObligationState {
    if today >= due_on { ObligationState::Due } else { ObligationState::Scheduled }
}

/// One dated amount of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installment {
    /// Position in the schedule, from 1.
    pub ordinal: u32,
    /// The day it falls due.
    pub due_on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// What makes it fall due.
    pub trigger: PaymentTrigger,
}

/// The dated amounts of `plan` for a license that takes effect on `effective_on`.
///
/// Dates are counted from the effective date each time, never from a date that was moved to a month's end; contract
/// dates are not moved over days off. Amounts are differences of cumulative amounts rounded half up, so they add up to
/// the total exactly.
///
/// # Errors
/// `OUT_OF_RANGE` at the field below the way of payment (`deferred.total`): a total that is not positive or above [`MAX_TOTAL`], months or counts above their
/// limits, more parts than the total has minor units (a part of nothing would fall due).
pub fn schedule(plan: &PaymentPlan, effective_on: NaiveDate) -> Result<Vec<Installment>> {
    check(plan)?;
    let due = |index: u32, months: u32, amount: Money| Installment {
        ordinal: index + 1,
        due_on: add_months(effective_on, months),
        amount,
        trigger: PaymentTrigger::Date,
    };
    Ok(match *plan {
        PaymentPlan::Deferred { total, deferral_months } => vec![due(0, deferral_months, total)],
        PaymentPlan::Instalment { total, count, first_after_months, step_months } => (0..)
            .zip(total.split_evenly(count))
            .map(|(index, amount)| due(index, first_after_months + index * step_months, amount))
            .collect(),
        PaymentPlan::Free => Vec::new(),
    })
}

fn check(plan: &PaymentPlan) -> Result<()> {
    let mut problems = Problems::default();
    if !matches!(plan, PaymentPlan::Free) {
        problems.check("total", within(plan.total().minor_units, 1, MAX_TOTAL));
    }
    match *plan {
        PaymentPlan::Free => {}
        PaymentPlan::Deferred { deferral_months, .. } => {
            problems.check("deferralMonths", within(deferral_months.into(), 0, MAX_MONTHS.into()));
        }
        PaymentPlan::Instalment { total, count, first_after_months, step_months } => {
            let most = i64::from(MAX_INSTALLMENTS).min(total.minor_units.max(1));
            problems.check("count", within(count.into(), 1, most));
            problems.check("firstAfterMonths", within(first_after_months.into(), 0, MAX_MONTHS.into()));
            problems.check("stepMonths", within(step_months.into(), 1, MAX_STEP_MONTHS.into()));
        }
    }
    problems.finish(()).map_err(|error| error.at(plan.way()))
}

fn within(value: i64, min: i64, max: i64) -> Result<()> {
    if (min..=max).contains(&value) { Ok(()) } else { Err(Error::new(Code::OutOfRange).with("min", min).with("max", max)) }
}
