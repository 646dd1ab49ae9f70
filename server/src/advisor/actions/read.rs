//! Reading advisors and mandates as one viewer may see them, and what other slices ask.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::{
    advisor::{
        model::{Advisor, Declaration, Mandate},
        store::{self, AdvisorFilter, MandateFilter},
        vocabulary::MandateScope,
    },
    ctx::Ctx,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Role,
        id::{Advisor as AdvisorId, Mandate as MandateId, Organization, User},
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

/// The mandates that somebody carries today: whose business the actor may look into, and how far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried(Vec<Mandate>);

impl Carried {
    /// Clients for whom the actor may do what `scope` says.
    pub fn clients(&self, scope: MandateScope) -> impl Iterator<Item = Id<Organization>> {
        self.0.iter().filter(move |mandate| mandate.scopes.contains(&scope)).map(|mandate| mandate.organization)
    }

    /// Whether the actor may do what `scope` says for `client`.
    #[must_use]
    pub fn allows(&self, client: Id<Organization>, scope: MandateScope) -> bool {
        self.clients(scope).any(|organization| organization == client)
    }

    /// The mandate of `client`, if the actor carries one.
    #[must_use]
    pub fn of(&self, client: Id<Organization>) -> Option<&Mandate> {
        self.0.iter().find(|mandate| mandate.organization == client)
    }
}

/// The mandates that `actor` carries on `today`. No statement for those who are no advisors, otherwise one.
///
/// # Errors
/// Those of the database.
pub async fn carried(conn: &impl ConnectionTrait, actor: &Actor, today: NaiveDate) -> Result<Carried> {
    let Some(user) = actor.user().filter(|_| actor.has_role(Role::Advisor)) else { return Ok(Carried::default()) };
    store::carried_by(conn, user, today).await.map(Carried)
}

/// The mandate of `client` that `advisor` carries on `today`. One statement.
///
/// # Errors
/// Those of the database.
pub async fn mandate_for(
    conn: &impl ConnectionTrait,
    client: Id<Organization>,
    advisor: Id<AdvisorId>,
    today: NaiveDate,
) -> Result<Option<Mandate>> {
    let found = store::open_between(conn, client, advisor).await?;
    Ok(found.filter(|mandate| today <= mandate.valid_until.0))
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

/// With which organizations each of `advisors` has declared a tie that still counts on `today`. One statement.
///
/// # Errors
/// Those of the database.
pub async fn conflicts_of(
    conn: &impl ConnectionTrait,
    advisors: &[Id<AdvisorId>],
    today: NaiveDate,
) -> Result<HashMap<Id<AdvisorId>, HashSet<Id<Organization>>>> {
    let mut found: HashMap<_, HashSet<_>> = HashMap::new();
    for tie in store::declarations_of(conn, advisors).await? {
        if let Some(organization) = tie.organization.filter(|_| counts(&tie, today)) {
            found.entry(tie.advisor).or_default().insert(organization);
        }
    }
    Ok(found)
}

/// A tie counts unless it was declared by mistake or has ended before `today`.
fn counts(tie: &Declaration, today: NaiveDate) -> bool {
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
