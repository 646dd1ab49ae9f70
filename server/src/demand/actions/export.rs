//! All working copies of an enterprise, a page at a time.

use crate::{
    ctx::Ctx,
    demand::{model::Demand, store},
    kernel::{
        Id, Result,
        id::{Demand as DemandId, Organization},
    },
};

/// Where a walk through an enterprise's demands stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Walk {
    /// At the beginning.
    #[default]
    Start,
    /// Behind the demand with this reference.
    AfterReference(String),
    /// Among the demands without a reference, behind the one with this id.
    WithoutReference(Option<Id<DemandId>>),
}

/// Working copies of `organization`, at most `limit`, and where to go on: those with a reference first, by reference, then the
/// others by id. For exports, whose caller has asked the policy. One statement a page.
///
/// # Errors
/// Those of the database.
pub async fn working_copies(ctx: &Ctx, organization: Id<Organization>, walk: Walk, limit: u64) -> Result<(Vec<Demand>, Option<Walk>)> {
    let db = ctx.db.read();
    let demands = match &walk {
        Walk::Start => store::with_reference_after(db, organization, None, limit).await?,
        Walk::AfterReference(reference) => store::with_reference_after(db, organization, Some(reference), limit).await?,
        Walk::WithoutReference(after) => store::without_reference_after(db, organization, *after, limit).await?,
    };
    let full = u64::try_from(demands.len()).is_ok_and(|read| read == limit);
    let last = demands.last().filter(|_| full);
    let next = match (walk, last) {
        (Walk::WithoutReference(_), last) => last.map(|demand| Walk::WithoutReference(Some(demand.id))),
        (_, Some(demand)) => demand.external_reference.clone().map(Walk::AfterReference),
        (_, None) => Some(Walk::WithoutReference(None)),
    };
    Ok((demands, next))
}
