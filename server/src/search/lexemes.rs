//! A text as the words that others may share with it, cut as the index cuts.

use std::{borrow::Cow, ops::Range};

use super::words::{Kind, folded, stem_of, stretches};

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

/// The same where it stands: nothing of a Chinese text is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken<'a> {
    /// What is compared.
    pub term: Cow<'a, str>,
    /// The word as it was written, folded.
    pub word: Cow<'a, str>,
    /// Whether it is of Chinese characters.
    pub han: bool,
    /// Where it stands in the text, in bytes. Pairs overlap.
    pub range: Range<usize>,
}

/// The words of a text in order. A Chinese character that stands alone is none.
#[must_use]
pub fn lexemes(text: &str) -> Vec<Lexeme> {
    let owned = |Spoken { term, word, han, range }| Lexeme { term: Cow::into_owned(term), word: Cow::into_owned(word), han, range };
    spoken(text).into_iter().map(owned).collect()
}

/// The words of a text in order, where they stand.
#[must_use]
pub fn spoken(text: &str) -> Vec<Spoken<'_>> {
    let mut found = Vec::with_capacity(text.len() / if text.is_ascii() { 6 } else { 3 });
    for (kind, range) in stretches(text) {
        match kind {
            Kind::Latin => {
                let word = folded(&text[range.clone()]);
                if !word.is_empty() {
                    found.push(Spoken { term: stem_of(&word), word, han: false, range });
                }
            }
            Kind::Han => {
                let ends = text[range.clone()].char_indices().map(|(at, c)| range.start + at + c.len_utf8());
                let (mut start, mut middle) = (range.start, None);
                for end in ends {
                    if let Some(before) = middle.replace(end) {
                        let word = Cow::Borrowed(&text[start..end]);
                        found.push(Spoken { term: word.clone(), word, han: true, range: start..end });
                        start = before;
                    }
                }
            }
        }
    }
    found
}
