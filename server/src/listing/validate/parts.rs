//! Small checks that every part of a listing is made of, and of whatever else people write in such fields.

use std::{collections::HashSet, hash::Hash};

use crate::{
    kernel::{Code, Date, Error, Money, Result, error::Problems, text},
    listing::content::BilingualText,
    reference,
};

/// Offices that grant rights and are no country: international, European, Eurasian, both African, the European Union's.
const OFFICES: [&str; 6] = ["WO", "EP", "EA", "AP", "OA", "EM"];

/// Both languages of a text of up to `max` characters each. A blank language is left out.
///
/// # Errors
/// `REQUIRED` at the whole if `needed` and a blank text was sent instead of none; that of a language at `zh` or `en`.
pub fn bilingual(text: &BilingualText, max: usize, several_lines: bool, needed: bool) -> Result<BilingualText> {
    let clean = |given: Option<&str>| if several_lines { text::optional_paragraph(given, max) } else { text::optional_line(given, max) };
    let mut problems = Problems::default();
    let zh = problems.check("zh", clean(text.zh.as_deref())).flatten();
    let en = problems.check("en", clean(text.en.as_deref())).flatten();
    if needed && problems.is_empty() && zh.is_none() && en.is_none() && (text.zh.is_some() || text.en.is_some()) {
        return Err(Error::new(Code::Required));
    }
    problems.finish(BilingualText { zh, en })
}

/// Checks each item of a list of at most `max` and gives every problem its place.
///
/// # Errors
/// `TOO_MANY`, and those of the items.
pub fn each<T, U>(items: Vec<T>, max: usize, mut check: impl FnMut(T) -> Result<U>) -> Result<Vec<U>> {
    if items.len() > max {
        return Err(Error::new(Code::TooMany).with("max", max));
    }
    let mut problems = Problems::default();
    let checked = items.into_iter().enumerate().filter_map(|(index, item)| problems.check(&index.to_string(), check(item))).collect();
    problems.finish(checked)
}

/// Like [`each`], for lists that are sets: a repeated value is dropped.
///
/// # Errors
/// As [`each`].
pub fn set<T, U: Clone + Eq + Hash>(items: Vec<T>, max: usize, check: impl FnMut(T) -> Result<U>) -> Result<Vec<U>> {
    let mut seen = HashSet::new();
    Ok(each(items, max, check)?.into_iter().filter(|item| seen.insert(item.clone())).collect())
}

/// Refuses a list in which two items have the same key.
///
/// # Errors
/// `DUPLICATE` at each that repeats another.
pub fn distinct<T, K: Eq + Hash>(items: &[T], field: &str, key: impl Fn(&T) -> Option<K>) -> Result<()> {
    let mut seen = HashSet::new();
    let mut problems = Problems::default();
    for (index, item) in items.iter().enumerate() {
        if key(item).is_some_and(|key| !seen.insert(key)) {
            problems.push(Error::new(Code::Duplicate).at(field).at(index));
        }
    }
    problems.finish(())
}

/// A number from `min` to `max`.
///
/// # Errors
/// `OUT_OF_RANGE`.
pub fn within<N: PartialOrd + TryInto<i64> + Copy>(value: N, min: N, max: N) -> Result<N> {
    if value >= min && value <= max {
        return Ok(value);
    }
    let number = |n: N| n.try_into().unwrap_or(i64::MAX);
    Err(Error::new(Code::OutOfRange).with("min", number(min)).with("max", number(max)))
}

/// A date from `min` to `max`, both optional.
///
/// # Errors
/// `OUT_OF_RANGE`.
pub fn between(date: Option<Date>, min: Option<Date>, max: Option<Date>) -> Result<Option<Date>> {
    let Some(given) = date else { return Ok(None) };
    if min.is_none_or(|min| given >= min) && max.is_none_or(|max| given <= max) {
        return Ok(date);
    }
    let error = Error::new(Code::OutOfRange);
    let error = min.map_or(error.clone(), |min| error.with("min", min.0));
    Err(max.map_or(error.clone(), |max| error.with("max", max.0)))
}

/// An amount that is not negative.
///
/// # Errors
/// `OUT_OF_RANGE` at `minorUnits`.
pub fn amount(money: Option<Money>) -> Result<Option<Money>> {
    match money {
        Some(money) if money.minor_units < 0 => Err(Error::new(Code::OutOfRange).with("min", 0_i64).at("minorUnits")),
        money => Ok(money),
    }
}

/// A country code in capitals.
///
/// # Errors
/// `INVALID_COUNTRY`.
pub fn country(code: &str) -> Result<String> {
    let code = text::half_width(code.trim()).to_ascii_uppercase();
    if reference::country_exists(&code) { Ok(code) } else { Err(Error::new(Code::InvalidCountry).with("value", text::line(&code, 10)?)) }
}

/// A country, or an office that grants rights in several.
///
/// # Errors
/// `INVALID_COUNTRY`.
pub fn office(code: &str) -> Result<String> {
    let code = text::half_width(code.trim()).to_ascii_uppercase();
    if OFFICES.contains(&code.as_str()) { Ok(code) } else { country(&code) }
}

/// A symbol of the International Patent Classification: a subclass (`H01L`) or, within one, a group (`H01L 21/02`).
/// The edition that data offices add in brackets is dropped.
///
/// # Errors
/// `INVALID_IPC`.
pub fn ipc(symbol: &str) -> Result<String> {
    let wide = text::half_width(symbol).to_ascii_uppercase();
    let compact: String = wide.chars().take_while(|c| *c != '(').filter(|c| !c.is_whitespace()).collect();
    let invalid = || Error::new(Code::InvalidIpc).with("value", wide.trim().chars().take(40).collect::<String>());
    let (subclass, group) = compact.split_at_checked(4).ok_or_else(invalid)?;
    if !reference::ipc_subclass_exists(subclass) {
        return Err(invalid());
    }
    if group.is_empty() {
        return Ok(subclass.to_owned());
    }
    let digits = |part: &str, longest: usize| (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let (main, sub) = group.split_once('/').ok_or_else(invalid)?;
    if digits(main, 4) && digits(sub, 6) && sub.len() >= 2 { Ok(format!("{subclass} {main}/{sub}")) } else { Err(invalid()) }
}

/// An industry of GB/T 4754-2017 at any level.
///
/// # Errors
/// `UNKNOWN_CODE`.
pub fn industry(code: &str) -> Result<String> {
    let code = text::half_width(code.trim()).to_ascii_uppercase();
    if reference::industry_exists(&code) { Ok(code) } else { Err(Error::new(Code::UnknownCode).with("value", text::line(&code, 20)?)) }
}
