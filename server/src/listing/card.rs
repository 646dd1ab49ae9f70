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

/// Parts of a content that are on the card, by the names under which it is stored. The choices of disclosure belong to
/// them: without those nobody could tell what else has to be left out.
const PARTS: [&str; 15] = [
    "title",
    "kind",
    "department",
    "keywords",
    "readiness",
    "ip_rights",
    "ipc",
    "industries",
    "strategic_industries",
    "shanghai_sectors",
    "chains",
    "transfer_ways",
    "offers",
    "export_class",
    "disclosure",
];

/// Fields of the API's `Listing` that a card is enough for. One that is not listed here makes a list read everything:
/// slower, never wrong.
const FIELDS: [&str; 24] = [
    "__typename",
    "id",
    "organization",
    "state",
    "version",
    "contentVersion",
    "viewerLayer",
    "publishedAt",
    "updatedAt",
    "title",
    "kind",
    "department",
    "keywords",
    "readiness",
    "ipRights",
    "ipc",
    "industries",
    "strategicIndustries",
    "shanghaiSectors",
    "chains",
    "transferWays",
    "offers",
    "exportClass",
    "disclosure",
];

impl Extent {
    /// What has to be read to show these fields.
    #[must_use]
    pub fn for_fields<'a>(mut fields: impl Iterator<Item = &'a str>) -> Self {
        if fields.all(|field| FIELDS.contains(&field)) { Self::Card } else { Self::Whole }
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
    parts.retain(|name, value| PARTS.contains(&name.as_str()) && !says_nothing(value));
    Ok(Value::Object(parts))
}
