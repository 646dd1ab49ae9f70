//! The unified social credit code (统一社会信用代码, GB 32100-2015).

use crate::kernel::{Code, Error, Result, text};

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Reads a credit code as people type it (spaces, hyphens, lower case, full width) and checks it: 18 characters of an
/// alphabet without I, O, S, V and Z; registering authority, class and six-digit division first; the last character
/// is `(31 - sum(value_i * 3^(i-1)) mod 31) mod 31` over the seventeen before.
///
/// # Errors
/// `INVALID_CREDIT_CODE` for anything else.
pub fn credit_code(input: &str) -> Result<String> {
    let invalid = || Error::new(Code::InvalidCreditCode);
    // A code is 18 characters; nobody types ten separators between each two of them.
    if input.len() > 18 * 8 {
        return Err(invalid());
    }
    let code: String =
        text::half_width(input).chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    let values: Vec<u32> = code.bytes().filter_map(value).collect();
    // `values` is shorter than `code` as soon as one character is foreign.
    if code.len() != 18 || values.len() != 18 {
        return Err(invalid());
    }
    let bytes = code.as_bytes();
    let authority = matches!(bytes.first(), Some(b'1'..=b'9' | b'A' | b'N' | b'Y'));
    let class = matches!(bytes.get(1), Some(b'1'..=b'9'));
    let division = bytes.iter().skip(2).take(6).all(u8::is_ascii_digit);
    let sum = values.iter().take(17).fold((0, 1), |(sum, weight), value| ((sum + value * weight) % 31, weight * 3 % 31)).0;
    let check = (31 - sum) % 31;
    if authority && class && division && values.last() == Some(&check) { Ok(code) } else { Err(invalid()) }
}

fn value(byte: u8) -> Option<u32> {
    ALPHABET.iter().position(|known| *known == byte).and_then(|position| u32::try_from(position).ok())
}
