//! Choosing completions among titles and keywords.

use std::collections::HashMap;

use uuid::Uuid;

use super::Suggestion;
use super::highlight::meets;
use super::plan::{Atom, Plan};
use super::words::{Kind, Run, normal_form, runs, stem};

/// Chooses among titles and keywords of the documents that an engine found for `typed`, in its order, each with UUID and
/// version of its document.
pub(super) fn choose<'a>(
    typed: &str,
    plan: &Plan,
    candidates: impl IntoIterator<Item = (&'a str, (Uuid, i64))>,
    limit: usize,
) -> Vec<Suggestion> {
    struct Choice<'a> {
        text: &'a str,
        rank: u8,
        documents: Vec<(Uuid, i64)>,
        order: usize,
    }
    let wanted = normal_form(typed);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut choices: HashMap<String, Choice> = HashMap::new();
    for (order, (text, document)) in candidates.into_iter().enumerate() {
        let normal = normal_form(text);
        if normal.is_empty() {
            continue;
        }
        let rank = if normal.starts_with(&wanted) {
            0
        } else if fulfills(text, plan) {
            1
        } else {
            continue;
        };
        choices.entry(normal).or_insert(Choice { text, rank, documents: Vec::new(), order }).documents.push(document);
    }
    let mut choices: Vec<Choice> = choices.into_values().collect();
    choices.sort_by(|a, b| a.rank.cmp(&b.rank).then(b.documents.len().cmp(&a.documents.len())).then(a.order.cmp(&b.order)));
    choices.into_iter().take(limit).map(|choice| Suggestion { text: choice.text.to_owned(), documents: choice.documents }).collect()
}

/// Whether a text holds every word of the plan, finished or still being typed.
fn fulfills(text: &str, plan: &Plan) -> bool {
    let runs: Vec<(Run, String)> = runs(text).into_iter().map(|run| (run.clone(), stem(&run.text))).collect();
    let holds = |atom: &Atom| {
        runs.iter().any(|(run, stem)| match atom {
            Atom::Latin { .. } => run.kind == Kind::Latin && meets(&run.text, stem, atom),
            Atom::Han { text, .. } => run.kind == Kind::Han && run.text.contains(text.as_str()),
        })
    };
    plan.wishes.iter().all(|wish| wish.alternatives.iter().any(|alternative| alternative.iter().all(holds)))
}
