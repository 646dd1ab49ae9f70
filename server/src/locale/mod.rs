//! Stand-in until the mail branch is merged.
pub fn error_message(_locale: crate::kernel::Locale, error: &crate::kernel::Error) -> String { error.code().to_string() }
