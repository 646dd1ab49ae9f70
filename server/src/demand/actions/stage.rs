//! What stands in the way of a step, with the facts looked up.

use crate::{
    ctx::Ctx,
    db::Write,
    demand::{
        content::DemandContent,
        model::Demand,
        policy,
        rules::{self, Authority, Blocker, Facts, Kin, Step, Traits, Transition},
        store,
        veil::{Profile, profile, wider},
        vocabulary::{DemandState, Visibility},
    },
    identity::{self, Alike, rules::Organization},
    kernel::{Actor, Error, Result, Role},
};

/// What the steps of a working copy depend on beside itself.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The organization whose it is.
    pub owner: Option<Organization>,
    /// What the world saw last of it, if that differs from the working copy.
    pub shown: Option<DemandContent>,
    /// What was told of the demands that it was split off from, and that were split off from it.
    pub kin: Kin,
}

impl Surroundings {
    /// Looks them up: at most three statements.
    pub(super) async fn load(ctx: &Ctx, tx: &Write, demand: &Demand) -> Result<Self> {
        let owner = identity::organizations(ctx, &**tx, &[demand.organization]).await?.pop();
        let version = demand.published_content_version.filter(|_| demand.has_unpublished_changes());
        let shown = match version {
            Some(version) => store::contents(&**tx, &[(demand.id, version)]).await?.remove(&demand.id).map(|revision| revision.content),
            None => None,
        };
        let kin = store::kin(&**tx, &[(demand.id, demand.split_from)]).await?.remove(&demand.id).unwrap_or_default();
        Ok(Self { owner, shown, kin })
    }

    /// What is told of the owner: of one that is not named no more than fits so many verified enterprises that nobody can
    /// tell it from the others. At most six statements.
    pub(super) async fn profile(&self, ctx: &Ctx, tx: &Write, visibility: Visibility) -> Result<Profile> {
        let Some(owner) = &self.owner else { return Err(Error::internal("a demand without its owner")) };
        let declared: Vec<_> = owner.size_declaration.into_iter().collect();
        let declaration = identity::size_declarations(&**tx, &declared).await?.pop();
        let mut told = profile(owner, declaration.map(|declaration| declaration.industry));
        if visibility.names_owner() {
            return Ok(told);
        }
        let least: u64 = ctx.rules.on("demand.profile_fits_least", ctx.clock.today())?.get()?;
        while identity::count_alike(&**tx, &alike(&told), least).await? < least {
            let Some(wider) = wider(&told) else { break };
            told = wider;
        }
        Ok(told)
    }

    /// What the world would see again.
    pub(super) fn shown_of<'a>(&'a self, demand: &'a Demand) -> Option<&'a DemandContent> {
        demand.published_content_version.map(|_| self.shown.as_ref().unwrap_or(&demand.content))
    }
}

/// Whom a profile fits.
fn alike(profile: &Profile) -> Alike {
    // A code of a province or city ends in zeros; those of its parts begin like it.
    let division = profile.region.as_deref().map(|region| match region.strip_suffix("0000") {
        Some(province) => province.to_owned(),
        None => region.strip_suffix("00").unwrap_or(region).to_owned(),
    });
    Alike { country: profile.country.clone(), division, size: profile.size, branch: profile.branch }
}

/// Says by what an organization is recognized.
pub(super) struct Marked<'a> {
    owner: Option<&'a Organization>,
    names: Vec<String>,
}

impl<'a> Marked<'a> {
    pub(super) fn of(owner: Option<&'a Organization>) -> Self {
        Self { owner, names: names(owner) }
    }

    pub(super) fn traits(&self) -> Traits<'_> {
        Traits {
            names: &self.names,
            credit_code: self.owner.and_then(|owner| owner.credit_code.as_deref()),
            website: self.owner.and_then(|owner| owner.website.as_deref()),
        }
    }
}

/// The names by which an organization is known, also those that wait for the operator.
fn names(owner: Option<&Organization>) -> Vec<String> {
    let Some(owner) = owner else { return Vec::new() };
    let claimed = owner.pending_change.as_ref().map(|change| &change.claim);
    let names = [Some(&owner.name_zh), Some(&owner.name_en), claimed.map(|claim| &claim.name_zh), claimed.map(|claim| &claim.name_en)];
    names.into_iter().flatten().flatten().cloned().collect()
}

/// What guards look at.
fn facts<'a>(ctx: &Ctx, actor: &Actor, demand: &'a Demand, around: &'a Surroundings, marked: &'a Marked<'_>) -> Facts<'a> {
    Facts {
        content: &demand.content,
        shown: around.shown_of(demand),
        today: ctx.clock.today(),
        organization_verified: around.owner.as_ref().is_some_and(Organization::is_verified),
        traits: marked.traits(),
        named: demand.named,
        kin: around.kin,
        own_side: actor.is_member_of(demand.organization) || (actor.user().is_some() && demand.submitted_by == actor.user()),
        suspension: demand.suspension,
        valid_until: demand.valid_until,
        expired: demand.state == DemandState::Expired,
        changed: demand.has_unpublished_changes(),
        operator: actor.has_role(Role::Operator) && !actor.has_role_in(demand.organization, &policy::OWNERS),
    }
}

/// The step `transition` of `demand`, if nothing stands in its way.
///
/// # Errors
/// `TRANSITION_NOT_ALLOWED`, or everything that stands in the way.
pub(super) fn checked(ctx: &Ctx, actor: &Actor, demand: &Demand, transition: Transition, around: &Surroundings) -> Result<Step> {
    let step = rules::take(transition, demand.position())?;
    let marked = Marked::of(around.owner.as_ref());
    let found = rules::blockers(transition, &facts(ctx, actor, demand, around, &marked), &ctx.rules)?;
    match Error::all(found.into_iter().map(|blocker| blocker.error).collect()) {
        Some(error) => Err(error),
        None => Ok(step),
    }
}

/// A step that somebody may take.
#[derive(Debug, Clone)]
pub struct Possible {
    /// The step.
    pub step: Step,
    /// What stands in its way; empty if it can be taken now.
    pub blockers: Vec<Blocker>,
    /// What does not, and is to be looked at nevertheless.
    pub warnings: Vec<Blocker>,
}

/// Every step that `actor` may take with a working copy, each with what stands in its way.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn possible_steps(ctx: &Ctx, actor: &Actor, demand: &Demand, around: &Surroundings) -> Result<Vec<Possible>> {
    let marked = Marked::of(around.owner.as_ref());
    let facts = facts(ctx, actor, demand, around, &marked);
    let mine = rules::steps(demand.position())
        .into_iter()
        .filter(|step| step.authority != Authority::System && policy::holds(actor, step.authority, demand.organization));
    mine.map(|step| {
        let blockers = rules::blockers(step.transition, &facts, &ctx.rules)?;
        Ok(Possible { step, blockers, warnings: rules::warnings(step.transition, &facts) })
    })
    .collect()
}
