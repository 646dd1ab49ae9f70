//! Values as sentences say them.

use crate::{
    kernel::{Currency, Locale, Money},
    listing::words::word,
    matching::{Mode, rules::Payment},
    reference::{self, List},
};

/// An amount as people of the language write it: `30万元`, `CNY 300,000`.
pub(super) fn money(locale: Locale, amount: Money) -> String {
    /// 一万元, in fen.
    const WAN: i64 = 1_000_000;
    let Money { minor_units, currency } = amount;
    let chinese = locale == Locale::ZhCn && currency == Currency::CNY;
    if chinese && minor_units >= WAN && minor_units % (WAN / 100) == 0 {
        let (whole, rest) = (minor_units / WAN, minor_units % WAN / (WAN / 100));
        let rest = if rest == 0 { String::new() } else { format!(".{rest:02}").trim_end_matches('0').to_owned() };
        return format!("{}{rest}万元", grouped(whole));
    }
    let scale = 10_i64.pow(currency.exponent());
    let (whole, rest) = (minor_units / scale, minor_units % scale);
    let places = currency.exponent() as usize;
    let rest = if rest == 0 { String::new() } else { format!(".{rest:0places$}") };
    if chinese { format!("{}{rest}元", grouped(whole)) } else { format!("{} {}{rest}", currency.code(), grouped(whole)) }
}

/// Digits in groups of three.
fn grouped(whole: i64) -> String {
    let digits = whole.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A way in which technology changes hands.
pub(super) fn way(locale: Locale, mode: Mode) -> String {
    let table = if matches!(mode, Mode::Joint | Mode::Assign | Mode::Equity) { "transfer_way" } else { "license_kind" };
    let word = word(locale, table, &mode.to_string());
    // English words of the vocabulary stand in lists; in a sentence they go on in lower case.
    match (locale, mode) {
        (Locale::En, Mode::Exclusive | Mode::Sole | Mode::NonExclusive) => format!("{} license", word.to_lowercase()),
        (Locale::En, _) => word.to_lowercase(),
        (Locale::ZhCn, _) => word,
    }
}

/// A way in which technology is paid for.
pub(super) fn paying(locale: Locale, payment: Payment) -> String {
    let word = word(locale, "payment_mode", &payment.to_string());
    if locale == Locale::En { word.to_lowercase() } else { word }
}

/// Names of countries, no more than a sentence bears; empty for the whole world.
pub(super) fn countries(locale: Locale, codes: &[String]) -> Vec<String> {
    names(locale, List::Countries, codes)
}

/// Names of divisions of China, no more than a sentence bears.
pub(super) fn divisions(locale: Locale, codes: &[String]) -> Vec<String> {
    names(locale, List::Divisions, codes)
}

fn names(locale: Locale, list: List, codes: &[String]) -> Vec<String> {
    const MOST: usize = 5;
    let name = |code: &String| reference::find(list, code).map_or_else(|| code.clone(), |entry| entry.name(locale).to_owned());
    codes.iter().take(MOST).map(name).collect()
}

/// The name of a field by its table and code, `industry:C3734`; none if there is none. Where an industry has no English
/// name, that of the division above it says enough.
pub(super) fn field(locale: Locale, code: &str) -> Option<String> {
    let (table, code) = code.split_once(':')?;
    match table {
        "industry" => {
            let mut entry = reference::find(List::Industries, code)?;
            while locale == Locale::En && entry.name_en.is_none() {
                entry = reference::find(List::Industries, entry.parent?)?;
            }
            Some(entry.name(locale).to_owned())
        }
        "shanghai" => Some(word(locale, "shanghai_sector", code)),
        "strategic" => Some(word(locale, "strategic_industry", code)),
        "chain" => Some(word(locale, "industry_chain", code)),
        _ => None,
    }
}
