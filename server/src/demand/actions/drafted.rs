//! A demand that an advisor drafts for a client: the client's own from its first word on. The client alone hands it in.

use sea_orm::ConnectionTrait;

use super::{draft, entry, merged, revision_of};
use crate::{
    advisor::vocabulary::MandateScope,
    audit,
    ctx::Ctx,
    db::Write,
    demand::{
        ContentPatch,
        content::DemandContent,
        model::{Demand, Drafter},
        policy, store,
    },
    kernel::{
        Actor, Id, Result, Timestamp,
        id::{Advisor, Demand as DemandId, Organization},
    },
    outbox::{self, Event},
};

/// A draft for `client` in the words of an advisor, checked as a client's own is. The caller has looked at the mandate.
///
/// # Errors
/// The errors of the content, `FORBIDDEN` at `visibility` if it would name the client.
pub fn new_draft(ctx: &Ctx, actor: &Actor, by: Drafter, client: Id<Organization>, content: &ContentPatch) -> Result<Demand> {
    let content = merged(ctx, content, &DemandContent::default())?;
    keeps_veil(None, &content)?;
    Ok(Demand { drafted_by: Some(by), ..draft(ctx, actor, client, content)? })
}

/// Who reads a demand, and whether with the client's name, the client says, and nobody for it; what is there is `before`.
///
/// # Errors
/// `FORBIDDEN` at `visibility` if more would read it.
pub(super) fn keeps_veil(before: Option<&DemandContent>, after: &DemandContent) -> Result<()> {
    policy::allowed(policy::may_show(before.map(|before| before.visibility), after.visibility)).map_err(|error| error.at("visibility"))
}

/// Writes what [`new_draft`] has made; the client's people are told.
///
/// # Errors
/// Those of the database.
pub async fn write_draft(ctx: &Ctx, tx: &Write, actor: &Actor, demand: &Demand) -> Result<()> {
    store::insert(&**tx, std::slice::from_ref(demand)).await?;
    store::insert_revisions(&**tx, &[revision_of(ctx, demand, actor)]).await?;
    outbox::push(ctx, &**tx, &Event::DemandDrafted { demand: demand.id }).await?;
    let advisor = demand.drafted_by.map(|by| by.advisor.to_string());
    audit::append(ctx, &**tx, actor, entry("demand.create", None, demand).detail("advisor", advisor)).await
}

/// The draft `id` of the actor, an advisor with a mandate of its owner, locked; none for everybody else, and once it was handed in.
pub(super) async fn lock_drafted(ctx: &Ctx, tx: &Write, actor: &Actor, id: Id<DemandId>) -> Result<Option<Demand>> {
    let carried = super::read::carried(ctx, &**tx, actor).await?;
    if carried.clients(MandateScope::Demands).next().is_none() {
        return Ok(None);
    }
    let found = store::lock(&**tx, &Actor::System("mandate"), &[id]).await?.pop();
    Ok(found.filter(|demand| policy::edits_draft(actor, demand, carried.allows(demand.organization, MandateScope::Demands))))
}

/// How many demands that an advisor drafted were handed in for the first time from `from` on and before `until`, and not refused since:
/// what nobody would publish is no work done. One statement.
///
/// # Errors
/// Those of the database.
pub async fn drafted_between(conn: &impl ConnectionTrait, advisor: Id<Advisor>, from: Timestamp, until: Timestamp) -> Result<u64> {
    store::count_handed_in(conn, advisor, from, until).await
}
