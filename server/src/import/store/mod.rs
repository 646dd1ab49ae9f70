//! Runs, their rows and presets in the database. Every read names the organization or the run that it is for.

mod map;
mod presets;
mod prune;
mod row;
mod rows;

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Select, Value,
    sea_query::{Expr, LockType},
};
use uuid::Uuid;

use self::row::run;
use super::{
    kind::ImportKind,
    policy,
    rules::{ImportRun, State},
};
use crate::{
    db::page::keyset,
    kernel::{
        Actor, Id, Page, PageRequest, Result, Timestamp,
        id::{self, Organization},
    },
};

pub(super) use presets::{count_presets, delete_preset, find_preset, find_presets, insert_preset, preset_named, presets, save_preset};
pub use prune::prune;
pub use rows::ProblemSpan;
pub(super) use rows::{
    clear_results, clear_rows, find_problems, insert_problems, insert_results, problems_at, problems_of_rows, results, written_before,
};

/// Counting stops here: nobody reads past it.
const COUNT_CAP: u64 = 10_000;

pub(super) async fn insert_run(tx: &impl ConnectionTrait, run: &ImportRun) -> Result<()> {
    run::Entity::insert(map::run_row(run)?).exec_without_returning(tx).await?;
    Ok(())
}

/// The run, if the actor may know of it.
pub(super) async fn find_run(conn: &impl ConnectionTrait, actor: &Actor, id: Id<id::ImportRun>) -> Result<Option<ImportRun>> {
    let found = run::Entity::find_by_id(id.uuid()).one(conn).await?.map(map::run).transpose()?;
    Ok(found.filter(|run| policy::sees(actor, run.kind, run.organization)))
}

/// The runs among `ids` that the actor may know of. One statement.
pub(super) async fn find_runs(conn: &impl ConnectionTrait, actor: &Actor, ids: &[Id<id::ImportRun>]) -> Result<Vec<ImportRun>> {
    let rows = run::Entity::find().filter(run::Column::Id.is_in(ids.iter().map(|id| id.uuid()))).all(conn).await?;
    let found: Vec<_> = rows.into_iter().map(map::run).collect::<Result<_>>()?;
    Ok(found.into_iter().filter(|run| policy::sees(actor, run.kind, run.organization)).collect())
}

/// Like [`find_run`], locked until the end of the transaction.
pub(super) async fn lock_run(tx: &impl ConnectionTrait, actor: &Actor, id: Id<id::ImportRun>) -> Result<Option<ImportRun>> {
    let found = locked(tx, run::Entity::find_by_id(id.uuid())).one(tx).await?.map(map::run).transpose()?;
    Ok(found.filter(|run| policy::sees(actor, run.kind, run.organization)))
}

/// SQLite has no row locks and needs none: the transaction is the only writer.
fn locked(tx: &impl ConnectionTrait, select: Select<run::Entity>) -> Select<run::Entity> {
    if tx.get_database_backend() == sea_orm::DatabaseBackend::Postgres { select.lock(LockType::Update) } else { select }
}

fn of_kind(kind: ImportKind, organization: Id<Organization>) -> Select<run::Entity> {
    let select = run::Entity::find().filter(run::Column::OrganizationId.eq(organization.uuid()));
    select.filter(run::Column::Kind.eq(kind.to_string()))
}

/// What a cursor belongs to.
fn scope(list: &str, kind: ImportKind, organization: Id<Organization>) -> String {
    match kind {
        ImportKind::Listing => format!("{list} {organization}"),
        ImportKind::Demand => format!("{list} of demands {organization}"),
    }
}

/// Runs of one organization and kind, newest first.
pub(super) async fn runs(
    conn: &impl ConnectionTrait,
    kind: ImportKind,
    organization: Id<Organization>,
    request: &PageRequest,
) -> Result<Page<ImportRun>> {
    let scope = scope("imports", kind, organization);
    let key = request.key::<(Timestamp, Uuid)>(&scope)?.map(|(at, id)| vec![Value::from(at), Value::from(id)]);
    let select = of_kind(kind, organization);
    let rows = keyset(select, &[run::Column::CreatedAt, run::Column::Id], true, key, request).all(conn).await?;
    let runs = rows.into_iter().map(map::run).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_rows(request, runs, &scope, |run| (run.created_at, run.id.uuid())))
}

pub(super) async fn count_runs(conn: &impl ConnectionTrait, kind: ImportKind, organization: Id<Organization>) -> Result<(u64, bool)> {
    let select = of_kind(kind, organization);
    let count = select.limit(COUNT_CAP + 1).count(conn).await?;
    Ok((count.min(COUNT_CAP), count <= COUNT_CAP))
}

/// Takes the run for `lease` until `until`, if it still has to run and nobody else holds it.
pub(super) async fn claim(
    tx: &impl ConnectionTrait,
    id: Id<id::ImportRun>,
    lease: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<ImportRun>> {
    let Some(found) = locked(tx, run::Entity::find_by_id(id.uuid())).one(tx).await? else { return Ok(None) };
    let free = found.leased_until.is_none_or(|until| until < now);
    let mut run = map::run(found)?;
    if run.state.is_final() || !free {
        return Ok(None);
    }
    run.state = State::Running;
    run.started_at = run.started_at.or(Some(now));
    run.version += 1;
    let row = run::ActiveModel {
        id: Set(id.uuid()),
        state: Set(run.state.to_string()),
        started_at: Set(run.started_at),
        lease: Set(Some(lease)),
        leased_until: Set(Some(until)),
        version: Set(run.version),
        ..Default::default()
    };
    run::Entity::update(row).exec(tx).await?;
    Ok(Some(run))
}

/// Renews the lease and locks the run's row. `false`: somebody else has the run now, or it was cancelled.
pub(super) async fn hold(tx: &impl ConnectionTrait, id: Id<id::ImportRun>, lease: Uuid, until: Timestamp) -> Result<bool> {
    let renewed = run::Entity::update_many()
        .col_expr(run::Column::LeasedUntil, Expr::value(until))
        .filter(run::Column::Id.eq(id.uuid()))
        .filter(run::Column::Lease.eq(lease))
        .filter(run::Column::State.eq(State::Running.to_string()))
        .exec(tx)
        .await?;
    Ok(renewed.rows_affected == 1)
}

/// Writes down how far a run is that [`hold`] holds in this transaction.
pub(super) async fn advance(tx: &impl ConnectionTrait, run: &ImportRun, progressed_at: Option<Timestamp>) -> Result<()> {
    let row = run::ActiveModel {
        id: Set(run.id.uuid()),
        total_rows: Set(run.total_rows),
        checked_rows: Set(run.checked_rows),
        done_rows: Set(run.done_rows),
        created_rows: Set(run.created_rows),
        updated_rows: Set(run.updated_rows),
        unchanged_rows: Set(run.unchanged_rows),
        rejected_rows: Set(run.rejected_rows),
        warning_rows: Set(run.warning_rows),
        problem_count: Set(run.problem_count),
        failure_code: Set(run.failure.as_ref().map(|failure| failure.code().to_string())),
        failure_args: Set(run.failure.as_ref().map(|failure| serde_json::json!(failure.args()))),
        writing_since: Set(run.writing_since),
        version: Set(run.version),
        progressed_at: progressed_at.map_or(sea_orm::ActiveValue::NotSet, |at| Set(Some(at))),
        ..Default::default()
    };
    run::Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Ends a run that this transaction has locked: state, time, reason; the lease goes.
pub(super) async fn finish(tx: &impl ConnectionTrait, run: &ImportRun) -> Result<()> {
    let row = run::ActiveModel {
        id: Set(run.id.uuid()),
        state: Set(run.state.to_string()),
        finished_at: Set(run.finished_at),
        failure_code: Set(run.failure.as_ref().map(|failure| failure.code().to_string())),
        failure_args: Set(run.failure.as_ref().map(|failure| serde_json::json!(failure.args()))),
        lease: Set(None),
        leased_until: Set(None),
        version: Set(run.version),
        ..Default::default()
    };
    run::Entity::update(row).exec(tx).await?;
    Ok(())
}
