//! Reading advisors and mandates as one viewer may see them, and what other slices ask.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::{
    advisor::{
        model::{Advisor, Declaration, Mandate, MandateRequest, NamedTie, Ties, Trust},
        store::{self, AdvisorFilter, MandateFilter, MandateRequestFilter},
        vocabulary::{MandateScope, MandateState},
    },
    ctx::Ctx,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Role, Timestamp,
        id::{Advisor as AdvisorId, Mandate as MandateId, MandateRequest as RequestId, Organization, User},
    },
};

/// Totals are counted up to here; beyond, "at least as many" is said.
const COUNT_CAP: u64 = 10_000;

/// Advisors by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_advisors(ctx: &Ctx, actor: &Actor, ids: &[Id<AdvisorId>]) -> Result<Vec<Advisor>> {
    store::find(ctx.db.read(), actor, ids).await
}

/// A page of advisors, last come first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn list(ctx: &Ctx, actor: &Actor, filter: &AdvisorFilter, request: &PageRequest) -> Result<Page<Advisor>> {
    store::page(ctx.db.read(), actor, filter, request).await
}

/// How many advisors [`list`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_total(ctx: &Ctx, actor: &Actor, filter: &AdvisorFilter) -> Result<(u64, bool)> {
    let count = store::count(ctx.db.read(), actor, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// The actor as an advisor; none for those who have not applied or lack the role. At most one statement.
///
/// # Errors
/// Those of the database.
pub async fn viewer_advisor(ctx: &Ctx, actor: &Actor) -> Result<Option<Advisor>> {
    match actor.user().filter(|_| actor.has_role(Role::Advisor)) {
        Some(user) => store::of_user(ctx.db.read(), user).await,
        None => Ok(None),
    }
}

/// What advisors have declared, newest first; one statement. The caller has checked that the viewer may read it.
///
/// # Errors
/// Those of the database.
pub async fn declarations(ctx: &Ctx, ids: &[Id<AdvisorId>]) -> Result<Vec<Declaration>> {
    store::declarations_of(ctx.db.read(), ids).await
}

/// Mandates by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_mandates(ctx: &Ctx, actor: &Actor, ids: &[Id<MandateId>]) -> Result<Vec<Mandate>> {
    store::find_mandates(ctx.db.read(), actor, ids).await
}

/// Mandates of any of `clients` for any of `advisors` that are good today and that `actor` may see; one statement.
///
/// # Errors
/// Those of the database.
pub async fn mandates_among(ctx: &Ctx, actor: &Actor, clients: &[Id<Organization>], advisors: &[Id<AdvisorId>]) -> Result<Vec<Mandate>> {
    store::mandates_among(ctx.db.read(), actor, clients, advisors, ctx.clock.today()).await
}

/// A page of mandates, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn list_mandates(ctx: &Ctx, actor: &Actor, filter: &MandateFilter, request: &PageRequest) -> Result<Page<Mandate>> {
    store::mandate_page(ctx.db.read(), actor, filter, request).await
}

/// How many mandates [`list_mandates`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_mandates_total(ctx: &Ctx, actor: &Actor, filter: &MandateFilter) -> Result<(u64, bool)> {
    let count = store::count_mandates(ctx.db.read(), actor, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Questions for mandates by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_mandate_requests(ctx: &Ctx, actor: &Actor, ids: &[Id<RequestId>]) -> Result<Vec<MandateRequest>> {
    store::find_requests(ctx.db.read(), actor, ids).await
}

/// A page of questions for mandates, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn list_mandate_requests(
    ctx: &Ctx,
    actor: &Actor,
    filter: &MandateRequestFilter,
    request: &PageRequest,
) -> Result<Page<MandateRequest>> {
    store::request_page(ctx.db.read(), actor, filter, request).await
}

/// How many questions [`list_mandate_requests`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_mandate_requests_total(ctx: &Ctx, actor: &Actor, filter: &MandateRequestFilter) -> Result<(u64, bool)> {
    let count = store::count_requests(ctx.db.read(), actor, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// The mandates that somebody carries today, and those that are over: whose business the actor may look into, and how far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Whether the actor is appointed today. Who is not carries nothing.
    appointed: bool,
    good: Vec<Mandate>,
    over: Vec<Mandate>,
}

impl Carried {
    fn of_mandates(mandates: Vec<Mandate>, today: NaiveDate) -> Self {
        let (good, over) = mandates.into_iter().partition(|mandate| mandate.state_on(today) == MandateState::Active);
        Self { appointed: true, good, over }
    }

    /// Whether the actor is an advisor who is appointed today.
    #[must_use]
    pub const fn is_appointed(&self) -> bool {
        self.appointed
    }

    /// Every client whose mandate is good today.
    pub fn mandated(&self) -> impl Iterator<Item = Id<Organization>> {
        self.good.iter().map(|mandate| mandate.organization)
    }

    /// When the last mandate of each client ended of whom none is good today.
    #[must_use]
    pub fn ended(&self) -> HashMap<Id<Organization>, Timestamp> {
        let mut ended = HashMap::new();
        for mandate in self.over.iter().filter(|mandate| self.of(mandate.organization).is_none()) {
            let last = ended.entry(mandate.organization).or_insert_with(|| mandate.over_at());
            *last = mandate.over_at().max(*last);
        }
        ended
    }

    /// What there is between the actor and `client` if only what was good after `since` is looked at; without a moment
    /// nothing that is over is.
    #[must_use]
    pub fn trust(&self, client: Id<Organization>, since: Option<Timestamp>) -> Trust {
        let ended_since = || since.is_some_and(|since| self.over.iter().any(|old| old.organization == client && old.over_at() >= since));
        if self.of(client).is_some() {
            Trust::Good
        } else if !self.appointed || ended_since() {
            Trust::Over
        } else {
            Trust::NotYet
        }
    }

    /// Clients for whom the actor may do what `scope` says.
    pub fn clients(&self, scope: MandateScope) -> impl Iterator<Item = Id<Organization>> {
        self.good.iter().filter(move |mandate| mandate.scopes.contains(&scope)).map(|mandate| mandate.organization)
    }

    /// Whether the actor may do what `scope` says for `client`.
    #[must_use]
    pub fn allows(&self, client: Id<Organization>, scope: MandateScope) -> bool {
        self.clients(scope).any(|organization| organization == client)
    }

    /// The mandate of `client`, if the actor carries one.
    #[must_use]
    pub fn of(&self, client: Id<Organization>) -> Option<&Mandate> {
        self.good.iter().find(|mandate| mandate.organization == client)
    }
}

/// The mandates that `actor` carries on `today`: none for those whose appointment is over. No statement for those who have not
/// the role, otherwise two.
///
/// # Errors
/// Those of the database.
pub async fn carried(conn: &impl ConnectionTrait, actor: &Actor, today: NaiveDate) -> Result<Carried> {
    let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) else { return Ok(Carried::default()) };
    if !store::of_user(conn, user).await?.is_some_and(|advisor| advisor.is_appointed_on(today)) {
        return Ok(Carried::default());
    }
    Ok(Carried::of_mandates(store::mandates_of_user(conn, user).await?, today))
}

/// The mandate of `client` that `advisor` carries on `today`; none for those whose appointment is over. One statement.
///
/// # Errors
/// Those of the database.
pub async fn mandate_for(
    conn: &impl ConnectionTrait,
    client: Id<Organization>,
    advisor: Id<AdvisorId>,
    today: NaiveDate,
) -> Result<Option<Mandate>> {
    store::carried_between(conn, client, advisor, today).await
}

/// Those of `advisors` who are appointed on `today`. One statement.
///
/// # Errors
/// Those of the database.
pub async fn appointed_among(conn: &impl ConnectionTrait, advisors: &[Id<AdvisorId>], today: NaiveDate) -> Result<HashSet<Id<AdvisorId>>> {
    store::appointed_among(conn, advisors, today).await
}

/// Every mandate that there ever was between a client and an advisor, newest first. One statement.
///
/// # Errors
/// Those of the database.
pub async fn mandates_between(conn: &impl ConnectionTrait, client: Id<Organization>, advisor: Id<AdvisorId>) -> Result<Vec<Mandate>> {
    store::mandates_between(conn, client, advisor).await
}

/// The advisor that a person is, whoever asks. One statement.
///
/// # Errors
/// Those of the database.
pub async fn of_user(conn: &impl ConnectionTrait, user: Id<User>) -> Result<Option<Advisor>> {
    store::of_user(conn, user).await
}

/// Everybody who takes cases, in the order of their ids, whoever asks. One statement.
///
/// # Errors
/// Those of the database.
pub async fn all_active(conn: &impl ConnectionTrait) -> Result<Vec<Advisor>> {
    store::all_active(conn).await
}

/// With whom each of `advisors` has declared a tie that still counts on `today`. One statement.
///
/// # Errors
/// Those of the database.
pub async fn conflicts_of(
    conn: &impl ConnectionTrait,
    advisors: &[Id<AdvisorId>],
    today: NaiveDate,
) -> Result<HashMap<Id<AdvisorId>, Ties>> {
    let mut found: HashMap<_, Ties> = HashMap::new();
    for tie in store::declarations_of(conn, advisors).await?.into_iter().filter(|tie| counts(tie, today)) {
        let ties = found.entry(tie.advisor).or_default();
        match tie.organization {
            Some(organization) => drop(ties.organizations.insert(organization)),
            None => ties.by_name.push(NamedTie { kind: tie.kind, name: tie.name.unwrap_or_default() }),
        }
    }
    Ok(found)
}

/// A tie counts unless it was declared by mistake or has ended before `today`.
pub(super) fn counts(tie: &Declaration, today: NaiveDate) -> bool {
    tie.withdrawn_at.is_none() && tie.ended_on.is_none_or(|last| today <= last.0)
}

/// Whether one of `ties` with `organization` counts on `today`.
pub(super) fn ties_with(ties: &[Declaration], organization: Id<Organization>, today: NaiveDate) -> bool {
    ties.iter().any(|tie| tie.organization == Some(organization) && counts(tie, today))
}

/// An advisor whom `actor` may see, locked until the end of the transaction: their desk does not fill up meanwhile.
///
/// # Errors
/// Those of the database.
pub async fn lock_for_case(tx: &crate::db::Write, actor: &Actor, id: Id<AdvisorId>) -> Result<Option<Advisor>> {
    Ok(store::lock(&**tx, actor, &[id]).await?.pop())
}
