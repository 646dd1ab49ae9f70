//! Writing a new demand.

use serde::Serialize;
use uuid::Uuid;

use super::{draft, entry, merged, revision_of};
use crate::{
    audit,
    ctx::Ctx,
    db::rerun,
    demand::{
        ContentPatch,
        content::DemandContent,
        model::{Demand, View},
        policy,
        rules::Authority,
        store,
    },
    idempotency::{Guard, Outcome, once},
    kernel::{Actor, Code, Error, Id, Result, error::Problems, id::Organization, text},
};

/// Longest reference, in characters.
pub(super) const LONGEST_REFERENCE: usize = 250;

/// What a new demand is made of.
#[derive(Debug, Clone)]
pub struct Create {
    /// Whose it is.
    pub organization: Id<Organization>,
    /// The owner's own key, up to 250 characters.
    pub external_reference: Option<String>,
    /// What it says.
    pub content: ContentPatch,
    /// Guards against making it twice.
    pub idempotency_key: Option<Uuid>,
}

#[derive(Serialize)]
struct Fingerprint<'a> {
    organization: Id<Organization>,
    external_reference: Option<&'a str>,
    content: &'a DemandContent,
}

/// Writes a new draft.
///
/// # Errors
/// `NOT_FOUND` for strangers to the organization, `FORBIDDEN` for others than the enterprise's people, the errors of the
/// content, `EXTERNAL_REFERENCE_TAKEN`.
pub async fn create(ctx: &Ctx, actor: &Actor, input: Create) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    if !policy::reads_inside(actor, input.organization) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    policy::permit(actor, Authority::Owner, input.organization)?;
    let mut problems = Problems::default();
    let given = input.external_reference.as_deref();
    let reference = problems.check("externalReference", text::optional_line(given, LONGEST_REFERENCE)).flatten();
    let content = merged(ctx, &input.content, &DemandContent::default()).unwrap_or_else(|error| {
        problems.push(error);
        DemandContent::default()
    });
    let content = problems.finish(content)?;
    let guard = actor.user().zip(input.idempotency_key).map(|(user, key)| {
        let external_reference = reference.as_deref();
        Guard::new(user, "demandCreate", key, &Fingerprint { organization: input.organization, external_reference, content: &content })
    });
    // Boxed: the future is large, and every caller's would grow by it.
    let work = rerun(|| Box::pin(write(ctx, actor, input.organization, reference.clone(), &content, guard.as_ref())));
    let Some(guard) = &guard else { return work.await.map(Outcome::fresh) };
    let find = async |id| {
        let found = store::working_copies(ctx.db.read(), actor, &[id]).await?.pop();
        found.map(View::inside).ok_or_else(|| Error::new(Code::NotFound))
    };
    once(ctx, guard, find, work).await
}

async fn write(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<Organization>,
    external_reference: Option<String>,
    content: &DemandContent,
    guard: Option<&Guard>,
) -> Result<View> {
    let demand = Demand { external_reference, ..draft(ctx, actor, organization, content.clone())? };
    let tx = ctx.begin().await?;
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that the reference is taken.
    if let Some(guard) = guard {
        guard.keep(ctx, &*tx, demand.id).await?;
    }
    store::insert(&*tx, std::slice::from_ref(&demand)).await?;
    store::insert_revisions(&*tx, &[revision_of(ctx, &demand, actor)]).await?;
    audit::append(ctx, &*tx, actor, entry("demand.create", None, &demand)).await?;
    tx.commit().await?;
    Ok(View::inside(demand))
}
