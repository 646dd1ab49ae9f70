//! How much of a demand is told.

use unicode_segmentation::UnicodeSegmentation;

use crate::{demand::content::DemandContent, listing::content::BilingualText};

/// A field that is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The field, as in the input.
    pub field: &'static str,
    /// Whether publication needs it.
    pub required: bool,
}

fn told(text: &BilingualText) -> bool {
    text.zh.is_some() || text.en.is_some()
}

/// Fields that publication needs and that are empty. Target or test: one of them says when the problem is solved.
#[must_use]
pub fn lacking(content: &DemandContent) -> Vec<&'static str> {
    let measured = told(&content.expected_target) || !content.acceptance_tests.is_empty();
    let fields = [("title", told(&content.title)), ("problem", told(&content.problem)), ("expectedTarget", measured)];
    fields.into_iter().filter(|(_, told)| !told).map(|(field, _)| field).collect()
}

/// Share of the asked-for fields that are filled, 0 to 100, and those that are not: the required ones first, then in the
/// order of what they are worth to the matching.
#[must_use]
pub fn completeness(content: &DemandContent) -> (u32, Vec<Missing>) {
    let needed = lacking(content);
    let fields = [
        ("title", told(&content.title)),
        ("problem", told(&content.problem)),
        ("acceptanceTests", !content.acceptance_tests.is_empty()),
        ("expectedTarget", told(&content.expected_target)),
        ("industries", !content.industries.is_empty()),
        ("keywords", !content.keywords.is_empty()),
        ("currentSolution", told(&content.current_solution)),
        ("budget", content.budget.is_some()),
        ("trlMin", content.trl_min.is_some()),
        ("deadline", content.deadline.is_some()),
        ("solutionMode", content.solution_mode.is_some()),
        ("site", content.site.is_some()),
        ("contact", content.contact.is_some()),
    ];
    let filled = fields.iter().filter(|(_, filled)| *filled).count();
    let score = u32::try_from(filled * 100 / fields.len()).unwrap_or(100);
    let empty = fields.iter().filter(|(_, filled)| !filled);
    let mut missing: Vec<Missing> = empty.map(|(field, _)| Missing { field, required: needed.contains(field) }).collect();
    missing.sort_by_key(|missing| !missing.required);
    (score, missing)
}

/// Characters of problem, tests and target together in the language that has more, as the provincial form counts them.
#[must_use]
pub fn form_characters(content: &DemandContent) -> usize {
    let count = |text: Option<&String>| text.map_or(0, |text| text.graphemes(true).count());
    let tests: usize = content
        .acceptance_tests
        .iter()
        .map(|test| count(Some(&test.name)) + test.value.len() + count(test.unit.as_ref()) + count(test.method.as_ref()))
        .sum();
    let zh = count(content.problem.zh.as_ref()) + count(content.expected_target.zh.as_ref());
    let en = count(content.problem.en.as_ref()) + count(content.expected_target.en.as_ref());
    tests + zh.max(en)
}
