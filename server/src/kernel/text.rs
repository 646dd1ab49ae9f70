//! Texts that people typed: cleaned at the door, bounded, and free of characters that lie.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::error::{Code, Error, Result};

/// Cleans one line: NFC, trimmed, inner white space folded to single spaces.
///
/// # Errors
/// `REQUIRED` if empty, `TOO_LONG` above `max` visible characters, `FORBIDDEN_CHARACTERS` for control characters,
/// bidirectional overrides and invisible characters (a title must not look like another title).
pub fn line(text: &str, max: usize) -> Result<String> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    bounded(&folded, max, false)
}

/// Like [`line`], but line breaks and tabs are kept and the text may have several paragraphs.
///
/// # Errors
/// As [`line`].
pub fn paragraph(text: &str, max: usize) -> Result<String> {
    bounded(text.replace("\r\n", "\n").trim(), max, true)
}

/// Like [`line`], but an empty or missing text is `None`.
///
/// # Errors
/// As [`line`], except `REQUIRED`.
pub fn optional_line(text: Option<&str>, max: usize) -> Result<Option<String>> {
    text.filter(|text| !text.trim().is_empty()).map(|text| line(text, max)).transpose()
}

/// Like [`paragraph`], but an empty or missing text is `None`.
///
/// # Errors
/// As [`paragraph`], except `REQUIRED`.
pub fn optional_paragraph(text: Option<&str>, max: usize) -> Result<Option<String>> {
    text.filter(|text| !text.trim().is_empty()).map(|text| paragraph(text, max)).transpose()
}

fn bounded(text: &str, max: usize, multiline: bool) -> Result<String> {
    if text.is_empty() {
        return Err(Error::new(Code::Required));
    }
    // Bytes first: counting graphemes of a hostile 10 MB text would be work done for nothing.
    if text.len() > max.saturating_mul(32) {
        return Err(Error::new(Code::TooLong).with("max", max));
    }
    let text: String = text.nfc().collect();
    if let Some(bad) = text.chars().find(|c| is_forbidden(*c, multiline)) {
        return Err(Error::new(Code::ForbiddenCharacters).with("character", format!("U+{:04X}", u32::from(bad))));
    }
    if text.graphemes(true).count() > max {
        return Err(Error::new(Code::TooLong).with("max", max));
    }
    Ok(text)
}

/// Characters that no text of ours may hold: controls, bidirectional overrides and isolates, zero-width and
/// other invisible characters, private use, the replacement character's neighbors used for spoofing.
#[must_use]
pub fn is_forbidden(c: char, multiline: bool) -> bool {
    match c {
        '\n' | '\t' => !multiline,
        c if c.is_control() => true,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{3164}' | '\u{FEFF}'
        | '\u{FFA0}' => true,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FFF0}'..='\u{FFFB}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..='\u{10FFFF}' => true,
        _ => false,
    }
}

/// Half-width form of full-width letters, digits and signs, as typed by Chinese input methods (`ＡＢ１２` to `AB12`).
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .collect()
}

/// A normalized e-mail address: trimmed, lower case, ASCII, one `@`, a dotted domain, at most 254 bytes.
///
/// # Errors
/// `INVALID_EMAIL` for anything else, so that nothing that reaches a mail header can carry a line break or a second address.
pub fn email(text: &str) -> Result<String> {
    let invalid = || Error::new(Code::InvalidEmail);
    let address = half_width(text.trim()).to_ascii_lowercase();
    let (local, domain) = address.split_once('@').ok_or_else(invalid)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b));
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain_ok = domain.contains('.') && domain.split('.').all(label_ok);
    if local_ok && domain_ok && address.len() <= 254 { Ok(address) } else { Err(invalid()) }
}
