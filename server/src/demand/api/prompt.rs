//! Help with writing a demand.

use async_graphql::SimpleObject;

use crate::{
    demand::{
        model::Demand,
        prompts,
        rules::{self, Missing},
    },
    kernel::{Code, Error, Locale},
    locale::{error_message, field_label},
    rulebook::Rulebook,
};

/// A question that helps to write a field of a demand, in the caller's language.
#[derive(SimpleObject)]
pub struct DemandPrompt {
    /// Path of the field, as in the input.
    path: Vec<String>,
    /// What it is called.
    label: String,
    /// The question.
    question: String,
    /// An answer, for orientation.
    example: String,
    /// Why the answer matters for matching.
    why: String,
}

/// All prompts, in the order of the form.
pub(super) fn all(locale: Locale) -> Vec<DemandPrompt> {
    let prompt = |prompt: &prompts::Prompt| {
        let words = prompt.words(locale);
        DemandPrompt {
            path: vec![prompt.field.clone()],
            label: label(locale, &prompt.field),
            question: words.question.clone(),
            example: words.example.clone(),
            why: words.why.clone(),
        }
    };
    prompts::all().iter().map(prompt).collect()
}

fn label(locale: Locale, field: &str) -> String {
    field_label(locale, &format!("demand.{field}"))
}

/// How much of a demand is told.
#[derive(SimpleObject)]
#[graphql(name = "DemandCompleteness")]
pub struct Completeness {
    /// 0 to 100.
    score: i32,
    /// What is missing, the required fields first, then in the order of what they are worth to the matching.
    missing: Vec<MissingField>,
    /// Characters of problem, tests and target together, as a provincial form counts them.
    form_characters: i64,
    /// How many that form takes, if a rule says so today: for orientation, where the demand shall be handed in there too.
    form_characters_max: Option<i64>,
}

/// A field that is empty.
#[derive(SimpleObject)]
#[graphql(name = "DemandMissingField")]
pub struct MissingField {
    /// Path of the field, as in the input.
    path: Vec<String>,
    /// What it is called, in the caller's language.
    label: String,
    /// What is wrong with its absence, in the caller's language.
    message: String,
    /// Why it matters for matching, in the caller's language.
    why: Option<String>,
    /// Whether publication needs it.
    required: bool,
}

impl Completeness {
    pub(super) fn of(demand: &Demand, today: chrono::NaiveDate, book: &Rulebook, locale: Locale) -> Self {
        let (score, missing) = rules::completeness(&demand.content);
        Self {
            score: i32::try_from(score).unwrap_or(100),
            missing: missing.into_iter().map(|missing| MissingField::of(missing, locale)).collect(),
            form_characters: i64::try_from(rules::form_characters(&demand.content)).unwrap_or(i64::MAX),
            form_characters_max: book.on("demand.form_total_characters", today).and_then(|rule| rule.get()).ok(),
        }
    }
}

impl MissingField {
    fn of(missing: Missing, locale: Locale) -> Self {
        let code = if missing.required { Code::DemandIncomplete } else { Code::Required };
        let field = format!("demand.{}", missing.field);
        Self {
            path: vec![missing.field.to_owned()],
            label: label(locale, missing.field),
            message: error_message(locale, &Error::new(code).with("missing", field.clone()).with("field", field)),
            why: prompts::of(missing.field).map(|prompt| prompt.words(locale).why.clone()),
            required: missing.required,
        }
    }
}
