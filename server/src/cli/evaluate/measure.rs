//! Measures of rankings, as the field takes them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use super::{Ranked, Rankings, set::JudgedSet};

/// How deep a ranking is looked at.
const DEPTH: usize = 10;
/// Samples that an interval is made of.
const SAMPLES: usize = 2000;

/// Measures of one demand.
#[derive(Debug, Clone, Copy, Default)]
struct One {
    ndcg: f64,
    recall: f64,
    reciprocal: f64,
}

/// Measures by slice: how many demands, their means, and the interval that holds 95 of 100 resampled means of nDCG.
pub(super) struct Measures(Vec<Slice>);

struct Slice {
    name: String,
    demands: usize,
    mean: One,
    interval: (f64, f64),
}

impl Measures {
    pub(super) fn of(set: &JudgedSet, rankings: &Rankings) -> Self {
        let relevant = set.relevant();
        let by_demand: HashMap<&str, One> =
            rankings.iter().map(|(demand, ranking)| (demand.as_str(), one(&set.grades[demand], ranking, relevant))).collect();
        Self(set.slices.iter().map(|(name, demands)| slice(name, demands, &by_demand)).collect())
    }
}

fn slice(name: &str, demands: &BTreeSet<String>, by_demand: &HashMap<&str, One>) -> Slice {
    let values: Vec<One> = demands.iter().map(|demand| by_demand.get(demand.as_str()).copied().unwrap_or_default()).collect();
    let over = |value: fn(&One) -> f64| mean(values.iter().map(value));
    let mean = One { ndcg: over(|one| one.ndcg), recall: over(|one| one.recall), reciprocal: over(|one| one.reciprocal) };
    Slice { name: name.to_owned(), demands: values.len(), mean, interval: interval(&values) }
}

/// Gain `2^grade - 1`, discount `1 / log2(rank + 1)`, against the best order of all that was judged.
fn one(grades: &HashMap<String, u8>, ranking: &[Ranked], relevant: u8) -> One {
    let mut seen = HashSet::new();
    let ranked: Vec<u8> = ranking
        .iter()
        .map(|one| &one.listing)
        .filter(|id| seen.insert(*id))
        .take(DEPTH)
        .map(|id| grades.get(id).copied().unwrap_or_default())
        .collect();
    let mut ideal: Vec<u8> = grades.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let all = grades.values().filter(|grade| **grade >= relevant).count();
    let found = ranked.iter().filter(|grade| **grade >= relevant).count();
    let first = ranked.iter().position(|grade| *grade >= relevant);
    let best = gained(&ideal);
    One {
        ndcg: if best > 0.0 { gained(&ranked) / best } else { 0.0 },
        recall: if all > 0 { float(found) / float(all) } else { 0.0 },
        reciprocal: first.map_or(0.0, |place| 1.0 / float(place + 1)),
    }
}

fn gained(grades: &[u8]) -> f64 {
    let gain = |(place, grade): (usize, &u8)| (f64::from(*grade).exp2() - 1.0) / (float(place) + 2.0).log2();
    grades.iter().take(DEPTH).enumerate().map(gain).sum()
}

/// Resampled with a sequence that is always the same, so that the same ranking has the same interval.
fn interval(values: &[One]) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mut state: u64 = 7;
    let mut next = |below: usize| {
        // Knuth's multiplier for 64 bits; the upper half is random enough.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    let mut means: Vec<f64> = (0..SAMPLES).map(|_| mean((0..values.len()).map(|_| values[next(values.len())].ndcg))).collect();
    means.sort_unstable_by(f64::total_cmp);
    (means[SAMPLES / 40], means[SAMPLES - SAMPLES / 40 - 1])
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / float(count) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of demands and ranks")]
fn float(count: usize) -> f64 {
    count as f64
}

/// Measures as a Markdown table.
pub(super) fn table(rows: &[(String, Measures)]) -> String {
    let mut text = String::from("\n| ranking | slice | n | nDCG@10 | 95% interval | Recall@10 | MRR@10 |\n|---|---|---|---|---|---|---|\n");
    for (name, measures) in rows {
        for Slice { name: slice, demands, mean, interval: (low, high) } in &measures.0 {
            let One { ndcg, recall, reciprocal } = mean;
            let _ = writeln!(text, "| {name} | {slice} | {demands} | {ndcg:.3} | {low:.3}–{high:.3} | {recall:.3} | {reciprocal:.3} |");
        }
    }
    text
}
