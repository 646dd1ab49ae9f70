//! One chunk of rows: planned without a lock, written in one transaction with what became of it.

use std::collections::HashMap;

use chrono::Duration;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    db::Write,
    import::{
        map::{Mapped, Plan, Problem, Severity},
        read::shown,
        rules::{ImportRun, RowProblem},
        store,
    },
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{self, Organization},
    },
    listing::{self, ImportRow, RowEffect, patch::ContentPatch},
};

/// For how long a worker may be silent before another one goes on. A chunk takes a fraction of a second.
pub(super) const LEASE: Duration = Duration::seconds(60);
/// Times that a chunk is planned anew because somebody changed one of its listings meanwhile.
const ATTEMPTS: usize = 4;

/// Our claim on a run: who writes must still hold it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claim {
    /// The run.
    pub(super) run: Id<id::ImportRun>,
    /// What tells our claim from anybody else's.
    pub(super) lease: Uuid,
}

impl Claim {
    /// Renews the claim in the caller's transaction; `false` if somebody else has the run, or it was cancelled.
    pub(super) async fn hold(&self, ctx: &Ctx, tx: &Write) -> Result<bool> {
        store::hold(&**tx, self.run, self.lease, ctx.now() + LEASE).await
    }
}

/// What became of a chunk.
#[derive(Debug, Default)]
pub(super) struct Tally {
    rows: i64,
    created: i64,
    updated: i64,
    unchanged: i64,
    /// Rows refused.
    pub rejected: i64,
    warned: i64,
    /// Why the first refused row was refused.
    pub first_refusal: Option<Error>,
    problems: Vec<RowProblem>,
}

impl Tally {
    /// Adds the chunk's rows to those of the run that were dealt with.
    pub(super) fn count_done(&self, run: &mut ImportRun) {
        run.done_rows += self.rows;
        run.created_rows += self.created;
        run.updated_rows += self.updated;
        run.unchanged_rows += self.unchanged;
        run.rejected_rows += self.rejected;
        run.warning_rows += self.warned;
    }

    /// Adds the chunk's rows to those of the run that were looked at.
    pub(super) fn count_checked(&self, run: &mut ImportRun) {
        run.checked_rows += self.rows;
        run.rejected_rows += self.rejected;
        run.warning_rows += self.warned;
    }

    /// Keeps the problems of the chunk.
    pub(super) async fn keep_problems(&mut self, tx: &Write, run: &ImportRun) -> Result<()> {
        store::insert_problems(&**tx, run.id, std::mem::take(&mut self.problems)).await
    }
}

/// Finds out what the rows would do, and changes nothing.
pub(super) async fn look(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, plan: &Plan, rows: Vec<Mapped>) -> Result<Tally> {
    let good = good(&rows);
    let prepared = listing::prepare_rows(ctx, actor, organization, good).await?;
    Ok(tally(rows, prepared.iter().map(listing::PreparedRow::effect), plan))
}

/// Writes the rows that can be written, in a transaction that the caller commits. It is given up first thing
/// (`None`) if the run is not ours any more.
pub(super) async fn write(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<Organization>,
    plan: &Plan,
    rows: Vec<Mapped>,
    claim: &Claim,
) -> Result<Option<(Write, Tally)>> {
    let mut attempt = 1;
    loop {
        let good = good(&rows);
        let prepared = listing::prepare_rows(ctx, actor, organization, good).await?;
        let tx = ctx.begin().await?;
        if !claim.hold(ctx, &tx).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        let written = listing::import_rows(ctx, &tx, actor, organization, prepared).await;
        let raced = match &written {
            Ok(effects) => effects.iter().any(|effect| matches!(effect, RowEffect::Refused(error) if error.code() == Code::StaleVersion)),
            Err(error) => error.code() == Code::ExternalReferenceTaken,
        };
        if raced && attempt < ATTEMPTS {
            tx.rollback().await?;
            attempt += 1;
            continue;
        }
        return Ok(Some((tx, tally(rows, written?.into_iter(), plan))));
    }
}

/// The rows that reading has not refused, for the listings' own check.
fn good(rows: &[Mapped]) -> Vec<ImportRow> {
    let good = rows.iter().filter(|row| !row.is_rejected());
    good.map(|row| ImportRow {
        external_reference: row.external_reference.clone(),
        content: ContentPatch { content: row.content.clone(), fields: row.given.clone() },
    })
    .collect()
}

fn tally(rows: Vec<Mapped>, effects: impl Iterator<Item = RowEffect>, plan: &Plan) -> Tally {
    let mut tally = Tally::default();
    let mut effects = effects;
    for mut row in rows {
        tally.rows += 1;
        let effect = if row.is_rejected() { None } else { effects.next() };
        match effect {
            Some(RowEffect::Created(_)) => tally.created += 1,
            Some(RowEffect::Updated(_)) => tally.updated += 1,
            Some(RowEffect::Unchanged(_)) => tally.unchanged += 1,
            Some(RowEffect::Refused(error)) => row.problems.extend(refusals(&error, plan)),
            None => {}
        }
        if row.is_rejected() {
            tally.rejected += 1;
            let refusal = row.problems.iter().find(|problem| problem.severity == Severity::Error);
            tally.first_refusal = tally.first_refusal.take().or_else(|| refusal.map(|problem| problem.error.clone()));
        } else if !row.problems.is_empty() {
            tally.warned += 1;
        }
        tally.problems.extend(kept(row));
    }
    tally
}

fn refusals(error: &Error, plan: &Plan) -> Vec<Problem> {
    let one = |error: &Error| {
        let field = error.path().join(".");
        Problem { severity: Severity::Error, column: plan.column_of(&field).map(str::to_owned), field, error: error.clone(), value: None }
    };
    error.iter().map(one).collect()
}

fn kept(row: Mapped) -> impl Iterator<Item = RowProblem> {
    let number = row.row;
    (0_i64..).zip(row.problems).map(move |(ordinal, problem)| RowProblem {
        row: number,
        ordinal,
        severity: problem.severity,
        column: problem.column,
        field: problem.field,
        error: (&problem.error).into(),
        value: problem.value.map(|value| shown(&value)),
    })
}

/// Problems by row.
pub(super) fn by_row(problems: Vec<RowProblem>) -> HashMap<i64, Vec<RowProblem>> {
    let mut rows: HashMap<i64, Vec<RowProblem>> = HashMap::new();
    for problem in problems {
        rows.entry(problem.row).or_default().push(problem);
    }
    rows
}
