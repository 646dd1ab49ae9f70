//! Looking at imports.

use std::collections::HashSet;

use crate::{
    ctx::Ctx,
    import::{
        kind::ImportKind,
        policy,
        rules::{ImportRun, Preset, RowProblem},
        store,
    },
    kernel::{
        Actor, Id, Page, PageRequest, Result,
        id::{self, Organization},
    },
};

pub use store::ProblemSpan;

/// The import, if the actor may know of it.
pub async fn find(ctx: &Ctx, actor: &Actor, id: Id<id::ImportRun>) -> Result<Option<ImportRun>> {
    store::find_run(ctx.db.read(), actor, id).await
}

/// The imports among `ids` that the actor may know of, in any order. One statement.
pub async fn find_many(ctx: &Ctx, actor: &Actor, ids: &[Id<id::ImportRun>]) -> Result<Vec<ImportRun>> {
    store::find_runs(ctx.db.read(), actor, ids).await
}

/// The import, whoever asks: for mails and feeds about it.
pub async fn brief(ctx: &Ctx, id: Id<id::ImportRun>) -> Result<Option<ImportRun>> {
    store::find_run(ctx.db.read(), &Actor::System("import"), id).await
}

/// Imports of one kind into one organization, newest first.
///
/// # Errors
/// As [`policy::permit`] at `organizationId`.
pub async fn runs(
    ctx: &Ctx,
    actor: &Actor,
    kind: ImportKind,
    organization: Id<Organization>,
    request: &PageRequest,
) -> Result<Page<ImportRun>> {
    policy::permit(actor, kind, organization).map_err(|error| error.at("organizationId"))?;
    store::runs(ctx.db.read(), kind, organization, request).await
}

/// How many imports [`runs`] has in all. The caller was shown a page of them.
pub async fn count_runs(ctx: &Ctx, kind: ImportKind, organization: Id<Organization>) -> Result<(u64, bool)> {
    store::count_runs(ctx.db.read(), kind, organization).await
}

/// What is wrong at some places of imports that the actor was shown, each with its import. One statement.
pub async fn problems(ctx: &Ctx, spans: &[ProblemSpan]) -> Result<Vec<(Id<id::ImportRun>, RowProblem)>> {
    store::problems_at(ctx.db.read(), spans).await
}

/// The problems among `ids` of whose imports the actor may know, in any order. Two statements.
pub async fn find_problems(ctx: &Ctx, actor: &Actor, ids: &[Id<id::ImportProblem>]) -> Result<Vec<RowProblem>> {
    let found = store::find_problems(ctx.db.read(), ids).await?;
    let runs: HashSet<_> = found.iter().map(|(run, _)| *run).collect();
    let runs = find_many(ctx, actor, &runs.into_iter().collect::<Vec<_>>()).await?;
    let visible: HashSet<_> = runs.into_iter().map(|run| run.id).collect();
    Ok(found.into_iter().filter(|(run, _)| visible.contains(run)).map(|(_, problem)| problem).collect())
}

/// The presets among `ids` that the actor may know of, in any order. One statement.
pub async fn find_presets(ctx: &Ctx, actor: &Actor, ids: &[Id<id::ImportPreset>]) -> Result<Vec<Preset>> {
    store::find_presets(ctx.db.read(), actor, ids).await
}

/// Presets of one organization for files of one kind, by name.
///
/// # Errors
/// As [`policy::permit`] at `organizationId`.
pub async fn presets(
    ctx: &Ctx,
    actor: &Actor,
    kind: ImportKind,
    organization: Id<Organization>,
    request: &PageRequest,
) -> Result<Page<Preset>> {
    policy::permit(actor, kind, organization).map_err(|error| error.at("organizationId"))?;
    store::presets(ctx.db.read(), kind, organization, request).await
}

/// How many presets [`presets`] has in all. The caller was shown a page of them.
pub async fn count_presets(ctx: &Ctx, kind: ImportKind, organization: Id<Organization>) -> Result<(u64, bool)> {
    Ok((store::count_presets(ctx.db.read(), kind, organization).await?, true))
}
