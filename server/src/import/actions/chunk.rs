//! One chunk of rows: planned without a lock, written in one transaction with what became of it.

use chrono::Duration;
use uuid::Uuid;

use super::target::{Writing, good};
use crate::{
    ctx::Ctx,
    db::Write,
    import::{
        map::{Mapped, Plan, Problem, Severity},
        read::shown,
        rules::{Effect, ImportRun, Outcome, RowProblem, RowResult, Target},
        store,
    },
    kernel::{
        Actor, Code, Error, Id, Result, Timestamp,
        id::{self, Organization},
    },
    telemetry,
};

/// Until when a claim holds that is taken or renewed now: as long as that on a delivery, so that who gets the delivery of
/// a killed worker need not wait once more. A chunk takes a fraction of a second.
pub(super) fn lease_end(ctx: &Ctx) -> Timestamp {
    ctx.now() + Duration::seconds(ctx.config.worker.lease_seconds.into())
}

/// Times that a chunk is planned anew because somebody changed what it is to change meanwhile.
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
        store::hold(&**tx, self.run, self.lease, lease_end(ctx)).await
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
    results: Vec<RowResult>,
    problems: Vec<(i64, Problem)>,
}

impl Tally {
    /// Adds the chunk's rows to those of the run that were dealt with.
    pub(super) fn count_done(&self, run: &mut ImportRun) {
        for (outcome, rows) in
            [("created", self.created), ("updated", self.updated), ("unchanged", self.unchanged), ("rejected", self.rejected)]
        {
            telemetry::metrics::import_rows(outcome, rows);
        }
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

    /// The same with the refused rows alone: of rows that were not written after all, no more is true.
    pub(super) fn refused(mut self) -> Self {
        self.results.retain(|result| result.outcome == Outcome::Rejected);
        Self { rows: self.rejected, rejected: self.rejected, results: self.results, problems: self.problems, ..Self::default() }
    }

    /// Keeps what became of the rows and what is wrong with them, and counts the problems.
    pub(super) async fn keep(self, ctx: &Ctx, tx: &Write, run: &mut ImportRun) -> Result<()> {
        let first = run.problem_count;
        let problem = |(place, (row, problem)): (i64, (i64, Problem))| RowProblem {
            id: ctx.new_id(),
            place,
            row,
            severity: problem.severity,
            column: problem.column,
            field: problem.field,
            error: problem.error,
            value: problem.value.map(|value| shown(&value)),
        };
        let problems: Vec<RowProblem> = (first..).zip(self.problems).map(problem).collect();
        run.problem_count += i64::try_from(problems.len()).map_err(Error::internal)?;
        store::insert_problems(&**tx, run.id, problems).await?;
        store::insert_results(&**tx, run.id, self.results).await
    }
}

/// Finds out what the rows would do, and changes nothing.
pub(super) async fn look<S: Writing>(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<Organization>,
    plan: &Plan,
    rows: Vec<Mapped<S::Content>>,
) -> Result<Tally> {
    let prepared = S::prepare(ctx, actor, organization, good(&rows)).await?;
    let mut tally = tally(rows, prepared.iter().map(S::effect), plan);
    for result in &mut tally.results {
        // The id of what would be made is nobody's.
        result.target = result.target.filter(|_| result.outcome != Outcome::Created);
        result.written = None;
    }
    Ok(tally)
}

/// Writes the rows that can be written, in a transaction that the caller commits. It is given up first thing
/// (`None`) if the run is not ours any more.
pub(super) async fn write<S: Writing>(
    ctx: &Ctx,
    actor: &Actor,
    organization: Id<Organization>,
    plan: &Plan,
    rows: Vec<Mapped<S::Content>>,
    claim: &Claim,
) -> Result<Option<(Write, Tally)>> {
    let mut attempt = 1;
    loop {
        let prepared = S::prepare(ctx, actor, organization, good(&rows)).await?;
        let tx = ctx.begin().await?;
        if !claim.hold(ctx, &tx).await? {
            tx.rollback().await?;
            return Ok(None);
        }
        let written = S::write(ctx, &tx, actor, organization, prepared).await;
        let raced = match &written {
            Ok(effects) => effects.iter().any(|effect| matches!(effect, Effect::Refused(error) if error.code() == Code::StaleVersion)),
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

fn tally<C>(rows: Vec<Mapped<C>>, effects: impl Iterator<Item = Effect>, plan: &Plan) -> Tally {
    let mut tally = Tally::default();
    let mut effects = effects;
    for mut row in rows {
        tally.rows += 1;
        let effect = if row.is_rejected() { None } else { effects.next() };
        let (outcome, target, written): (_, Option<Target>, _) = match effect {
            Some(Effect::Created(written)) => (Outcome::Created, Some(written.target()), Some(written)),
            Some(Effect::Updated(written)) => (Outcome::Updated, Some(written.target()), Some(written)),
            Some(Effect::Unchanged(target)) => (Outcome::Unchanged, Some(target), None),
            Some(Effect::Refused(error)) => {
                row.problems.extend(refusals(&error, plan));
                (Outcome::Rejected, None, None)
            }
            None => (Outcome::Rejected, None, None),
        };
        match outcome {
            Outcome::Created => tally.created += 1,
            Outcome::Updated => tally.updated += 1,
            Outcome::Unchanged => tally.unchanged += 1,
            Outcome::Rejected | Outcome::Skipped => tally.rejected += 1,
        }
        tally.warned += i64::from(outcome != Outcome::Rejected && !row.problems.is_empty());
        tally.problems.extend(row.problems.into_iter().map(|problem| (row.row, problem)));
        tally.results.push(RowResult { row: row.row, external_reference: row.external_reference, outcome, target, written });
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
