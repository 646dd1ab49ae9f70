//! Editing a demand.

use super::{
    check_version,
    create::LONGEST_REFERENCE,
    drafted::{keeps_veil, lock_drafted},
    entry, lock_one, merged, revised,
};
use crate::{
    audit,
    ctx::Ctx,
    db::rerun,
    demand::{
        ContentPatch,
        model::{Demand, View},
        policy, rules,
        rules::Authority,
        store,
    },
    idempotency::Outcome,
    kernel::{Actor, Code, Error, Id, Result, error::Problems, id::Demand as DemandId, text},
};

/// A change to a demand.
#[derive(Debug, Clone)]
pub struct Update {
    /// The demand.
    pub id: Id<DemandId>,
    /// The version that the change was made looking at.
    pub expected_version: i64,
    /// The owner's own key: kept if `None`, taken away if `Some(None)`.
    pub external_reference: Option<Option<String>>,
    /// The given fields.
    pub content: ContentPatch,
}

/// Edits the working copy. What the world sees stays as it is until the operator has seen the change. An advisor who drafted it for
/// the owner edits it while it is a draft, and shows it to nobody who would not read it as it stands.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` (at `visibility` for an advisor who would show it to more), `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` while
/// the operator has it and for demands whose life is over, the errors of the content, `EXTERNAL_REFERENCE_TAKEN`.
pub async fn update(ctx: &Ctx, actor: &Actor, input: Update) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| edit(ctx, actor, &input)).await
}

async fn edit(ctx: &Ctx, actor: &Actor, input: &Update) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let (before, drafts) = match lock_drafted(ctx, &tx, actor, input.id).await? {
        Some(drafted) => (drafted, true),
        None => (lock_one(ctx, &tx, actor, input.id).await?, false),
    };
    if !drafts {
        policy::permit(actor, Authority::Owner, before.organization)?;
    } else if input.external_reference.is_some() {
        // References are a matter of the house.
        return Err(Error::new(Code::Forbidden).at("externalReference"));
    }
    let client = drafts.then_some(before.organization);
    let view = |demand: Demand| View::inside_of(demand, client.as_slice());
    check_version(before.version, input.expected_version)?;
    let position = rules::edited(before.position())?;
    let mut problems = Problems::default();
    let external_reference = match &input.external_reference {
        None => before.external_reference.clone(),
        Some(given) => problems.check("externalReference", text::optional_line(given.as_deref(), LONGEST_REFERENCE)).flatten(),
    };
    let content = merged(ctx, &input.content, &before.content).unwrap_or_else(|error| {
        problems.push(error);
        before.content.clone()
    });
    let content = problems.finish(content)?;
    if drafts {
        keeps_veil(Some(&before.content), &content)?;
    }
    let same_content = content == before.content;
    if same_content && external_reference == before.external_reference {
        return Ok(Outcome::fresh(view(before)));
    }
    let after = if same_content {
        Demand { version: before.version + 1, updated_at: ctx.now(), external_reference, ..before.clone() }
    } else {
        let (after, revision) = revised(ctx, &before, content, position, actor)?;
        store::insert_revisions(&*tx, &[revision]).await?;
        Demand { external_reference, ..after }
    };
    store::save(&*tx, std::slice::from_ref(&after)).await?;
    audit::append(ctx, &*tx, actor, entry("demand.update", Some(&before), &after)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(after)))
}
