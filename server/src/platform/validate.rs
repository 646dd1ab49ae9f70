//! Cleaning and checking what somebody wrote into a service platform.
//!
//! Pure: the day and the rules are parameters. Paths are those of the API (`cost`, `max`, `currency`).

use chrono::NaiveDate;
use serde::Deserialize;

use super::content::{CostRange, PlatformContent, ReadinessSpan, WeekRange};
use crate::{
    kernel::{Code, Error, Money, Result, error::Problems, text},
    listing::validate::{
        contact,
        parts::{bilingual, industry, set, within},
    },
    reference,
    rulebook::Rulebook,
};

#[derive(Deserialize)]
struct Limits {
    name: usize,
    summary: usize,
    equipment: usize,
    weeks: i32,
    /// In minor units, so that no way over the nine levels adds up to more than a number holds.
    cost: i64,
}

/// The content in its normal form. A draft may lack anything; what a publication needs is asked by [`super::rules::complete`].
///
/// # Errors
/// Everything that is wrong, at once, each with its path.
pub fn validate(given: PlatformContent, today: NaiveDate, book: &Rulebook) -> Result<PlatformContent> {
    let limits: Limits = book.on("platform.field_limits", today)?.get()?;
    let mut problems = Problems::default();
    let p = &mut problems;
    let kept = PlatformContent {
        kind: given.kind,
        name: p.check("name", bilingual(&given.name, limits.name, false, false)).unwrap_or_default(),
        summary: p.check("summary", bilingual(&given.summary, limits.summary, true, false)).unwrap_or_default(),
        services: p.check("services", set(given.services, 20, Ok)).unwrap_or_default(),
        readiness: given.readiness.and_then(|span| p.check("readiness", readiness(span))),
        weeks: given.weeks.and_then(|range| p.check("weeks", weeks(range, limits.weeks))),
        cost: given.cost.and_then(|range| p.check("cost", cost(range, limits.cost))),
        region: given.region.filter(|code| !code.trim().is_empty()).and_then(|code| p.check("region", division(&code))),
        industries: p.check("industries", set(given.industries, 20, |code| industry(&code))).unwrap_or_default(),
        strategic_industries: p.check("strategicIndustries", set(given.strategic_industries, 20, Ok)).unwrap_or_default(),
        shanghai_sectors: p.check("shanghaiSectors", set(given.shanghai_sectors, 20, Ok)).unwrap_or_default(),
        chains: p.check("chains", set(given.chains, 20, Ok)).unwrap_or_default(),
        equipment: p.check("equipment", bilingual(&given.equipment, limits.equipment, true, false)).unwrap_or_default(),
        contact: given.contact.and_then(|given| p.check("contact", contact(given))),
    };
    problems.finish(kept)
}

/// A platform that leaves a technology where it is brings it nowhere.
fn readiness(given: ReadinessSpan) -> Result<ReadinessSpan> {
    let mut p = Problems::default();
    p.check("from", within(given.from, 1, 8));
    p.check("to", within(given.to, 2, 9));
    if p.is_empty() && given.to <= given.from {
        p.push(Error::new(Code::OutOfRange).with("min", i64::from(given.from) + 1).with("max", 9_i64).at("to"));
    }
    p.finish(given)
}

fn weeks(given: WeekRange, most: i32) -> Result<WeekRange> {
    let mut p = Problems::default();
    p.check("min", within(given.min, 1, most));
    p.check("max", within(given.max, 1, most));
    if p.is_empty() && given.max < given.min {
        p.push(Error::new(Code::OutOfRange).with("min", i64::from(given.min)).with("max", i64::from(most)).at("max"));
    }
    p.finish(given)
}

fn cost(given: CostRange, most: i64) -> Result<CostRange> {
    let mut p = Problems::default();
    let amount = |money: Money| within(money.minor_units, 0, most).map_err(|error| error.at("minorUnits"));
    p.check("min", amount(given.min));
    p.check("max", amount(given.max));
    if p.is_empty() && given.min.currency != given.max.currency {
        p.push(Error::new(Code::InvalidCurrency).with("value", given.max.currency.code()).at("currency").at("max"));
    } else if p.is_empty() && given.max.minor_units < given.min.minor_units {
        p.push(Error::new(Code::OutOfRange).with("min", given.min.minor_units).with("max", most).at("minorUnits").at("max"));
    }
    p.finish(given)
}

/// An administrative division of China.
///
/// # Errors
/// `UNKNOWN_CODE`.
pub fn division(code: &str) -> Result<String> {
    let code = text::half_width(code.trim());
    if reference::division_exists(&code) { Ok(code) } else { Err(Error::new(Code::UnknownCode).with("value", text::line(&code, 20)?)) }
}
