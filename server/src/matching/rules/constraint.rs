//! What a need insists on or wishes for, held against an offer: met, not met, or not told. Both values are kept, so that people can see.

use std::{collections::BTreeSet, slice};

use serde::Serialize;

use super::{Export, Held, Mode, Need, Offer, Payment, Place, Price, Terms, Wishes};
use crate::{kernel::Money, reference};

/// What is insisted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::Display, strum::EnumIter, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchConstraint")]
pub enum Constraint {
    /// Readiness is high enough.
    Readiness,
    /// It can be had in a way that is accepted.
    Mode,
    /// What is asked for before use is within the budget.
    Budget,
    /// What is asked for once there is income is within the budget, too.
    PriceLater,
    /// It can be paid for in a way that is accepted.
    Payment,
    /// "Use first, pay later" is offered.
    UseFirstPayLater,
    /// An exclusive right can still be had.
    ExclusivityLeft,
    /// Nobody else has it alone where it is needed.
    Available,
    /// It can be used where it is needed.
    Region,
    /// It may go where it is needed.
    Export,
    /// Who holds it is not abroad.
    Abroad,
    /// Who holds it is in a region from which partners are preferred.
    PreferredRegion,
    /// Who holds it would work on it together.
    Cooperation,
}

/// How it came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::Display, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchOutcome")]
pub enum Outcome {
    /// Not met.
    Fail,
    /// Nobody says.
    Unknown,
    /// Met.
    Pass,
}

/// A value on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Value {
    /// A readiness level.
    Level(u8),
    /// An amount.
    Amount(Money),
    /// Nothing before there is income.
    NothingUpFront,
    /// Ways.
    Modes(Vec<Mode>),
    /// Ways of payment.
    Payments(Vec<Payment>),
    /// Yes or no.
    Flag(bool),
    /// Countries; none means the whole world.
    Countries(Vec<String>),
    /// Administrative divisions of China, GB/T 2260.
    Divisions(Vec<String>),
    /// An export class.
    Export(Export),
    /// Nobody says.
    Untold,
}

/// A constraint that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Which.
    pub constraint: Constraint,
    /// Whether it is wished for rather than insisted on: what is not met takes less away.
    pub is_wish: bool,
    /// How it came out.
    pub outcome: Outcome,
    /// What the need says.
    pub wanted: Value,
    /// What the offer says.
    pub offered: Value,
}

impl Checked {
    const fn insisted(constraint: Constraint, outcome: Outcome, wanted: Value, offered: Value) -> Self {
        Self { constraint, is_wish: false, outcome, wanted, offered }
    }

    const fn wished(constraint: Constraint, outcome: Outcome, wanted: Value, offered: Value) -> Self {
        Self { constraint, is_wish: true, outcome, wanted, offered }
    }
}

/// Everything that `need` insists on or wishes for, held against `offer`. Mode, budget, payment and territory belong together: they are
/// looked at for one set of terms, the one that meets most (its place is the first value; none if no terms are told).
#[must_use]
pub fn check(need: &Need, offer: &Offer) -> (Option<usize>, Vec<Checked>) {
    let wishes = &need.wishes;
    let of_terms = |terms: &Terms| terms_checked(wishes, Some(terms), offer);
    let failing = |checked: &[Checked]| {
        let count = |outcome| checked.iter().filter(|one| one.outcome == outcome).count();
        // Of as many, terms in a way that is accepted say more: what else stands in the way of it.
        let is_of_other_mode = checked.iter().any(|one| one.constraint == Constraint::Mode && one.outcome == Outcome::Fail);
        (count(Outcome::Fail), count(Outcome::Unknown), is_of_other_mode)
    };
    let best = offer.terms.iter().map(of_terms).enumerate().min_by_key(|(nth, checked)| (failing(checked), *nth));
    let (place, mut checked) = best.map_or_else(|| (None, terms_checked(wishes, None, offer)), |(nth, checked)| (Some(nth), checked));
    if let Some(wanted) = wishes.trl_min {
        let outcome = offer.trl.map(|level| level >= wanted);
        let offered = offer.trl.map_or(Value::Untold, Value::Level);
        checked.push(Checked::insisted(Constraint::Readiness, told(outcome), Value::Level(wanted), offered));
    }
    if let Some(country) = wishes.country.as_ref().filter(|country| *country != HOME) {
        let outcome = match offer.export {
            Some(Export::Free) => Outcome::Pass,
            Some(Export::Prohibited) => Outcome::Fail,
            // A license may be had, or not: nobody knows before it was applied for.
            Some(Export::Restricted) | None => Outcome::Unknown,
        };
        let offered = offer.export.map_or(Value::Untold, Value::Export);
        let wanted = Value::Countries(vec![country.clone()]);
        checked.push(Checked::insisted(Constraint::Export, outcome, wanted, offered));
    }
    checked.extend(taken(wishes, offer, &checked));
    checked.extend(holder_checked(wishes, offer));
    checked.sort_by_key(|one| one.constraint);
    (place, checked)
}

/// What somebody has alone where it is needed, nobody else can have there on any terms. Told where it is so, and where nothing else
/// has told it yet.
fn taken(wishes: &Wishes, offer: &Offer, checked: &[Checked]) -> Option<Checked> {
    let country = wishes.country.as_ref()?;
    let is_taken = offer.licensed.iter().any(|held| held.is_alone && held.holds_in(country));
    let is_told = checked.iter().any(|one| one.constraint == Constraint::ExclusivityLeft && one.outcome == Outcome::Fail);
    let of = || Checked::insisted(Constraint::Available, Outcome::Fail, Value::Countries(vec![country.clone()]), Value::Flag(false));
    (is_taken && !is_told).then(of)
}

/// What is asked of whoever holds it, rather than of what is held.
fn holder_checked(wishes: &Wishes, offer: &Offer) -> Vec<Checked> {
    let mut checked = Vec::new();
    let home = offer.home.as_ref();
    let is_near = |place: &Place| place.country == HOME || wishes.country.as_ref() == Some(&place.country);
    // That it comes from here goes without saying.
    if let Some(place) = home.filter(|place| wishes.no_foreign && !is_near(place)) {
        let offered = Value::Countries(vec![place.country.clone()]);
        // Many say nothing about it, which is not the same as to refuse it.
        checked.push(Checked::wished(Constraint::Abroad, Outcome::Fail, Value::Flag(false), offered));
    }
    if !wishes.regions.is_empty() {
        let lies = |division: &String| wishes.regions.iter().any(|region| reference::lies_in(division, region));
        let (outcome, offered) = match home {
            None => (None, Value::Untold),
            Some(Place { country, .. }) if country != HOME => (Some(false), Value::Countries(vec![country.clone()])),
            Some(Place { division: None, .. }) => (None, Value::Untold),
            Some(Place { division: Some(division), .. }) => (Some(lies(division)), Value::Divisions(vec![division.clone()])),
        };
        let wanted = Value::Divisions(wishes.regions.clone());
        checked.push(Checked::wished(Constraint::PreferredRegion, told(outcome), wanted, offered));
    }
    if wishes.jointly {
        // Who does not offer it may still agree to it: nobody says that they would not.
        let offered = offer.terms.iter().any(|terms| terms.mode == Mode::Joint).then_some(true);
        let shown = offered.map_or(Value::Untold, Value::Flag);
        checked.push(Checked::wished(Constraint::Cooperation, told(offered), Value::Flag(true), shown));
    }
    checked
}

/// Where technology is at home: to leave here it needs an export class.
const HOME: &str = "CN";

fn told(outcome: Option<bool>) -> Outcome {
    match outcome {
        Some(true) => Outcome::Pass,
        Some(false) => Outcome::Fail,
        None => Outcome::Unknown,
    }
}

fn terms_checked(wishes: &Wishes, terms: Option<&Terms>, offer: &Offer) -> Vec<Checked> {
    let mut checked = Vec::new();
    if !wishes.modes.is_empty() {
        let accepted = terms.map(|terms| wishes.modes.iter().any(|wanted| wanted.is_met_by(terms.mode)));
        let wanted = Value::Modes(wishes.modes.iter().copied().collect());
        let offered = terms.map_or(Value::Untold, |terms| Value::Modes(vec![terms.mode]));
        checked.push(Checked::insisted(Constraint::Mode, told(accepted), wanted, offered));
        if wishes.is_exclusive() && accepted != Some(false) {
            let left = exclusivity_left(wishes, terms, offer);
            let offered = left.map_or(Value::Untold, Value::Flag);
            checked.push(Checked::insisted(Constraint::ExclusivityLeft, told(left), Value::Flag(true), offered));
        }
    }
    if let Some(budget) = wishes.budget {
        let price = terms.map(|terms| terms.price);
        let (outcome, offered) = match price {
            Some(Price::Fixed(price)) => (told(affordable(price, budget)), Value::Amount(price)),
            Some(Price::Nothing | Price::Later(_)) => (Outcome::Pass, Value::NothingUpFront),
            Some(Price::Open) | None => (Outcome::Unknown, Value::Untold),
        };
        let (is_wish, wanted) = (wishes.is_budget_open, Value::Amount(budget));
        checked.push(Checked { constraint: Constraint::Budget, is_wish, outcome, wanted: wanted.clone(), offered });
        // It will be paid out of what it earns: more than the budget is no bar, and nothing to be silent about.
        if let Some(Price::Later(price)) = price {
            let outcome = told(affordable(price, budget));
            checked.push(Checked::wished(Constraint::PriceLater, outcome, wanted, Value::Amount(price)));
        }
    }
    if !wishes.payments.is_empty() {
        let offered = terms.map(|terms| &terms.payments).filter(|payments| !payments.is_empty());
        // Nobody minds that nothing is to be paid.
        let fits = |payment: &Payment| *payment == Payment::Free || wishes.payments.contains(payment);
        let accepted = offered.map(|offered| offered.iter().any(fits));
        // Where one fits, what does not fit is none of the answer.
        let shown = |offered: &BTreeSet<Payment>| {
            Value::Payments(offered.iter().copied().filter(|payment| accepted == Some(false) || fits(payment)).collect())
        };
        let wanted = Value::Payments(wishes.payments.iter().copied().collect());
        checked.push(Checked::insisted(Constraint::Payment, told(accepted), wanted, offered.map_or(Value::Untold, shown)));
    }
    if wishes.use_first_pay_later {
        let offered = terms.and_then(|terms| terms.use_first_pay_later);
        let shown = offered.map_or(Value::Untold, Value::Flag);
        checked.push(Checked::insisted(Constraint::UseFirstPayLater, told(offered), Value::Flag(true), shown));
    }
    if let Some(country) = &wishes.country {
        let territory = terms.and_then(|terms| terms.territory.as_ref());
        let outcome = told(territory.map(|territory| territory.is_empty() || territory.contains(country)));
        let offered = territory.map_or(Value::Untold, |territory| Value::Countries(territory.clone()));
        checked.push(Checked::insisted(Constraint::Region, outcome, Value::Countries(vec![country.clone()]), offered));
    }
    checked
}

/// Whether `offer` can still be had alone on `terms`: not if it is open to everybody, or somebody has a license where they hold (where
/// it is needed, if they do not say). Of what has no terms nobody knows.
fn exclusivity_left(wishes: &Wishes, terms: Option<&Terms>, offer: &Offer) -> Option<bool> {
    let told = terms.and_then(|terms| terms.territory.as_deref());
    let wanted = told.or_else(|| wishes.country.as_ref().map(slice::from_ref)).unwrap_or_default();
    let meets = |held: &Held| wanted.is_empty() || wanted.iter().any(|country| held.holds_in(country));
    let is_gone = offer.terms.iter().any(|terms| terms.mode == Mode::Open) || offer.licensed.iter().any(meets);
    if is_gone { Some(false) } else { terms.map(|_| true) }
}

/// Whether a price is within a budget; nobody knows if they are in different currencies.
fn affordable(price: Money, budget: Money) -> Option<bool> {
    (price.currency == budget.currency).then_some(price.minor_units <= budget.minor_units)
}
