//! The address of a search, read as the frontend reads it (`frontend/src/features/search/model.ts`), so that the page can
//! be sent with its results. Should the two ever differ, the frontend asks itself.

use serde_json::{Map, Value, json};

/// The filters that are lists: their name in the address, in the API, and the facet that counts them. In the order of the frontend.
const LISTS: [(&str, &str, &str); 8] = [
    ("chain", "chains", "CHAINS"),
    ("org", "organizationIds", "ORGANIZATION"),
    ("kind", "kinds", "KIND"),
    ("license", "licenseKinds", "LICENSE_KINDS"),
    ("ip", "ipKinds", "IP_KINDS"),
    ("sector", "shanghaiSectors", "SHANGHAI_SECTORS"),
    ("strategic", "strategicIndustries", "STRATEGIC_INDUSTRIES"),
    ("way", "transferWays", "TRANSFER_WAYS"),
];
/// Values of one filter that are looked at: more than there are of any.
const MOST: usize = 100;
/// Rows of a page.
const PAGE: u32 = 20;
/// Longest query, in UTF-16 units as browsers count.
const LONGEST: usize = 200;

/// A search.
pub struct Search {
    /// What is looked for.
    pub query: String,
    /// What the operation of the frontend takes.
    pub variables: Value,
    /// Whether anything narrows it down.
    pub is_filtered: bool,
}

/// Reads the part of an address behind the question mark.
pub fn read(address: &str) -> Search {
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(address.as_bytes()).into_owned().collect();
    let values = |name: &str| {
        let of_name = pairs.iter().filter(|(key, value)| key == name && !value.is_empty());
        of_name.take(MOST).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let query: String = cut(&values("q").into_iter().next().unwrap_or_default());
    let mut filter = Map::new();
    for (name, field, _) in LISTS {
        let mut chosen = values(name);
        let mut seen = Vec::new();
        chosen.retain(|value| {
            !seen.contains(value) && {
                seen.push(value.clone());
                true
            }
        });
        if !chosen.is_empty() {
            filter.insert(field.to_owned(), json!(chosen));
        }
    }
    if let Some(level) = values("trl").first().and_then(|level| level.parse::<u8>().ok()).filter(|level| (1..=9).contains(level)) {
        filter.insert("readinessMin".to_owned(), json!(level));
    }
    if values("ufpl") == ["1"] {
        filter.insert("useFirstPayLater".to_owned(), json!(true));
    }
    let asked = values("sort").into_iter().next().filter(|sort| ["RELEVANCE", "NEWEST", "READINESS"].contains(&&**sort));
    let sort = asked.unwrap_or_else(|| if query.is_empty() { "NEWEST" } else { "RELEVANCE" }.to_owned());
    let counted: Vec<&str> = ["USE_FIRST_PAY_LATER", "TRL"].into_iter().chain(LISTS.iter().map(|(_, _, facet)| *facet)).collect();
    let is_filtered = !filter.is_empty();
    let variables = json!({
        "query": query, "filter": filter, "sort": sort, "facets": counted, "withNames": true, "first": PAGE,
    });
    Search { query, variables, is_filtered }
}

/// The beginning of a text, as long as the frontend lets it be.
fn cut(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST
        })
        .collect()
}
