//! Running an import: resumable, idempotent, and never long in anybody's way.
//!
//! Each chunk is one transaction that writes listings, problems and the number of rows done together; whoever takes a
//! killed import over goes on after the last chunk that was committed. A lease keeps two workers apart, and every chunk
//! checks that it is still held.

use chrono::Duration;
use uuid::Uuid;

use super::{
    chunk::{self, Claim, Tally},
    pipeline::{self, Header},
    read,
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::Write,
    identity,
    import::{
        map::{Mapped, Plan},
        policy,
        rules::{ErrorPolicy, ImportRun, State},
        store,
    },
    kernel::{
        Actor, Code, Error, Id, Locale, Result, Role, Timestamp,
        actor::{Member, Seat},
        error::Class,
        id,
    },
    outbox::{self, Event},
};

/// Runs an import to its end. An import that has ended is left alone.
///
/// # Errors
/// `UNAVAILABLE` if another worker has it, or a machine is away: come back. A file or a row that is wrong is no error
/// here; the run tells it.
pub async fn run(ctx: &Ctx, id: Id<id::ImportRun>) -> Result<()> {
    run_with(ctx, id, &mut |_| {}).await
}

/// As [`run()`]; `progress` is told how many rows are done.
pub(super) async fn run_with(ctx: &Ctx, id: Id<id::ImportRun>, progress: &mut (dyn FnMut(u64) + Send)) -> Result<()> {
    let lease = ctx.new_id::<id::ImportRun>().uuid();
    let tx = ctx.begin().await?;
    let claimed = store::claim(&*tx, id, lease, ctx.now(), until(ctx)).await?;
    tx.commit().await?;
    let Some(run) = claimed else { return elsewhere(ctx, id).await };
    let mut work = Work { ctx, lease, actor: Actor::System("import"), progressed_at: ctx.now(), run };
    match work.perform(progress).await {
        Ok(true) => work.end(State::Succeeded, None).await,
        Ok(false) => elsewhere(ctx, id).await,
        Err(error) if error.code().class() == Class::Unavailable => {
            work.release().await?;
            Err(error)
        }
        Err(error) => {
            if error.code().class() == Class::Internal {
                tracing::error!(run = %id, at = %error.raised_at(), detail = error.detail(), "import failed");
            }
            work.end(State::Failed, Some(error)).await
        }
    }
}

fn until(ctx: &Ctx) -> Timestamp {
    ctx.now() + chunk::LEASE
}

/// The run is not ours: fine if it has ended, otherwise somebody else is at it.
async fn elsewhere(ctx: &Ctx, id: Id<id::ImportRun>) -> Result<()> {
    match read::brief(ctx, id).await? {
        Some(run) if !run.state.is_final() => Err(Error::new(Code::Unavailable).because("another worker runs this import")),
        _ => Ok(()),
    }
}

/// What the audit trail says about an import that has ended.
pub(super) fn ended_entry(run: &ImportRun, verb: &'static str) -> NewEntry {
    let entry = NewEntry::new(run.organization, verb, run.id)
        .detail("state", run.state.to_string())
        .detail("created", run.created_rows)
        .detail("updated", run.updated_rows)
        .detail("unchanged", run.unchanged_rows)
        .detail("rejected", run.rejected_rows);
    match &run.failure {
        Some(failure) => entry.detail("failure", failure.code().to_string()),
        None => entry,
    }
}

/// What is done with a chunk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Look before anything is changed, because all rows or none are wanted.
    Check,
    /// Look, because no more is wanted.
    Dry,
    /// Change.
    Write,
}

struct Work<'a> {
    ctx: &'a Ctx,
    lease: Uuid,
    actor: Actor,
    progressed_at: Timestamp,
    run: ImportRun,
}

impl Work<'_> {
    /// `false` if the run was taken away or cancelled meanwhile.
    async fn perform(&mut self, progress: &mut (dyn FnMut(u64) + Send)) -> Result<bool> {
        self.actor = self.person().await?;
        let careful = self.run.policy == ErrorPolicy::RejectAll && !self.run.dry_run;
        if careful && self.run.done_rows == 0 && !(self.check(progress).await?) {
            return Ok(false);
        }
        let mode = if self.run.dry_run { Mode::Dry } else { Mode::Write };
        self.pass(mode, progress).await
    }

    /// Who acts: the person who started the import, as long as that person may still do it.
    async fn person(&self) -> Result<Actor> {
        let Some(user) = self.run.created_by else { return Ok(Actor::System("import")) };
        let office = identity::people_with_roles(self.ctx.db.read(), self.run.organization, policy::OFFICE).await?;
        if !office.iter().any(|person| person.user == user) {
            return Err(Error::new(Code::Forbidden));
        }
        let seat = Seat { organization: self.run.organization, verified: true, roles: vec![Role::TtoOfficer] };
        let session = Id::from_uuid(Uuid::nil());
        Ok(Actor::Member(Member { user, session, locale: Locale::default(), seats: vec![seat] }))
    }

    /// Looks at all rows. An interrupted look starts again: it has changed nothing.
    ///
    /// # Errors
    /// `ROWS_REJECTED` if any row would be refused.
    async fn check(&mut self, progress: &mut (dyn FnMut(u64) + Send)) -> Result<bool> {
        (self.run.checked_rows, self.run.rejected_rows, self.run.warning_rows) = (0, 0, 0);
        if !self.clear_problems().await? || !self.pass(Mode::Check, progress).await? {
            return Ok(false);
        }
        if self.run.rejected_rows > 0 {
            return Err(Error::new(Code::RowsRejected).with("count", self.run.rejected_rows));
        }
        // The second pass counts its warnings and keeps its problems itself.
        self.run.warning_rows = 0;
        self.clear_problems().await
    }

    async fn clear_problems(&mut self) -> Result<bool> {
        let tx = self.ctx.begin().await?;
        if !self.hold(&tx).await? {
            return Ok(false);
        }
        store::clear_problems(&*tx, self.run.id).await?;
        self.advance(&tx).await?;
        tx.commit().await.map(|()| true)
    }

    const fn claim(&self) -> Claim {
        Claim { run: self.run.id, lease: self.lease }
    }

    async fn hold(&self, tx: &Write) -> Result<bool> {
        self.claim().hold(self.ctx, tx).await
    }

    /// One pass over the rows that are not done yet.
    async fn pass(&mut self, mode: Mode, progress: &mut (dyn FnMut(u64) + Send)) -> Result<bool> {
        let upload = store::find_upload(self.ctx.db.read(), self.run.organization, self.run.upload).await?;
        let upload = upload.ok_or_else(|| Error::new(Code::NotFound))?;
        let bytes = self.ctx.files.get(&upload.key()).await?;
        let opened = pipeline::open(self.ctx, bytes, self.run.mapping.clone(), Header::Sufficient).await?;
        self.run.total_rows = opened.total_rows;
        let reading = std::sync::Arc::clone(&opened.reading);
        let mut chunks = opened.checked(self.run.done_rows, self.ctx.clock.today(), self.ctx.rules.clone());
        while let Some(rows) = chunks.recv().await {
            let held = match mode {
                Mode::Write => self.write(rows, &reading.plan).await?,
                Mode::Check | Mode::Dry => self.look(rows, &reading.plan, mode).await?,
            };
            if !held {
                return Ok(false);
            }
            progress(u64::try_from(self.run.done_rows).unwrap_or_default());
        }
        // Nobody sends any more: either all rows were sent, or the thread broke.
        let seen = if mode == Mode::Check { self.run.checked_rows } else { self.run.done_rows };
        if seen < self.run.total_rows {
            return Err(Error::internal(format!("the file ended after {seen} of {} rows", self.run.total_rows)));
        }
        Ok(true)
    }

    async fn look(&mut self, rows: Vec<Mapped>, plan: &Plan, mode: Mode) -> Result<bool> {
        let tally = chunk::look(self.ctx, &self.actor, self.run.organization, plan, rows).await?;
        let tx = self.ctx.begin().await?;
        if !self.hold(&tx).await? {
            return Ok(false);
        }
        if mode == Mode::Check {
            tally.count_checked(&mut self.run);
        } else {
            tally.count_done(&mut self.run);
        }
        self.keep(tx, tally).await
    }

    async fn write(&mut self, rows: Vec<Mapped>, plan: &Plan) -> Result<bool> {
        let written = chunk::write(self.ctx, &self.actor, self.run.organization, plan, rows, &self.claim()).await?;
        let Some((tx, tally)) = written else { return Ok(false) };
        if self.run.policy == ErrorPolicy::RejectAll && tally.rejected > 0 {
            // Only a race can bring it here: the look before found no such row.
            tx.rollback().await?;
            return Err(tally.first_refusal.unwrap_or_else(|| Error::new(Code::RowsRejected)));
        }
        tally.count_done(&mut self.run);
        self.keep(tx, tally).await
    }

    /// Writes problems and progress, tells followers at most once a second, and commits.
    async fn keep(&mut self, tx: Write, mut tally: Tally) -> Result<bool> {
        tally.keep_problems(&tx, &self.run).await?;
        let now = self.ctx.now();
        if now - self.progressed_at >= Duration::seconds(1) {
            self.progressed_at = now;
            outbox::push(self.ctx, &*tx, &Event::ImportProgressed { run: self.run.id }).await?;
        }
        self.advance(&tx).await?;
        tx.commit().await.map(|()| true)
    }

    async fn advance(&mut self, tx: &Write) -> Result<()> {
        self.run.version += 1;
        store::advance(&**tx, &self.run, Some(self.progressed_at)).await
    }

    async fn end(&mut self, state: State, failure: Option<Error>) -> Result<()> {
        let tx = self.ctx.begin().await?;
        if !self.hold(&tx).await? {
            tx.rollback().await?;
            return elsewhere(self.ctx, self.run.id).await;
        }
        let version = self.run.version + 1;
        let ended = ImportRun { state, failure, finished_at: Some(self.ctx.now()), version, ..self.run.clone() };
        store::finish(&*tx, &ended).await?;
        outbox::push(self.ctx, &*tx, &Event::ImportFinished { run: ended.id }).await?;
        audit::append(self.ctx, &*tx, &self.actor, ended_entry(&ended, "import.finish")).await?;
        tx.commit().await
    }

    /// Gives the lease back, so that the next try need not wait for it to run out.
    async fn release(&self) -> Result<()> {
        let tx = self.ctx.begin().await?;
        store::hold(&*tx, self.run.id, self.lease, self.ctx.now() - Duration::seconds(1)).await?;
        tx.commit().await
    }
}
