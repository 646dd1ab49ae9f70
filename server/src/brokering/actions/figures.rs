//! An advisor's figures for a period, and what else is read of the work.

use chrono::NaiveDate;

use crate::{
    advisor,
    brokering::{
        policy,
        rules::kpi::{Figures, Limits, Material, figures},
        service::{Fee, Introduction, Log, Outcome, Rating, Task},
        store::{self, OutcomeFilter},
    },
    ctx::Ctx,
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result,
        clock::china_midnight,
        date::add_days,
        id::{Advisor, BrokerCase, CaseOutcome, Introduction as IntroductionId},
    },
};

/// Totals are counted up to here; beyond, "at least as many" is said.
const COUNT_CAP: u64 = 10_000;

/// The figures of an advisor from `from` to `until`, both counted; none for those who may not read them. Nine statements.
///
/// # Errors
/// `OUT_OF_RANGE` at `until` if it lies before `from`.
pub async fn advisor_figures(ctx: &Ctx, actor: &Actor, id: Id<Advisor>, from: NaiveDate, until: NaiveDate) -> Result<Option<Figures>> {
    let conn = ctx.db.read();
    let found = advisor::find_advisors(ctx, actor, &[id]).await?.pop();
    let Some(advisor) = found.filter(|advisor| crate::advisor::policy::reads_inside(actor, advisor.user)) else { return Ok(None) };
    if until < from {
        return Err(Error::new(Code::OutOfRange).with("min", from).at("until"));
    }
    let today = ctx.clock.today();
    let limits = Limits {
        summary_min: ctx.rules.on("advising.log_summary_characters_min", today)?.get()?,
        ratings_min: ctx.rules.on("advising.ratings_shown_min", today)?.get()?,
    };
    let (begin, end) = (china_midnight(from), china_midnight(add_days(until, 1)));
    let cases = store::cases_of_advisor(conn, advisor.id).await?;
    let ids: Vec<_> = cases.iter().map(|case| case.id).collect();
    let material = Material {
        logs: store::logs_between(conn, advisor.id, begin, end).await?,
        introductions: store::introductions_between(conn, advisor.id, begin, end).await?,
        outcomes: store::validated_between(conn, advisor.id, from, until).await?,
        accepted: cases.into_iter().filter(|case| case.accepted_at.is_some_and(|at| begin <= at && at < end)).collect(),
        refusals: store::refusals_between(conn, advisor.id, begin, end).await?,
        tasks: store::tasks_due(conn, &ids, from, until.min(today)).await?,
        ratings: store::ratings_between(conn, advisor.id, begin, end).await?,
    };
    Ok(Some(figures(&material, limits)))
}

/// Notes of cases, newest first; one statement. The caller shows what the viewer may read.
///
/// # Errors
/// Those of the database.
pub async fn case_logs(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Log>> {
    store::logs_of(ctx.db.read(), cases).await
}

/// Tasks of cases, the next one first; one statement. The caller has checked that the viewer sees the work.
///
/// # Errors
/// Those of the database.
pub async fn case_tasks(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Task>> {
    store::tasks_of(ctx.db.read(), cases).await
}

/// What clients said of cases; one statement. The caller shows it to clients and staff.
///
/// # Errors
/// Those of the database.
pub async fn case_ratings(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Rating>> {
    store::ratings_of(ctx.db.read(), cases).await
}

/// What is paid for cases; one statement. The caller has checked that the viewer may read it.
///
/// # Errors
/// Those of the database.
pub async fn case_fees(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Fee>> {
    store::fees_of(ctx.db.read(), cases).await
}

/// Introductions of cases that `actor` may see, oldest first; one statement.
///
/// # Errors
/// Those of the database.
pub async fn case_introductions(ctx: &Ctx, actor: &Actor, cases: &[Id<BrokerCase>]) -> Result<Vec<Introduction>> {
    store::introductions_of(ctx.db.read(), actor, cases).await
}

/// Outcomes of cases that `actor` may see, oldest first; one statement.
///
/// # Errors
/// Those of the database.
pub async fn case_outcomes(ctx: &Ctx, actor: &Actor, cases: &[Id<BrokerCase>]) -> Result<Vec<Outcome>> {
    store::outcomes_of(ctx.db.read(), actor, cases).await
}

/// Introductions by id that `actor` may see; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_introductions(ctx: &Ctx, actor: &Actor, ids: &[Id<IntroductionId>]) -> Result<Vec<Introduction>> {
    store::find_introductions(ctx.db.read(), actor, ids).await
}

/// A page of introductions that `actor` may see, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn introductions(ctx: &Ctx, actor: &Actor, request: &PageRequest) -> Result<Page<Introduction>> {
    store::introduction_page(ctx.db.read(), actor, request).await
}

/// How many [`introductions`] there are in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn introductions_total(ctx: &Ctx, actor: &Actor) -> Result<(u64, bool)> {
    let count = store::count_introductions(ctx.db.read(), actor, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Outcomes by id that `actor` may see; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_outcomes(ctx: &Ctx, actor: &Actor, ids: &[Id<CaseOutcome>]) -> Result<Vec<Outcome>> {
    store::find_outcomes(ctx.db.read(), actor, ids).await
}

/// A page of outcomes that `actor` may see, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn outcomes(ctx: &Ctx, actor: &Actor, filter: &OutcomeFilter, request: &PageRequest) -> Result<Page<Outcome>> {
    store::outcome_page(ctx.db.read(), actor, filter, request).await
}

/// How many [`outcomes`] there are in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn outcomes_total(ctx: &Ctx, actor: &Actor, filter: &OutcomeFilter) -> Result<(u64, bool)> {
    let count = store::count_outcomes(ctx.db.read(), actor, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Whether the viewer may read the fees of an outcome.
#[must_use]
pub fn reads_fees(actor: &Actor, outcome: &Outcome) -> bool {
    policy::reads_fees(actor, outcome)
}
