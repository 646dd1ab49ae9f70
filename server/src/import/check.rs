//! The rules of listings and demands, applied to rows that strangers wrote. Pure.
//!
//! A value that names, dates or limits a right or a term rejects its row when it is wrong. A list that only helps people
//! to find the listing or demand loses the entry that is wrong, with a warning: whoever owns the draft completes it.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{
    map::{Mapped, Plan, Problem, Severity, Subject},
    read::shown,
};
use crate::{
    kernel::{Code, Error},
    listing::content::Contact,
    rulebook::Rulebook,
};

/// Problems that are kept for one row.
const PROBLEMS_MAX: usize = 50;

/// Brings the row's content to its normal form, or adds what is wrong with it to its problems.
pub fn check<S: Subject>(mapped: &mut Mapped<S::Content>, plan: &Plan, today: NaiveDate, rules: &Rulebook) {
    if mapped.is_rejected() {
        // Still worth telling everything that is wrong, so that the person corrects the row once.
        if let Err(error) = S::validate(mapped.content.clone(), today, rules) {
            let known: HashSet<&str> = mapped.problems.iter().map(|problem| problem.field.as_str()).collect();
            let fresh = error.iter().filter(|error| !known.contains(error.path().join(".").as_str())).take(PROBLEMS_MAX);
            let fresh: Vec<Problem> = fresh.map(|error| problem(error, Severity::Error, &mapped.content, plan)).collect();
            mapped.problems.extend(fresh);
        }
        mapped.problems.truncate(PROBLEMS_MAX);
        return;
    }
    // Each round drops what was wrong; a list that was too long and had a wrong entry needs two.
    for _ in 0..4 {
        let error = match S::validate(mapped.content.clone(), today, rules) {
            Ok(content) => {
                mapped.content = content;
                if !mapped.exact {
                    S::settle(&mut mapped.content, today);
                }
                break;
            }
            Err(error) => error,
        };
        let forgiven = |error: &Error| !mapped.exact && error.path().first().is_some_and(|field| S::FORGIVING.contains(&field.as_str()));
        let all_forgiven = error.iter().all(forgiven);
        let severity = |error: &Error| if forgiven(error) { Severity::Warning } else { Severity::Error };
        let found: Vec<Problem> =
            error.iter().take(PROBLEMS_MAX).map(|error| problem(error, severity(error), &mapped.content, plan)).collect();
        mapped.problems.extend(found);
        if !all_forgiven {
            break;
        }
        let mut errors: Vec<&Error> = error.iter().collect();
        // From the end, so that positions stay true while entries go.
        errors.sort_by_key(|error| std::cmp::Reverse(error.path().get(1).and_then(|index| index.parse::<usize>().ok())));
        for error in errors {
            forget::<S>(&mut mapped.content, error);
        }
    }
    mapped.problems.truncate(PROBLEMS_MAX);
}

fn problem(error: &Error, severity: Severity, content: &impl serde::Serialize, plan: &Plan) -> Problem {
    let field = error.path().join(".");
    let value = value_at(content, error.path()).map(|value| shown(&value));
    Problem { severity, column: plan.column_of(&field).map(str::to_owned), field, error: error.clone(), value }
}

/// The value at a path of the API, as text.
fn value_at(content: &impl serde::Serialize, path: &[String]) -> Option<String> {
    let document = serde_json::to_value(content).ok()?;
    let value = path.iter().try_fold(&document, |value, segment| match segment.parse::<usize>() {
        Ok(index) => value.get(index),
        Err(_) => value.get(super::map::snake(segment)),
    })?;
    match value {
        serde_json::Value::Null | serde_json::Value::Object(_) | serde_json::Value::Array(_) => None,
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn forget<S: Subject>(content: &mut S::Content, error: &Error) {
    let path: Vec<&str> = error.path().iter().map(String::as_str).collect();
    let Some(list) = path.first().and_then(|field| S::list(content, field)) else {
        return forget_contact(S::contact(content), path.get(1).copied());
    };
    let limit = error.args().get("max").and_then(serde_json::Value::as_u64).and_then(|max| usize::try_from(max).ok());
    match (path.get(1).and_then(|index| index.parse::<usize>().ok()), limit) {
        (Some(index), _) if index < list.len() => drop(list.remove(index)),
        (None, Some(limit)) if error.code() == Code::TooMany => list.truncate(limit),
        _ => list.clear(),
    }
}

fn forget_contact(contact: &mut Option<Contact>, part: Option<&str>) {
    match (part, contact.as_mut()) {
        (Some("phone"), Some(contact)) => contact.phone = None,
        (Some("email"), Some(contact)) => contact.email = None,
        _ => *contact = None,
    }
}
