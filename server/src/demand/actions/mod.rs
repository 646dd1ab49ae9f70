//! Use cases of demands.

mod answer;
mod brief;
mod bulk;
mod create;
mod drafted;
mod expire;
mod export;
mod import;
mod matching;
mod perform;
mod propose;
mod read;
mod review;
mod split;
mod stage;
mod transition;
mod undo;
mod update;

pub use answer::{Answer, answer, reveal, withdraw_proposal};
pub use brief::{Brief, ProposalBrief, brief, proposal_brief, split_brief};
pub use bulk::{BulkMove, bulk_transition};
pub use create::{Create, create};
pub use drafted::{drafted_between, new_draft, write_draft};
pub use expire::{expire_due, remind_due};
pub use export::{Walk, working_copies};
pub use import::{ImportRow, PreparedRow, RowEffect, Written, import_rows, prepare_rows};
pub use matching::{need_inside, needs, published_ids_after, touched_by_organization};
pub use propose::{Propose, propose};
pub use read::{
    Question, clients, compare, contacts, edits, find, find_by_reference, find_proposals, find_revisions, find_splits, kin, list,
    list_total, proposals, proposals_total, reads_inside, reviews, revisions, views, working_content,
};
pub use review::{GiveReview, Said, review_proposal, said_of_proposals, sort_proposal, sorted, withdraw_review};
pub use split::{Decide, ProposeSplit, decide_split, propose_split, splits_of};
pub use stage::{Possible, Surroundings, possible_steps};
pub use transition::{Move, transition};
pub use undo::undo_rows;
pub use update::{Update, update};

use crate::{
    advisor::vocabulary::MandateScope,
    audit::NewEntry,
    ctx::Ctx,
    db::Write,
    demand::{
        ContentPatch,
        content::DemandContent,
        model::{Demand, Revision, content_hash},
        rules::Position,
        store,
        validate::validate,
        vocabulary::DemandState,
    },
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Demand as DemandId, Organization},
    },
};

/// An id for a new demand: without a time, because the world reads it also where it must not learn on which day the owner
/// began to write.
fn new_id(ctx: &Ctx) -> Id<DemandId> {
    let mut bytes = [0; 16];
    ctx.random.fill(&mut bytes);
    Id::from_uuid(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// The working copy of `id`, locked, for somebody who wants to change it.
///
/// # Errors
/// `NOT_FOUND` if the actor may not know of it; `FORBIDDEN` if the actor sees it but is an outsider.
async fn lock_one(ctx: &Ctx, tx: &Write, actor: &Actor, id: Id<DemandId>) -> Result<Demand> {
    if let Some(demand) = store::lock(&**tx, actor, &[id]).await?.pop() {
        return Ok(demand);
    }
    let carried = read::carried(ctx, &**tx, actor).await?;
    let clients: Vec<_> = carried.clients(MandateScope::Demands).collect();
    let visible = !store::seen(&**tx, actor, carried.is_appointed(), &[id]).await?.is_empty()
        || (!clients.is_empty() && !store::of_clients(&**tx, &clients, &[id]).await?.is_empty());
    Err(Error::new(if visible { Code::Forbidden } else { Code::NotFound }).at("id"))
}

/// Refuses a change that was made looking at another version.
fn check_version(current: i64, expected: i64) -> Result<()> {
    if current == expected {
        return Ok(());
    }
    Err(Error::new(Code::StaleVersion).with("current", current).at("expectedVersion"))
}

/// The content that follows from `patch` on `base`, checked. A last day that was chosen before may have passed meanwhile: it
/// is asked about when the demand is handed in, and stands in the way of no other edit.
fn merged(ctx: &Ctx, patch: &ContentPatch, base: &DemandContent) -> Result<DemandContent> {
    let given = patch.apply(base)?;
    let chosen = given.valid_until.filter(|_| given.valid_until == base.valid_until);
    let asked = DemandContent { valid_until: given.valid_until.filter(|_| chosen.is_none()), ..given };
    let checked = validate(asked, ctx.clock.today(), &ctx.rules)?;
    Ok(DemandContent { valid_until: checked.valid_until.or(chosen), ..checked })
}

/// A draft that nobody has seen.
fn draft(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, content: DemandContent) -> Result<Demand> {
    let now = ctx.now();
    Ok(Demand {
        id: new_id(ctx),
        organization,
        external_reference: None,
        state: DemandState::Draft,
        revision: None,
        content_hash: content_hash(&content)?,
        content,
        version: 1,
        content_version: 1,
        published_content_version: None,
        named: false,
        valid_until: None,
        remind_on: None,
        published_at: None,
        suspension: None,
        reason: None,
        split_from: None,
        drafted_by: None,
        handed_in_at: None,
        submitted_at: None,
        submitted_by: None,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    })
}

/// `demand` with another content, and the revision that keeps it.
fn revised(ctx: &Ctx, demand: &Demand, content: DemandContent, position: Position, actor: &Actor) -> Result<(Demand, Revision)> {
    let next = Demand {
        state: position.state,
        revision: position.revision,
        content_hash: content_hash(&content)?,
        content,
        version: demand.version + 1,
        content_version: demand.content_version + 1,
        // An expired demand that is a draft again is nobody's to be reminded of.
        remind_on: demand.remind_on.filter(|_| position.state != DemandState::Draft),
        updated_at: ctx.now(),
        ..demand.clone()
    };
    let revision = revision_of(ctx, &next, actor);
    Ok((next, revision))
}

/// What keeps the content of `demand` as it stands after its last edit, by `actor`.
fn revision_of(ctx: &Ctx, demand: &Demand, actor: &Actor) -> Revision {
    Revision {
        id: ctx.new_id(),
        demand: demand.id,
        content_version: demand.content_version,
        content: demand.content.clone(),
        changed_by: actor.user(),
        changed_at: demand.updated_at,
    }
}

/// The audit entry of a change from `before` (none if it is new) to `after`, in the owner's trail: hashes of both contents
/// and the states.
fn entry(verb: &'static str, before: Option<&Demand>, after: &Demand) -> NewEntry {
    let mut entry =
        NewEntry::new(after.organization, verb, after.id).detail("version", after.version).detail("contentVersion", after.content_version);
    entry.before = before.map(|demand| demand.content_hash.clone());
    entry.after = Some(after.content_hash.clone());
    if let Some(before) = before.filter(|before| before.state != after.state) {
        entry = entry.detail("from", before.state.to_string());
    }
    entry = entry.detail("to", after.state.to_string()).detail("visibility", after.content.visibility.to_string());
    if let Some(suspension) = after.suspension {
        entry = entry.detail("suspension", suspension.to_string());
    }
    match after.revision {
        Some(revision) => entry.detail("revision", revision.to_string()),
        None => entry,
    }
}
