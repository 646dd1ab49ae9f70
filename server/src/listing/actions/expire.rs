//! What time alone does to listings.

use super::perform::{Decision, perform};
use crate::{
    ctx::Ctx,
    kernel::{Actor, Result},
    listing::{
        rules::{self, Suspension, Transition},
        store,
    },
};

/// Expires listings whose last day has passed, at most `limit`, and says how many it were. The last day is never later
/// than that of the last right, so a listing goes with its rights.
///
/// # Errors
/// Those of the database.
pub async fn expire_due(ctx: &Ctx, limit: u64) -> Result<usize> {
    let today = ctx.clock.today();
    let due = store::overdue(ctx.db.read(), today, limit).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let sweeper = Actor::System("sweeper");
    let tx = ctx.begin().await?;
    // Somebody may have been faster between the look and the lock.
    let locked = store::lock(&*tx, &sweeper, &due).await?;
    let overdue = locked.into_iter().filter(|listing| listing.valid_until.is_some_and(|last| last.0 < today));
    let moves: Vec<_> =
        overdue.filter_map(|listing| Some((listing.clone(), rules::take(Transition::Expire, listing.position()).ok()?))).collect();
    let count = moves.len();
    if count > 0 {
        let decision = Decision::because(Suspension::Office);
        perform(ctx, &tx, &sweeper, moves, &decision).await?;
        tx.commit().await?;
    }
    Ok(count)
}
