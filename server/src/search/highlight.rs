//! Marking in a text what a query matched, and choosing the passage to show.

use std::ops::Range;

use super::MARK;
use super::plan::{Atom, Plan};
use super::words::{Kind, Run, runs, stem};

/// `text` with marks around what `plan` matches.
pub(super) fn mark(text: &str, plan: &Plan) -> String {
    marked(text, &matches(text, plan))
}

/// The passage of the texts that matches best, with marks, about `length` characters long.
///
/// The text with more different matches wins; if nothing matches, the beginning of the first text that is not empty.
pub(super) fn snippet(texts: &[&str], plan: &Plan, length: usize) -> String {
    let mut best: Option<(usize, String)> = None;
    for text in texts.iter().copied().filter(|text| !text.is_empty()) {
        let found = matches(text, plan);
        let (window, score) = best_window(text, &found, length);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            let inside: Vec<Match> = found
                .into_iter()
                .filter(|found| window.start <= found.range.start && found.range.end <= window.end)
                .map(|found| Match { range: found.range.start - window.start..found.range.end - window.start, ..found })
                .collect();
            let passage = marked(&text[window.clone()], &inside);
            let before = if window.start > 0 { "…" } else { "" };
            let after = if window.end < text.len() { "…" } else { "" };
            best = Some((score, format!("{before}{passage}{after}")));
        }
    }
    best.map(|(_, passage)| passage).unwrap_or_default()
}

/// A stretch of a text that one word of the query matches.
#[derive(Debug, Clone)]
struct Match {
    range: Range<usize>,
    /// Which word, so that different words count more than the same one again.
    word: usize,
}

/// Matches in order, without overlaps.
fn matches(text: &str, plan: &Plan) -> Vec<Match> {
    let atoms: Vec<&Atom> = plan.atoms().collect();
    if atoms.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let runs = runs(text);
    for run in runs.iter().filter(|run| run.kind == Kind::Latin) {
        let stemmed = stem(&run.text);
        for (word, _) in atoms.iter().enumerate().filter(|(_, atom)| meets(&run.text, &stemmed, atom)) {
            found.push(Match { range: run.range.clone(), word });
        }
    }
    for (word, atom) in atoms.iter().enumerate() {
        if let Atom::Han { text, parts } = atom {
            let before = found.len();
            occurrences(&runs, text, word, &mut found);
            if found.len() == before {
                // Single characters are everywhere; marking them would only confuse.
                for part in parts.iter().filter(|part| part.chars().count() > 1) {
                    occurrences(&runs, part, word, &mut found);
                }
            }
        }
    }
    found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    let mut end = 0;
    found.retain(|found| {
        let free = found.range.start >= end;
        end = if free { found.range.end } else { end };
        free
    });
    found
}

fn occurrences(runs: &[Run], wanted: &str, word: usize, found: &mut Vec<Match>) {
    for run in runs.iter().filter(|run| run.kind == Kind::Han) {
        for (at, part) in run.text.match_indices(wanted) {
            let start = run.range.start + at;
            found.push(Match { range: start..start + part.len(), word });
        }
    }
}

/// Whether a folded word of a text (with its stem) meets a Latin word of the query.
pub(super) fn meets(candidate: &str, stemmed: &str, atom: &Atom) -> bool {
    let Atom::Latin { word, stem: wanted, typos, prefix } = atom else { return false };
    candidate == word
        || (*prefix && candidate.starts_with(word.as_str()))
        || stemmed == wanted
        || (*typos > 0 && within(candidate, word, usize::from(*typos), *prefix))
}

/// Whether `candidate` (or with `prefix`, a beginning of it) can be had from `word` with at most `most` insertions,
/// deletions, substitutions or swaps of neighbors.
fn within(candidate: &str, word: &str, most: usize, prefix: bool) -> bool {
    let a: Vec<char> = word.chars().collect();
    let b: Vec<char> = candidate.chars().collect();
    if !prefix && a.len().abs_diff(b.len()) > most {
        return false;
    }
    // Rows of the Damerau-Levenshtein table (restricted): row i compares the first i letters of `word`.
    let mut two_ago: Vec<usize> = Vec::new();
    let mut ago: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (ago[j] + 1).min(row[j - 1] + 1).min(ago[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_ago[j - 2] + 1);
            }
        }
        two_ago = std::mem::replace(&mut ago, row);
    }
    if prefix { ago.iter().any(|distance| *distance <= most) } else { ago.last().is_some_and(|distance| *distance <= most) }
}

fn marked(text: &str, found: &[Match]) -> String {
    let mut out = String::with_capacity(text.len() + found.len() * 6);
    let mut from = 0;
    for (nth, Match { range, .. }) in found.iter().enumerate() {
        // Neighbors are one mark: 高温|超导 reads as one.
        let joins = nth > 0 && range.start == from;
        out.push_str(&text[from..range.start]);
        if joins {
            out.pop();
        } else {
            out.push(MARK.0);
        }
        out.push_str(&text[range.clone()]);
        out.push(MARK.1);
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}

/// The window of `length` characters with the most different matches, and its score.
fn best_window(text: &str, found: &[Match], length: usize) -> (Range<usize>, usize) {
    let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    if chars.len() <= length {
        return (0..text.len(), score(found));
    }
    let at = |nth: usize| chars.get(nth).copied().unwrap_or(text.len());
    let position = |byte: usize| chars.partition_point(|start| *start < byte);
    let mut best = (0, 0, 0);
    for (nth, first) in found.iter().enumerate() {
        let start = position(first.range.start);
        let until = at(start + length);
        let last = found.partition_point(|found| found.range.end <= until);
        let worth = score(&found[nth..last.max(nth)]);
        if worth > best.0 {
            best = (worth, start, position(found[last.max(nth + 1) - 1].range.end));
        }
    }
    let (worth, first, last) = best;
    // The matches stand in the middle of the passage, as far as the text allows.
    let slack = length.saturating_sub(last.saturating_sub(first));
    let mut start = first.saturating_sub(slack / 2);
    start = start.min(chars.len() - length);
    let (mut from, mut until) = (at(start), at(start + length));
    // Latin words are not cut in two.
    if from > 0 {
        from = word_boundary(text, from, true);
    }
    if until < text.len() {
        until = word_boundary(text, until, false);
    }
    (from..until.max(from), worth)
}

/// Moves a cut inside a Latin word out of it: forward for the start of a passage, backward for its end. At most 24 bytes.
fn word_boundary(text: &str, at: usize, forward: bool) -> usize {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut moved = at;
    while latin(text[..moved].chars().next_back()) && latin(text[moved..].chars().next()) {
        moved = if forward { moved + 1 } else { moved - 1 };
        if moved.abs_diff(at) > 24 {
            return at;
        }
    }
    moved
}

fn score(found: &[Match]) -> usize {
    let mut words: Vec<usize> = found.iter().map(|found| found.word).collect();
    words.sort_unstable();
    words.dedup();
    words.len() * 100 + found.len().min(99)
}
