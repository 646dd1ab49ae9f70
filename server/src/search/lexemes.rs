//! A text as the words that others may share with it, cut as the index cuts.

use std::ops::Range;

use super::words::{Kind, runs, stem};

/// A word of a text: a Latin word by its stem, or a pair of neighboring Chinese characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lexeme {
    /// What is compared.
    pub term: String,
    /// The word as it was written, folded.
    pub word: String,
    /// Whether it is of Chinese characters.
    pub han: bool,
    /// Where it stands in the text, in bytes. Pairs overlap.
    pub range: Range<usize>,
}

/// The words of a text in order. A Chinese character that stands alone is none.
#[must_use]
pub fn lexemes(text: &str) -> Vec<Lexeme> {
    let mut found = Vec::new();
    for run in runs(text) {
        match run.kind {
            Kind::Latin => found.push(Lexeme { term: stem(&run.text), word: run.text, han: false, range: run.range }),
            Kind::Han => {
                let starts: Vec<usize> = run.text.char_indices().map(|(at, _)| at).chain([run.text.len()]).collect();
                found.extend(starts.windows(3).map(|pair| {
                    let word = run.text[pair[0]..pair[2]].to_owned();
                    Lexeme { term: word.clone(), word, han: true, range: run.range.start + pair[0]..run.range.start + pair[2] }
                }));
            }
        }
    }
    found
}
