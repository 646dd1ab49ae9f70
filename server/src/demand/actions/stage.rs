//! What stands in the way of a step, with the facts looked up.

use chrono::NaiveDate;

use crate::{
    ctx::Ctx,
    db::Write,
    demand::{
        content::DemandContent,
        model::Demand,
        policy,
        rules::{self, Authority, Blocker, Facts, Step, Traits, Transition},
        store,
        veil::{Profile, profile},
        vocabulary::DemandState,
    },
    identity::{self, rules::Organization},
    kernel::{Actor, Error, Result, Role},
};

/// What the steps of a working copy depend on beside itself.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The organization whose it is.
    pub owner: Option<Organization>,
    /// What the world saw last of it, if that differs from the working copy.
    pub shown: Option<DemandContent>,
}

impl Surroundings {
    /// Looks them up: at most two statements.
    pub(super) async fn load(ctx: &Ctx, tx: &Write, demand: &Demand) -> Result<Self> {
        let owner = identity::organizations(ctx, &**tx, &[demand.organization]).await?.pop();
        let version = demand.published_content_version.filter(|_| demand.has_unpublished_changes());
        let shown = match version {
            Some(version) => store::contents(&**tx, &[(demand.id, version)]).await?.remove(&demand.id).map(|revision| revision.content),
            None => None,
        };
        Ok(Self { owner, shown })
    }

    /// What is told of the owner: at most one statement.
    pub(super) async fn profile(&self, tx: &Write) -> Result<Profile> {
        let Some(owner) = &self.owner else { return Err(Error::internal("a demand without its owner")) };
        let declared: Vec<_> = owner.size_declaration.into_iter().collect();
        let declaration = identity::size_declarations(&**tx, &declared).await?.pop();
        Ok(profile(owner, declaration.map(|declaration| declaration.industry)))
    }

    /// What the world would see again.
    pub(super) fn shown_of<'a>(&'a self, demand: &'a Demand) -> Option<&'a DemandContent> {
        demand.published_content_version.map(|_| self.shown.as_ref().unwrap_or(&demand.content))
    }
}

/// The names by which an organization is known, also those that wait for the operator.
fn names(owner: Option<&Organization>) -> Vec<String> {
    let Some(owner) = owner else { return Vec::new() };
    let claimed = owner.pending_change.as_ref().map(|change| &change.claim);
    let names = [Some(&owner.name_zh), Some(&owner.name_en), claimed.map(|claim| &claim.name_zh), claimed.map(|claim| &claim.name_en)];
    names.into_iter().flatten().flatten().cloned().collect()
}

fn obstacles(
    ctx: &Ctx,
    actor: &Actor,
    demand: &Demand,
    transition: Transition,
    around: &Surroundings,
    today: NaiveDate,
) -> Result<Vec<Blocker>> {
    let names = names(around.owner.as_ref());
    let owner = around.owner.as_ref();
    let facts = Facts {
        content: &demand.content,
        shown: around.shown_of(demand),
        today,
        organization_verified: owner.is_some_and(Organization::is_verified),
        traits: Traits {
            names: &names,
            credit_code: owner.and_then(|owner| owner.credit_code.as_deref()),
            website: owner.and_then(|owner| owner.website.as_deref()),
        },
        named: demand.named,
        own_submission: actor.user().is_some() && demand.submitted_by == actor.user(),
        suspension: demand.suspension,
        valid_until: demand.valid_until,
        expired: demand.state == DemandState::Expired,
        changed: demand.has_unpublished_changes(),
        operator: actor.has_role(Role::Operator) && !actor.has_role_in(demand.organization, &policy::OWNERS),
    };
    rules::blockers(transition, &facts, &ctx.rules)
}

/// The step `transition` of `demand`, if nothing stands in its way.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED`, or everything that stands in the way.
pub(super) fn checked(ctx: &Ctx, actor: &Actor, demand: &Demand, transition: Transition, around: &Surroundings) -> Result<Step> {
    let step = rules::take(transition, demand.position())?;
    let found = obstacles(ctx, actor, demand, transition, around, ctx.clock.today())?;
    match Error::all(found.into_iter().map(|blocker| blocker.error).collect()) {
        Some(error) => Err(error),
        None => Ok(step),
    }
}

/// Every step that `actor` may take with a working copy, each with what stands in its way.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn possible_steps(ctx: &Ctx, actor: &Actor, demand: &Demand, around: &Surroundings) -> Result<Vec<(Step, Vec<Blocker>)>> {
    let today = ctx.clock.today();
    let mine = rules::steps(demand.position())
        .into_iter()
        .filter(|step| step.authority != Authority::System && policy::holds(actor, step.authority, demand.organization));
    mine.map(|step| Ok((step, obstacles(ctx, actor, demand, step.transition, around, today)?))).collect()
}
