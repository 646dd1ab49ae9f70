//! What a search answers.

use std::collections::BTreeMap;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, connection::PageInfo};

use serde_json::json;

use super::Listing;
use crate::{
    gql::{locale, parse_id},
    kernel::{Error, Id, Locale, id::Organization},
    listing::{
        actions::{Found, Notice, NoticeCode, SearchOutcome, Span},
        vocabulary::{IndustryChain, IpKind, LicenseKind, ListingKind, ShanghaiSector, StrategicIndustry, TransferWay},
        words::word,
    },
    locale::{field_label, message, text},
    reference::{self, List},
    search::{Facet, FacetCounts},
};

/// Most values of one filter.
const VALUES_MAX: usize = 100;

/// Filters of a search: any of the values of a field, and all of the fields.
#[derive(InputObject, Default)]
pub struct ListingSearchFilter {
    /// Holders.
    organization_ids: Option<Vec<ID>>,
    /// Readiness levels, 1 to 9.
    readiness: Option<Vec<i32>>,
    /// Least readiness level.
    readiness_min: Option<i32>,
    /// IPC subclasses, `H01L`.
    ipc: Option<Vec<String>>,
    /// Industries at any level, `C`, `C39`, `C3911`.
    industries: Option<Vec<String>>,
    /// Strategic emerging industries.
    strategic_industries: Option<Vec<StrategicIndustry>>,
    /// Shanghai's key industries.
    shanghai_sectors: Option<Vec<ShanghaiSector>>,
    /// Yangpu's industry chains.
    chains: Option<Vec<IndustryChain>>,
    /// What it is.
    kinds: Option<Vec<ListingKind>>,
    /// Ways of transfer.
    transfer_ways: Option<Vec<TransferWay>>,
    /// Kinds of license on offer.
    license_kinds: Option<Vec<LicenseKind>>,
    /// Whether "use first, pay later" is on offer.
    use_first_pay_later: Option<bool>,
    /// Kinds of rights.
    ip_kinds: Option<Vec<IpKind>>,
}

type Filters = (Vec<(Facet, Vec<String>)>, Option<i64>);

impl ListingSearchFilter {
    /// The filters as a search takes them, and the least readiness.
    ///
    /// # Errors
    /// `INVALID_ID` or `TOO_MANY` below `filter`.
    pub fn parse(self) -> crate::kernel::Result<Filters> {
        let ids = self.organization_ids.unwrap_or_default();
        let organizations = ids.iter().enumerate().map(|(index, id)| {
            let id: Id<Organization> = parse_id(id, &index.to_string()).map_err(|error| error.at("organizationIds").at("filter"))?;
            Ok(id.uuid().to_string())
        });
        let organizations = organizations.collect::<crate::kernel::Result<Vec<_>>>()?;
        let codes =
            |codes: Option<Vec<String>>| codes.unwrap_or_default().iter().map(|code| code.trim().to_ascii_uppercase()).collect::<Vec<_>>();
        let all = vec![
            (Facet::Organization, "organizationIds", organizations),
            (Facet::Trl, "readiness", names(self.readiness)),
            (Facet::Ipc, "ipc", codes(self.ipc)),
            (Facet::Industries, "industries", codes(self.industries)),
            (Facet::StrategicIndustries, "strategicIndustries", names(self.strategic_industries)),
            (Facet::ShanghaiSectors, "shanghaiSectors", names(self.shanghai_sectors)),
            (Facet::Chains, "chains", names(self.chains)),
            (Facet::Kind, "kinds", names(self.kinds)),
            (Facet::TransferWays, "transferWays", names(self.transfer_ways)),
            (Facet::LicenseKinds, "licenseKinds", names(self.license_kinds)),
            (Facet::UseFirstPayLater, "useFirstPayLater", names(self.use_first_pay_later.map(|offered| vec![offered]))),
            (Facet::IpKinds, "ipKinds", names(self.ip_kinds)),
        ];
        if let Some((_, field, _)) = all.iter().find(|(_, _, values)| values.len() > VALUES_MAX) {
            return Err(Error::new(crate::kernel::Code::TooMany).with("max", VALUES_MAX).at(field).at("filter"));
        }
        let given = all.into_iter().filter(|(_, _, values)| !values.is_empty()).map(|(facet, _, values)| (facet, values));
        Ok((given.collect(), self.readiness_min.map(i64::from)))
    }
}

fn names<T: ToString>(values: Option<Vec<T>>) -> Vec<String> {
    values.unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// Listings that were found, best first.
#[derive(SimpleObject)]
pub struct ListingSearchConnection {
    /// The page.
    edges: Vec<ListingSearchEdge>,
    /// The listings of the page.
    nodes: Vec<Listing>,
    /// Where the page stands.
    page_info: PageInfo,
    /// How many match.
    total_count: i64,
    /// Whether `totalCount` is exact; otherwise there are at least as many.
    total_count_is_exact: bool,
    /// Counts by value of the fields that were asked for. A field's own filter does not narrow its counts.
    facets: Vec<ListingFacetCounts>,
    /// Something that the reader should know.
    notice: Option<ListingSearchNotice>,
}

/// A listing that was found.
#[derive(SimpleObject)]
pub struct ListingSearchEdge {
    /// The listing.
    node: Listing,
    /// Where to go on from.
    cursor: String,
    /// Where the query matches.
    highlight: ListingHighlight,
}

/// Texts in pieces, so that a reader can mark the matches without trusting markup.
#[derive(SimpleObject, Clone)]
pub struct ListingHighlight {
    /// Chinese title; empty if it has none.
    title_zh: Vec<Span>,
    /// English title; empty if it has none.
    title_en: Vec<Span>,
    /// The passage that matches best; empty if nothing in the texts does.
    snippet: Vec<Span>,
}

impl ListingSearchConnection {
    pub(super) fn new(outcome: SearchOutcome) -> Self {
        let SearchOutcome { page, total, total_is_exact, facets, notice } = outcome;
        let page_info = PageInfo {
            has_previous_page: page.has_previous,
            has_next_page: page.has_next,
            start_cursor: page.rows.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: page.rows.last().map(|(cursor, _)| cursor.clone()),
        };
        let nodes = page.rows.iter().map(|(_, found)| Listing(found.view.clone())).collect();
        let edges = page.rows.into_iter().map(|(cursor, found)| ListingSearchEdge::new(cursor, found)).collect();
        Self {
            edges,
            nodes,
            page_info,
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
            total_count_is_exact: total_is_exact,
            facets: facets.into_iter().map(ListingFacetCounts).collect(),
            notice: notice.map(ListingSearchNotice),
        }
    }
}

impl ListingSearchEdge {
    fn new(cursor: String, found: Found) -> Self {
        let Found { view, title_zh, title_en, snippet } = found;
        Self { node: Listing(view), cursor, highlight: ListingHighlight { title_zh, title_en, snippet } }
    }
}

/// Something that the reader of an answer should know.
pub struct ListingSearchNotice(Notice);

/// Something that the reader of an answer should know.
#[Object]
impl ListingSearchNotice {
    /// Stable code.
    async fn code(&self) -> NoticeCode {
        self.0.code
    }

    /// What it means, in the caller's language.
    async fn message(&self, ctx: &Context<'_>) -> String {
        words(&self.0, locale(ctx))
    }

    /// Filters that were not applied.
    async fn ignored_filters(&self) -> &[Facet] {
        &self.0.ignored_filters
    }

    /// Whether the list begins anew, because `after` belongs to a list that cannot be gone on with now. Drop what you have.
    async fn started_anew(&self) -> bool {
        self.0.started_anew
    }
}

/// A notice as sentences.
fn words(notice: &Notice, locale: Locale) -> String {
    let NoticeCode::SearchUnavailable = notice.code;
    let mut sentences = vec![text(locale, "notice-search-unavailable")];
    if !notice.ignored_filters.is_empty() {
        let filters: Vec<String> = notice.ignored_filters.iter().map(|facet| field_label(locale, field(*facet))).collect();
        sentences.push(message(locale, "notice-filters-ignored", &BTreeMap::from([("filters", json!(filters))])));
    }
    if notice.started_anew {
        sentences.push(text(locale, "notice-started-anew"));
    }
    sentences.join(if locale == Locale::ZhCn { "" } else { " " })
}

/// The field of a listing that a facet looks at, whose label is the facet's too.
const fn field(facet: Facet) -> &'static str {
    match facet {
        Facet::Organization => "organization",
        Facet::Trl => "readiness",
        Facet::Ipc => "ipc",
        Facet::Industries => "industries",
        Facet::StrategicIndustries => "strategic_industries",
        Facet::ShanghaiSectors => "shanghai_sectors",
        Facet::Chains => "chains",
        Facet::Kind => "kind",
        Facet::TransferWays => "transfer_ways",
        Facet::LicenseKinds => "offers.kind",
        Facet::UseFirstPayLater => "offers.use_first_pay_later",
        Facet::IpKinds => "ip_rights.kind",
    }
}

/// How often each value of a field occurs.
pub struct ListingFacetCounts(FacetCounts);

/// How often each value of a field occurs.
#[Object]
impl ListingFacetCounts {
    /// The field.
    async fn facet(&self) -> Facet {
        self.0.facet
    }

    /// Values, most frequent first, at most 100.
    async fn values(&self, ctx: &Context<'_>) -> Vec<ListingFacetValue> {
        let (facet, locale) = (self.0.facet, locale(ctx));
        self.0.values.iter().map(|(value, count)| ListingFacetValue::new(facet, value, *count, locale)).collect()
    }
}

/// A value and how often it occurs.
#[derive(SimpleObject)]
pub struct ListingFacetValue {
    /// The value as filters take it; organizations by their global id.
    value: String,
    /// Its name in the caller's language; the value itself where it has none. Organizations are named by their own field.
    label: String,
    /// How many listings have it.
    count: i64,
}

impl ListingFacetValue {
    fn new(facet: Facet, stored: &str, count: u64, locale: Locale) -> Self {
        let value = match facet {
            Facet::Organization => {
                stored.parse().map_or_else(|_| stored.to_owned(), |uuid| Id::<Organization>::from_uuid(uuid).to_string())
            }
            _ => stored.to_owned(),
        };
        let label = match facet {
            Facet::Ipc => reference::find(List::Ipc, stored).map(|entry| entry.name(locale).to_owned()),
            Facet::Industries => reference::find(List::Industries, stored).map(|entry| entry.name(locale).to_owned()),
            _ => vocabulary(facet).map(|table| word(locale, table, stored)),
        };
        Self { label: label.unwrap_or_else(|| value.clone()), value, count: i64::try_from(count).unwrap_or(i64::MAX) }
    }
}

const fn vocabulary(facet: Facet) -> Option<&'static str> {
    match facet {
        Facet::StrategicIndustries => Some("strategic_industry"),
        Facet::ShanghaiSectors => Some("shanghai_sector"),
        Facet::Chains => Some("industry_chain"),
        Facet::Kind => Some("listing_kind"),
        Facet::TransferWays => Some("transfer_way"),
        Facet::LicenseKinds => Some("license_kind"),
        Facet::IpKinds => Some("ip_kind"),
        Facet::Organization | Facet::Trl | Facet::Ipc | Facet::Industries | Facet::UseFirstPayLater => None,
    }
}
