//! Mails about alerts: gathered from the person's feed, and sent by the person's clock.

use sea_orm::ConnectionTrait;

use super::viewer;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    feed,
    kernel::{Actor, Error, Id, Result, id::User},
    notification::{
        rules::{Frequency, Rhythm},
        store::alert_mail::{self, AlertMail},
    },
    outbox::{self, Event},
};

/// Kinds of entries that are alerts.
pub const ALERTS: [&str; 4] = ["LISTING_FOUND", "DEMAND_FOUND", "SEARCH_FOUND_LISTING", "SEARCH_FOUND_DEMAND"];

/// Notes, in the transaction that writes the entries, that there are alerts for some people.
///
/// # Errors
/// Those of the database.
pub async fn expect_alerts(ctx: &Ctx, tx: &impl ConnectionTrait, users: &[Id<User>]) -> Result<()> {
    let now = ctx.now();
    for (user, before) in alert_mail::lock(tx, users, now).await? {
        // What waits already takes this along.
        if before.due_at.is_none() {
            alert_mail::expect(tx, user, before.rhythm.next(now, before.sent_at), now).await?;
        }
    }
    Ok(())
}

/// Lets mails be written that are due, to at most `limit` people; gives how many people were looked at.
///
/// # Errors
/// Those of the database.
pub async fn send_due_alerts(ctx: &Ctx, limit: u64) -> Result<usize> {
    let due = alert_mail::due(ctx.db.read(), ctx.now(), limit).await?;
    for (user, seen) in &due {
        let tx = ctx.begin().await?;
        if !alert_mail::take(&*tx, *user, seen).await? {
            continue;
        }
        // Entries become visible in the order of their numbers: nothing up to this one comes later.
        if let Some(through) = feed::newest_of(&*tx, *user, &ALERTS).await?.filter(|newest| *newest > seen.through) {
            alert_mail::written_through(&*tx, *user, through, ctx.now()).await?;
            outbox::push(ctx, &*tx, &Event::AlertsDue { user: *user, after: seen.through, through }).await?;
        }
        tx.commit().await?;
    }
    Ok(due.len())
}

/// How a person is written to about alerts.
///
/// # Errors
/// Those of the database.
pub async fn rhythm_of(ctx: &Ctx, user: Id<User>) -> Result<Rhythm> {
    Ok(alert_mail::of_users(ctx.db.read(), &[user]).await?.remove(&user).map(|mail| mail.rhythm).unwrap_or_default())
}

/// How the signed-in user is written to about alerts.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor.
pub async fn alert_mail(ctx: &Ctx, actor: &Actor) -> Result<AlertMail> {
    let user = viewer(actor)?;
    Ok(alert_mail::of_users(ctx.db.read(), &[user]).await?.remove(&user).unwrap_or_default())
}

/// Chooses how the signed-in user is written to about alerts; what is not given stays as it is, and nothing is written
/// down where nothing changes. What is waiting is sent by the new rhythm.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `BAD_USER_INPUT` at `timeZone` for one that there is not.
pub async fn set_alert_mail(ctx: &Ctx, actor: &Actor, frequency: Option<Frequency>, time_zone: Option<String>) -> Result<AlertMail> {
    let user = viewer(actor)?;
    let (tx, now) = (ctx.begin().await?, ctx.now());
    let missing = || Error::internal("a row that was just made is not there");
    let before = alert_mail::lock(&*tx, &[user], now).await?.remove(&user).ok_or_else(missing)?;
    let frequency = frequency.unwrap_or(before.rhythm.frequency);
    let rhythm = Rhythm::new(frequency, time_zone.as_deref().unwrap_or(&before.rhythm.time_zone))?;
    if rhythm == before.rhythm {
        return Ok(before);
    }
    let moved = rhythm.time_zone != before.rhythm.time_zone;
    let due_at = before.due_at.map(|_| rhythm.next(now, before.sent_at));
    let after = AlertMail { rhythm, due_at, ..before };
    alert_mail::save(&*tx, user, &after, now).await?;
    // Where somebody lives is no matter of the trail.
    let entry = NewEntry::new(audit::platform(), "user.choose_alert_mail", user)
        .detail("frequency", frequency.to_string())
        .detail("timeZoneChanged", moved);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(after)
}
