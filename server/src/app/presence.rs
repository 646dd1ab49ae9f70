//! Tells the other processes of an installation that this one is there.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    ctx::Ctx,
    kernel::Result,
    operation::{self, Duties},
};

/// Pause between two signs of life.
const EVERY: Duration = Duration::from_secs(30);

/// Says every now and then that this process is there, and at `stop` that it goes.
pub(super) fn announce(ctx: &Ctx, duties: Duties, tasks: &mut JoinSet<()>, stop: &CancellationToken) {
    let (ctx, stop, since) = (ctx.clone(), stop.clone(), ctx.now());
    tasks.spawn(async move {
        let mut every = tokio::time::interval(EVERY);
        let mut looked = false;
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = every.tick() => {}
            }
            let announced = async {
                operation::announce(&ctx, duties, since).await?;
                if looked { Ok(()) } else { compare(&ctx).await }
            };
            match announced.await {
                Ok(()) => looked = true,
                Err(error) => tracing::warn!(code = %error.code(), detail = error.detail(), "presence cannot be announced"),
            }
        }
        // A row that stays behind is taken for gone soon enough.
        let _ = operation::leave(&ctx).await;
    });
}

/// Looks whether the others sign with the same key: tokens of one would be worthless to the other.
async fn compare(ctx: &Ctx) -> Result<()> {
    let key = &ctx.keys.signing().id;
    let strangers = operation::processes(ctx).await?.into_iter().filter(|process| process.key_id != *key).count();
    if strangers > 0 {
        tracing::error!(strangers, "other processes on this database have another auth.secret: people will be signed out at random");
    }
    Ok(())
}
