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
pub fn read(address: &[u8]) -> Search {
    let pairs = Pairs::of(address);
    let values = |name: &str| pairs.values(name);
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
    if let Some(level) = pairs.level() {
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

/// Reads the address of the list of demands, as `frontend/src/features/demand/address.ts` does.
pub fn read_demands(address: &[u8]) -> Search {
    let pairs = Pairs::of(address);
    let query = pairs.values("q").first().map(|query| cut(query.trim())).unwrap_or_default();
    let mut filter = Map::new();
    if !query.is_empty() {
        filter.insert("query".to_owned(), json!(query));
    }
    // A section of GB/T 4754.
    if let Some(section) = pairs.values("industry").into_iter().next().filter(|section| matches!(section.as_bytes(), [b'A'..=b'T'])) {
        filter.insert("industries".to_owned(), json!([section]));
    }
    if let Some(level) = pairs.level() {
        filter.insert("trl".to_owned(), json!(level));
    }
    if pairs.values("ufpl") == ["1"] {
        filter.insert("wantsUseFirstPayLater".to_owned(), json!(true));
    }
    let is_filtered = filter.keys().any(|field| field != "query");
    Search { query, variables: json!({ "filter": filter, "first": PAGE }), is_filtered }
}

/// What an address says.
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn of(address: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(address).into_owned().collect())
    }

    fn values(&self, name: &str) -> Vec<String> {
        let of_name = self.0.iter().filter(|(key, value)| key == name && !value.is_empty());
        of_name.take(MOST).map(|(_, value)| value.clone()).collect()
    }

    /// A technology readiness level.
    fn level(&self) -> Option<u8> {
        self.values("trl").first().and_then(|level| level.parse().ok()).filter(|level| (1..=9).contains(level))
    }
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
