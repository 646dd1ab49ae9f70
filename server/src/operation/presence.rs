//! Which processes are at work. Each says every now and then that it is there; one that is silent is taken for gone.

use chrono::Duration;

use super::store::{self, Duties, Process};
use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
};

/// Silence after which a process is taken for gone: three times what lies between two signs of life.
const SILENCE: Duration = Duration::seconds(90);
/// Silence after which its row is forgotten.
const FORGOTTEN: Duration = Duration::days(1);

/// Says that this process, which began at `since`, is there.
pub async fn announce(ctx: &Ctx, duties: Duties, since: Timestamp) -> Result<()> {
    let now = ctx.now();
    let process = Process {
        id: ctx.process,
        duties,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        key_id: ctx.keys.signing().id.clone(),
        started_at: since,
        seen_at: now,
    };
    let tx = ctx.begin().await?;
    store::announce(&*tx, process).await?;
    store::remove(&*tx, None, now - FORGOTTEN).await?;
    tx.commit().await
}

/// Says that this process goes.
pub async fn leave(ctx: &Ctx) -> Result<()> {
    let tx = ctx.begin().await?;
    store::remove(&*tx, Some(ctx.process), ctx.now() - FORGOTTEN).await?;
    tx.commit().await
}

/// The processes at work, the oldest first.
pub async fn processes(ctx: &Ctx) -> Result<Vec<Process>> {
    store::processes(ctx.db.read(), ctx.now() - SILENCE).await
}
