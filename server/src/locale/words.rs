//! Keys from codes and paths, and arguments made safe to show.

use crate::kernel::{Code, text::is_forbidden};

/// What every key of a field label starts with.
pub(super) const FIELD_PREFIX: &str = "field";

/// Longest argument that a sentence shows, in characters.
const ARGUMENT_MAX: usize = 160;

/// The key of an error code's sentence: `error-` and the code in kebab case.
#[must_use]
pub fn code_key(code: Code) -> String {
    format!("error-{}", kebab(code.into()))
}

/// The key of a field's label: `field-` and the path in kebab case, without positions in lists.
#[must_use]
pub fn field_key(path: &str) -> String {
    let segments = path.split(['.', '[', ']', '/']).filter(|segment| !segment.is_empty() && !segment.bytes().all(|b| b.is_ascii_digit()));
    segments.fold(FIELD_PREFIX.to_owned(), |key, segment| format!("{key}-{}", kebab(segment)))
}

/// `SCREAMING_SNAKE`, `snake_case`, `camelCase` and `PascalCase` in kebab case.
pub(super) fn kebab(name: &str) -> String {
    let mixed = name.bytes().any(|b| b.is_ascii_lowercase());
    let mut key = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c == '_' {
            key.push('-');
        } else {
            if mixed && c.is_ascii_uppercase() && !key.is_empty() && !key.ends_with('-') {
                key.push('-');
            }
            key.push(c.to_ascii_lowercase());
        }
    }
    key
}

/// An untrusted text as one harmless line of bounded length.
pub(super) fn tidy(text: &str) -> String {
    let mut shown = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_forbidden(*c, false));
    let mut tidied: String = shown.by_ref().take(ARGUMENT_MAX).collect();
    if shown.next().is_some() {
        tidied.push('…');
    }
    tidied
}
