//! What a claim for subsidies rests on: contracts that count, and what was paid for them. Pure.

use std::collections::BTreeMap;

use crate::{
    brokering::{
        service::{Fee, Outcome},
        vocabulary::FeeKind,
    },
    kernel::{Date, Error, Money, Result, Timestamp, clock::china_midnight, date::add_days},
};

/// A period, both days counted, by the calendar of China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

impl Period {
    /// Whether it has this day.
    #[must_use]
    pub fn has(self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    /// The moments from which on and before which it is.
    #[must_use]
    pub fn moments(self) -> (Timestamp, Timestamp) {
        (china_midnight(self.from.0), china_midnight(add_days(self.until.0, 1)))
    }
}

/// What was paid, or is to be paid, of one kind and in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// What it is.
    pub kind: FeeKind,
    /// How much.
    pub amount: Money,
}

/// A validated outcome and what the period has of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The outcome.
    pub outcome: Outcome,
    /// Whether it was signed in the period; otherwise a payment for it arrived in it.
    pub signed_within: bool,
    /// What was recorded in the period and not cancelled.
    pub recorded: Vec<Sum>,
    /// What arrived in the period.
    pub arrived: Vec<Sum>,
}

/// The row of `outcome`; of `fees`, its own count.
///
/// # Errors
/// As [`sums`].
pub fn row(outcome: Outcome, fees: &[Fee], period: Period) -> Result<Row> {
    let (begin, end) = period.moments();
    let own = || fees.iter().filter(|fee| fee.outcome == outcome.id && fee.cancelled_at.is_none());
    let recorded = own().filter(|fee| begin <= fee.created_at && fee.created_at < end);
    // What is on its way has not arrived.
    let arrived = own().filter(|fee| fee.arrived_on.is_some_and(|day| period.has(day)));
    let of = |fee: &Fee| Sum { kind: fee.kind, amount: fee.amount };
    let (recorded, arrived) = (sums(recorded.map(of))?, sums(arrived.map(of))?);
    Ok(Row { signed_within: period.has(outcome.signed_on), outcome, recorded, arrived })
}

/// `parts` added up by kind and currency, in the order of both.
///
/// # Errors
/// `INTERNAL` for a sum that is too large to be one: nothing is left out of a claim.
pub fn sums(parts: impl Iterator<Item = Sum>) -> Result<Vec<Sum>> {
    let mut found: BTreeMap<(&'static str, &'static str), Sum> = BTreeMap::new();
    for part in parts {
        let sum = found
            .entry((part.kind.into(), part.amount.currency.code()))
            .or_insert(Sum { amount: Money::new(0, part.amount.currency), ..part });
        sum.amount = sum.amount.checked_add(part.amount).ok_or_else(|| Error::internal("a sum beyond all money"))?;
    }
    Ok(found.into_values().collect())
}
