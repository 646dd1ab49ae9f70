//! Running an import: resumable, idempotent, and never long in anybody's way.
//!
//! Each chunk is one transaction that writes rows, results, problems and the number of rows done together; whoever
//! takes a killed import over goes on after the last chunk that was committed. A lease keeps two workers apart, and every
//! chunk checks that it is still held.
//!
//! All rows or none: every row is looked at before the first is written, and from then on nobody can cancel. A row that is
//! refused even so, because somebody got in between, makes the run take back what it wrote.

use chrono::Duration;
use uuid::Uuid;

use super::{
    chunk::{self, Claim, Tally},
    pipeline::{self, Header},
    read,
    target::{self, Writing},
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::Write,
    failpoint, identity,
    import::{
        kind::ImportKind,
        map::{Demands, Listings, Mapped, Plan},
        policy,
        rules::{ImportRun, Outcome, State},
        store,
    },
    kernel::{
        Actor, Code, Error, Id, Locale, Result, Role, Timestamp,
        actor::{Credential, Member, Seat},
        error::Class,
        id,
    },
    outbox::{self, Event},
    upload,
};

/// Runs an import to its end. An import that has ended is left alone.
///
/// # Errors
/// `UNAVAILABLE` if another worker has it, or a machine is away: come back. A file or a row that is wrong is no error
/// here; the run tells it.
pub async fn run(ctx: &Ctx, id: Id<id::ImportRun>) -> Result<()> {
    run_with(ctx, id, &mut |_| {}).await
}

/// Told how the run stands after each chunk.
pub(super) type Progress<'a> = &'a mut (dyn FnMut(&ImportRun) + Send);

/// As [`run()`], telling `progress`.
pub(super) async fn run_with(ctx: &Ctx, id: Id<id::ImportRun>, progress: Progress<'_>) -> Result<()> {
    let lease = ctx.new_id::<id::ImportRun>().uuid();
    let tx = ctx.begin().await?;
    let claimed = store::claim(&*tx, id, lease, ctx.now(), chunk::lease_end(ctx)).await?;
    tx.commit().await?;
    let Some(run) = claimed else { return elsewhere(ctx, id).await };
    let mut work = Work { ctx, lease, actor: Actor::System("import"), progressed_at: ctx.now(), run };
    match work.perform(progress).await {
        Ok(Some((state, failure))) => work.end(state, failure).await,
        Ok(None) => elsewhere(ctx, id).await,
        Err(error) if error.code().class() == Class::Unavailable => {
            work.release().await?;
            Err(error)
        }
        Err(error) => work.end(State::Failed, Some(error)).await,
    }
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
    /// How the run ends; none if it was taken away or cancelled meanwhile.
    async fn perform(&mut self, progress: Progress<'_>) -> Result<Option<(State, Option<Error>)>> {
        if self.run.failure.is_none() {
            match self.forward(progress).await {
                Ok(held) => return Ok(held.then_some((State::Succeeded, None))),
                Err(error) if error.code().class() == Class::Unavailable => return Err(error),
                Err(error) => {
                    if error.code().class() == Class::Internal {
                        tracing::error!(run = %self.run.id, at = %error.raised_at(), detail = error.detail(), "import failed");
                    }
                    if self.run.writing_since.is_none() {
                        return Ok(Some((State::Failed, Some(error))));
                    }
                    self.run.failure = Some(error);
                }
            }
        }
        Ok(self.turn_back(progress).await?.map(|failure| (State::Failed, Some(failure))))
    }

    async fn forward(&mut self, progress: Progress<'_>) -> Result<bool> {
        self.actor = self.person().await?;
        if self.run.is_all_or_none() && self.run.writing_since.is_none() && !self.check(progress).await? {
            return Ok(false);
        }
        let mode = if self.run.dry_run { Mode::Dry } else { Mode::Write };
        self.pass(mode, progress).await
    }

    /// Takes back what was written, the last chunk first, and says why the run failed; none if it was taken away. What
    /// somebody has changed since stays, and the failure counts it. A turn that is interrupted starts again: what is back
    /// is not found any more.
    async fn turn_back(&mut self, progress: Progress<'_>) -> Result<Option<Error>> {
        // Nobody's rights decide here: the office's must not be left with half of a file because an officer left.
        self.actor = Actor::System("import");
        let mut before = i64::MAX;
        loop {
            let rows = store::written_before(self.ctx.db.read(), self.run.id, before, pipeline::CHUNK as u64).await?;
            let Some(last) = rows.last() else { break };
            before = last.row;
            let tx = self.ctx.begin().await?;
            if !self.hold(&tx).await? {
                return Ok(None);
            }
            let undone = target::undo(self.ctx, &tx, &self.actor, self.run.organization, rows.iter().filter_map(|row| row.written)).await?;
            let undone: Vec<_> = rows.iter().filter(|row| row.target.is_some_and(|target| undone.contains(&target))).collect();
            let numbers: Vec<i64> = undone.iter().map(|row| row.row).collect();
            store::clear_results(&*tx, self.run.id, &numbers).await?;
            for row in undone {
                self.run.done_rows -= 1;
                *(if row.outcome == Outcome::Created { &mut self.run.created_rows } else { &mut self.run.updated_rows }) -= 1;
            }
            self.advance(&tx).await?;
            tx.commit().await?;
            progress(&self.run);
        }
        let kept = self.run.created_rows + self.run.updated_rows;
        let reason = self.run.failure.clone();
        Ok(if kept > 0 { Some(Error::new(Code::ImportNotUndone).with("count", kept)) } else { reason })
    }

    /// Who acts: the person who started the import, as long as that person may still do it.
    async fn person(&self) -> Result<Actor> {
        let Some(user) = self.run.created_by else { return Ok(Actor::System("import")) };
        let roles = policy::roles(self.run.kind);
        let people = identity::people_with_roles(self.ctx.db.read(), self.run.organization, roles).await?;
        if !people.iter().any(|person| person.user == user) {
            return Err(Error::new(Code::Forbidden));
        }
        let role = match self.run.kind {
            ImportKind::Listing => Role::TtoOfficer,
            ImportKind::Demand => Role::SmeMember,
        };
        let seat = Seat { organization: self.run.organization, verified: true, roles: vec![role] };
        let credential = Credential::Session(Id::from_uuid(Uuid::nil()));
        Ok(Actor::Member(Member { user, credential, locale: Locale::default(), seats: vec![seat], must_enroll: false }))
    }

    /// Looks at all rows. An interrupted look starts again: it has changed nothing.
    ///
    /// # Errors
    /// `ROWS_REJECTED` if any row would be refused.
    async fn check(&mut self, progress: Progress<'_>) -> Result<bool> {
        (self.run.checked_rows, self.run.rejected_rows) = (0, 0);
        if !self.clear_rows().await? || !self.pass(Mode::Check, progress).await? {
            return Ok(false);
        }
        if self.run.rejected_rows > 0 {
            return Err(Error::new(Code::RowsRejected).with("count", self.run.rejected_rows));
        }
        // The second pass counts its warnings and keeps its problems itself.
        self.run.writing_since = Some(self.ctx.now());
        self.clear_rows().await
    }

    async fn clear_rows(&mut self) -> Result<bool> {
        (self.run.warning_rows, self.run.problem_count) = (0, 0);
        let tx = self.ctx.begin().await?;
        if !self.hold(&tx).await? {
            return Ok(false);
        }
        store::clear_rows(&*tx, self.run.id).await?;
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
    async fn pass(&mut self, mode: Mode, progress: Progress<'_>) -> Result<bool> {
        match self.run.kind {
            ImportKind::Listing => self.pass_of::<Listings>(mode, progress).await,
            ImportKind::Demand => self.pass_of::<Demands>(mode, progress).await,
        }
    }

    async fn pass_of<S: Writing>(&mut self, mode: Mode, progress: Progress<'_>) -> Result<bool> {
        let upload = upload::find(self.ctx.db.read(), self.run.organization, self.run.upload).await?;
        let upload = upload.ok_or_else(|| Error::new(Code::NotFound))?;
        let bytes = upload::bytes(self.ctx, &upload).await?;
        let opened = pipeline::open(self.ctx, S::KIND, bytes, self.run.mapping.clone(), Header::Sufficient).await?;
        self.run.total_rows = opened.total_rows;
        let reading = std::sync::Arc::clone(&opened.reading);
        let mut chunks = opened.checked::<S>(self.run.done_rows, self.ctx.clock.today(), self.ctx.rules.clone());
        while let Some(rows) = chunks.recv().await {
            let held = match mode {
                Mode::Write => self.write::<S>(rows, &reading.plan).await?,
                Mode::Check | Mode::Dry => self.look::<S>(rows, &reading.plan, mode).await?,
            };
            if !held {
                return Ok(false);
            }
            progress(&self.run);
        }
        // Nobody sends any more: either all rows were sent, or the thread broke.
        let seen = if mode == Mode::Check { self.run.checked_rows } else { self.run.done_rows };
        if seen < self.run.total_rows {
            return Err(Error::internal(format!("the file ended after {seen} of {} rows", self.run.total_rows)));
        }
        Ok(true)
    }

    async fn look<S: Writing>(&mut self, rows: Vec<Mapped<S::Content>>, plan: &Plan, mode: Mode) -> Result<bool> {
        let tally = chunk::look::<S>(self.ctx, &self.actor, self.run.organization, plan, rows).await?;
        let tx = self.ctx.begin().await?;
        if !self.hold(&tx).await? {
            return Ok(false);
        }
        if mode == Mode::Check {
            tally.count_checked(&mut self.run);
            return self.keep(tx, tally.refused()).await;
        }
        tally.count_done(&mut self.run);
        self.keep(tx, tally).await
    }

    async fn write<S: Writing>(&mut self, rows: Vec<Mapped<S::Content>>, plan: &Plan) -> Result<bool> {
        let written = chunk::write::<S>(self.ctx, &self.actor, self.run.organization, plan, rows, &self.claim()).await?;
        let Some((tx, tally)) = written else { return Ok(false) };
        if self.run.is_all_or_none() && tally.rejected > 0 {
            // Only a race can bring it here: the look before found no such row.
            tx.rollback().await?;
            return self.refuse(tally.refused()).await;
        }
        tally.count_done(&mut self.run);
        self.keep(tx, tally).await
    }

    /// Keeps why rows were refused that were good a moment ago; the caller turns back.
    async fn refuse(&mut self, tally: Tally) -> Result<bool> {
        let error = Error::new(Code::RowsRejected).with("count", tally.rejected);
        let tx = self.ctx.begin().await?;
        if !self.hold(&tx).await? {
            return Ok(false);
        }
        self.run.failure = Some(error.clone());
        tally.count_done(&mut self.run);
        if self.keep(tx, tally).await? { Err(error) } else { Ok(false) }
    }

    /// Writes results, problems and progress, tells followers at most once a second, and commits.
    async fn keep(&mut self, tx: Write, tally: Tally) -> Result<bool> {
        tally.keep(self.ctx, &tx, &mut self.run).await?;
        let now = self.ctx.now();
        if now - self.progressed_at >= Duration::seconds(1) {
            self.progressed_at = now;
            outbox::push(self.ctx, &*tx, &Event::ImportProgressed { run: self.run.id }).await?;
        }
        self.advance(&tx).await?;
        tx.commit().await?;
        failpoint::reach("between-chunks").await;
        Ok(true)
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
