//! Why a pair fits, and what speaks against it, in sentences that an owner of a small enterprise understands: made from the
//! parts and checks of a match, without a number that means nothing to people. Sentences live in `server/locales`.

mod words;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use self::words::{countries, field, money, way};
use crate::{
    kernel::Locale,
    locale,
    matching::{
        Match,
        rules::{Checked, Constraint, Export, Outcome, PartKind, Value},
    },
};

/// Meanings are near from here on, in deviations above strangers; among strangers one in a hundred gets so far.
const NEAR: f32 = 2.4;
/// Very near: one in a thousand.
const VERY_NEAR: f32 = 3.2;
/// Words in common tell something from here on.
const TELLING: f32 = 3.0;
/// A phrase of one character says nothing to people.
const LEAST_PHRASE: usize = 2;
/// Phrases and fields that a sentence names at most.
const MOST: usize = 4;

/// What speaks for a pair and what against it, the weightiest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    /// For it.
    pub why: Vec<String>,
    /// Against it, or not told by anybody.
    pub against: Vec<String>,
}

/// The reasons of `found` in the language `locale`.
#[must_use]
pub fn reasons(locale: Locale, found: &Match) -> Reasons {
    let say = Say(locale);
    let mut reasons = Reasons { why: say.substance(found), against: Vec::new() };
    if reasons.why.is_empty() {
        reasons.against.push(say.plain("match-against-little"));
    } else if part(found, PartKind::Field) == Some(0.0) {
        reasons.against.push(say.plain("match-against-field"));
    }
    for (outcome, list) in [(Outcome::Fail, false), (Outcome::Unknown, false), (Outcome::Pass, true)] {
        let told = found.checked.iter().filter(|one| one.outcome == outcome).map(|one| say.check(one));
        if list { reasons.why.extend(told) } else { reasons.against.extend(told) }
    }
    reasons
}

fn part(found: &Match, kind: PartKind) -> Option<f32> {
    found.score.parts.iter().find(|part| part.kind == kind).map(|part| part.deviations)
}

struct Say(Locale);

impl Say {
    fn plain(&self, key: &str) -> String {
        locale::text(self.0, key)
    }

    fn with<const N: usize>(&self, key: &str, args: [(&str, Json); N]) -> String {
        locale::message(self.0, key, &BTreeMap::from(args))
    }

    /// What both are about.
    fn substance(&self, found: &Match) -> Vec<String> {
        let mut why = Vec::new();
        let meaning = part(found, PartKind::Meaning).unwrap_or_default();
        if meaning >= VERY_NEAR {
            why.push(self.plain("match-why-meaning-very-near"));
        } else if meaning >= NEAR {
            why.push(self.plain("match-why-meaning-near"));
        }
        if part(found, PartKind::Words).is_some_and(|words| words >= TELLING) {
            let telling = || found.phrases.iter().filter(|phrase| phrase.need.trim().chars().count() >= LEAST_PHRASE);
            let is_same = |phrase: &&crate::matching::engine::Phrase| phrase.need.eq_ignore_ascii_case(&phrase.offer);
            let same: Vec<&str> = telling().filter(is_same).take(MOST).map(|phrase| phrase.need.trim()).collect();
            let other = telling().filter(|phrase| !is_same(phrase) && !phrase.offer.trim().is_empty()).take(MOST);
            let other: Vec<String> = other
                .map(|phrase| self.with("match-why-name", [("need", json!(phrase.need.trim())), ("offer", json!(phrase.offer.trim()))]))
                .collect();
            if !same.is_empty() {
                why.push(self.with("match-why-words", [("words", json!(same))]));
            }
            if !other.is_empty() {
                why.push(self.with("match-why-names", [("names", json!(other))]));
            }
        }
        let fields: Vec<String> = found.fields.iter().filter_map(|code| field(self.0, code)).take(MOST).collect();
        if !fields.is_empty() {
            why.push(self.with("match-why-field", [("fields", json!(fields))]));
        }
        why
    }

    fn check(&self, checked: &Checked) -> String {
        let (wanted, offered) = (("wanted", self.value(&checked.wanted)), ("offered", self.value(&checked.offered)));
        let both = |key: &str| self.with(key, [wanted.clone(), offered.clone()]);
        match (checked.constraint, checked.outcome) {
            (Constraint::Readiness, Outcome::Pass) => both("match-pass-readiness"),
            (Constraint::Readiness, Outcome::Fail) => both("match-fail-readiness"),
            (Constraint::Readiness, Outcome::Unknown) => both("match-untold-readiness"),
            (Constraint::Mode, Outcome::Pass) => both("match-pass-mode"),
            (Constraint::Mode, Outcome::Fail) => both("match-fail-mode"),
            (Constraint::Mode, Outcome::Unknown) => both("match-untold-mode"),
            (Constraint::Budget, Outcome::Pass) if checked.offered == Value::NothingUpFront => both("match-pass-budget-nothing"),
            (Constraint::Budget, Outcome::Pass) => both("match-pass-budget"),
            (Constraint::Budget, Outcome::Fail) => both("match-fail-budget"),
            // An amount is told, but in another currency.
            (Constraint::Budget, Outcome::Unknown) if checked.offered != Value::Untold => both("match-untold-budget-currency"),
            (Constraint::Budget, Outcome::Unknown) => both("match-untold-budget"),
            (Constraint::UseFirstPayLater, Outcome::Pass) => self.plain("match-pass-use-first"),
            (Constraint::UseFirstPayLater, Outcome::Fail) => self.plain("match-fail-use-first"),
            (Constraint::UseFirstPayLater, Outcome::Unknown) => self.plain("match-untold-use-first"),
            (Constraint::ExclusivityLeft, Outcome::Pass) => self.plain("match-pass-exclusivity"),
            (Constraint::ExclusivityLeft, Outcome::Fail) => self.plain("match-fail-exclusivity"),
            (Constraint::ExclusivityLeft, Outcome::Unknown) => self.plain("match-untold-exclusivity"),
            (Constraint::Region, Outcome::Pass) => both("match-pass-region"),
            (Constraint::Region, Outcome::Fail) => both("match-fail-region"),
            (Constraint::Region, Outcome::Unknown) => both("match-untold-region"),
            (Constraint::Export, Outcome::Pass) => both("match-pass-export"),
            (Constraint::Export, Outcome::Fail) => both("match-fail-export"),
            (Constraint::Export, Outcome::Unknown) if checked.offered == Value::Export(Export::Restricted) => both("match-license-export"),
            (Constraint::Export, Outcome::Unknown) => both("match-untold-export"),
        }
    }

    /// A value as a sentence says it; none where nobody says.
    fn value(&self, value: &Value) -> Json {
        match value {
            Value::Level(level) => json!(level),
            Value::Amount(amount) => json!(money(self.0, *amount)),
            Value::Modes(modes) => json!(modes.iter().map(|mode| way(self.0, *mode)).collect::<Vec<_>>()),
            Value::Countries(codes) => json!(countries(self.0, codes)),
            Value::NothingUpFront | Value::Flag(_) | Value::Export(_) | Value::Untold => Json::Null,
        }
    }
}
