//! What lists show of a listing. It is kept beside the whole content, so that a page of twenty need not read all that
//! twenty listings say to show a few lines of each.

use serde_json::Value;

use super::content::ListingContent;
use crate::kernel::{Error, Result};

/// How much of a publication is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What is on its card; the rest of the content looks empty.
    Card,
    /// Everything.
    Whole,
}

/// Parts of a content that are on the card: the name under which each is stored, and the field of the API's `Listing` that
/// shows it. The choices of disclosure belong to them: without those nobody could tell what else has to be left out. A field
/// that is not listed makes a list read everything: slower, never wrong.
const PARTS: [(&str, &str); 15] = [
    ("title", "title"),
    ("kind", "kind"),
    ("department", "department"),
    ("keywords", "keywords"),
    ("readiness", "readiness"),
    ("ip_rights", "ipRights"),
    ("ipc", "ipc"),
    ("industries", "industries"),
    ("strategic_industries", "strategicIndustries"),
    ("shanghai_sectors", "shanghaiSectors"),
    ("chains", "chains"),
    ("transfer_ways", "transferWays"),
    ("offers", "offers"),
    ("export_class", "exportClass"),
    ("disclosure", "disclosure"),
];

/// Fields that show nothing of the content.
const BESIDES: [&str; 9] =
    ["__typename", "id", "organization", "state", "version", "contentVersion", "viewerLayer", "publishedAt", "updatedAt"];

impl Extent {
    /// What has to be read to show these fields.
    #[must_use]
    pub fn for_fields<'a>(mut fields: impl Iterator<Item = &'a str>) -> Self {
        let on_card = |field: &str| BESIDES.contains(&field) || PARTS.iter().any(|(_, shown)| *shown == field);
        if fields.all(on_card) { Self::Card } else { Self::Whole }
    }
}

/// The card of a content, as it is stored: a content that lacks the rest, and whatever is empty.
///
/// # Errors
/// `INTERNAL` if the content cannot be written as JSON.
pub fn card(content: &ListingContent) -> Result<Value> {
    let Value::Object(mut parts) = serde_json::to_value(content).map_err(Error::internal)? else { return Ok(Value::Null) };
    let says_nothing = |value: &Value| match value {
        Value::Null => true,
        Value::Array(entries) => entries.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    parts.retain(|name, value| PARTS.iter().any(|(part, _)| part == name) && !says_nothing(value));
    Ok(Value::Object(parts))
}
