//! The same step for many listings of one organization: an office that has taken in a thousand rows publishes them here.

use uuid::Uuid;

use super::{
    bench::{Bench, checked},
    perform::{perform, shown_contents},
    transition::{decision, suspension},
};
use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Bulk, Code, Error, Id, Result,
        id::{Listing as ListingId, Organization},
    },
    listing::{
        office::OfficeFilter,
        policy,
        rules::{self, Transition},
        store,
    },
};

/// Most listings that one call moves; call again for the rest.
pub const BULK_MAX: usize = 5000;

/// Most ids that one call names.
const IDS_MAX: usize = 100;

/// Listings of one transaction: few enough that others do not wait long.
const CHUNK: u64 = 200;

/// Of how many listings of one call people are told one by one; the others they find in their lists. Nobody reads
/// thousands of mails.
const TOLD_MAX: u64 = 20;

/// Which listings.
#[derive(Debug, Clone)]
pub enum Selection {
    /// These, at most 100.
    Ids(Vec<Id<ListingId>>),
    /// All of the organization's that match; its `organization` is ignored.
    Matching(OfficeFilter),
}

/// A step for many listings.
#[derive(Debug, Clone)]
pub struct BulkMove {
    /// The holder.
    pub organization: Id<Organization>,
    /// The step.
    pub transition: Transition,
    /// Which listings.
    pub selection: Selection,
    /// Reason, for a suspension, withdrawal or transfer.
    pub reason: Option<String>,
}

/// Takes a step for many listings, a few hundred in a transaction. A listing that cannot take it stays as it is and is
/// reported; the others go on.
///
/// # Errors
/// `NOT_FOUND` for strangers to the organization, `FORBIDDEN`, `TOO_MANY` ids, `REASON_REQUIRED`. A return needs notes
/// about each listing and is refused here with `BAD_USER_INPUT`.
pub async fn bulk_transition(ctx: &Ctx, actor: &Actor, input: BulkMove) -> Result<Bulk<ListingId>> {
    policy::signed_in(actor)?;
    if !policy::reads_inside(actor, input.organization) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    if input.transition == Transition::Return {
        return Err(Error::new(Code::BadUserInput).at("transition"));
    }
    policy::permit(actor, rules::widest_authority(input.transition), input.organization)?;
    let mut decision = decision(input.transition, Vec::new(), input.reason.as_deref())?;
    decision.suspension = suspension(actor, input.organization);
    let mut ids = match &input.selection {
        Selection::Ids(ids) if ids.len() > IDS_MAX => return Err(Error::new(Code::TooMany).with("max", IDS_MAX).at("ids")),
        Selection::Ids(ids) => ids.clone(),
        Selection::Matching(_) => Vec::new(),
    };
    ids.sort_unstable();
    ids.dedup();
    let mut report = Bulk::default();
    let mut after: Option<Uuid> = None;
    let mut seen = 0;
    loop {
        if let Selection::Matching(filter) = &input.selection {
            ids = store::ids_in_state(ctx.db.read(), input.organization, filter, after, CHUNK).await?;
            report.more = !ids.is_empty() && seen >= BULK_MAX;
        }
        if ids.is_empty() || seen >= BULK_MAX {
            return Ok(report);
        }
        after = ids.last().map(|id| id.uuid());
        seen += ids.len();
        let tx = ctx.begin().await?;
        let mut moves = Vec::with_capacity(ids.len());
        let locked = store::lock(&*tx, actor, &ids).await?;
        let shown = shown_contents(&*tx, &locked).await?;
        let bench = Bench::load(ctx, &tx, actor, input.organization).await?.with_shown(shown);
        let mut missing = ids.clone();
        for listing in locked.into_iter().filter(|listing| listing.organization == input.organization) {
            missing.retain(|id| *id != listing.id);
            let permitted = policy::permit(actor, rules::authority(input.transition, listing.position()), listing.organization);
            match permitted.and_then(|()| checked(ctx, actor, &listing, input.transition, &bench)) {
                Ok(step) => moves.push((listing, step)),
                Err(error) => report.refuse(listing.id, error),
            }
        }
        for id in missing {
            report.refuse(id, Error::new(Code::NotFound));
        }
        decision.told = usize::try_from(TOLD_MAX.saturating_sub(report.changed)).unwrap_or_default();
        report.changed += moves.len() as u64;
        if !moves.is_empty() {
            perform(ctx, &tx, actor, moves, &decision).await?;
            tx.commit().await?;
        }
        ids.clear();
    }
}
