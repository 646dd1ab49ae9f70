//! Reading demands and proposals as one viewer may see them.

use std::collections::{HashMap, HashSet};

use sea_orm::ConnectionTrait;

use crate::{
    advisor::{self, Carried, vocabulary::MandateScope},
    ctx::Ctx,
    demand::{
        content::DemandContent,
        diff::{DemandFieldChange, diff},
        model::{Demand, Proposal, Publication, Review, Revision, Split, View},
        policy,
        rules::Kin,
        store::{self, DemandFilter, ProposalFilter, PublicFilter},
    },
    kernel::{
        Actor, Code, Error, Id, Locale, Page, PageRequest, Result,
        id::{Demand as DemandId, DemandProposal, DemandRevision, DemandSplit, Organization, User},
    },
    listing::content::Contact,
};

/// Totals are counted up to here; beyond, "at least as many" is said.
const COUNT_CAP: u64 = 10_000;

/// A publication as `actor` may read it: whoever carries a mandate of the owner knows whose it is.
fn of_world(actor: &Actor, carried: &Carried, publication: Publication) -> View {
    let mandated: Vec<Id<User>> = carried.of(publication.organization).map(|mandate| mandate.user).into_iter().collect();
    let sees_owner = policy::sees_owner(actor, publication.organization, publication.visibility(), &mandated);
    View::of_world(publication, sees_owner)
}

/// The mandates that `actor` carries today. No statement for those who are no advisors.
pub(super) async fn carried(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &Actor) -> Result<Carried> {
    advisor::carried(conn, actor, ctx.clock.today()).await
}

/// Whose demands `actor` works on today under the owner's mandate. No statement for those who are no advisors.
///
/// # Errors
/// Those of the database.
pub async fn clients(ctx: &Ctx, conn: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<Id<Organization>>> {
    Ok(carried(ctx, conn, actor).await?.clients(MandateScope::Demands).collect())
}

/// Demands by id as `actor` may see them: working copies for the owner's people, for staff, and for advisors with the owner's
/// mandate for its demands; publications for the others. At most two statements, for advisors four; what the actor may not see
/// is left out.
///
/// # Errors
/// Those of the database.
pub async fn views(ctx: &Ctx, actor: &Actor, ids: &[Id<DemandId>]) -> Result<HashMap<Id<DemandId>, View>> {
    let conn = ctx.db.read();
    let mut found = HashMap::new();
    if actor.is_staff() || !actor.seats().is_empty() {
        for demand in store::working_copies(conn, actor, ids).await? {
            found.insert(demand.id, View::inside(demand));
        }
    }
    let carried = carried(ctx, conn, actor).await?;
    let clients: Vec<_> = carried.clients(MandateScope::Demands).collect();
    if !clients.is_empty() {
        for demand in store::of_clients(conn, &clients, ids).await? {
            found.insert(demand.id, View::inside_of(demand, &clients));
        }
    }
    let others: Vec<_> = ids.iter().filter(|id| !found.contains_key(id)).copied().collect();
    if !others.is_empty() {
        for publication in store::seen(conn, actor, carried.is_appointed(), &others).await? {
            found.insert(publication.demand, of_world(actor, &carried, publication));
        }
    }
    Ok(found)
}

/// One demand as `actor` may see it.
///
/// # Errors
/// Those of the database.
pub async fn find(ctx: &Ctx, actor: &Actor, id: Id<DemandId>) -> Result<Option<View>> {
    Ok(views(ctx, actor, &[id]).await?.remove(&id))
}

/// What a demand says now, whether it is shown or not; for the program's own use. One statement.
///
/// # Errors
/// Those of the database.
pub async fn working_content(conn: &impl ConnectionTrait, id: Id<DemandId>) -> Result<Option<DemandContent>> {
    Ok(store::working_copies(conn, &Actor::System("case"), &[id]).await?.pop().map(|demand| demand.content))
}

/// The demand that an organization knows by `reference`; references are a matter of the house.
///
/// # Errors
/// Those of the database.
pub async fn find_by_reference(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, reference: &str) -> Result<Option<View>> {
    if !policy::reads_inside(actor, organization) {
        return Ok(None);
    }
    Ok(store::by_reference(ctx.db.read(), organization, reference).await?.map(View::inside))
}

/// What a list of demands is asked for.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// For those who read inside.
    pub inside: DemandFilter,
    /// For everybody else.
    pub outside: PublicFilter,
}

/// Whether a list shows working copies: the enterprise's own, or any for staff. Everybody else gets what is published.
#[must_use]
pub fn reads_inside(actor: &Actor, filter: &DemandFilter) -> bool {
    filter.organization.map_or_else(|| actor.is_staff(), |organization| policy::reads_inside(actor, organization))
}

/// A list of demands: working copies, last changed first, where [`reads_inside`]; otherwise published ones, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn list(ctx: &Ctx, actor: &Actor, question: &Question, request: &PageRequest) -> Result<Page<View>> {
    let conn = ctx.db.read();
    if reads_inside(actor, &question.inside) {
        let clients = clients(ctx, conn, actor).await?;
        return Ok(store::working_page(conn, actor, &question.inside, request).await?.map(|demand| View::inside_of(demand, &clients)));
    }
    let carried = carried(ctx, conn, actor).await?;
    Ok(store::browse(conn, actor, carried.is_appointed(), &question.outside, request)
        .await?
        .map(|publication| of_world(actor, &carried, publication)))
}

/// How many demands [`list`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_total(ctx: &Ctx, actor: &Actor, question: &Question) -> Result<(u64, bool)> {
    let conn = ctx.db.read();
    let count = if reads_inside(actor, &question.inside) {
        store::count_working(conn, actor, &question.inside, COUNT_CAP).await?
    } else {
        let appointed = carried(ctx, conn, actor).await?.is_appointed();
        store::count_publications(conn, actor, appointed, &question.outside, COUNT_CAP).await?
    };
    Ok((count, count < COUNT_CAP))
}

/// Every edit of a working copy, last first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn revisions(ctx: &Ctx, demand: &Demand, request: &PageRequest) -> Result<Page<Revision>> {
    store::revision_page(ctx.db.read(), demand.id, request).await
}

/// Edits by their ids, for those who read the working copies that they belong to; others are left out. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn find_revisions(ctx: &Ctx, actor: &Actor, ids: &[Id<DemandRevision>]) -> Result<Vec<Revision>> {
    let conn = ctx.db.read();
    let mut found = store::revisions_by_id(conn, ids).await?;
    let demands: Vec<_> = found.iter().map(|revision| revision.demand).collect();
    let readable: HashSet<_> = store::working_copies(conn, actor, &demands).await?.into_iter().map(|demand| demand.id).collect();
    found.retain(|revision| readable.contains(&revision.demand));
    Ok(found)
}

/// What changed between two versions of a working copy's content, `None` for one that does not exist.
///
/// # Errors
/// `NOT_FOUND` at `fromVersion` or `toVersion`.
pub fn compare(from: Option<&Revision>, to: Option<&Revision>, locale: Locale) -> Result<Vec<DemandFieldChange>> {
    let missing = |path: &str| Error::new(Code::NotFound).at(path);
    let (from, to) = (from.ok_or_else(|| missing("fromVersion"))?, to.ok_or_else(|| missing("toVersion"))?);
    Ok(diff(&from.content, &to.content, locale))
}

/// Proposals by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_proposals(ctx: &Ctx, actor: &Actor, ids: &[Id<DemandProposal>]) -> Result<Vec<Proposal>> {
    store::find_proposals(ctx.db.read(), actor, ids).await
}

/// A page of proposals, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn proposals(ctx: &Ctx, actor: &Actor, filter: &ProposalFilter, request: &PageRequest) -> Result<Page<Proposal>> {
    store::proposal_page(ctx.db.read(), actor, filter, request).await
}

/// How many proposals [`proposals`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn proposals_total(ctx: &Ctx, actor: &Actor, filter: &ProposalFilter) -> Result<(u64, bool)> {
    let count = store::count_proposals(ctx.db.read(), actor, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Splits by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_splits(ctx: &Ctx, actor: &Actor, ids: &[Id<DemandSplit>]) -> Result<Vec<Split>> {
    let conn = ctx.db.read();
    store::find_splits(conn, actor, &clients(ctx, conn, actor).await?, ids).await
}

/// Most moderations of one demand that are shown.
const REVIEWS_MAX: u32 = 50;

/// The last moderations of demands whose working copies the viewer reads, newest first; one statement.
///
/// # Errors
/// Those of the database.
pub async fn reviews(ctx: &Ctx, ids: &[Id<DemandId>]) -> Result<Vec<Review>> {
    store::reviews(ctx.db.read(), ids, REVIEWS_MAX).await
}

/// Edits of demands whose working copies the viewer reads, by version; one statement.
///
/// # Errors
/// Those of the database.
pub async fn edits(ctx: &Ctx, wanted: &[(Id<DemandId>, i64)]) -> Result<Vec<Revision>> {
    store::revisions(ctx.db.read(), wanted).await
}

/// What was told of the parts of the splits that demands belong to, each given with the one that it was split off from; one
/// statement. The viewer reads their working copies.
///
/// # Errors
/// Those of the database.
pub async fn kin(ctx: &Ctx, demands: &[(Id<DemandId>, Option<Id<DemandId>>)]) -> Result<HashMap<Id<DemandId>, Kin>> {
    store::kin(ctx.db.read(), demands).await
}

/// Whom to ask about demands, whoever asks; one statement. The caller shows a contact only to those who may know whose the
/// demand is.
///
/// # Errors
/// Those of the database.
pub async fn contacts(ctx: &Ctx, ids: &[Id<DemandId>]) -> Result<HashMap<Id<DemandId>, Contact>> {
    let demands = store::working_copies(ctx.db.read(), &Actor::System("demand"), ids).await?;
    Ok(demands.into_iter().filter_map(|demand| Some((demand.id, demand.content.contact?))).collect())
}
