//! Measuring the text of a document in one pass over its bytes, before anything recursive reads it.
//!
//! The parser behind the door recurses on brackets without a limit of its own, so a bracket that it sees and this scan
//! does not would be a way to overflow its stack. Brackets hide in comments and strings only, and what is a string is
//! where the parser's grammar surprises: it reads `"""x` without an end as the empty string `""` followed by another
//! string. Any string without an end is therefore refused here, and the two cannot differ about what comes after it.

/// What a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    /// Deepest nesting of brackets, of whatever kind.
    pub depth: usize,
    /// Lexical tokens; at least as many as the parser sees.
    pub tokens: usize,
}

/// Measures a text; none if it holds a string that does not end, or an escape that the language does not know.
#[must_use]
pub fn measure(text: &str) -> Option<Measure> {
    let bytes = text.as_bytes();
    let (mut found, mut open, mut at) = (Measure::default(), 0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at += match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at += until(rest, |byte| matches!(byte, b'\n' | b'\r'));
                continue;
            }
            b'"' => string(rest)?,
            b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => until(rest, |byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')),
            b'{' | b'[' | b'(' => {
                open += 1;
                found.depth = found.depth.max(open);
                1
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                1
            }
            _ => 1,
        };
        found.tokens += 1;
    }
    Some(found)
}

fn until(bytes: &[u8], end: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().position(end).unwrap_or(bytes.len())
}

/// Length of the string that `bytes` begins with, quotes included.
fn string(bytes: &[u8]) -> Option<usize> {
    const BLOCK: &[u8] = b"\"\"\"";
    let block = bytes.starts_with(BLOCK);
    let mut at = if block { BLOCK.len() } else { 1 };
    loop {
        let rest = bytes.get(at..)?;
        at += match rest.first()? {
            b'\\' if block && rest.get(1..)?.starts_with(BLOCK) => 1 + BLOCK.len(),
            b'"' if block && rest.starts_with(BLOCK) => return Some(at + BLOCK.len()),
            _ if block => 1,
            b'"' => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => match rest.get(1)? {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u' => 2,
                _ => return None,
            },
            _ => 1,
        };
    }
}
