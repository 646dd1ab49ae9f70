//! Templates and their rendering.

use std::sync::LazyLock;

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior, syntax::SyntaxConfig};
use serde_json::{Map, Value};

use super::{MailError, OutgoingMail, clean};
use crate::kernel::{Locale, date::in_words};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/mail/templates");
static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(environment);

/// Longest subject, in characters.
const SUBJECT_MAX: usize = 150;

/// A message ready to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The plain alternative.
    pub text: String,
    /// The HTML alternative; needs nothing from outside.
    pub html: String,
}

/// Renders a message in the recipient's language.
///
/// Parameters are untrusted. Texts lose control, bidirectional and invisible characters; all but `reason` and `notes`
/// become one line; long ones are cut; a `name` that looks like a link is left out; `url` must be an `http` address.
/// They are escaped in HTML and never read as templates.
///
/// # Errors
/// `Permanent` if a parameter is missing or of the wrong shape.
pub fn render(mail: &OutgoingMail) -> Result<Rendered, MailError> {
    let locale: &'static str = mail.locale.into();
    let mut params = clean::params(&mail.params, mail.template.required())?;
    params.insert("locale".to_owned(), locale.into());
    let unsubscribe = mail.unsubscribe_url.as_deref().map(clean::url).transpose()?;
    params.insert("unsubscribe_url".to_owned(), unsubscribe.map_or(Value::Null, Value::String));

    let part = |file: &str, params: &Map<String, Value>| {
        let name = format!("{}/{locale}/{file}", mail.template);
        let rendered = ENVIRONMENT.get_template(&name).and_then(|template| template.render(object(params)));
        // Not the error's Display in full: it may quote what somebody typed.
        rendered.map_err(|error| {
            MailError::Permanent(format!("the template {name} failed in line {}: {}", error.line().unwrap_or_default(), error.kind()))
        })
    };
    let subject = clean::line(&part("subject.txt", &params)?, SUBJECT_MAX);
    params.insert("subject".to_owned(), subject.clone().into());
    Ok(Rendered { text: part("body.txt", &params)?, html: part("body.html", &params)?, subject })
}

fn object(fields: &Map<String, Value>) -> minijinja::Value {
    minijinja::Value::from_pairs(fields.iter().map(|(key, field)| (key.clone(), value(field))))
}

fn value(json: &Value) -> minijinja::Value {
    match json {
        Value::Null => minijinja::Value::from(()),
        Value::Bool(flag) => minijinja::Value::from(*flag),
        Value::Number(number) => number.as_i64().map_or_else(|| minijinja::Value::from(number.to_string()), minijinja::Value::from),
        Value::String(text) => minijinja::Value::from(text.as_str()),
        Value::Array(items) => items.iter().map(value).collect(),
        Value::Object(fields) => object(fields),
    }
}

/// Strict about missing values; escapes by the ending of a template's name: `.html` yes, `.txt` no.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_loader(|name| Ok(TEMPLATES.get_file(name).and_then(|file| file.contents_utf8()).map(str::to_owned)));
    environment.add_filter("day", day);
    environment.add_filter("quoted", quoted);
    environment
}

/// An ISO date the way readers write it: `2026年3月31日`, `31 March 2026`.
fn day(state: &State, text: &str) -> Result<String, Error> {
    let date: NaiveDate = text.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, "not an ISO date"))?;
    let chinese = state.lookup("locale").is_some_and(|locale| locale.as_str() == Some(Locale::ZhCn.into()));
    Ok(in_words(if chinese { Locale::ZhCn } else { Locale::En }, date))
}

/// Somebody's words, each line marked, so that in plain text they cannot pass for ours.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
