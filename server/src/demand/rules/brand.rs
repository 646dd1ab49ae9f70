//! The brand in the name of an enterprise (字号): what people call it by.
//!
//! A Chinese name is place, brand, trade, legal form; an English one begins with the brand. Places come from the list of
//! administrative divisions, in either language.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;

use crate::{
    kernel::text::half_width,
    reference::{self, List},
};

/// A brand, and how sure it is that whoever writes it means the enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Brand {
    /// In lower case.
    pub(super) word: String,
    /// Whether people write it without meaning the enterprise.
    pub(super) ordinary: bool,
}

/// Fewest letters of a brand in Latin script: shorter ones are abbreviations of everything.
const SHORTEST_LATIN: usize = 4;
/// Most letters of one: what is longer is no word.
const LONGEST_LATIN: usize = 24;
/// Fewest characters of a Chinese brand.
const SHORTEST: usize = 2;

/// Legal forms and the like: they say nothing.
const FORMS: [&str; 11] = ["有限责任公司", "股份有限公司", "有限公司", "集团", "公司", "（", "）", "(", ")", "有限合伙", "合伙企业"];

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    trades: String,
    shared: String,
    fine: String,
}

/// Words in names of enterprises.
struct Words {
    /// With which the trade begins.
    trades: Vec<&'static str>,
    /// That thousands of English names share.
    shared: HashSet<&'static str>,
    /// That are brands and ordinary words.
    fine: HashSet<&'static str>,
}

/// A test finds brands by the file; one that cannot be read knows no words.
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    static FILE: LazyLock<File> =
        LazyLock::new(|| toml::from_str(include_str!("../../../../seeds/reference/brand_words.toml")).unwrap_or_default());
    Words {
        trades: FILE.trades.split_whitespace().collect(),
        shared: FILE.shared.split_whitespace().collect(),
        fine: FILE.fine.split_whitespace().collect(),
    }
});

/// Names of places as names of enterprises begin with them.
struct Places {
    /// Provinces and cities, `杭州市` and `杭州`, and counties by their full names.
    leading: HashSet<String>,
    /// Counties and districts, `杨浦`: many a brand begins like one.
    counties: HashSet<String>,
    /// In English, `hangzhou`.
    english: HashSet<String>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    const ENDS: [&str; 9] = ["特别行政区", "自治区", "自治州", "自治县", "地区", "省", "市", "区", "县"];
    let mut places =
        Places { leading: HashSet::from(["中国".to_owned()]), counties: HashSet::new(), english: HashSet::from(["china".to_owned()]) };
    for entry in reference::entries(List::Divisions) {
        let stem = ENDS.iter().find_map(|end| entry.name_zh.strip_suffix(end)).unwrap_or(entry.name_zh);
        if stem.chars().count() >= SHORTEST {
            let stems = if entry.code.ends_with("00") { &mut places.leading } else { &mut places.counties };
            stems.insert(stem.to_owned());
        }
        places.leading.insert(entry.name_zh.to_owned());
        places.english.extend(entry.name_en.and_then(|name| name.split(' ').next()).map(str::to_lowercase));
    }
    places
});

/// Names of trades and technologies, in which a word that is an ordinary one is found.
static TERMS: LazyLock<(String, HashSet<String>)> = LazyLock::new(|| {
    let lists = || [List::Industries, List::Ipc].into_iter().flat_map(reference::entries);
    let zh = lists().map(|entry| entry.name_zh).collect::<Vec<_>>().join("\n");
    let words = lists()
        .filter_map(|entry| entry.name_en)
        .flat_map(|name| name.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_lowercase).collect::<Vec<_>>());
    (zh, words.collect())
});

/// The brands of a name: in Chinese and in Latin letters, where it has both.
pub(super) fn brands(name: &str) -> Vec<Brand> {
    let name = half_width(name).to_lowercase();
    // What stands in brackets is a place, or a branch of the house.
    let outside = name.split('(').map(|part| part.split_once(')').map_or(part, |(_, after)| after)).collect::<String>();
    let (latin, chinese): (String, String) = outside.chars().map(|c| if c.is_ascii() { (c, ' ') } else { (' ', c) }).unzip();
    let chinese: String = chinese.chars().filter(|c| c.is_alphanumeric()).collect();
    chinese_brands(&chinese).into_iter().chain(latin_brand(&latin)).collect()
}

fn chinese_brands(name: &str) -> Vec<Brand> {
    let rest = FORMS.iter().fold(name.to_owned(), |rest, form| rest.replace(form, ""));
    let rest = after_places(&rest);
    // Behind the city may stand the district. It may as well be how the brand begins, so both are looked at.
    let district = places_ahead(rest, &PLACES.counties).and_then(|at| rest.get(at..));
    let words = [before_trade(rest, SHORTEST), district.and_then(|rest| before_trade(rest, 1))];
    let nameless = |word: &&str| WORDS.trades.contains(word) || PLACES.leading.contains(*word);
    let brand = |word: &str| Brand { word: word.to_owned(), ordinary: is_ordinary(word) };
    words.into_iter().flatten().filter(|word| !nameless(word)).map(brand).collect()
}

/// What leads `rest` up to its trade, which begins behind `least` characters at the earliest.
fn before_trade(rest: &str, least: usize) -> Option<&str> {
    let begins = |at: &usize| rest.get(*at..).is_some_and(|tail| WORDS.trades.iter().any(|trade| tail.starts_with(trade)));
    let end = rest.char_indices().map(|(at, _)| at).skip(least).find(begins);
    rest.get(..end.unwrap_or(rest.len())).filter(|word| word.chars().count() >= SHORTEST)
}

/// Two characters that are a word of their own. Three that are one hardly happen.
fn is_ordinary(word: &str) -> bool {
    let known = || WORDS.fine.contains(word) || PLACES.counties.contains(word) || TERMS.0.contains(word);
    word.chars().count() == SHORTEST && known()
}

/// Where the longest of `places` that leads `name` ends.
fn places_ahead(name: &str, places: &HashSet<String>) -> Option<usize> {
    let ends = name.char_indices().map(|(at, _)| at).skip(SHORTEST).take(10).collect::<Vec<_>>();
    ends.into_iter().rev().find(|at| name.get(..*at).is_some_and(|head| places.contains(head)))
}

/// `name` without the places that lead it, as long as enough is left for a brand.
fn after_places(name: &str) -> &str {
    let mut rest = name;
    while let Some(after) = places_ahead(rest, &PLACES.leading).and_then(|at| rest.get(at..)) {
        if after.chars().count() < SHORTEST || WORDS.trades.iter().any(|trade| after.starts_with(trade)) {
            break;
        }
        rest = after;
    }
    rest
}

fn latin_brand(name: &str) -> Option<Brand> {
    let said = |word: &&str| !WORDS.shared.contains(*word) && !PLACES.english.contains(*word);
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    // The list knows few cities in English: what stands right before the trade is the brand.
    let word = words.skip_while(|word| !said(word)).take_while(said).last()?;
    if !(SHORTEST_LATIN..=LONGEST_LATIN).contains(&word.len()) {
        return None;
    }
    // What is spelled in pinyin is no English word, but for the few that are both. Others may be.
    let ordinary = TERMS.1.contains(word) || !is_pinyin(word);
    Some(Brand { word: word.to_owned(), ordinary })
}

/// Whether `word` is made of syllables of Chinese in Latin letters.
fn is_pinyin(word: &str) -> bool {
    const HEADS: [&str; 24] =
        ["zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y", "w", ""];
    const TAILS: [&str; 34] = [
        "iang", "iong", "uang", "ang", "eng", "ing", "ong", "iao", "ian", "uai", "uan", "ai", "an", "ao", "ei", "en", "er", "ia", "ie",
        "in", "iu", "ou", "ua", "ue", "ui", "un", "uo", "ve", "a", "e", "i", "o", "u", "v",
    ];
    if word.is_empty() {
        return true;
    }
    HEADS
        .iter()
        .filter_map(|head| word.strip_prefix(head))
        .any(|after| TAILS.iter().filter_map(|tail| after.strip_prefix(tail)).any(is_pinyin))
}
