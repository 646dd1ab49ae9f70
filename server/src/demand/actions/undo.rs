//! Taking back what an import wrote, as if it had not been, where nobody has touched it since.

use std::collections::HashMap;

use super::Written;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::Write,
    demand::{
        content::DemandContent,
        model::{Demand, content_hash},
        policy,
        rules::{Authority, Position},
        store,
    },
    kernel::{
        Actor, Id, Result,
        id::{Demand as DemandId, Organization},
    },
};

/// Takes back writes of an import in the caller's transaction, and says which demands are as they were. A draft that the
/// import made goes; a demand that it changed gets back its content and its place. A demand that somebody has changed since,
/// and a draft that somebody has built upon, is left alone: their work counts more.
///
/// # Errors
/// `FORBIDDEN` for others than the enterprise's people.
pub async fn undo_rows(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    organization: Id<Organization>,
    written: &[Written],
) -> Result<Vec<Id<DemandId>>> {
    policy::permit(actor, Authority::Owner, organization)?;
    let ids: Vec<_> = written.iter().map(|write| write.demand).collect();
    let found = store::lock(&**tx, &Actor::System("demand"), &ids).await?;
    let found: HashMap<_, _> = found.into_iter().map(|demand| (demand.id, demand)).collect();
    let untouched = |write: &Written| {
        let demand = found.get(&write.demand)?;
        let ours = demand.organization == organization && demand.version == write.version;
        ours.then_some((demand, write.before))
    };
    let (mut gone, mut changed) = (Vec::new(), Vec::new());
    for (demand, before) in written.iter().filter_map(untouched) {
        match before {
            None => gone.push(demand),
            Some(position) => changed.push((demand, position)),
        }
    }
    let made: Vec<_> = gone.iter().map(|demand: &&Demand| demand.id).collect();
    let leaned_on = store::leaned_on(&**tx, &made).await?;
    gone.retain(|demand| !leaned_on.contains(&demand.id));
    let wanted: Vec<_> = changed.iter().map(|(demand, _)| (demand.id, demand.content_version - 1)).collect();
    let mut earlier = store::contents(&**tx, &wanted).await?;
    let (mut restored, mut revisions) = (Vec::new(), Vec::new());
    let mut entries: Vec<NewEntry> = gone.iter().map(|demand| undone(demand, None)).collect();
    for (demand, position) in changed {
        let Some(revision) = earlier.remove(&demand.id) else { continue };
        let after = restore(ctx, demand, position, revision.content)?;
        entries.push(undone(demand, Some(&after)));
        revisions.push((demand.id, demand.content_version));
        restored.push(after);
    }
    let gone: Vec<_> = gone.into_iter().map(|demand| demand.id).collect();
    store::save(&**tx, &restored).await?;
    store::remove_revisions(&**tx, &revisions).await?;
    store::remove(&**tx, &gone).await?;
    audit::append_all(ctx, &**tx, actor, entries).await?;
    Ok(gone.into_iter().chain(restored.into_iter().map(|demand| demand.id)).collect())
}

/// The version goes on, so that nobody who has seen the change mistakes the demand for the changed one.
fn restore(ctx: &Ctx, demand: &Demand, position: Position, content: DemandContent) -> Result<Demand> {
    Ok(Demand {
        state: position.state,
        revision: position.revision,
        content_hash: content_hash(&content)?,
        content,
        version: demand.version + 1,
        content_version: demand.content_version - 1,
        updated_at: ctx.now(),
        ..demand.clone()
    })
}

fn undone(before: &Demand, after: Option<&Demand>) -> NewEntry {
    let mut entry = NewEntry::new(before.organization, "demand.import.undo", before.id).detail("version", before.version);
    entry.before = Some(before.content_hash.clone());
    entry.after = after.map(|demand| demand.content_hash.clone());
    entry
}
