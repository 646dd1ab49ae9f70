//! Reading service platforms, as far as the asker may see them.

use crate::{
    ctx::Ctx,
    kernel::{Actor, Id, Page, PageRequest, Result, id::ServicePlatform},
    platform::{
        model::{Platform, Stretch, View},
        policy,
        store::{self, Filter},
    },
};

/// Totals are counted up to here.
const COUNT_CAP: u64 = 10_000;
/// Most platforms that ways may lead over: more than a country has of them today.
const STRETCHES_MAX: u64 = 10_000;

pub(super) fn seen(actor: &Actor, platform: Platform) -> View {
    let inside = policy::reads_inside(actor, platform.organization);
    View::of(platform, inside, policy::sees_contact(actor))
}

/// Platforms by id that `actor` may see, in no order; one statement.
///
/// # Errors
/// Those of the database.
pub async fn find_many(ctx: &Ctx, actor: &Actor, ids: &[Id<ServicePlatform>]) -> Result<Vec<View>> {
    let found = store::find(ctx.db.read(), actor, ids).await?;
    Ok(found.into_iter().map(|platform| seen(actor, platform)).collect())
}

/// One platform as `actor` may see it.
///
/// # Errors
/// Those of the database.
pub async fn find(ctx: &Ctx, actor: &Actor, id: Id<ServicePlatform>) -> Result<Option<View>> {
    Ok(find_many(ctx, actor, &[id]).await?.pop())
}

/// A page of platforms that `actor` may see, last made first.
///
/// # Errors
/// `CURSOR_MISMATCH`.
pub async fn list(ctx: &Ctx, actor: &Actor, filter: &Filter, request: &PageRequest) -> Result<Page<View>> {
    let page = store::page(ctx.db.read(), actor, filter, request).await?;
    Ok(page.map(|platform| seen(actor, platform)))
}

/// How many platforms [`list`] would show in all, and whether the number is exact.
///
/// # Errors
/// Those of the database.
pub async fn list_total(ctx: &Ctx, actor: &Actor, filter: &Filter) -> Result<(u64, bool)> {
    let count = store::count(ctx.db.read(), actor, filter, COUNT_CAP).await?;
    Ok((count, count < COUNT_CAP))
}

/// Everything over which ways between two levels can lead: the same whoever asks, because everybody may see it. One statement.
///
/// # Errors
/// Those of the database.
pub async fn stretches(ctx: &Ctx, from: i32, to: i32) -> Result<Vec<Stretch>> {
    let found = store::stretches(ctx.db.read(), from, to, STRETCHES_MAX).await?;
    if found.len() as u64 == STRETCHES_MAX {
        tracing::warn!(from, to, most = STRETCHES_MAX, "there are more service platforms than ways are looked for over");
    }
    Ok(found)
}
