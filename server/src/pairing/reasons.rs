//! Why a pair fits, and what speaks against it, in sentences that an owner of a small enterprise understands: made from the
//! parts and checks of a match, without a number that means nothing to people. Sentences live in `server/locales`.

mod bridges;
mod words;

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

pub use self::bridges::{bridge, bridges_note};
use self::words::{countries, divisions, field, money, paying, way};
use crate::{
    kernel::Locale,
    locale,
    matching::{
        Language, Match,
        engine::Phrase,
        rules::{Checked, Constraint, Export, Outcome, PartKind, Payment, Value},
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
/// Phrases that tell less than this share of what the first tells are left out: everybody says "hours".
const LEAST_WEIGHT: f32 = 0.4;
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
    // A field that both name says little where their texts say nothing.
    if reasons.why.len() <= usize::from(!found.fields.is_empty()) {
        reasons.against.push(say.plain("match-against-little"));
    } else if part(found, PartKind::Field) == Some(0.0) {
        reasons.against.push(say.plain("match-against-field"));
    }
    for (outcome, list) in [(Outcome::Fail, false), (Outcome::Unknown, false), (Outcome::Pass, true)] {
        let told = found.checked.iter().filter(|one| one.outcome == outcome && !goes_without_saying(one)).map(|one| say.check(one));
        if list { reasons.why.extend(told) } else { reasons.against.extend(told) }
    }
    reasons
}

/// That what is offered in China may be used in China.
fn goes_without_saying(checked: &Checked) -> bool {
    let home = |value: &Value| matches!(value, Value::Countries(codes) if codes.as_slice() == ["CN"]);
    checked.constraint == Constraint::Region && checked.outcome == Outcome::Pass && home(&checked.wanted)
}

fn part(found: &Match, kind: PartKind) -> Option<f32> {
    found.score.parts.iter().find(|part| part.kind == kind).map(|part| part.deviations)
}

/// The first few, each once whatever its case.
fn few(phrases: Vec<&str>) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    for phrase in phrases {
        if kept.len() < MOST && !kept.iter().any(|known| known.eq_ignore_ascii_case(phrase)) {
            kept.push(phrase);
        }
    }
    kept
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
            why.extend(self.wording(&found.phrases));
        }
        let mut fields: Vec<String> = Vec::new();
        // An industry says more than the chain or sector that it belongs to.
        let (industries, wider): (Vec<&String>, Vec<&String>) = found.fields.iter().partition(|code| code.starts_with("industry:"));
        for name in industries.into_iter().chain(wider).filter_map(|code| field(self.0, code)) {
            // Several tables may have the same word for it.
            if !fields.contains(&name) && fields.len() < MOST {
                fields.push(name);
            }
        }
        if !fields.is_empty() {
            why.push(self.with("match-why-field", [("fields", json!(fields))]));
        }
        why
    }

    /// Words in common: those of the reader's language if there are any, else all; and names for the same thing only where
    /// nothing of that could be shown.
    fn wording(&self, phrases: &[Phrase]) -> Option<String> {
        let heaviest = phrases.iter().map(|phrase| phrase.weight).fold(0.0, f32::max);
        let telling = |phrase: &&Phrase| phrase.weight >= heaviest * LEAST_WEIGHT && phrase.need.trim().chars().count() >= LEAST_PHRASE;
        let (same, other): (Vec<&Phrase>, Vec<&Phrase>) =
            phrases.iter().filter(telling).partition(|phrase| phrase.need.eq_ignore_ascii_case(&phrase.offer));
        let own: Vec<&str> = same.iter().map(|phrase| phrase.need.trim()).filter(|phrase| self.reads(phrase)).collect();
        if !own.is_empty() {
            return Some(self.with("match-why-words", [("words", json!(few(own)))]));
        }
        let mut names: Vec<(&str, &str)> = Vec::new();
        for phrase in other.iter().filter(|phrase| !phrase.offer.trim().is_empty()) {
            match names.iter_mut().find(|(_, offer)| *offer == phrase.offer.trim()) {
                // Of several words for one thing, the longest says most.
                Some((need, _)) if need.chars().count() < phrase.need.trim().chars().count() => *need = phrase.need.trim(),
                Some(_) => {}
                None => names.push((phrase.need.trim(), phrase.offer.trim())),
            }
        }
        if !names.is_empty() {
            let name = |(need, offer): (&str, &str)| self.with("match-why-name", [("need", json!(need)), ("offer", json!(offer))]);
            let names: Vec<String> = names.into_iter().take(MOST).map(name).collect();
            return Some(self.with("match-why-names", [("names", json!(names))]));
        }
        let same: Vec<&str> = same.iter().map(|phrase| phrase.need.trim()).collect();
        (!same.is_empty()).then(|| self.with("match-why-words", [("words", json!(few(same)))]))
    }

    /// Whether a phrase is in the language of the reader.
    fn reads(&self, phrase: &str) -> bool {
        (Language::of(phrase) == Language::Zh) == (self.0 == Locale::ZhCn)
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
            (Constraint::Payment, Outcome::Pass) if checked.offered == Value::Payments(vec![Payment::Free]) => {
                self.plain("match-pass-payment-free")
            }
            (Constraint::Payment, Outcome::Pass) => both("match-pass-payment"),
            (Constraint::Payment, Outcome::Fail) => both("match-fail-payment"),
            (Constraint::Payment, Outcome::Unknown) => both("match-untold-payment"),
            (Constraint::PriceLater, Outcome::Pass) => both("match-pass-price-later"),
            (Constraint::PriceLater, Outcome::Fail) => both("match-fail-price-later"),
            (Constraint::PriceLater, Outcome::Unknown) => both("match-untold-price-later"),
            (Constraint::UseFirstPayLater, Outcome::Pass) => self.plain("match-pass-use-first"),
            (Constraint::UseFirstPayLater, Outcome::Fail) => self.plain("match-fail-use-first"),
            (Constraint::UseFirstPayLater, Outcome::Unknown) => self.plain("match-untold-use-first"),
            (Constraint::ExclusivityLeft, Outcome::Pass) => self.plain("match-pass-exclusivity"),
            (Constraint::ExclusivityLeft, Outcome::Fail) => self.plain("match-fail-exclusivity"),
            (Constraint::ExclusivityLeft, Outcome::Unknown) => self.plain("match-untold-exclusivity"),
            // What nobody has alone, and what does not come from abroad, is not told.
            (Constraint::Available, _) => both("match-fail-available"),
            (Constraint::Abroad, _) => both("match-fail-abroad"),
            (Constraint::PreferredRegion, Outcome::Pass) => both("match-pass-preferred-region"),
            (Constraint::PreferredRegion, Outcome::Fail) => both("match-fail-preferred-region"),
            (Constraint::PreferredRegion, Outcome::Unknown) => both("match-untold-preferred-region"),
            (Constraint::Cooperation, Outcome::Pass) => self.plain("match-pass-cooperation"),
            (Constraint::Cooperation, _) => self.plain("match-untold-cooperation"),
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
            Value::Payments(payments) => json!(payments.iter().map(|payment| paying(self.0, *payment)).collect::<Vec<_>>()),
            Value::Countries(codes) => json!(countries(self.0, codes)),
            Value::Divisions(codes) => json!(divisions(self.0, codes)),
            Value::NothingUpFront | Value::Flag(_) | Value::Export(_) | Value::Untold => Json::Null,
        }
    }
}
