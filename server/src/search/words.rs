//! Cutting texts into words, the same way for documents and for queries.
//!
//! A text is a sequence of *runs*: Latin (and other alphabetic) words, and stretches of Chinese characters. Words are
//! folded (lower case, half width, without accents) and stemmed. Chinese stretches are cut twice: into words by a
//! dictionary, for good ranking, and into single characters and pairs of neighbors ("grams"), so that every substring
//! can be found even if the dictionary does not know it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};
use tantivy_jieba::JiebaTokenizer;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest word in characters; the rest of a longer one is ignored.
const MAX_WORD: usize = 64;
/// Stems that a thread keeps: some hundred kilobytes at most.
const KEPT: usize = 4_096;

/// What a run is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters and digits of an alphabet.
    Latin,
    /// Chinese characters (and Japanese ones, which are treated alike).
    Han,
}

/// A stretch of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Kind.
    pub(super) kind: Kind,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// Folded form of a Latin word; Chinese characters as they are.
    pub(super) text: String,
}

/// Whether a character is written without spaces between words.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Cuts a text into runs; everything else separates.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let run = |(kind, range): (Kind, Range<usize>)| {
        let text = &text[range.clone()];
        Run { kind, range, text: if kind == Kind::Latin { fold(text) } else { text.to_owned() } }
    };
    stretches(text).into_iter().map(run).filter(|run| !run.text.is_empty()).collect()
}

/// The same as it stands. A Latin one may turn out to be empty when it is folded.
pub(super) fn stretches(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut found: Vec<(Kind, Range<usize>)> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut open = false;
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let kind = if is_han(c) {
            Kind::Han
        } else if c.is_alphanumeric() {
            Kind::Latin
        } else {
            // An accent of its own and an apostrophe inside a word belong to the word.
            let inside = open
                && (is_combining_mark(c)
                    || (matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric() && !is_han(*next))));
            match found.last_mut() {
                Some((Kind::Latin, range)) if inside => range.end = end,
                _ => open = false,
            }
            continue;
        };
        match found.last_mut() {
            Some((last, range)) if open && *last == kind => range.end = end,
            _ => found.push((kind, at..end)),
        }
        open = true;
    }
    found
}

/// As [`fold`], without a copy of what is folded already.
pub(super) fn folded(word: &str) -> Cow<'_, str> {
    let is_folded = word.len() <= MAX_WORD && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_folded { Cow::Borrowed(word) } else { Cow::Owned(fold(word)) }
}

/// Lower case without accents, ligatures and full-width forms, letters and digits only.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).take(MAX_WORD).collect();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).take(MAX_WORD) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'þ' => folded.push_str("th"),
            c => folded.push(c),
        }
    }
    folded
}

/// English stem of a folded word.
pub(super) fn stem(word: &str) -> String {
    with_stem(word, str::to_owned)
}

/// The same, as a part of the word where it is one.
pub(super) fn stem_of<'a>(word: &Cow<'a, str>) -> Cow<'a, str> {
    with_stem(word, |stem| match word {
        Cow::Borrowed(word) if word.starts_with(stem) => Cow::Borrowed(&word[..stem.len()]),
        _ => Cow::Owned(stem.to_owned()),
    })
}

/// Hands over the stem of a folded word. Texts repeat their words, and to stem one takes ten times as long as to look it up, so
/// that each thread keeps some.
fn with_stem<T>(word: &str, take: impl FnOnce(&str) -> T) -> T {
    thread_local! {
        static STEMMER: RefCell<TextAnalyzer> =
            RefCell::new(TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build());
        static KNOWN: RefCell<HashMap<Box<str>, Box<str>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(stem) = known.get(word) {
            return take(stem);
        }
        let stem = STEMMER.with_borrow_mut(|analyzer| {
            let mut stream = analyzer.token_stream(word);
            if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { word.to_owned() }
        });
        let taken = take(&stem);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(word.into(), stem.into());
        taken
    })
}

/// Words of a Chinese run by the dictionary.
pub(super) fn dictionary_words(run: &str) -> Vec<String> {
    let mut tokenizer = JiebaTokenizer::with_search_mode(false);
    let mut stream = tokenizer.token_stream(run);
    let mut words = Vec::new();
    while stream.advance() {
        words.push(stream.token().text.clone());
    }
    words
}

/// A Chinese word as the shorter words that it is made of (`技术学校` is `技术` and `学校`, `石墨烯` is `石墨` and `烯`);
/// nothing if the dictionary sees no word inside.
pub(super) fn words_inside(word: &str) -> Vec<String> {
    let mut tokenizer = JiebaTokenizer::with_search_mode(true);
    let mut stream = tokenizer.token_stream(word);
    let mut inside: Vec<Range<usize>> = Vec::new();
    while stream.advance() {
        let found = stream.token();
        if found.position_length > 1 && found.text != word {
            inside.push(found.offset_from..found.offset_to);
        }
    }
    inside.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut parts: Vec<String> = Vec::new();
    let mut end = 0;
    let single = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
    for range in inside {
        if range.start >= end {
            parts.extend(single(&word[end..range.start]));
            parts.push(word[range.clone()].to_owned());
            end = range.end;
        }
    }
    if !parts.is_empty() {
        parts.extend(single(&word[end..]));
    }
    parts
}

/// A text in the three forms in which the embedded engine indexes it.
#[derive(Debug, Default)]
pub(super) struct Indexed {
    /// Whole words: folded Latin words, and Chinese words by the dictionary.
    pub(super) words: Vec<Token>,
    /// Stems of the Latin words; neighbors have consecutive positions.
    pub(super) stems: Vec<Token>,
    /// Single Chinese characters, and pairs, at the position of their first character.
    pub(super) grams: Vec<Token>,
}

impl Indexed {
    /// Cuts `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut indexed = Self::default();
        let mut jieba = JiebaTokenizer::new();
        // Positions leave a gap between runs, so that no phrase crosses from one to the next.
        let mut position = 0;
        for run in runs(text) {
            match run.kind {
                Kind::Latin => {
                    indexed.stems.push(token(&run.range, position, stem(&run.text)));
                    indexed.words.push(token(&run.range, position, run.text));
                    position += 1;
                }
                Kind::Han => {
                    let start = run.range.start;
                    let mut stream = jieba.token_stream(&run.text);
                    while stream.advance() {
                        let found = stream.token();
                        let range = start + found.offset_from..start + found.offset_to;
                        indexed.words.push(token(&range, position + found.position, found.text.clone()));
                    }
                    let chars: Vec<(usize, char)> = run.text.char_indices().collect();
                    for (nth, (at, c)) in chars.iter().enumerate() {
                        let one = start + at..start + at + c.len_utf8();
                        indexed.grams.push(token(&one, position + nth, c.to_string()));
                        if let Some((next_at, next)) = chars.get(nth + 1) {
                            let two = start + at..start + next_at + next.len_utf8();
                            indexed.grams.push(token(&two, position + nth, [*c, *next].iter().collect()));
                        }
                    }
                    position += chars.len() + 1;
                }
            }
        }
        // Words inside a word come before it although they may start later: the index wants ascending positions.
        indexed.words.sort_by_key(|token| token.position);
        indexed
    }
}

fn token(range: &Range<usize>, position: usize, text: String) -> Token {
    Token { offset_from: range.start, offset_to: range.end, position, text, position_length: 1 }
}

/// Pairs of neighboring characters of a Chinese text, in order; the character itself if there is only one.
pub(super) fn grams(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    if let [only] = chars.as_slice() { vec![only.to_string()] } else { chars.windows(2).map(|pair| pair.iter().collect()).collect() }
}

/// Form in which two texts are the same to a reader: folded words with single spaces, Chinese without spaces.
pub(super) fn normal_form(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut last = None;
    for run in runs(text) {
        if last == Some(Kind::Latin) && run.kind == Kind::Latin {
            normal.push(' ');
        }
        normal.push_str(&run.text);
        last = Some(run.kind);
    }
    normal
}
