//! Reading listings as one viewer may see them.

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;

use super::bench::{Bench, open_steps};
use crate::{
    ctx::Ctx,
    identity::rules::Organization as Holder,
    kernel::{
        Actor, Code, Error, Id, Locale, Page, PageRequest, Result,
        id::{Listing as ListingId, ListingRevision, Organization},
    },
    listing::{
        card::Extent,
        content::{BilingualText, ListingContent},
        diff::{FieldChange, diff},
        disclosure::viewer_layer,
        model::{Listing, Publication, Revision, View},
        office::{OfficeFilter, OfficeOrder, OrderField, StateCount},
        policy,
        rules::{Blocker, Step},
        store::{self, PublicFilter},
        vocabulary::ListingState,
    },
};

/// Totals are counted up to here; beyond, "at least as many" is said.
const COUNT_CAP: u64 = 10_000;

/// Parties to non-disclosure agreements for a listing. Agreements come with the negotiation slice; until then nobody
/// has signed one, so nobody reads their layer.
const NDA_PARTIES: &[Id<Organization>] = &[];

/// A publication as `actor` may read it.
pub(super) fn of_world(actor: &Actor, publication: Publication) -> View {
    let layer = viewer_layer(actor, publication.organization, NDA_PARTIES);
    View::of_world(publication, layer)
}

/// Listings by id as `actor` may see them: working copies for the office and for staff, publications for the others.
/// At most two statements; what the actor may not see is left out.
///
/// # Errors
/// Those of the database.
pub async fn views(ctx: &Ctx, actor: &Actor, ids: &[Id<ListingId>]) -> Result<HashMap<Id<ListingId>, View>> {
    let conn = ctx.db.read();
    let mut found = HashMap::new();
    if actor.is_staff() || !actor.seats().is_empty() {
        for listing in store::working_copies(conn, actor, ids).await? {
            found.insert(listing.id, View::of_office(listing));
        }
    }
    let others: Vec<_> = ids.iter().filter(|id| !found.contains_key(id)).copied().collect();
    if !others.is_empty() {
        for publication in store::publications(conn, &others, Extent::Whole).await? {
            found.insert(publication.listing, of_world(actor, publication));
        }
    }
    Ok(found)
}

/// Who holds a listing that is published; none if it is not. One statement.
///
/// # Errors
/// Those of the database.
pub async fn published_by(conn: &impl ConnectionTrait, id: Id<ListingId>) -> Result<Option<Id<Organization>>> {
    Ok(publishers(conn, &[id]).await?.remove(&id))
}

/// Who holds those of `ids` that are published; one statement.
///
/// # Errors
/// Those of the database.
pub async fn publishers(conn: &impl ConnectionTrait, ids: &[Id<ListingId>]) -> Result<HashMap<Id<ListingId>, Id<Organization>>> {
    let found = store::publications(conn, ids, Extent::Card).await?;
    Ok(found.into_iter().map(|publication| (publication.listing, publication.organization)).collect())
}

/// What those of `ids` are called that are published; one statement.
///
/// # Errors
/// Those of the database.
pub async fn published_titles(conn: &impl ConnectionTrait, ids: &[Id<ListingId>]) -> Result<HashMap<Id<ListingId>, BilingualText>> {
    let found = store::publications(conn, ids, Extent::Card).await?;
    Ok(found.into_iter().map(|publication| (publication.listing, publication.content.title)).collect())
}

/// One listing as `actor` may see it.
///
/// # Errors
/// Those of the database.
pub async fn find(ctx: &Ctx, actor: &Actor, id: Id<ListingId>) -> Result<Option<View>> {
    Ok(views(ctx, actor, &[id]).await?.remove(&id))
}

/// The listing that an organization knows by `reference`; references are a matter of the house.
///
/// # Errors
/// Those of the database.
pub async fn find_by_reference(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, reference: &str) -> Result<Option<View>> {
    if !policy::reads_inside(actor, organization) {
        return Ok(None);
    }
    let found = store::by_references(ctx.db.read(), organization, &[reference.to_owned()], &[]).await?.pop();
    Ok(found.map(View::of_office))
}

/// Whether a list with this filter shows working copies: the office's own, or any for staff. Everybody else gets what
/// is published.
#[must_use]
pub fn reads_inside(actor: &Actor, filter: &OfficeFilter) -> bool {
    filter.organization.map_or_else(|| actor.is_staff(), |organization| policy::reads_inside(actor, organization))
}

/// What a filter means to outsiders: published listings of the organization, if the filter does not rule them out.
fn outside(filter: &OfficeFilter) -> Option<PublicFilter> {
    let published = ListingState::Published.to_string();
    let ruled_out = !(filter.states.is_empty() || filter.states.contains(&published)) || filter.is_of_the_house();
    (!ruled_out).then(|| PublicFilter {
        organizations: filter.organization.into_iter().collect(),
        trl_min: filter.readiness_min.map(i64::from),
        ..PublicFilter::default()
    })
}

/// A list of listings: working copies, in `order`, where [`reads_inside`]; otherwise published ones, newest first, so much
/// of each as `extent` says.
///
/// # Errors
/// `CURSOR_MISMATCH`; `REQUIRED` at `organizationId` for working copies of everybody in an order, or by a filter,
/// that only one organization's can have.
pub async fn list(
    ctx: &Ctx,
    actor: &Actor,
    filter: &OfficeFilter,
    order: OfficeOrder,
    request: &PageRequest,
    extent: Extent,
) -> Result<Page<View>> {
    let conn = ctx.db.read();
    if reads_inside(actor, filter) {
        if filter.organization.is_none() && (order.field != OrderField::UpdatedAt || filter.is_for_one_office()) {
            return Err(Error::new(Code::Required).at("organizationId"));
        }
        return Ok(store::working_page(conn, actor, filter, order, request).await?.map(View::of_office));
    }
    match outside(filter) {
        Some(filter) => Ok(store::browse(conn, &filter, request, extent).await?.map(|publication| of_world(actor, publication))),
        None => Ok(Page { rows: Vec::new(), has_next: false, has_previous: false }),
    }
}

/// How many listings [`list`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_total(ctx: &Ctx, actor: &Actor, filter: &OfficeFilter) -> Result<(u64, bool)> {
    let conn = ctx.db.read();
    let count = if reads_inside(actor, filter) {
        store::count_working(conn, actor, filter, COUNT_CAP).await?
    } else {
        match outside(filter) {
            Some(filter) => store::count_publications(conn, &filter, COUNT_CAP).await?,
            None => 0,
        }
    };
    Ok((count, count < COUNT_CAP))
}

/// How many listings [`list`] would show of one organization, by where they stand. One statement.
///
/// # Errors
/// Those of the database.
pub async fn count_by_state(ctx: &Ctx, actor: &Actor, filter: &OfficeFilter) -> Result<Vec<StateCount>> {
    if reads_inside(actor, filter) {
        return store::count_by_state(ctx.db.read(), actor, filter).await;
    }
    let (count, _) = list_total(ctx, actor, filter).await?;
    let published = StateCount { state: ListingState::Published.to_string(), revision: None, count: count.cast_signed() };
    Ok(Some(published).filter(|shown| shown.count > 0).into_iter().collect())
}

/// Every edit of a working copy, last first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn revisions(ctx: &Ctx, listing: &Listing, request: &PageRequest) -> Result<Page<Revision>> {
    store::revision_page(ctx.db.read(), listing.id, request).await
}

/// Edits by their ids, for those who read the working copies that they belong to; others are left out. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn find_revisions(ctx: &Ctx, actor: &Actor, ids: &[Id<ListingRevision>]) -> Result<Vec<Revision>> {
    let conn = ctx.db.read();
    let mut found = store::revisions_by_id(conn, ids).await?;
    let listings: Vec<_> = found.iter().map(|revision| revision.listing).collect();
    let readable: HashSet<_> = store::working_copies(conn, actor, &listings).await?.into_iter().map(|listing| listing.id).collect();
    found.retain(|revision| readable.contains(&revision.listing));
    Ok(found)
}

/// What changed between two versions of a working copy's content, `None` for one that does not exist.
///
/// # Errors
/// `NOT_FOUND` at `fromVersion` or `toVersion`.
pub fn compare(from: Option<&Revision>, to: Option<&Revision>, locale: Locale) -> Result<Vec<FieldChange>> {
    let missing = |path: &str| Error::new(Code::NotFound).at(path);
    let (from, to) = (from.ok_or_else(|| missing("fromVersion"))?, to.ok_or_else(|| missing("toVersion"))?);
    Ok(diff(&from.content, &to.content, locale))
}

/// What the steps of a working copy depend on beside itself.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The organization that holds it.
    pub holder: Option<Holder>,
    /// Whether somebody else could review it; matters only where [`handed_in_by`](super::handed_in_by).
    pub other_head: bool,
    /// What the world saw last of it, if that differs from the working copy; matters only while it is suspended.
    pub shown: Option<ListingContent>,
}

/// Every step that `actor` may take with a working copy, each with what stands in its way.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn possible_steps(ctx: &Ctx, actor: &Actor, listing: &Listing, around: Surroundings) -> Result<Vec<(Step, Vec<Blocker>)>> {
    let shown = around.shown.into_iter().map(|content| (listing.id, content)).collect();
    let bench = Bench::known(actor, around.holder, around.other_head).with_shown(shown);
    open_steps(ctx, actor, listing, &bench)
}
