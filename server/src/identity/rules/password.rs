//! Passwords: what may be one.

use unicode_normalization::UnicodeNormalization;
use zxcvbn::{Score, zxcvbn};

use crate::kernel::{Code, Error, Result};

/// Fewest characters.
const MIN: usize = 10;
/// Most characters; more are not stronger, only dearer to hash.
pub const MAX: usize = 128;

/// The form in which a password is hashed: NFC, so that two keyboards type the same one. Nothing is trimmed.
#[must_use]
pub fn normalize(password: &str) -> String {
    password.nfc().collect()
}

/// Checks a new password of somebody with this address and name, and normalizes it. Takes milliseconds: run it where
/// blocking is allowed.
///
/// # Errors
/// `TOO_LONG` above 128 characters; `FORBIDDEN_CHARACTERS` for control characters; `PASSWORD_TOO_WEAK` with `min` below
/// 10 characters or below strength 3 of 4 (zxcvbn), where address and name count as known to a guesser.
pub fn acceptable(password: &str, email: &str, name: &str) -> Result<String> {
    // Bytes first: hostile megabytes are not worth normalizing.
    if password.len() > MAX * 4 {
        return Err(Error::new(Code::TooLong).with("max", MAX));
    }
    let password = normalize(password);
    let length = password.chars().count();
    if length > MAX {
        return Err(Error::new(Code::TooLong).with("max", MAX));
    }
    if let Some(bad) = password.chars().find(|c| c.is_control()) {
        return Err(Error::new(Code::ForbiddenCharacters).with("character", format!("U+{:04X}", u32::from(bad))));
    }
    let joined: String = name.split_whitespace().collect();
    let mut known = vec!["lianqiao", "联桥", email, name, &joined];
    known.extend(email.split(['@', '.', '_', '-', '+']));
    known.extend(name.split_whitespace());
    if length < MIN || zxcvbn(&password, &known).score() < Score::Three {
        return Err(Error::new(Code::PasswordTooWeak).with("min", MIN));
    }
    Ok(password)
}
