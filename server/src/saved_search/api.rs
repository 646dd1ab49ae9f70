//! Saved searches in GraphQL.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::{
    actions::{self, Create, Update},
    model::{self, ListingWish, Subject, Wish},
    policy,
};
use crate::{
    demand::api::DemandFilterInput,
    gql::{self, actor, app, parse_id},
    kernel::{Code, Error, Id, Timestamp, id::Organization},
    listing::{self, api::ListingSearchFilter},
    payload,
    search::Facet,
};

/// A search that the viewer keeps under a name, to be told of what is new.
pub struct SavedSearch(model::SavedSearch);

impl From<model::SavedSearch> for SavedSearch {
    fn from(search: model::SavedSearch) -> Self {
        Self(search)
    }
}

/// A search that the viewer keeps under a name, to be told of what is new. Nobody else sees it.
#[Object]
impl SavedSearch {
    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Counts changes.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What the viewer calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What is looked for.
    async fn subject(&self) -> Subject {
        self.0.wish.subject()
    }

    /// The text; empty for all.
    async fn query(&self) -> &str {
        match &self.0.wish {
            Wish::Listings(wish) => &wish.text,
            Wish::Demands(filter) => filter.text.as_deref().unwrap_or_default(),
        }
    }

    /// Filters of a search for listings: any of the values, and all of the facets.
    async fn listing_filters(&self) -> Vec<SavedListingFilter> {
        match &self.0.wish {
            Wish::Listings(wish) => wish.filters.iter().map(SavedListingFilter::of).collect(),
            Wish::Demands(_) => Vec::new(),
        }
    }

    /// Least readiness of listings.
    async fn readiness_min(&self) -> Option<i64> {
        match &self.0.wish {
            Wish::Listings(wish) => wish.trl_min,
            Wish::Demands(_) => None,
        }
    }

    /// Filters of a search for demands.
    async fn demand_filter(&self) -> Option<SavedDemandFilter> {
        match &self.0.wish {
            Wish::Listings(_) => None,
            Wish::Demands(filter) => Some(SavedDemandFilter {
                organization_id: filter.organization.map(Into::into),
                industries: filter.industries.clone(),
                trl: filter.trl,
                wants_use_first_pay_later: filter.wants_use_first_pay_later,
            }),
        }
    }

    /// Whether the viewer is not told of anything for now.
    async fn paused(&self) -> bool {
        self.0.paused
    }

    /// Finds that the viewer was not told of, because a day has no more than the rule `matching.saved_searches` allows; the search
    /// itself shows them.
    async fn untold(&self) -> i64 {
        self.0.untold
    }

    /// Since when the viewer is told of what is published: since it was saved, or since the last pause ended.
    async fn active_since(&self) -> Timestamp {
        self.0.active_since
    }

    /// When it was saved.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Last change.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at
    }
}

/// A filter of a search for listings.
#[derive(SimpleObject)]
pub struct SavedListingFilter {
    /// The field.
    facet: Facet,
    /// Its values as filters take them; organizations by their global id.
    values: Vec<String>,
}

impl SavedListingFilter {
    fn of((facet, values): &(Facet, Vec<String>)) -> Self {
        let given = |value: &String| match facet {
            Facet::Organization => value.parse().map_or_else(|_| value.clone(), |uuid| Id::<Organization>::from_uuid(uuid).to_string()),
            _ => value.clone(),
        };
        Self { facet: *facet, values: values.iter().map(given).collect() }
    }
}

/// Filters of a search for demands, as `demands` takes them.
#[derive(SimpleObject)]
pub struct SavedDemandFilter {
    /// Only this organization's.
    organization_id: Option<ID>,
    /// Only those for one of these industries, or a part of one.
    industries: Vec<String>,
    /// Only those for which a technology of this readiness is enough.
    trl: Option<i32>,
    /// Only those that want, or do not want, to use first and pay later.
    wants_use_first_pay_later: Option<bool>,
}

/// What the viewer keeps.
#[derive(Default)]
pub struct SavedSearchQuery;

#[Object]
impl SavedSearchQuery {
    /// The viewer's saved searches, those saved last first. As many as the rule `matching.saved_searches` allows, at most.
    #[graphql(complexity = "crate::gql::list_cost(50, child_complexity)")]
    async fn viewer_saved_searches(&self, ctx: &Context<'_>) -> gql::Result<Vec<SavedSearch>> {
        Ok(actions::mine(app(ctx), actor(ctx)).await?.into_iter().map(Into::into).collect())
    }
}

/// A search for listings to be kept.
#[derive(InputObject, Default)]
pub struct SavedListingSearchInput {
    /// The text, as `searchListings` takes it; empty for all.
    #[graphql(default)]
    query: String,
    /// The filters, as `searchListings` takes them.
    filter: Option<ListingSearchFilter>,
}

/// A search for demands to be kept.
#[derive(InputObject, Default)]
pub struct SavedDemandSearchInput {
    /// Words and filters, as `demands` takes them.
    filter: Option<DemandFilterInput>,
}

/// Input of `savedSearchCreate`: of `listings` and `demands`, one.
#[derive(InputObject)]
pub struct SavedSearchCreateInput {
    /// What to call it, up to 80 characters.
    name: String,
    /// A search for listings.
    listings: Option<SavedListingSearchInput>,
    /// A search for demands.
    demands: Option<SavedDemandSearchInput>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

impl SavedSearchCreateInput {
    fn parse(self) -> crate::kernel::Result<Create> {
        let wish = match (self.listings, self.demands) {
            (Some(listings), None) => {
                let (filters, trl_min) = listings.filter.unwrap_or_default().parse().map_err(|error| error.at("listings"))?;
                Wish::Listings(ListingWish { text: listing::actions::clean(&listings.query), filters, trl_min })
            }
            (None, Some(demands)) => Wish::Demands(demands.filter.unwrap_or_default().of_world().map_err(|error| error.at("demands"))?),
            (None, None) => return Err(Error::new(Code::Required).at("listings")),
            (Some(_), Some(_)) => return Err(Error::new(Code::BadUserInput).at("demands")),
        };
        Ok(Create { name: self.name, wish })
    }
}

/// Input of `savedSearchUpdate`; what is not given stays as it is.
#[derive(InputObject)]
pub struct SavedSearchUpdateInput {
    /// The search.
    id: ID,
    /// The version that was read.
    expected_version: i64,
    /// What to call it, up to 80 characters.
    name: Option<String>,
    /// Whether the viewer is not told of anything for now.
    paused: Option<bool>,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

/// Input of `savedSearchDelete`.
#[derive(InputObject)]
pub struct SavedSearchDeleteInput {
    /// The search.
    id: ID,
    /// The version that was read.
    expected_version: i64,
    /// Returned unchanged.
    client_mutation_id: Option<String>,
}

payload! {
    /// Answer of `savedSearchCreate`.
    SavedSearchCreatePayload {
        /// The search.
        saved_search: SavedSearch
    }
    /// Answer of `savedSearchUpdate`.
    SavedSearchUpdatePayload {
        /// The search as it is now.
        saved_search: SavedSearch
    }
    /// Answer of `savedSearchDelete`.
    SavedSearchDeletePayload {
        /// The search as it was.
        saved_search: SavedSearch
    }
}

/// What can be done about saved searches.
#[derive(Default)]
pub struct SavedSearchMutation;

#[Object]
impl SavedSearchMutation {
    /// Keeps a search under a name, which asks for something: a word or a filter. The viewer is told of what is published from now
    /// on and answers it: once of each listing or demand, whichever search finds it, among the messages, live, and by mail as
    /// `viewerAlertMail` says; of so many in a day as the rule `matching.saved_searches` allows.
    async fn saved_search_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Everything that it takes.")] input: SavedSearchCreateInput,
    ) -> gql::Result<SavedSearchCreatePayload> {
        policy::keeper(actor(ctx))?;
        let sent = input.client_mutation_id.clone();
        let result = async { actions::create(app(ctx), actor(ctx), input.parse()?).await }.await;
        SavedSearchCreatePayload::of(ctx, sent, result)
    }

    /// Renames a saved search, pauses it or goes on with it.
    async fn saved_search_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to change.")] input: SavedSearchUpdateInput,
    ) -> gql::Result<SavedSearchUpdatePayload> {
        policy::keeper(actor(ctx))?;
        let SavedSearchUpdateInput { id, expected_version, name, paused, client_mutation_id } = input;
        let change = async {
            let id = parse_id(&id, "id")?;
            actions::update(app(ctx), actor(ctx), Update { id, expected_version, name, paused }).await
        };
        SavedSearchUpdatePayload::of(ctx, client_mutation_id, change.await)
    }

    /// Lets a saved search go.
    async fn saved_search_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SavedSearchDeleteInput,
    ) -> gql::Result<SavedSearchDeletePayload> {
        policy::keeper(actor(ctx))?;
        let result = async { actions::delete(app(ctx), actor(ctx), parse_id(&input.id, "id")?, input.expected_version).await }.await;
        SavedSearchDeletePayload::of(ctx, input.client_mutation_id, result)
    }
}
