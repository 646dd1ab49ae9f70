//! Tells the other processes of an installation that this one is there.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::{
    ctx::Ctx,
    kernel::{Result, Timestamp},
    operation::{self, Duties},
};

/// Pause between two signs of life.
const EVERY: Duration = Duration::from_secs(30);

/// Says that this process is there, then every now and then that it still is, and at `stop` that it goes. It has said so
/// when this returns, or could not: whoever asks the process and then the database is to find it.
pub(super) async fn announce(ctx: &Ctx, duties: Duties, tasks: &mut JoinSet<()>, stop: &CancellationToken) {
    let (ctx, stop, since) = (ctx.clone(), stop.clone(), ctx.now());
    let mut looked = say(&ctx, duties, since, false).await;
    tasks.spawn(async move {
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(EVERY) => looked = say(&ctx, duties, since, looked).await,
            }
        }
        // A row that stays behind is taken for gone soon enough.
        let _ = operation::leave(&ctx).await;
    });
}

/// Gives one sign of life. Whether the others were looked at, now or before.
async fn say(ctx: &Ctx, duties: Duties, since: Timestamp, looked: bool) -> bool {
    let announced = async {
        operation::announce(ctx, duties, since).await?;
        if looked { Ok(()) } else { compare(ctx).await }
    };
    match announced.await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(code = %error.code(), detail = error.detail(), "presence cannot be announced");
            looked
        }
    }
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
