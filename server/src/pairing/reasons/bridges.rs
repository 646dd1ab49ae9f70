//! Ways over platforms in sentences: what is not told is said to be not told.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::words::money;
use crate::{
    kernel::Locale,
    locale,
    pairing::rules::{Bridge, Bridges},
};

fn say<const N: usize>(locale: Locale, key: &str, args: [(&str, Json); N]) -> String {
    locale::message(locale, key, &BTreeMap::from(args))
}

/// A way: from where to where, in how many steps, how long, at what cost.
#[must_use]
pub fn bridge(locale: Locale, way: &Bridge) -> String {
    let (from, to) = (way.steps.first().map(|step| step.from), way.steps.last().map(|step| step.to));
    let weeks = match way.weeks {
        Some(weeks) if weeks.min == weeks.max => say(locale, "match-bridge-weeks-exact", [("weeks", json!(weeks.max))]),
        Some(weeks) => say(locale, "match-bridge-weeks", [("min", json!(weeks.min)), ("max", json!(weeks.max))]),
        None if way.steps.iter().all(|step| step.stretch.weeks.is_none()) => locale::text(locale, "match-bridge-weeks-silent"),
        None => locale::text(locale, "match-bridge-weeks-untold"),
    };
    let prices = way.steps.iter().filter(|step| step.stretch.cost.is_some()).count();
    let cost = match way.cost {
        Some(cost) if cost.min == cost.max => money(locale, cost.max),
        Some(cost) => say(locale, "match-bridge-cost", [("min", json!(money(locale, cost.min))), ("max", json!(money(locale, cost.max)))]),
        None if prices == 0 => locale::text(locale, "match-bridge-cost-silent"),
        None if prices < way.steps.len() => locale::text(locale, "match-bridge-cost-untold"),
        None if way.currencies() > 1 => locale::text(locale, "match-bridge-cost-currencies"),
        // More than a number can hold.
        None => say(locale, "match-bridge-cost", [("min", Json::Null)]),
    };
    let args =
        [("from", json!(from)), ("to", json!(to)), ("steps", json!(way.steps.len())), ("weeks", json!(weeks)), ("cost", json!(cost))];
    say(locale, "match-bridge", args)
}

/// What has to be said about all ways for a gap: that there is none, or none that is known to keep to the preferred regions.
#[must_use]
pub fn bridges_note(locale: Locale, bridges: &Bridges) -> Option<String> {
    let Bridges { from, to, reached, regional, fields, ways } = bridges;
    if ways.is_empty() && reached > from {
        return Some(say(locale, "match-bridge-short", [("from", json!(from)), ("to", json!(to)), ("reached", json!(reached))]));
    }
    if ways.is_empty() {
        let key = if *fields { "match-bridge-none-field" } else { "match-bridge-none" };
        return Some(say(locale, key, [("from", json!(from)), ("to", json!(to))]));
    }
    (*regional == Some(false)).then(|| locale::text(locale, "match-bridge-elsewhere"))
}
