//! Words that everybody uses: they count like others, but to say that two texts have them in common would tell a reader nothing.

use std::{collections::HashSet, sync::LazyLock};

use crate::search::{is_han, lexemes};

static EVERYDAY: LazyLock<Everyday> =
    LazyLock::new(|| Everyday::read(include_str!("../../../../seeds/reference/matching/everyday_words.txt")));

struct Everyday {
    /// Stems of English words.
    stems: HashSet<String>,
    chinese: HashSet<&'static str>,
}

impl Everyday {
    fn read(text: &'static str) -> Self {
        let words = text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let (chinese, english): (Vec<&str>, Vec<&str>) = words.partition(|word| word.chars().all(is_han));
        Self { stems: english.into_iter().flat_map(stems).collect(), chinese: chinese.into_iter().collect() }
    }
}

fn stems(text: &str) -> impl Iterator<Item = String> {
    lexemes(text).into_iter().map(|lexeme| lexeme.term)
}

/// Whether a phrase has nothing but everyday words in it.
#[must_use]
pub fn is_everyday(phrase: &str) -> bool {
    let phrase = phrase.trim();
    if phrase.chars().any(is_han) {
        return is_made_of(phrase, &EVERYDAY.chinese);
    }
    stems(phrase).all(|stem| EVERYDAY.stems.contains(&stem))
}

/// Whether a text can be cut into these words, which have two characters each, without a rest.
fn is_made_of(text: &str, words: &HashSet<&str>) -> bool {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(2).all(|pair| words.contains(pair.iter().collect::<String>().as_str()))
}
