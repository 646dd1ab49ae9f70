//! Reading cases as one viewer may see them.

use std::collections::HashMap;

use crate::{
    advisor,
    brokering::{
        model::{Case, Conflict, Refusal, Standing, View},
        policy,
        rules::{self, Authority, Step, Transition, standing},
        store::{self, CaseFilter},
    },
    ctx::Ctx,
    demand,
    kernel::{Actor, Error, Id, Page, PageRequest, Result, id::BrokerCase},
};

/// Totals are counted up to here; beyond, "at least as many" is said.
const COUNT_CAP: u64 = 10_000;

/// Cases as `actor` may see them. At most two statements.
async fn as_seen(ctx: &Ctx, actor: &Actor, cases: Vec<Case>) -> Result<Vec<View>> {
    let carried = advisor::carried(ctx.db.read(), actor, ctx.clock.today()).await?;
    let seen = cases.into_iter().map(|case| {
        let standing = standing(actor, &case, |client, since| carried.trust(client, since));
        View { case, standing }
    });
    Ok(seen.collect())
}

/// A case after a step: whoever saw what it is about sees what became of it in this one answer, and nobody else.
pub(super) async fn view(ctx: &Ctx, actor: &Actor, after: Case, before: &Case) -> Result<View> {
    let seen = as_seen(ctx, actor, vec![before.clone()]).await?;
    let standing = seen.into_iter().next().map(|view| view.standing).ok_or_else(|| Error::internal("a case without a viewer"))?;
    Ok(View { case: after, standing })
}

/// Cases by id that `actor` may know of; at most two statements.
///
/// # Errors
/// Those of the database.
pub async fn find_cases(ctx: &Ctx, actor: &Actor, ids: &[Id<BrokerCase>]) -> Result<Vec<View>> {
    let found = store::find(ctx.db.read(), actor, ids).await?;
    as_seen(ctx, actor, found).await
}

/// Like [`find_cases`], by id.
///
/// # Errors
/// Those of the database.
pub async fn views(ctx: &Ctx, actor: &Actor, ids: &[Id<BrokerCase>]) -> Result<HashMap<Id<BrokerCase>, View>> {
    Ok(find_cases(ctx, actor, ids).await?.into_iter().map(|view| (view.case.id, view)).collect())
}

/// One case, if `actor` may know of it.
///
/// # Errors
/// Those of the database.
pub async fn find_case(ctx: &Ctx, actor: &Actor, id: Id<BrokerCase>) -> Result<Option<View>> {
    Ok(find_cases(ctx, actor, &[id]).await?.pop())
}

/// Whether cases are asked for by a demand that `actor` may not see: what is found by it would tell that it exists. At most one
/// statement.
async fn asks_for_hidden(ctx: &Ctx, actor: &Actor, filter: &CaseFilter) -> Result<bool> {
    match filter.demand {
        Some(demand) if !actor.is_staff() => Ok(demand::actions::find(ctx, actor, demand).await?.is_none()),
        _ => Ok(false),
    }
}

/// A page of cases, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn list(ctx: &Ctx, actor: &Actor, filter: &CaseFilter, request: &PageRequest) -> Result<Page<View>> {
    if asks_for_hidden(ctx, actor, filter).await? {
        return Ok(Page { rows: Vec::new(), has_next: false, has_previous: false });
    }
    let carried = advisor::carried(ctx.db.read(), actor, ctx.clock.today()).await?;
    let page = store::page(ctx.db.read(), actor, &carried, filter, request).await?;
    Ok(page.map(|case| {
        let standing = standing(actor, &case, |client, since| carried.trust(client, since));
        View { case, standing }
    }))
}

/// How many cases [`list`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_total(ctx: &Ctx, actor: &Actor, filter: &CaseFilter) -> Result<(u64, bool)> {
    if asks_for_hidden(ctx, actor, filter).await? {
        return Ok((0, true));
    }
    let carried = advisor::carried(ctx.db.read(), actor, ctx.clock.today()).await?;
    let count = store::count(ctx.db.read(), actor, &carried, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Ties that were disclosed in cases; one statement. The caller has checked that the viewer sees the cases.
///
/// # Errors
/// Those of the database.
pub async fn case_conflicts(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Conflict>> {
    store::conflicts_of(ctx.db.read(), cases).await
}

/// Most consents that a viewer is shown at a time.
const CONSENTS_MAX: u64 = 50;

/// Ties that wait for the consent of one of the viewer's organizations, oldest first. At most one statement.
///
/// # Errors
/// Those of the database.
pub async fn pending_consents(ctx: &Ctx, actor: &Actor) -> Result<Vec<Conflict>> {
    let own: Vec<_> = actor.seats().iter().map(|seat| seat.organization).collect();
    if own.is_empty() { Ok(Vec::new()) } else { store::waiting_for(ctx.db.read(), &own, CONSENTS_MAX).await }
}

/// Who does not have cases any more, oldest first; one statement. The caller has checked that the viewer is staff or the client.
///
/// # Errors
/// Those of the database.
pub async fn case_refusals(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Refusal>> {
    store::refusals_of(ctx.db.read(), cases).await
}

/// Steps that the viewer may take with a case, each with what stands in its way. Whoever sees nothing but the own notes may hand the
/// case back, and learns nothing of it by asking. At most nine statements.
///
/// # Errors
/// Those of the database.
pub async fn possible_steps(ctx: &Ctx, actor: &Actor, view: &View) -> Result<Vec<(Step, Vec<Error>)>> {
    let case = &view.case;
    let steps = rules::steps(case.state).into_iter();
    let mine: Vec<_> = steps.filter(|step| step.authority != Authority::System && policy::holds(actor, step.authority, case)).collect();
    if view.standing == Standing::NotesOnly {
        return Ok(mine.into_iter().filter(|step| step.transition == Transition::Release).map(|step| (step, Vec::new())).collect());
    }
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let (facts, _) = super::perform::facts(ctx, ctx.db.read(), actor, case).await?;
    Ok(mine.into_iter().map(|step| (step, rules::blockers(step.transition, &facts))).collect())
}
