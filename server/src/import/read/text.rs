//! Bytes to text, by what the bytes allow.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::kernel::{Code, Error, Result};

/// Decodes by byte-order mark; without one as UTF-8 if that is valid, else as GB18030 (which reads GBK and GB2312 too).
///
/// # Errors
/// `FILE_DAMAGED` if the bytes are valid in none of them: a wrong letter is worse than a refused file.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strict(encoding, bytes.get(length..).unwrap_or_default());
    }
    strict(UTF_8, bytes).or_else(|_| strict(GB18030, bytes))
}

fn strict<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>> {
    debug_assert!([UTF_8, UTF_16LE, UTF_16BE, GB18030].contains(&encoding));
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| Error::new(Code::FileDamaged).because(format!("not valid {}", encoding.name())))
}
