//! Values as people write them in spreadsheets.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use crate::kernel::{Currency, Money, text::half_width};

/// Most parts of a list in one cell.
pub const LIST_MAX: usize = 200;

/// A date that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadDate {
    /// There is one way to read it.
    Sure(NaiveDate),
    /// `03/04/2024` may be March or April; read month first, as most exports with slashes mean it.
    MonthFirst(NaiveDate),
}

impl ReadDate {
    /// The date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        match self {
            Self::Sure(date) | Self::MonthFirst(date) => date,
        }
    }
}

/// Reads `2024-05-31`, `2024/5/31`, `2012.05.31`, `2024年5月31日`, `20240531`, `10 March 2015`, `Mar 10, 2015`,
/// `06/16/2024`, `31.05.2024`, any of them with a time behind, and the day numbers of spreadsheets (`41060`).
/// A year or a month alone is no date.
#[must_use]
pub fn date(text: &str) -> Option<ReadDate> {
    let text = half_width(text.trim());
    let text = without_time(&text);
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).flat_map(split_han).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [number] => compact(number),
        [year, month, day] if year.len() == 4 && is_number(year) => sure(year, month_number(month)?, day),
        [day, month, year] if year.len() == 4 && !is_number(month) && day.starts_with(|c: char| c.is_ascii_digit()) => {
            sure(year, month_number(month)?, day)
        }
        [month, day, year] if year.len() == 4 && !is_number(month) => sure(year, month_number(month)?, day),
        [first, second, year] if year.len() == 4 => numeric(text, first, second, year),
        _ => None,
    }
}

fn without_time(text: &str) -> &str {
    match text.char_indices().find(|(_, c)| *c == ':') {
        Some((colon, _)) => {
            let cut = text.get(..colon).and_then(|head| head.rfind(['T', ' '])).unwrap_or(colon);
            text.get(..cut).unwrap_or(text)
        }
        None => text,
    }
}

/// `2024年5月31日` to its numbers; everything else stays whole.
fn split_han(part: &str) -> impl Iterator<Item = &str> {
    part.split(['年', '月', '日', '号'])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn compact(number: &str) -> Option<ReadDate> {
    if !is_number(number) {
        return None;
    }
    match number.len() {
        8 => sure(number.get(..4)?, number.get(4..6)?.parse().ok()?, number.get(6..)?),
        // Day numbers of spreadsheets count from 1899-12-30; these five digits span 1954 to 2173.
        5 => {
            let days = number.parse::<u64>().ok().filter(|days| *days >= 20_000)?;
            NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days)).map(ReadDate::Sure)
        }
        _ => None,
    }
}

fn sure(year: &str, month: u32, day: &str) -> Option<ReadDate> {
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    calendar(year.parse().ok()?, month, day.parse().ok()?).map(ReadDate::Sure)
}

fn numeric(text: &str, first: &str, second: &str, year: &str) -> Option<ReadDate> {
    let (first, second, year): (u32, u32, i32) = (first.parse().ok()?, second.parse().ok()?, year.parse().ok()?);
    // Dots are the continental style: the day comes first.
    if first > 12 || text.contains('.') {
        return calendar(year, second, first).map(ReadDate::Sure);
    }
    let date = calendar(year, first, second)?;
    Some(if second > 12 || first == second { ReadDate::Sure(date) } else { ReadDate::MonthFirst(date) })
}

fn calendar(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|date| (1900..2200).contains(&date.year()))
}

fn month_number(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    if is_number(word) {
        return word.parse().ok();
    }
    let word = word.to_ascii_lowercase();
    let fits = |month: &&str| word.len() >= 3 && (month.starts_with(&word) || (word == "sept" && **month == *"september"));
    MONTHS.iter().position(fits).and_then(|index| u32::try_from(index + 1).ok())
}

/// Reads yes and no in the ways of forms.
#[must_use]
pub fn flag(text: &str) -> Option<bool> {
    match half_width(text.trim()).to_lowercase().as_str() {
        "是" | "有" | "同意" | "已" | "已通过" | "√" | "✓" | "y" | "yes" | "true" | "1" => Some(true),
        "否" | "无" | "不同意" | "未" | "未通过" | "×" | "✗" | "n" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Splits a list at its strongest separator (semicolon, bar or line break; else `、`; else comma), never inside brackets
/// or quotes. Empty parts go, repeated ones stay once. A list that is too long ends with one part too many, for the
/// rules to refuse.
#[must_use]
pub fn list(text: &str) -> Vec<String> {
    const STRENGTHS: [&[char]; 3] = [&[';', '；', '|', '\n', '\r'], &['、'], &[',', '，']];
    let separators = STRENGTHS.into_iter().find(|separators| has_outside(text, separators)).unwrap_or(&[]);
    let (mut parts, mut known) = (Vec::<String>::new(), HashSet::new());
    let mut depth = 0_i32;
    let mut part = String::new();
    for c in text.chars() {
        depth = deeper(depth, c);
        if depth == 0 && separators.contains(&c) {
            keep(&mut parts, &mut known, &part);
            part.clear();
            if parts.len() > LIST_MAX {
                return parts;
            }
        } else {
            part.push(c);
        }
    }
    keep(&mut parts, &mut known, &part);
    parts
}

fn keep(parts: &mut Vec<String>, known: &mut HashSet<String>, part: &str) {
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
    if !part.is_empty() && known.insert(part.clone()) {
        parts.push(part);
    }
}

fn has_outside(text: &str, separators: &[char]) -> bool {
    let mut depth = 0_i32;
    text.chars().any(|c| {
        depth = deeper(depth, c);
        depth == 0 && separators.contains(&c)
    })
}

/// A closing bracket that was never opened must not hide the rest.
fn deeper(depth: i32, c: char) -> i32 {
    match c {
        '(' | '（' | '[' | '【' | '“' | '《' => depth + 1,
        ')' | '）' | ']' | '】' | '”' | '》' => (depth - 1).max(0),
        _ => depth,
    }
}

/// Reads an amount: `300000`, `300,000.00`, `50万元`, `1.2 亿`, `USD 5,000`, `$5000`. Without a currency it is renminbi.
#[must_use]
pub fn money(text: &str) -> Option<Money> {
    const CURRENCIES: &[(&str, &str)] = &[
        ("人民币", "CNY"),
        ("美元", "USD"),
        ("欧元", "EUR"),
        ("RMB", "CNY"),
        ("￥", "CNY"),
        ("¥", "CNY"),
        ("US$", "USD"),
        ("$", "USD"),
        ("€", "EUR"),
    ];
    let mut plain = half_width(text).replace([' ', ',', '，'], "").to_uppercase();
    let mut currency = Currency::CNY;
    let codes = CURRENCIES.iter().copied().chain(["CNY", "USD", "EUR", "GBP", "JPY", "HKD"].map(|code| (code, code)));
    if let Some((sign, code)) = codes.into_iter().find(|(sign, _)| plain.starts_with(sign) || plain.ends_with(sign)) {
        plain = plain.replacen(sign, "", 1);
        currency = Currency::parse(code).ok()?;
    }
    let plain = plain.trim_end_matches('元');
    let (number, zeros) = match (plain.strip_suffix('万'), plain.strip_suffix('亿')) {
        (Some(number), _) => (number, 4),
        (_, Some(number)) => (number, 8),
        _ => (plain, 0),
    };
    let factor = 10_i64.checked_pow(zeros)?;
    let amount = number.parse::<rust_decimal::Decimal>().ok()?.checked_mul(factor.into())?;
    Money::parse(&amount.normalize().to_string(), currency).ok().filter(|money| money.minor_units >= 0)
}

/// Whether the text holds Chinese characters.
#[must_use]
pub fn is_chinese(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}'))
}

/// Whether a cell says that there is nothing to say.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    matches!(
        half_width(text.trim()).to_lowercase().as_str(),
        "" | "-"
            | "--"
            | "---"
            | "—"
            | "——"
            | "/"
            | "\\"
            | "n/a"
            | "#n/a"
            | "na"
            | "null"
            | "nil"
            | "无"
            | "暂无"
            | "不详"
            | "待定"
            | "tbd"
    )
}

/// Whether a name was taken out: `[removed]`, `[个人]`, `【匿名】`, `***`.
#[must_use]
pub fn is_removed_name(text: &str) -> bool {
    let text = text.trim();
    let wrapped = (text.starts_with('[') && text.ends_with(']')) || (text.starts_with('【') && text.ends_with('】'));
    wrapped || is_placeholder(text) || text.chars().all(|c| matches!(c, '*' | 'x' | 'X' | '×'))
}

/// A symbol of the International Patent Classification without edition and level: `E01B3/32(2006.01)I` to `E01B 3/32`.
/// What does not look like one comes back trimmed, for the rules to refuse.
#[must_use]
pub fn ipc_symbol(text: &str) -> String {
    let half = half_width(text).to_uppercase();
    let bare = half.split('(').next().unwrap_or_default();
    let tight: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    match (tight.get(..4), tight.get(4..)) {
        (Some(subclass), Some(group)) if !group.is_empty() && group.contains('/') => format!("{subclass} {group}"),
        _ => tight,
    }
}
