//! What was agreed elsewhere, so that nobody's deal can be told from it. Pure.
//!
//! Deals lie in cells that do not overlap: the section of the first IPC symbol, a band of readiness and the way of payment. There are
//! no sums over cells, so none can be taken from another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    kernel::{
        Id,
        id::{License, Organization, RuleVersion},
    },
    listing::content::ListingContent,
};

/// When a cell may be told, and how: the rule `pricing.evidence`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// Days that are looked at, up to today.
    pub window_days: u32,
    /// Least deals, least licensors and least licensees of a cell.
    pub k: usize,
    /// The most of a cell's deals that may be of one licensor or one licensee, in percent.
    pub share_percent: usize,
    /// By how many deals a cell has to differ from what was told last, to be told anew.
    pub step: usize,
    /// Bands of readiness, each from a level to a level.
    pub bands: Vec<(i32, i32)>,
    /// Rates are told in multiples of this, in basis points.
    pub rate_grid: i64,
    /// Amounts are told in multiples of this, in fen.
    pub amount_grid: i64,
}

/// What is told of a cell.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumString, strum::IntoStaticStr, async_graphql::Enum,
)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "PriceMeasure")]
pub enum Measure {
    /// The rate of a royalty.
    RoyaltyRate,
    /// What is paid in all beside royalties, agreed in yuan.
    Total,
}

/// Which technologies are alike.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Field {
    /// Section of the International Patent Classification, `A` to `H`.
    pub section: String,
    /// The band of readiness, from a level to a level.
    pub band: (i32, i32),
}

impl Field {
    /// The field of a technology with this first symbol and readiness; none without a symbol, or outside of all bands.
    #[must_use]
    pub fn of(symbol: &str, level: i32, rule: &Rule) -> Option<Self> {
        let section = symbol.trim().chars().next().map(|first| first.to_ascii_uppercase()).filter(|first| ('A'..='H').contains(first))?;
        let band = rule.bands.iter().copied().find(|(from, to)| (*from..=*to).contains(&level))?;
        Some(Self { section: section.to_string(), band })
    }

    /// The field of what a listing says.
    #[must_use]
    pub fn of_content(content: &ListingContent, rule: &Rule) -> Option<Self> {
        Self::of(content.ipc.first()?, content.readiness.as_ref()?.level, rule)
    }
}

/// A cell and what is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The field.
    pub field: Field,
    /// The way of payment, as a word.
    pub mode: String,
    /// What.
    pub measure: Measure,
}

/// One value that was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deal {
    /// The license.
    pub license: Id<License>,
    /// Who granted it.
    pub licensor: Id<Organization>,
    /// Who got it.
    pub licensee: Id<Organization>,
    /// Basis points, or fen.
    pub value: i64,
}

/// What is told: how many deals, and the quarters of what was agreed, on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Deals.
    pub count: i64,
    /// A quarter agreed on no more than about this.
    pub low: i64,
    /// Half did.
    pub median: i64,
    /// Three quarters did.
    pub high: i64,
}

/// A cell as it is kept. What it was computed from stays when it is hidden: otherwise it could come back with one deal more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Which.
    pub key: Key,
    /// Whether it is told.
    pub is_told: bool,
    /// What is told.
    pub figures: Figures,
    /// From which deals it was computed; never shown.
    pub deals: BTreeSet<Id<License>>,
    /// By which version of the rule.
    pub rule: Id<RuleVersion>,
    /// When it was computed.
    pub as_of: NaiveDate,
}

/// Digits of a value that are told at most.
const SIGNIFICANT: u32 = 2;

/// Whether something may be told of these deals: enough of them, of enough parties on either side, none of which stands out.
#[must_use]
pub fn is_tellable(deals: &[Deal], rule: &Rule) -> bool {
    let by = |party: fn(&Deal) -> Id<Organization>| {
        let mut counts: HashMap<_, usize> = HashMap::new();
        for deal in deals {
            *counts.entry(party(deal)).or_default() += 1;
        }
        counts.len() >= rule.k && counts.values().all(|count| count * 100 <= deals.len() * rule.share_percent)
    };
    deals.len() >= rule.k.max(1) && by(|deal| deal.licensor) && by(|deal| deal.licensee)
}

/// The quarters of the values, each the mean of a value and its two neighbors, so that none is what a single deal agreed on: the outer
/// ones rounded outward, so that the range holds what it says, on a grid that is no finer than two digits of the value.
#[must_use]
pub fn figures(deals: &[Deal], grid: i64) -> Figures {
    let mut values: Vec<i64> = deals.iter().map(|deal| deal.value).collect();
    values.sort_unstable();
    let last = values.len().saturating_sub(1);
    let around = |place: usize| {
        let near = values.get(place.saturating_sub(1)..=(place + 1).min(last)).unwrap_or_default();
        near.iter().sum::<i64>() / i64::try_from(near.len()).unwrap_or(1).max(1)
    };
    let (low, median, high) = (around(last / 4), around(last / 2), around((last * 3).div_ceil(4)));
    let coarse = |value: i64| grid.max(1).max(10_i64.pow(value.max(1).ilog10().saturating_sub(SIGNIFICANT - 1)));
    let down = |value: i64, by: i64| (value + by).div_euclid(coarse(value)) * coarse(value);
    Figures {
        count: i64::try_from(values.len()).unwrap_or(i64::MAX),
        low: down(low, 0),
        median: down(median, coarse(median) / 2),
        high: down(high, coarse(high) - 1),
    }
}

/// The cells as they are kept from `today` on, from what was kept and what was agreed in the days of the rule.
///
/// A cell that differs from what was computed last by fewer deals than the rule says stays as it was, so that whoever looks before and
/// after learns nothing of one deal. One that may not be told any more is hidden at once, and keeps what it was computed from.
#[must_use]
pub fn renewed(kept: Vec<Cell>, agreed: BTreeMap<Key, Vec<Deal>>, rule: &Rule, version: Id<RuleVersion>, today: NaiveDate) -> Vec<Cell> {
    let mut kept: BTreeMap<Key, Cell> = kept.into_iter().map(|cell| (cell.key.clone(), cell)).collect();
    let mut cells = Vec::new();
    for (key, deals) in agreed {
        let before = kept.remove(&key);
        let tellable = is_tellable(&deals, rule);
        let now: BTreeSet<_> = deals.iter().map(|deal| deal.license).collect();
        match before {
            Some(before) if !tellable => cells.push(Cell { is_told: false, ..before }),
            Some(before) if before.rule == version && before.deals.symmetric_difference(&now).count() < rule.step => {
                cells.push(Cell { is_told: true, ..before });
            }
            _ if tellable => {
                let grid = if key.measure == Measure::RoyaltyRate { rule.rate_grid } else { rule.amount_grid };
                let figures = figures(&deals, grid);
                cells.push(Cell { key, is_told: true, figures, deals: now, rule: version, as_of: today });
            }
            _ => {}
        }
    }
    cells.extend(kept.into_values().map(|before| Cell { is_told: false, ..before }));
    cells
}
