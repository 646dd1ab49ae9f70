//! Parameters made harmless before a template sees them. Names, titles and notes are whatever somebody typed.

use serde_json::{Map, Value};
use url::Url;

use super::MailError;
use crate::kernel::text::is_forbidden;

/// Longest one-line parameter, in characters.
const LINE_MAX: usize = 300;

/// Longest parameter of several paragraphs, in characters.
const PARAGRAPH_MAX: usize = 5_000;

/// Longest address that a message links to, in bytes. Keeps header lines under the 998 bytes of RFC 5322.
const URL_MAX: usize = 900;

/// Cleans all parameters; `required` ones must be there.
///
/// # Errors
/// `Permanent` if a parameter is missing or an address is not `http` or `https`.
pub(super) fn params(params: &Value, required: &[&str]) -> Result<Map<String, Value>, MailError> {
    let given = params.as_object().ok_or_else(|| MailError::Permanent("the parameters are not an object".to_owned()))?;
    if let Some(absent) = required.iter().find(|name| given.get(**name).is_none_or(Value::is_null)) {
        return Err(MailError::Permanent(format!("the parameter `{absent}` is missing")));
    }
    given.iter().map(|(key, value)| Ok((key.clone(), param(key, value)?))).collect()
}

fn param(key: &str, value: &Value) -> Result<Value, MailError> {
    Ok(match value {
        Value::String(text) => Value::String(match key {
            "url" => url(text)?,
            "name" | "inviter" if resembles_link(text) => String::new(),
            "reason" | "notes" => paragraphs(text),
            _ => line(text, LINE_MAX),
        }),
        Value::Array(items) => Value::Array(items.iter().map(|item| param(key, item)).collect::<Result<_, _>>()?),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| Ok((key.clone(), param(key, value)?))).collect::<Result<_, MailError>>()?)
        }
        other => other.clone(),
    })
}

/// One line of at most `max` characters without control, bidirectional and invisible characters.
pub(super) fn line(text: &str, max: usize) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    cut(folded.chars().filter(|c| !is_forbidden(*c, false)), max)
}

/// An address that a message may link to, in its ASCII form.
///
/// # Errors
/// `Permanent` unless it is an absolute `http` or `https` address of bearable length.
pub(super) fn url(text: &str) -> Result<String, MailError> {
    let parsed = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let address = parsed.map(String::from).filter(|address| address.len() <= URL_MAX && address.bytes().all(|b| b.is_ascii_graphic()));
    address.ok_or_else(|| MailError::Permanent("an address in the message is not an http address".to_owned()))
}

fn paragraphs(text: &str) -> String {
    let unix = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = unix.chars().filter(|c| !is_forbidden(*c, true)).collect();
    let mut lines: Vec<&str> = kept.trim().lines().map(str::trim_end).collect();
    lines.dedup_by(|next, line| next.is_empty() && line.is_empty());
    cut(lines.join("\n").chars(), PARAGRAPH_MAX)
}

/// Anybody can sign up with somebody else's address, so a name must not turn our message into an advertisement: mail
/// programs make links of anything like `example.com`. The greeting then goes without a name.
fn resembles_link(name: &str) -> bool {
    let dotted = |(index, _): (usize, &str)| {
        let before = name[..index].chars().next_back().is_some_and(char::is_alphanumeric);
        before && name[index + 1..].chars().take_while(|c| c.is_alphanumeric()).count() >= 2
    };
    name.contains("://") || name.contains('@') || name.match_indices('.').any(dotted)
}

fn cut(mut characters: impl Iterator<Item = char>, max: usize) -> String {
    let mut kept: String = characters.by_ref().take(max).collect();
    if characters.next().is_some() {
        kept.pop();
        kept.push('…');
    }
    kept
}
