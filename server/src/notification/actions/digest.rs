//! Mails about alerts: gathered from the person's feed, and sent by the person's clock.

use sea_orm::ConnectionTrait;

use super::viewer;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    feed,
    kernel::{Actor, Id, Result, id::User},
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
    let (known, now) = (alert_mail::lock(tx, users).await?, ctx.now());
    let mut users = users.to_vec();
    users.sort_unstable();
    for user in users {
        let AlertMail { rhythm, sent_at, .. } = known.get(&user).cloned().unwrap_or_else(nothing_yet);
        alert_mail::expect(tx, user, &rhythm, rhythm.next(now, sent_at), now).await?;
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
    let known = alert_mail::of_users(ctx.db.read(), &[user]).await?.remove(&user);
    Ok(known.unwrap_or_else(nothing_yet))
}

fn nothing_yet() -> AlertMail {
    AlertMail { rhythm: Rhythm::default(), due_at: None, through: 0, sent_at: None }
}

/// Chooses how the signed-in user is written to about alerts; what is not given stays as it is. What is waiting is sent by the new
/// rhythm.
///
/// # Errors
/// `UNAUTHENTICATED` for a visitor, `BAD_USER_INPUT` at `timeZone` for one that there is not.
pub async fn set_alert_mail(ctx: &Ctx, actor: &Actor, frequency: Option<Frequency>, time_zone: Option<String>) -> Result<AlertMail> {
    let user = viewer(actor)?;
    let (tx, now) = (ctx.begin().await?, ctx.now());
    // Whoever chooses one thing for the first time must not undo the other, chosen at the same moment: both wait for this row.
    alert_mail::begin(&*tx, user, &Rhythm::default(), now).await?;
    let before = alert_mail::lock(&*tx, &[user]).await?.remove(&user).unwrap_or_else(nothing_yet);
    let frequency = frequency.unwrap_or(before.rhythm.frequency);
    let rhythm = Rhythm::new(frequency, time_zone.as_deref().unwrap_or(&before.rhythm.time_zone))?;
    alert_mail::choose(&*tx, user, &rhythm, rhythm.next(now, before.sent_at), now).await?;
    let after = alert_mail::of_users(&*tx, &[user]).await?.remove(&user).unwrap_or_else(nothing_yet);
    let entry = NewEntry::new(audit::platform(), "user.choose_alert_mail", user)
        .detail("frequency", rhythm.frequency.to_string())
        .detail("timeZone", rhythm.time_zone);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(after)
}
