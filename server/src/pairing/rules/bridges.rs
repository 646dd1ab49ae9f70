//! How a technology that is not ready enough gets there: over platforms, each of which takes it from some level to a higher
//! one.
//!
//! A platform takes in whatever is at least at the level from which it works and below the one to which it brings. A way is a
//! chain of them from the level that is offered to the one that is wanted, or beyond it. Of all ways two kinds are worth
//! telling: the cheapest, in each currency by itself because currencies cannot be compared, and the fastest. Whatever a
//! platform does not tell is unknown for the whole way: an unknown price is no price of zero, and a way with one is never
//! called cheap. Nothing of this touches a score.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    kernel::Money,
    matching::rules::share_a_field,
    platform::{
        content::{CostRange, WeekRange},
        model::Stretch,
    },
    reference,
};

/// The highest level there is.
const HIGHEST: i32 = 9;

/// What is wanted of a way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// The level that is offered.
    pub from: i32,
    /// The level that is wanted.
    pub to: i32,
    /// Codes of the technology's fields, each with its table; empty if it names none.
    pub fields: BTreeSet<String>,
    /// Divisions from which partners are preferred; empty for anywhere.
    pub regions: Vec<String>,
}

/// Why a way is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchBridgeMerit")]
pub enum Merit {
    /// No other way costs less, of those whose prices are all told in its currency: by the most that it costs, then the least.
    Cheapest,
    /// No other way is done sooner, of those that all tell their weeks: by the most that it takes, then the least.
    Fastest,
}

/// A step: one platform, and from where to where it takes the technology.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The platform.
    pub stretch: Stretch,
    /// The level before it.
    pub from: i32,
    /// The level after it.
    pub to: i32,
}

/// A way and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// Why it is told; empty for one of which neither all prices nor all weeks are known.
    pub merits: Vec<Merit>,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
    /// Weeks in all; none if a step does not tell its own.
    pub weeks: Option<WeekRange>,
    /// Cost in all; none if a step does not tell its own, if they are in several currencies, or if it is too much to be told.
    pub cost: Option<CostRange>,
}

/// What there is for a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridges {
    /// The level that is offered.
    pub from: i32,
    /// The level that is wanted.
    pub to: i32,
    /// The highest level, up to the wanted one, to which platforms take it; `from` if none takes it anywhere.
    pub reached: i32,
    /// Whether all platforms of the ways are known to be in the preferred regions; none if there are no such regions, or no ways.
    pub regional: Option<bool>,
    /// Whether the technology names its fields.
    pub fields: bool,
    /// Ways, the cheapest first; empty if there is none.
    pub ways: Vec<Bridge>,
}

impl Bridge {
    /// In how many currencies its steps tell their prices.
    #[must_use]
    pub fn currencies(&self) -> usize {
        let told = self.steps.iter().filter_map(|step| step.stretch.cost);
        told.map(|cost| cost.min.currency.code()).collect::<BTreeSet<_>>().len()
    }
}

/// The ways over `platforms` for what is wanted. A platform serves a technology if it names no field, if the technology names
/// none, or if they are known to have one in common: what cannot be compared is no promise that anybody is helped there.
/// Preferred regions come first: others are looked at only if nothing leads through those.
#[must_use]
pub fn bridges(platforms: &[Stretch], wanted: &Wanted) -> Bridges {
    let serves = |stretch: &&Stretch| serves(&stretch.fields, &wanted.fields);
    let all: Vec<&Stretch> = platforms.iter().filter(|stretch| is_between(stretch, wanted)).filter(serves).collect();
    over(&all, wanted)
}

/// [`bridges`] for each of many, in their order, with each set of fields compared once with each other.
#[must_use]
pub fn bridges_of_many(platforms: &[Stretch], wanted: &[Wanted]) -> Vec<Bridges> {
    let mut places: HashMap<&BTreeSet<String>, usize> = HashMap::new();
    let numbered: Vec<(usize, &Stretch)> = platforms
        .iter()
        .map(|stretch| {
            let next = places.len();
            (*places.entry(&stretch.fields).or_insert(next), stretch)
        })
        .collect();
    let mut known: HashMap<&BTreeSet<String>, Vec<Option<bool>>> = HashMap::new();
    let answer = |wanted: &Wanted, known: &mut Vec<Option<bool>>| {
        let useful = numbered.iter().filter(|(_, stretch)| is_between(stretch, wanted));
        let all = useful.filter(|(place, stretch)| match known.get_mut(*place) {
            Some(known) => *known.get_or_insert_with(|| serves(&stretch.fields, &wanted.fields)),
            None => serves(&stretch.fields, &wanted.fields),
        });
        over(&all.map(|(_, stretch)| *stretch).collect::<Vec<_>>(), wanted)
    };
    wanted.iter().map(|wanted| answer(wanted, known.entry(&wanted.fields).or_insert_with(|| vec![None; places.len()]))).collect()
}

/// Whether a platform lies somewhere on the way.
const fn is_between(stretch: &Stretch, wanted: &Wanted) -> bool {
    stretch.readiness.to > wanted.from && stretch.readiness.from < wanted.to
}

fn serves(offered: &BTreeSet<String>, wanted: &BTreeSet<String>) -> bool {
    offered.is_empty() || wanted.is_empty() || share_a_field(offered, wanted) == Some(true)
}

/// The ways over platforms each of which serves.
fn over(all: &[&Stretch], wanted: &Wanted) -> Bridges {
    let Wanted { from, to, ref fields, ref regions } = *wanted;
    let local = |stretch: &&&Stretch| {
        stretch.region.as_ref().is_some_and(|region| regions.iter().any(|preferred| reference::lies_in(region, preferred)))
    };
    let near = if regions.is_empty() { Vec::new() } else { ways(&all.iter().filter(local).copied().collect::<Vec<_>>(), from, to) };
    let regional = !near.is_empty();
    let ways = if regional { near } else { ways(all, from, to) };
    let reached = if ways.is_empty() { reach(all, from).min(to) } else { to };
    let regional = (!regions.is_empty() && !ways.is_empty()).then_some(regional);
    Bridges { from, to, reached, regional, fields: !fields.is_empty(), ways }
}

/// The highest level to which `platforms` take something of the level `from`.
fn reach(platforms: &[&Stretch], from: i32) -> i32 {
    let mut level = from;
    while let Some(next) = platforms.iter().filter(|stretch| takes(stretch, level)).map(|stretch| stretch.readiness.to).max() {
        level = next;
    }
    // A detour over a lower target never takes further: whoever takes in the lower level takes in what is readier too, unless
    // it stops before that.
    level
}

/// Whether a platform takes in something of `level`, and brings it further.
const fn takes(stretch: &Stretch, level: i32) -> bool {
    stretch.readiness.from <= level && level < stretch.readiness.to
}

/// The ways worth telling.
fn ways(platforms: &[&Stretch], from: i32, to: i32) -> Vec<Bridge> {
    let mut priced: BTreeMap<&str, Vec<&Stretch>> = BTreeMap::new();
    for stretch in platforms {
        if let Some(cost) = &stretch.cost {
            priced.entry(cost.min.currency.code()).or_default().push(stretch);
        }
    }
    let by_cost = |stretch: &Stretch| (cost_of(stretch), weeks_of(stretch));
    let mut found: Vec<Bridge> = Vec::new();
    for of_one_currency in priced.values() {
        if let Some(steps) = best(of_one_currency, from, to, by_cost) {
            found.push(bridge(steps, Merit::Cheapest));
        }
    }
    if let Some(steps) = best(&timed(platforms), from, to, |stretch| (weeks_of(stretch), [0; 3])) {
        let fastest = bridge(steps, Merit::Fastest);
        let as_fast = |other: &Bridge| other.weeks.is_some() && other.weeks == fastest.weeks;
        if let Some(cheapest) = found.iter_mut().find(|other| as_fast(other)) {
            cheapest.merits.push(Merit::Fastest);
        } else {
            // Among those that are as fast, one whose price is told says more, and the cheapest of them most.
            let by_weeks = |stretch: &Stretch| (weeks_of(stretch), cost_of(stretch));
            let told = priced.values().filter_map(|stretches| best(&timed(stretches), from, to, by_weeks));
            let told = told.map(|steps| bridge(steps, Merit::Fastest)).find(|other| as_fast(other));
            found.push(told.unwrap_or(fastest));
        }
    }
    if found.is_empty() {
        let untold = |stretch: &Stretch| ([i64::from(stretch.cost.is_none()) + i64::from(stretch.weeks.is_none()), 0, 0], [0; 3]);
        found.extend(best(platforms, from, to, untold).map(|steps| Bridge { merits: Vec::new(), ..bridge(steps, Merit::Cheapest) }));
    }
    found
}

/// Those that tell their weeks.
fn timed<'a>(platforms: &[&'a Stretch]) -> Vec<&'a Stretch> {
    platforms.iter().filter(|stretch| stretch.weeks.is_some()).copied().collect()
}

/// Numbers by which ways are compared, first one first, summed over their steps.
type Key = ([i64; 3], [i64; 3]);

/// The most and the least that a step costs; whoever asks has left out those that do not tell.
fn cost_of(stretch: &Stretch) -> [i64; 3] {
    stretch.cost.map_or([1, 0, 0], |cost| [0, cost.max.minor_units, cost.min.minor_units])
}

/// The most and the least weeks that a step takes, after whether it tells them.
fn weeks_of(stretch: &Stretch) -> [i64; 3] {
    stretch.weeks.map_or([1, 0, 0], |weeks| [0, weeks.max.into(), weeks.min.into()])
}

fn plus((one, two): Key, (a, b): Key) -> Key {
    let sum = |x: [i64; 3], y: [i64; 3]| std::array::from_fn(|n| x[n].saturating_add(y[n]));
    (sum(one, a), sum(two, b))
}

/// The chain with the least sum of keys, then with the fewest steps, then the first in the order of `platforms`; none if there
/// is none. Steps only lead upwards, so that one look at each level from below is enough.
fn best(platforms: &[&Stretch], from: i32, to: i32, key: impl Fn(&Stretch) -> Key) -> Option<Vec<Step>> {
    type Arrival<'a> = ((Key, usize), Vec<(&'a Stretch, i32)>);
    let mut at: BTreeMap<i32, Arrival<'_>> = BTreeMap::from([(from, (Default::default(), Vec::new()))]);
    for level in from..to.min(HIGHEST) {
        let Some((spent, steps)) = at.get(&level).cloned() else { continue };
        for stretch in platforms.iter().filter(|stretch| takes(stretch, level)) {
            let cost = (plus(spent.0, key(stretch)), spent.1 + 1);
            let target = stretch.readiness.to;
            if at.get(&target).is_none_or(|(known, _)| cost < *known) {
                let steps = steps.iter().copied().chain([(*stretch, level)]).collect();
                at.insert(target, (cost, steps));
            }
        }
    }
    let arrived = at.into_iter().filter(|(level, _)| *level >= to && to > from).map(|(_, arrival)| arrival);
    let (_, steps) = arrived.min_by_key(|(cost, _)| *cost)?;
    Some(steps.into_iter().map(|(stretch, from)| Step { stretch: stretch.clone(), from, to: stretch.readiness.to }).collect())
}

fn bridge(steps: Vec<Step>, merit: Merit) -> Bridge {
    let weeks = steps.iter().map(|step| step.stretch.weeks).reduce(|one, other| {
        let (one, other) = (one?, other?);
        Some(WeekRange { min: one.min.checked_add(other.min)?, max: one.max.checked_add(other.max)? })
    });
    let cost = steps.iter().map(|step| step.stretch.cost).reduce(|one, other| {
        let (one, other) = (one?, other?);
        let sum = |a: Money, b: Money| a.checked_add(b);
        Some(CostRange { min: sum(one.min, other.min)?, max: sum(one.max, other.max)? })
    });
    Bridge { merits: vec![merit], weeks: weeks.flatten(), cost: cost.flatten(), steps }
}
