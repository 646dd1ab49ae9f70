//! One number out of several kinds of evidence, and what each of them gave to it.
//!
//! Evidence is measured in deviations: how far a pair lies above what strangers reach. So meanings, words and fields can be
//! added up, whatever scale they come from, and the same pair has the same score whoever asks and whatever else is there.

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;

use super::constraint::{Checked, Constraint, Outcome};

/// Deviations that are still told apart.
const FURTHEST: f32 = 50.0;
/// How far a few rare words in common take a pair, in deviations above strangers: what people write in a few sentences has no more.
const BY_CHANCE: f32 = 9.0;
/// Different words that a need has without saying much: what people write in a few sentences has fewer. Twice as many say much.
const FEW_WORDS: usize = 60;
/// By how much a score may lie above its ceiling because numbers are rounded.
const ROUNDING: f32 = 1e-5;

/// What is known of a pair, in deviations above strangers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Nearness of meanings; none without vectors.
    pub meaning: Option<f32>,
    /// Words and terms in common; none if there is no language in common and no term that has a name in both.
    pub words: Option<f32>,
    /// Whether they have a field in common; none if one of them names none.
    pub field: Option<bool>,
}

/// How much counts how much: rule `matching.weights`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Words, where meaning counts 1. Their deviations have a long tail: they are taken by their square root, those of a long need up to nine.
    pub words: f32,
    /// How far words and meaning say the same: the correlation of their deviations among strangers.
    pub correlation: f32,
    /// A field in common, in deviations.
    pub field: f32,
    /// What nobody says about fields, as a share of that: how often strangers have one in common.
    pub field_untold: f32,
    /// Factor for each constraint that is not met.
    pub failed: f32,
    /// Factor for each constraint of which nobody says anything.
    pub untold: f32,
    /// How much of a factor counts where something is wished for rather than insisted on, 0 to 1: its exponent.
    #[serde(default = "in_full")]
    pub wish: f32,
    /// How much of what words have in common beyond chance counts in full, 0 to 1: [`Self::of_need`].
    #[serde(skip)]
    pub beyond: f32,
}

/// Before wishes were told apart, each counted like what is insisted on.
const fn in_full() -> f32 {
    1.0
}

impl Weights {
    /// The same for a need that has `told` different words: where a whole page was pressed into one vector, its telling words know more,
    /// if many of them come together.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "words of one text")]
    pub fn of_need(&self, told: usize) -> Self {
        let beyond = ((told.min(2 * FEW_WORDS) as f32 / FEW_WORDS as f32) - 1.0).max(0.0);
        Self { beyond, ..*self }
    }

    /// The most that constraints can multiply by. A rule that rewarded what is not met would be odd, but no answer may hang on that.
    fn lift(&self) -> f32 {
        let constraints = i32::try_from(Constraint::iter().len()).unwrap_or(i32::MAX);
        self.failed.max(self.untold).max(1.0).powf(self.wish.max(1.0)).powi(constraints)
    }
}

/// A kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::Display, async_graphql::Enum)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "MatchEvidence")]
pub enum PartKind {
    /// Nearness of meanings.
    Meaning,
    /// Words and terms in common.
    Words,
    /// Fields in common.
    Field,
}

/// What one kind of evidence gave.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Part {
    /// Which.
    pub kind: PartKind,
    /// Deviations above strangers.
    pub deviations: f32,
    /// What it gave to the sum.
    pub points: f32,
}

/// A score and how it came about: `relevance` is made of the parts, `total` is `relevance` times `factor`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// What is ranked by; never negative.
    pub total: f32,
    /// How well it answers the need, whatever the terms; never negative.
    pub relevance: f32,
    /// What the constraints leave of it, at most 1.
    pub factor: f32,
    /// The parts, in the order of their kinds.
    pub parts: Vec<Part>,
}

impl Score {
    /// Whether anything speaks for the pair: more in words or meaning than strangers have in common, or a field. One that
    /// nobody told speaks for nothing.
    #[must_use]
    pub fn is_match(&self) -> bool {
        self.parts.iter().any(|part| match part.kind {
            PartKind::Field => part.deviations >= 1.0,
            PartKind::Meaning | PartKind::Words => part.points > 0.0,
        })
    }
}

/// The score of a pair.
#[must_use]
pub fn score(evidence: &Evidence, checked: &[Checked], weights: &Weights) -> Score {
    let parts = parts(evidence, weights);
    let (relevance, factor) = (relevance(&parts), factor(checked, weights));
    Score { total: relevance * factor, relevance, factor, parts: parts.into_iter().flatten().collect() }
}

/// The most that a pair can be worth, whatever it turns out to have in words: what cannot reach those that are shown need not be
/// cut into words.
#[must_use]
pub fn ceiling(evidence: &Evidence, checked: &[Checked], weights: &Weights) -> f32 {
    let worth = |words| relevance(&parts(&Evidence { words, ..*evidence }, weights));
    // Points grow or shrink with words all the way: the ends are the extremes. Without words, meaning counts more.
    let most = [None, Some(-FURTHEST), Some(FURTHEST)].into_iter().map(worth).fold(0.0, f32::max);
    most * factor(checked, weights) * (1.0 + ROUNDING)
}

/// The most that a pair can be worth of which nothing is known but how near the meanings lie: what cannot reach those that are shown
/// need not be read.
#[must_use]
pub fn promise(meaning: Option<f32>, weights: &Weights) -> f32 {
    let worth = |field| ceiling(&Evidence { meaning, words: None, field }, &[], weights);
    [None, Some(false), Some(true)].into_iter().map(worth).fold(0.0, f32::max) * weights.lift()
}

fn parts(evidence: &Evidence, weights: &Weights) -> [Option<Part>; 3] {
    let meaning = evidence.meaning.map(finite);
    let words = evidence.words.map(finite);
    // The sum of two correlated deviations is brought back to deviations, so that a pair of which both are known does not
    // lie above one of which only one is.
    let both = (1.0 + weights.words * weights.words + 2.0 * weights.correlation * weights.words).sqrt();
    let (for_meaning, for_words) = if meaning.is_some() && words.is_some() { (1.0 / both, weights.words / both) } else { (1.0, 1.0) };
    let share = evidence.field.map_or(weights.field_untold, |field| if field { 1.0 } else { 0.0 });
    [
        meaning.map(|deviations| Part { kind: PartKind::Meaning, deviations, points: deviations * for_meaning }),
        words.map(|deviations| Part { kind: PartKind::Words, deviations, points: tamed(deviations, weights.beyond) * for_words }),
        Some(Part { kind: PartKind::Field, deviations: share, points: share * weights.field }),
    ]
}

fn relevance(parts: &[Option<Part>]) -> f32 {
    positive(parts.iter().flatten().map(|part| part.points).sum())
}

/// What the constraints leave.
fn factor(checked: &[Checked], weights: &Weights) -> f32 {
    let factor = checked.iter().map(|one| {
        let factor = match one.outcome {
            Outcome::Pass => 1.0,
            Outcome::Unknown => weights.untold,
            Outcome::Fail => weights.failed,
        };
        if one.is_wish { factor.powf(weights.wish) } else { factor }
    });
    factor.product()
}

/// Deviations of words have a long tail: a few rare words in common take a pair far above strangers, and say little. What lies beyond
/// that is no chance any more where a need says much, and counts by as much as `beyond` says.
fn tamed(deviations: f32, beyond: f32) -> f32 {
    let root = deviations.signum() * deviations.abs().sqrt();
    if deviations <= BY_CHANCE { root } else { root + beyond * (BY_CHANCE.sqrt() + deviations - BY_CHANCE - root) }
}

/// Deviations beyond these say nothing more.
fn finite(deviations: f32) -> f32 {
    if deviations.is_nan() { 0.0 } else { deviations.clamp(-FURTHEST, FURTHEST) }
}

/// A number above 0 in the same order: the same for pairs above strangers, ever smaller below. So a factor less than 1 always
/// takes something away.
fn positive(points: f32) -> f32 {
    let points = points.clamp(-40.0, 200.0);
    if points > 20.0 { points } else { points.exp().ln_1p() }
}
