//! Questions about listings.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use strum::EnumCount;

use super::{
    Listing, loaders,
    search::{ListingSearchConnection, ListingSearchFilter},
};
use crate::{
    gql::{self, Connection, Total, actor, app, connection, lookup_id, parse_id, parse_optional_id},
    kernel::{Code, Date, Error, PageRequest},
    listing::{
        OfficeFilter, actions,
        office::{OfficeOrder, StateCount},
        rules::RevisionState,
        vocabulary::{ListingKind, ListingState},
    },
    search::{Facet, Sort},
};

/// Which listings.
#[derive(InputObject, Default)]
#[graphql(name = "ListingFilter")]
pub struct ListingFilter {
    /// Only this organization's. An organization's own members see its working copies, others what is published.
    organization_id: Option<ID>,
    /// Only these states.
    states: Option<Vec<ListingState>>,
    /// Only those whose unpublished changes stand there. Matches nothing for outsiders.
    revision_states: Option<Vec<RevisionState>>,
    /// A part of a title, or the beginning of an external reference. For working copies; the world uses `searchListings`.
    query: Option<String>,
    /// Only these kinds. Matches nothing for outsiders, who use `searchListings`; so do the filters below, but for
    /// `readinessMin`.
    kinds: Option<Vec<ListingKind>>,
    /// Least technology readiness, 1 to 9.
    readiness_min: Option<i32>,
    /// Only with an offer of "use first, pay later", or only without.
    use_first_pay_later: Option<bool>,
    /// Only what was changed on this day in China or later.
    updated_since: Option<Date>,
    /// Only what waits for a reviewer, new listings and changes of published ones, or only the rest.
    awaits_verdict: Option<bool>,
    /// Only what a reviewer sent back and the office has not handed in again, or only the rest.
    returned: Option<bool>,
}

impl ListingFilter {
    pub(super) fn parse(self, path: &str) -> crate::kernel::Result<OfficeFilter> {
        let filter = OfficeFilter {
            organization: parse_optional_id(self.organization_id.as_ref(), "organizationId").map_err(|error| error.at(path))?,
            states: names(gql::few(self.states, "states").map_err(|error| error.at(path))?),
            revision_states: names(gql::few(self.revision_states, "revisionStates").map_err(|error| error.at(path))?),
            text: self.query,
            kinds: names(gql::few(self.kinds, "kinds").map_err(|error| error.at(path))?),
            readiness_min: self.readiness_min,
            use_first_pay_later: self.use_first_pay_later,
            updated_since: self.updated_since,
            awaits_verdict: self.awaits_verdict,
            returned: self.returned,
        };
        filter.checked().map_err(|error| error.at(path))
    }
}

/// How many listings stand somewhere.
#[derive(SimpleObject)]
pub struct ListingCount {
    /// The state.
    state: ListingState,
    /// Where unpublished changes stand.
    revision_state: Option<RevisionState>,
    /// How many.
    count: i64,
}

impl ListingCount {
    fn new(counted: StateCount) -> crate::kernel::Result<Self> {
        Ok(Self {
            state: counted.state.parse().map_err(Error::internal)?,
            revision_state: counted.revision.map(|state| state.parse()).transpose().map_err(Error::internal)?,
            count: counted.count,
        })
    }
}

fn names<T: ToString>(values: Vec<T>) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// Each facet once, in the order in which they were asked for: each may be a search of its own.
fn distinct(facets: Vec<Facet>) -> crate::kernel::Result<Vec<Facet>> {
    const MAX: usize = Facet::COUNT;
    if facets.len() > MAX {
        return Err(Error::new(Code::TooMany).with("max", MAX).at("facets"));
    }
    let mut known = std::collections::HashSet::new();
    Ok(facets.into_iter().filter(|facet| known.insert(*facet)).collect())
}

/// Questions about listings.
#[derive(Default)]
pub struct ListingQuery;

#[Object]
impl ListingQuery {
    /// The listing with this id; null if there is none, the caller may not see it, or it is the id of something else.
    async fn listing(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> gql::Result<Option<Listing>> {
        match lookup_id(&id) {
            Some(id) => Ok(loaders::listing(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// The listing that an organization knows by this reference; null if there is none, and for outsiders.
    async fn listing_by_external_reference(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] organization_id: ID,
        #[graphql(desc = "Its own key.")] external_reference: String,
    ) -> gql::Result<Option<Listing>> {
        let organization = parse_id(&organization_id, "organizationId")?;
        let found = actions::find_by_reference(app(ctx), actor(ctx), organization, &external_reference).await?;
        Ok(found.map(Into::into))
    }

    /// How many listings of an organization `listings` shows, by where they stand, each pair of states that there is.
    async fn listing_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization; that of the filter is ignored.")] organization_id: ID,
        #[graphql(desc = "Which of its listings; all when left out.")] filter: Option<ListingFilter>,
    ) -> gql::Result<Vec<ListingCount>> {
        let organization = Some(parse_id(&organization_id, "organizationId")?);
        let filter = OfficeFilter { organization, ..filter.unwrap_or_default().parse("filter")? };
        let counts = actions::count_by_state(app(ctx), actor(ctx), &filter).await?;
        Ok(counts.into_iter().map(ListingCount::new).collect::<crate::kernel::Result<_>>()?)
    }

    /// Listings: working copies, last changed first unless asked otherwise, for members who filter by their own organization and for staff;
    /// published ones, newest first, for everybody else.
    #[graphql(complexity = "crate::gql::page_cost(first.or(last), child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "a filter, an order and Relay's four arguments")]
    async fn listings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones; all that the caller may see when left out.")] filter: Option<ListingFilter>,
        #[graphql(desc = "Order of working copies. Others than by the last change need an organization in the filter.")] order_by: Option<
            OfficeOrder,
        >,
        #[graphql(desc = "Rows from the beginning, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor.")] after: Option<String>,
        #[graphql(desc = "Rows from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "End before this cursor.")] before: Option<String>,
    ) -> gql::Result<Connection<Listing>> {
        let request = PageRequest::new(first, after, last, before)?;
        let filter = filter.unwrap_or_default().parse("filter")?;
        let page = actions::list(app(ctx), actor(ctx), &filter, order_by.unwrap_or_default(), &request, loaders::extent(ctx)).await?;
        loaders::expect_holders(ctx, page.rows.iter().map(|(_, view)| view.organization)).await?;
        let (app, actor) = (app(ctx).clone(), actor(ctx).clone());
        let total = Total::new(move || {
            let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
            async move { actions::list_total(&app, &actor, &filter).await }
        });
        Ok(connection(page, total, Listing))
    }

    /// Searches published listings in both languages. When the search engine is away, the newest listings come from the
    /// database and `notice` says so.
    #[graphql(complexity = "crate::gql::page_cost(first, child_complexity).saturating_add(5 * facets.len())")]
    #[expect(clippy::too_many_arguments, reason = "a text, a filter, an order, facets and Relay's two arguments")]
    async fn search_listings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for; empty to browse.", default)] query: String,
        #[graphql(desc = "Filters: any of the values of a field, and all of the fields.")] filter: Option<ListingSearchFilter>,
        #[graphql(desc = "Order.", default)] sort: Sort,
        #[graphql(desc = "Fields to count by value, at most 12. Each costs 5.", default)] facets: Vec<Facet>,
        #[graphql(desc = "Rows, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Start after this cursor; up to the first thousand hits.")] after: Option<String>,
    ) -> gql::Result<ListingSearchConnection> {
        let page = PageRequest::new(first, after, None, None)?;
        let facets = distinct(facets)?;
        let (filters, trl_min) = filter.unwrap_or_default().parse()?;
        let input = actions::SearchInput { text: query, filters, trl_min, sort, facets, page, extent: loaders::extent(ctx) };
        let found = actions::search(app(ctx), actor(ctx), input).await?;
        loaders::expect_holders(ctx, found.page.rows.iter().map(|(_, found)| found.view.organization)).await?;
        Ok(ListingSearchConnection::new(found))
    }

    /// Titles and keywords that go on from what was typed. Empty while the search engine is away.
    async fn listing_suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far.")] text: String,
        #[graphql(desc = "How many, 1 to 20.", default = 8)] first: i32,
    ) -> gql::Result<Vec<String>> {
        let limit = usize::try_from(first).ok().filter(|first| (1..=20).contains(first));
        let limit = limit.ok_or_else(|| Error::new(Code::PageSizeInvalid).with("max", 20_i64).at("first"))?;
        Ok(actions::suggest(app(ctx), &text, limit).await?)
    }
}
