//! What stands in the way of a step, with the facts looked up.

use std::collections::HashSet;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::perform::ShownContents;
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

/// Whether `actor` handed in what a reviewer has now. Only then does it matter whether somebody else could review it.
#[must_use]
pub fn handed_in_by(listing: &Listing, actor: &Actor) -> bool {
    actor.user().is_some() && listing.submitted_by == actor.user() && listing.awaits_verdict()
}

/// Those of `organizations` that have another head than `actor`. One statement.
///
/// # Errors
/// Those of the database.
pub async fn with_another_head(
    conn: &impl ConnectionTrait,
    actor: &Actor,
    organizations: &[Id<OrganizationId>],
) -> Result<HashSet<Id<OrganizationId>>> {
    let heads = identity::holders_of_roles(conn, organizations, &[Role::TtoHead]).await?;
    Ok(heads.into_iter().filter(|(_, head)| Some(*head) != actor.user()).map(|(organization, _)| organization).collect())
}

/// Who decides, as far as the steps of one organization's listings need to know, and what the world would see again.
#[derive(Debug, Clone)]
pub(super) struct Bench {
    holder: Option<Organization>,
    other_head: bool,
    operator: bool,
    shown: ShownContents,
}

impl Bench {
    /// Looks up the organization and whether it has another head than `actor`: two statements.
    pub(super) async fn load(ctx: &Ctx, tx: &Write, actor: &Actor, organization: Id<OrganizationId>) -> Result<Self> {
        let holder = identity::organizations(ctx, &**tx, &[organization]).await?.pop();
        let other_head = with_another_head(&**tx, actor, &[organization]).await?.contains(&organization);
        Ok(Self::known(actor, holder, other_head))
    }

    /// From what is known already.
    pub(super) fn known(actor: &Actor, holder: Option<Organization>, other_head: bool) -> Self {
        Self { holder, other_head, operator: actor.has_role(Role::Operator), shown: ShownContents::new() }
    }

    /// Knows what the world saw last of the listings that differ from it.
    pub(super) fn with_shown(self, shown: ShownContents) -> Self {
        Self { shown, ..self }
    }

    /// What the guards look at.
    pub(super) fn facts<'a>(&'a self, listing: &'a Listing, actor: &Actor, today: NaiveDate) -> rules::Facts<'a> {
        let published = listing.published_content_version.map(|_| self.shown.get(&listing.id).unwrap_or(&listing.content));
        rules::Facts {
            content: &listing.content,
            shown: published,
            origin: listing.origin,
            today,
            organization_verified: self.holder.as_ref().is_some_and(Organization::is_verified),
            organization_kind: self.holder.as_ref().map(|holder| holder.kind),
            own_submission: self.other_head && handed_in_by(listing, actor),
            suspension: listing.suspension,
            licensed_until: listing.licensed_until,
            operator: self.operator,
        }
    }
}

/// The step `transition` of `listing`, if nothing stands in its way.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED`, or everything that stands in the way.
pub(super) fn checked(ctx: &Ctx, actor: &Actor, listing: &Listing, transition: Transition, bench: &Bench) -> Result<Step> {
    let step = rules::take(transition, listing.position())?;
    let blockers = rules::blockers(transition, &bench.facts(listing, actor, ctx.clock.today()), &ctx.rules)?;
    match Error::all(blockers.into_iter().map(|blocker| blocker.error).collect()) {
        Some(error) => Err(error),
        None => Ok(step),
    }
}

/// Every step that `actor` may take with `listing`, each with what stands in its way.
pub(super) fn open_steps(ctx: &Ctx, actor: &Actor, listing: &Listing, bench: &Bench) -> Result<Vec<(Step, Vec<rules::Blocker>)>> {
    let facts = bench.facts(listing, actor, ctx.clock.today());
    let steps = rules::steps(listing.position()).into_iter();
    let mine = steps.filter(|step| {
        step.authority != rules::Authority::System && crate::listing::policy::holds(actor, step.authority, listing.organization)
    });
    mine.map(|step| Ok((step, rules::blockers(step.transition, &facts, &ctx.rules)?))).collect()
}
