//! An advisor's figures for a period, and what else is read of the work.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;

use super::reader;
use crate::{
    advisor,
    brokering::{
        policy,
        rules::kpi::{Figures, Limits, Material, Stint, figures, is_past_quarter},
        service::{Fee, Introduction, Log, Outcome, Rating, Task},
        store::{self, IntroductionFilter, OutcomeFilter},
    },
    ctx::Ctx,
    demand,
    kernel::{
        Actor, Code, Error, Id, Page, PageRequest, Result, Timestamp,
        clock::china_midnight,
        date::{add_days, add_months},
        id::{Advisor, BrokerCase, CaseOutcome, Introduction as IntroductionId},
    },
};

/// Totals are counted up to here; beyond, "at least as many" is said.
const COUNT_CAP: u64 = 10_000;

/// Who reads what figures are made of.
const FIGURES: Actor = Actor::System("figures");

/// The figures of an advisor from `from` to `until`, both counted; none for those who may not read them. Fourteen statements.
///
/// # Errors
/// `OUT_OF_RANGE` at `until` if it lies before `from`, or further behind it than the rule says.
pub async fn advisor_figures(ctx: &Ctx, actor: &Actor, id: Id<Advisor>, from: NaiveDate, until: NaiveDate) -> Result<Option<Figures>> {
    let conn = ctx.db.read();
    let found = advisor::find_advisors(ctx, actor, &[id]).await?.pop();
    let Some(advisor) = found.filter(|advisor| crate::advisor::policy::reads_inside(actor, advisor.user)) else { return Ok(None) };
    let today = ctx.clock.today();
    let last = add_months(from, ctx.rules.on("advising.figures_months_max", today)?.get()?);
    if until < from || until >= last {
        return Err(Error::new(Code::OutOfRange).with("min", from).with("max", last.pred_opt().unwrap_or(last)).at("until"));
    }
    let limits = Limits {
        summary_min: ctx.rules.on("advising.log_summary_characters_min", today)?.get()?,
        ratings_min: ctx.rules.on("advising.ratings_shown_min", today)?.get()?,
    };
    let (begin, end) = (china_midnight(from), china_midnight(add_days(until, 1)));
    let within = |at: Option<Timestamp>| at.filter(|at| begin <= *at && *at < end);
    let has = store::accepted_between(conn, advisor.id, begin, end).await?;
    let left = store::refusals_between(conn, advisor.id, begin, end).await?;
    // What an advisor began nobody had asked them to take.
    let held: Vec<_> = left.iter().map(|refusal| refusal.case).collect();
    let own: HashSet<_> = store::find(conn, &FIGURES, &held)
        .await?
        .iter()
        .chain(&has)
        .filter(|case| case.begun_by == Some(advisor.id))
        .map(|case| case.id)
        .collect();
    let (has, given_back) = (has.iter().filter(|case| !own.contains(&case.id)), left.iter().filter(|refusal| !own.contains(&refusal.case)));
    // Whoever has the case now: what somebody accepted stays accepted.
    let stints = has.map(|case| (case.accepted_at, case.contacted_at));
    let stints = stints.chain(given_back.map(|refusal| (within(refusal.accepted_at), refusal.contacted_at)));
    let accepted = stints.filter_map(|(accepted, contacted_at)| Some(Stint { accepted_at: accepted?, contacted_at })).collect();
    // Staff reads what every client said; whoever it is said of must not be able to reckon it.
    let ratings = if actor.is_staff() && actor.user() != Some(advisor.user) || is_past_quarter(from, until, today) {
        store::ratings_between(conn, advisor.id, begin, end).await?
    } else {
        Vec::new()
    };
    let introductions = store::introductions_between(conn, advisor.id, begin, end).await?;
    let logs = store::logs_between(conn, advisor.id, begin, end).await?;
    let noted: BTreeSet<_> = logs.iter().map(|log| log.case).collect();
    let noted = store::find(conn, &FIGURES, &noted.into_iter().collect::<Vec<_>>()).await?;
    let material = Material {
        logs,
        begun: noted.into_iter().filter(|case| case.begun_by == Some(advisor.id)).map(|case| case.id).collect(),
        led: store::led_to_contracts(conn, &introductions).await?,
        introductions,
        outcomes: store::validated_between(conn, advisor.id, from, until).await?,
        corrected: store::corrected_logs(conn, advisor.id).await?,
        accepted,
        refusals: left.into_iter().filter(|refusal| within(Some(refusal.at)).is_some()).collect(),
        tasks: store::tasks_due(conn, advisor.id, from, until.min(today)).await?,
        ratings,
        handed_in: demand::drafted_between(conn, advisor.id, begin, end).await?,
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

/// Introductions of cases that `actor` may see, oldest first; at most three statements.
///
/// # Errors
/// Those of the database.
pub async fn case_introductions(ctx: &Ctx, actor: &Actor, cases: &[Id<BrokerCase>]) -> Result<Vec<Introduction>> {
    let conn = ctx.db.read();
    store::introductions_of(conn, &reader(ctx, conn, actor).await?, cases).await
}

/// Outcomes of cases that `actor` may see, oldest first; at most three statements.
///
/// # Errors
/// Those of the database.
pub async fn case_outcomes(ctx: &Ctx, actor: &Actor, cases: &[Id<BrokerCase>]) -> Result<Vec<Outcome>> {
    let conn = ctx.db.read();
    store::outcomes_of(conn, &reader(ctx, conn, actor).await?, cases).await
}

/// Introductions by id that `actor` may see; at most three statements.
///
/// # Errors
/// Those of the database.
pub async fn find_introductions(ctx: &Ctx, actor: &Actor, ids: &[Id<IntroductionId>]) -> Result<Vec<Introduction>> {
    let conn = ctx.db.read();
    store::find_introductions(conn, &reader(ctx, conn, actor).await?, ids).await
}

/// A page of introductions that `actor` may see, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn introductions(ctx: &Ctx, actor: &Actor, filter: &IntroductionFilter, request: &PageRequest) -> Result<Page<Introduction>> {
    let conn = ctx.db.read();
    store::introduction_page(conn, &reader(ctx, conn, actor).await?, filter, request).await
}

/// How many [`introductions`] there are in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn introductions_total(ctx: &Ctx, actor: &Actor, filter: &IntroductionFilter) -> Result<(u64, bool)> {
    let conn = ctx.db.read();
    let count = store::count_introductions(conn, &reader(ctx, conn, actor).await?, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Outcomes by id that `actor` may see; at most three statements.
///
/// # Errors
/// Those of the database.
pub async fn find_outcomes(ctx: &Ctx, actor: &Actor, ids: &[Id<CaseOutcome>]) -> Result<Vec<Outcome>> {
    let conn = ctx.db.read();
    store::find_outcomes(conn, &reader(ctx, conn, actor).await?, ids).await
}

/// A page of outcomes that `actor` may see, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn outcomes(ctx: &Ctx, actor: &Actor, filter: &OutcomeFilter, request: &PageRequest) -> Result<Page<Outcome>> {
    let conn = ctx.db.read();
    store::outcome_page(conn, &reader(ctx, conn, actor).await?, filter, request).await
}

/// How many [`outcomes`] there are in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn outcomes_total(ctx: &Ctx, actor: &Actor, filter: &OutcomeFilter) -> Result<(u64, bool)> {
    let conn = ctx.db.read();
    let count = store::count_outcomes(conn, &reader(ctx, conn, actor).await?, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Whether the viewer may read the fees of an outcome.
#[must_use]
pub fn reads_fees(actor: &Actor, outcome: &Outcome) -> bool {
    policy::reads_fees(actor, outcome)
}
