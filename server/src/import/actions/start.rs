//! Asking for an import, and taking it back.

use uuid::Uuid;

use super::{read, run};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::rerun,
    idempotency::{Guard, Outcome, once},
    identity,
    import::{
        kind::ImportKind,
        map::Mapping,
        policy,
        rules::{ErrorPolicy, ImportRun, Preset, State, StoredMapping},
        store,
    },
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{self, Organization},
    },
    outbox::{self, Event},
    upload::{self, Upload},
};

/// What is asked for.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Start {
    /// What the rows become. Left out of the fingerprint where it is what it always was, so that a key from before still counts.
    #[serde(skip_serializing_if = "is_listing")]
    pub kind: ImportKind,
    /// Into which organization.
    pub organization: Id<Organization>,
    /// Which file.
    pub upload: Id<id::Upload>,
    /// What the person said about columns; wins over the preset and over what the headers say.
    pub mapping: Option<Mapping>,
    /// A preset to use.
    pub preset: Option<Id<id::ImportPreset>>,
    /// What becomes of good rows when others are bad.
    pub policy: ErrorPolicy,
    /// Only tell what would happen.
    pub dry_run: bool,
    /// Makes a repeated request harmless.
    #[serde(skip)]
    pub key: Uuid,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_listing(kind: &ImportKind) -> bool {
    *kind == ImportKind::Listing
}

/// Puts an import into the queue.
///
/// # Errors
/// As [`policy::permit_files`] at `organizationId`; `NOT_FOUND` at `uploadId` or `presetId`; as [`importable`]; as
/// [`Mapping::validate`] at `mapping`; those of idempotency keys.
pub async fn start(ctx: &Ctx, actor: &Actor, input: Start) -> Result<Outcome<ImportRun>> {
    policy::permit_files(actor, input.kind, input.organization).map_err(|error| error.at("organizationId"))?;
    let user = actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))?;
    let guard = Guard::new(user, "importStart", input.key, &input);
    let find = async |id| read::find(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound));
    Box::pin(once(ctx, &guard, find, rerun(|| queue(ctx, actor, &input, &guard)))).await
}

async fn queue(ctx: &Ctx, actor: &Actor, input: &Start, guard: &Guard) -> Result<ImportRun> {
    let upload = upload::find(ctx.db.read(), input.organization, input.upload).await?;
    let upload = upload.ok_or_else(|| Error::new(Code::NotFound).at("uploadId"))?;
    importable(&upload)?;
    let mapping = mapping(ctx, actor, input).await?;
    let run = queued(ctx, actor, &upload, mapping, (input.kind, input.policy, input.dry_run));
    let tx = ctx.begin().await?;
    guard.keep(ctx, &*tx, run.id).await?;
    upload::mark_used(&*tx, &[upload.id], ctx.now()).await?;
    store::insert_run(&*tx, &run).await?;
    outbox::push(ctx, &*tx, &Event::ImportRequested { run: run.id }).await?;
    audit::append(ctx, &*tx, actor, started(&run, &upload)).await?;
    tx.commit().await?;
    Ok(run)
}

/// Lets pass what may be a list of achievements or demands.
///
/// # Errors
/// `FILE_TYPE_UNSUPPORTED` at `uploadId` for a file that was kept for something else: a picture, a document.
pub(super) fn importable(upload: &Upload) -> Result<()> {
    if upload.media_type.may_be_imported() { Ok(()) } else { Err(Error::new(Code::FileTypeUnsupported).at("uploadId")) }
}

async fn mapping(ctx: &Ctx, actor: &Actor, input: &Start) -> Result<StoredMapping> {
    let preset = match input.preset {
        Some(id) => {
            let found = store::find_preset(ctx.db.read(), actor, id)
                .await?
                .filter(|preset| (preset.kind, preset.organization) == (input.kind, input.organization));
            Some(found.ok_or_else(|| Error::new(Code::NotFound).at("presetId"))?)
        }
        None => None,
    };
    joined(input.kind, input.mapping.clone(), preset)
}

/// What a person said, completed by a preset.
fn joined(kind: ImportKind, said: Option<Mapping>, preset: Option<Preset>) -> Result<StoredMapping> {
    if let Some(columns) = &said {
        columns.validate(kind).map_err(|error| error.at("mapping"))?;
    }
    Ok(match (said, preset) {
        (Some(said), Some(preset)) => StoredMapping { columns: said.over(&preset.mapping, kind), strict: false },
        (Some(said), None) => StoredMapping { columns: said, strict: true },
        (None, Some(preset)) => StoredMapping { columns: preset.mapping, strict: false },
        (None, None) => StoredMapping::default(),
    })
}

fn queued(ctx: &Ctx, actor: &Actor, upload: &Upload, mapping: StoredMapping, how: (ImportKind, ErrorPolicy, bool)) -> ImportRun {
    let (kind, policy, dry_run) = how;
    ImportRun {
        id: ctx.new_id(),
        kind,
        organization: upload.organization,
        upload: upload.id,
        file_name: upload.file_name.clone(),
        mapping,
        policy,
        dry_run,
        state: State::Queued,
        total_rows: 0,
        checked_rows: 0,
        done_rows: 0,
        created_rows: 0,
        updated_rows: 0,
        unchanged_rows: 0,
        rejected_rows: 0,
        warning_rows: 0,
        problem_count: 0,
        failure: None,
        writing_since: None,
        version: 1,
        created_by: actor.user(),
        created_at: ctx.now(),
        started_at: None,
        finished_at: None,
    }
}

fn started(run: &ImportRun, upload: &Upload) -> NewEntry {
    NewEntry::new(run.organization, "import.start", run.id)
        .detail("sha256", upload.sha256.as_str())
        .detail("kind", run.kind.to_string())
        .detail("policy", run.policy.to_string())
        .detail("dryRun", run.dry_run)
}

/// Stops an import. Rows that were imported before stay; with `REJECT_ALL` there are none.
///
/// # Errors
/// `NOT_FOUND` at `id`; as [`ImportRun::check_cancel`].
pub async fn cancel(ctx: &Ctx, actor: &Actor, id: Id<id::ImportRun>) -> Result<Outcome<ImportRun>> {
    let tx = ctx.begin().await?;
    let run = store::lock_run(&*tx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::permit(actor, run.kind, run.organization)?;
    run.check_cancel()?;
    let ended = ImportRun { state: State::Cancelled, finished_at: Some(ctx.now()), version: run.version + 1, ..run };
    store::finish(&*tx, &ended).await?;
    outbox::push(ctx, &*tx, &Event::ImportFinished { run: ended.id }).await?;
    audit::append(ctx, &*tx, actor, run::ended_entry(&ended, "import.cancel")).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(ended))
}

/// A file to be imported at once, from the command line.
#[derive(Debug, Clone)]
pub struct FileJob {
    /// What the rows become.
    pub kind: ImportKind,
    /// Into which organization.
    pub organization: Id<Organization>,
    /// Name of the file, for people.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What to do with columns; wins over the preset and over what the headers say.
    pub mapping: Option<Mapping>,
    /// Name of a preset of the organization to use.
    pub preset: Option<String>,
    /// What becomes of good rows when others are bad.
    pub policy: ErrorPolicy,
    /// Only tell what would happen.
    pub dry_run: bool,
}

/// Imports a file and waits for the end. The same as uploading and starting it, but without the queue. `progress` is
/// told how the run stands after each chunk.
///
/// # Errors
/// `NOT_FOUND` at `organizationId`, `FORBIDDEN` there for one that has no such things; as [`upload::receive()`] and [`importable`]; as [`Mapping::validate`] at `mapping`; `NOT_FOUND` at `preset`. A file that cannot be imported is no
/// error but a run that failed.
pub async fn run_file(ctx: &Ctx, actor: &Actor, job: FileJob, mut progress: impl FnMut(&ImportRun) + Send) -> Result<ImportRun> {
    let owner = identity::find_organization(ctx.db.read(), actor, job.organization).await?;
    let owner = owner.ok_or_else(|| Error::new(Code::NotFound).at("organizationId"))?;
    policy::permit_owner(job.kind, owner.kind).map_err(|error| error.at("organizationId"))?;
    let preset = match &job.preset {
        Some(name) => {
            let found = store::preset_named(ctx.db.read(), job.kind, job.organization, name).await?;
            Some(found.ok_or_else(|| Error::new(Code::NotFound).at("preset"))?)
        }
        None => None,
    };
    let mapping = joined(job.kind, job.mapping, preset)?;
    let upload = upload::receive(ctx, actor, job.organization, &job.file_name, job.bytes).await?;
    importable(&upload)?;
    let run = queued(ctx, actor, &upload, mapping, (job.kind, job.policy, job.dry_run));
    let tx = ctx.begin().await?;
    upload::mark_used(&*tx, &[upload.id], ctx.now()).await?;
    store::insert_run(&*tx, &run).await?;
    audit::append(ctx, &*tx, actor, started(&run, &upload)).await?;
    tx.commit().await?;
    run::run_with(ctx, run.id, &mut progress).await?;
    read::brief(ctx, run.id).await?.ok_or_else(|| Error::internal("the run is gone"))
}
