//! Rows of a file as demands: planned without a lock, written with a handful of statements. Drafts only; nothing is handed in
//! and nobody is told.

use std::collections::{HashMap, HashSet};

use super::{draft, entry, merged, revised, revision_of};
use crate::{
    audit,
    ctx::Ctx,
    db::Write,
    demand::{
        ContentPatch,
        content::DemandContent,
        model::Demand,
        policy,
        rules::{self, Authority, Position},
        store,
    },
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Demand as DemandId, Organization},
    },
};

/// One row of a file.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// The owner's own key, cleaned, 1 to 250 characters, unique among the rows of one call.
    pub external_reference: String,
    /// The fields that the file has columns for. A field without a column keeps its value; an empty cell clears it.
    pub content: ContentPatch,
}

/// A row that was checked against what is there, ready to be written.
#[derive(Debug, Clone)]
pub struct PreparedRow {
    external_reference: String,
    plan: Plan,
}

#[derive(Debug, Clone)]
enum Plan {
    Create(Box<Demand>),
    Update { before: Box<Demand>, content: Box<DemandContent> },
    Unchanged(Id<DemandId>),
    Refused(Error),
}

/// A demand as an import left it: enough to take the change back while nobody has touched it since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The demand.
    pub demand: Id<DemandId>,
    /// Its version after the write.
    pub version: i64,
    /// Where it stood before; none if it was made.
    pub before: Option<Position>,
}

/// What became of a row.
#[derive(Debug, Clone)]
pub enum RowEffect {
    /// A new draft.
    Created(Written),
    /// A draft that changed, or changes to a published demand that wait for their owner to hand them in.
    Updated(Written),
    /// The demand says the same already.
    Unchanged(Id<DemandId>),
    /// Nothing was done, and why; paths are those of the demand's fields.
    Refused(Error),
}

impl PreparedRow {
    /// What writing it would do, for a dry run. The id of a row that would be created is not kept.
    #[must_use]
    pub fn effect(&self) -> RowEffect {
        match &self.plan {
            Plan::Create(demand) => RowEffect::Created(Written { demand: demand.id, version: demand.version, before: None }),
            Plan::Update { before, .. } => {
                RowEffect::Updated(Written { demand: before.id, version: before.version + 1, before: Some(before.position()) })
            }
            Plan::Unchanged(id) => RowEffect::Unchanged(*id),
            Plan::Refused(error) => RowEffect::Refused(error.clone()),
        }
    }
}

/// Checks rows against the organization's demands: the slow part, outside of any transaction. One statement. A row finds the
/// demand that bears its reference, else the one whose global id the reference is.
///
/// # Errors
/// `FORBIDDEN` for others than the enterprise's people; those of single rows stand in their effect.
pub async fn prepare_rows(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, rows: Vec<ImportRow>) -> Result<Vec<PreparedRow>> {
    policy::permit(actor, Authority::Owner, organization)?;
    let references: Vec<String> = rows.iter().map(|row| row.external_reference.clone()).collect();
    let known = store::by_references(ctx.db.read(), organization, &references, &ids_among(&references)).await?;
    let (ctx, actor) = (ctx.clone(), actor.clone());
    // Merging, checking and hashing hundreds of documents is work for a thread, not for the one that serves requests.
    let planned = tokio::task::spawn_blocking(move || planned(&ctx, &actor, organization, rows, known));
    planned.await.map_err(Error::internal)
}

/// A reference may be the id of a demand: an export writes it for demands that have no reference of their own.
fn ids_among(references: &[String]) -> Vec<Id<DemandId>> {
    references.iter().filter_map(|reference| reference.parse().ok()).collect()
}

/// What stands at a reference: the demand that bears it, else the one whose id it is.
fn at_reference<'a, T>(reference: &str, by_reference: &'a HashMap<String, T>, by_id: &'a HashMap<Id<DemandId>, T>) -> Option<&'a T> {
    by_reference.get(reference).or_else(|| by_id.get(&reference.parse().ok()?))
}

fn planned(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, rows: Vec<ImportRow>, known: Vec<Demand>) -> Vec<PreparedRow> {
    let (mut by_reference, mut by_id) = (HashMap::new(), HashMap::new());
    for demand in known {
        if let Some(reference) = &demand.external_reference {
            by_reference.insert(reference.clone(), demand.clone());
        }
        by_id.insert(demand.id, demand);
    }
    let (mut references, mut demands) = (HashSet::new(), HashSet::new());
    let mut prepared = Vec::with_capacity(rows.len());
    for row in rows {
        let found = at_reference(&row.external_reference, &by_reference, &by_id);
        let first = references.insert(row.external_reference.clone()) && found.is_none_or(|demand| demands.insert(demand.id));
        let plan = if first {
            plan(ctx, actor, organization, &row, found)
        } else {
            Err(Error::new(Code::DuplicateInFile).with("value", row.external_reference.as_str()).at("externalReference"))
        };
        prepared.push(PreparedRow { external_reference: row.external_reference, plan: plan.unwrap_or_else(Plan::Refused) });
    }
    prepared
}

fn plan(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, row: &ImportRow, known: Option<&Demand>) -> Result<Plan> {
    let Some(before) = known else {
        let content = merged(ctx, &row.content, &DemandContent::default())?;
        let external_reference = Some(row.external_reference.clone());
        let demand = Demand { external_reference, ..draft(ctx, actor, organization, content)? };
        return Ok(Plan::Create(Box::new(demand)));
    };
    // Compared before it is checked: what was valid when it was written may not be so today, and it did not change.
    if row.content.apply(&before.content)? == before.content {
        return Ok(Plan::Unchanged(before.id));
    }
    let content = merged(ctx, &row.content, &before.content)?;
    if content == before.content {
        return Ok(Plan::Unchanged(before.id));
    }
    rules::edited(before.position())?;
    Ok(Plan::Update { before: Box::new(before.clone()), content: Box::new(content) })
}

/// Writes prepared rows in the caller's transaction: one read, at most three writes, one append to the trail. A row whose
/// demand changed since it was prepared is refused with `STALE_VERSION` (prepare it again).
///
/// New rows are drafts. A row that changes a published demand changes the working copy alone; the world keeps seeing what it
/// saw.
///
/// # Errors
/// Those of the database; those of single rows stand in their effect.
pub async fn import_rows(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    organization: Id<Organization>,
    rows: Vec<PreparedRow>,
) -> Result<Vec<RowEffect>> {
    policy::permit(actor, Authority::Owner, organization)?;
    let concerned = rows.iter().filter(|row| matches!(row.plan, Plan::Create(_) | Plan::Update { .. }));
    let references: Vec<String> = concerned.map(|row| row.external_reference.clone()).collect();
    let locked = if references.is_empty() {
        Vec::new()
    } else {
        store::lock_references(&**tx, organization, &references, &ids_among(&references)).await?
    };
    let by_id: HashMap<_, _> = locked.iter().map(|(_, id, version)| (*id, (*id, *version))).collect();
    let by_reference: HashMap<_, _> = locked.into_iter().filter_map(|(reference, id, version)| Some((reference?, (id, version)))).collect();
    let (mut created, mut updated, mut revisions, mut entries) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut effects = Vec::with_capacity(rows.len());
    for row in rows {
        let current = at_reference(&row.external_reference, &by_reference, &by_id).copied();
        effects.push(match row.plan {
            Plan::Create(_) | Plan::Update { .. } if current != row.plan.expects() => {
                RowEffect::Refused(Error::new(Code::StaleVersion).with("current", current.map_or(0, |(_, version)| version)))
            }
            Plan::Create(demand) => {
                entries.push(entry("demand.import", None, &demand));
                revisions.push(revision_of(ctx, &demand, actor));
                let written = Written { demand: demand.id, version: demand.version, before: None };
                created.push(*demand);
                RowEffect::Created(written)
            }
            Plan::Update { before, content } => {
                let (after, revision) = revised(ctx, &before, *content, rules::edited(before.position())?, actor)?;
                entries.push(entry("demand.import", Some(&before), &after));
                revisions.push(revision);
                let written = Written { demand: after.id, version: after.version, before: Some(before.position()) };
                updated.push(after);
                RowEffect::Updated(written)
            }
            Plan::Unchanged(id) => RowEffect::Unchanged(id),
            Plan::Refused(error) => RowEffect::Refused(error),
        });
    }
    store::insert(&**tx, &created).await?;
    store::save(&**tx, &updated).await?;
    store::insert_revisions(&**tx, &revisions).await?;
    audit::append_all(ctx, &**tx, actor, entries).await?;
    Ok(effects)
}

impl Plan {
    /// What must be there when it is written: the demand and its version, or nothing.
    fn expects(&self) -> Option<(Id<DemandId>, i64)> {
        match self {
            Self::Update { before, .. } => Some((before.id, before.version)),
            _ => None,
        }
    }
}
