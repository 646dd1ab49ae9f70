//! What changed between two contents of a demand, in words that people read.

use async_graphql::SimpleObject;

use super::content::DemandContent;
use crate::{
    kernel::Locale,
    listing::diff::{FieldChange, Wording, diff_in_words},
};

/// One field of a demand that changed.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct DemandFieldChange {
    /// Path of the field as in the input; entries of lists are named: `acceptanceTests`, `漏检率`, `value`.
    pub path: Vec<String>,
    /// What the field is called, in the caller's language.
    pub label: String,
    /// The value before; none if there was none.
    pub before: Option<String>,
    /// The value after; none if it was taken away.
    pub after: Option<String>,
}

impl From<FieldChange> for DemandFieldChange {
    fn from(change: FieldChange) -> Self {
        let FieldChange { path, label, before, after } = change;
        Self { path, label, before, after }
    }
}

const DEMAND: Wording = Wording { prefix: "demand.", vocabulary };

/// The fields in which `before` and `after` differ, in the order of the form.
#[must_use]
pub fn diff(before: &DemandContent, after: &DemandContent, locale: Locale) -> Vec<DemandFieldChange> {
    diff_in_words(before, after, DEMAND, locale).into_iter().map(Into::into).collect()
}

/// The vocabulary of a coded field.
fn vocabulary(field: &str) -> Option<&'static str> {
    Some(match field {
        "acceptance_tests.comparator" => "comparator",
        "budget.mode" => "budget_mode",
        "solution_mode" => "solution_mode",
        "activity_type" => "activity_type",
        "technology_fields" => "technology_field",
        "license_kinds" => "license_kind",
        "payment_modes" => "payment_mode",
        "shanghai_sectors" => "shanghai_sector",
        "chains" => "industry_chain",
        "visibility" => "demand_visibility",
        _ => return None,
    })
}
