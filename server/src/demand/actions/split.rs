//! Making two demands of one: somebody proposes it with both texts, the owner decides about each part.

use std::collections::HashMap;

use serde::Serialize;
use uuid::Uuid;

use super::{check_version, draft, entry, lock_one, merged, revised, revision_of};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::{Write, rerun},
    demand::{
        ContentPatch,
        content::DemandContent,
        model::{Demand, Split},
        policy,
        rules::{self, Authority},
        store,
        vocabulary::{Decision, DemandSplitState, SplitPart},
    },
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Error, Id, Result,
        error::Problems,
        id::{Demand as DemandId, DemandSplit},
        text,
    },
    outbox::{self, Event},
};

/// Longest note, in characters.
const LONGEST_NOTE: usize = 1000;

/// A proposal to split a demand.
#[derive(Debug, Clone)]
pub struct ProposeSplit {
    /// The demand.
    pub demand: Id<DemandId>,
    /// The version that the proposal was made looking at.
    pub expected_version: i64,
    /// Why.
    pub note: Option<String>,
    /// What changes in the demand itself.
    pub kept: ContentPatch,
    /// What the new demand says differently.
    pub split_off: ContentPatch,
    /// Makes a repeated call harmless.
    pub idempotency_key: Uuid,
}

#[derive(Serialize)]
struct Fingerprint<'a> {
    demand: Id<DemandId>,
    note: Option<&'a str>,
    kept: &'a DemandContent,
    kept_fields: Vec<&'a String>,
    split_off: &'a DemandContent,
    split_off_fields: Vec<&'a String>,
}

/// What the owner decides about a part.
#[derive(Debug, Clone)]
pub struct Decide {
    /// The split.
    pub id: Id<DemandSplit>,
    /// The version that the decision rests on.
    pub expected_version: i64,
    /// Which part.
    pub part: SplitPart,
    /// Whether it shall be so.
    pub approve: bool,
}

/// Proposes to split a demand. Changes nothing in it.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for others than the owner's people and whoever carries its mandate for demands, `STALE_VERSION`,
/// `TRANSITION_NOT_ALLOWED` while the demand
/// cannot be edited, `PROPOSAL_EXISTS` while another split waits, `DUPLICATE` at `splitOff` if the parts say the same, the
/// errors of the contents at `kept` and `splitOff`.
pub async fn propose_split(ctx: &Ctx, actor: &Actor, input: ProposeSplit) -> Result<Outcome<Split>> {
    policy::signed_in(actor)?;
    let fingerprint = Fingerprint {
        demand: input.demand,
        note: input.note.as_deref(),
        kept: &input.kept.content,
        kept_fields: input.kept.fields.iter().collect(),
        split_off: &input.split_off.content,
        split_off_fields: input.split_off.fields.iter().collect(),
    };
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "demandSplitPropose", input.idempotency_key, &fingerprint);
    let find = async |id| super::find_splits(ctx, actor, &[id]).await?.pop().ok_or_else(|| Error::new(Code::NotFound));
    // Boxed: the future is large, and every caller's would grow by it.
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &ProposeSplit, guard: &Guard) -> Result<Split> {
    let tx = ctx.begin().await?;
    let clients = super::clients(ctx, &*tx, actor).await?;
    // The owner's own people, and whoever carries the owner's mandate for its demands.
    let of_client = if clients.is_empty() { None } else { store::lock(&*tx, &Actor::System("mandate"), &[input.demand]).await?.pop() };
    let demand = if let Some(of_client) = of_client.filter(|demand| clients.contains(&demand.organization)) {
        of_client
    } else {
        let own = lock_one(ctx, &tx, actor, input.demand).await.map_err(|error| error.without_path().at("demandId"))?;
        policy::allowed(policy::may_propose_split(actor, own.organization, false))?;
        own
    };
    check_version(demand.version, input.expected_version)?;
    rules::edited(demand.position())?;
    let mut problems = Problems::default();
    let note = problems.check("note", text::optional_paragraph(input.note.as_deref(), LONGEST_NOTE)).flatten();
    let kept = problems.check("kept", merged(ctx, &input.kept, &demand.content)).unwrap_or_default();
    let split_off = problems.check("splitOff", merged(ctx, &input.split_off, &demand.content)).unwrap_or_default();
    if problems.is_empty() && kept == split_off {
        problems.push(Error::new(Code::Duplicate).at("splitOff"));
    }
    let (note, kept, split_off) = problems.finish((note, kept, split_off))?;
    let now = ctx.now();
    let split = Split {
        id: ctx.new_id(),
        demand: demand.id,
        organization: demand.organization,
        state: DemandSplitState::Open,
        note,
        base_content_version: demand.content_version,
        base: demand.content,
        kept,
        kept_decision: Decision::Pending,
        split_off,
        split_off_decision: Decision::Pending,
        created_demand: None,
        version: 1,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    };
    guard.keep(ctx, &*tx, split.id).await?;
    store::insert_split(&*tx, &split).await.map_err(|error| error.at("demandId"))?;
    outbox::push(ctx, &*tx, &Event::DemandSplitProposed { split: split.id }).await?;
    let entry = NewEntry::new(split.organization, "demand_split.propose", split.id)
        .detail("demand", split.demand.to_string())
        .detail("contentVersion", split.base_content_version);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(split)
}

/// Decides about one part: an approved one is carried out at once. The kept part edits the demand, which is moderated again
/// like any other edit; the split-off part becomes a new draft.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION` (at `id` if the demand was changed since the split was made from it),
/// `TRANSITION_NOT_ALLOWED` if the part is decided, or the demand cannot be edited now.
pub async fn decide_split(ctx: &Ctx, actor: &Actor, input: Decide) -> Result<Outcome<Split>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(decide(ctx, actor, &input))).await
}

async fn decide(ctx: &Ctx, actor: &Actor, input: &Decide) -> Result<Outcome<Split>> {
    let tx = ctx.begin().await?;
    let before = store::lock_split(&*tx, actor, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::permit(actor, Authority::Owner, before.organization)?;
    check_version(before.version, input.expected_version)?;
    let (_, decided) = before.part(input.part);
    if decided != Decision::Pending {
        let to = if input.approve { Decision::Approved } else { Decision::Rejected };
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", decided.to_string()).with("toState", to.to_string()));
    }
    let decision = if input.approve { Decision::Approved } else { Decision::Rejected };
    let mut after = Split { version: before.version + 1, updated_at: ctx.now(), ..before.clone() };
    let mut entries = Vec::new();
    match input.part {
        SplitPart::Kept => {
            after.kept_decision = decision;
            if input.approve {
                entries.push(keep(ctx, &tx, actor, &before).await?);
            }
        }
        SplitPart::SplitOff => {
            after.split_off_decision = decision;
            if input.approve {
                let (id, entry) = split_off(ctx, &tx, actor, &before).await?;
                after.created_demand = Some(id);
                entries.push(entry);
            }
        }
    }
    if after.kept_decision != Decision::Pending && after.split_off_decision != Decision::Pending {
        after.state = DemandSplitState::Decided;
    }
    store::save_split(&*tx, &after).await?;
    if after.state == DemandSplitState::Decided && after.created_by != actor.user() {
        outbox::push(ctx, &*tx, &Event::DemandSplitDecided { split: after.id }).await?;
    }
    let own = NewEntry::new(after.organization, "demand_split.decide", after.id)
        .detail("part", input.part.to_string())
        .detail("decision", decision.to_string())
        .detail("version", after.version);
    entries.push(own);
    audit::append_all(ctx, &*tx, actor, entries).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

/// The demand says from now on what the kept part says.
async fn keep(ctx: &Ctx, tx: &Write, actor: &Actor, split: &Split) -> Result<NewEntry> {
    let demand = lock_one(ctx, tx, actor, split.demand).await?;
    if demand.content_version != split.base_content_version {
        return Err(Error::new(Code::StaleVersion).with("current", demand.content_version).at("id"));
    }
    let position = rules::edited(demand.position())?;
    let (after, revision) = revised(ctx, &demand, split.kept.clone(), position, actor)?;
    store::insert_revisions(&**tx, &[revision]).await?;
    store::save(&**tx, std::slice::from_ref(&after)).await?;
    Ok(entry("demand.update", Some(&demand), &after))
}

/// A new draft that says what the split-off part says. A name that the world has read beside the whole it has read beside the
/// part.
async fn split_off(ctx: &Ctx, tx: &Write, actor: &Actor, split: &Split) -> Result<(Id<DemandId>, NewEntry)> {
    let whole = lock_one(ctx, tx, actor, split.demand).await?;
    rules::edited(whole.position())?;
    let kept = split.kept_decision == Decision::Approved;
    // The kept part may have been carried out meanwhile, and nothing else.
    let stands = if kept {
        whole.content_version == split.base_content_version + 1 && whole.content == split.kept
    } else {
        whole.content_version == split.base_content_version
    };
    if !stands {
        return Err(Error::new(Code::StaleVersion).with("current", whole.content_version).at("id"));
    }
    let made = draft(ctx, actor, split.organization, split.split_off.clone())?;
    let made = Demand { split_from: Some(split.demand), named: whole.named, ..made };
    store::insert(&**tx, std::slice::from_ref(&made)).await?;
    store::insert_revisions(&**tx, &[revision_of(ctx, &made, actor)]).await?;
    Ok((made.id, entry("demand.create", None, &made)))
}

/// Most splits of one demand that are shown.
const SPLITS_MAX: u32 = 50;

/// The last splits of demands that `actor` may see, newest first; one statement.
///
/// # Errors
/// Those of the database.
pub async fn splits_of(ctx: &Ctx, actor: &Actor, demands: &[Id<DemandId>]) -> Result<HashMap<Id<DemandId>, Vec<Split>>> {
    let conn = ctx.db.read();
    store::splits_of(conn, actor, &super::clients(ctx, conn, actor).await?, demands, SPLITS_MAX).await
}
