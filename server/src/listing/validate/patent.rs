//! Numbers of Chinese patents and applications (ZC 0006-2003; domain reference, 0.2).

use crate::{
    kernel::{Code, Error, Result, text},
    listing::vocabulary::IpKind,
};

/// Weights of the check digit for numbers of twelve digits; the first eight serve the older numbers of eight digits.
const WEIGHTS: [u32; 12] = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/// Whether `kind` is a patent or an application for one.
#[must_use]
pub const fn is_patent(kind: IpKind) -> bool {
    matches!(kind, IpKind::PatentInvention | IpKind::PatentUtility | IpKind::PatentDesign | IpKind::PatentApplication)
}

/// The check digit of the eight or twelve `digits`: their weighted sum modulo 11, ten written `X`.
#[must_use]
pub fn check_digit(digits: &str) -> Option<char> {
    if !matches!(digits.len(), 8 | 12) {
        return None;
    }
    let mut sum = 0;
    for (digit, weight) in digits.chars().zip(WEIGHTS) {
        sum += digit.to_digit(10)? * weight;
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

/// The office that a number names by its first two letters (`US10123456B2`), if it does.
#[must_use]
pub fn office_of(number: &str) -> Option<String> {
    let letters: String = text::half_width(number.trim()).to_ascii_uppercase().chars().take(2).collect();
    match letters.as_str() {
        "ZL" => Some("CN".to_owned()),
        letters if letters.len() == 2 && letters.chars().all(|c| c.is_ascii_uppercase()) => Some(letters.to_owned()),
        _ => None,
    }
}

/// The year in which a Chinese application was filed, as its number in normal form tells: the first four digits, or the
/// first two until 2003. A publication number tells none.
#[must_use]
pub fn filing_year(number: &str) -> Option<i32> {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    match digits.len() {
        12 => digits.get(..4)?.parse().ok(),
        8 => digits.get(..2)?.parse().ok().map(|year: i32| if year >= 85 { 1900 + year } else { 2000 + year }),
        _ => None,
    }
}

/// The normal form of a Chinese number: `202310123456.6` and, for those filed before October 2003, `98101234.5`.
///
/// `ZL` and `CN` in front, spaces, full-width digits and a missing point are mended; the check digit is not. A
/// publication number (`CN107123456B`) has no check digit and is kept as it is.
///
/// # Errors
/// `INVALID_PATENT_NUMBER` for a wrong shape, a wrong check digit, or a number of another kind of patent.
pub fn chinese_number(number: &str, kind: IpKind) -> Result<String> {
    let invalid =
        || Error::new(Code::InvalidPatentNumber).with("value", text::half_width(number.trim()).chars().take(40).collect::<String>());
    let compact: String = text::half_width(number).to_ascii_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let bare = compact.strip_prefix("ZL").or_else(|| compact.strip_prefix("CN")).unwrap_or(&compact);
    let bare = bare.trim_start_matches('.');
    if compact.starts_with("CN") && is_publication(bare, kind) {
        return Ok(compact);
    }
    let (digits, check) = match bare.split_once('.') {
        Some((digits, check)) => (digits, check.chars().next().filter(|_| check.len() == 1)),
        // The first applications, until 1988, had no check digit.
        None if bare.len() == 8 && ("85".."89").contains(&bare.get(..2).unwrap_or_default()) => (bare, None),
        None => (bare.get(..bare.len().saturating_sub(1)).unwrap_or_default(), bare.chars().last()),
    };
    let plain = digits.chars().all(|c| c.is_ascii_digit());
    let (year_ok, kind_digit) = match digits.len() {
        12 => (("2003".."2100").contains(&digits.get(..4).unwrap_or_default()), digits.chars().nth(4)),
        8 => (digits.get(..2).is_some_and(|year| year >= "85" || year <= "03"), digits.chars().nth(2)),
        _ => return Err(invalid()),
    };
    if !plain || !year_ok || !kind_digit.is_some_and(|digit| fits(digit, kind)) {
        return Err(invalid());
    }
    match check {
        None if digits.len() == 8 && bare.len() == 8 => Ok(digits.to_owned()),
        Some(given) if check_digit(digits) == Some(given) => Ok(format!("{digits}.{given}")),
        _ => Err(invalid()),
    }
}

/// Whether the kind digit of an application number stands for `kind`: 1 invention, 2 utility model, 3 design, 8 and 9
/// the first two by way of an international application.
const fn fits(digit: char, kind: IpKind) -> bool {
    match kind {
        IpKind::PatentInvention => matches!(digit, '1' | '8'),
        IpKind::PatentUtility => matches!(digit, '2' | '9'),
        IpKind::PatentDesign => matches!(digit, '3'),
        _ => matches!(digit, '1' | '2' | '3' | '8' | '9'),
    }
}

/// Seven to nine digits and the letter of the document: A to C inventions, U and Y utility models, S and D designs.
fn is_publication(bare: &str, kind: IpKind) -> bool {
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let letters = match kind {
        IpKind::PatentInvention => "ABC",
        IpKind::PatentUtility => "UY",
        IpKind::PatentDesign => "SD",
        _ => "ABCUYSD",
    };
    let letter = bare.get(digits..).unwrap_or_default();
    (7..=9).contains(&digits) && letter.len() == 1 && letters.contains(letter)
}
