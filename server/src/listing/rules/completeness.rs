//! How much of a listing is told.

use super::guards::Origin;
use crate::listing::content::ListingContent;

/// A field that is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// The field, as in the input.
    pub field: &'static str,
    /// Whether publication needs it.
    pub required: bool,
}

/// How many of the asked-for fields are filled.
#[must_use]
pub fn told(content: &ListingContent) -> i64 {
    asked(content, Origin::Authored).iter().map(|(_, _, filled)| i64::from(*filled)).sum()
}

/// Share of the asked-for fields that are filled, 0 to 100, and those that are not: the required ones first.
#[must_use]
pub fn completeness(content: &ListingContent, origin: Origin) -> (u32, Vec<Missing>) {
    let fields = asked(content, origin);
    let filled = fields.iter().filter(|(_, _, filled)| *filled).count();
    let score = u32::try_from(filled * 100 / fields.len()).unwrap_or(100);
    let mut missing: Vec<Missing> =
        fields.iter().filter(|(_, _, filled)| !filled).map(|(field, required, _)| Missing { field, required: *required }).collect();
    missing.sort_by_key(|missing| !missing.required);
    (score, missing)
}

/// What a listing is asked for: the field, whether publication needs it, whether it is filled.
fn asked(content: &ListingContent, origin: Origin) -> [(&'static str, bool, bool); 18] {
    let authored = origin == Origin::Authored;
    let told = |text: &crate::listing::content::BilingualText| text.zh.is_some() || text.en.is_some();
    [
        ("title", true, told(&content.title)),
        ("problem", authored, told(&content.problem)),
        ("benefit", authored, told(&content.benefit)),
        ("abstract", false, told(&content.abstract_text)),
        ("kind", false, content.kind.is_some()),
        ("keywords", false, !content.keywords.is_empty()),
        ("readiness", false, content.readiness.is_some()),
        ("ipRights", false, !content.ip_rights.is_empty()),
        ("industries", false, !content.industries.is_empty()),
        ("innovationPoints", false, !content.innovation_points.is_empty()),
        ("indicators", false, !content.indicators.is_empty()),
        ("scenarios", false, told(&content.scenarios)),
        ("inventors", false, !content.inventors.is_empty()),
        ("contact", false, content.contact.is_some()),
        ("secrecy", false, content.secrecy.is_some()),
        ("exportClass", false, content.export_class.is_some()),
        ("transferWays", false, !content.transfer_ways.is_empty()),
        ("offers", false, !content.offers.is_empty()),
    ]
}
