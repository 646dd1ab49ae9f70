//! What stands in the way of a step, with the facts looked up.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::{
    ctx::Ctx,
    db::Write,
    identity::{self, rules::Organization},
    kernel::{Actor, Error, Id, Result, Role, id::Organization as OrganizationId},
    listing::{
        model::Listing,
        rules::{self, Step, Transition},
    },
};

fn handed_in_by(listing: &Listing, actor: &Actor) -> bool {
    actor.user().is_some() && listing.submitted_by == actor.user() && listing.awaits_verdict()
}

async fn other_head(conn: &impl ConnectionTrait, actor: &Actor, organization: Id<OrganizationId>) -> Result<bool> {
    let heads = identity::people_with_roles(conn, organization, &[Role::TtoHead]).await?;
    Ok(heads.iter().any(|head| Some(head.user) != actor.user()))
}

/// Who decides, as far as the steps of one organization's listings need to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bench {
    organization_verified: bool,
    other_head: bool,
    operator: bool,
}

impl Bench {
    /// Looks up whether the organization is verified and whether it has another head than `actor`: two statements.
    pub(super) async fn load(ctx: &Ctx, tx: &Write, actor: &Actor, organization: Id<OrganizationId>) -> Result<Self> {
        let found = identity::organizations(ctx, &**tx, &[organization]).await?;
        let organization_verified = found.first().is_some_and(Organization::is_verified);
        let other_head = other_head(&**tx, actor, organization).await?;
        Ok(Self { organization_verified, other_head, operator: actor.has_role(Role::Operator) })
    }

    /// For showing what could be done with one listing; asks for other heads only where it matters.
    pub(super) async fn look(ctx: &Ctx, actor: &Actor, listing: &Listing, organization_verified: bool) -> Result<Self> {
        let matters = handed_in_by(listing, actor);
        let other_head = matters && other_head(ctx.db.read(), actor, listing.organization).await?;
        Ok(Self { organization_verified, other_head, operator: actor.has_role(Role::Operator) })
    }

    /// What the guards look at.
    pub(super) fn facts<'a>(self, listing: &'a Listing, actor: &Actor, today: NaiveDate) -> rules::Facts<'a> {
        rules::Facts {
            content: &listing.content,
            origin: listing.origin,
            today,
            organization_verified: self.organization_verified,
            own_submission: self.other_head && handed_in_by(listing, actor),
            suspension: listing.suspension,
            operator: self.operator,
        }
    }
}

/// The step `transition` of `listing`, if nothing stands in its way.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED`, or everything that stands in the way.
pub(super) fn checked(ctx: &Ctx, actor: &Actor, listing: &Listing, transition: Transition, bench: Bench) -> Result<Step> {
    let step = rules::take(transition, listing.position())?;
    let blockers = rules::blockers(transition, &bench.facts(listing, actor, ctx.clock.today()), &ctx.rules)?;
    match Error::all(blockers.into_iter().map(|blocker| blocker.error).collect()) {
        Some(error) => Err(error),
        None => Ok(step),
    }
}

/// Every step that `actor` may take with `listing`, each with what stands in its way.
pub(super) fn open_steps(ctx: &Ctx, actor: &Actor, listing: &Listing, bench: Bench) -> Result<Vec<(Step, Vec<rules::Blocker>)>> {
    let facts = bench.facts(listing, actor, ctx.clock.today());
    let steps = rules::steps(listing.position()).into_iter();
    let mine = steps.filter(|step| {
        step.authority != rules::Authority::System && crate::listing::policy::holds(actor, step.authority, listing.organization)
    });
    mine.map(|step| Ok((step, rules::blockers(step.transition, &facts, &ctx.rules)?))).collect()
}
