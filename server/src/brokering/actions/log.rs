//! An advisor writes down what was done. Nothing written is changed; a later note may correct it.

use serde::Serialize;
use uuid::Uuid;

use super::{
    entry, lock_one, moved, note_file,
    task::{furthest, soonest},
    work::{sees, working},
};
use crate::{
    audit,
    brokering::{
        model::{Case, View},
        policy,
        rules::{Authority, kpi},
        service::{Log, NoteFile},
        store,
        to_do::ToDo,
        vocabulary::{LogKind, LogPlace, LogVisibility},
    },
    ctx::Ctx,
    db::rerun,
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Date, Error, Id, Result, Timestamp,
        error::Problems,
        id::{BrokerCase, ServiceLog, Upload},
        text,
    },
    listing::validate::parts::{each, within},
};

/// A note that somebody wants to write.
#[derive(Debug, Clone, Serialize)]
pub struct AddLog {
    /// The case.
    pub case: Id<BrokerCase>,
    /// What was done.
    pub kind: LogKind,
    /// When.
    pub occurred_at: Timestamp,
    /// How long, in minutes.
    pub minutes: i32,
    /// Where.
    pub place: LogPlace,
    /// Who took part, by name.
    pub participants: Vec<String>,
    /// What came of it.
    pub summary: Option<String>,
    /// What comes next.
    pub next_step: Option<String>,
    /// When.
    pub next_due: Option<Date>,
    /// Who reads it.
    pub visibility: LogVisibility,
    /// Files that go with it, which the advisor has uploaded for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Id<Upload>>,
    /// The note that this one corrects.
    pub supersedes: Option<Id<ServiceLog>>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Writes a note.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING` once the mandate is
/// over, `TRANSITION_NOT_ALLOWED` before the acceptance and after the end, `OUT_OF_RANGE` at `occurredAt` for the future and
/// for what was too long ago, and at `nextDue` for a day too far ahead, `NOT_FOUND` at `supersedesId` unless it is the advisor's own note in
/// this case, and those of [`note_file::attach`] at `attachmentIds`.
pub async fn add_log(ctx: &Ctx, actor: &Actor, input: AddLog) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "serviceLogAdd", input.idempotency_key, &input);
    let find = async |id: Id<ServiceLog>| {
        let log = store::find_log(ctx.db.read(), id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
        super::find_case(ctx, actor, log.case).await?.ok_or_else(|| Error::new(Code::NotFound))
    };
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &AddLog, guard: &Guard) -> Result<View> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::permit(actor, Authority::Advisor, &before)?;
    sees(ctx, &*tx, actor, &before).await?;
    let (advisor, _) = working(ctx, &*tx, &before, None).await?;
    let corrected = match input.supersedes {
        Some(id) => {
            let found = store::find_log(&*tx, id).await?.filter(|old| old.case == before.id && Some(old.user) == actor.user());
            Some(found.ok_or_else(|| Error::new(Code::NotFound).at("supersedesId"))?)
        }
        None => None,
    };
    let files = note_file::attach(ctx, &tx, actor, &before, &input.attachments).await;
    let log = checked(ctx, actor, input, &before, (advisor, files), corrected.as_ref())?;
    // The key first: of two calls with one key, the loser must learn that it is a repetition.
    guard.keep(ctx, &*tx, log.id).await?;
    store::insert_log(&*tx, &log).await?;
    let mut after = moved(ctx, &before);
    // The first contact is what the client can read and contradict, and it is as old as the note.
    let minimum = ctx.rules.on("advising.log_summary_characters_min", ctx.clock.today())?.get()?;
    if kpi::says_something(&log, minimum) {
        after.contacted_at = before.contacted_at.or(Some(log.created_at));
    }
    if log.next_due.is_some() || log.next_step.is_some() {
        (after.next_step, after.next_due) = (log.next_step.clone().map(ToDo::Words), log.next_due);
        after = soonest(&tx, after).await?;
    }
    let after = after.marked_on(ctx.clock.today());
    store::save(&*tx, &after).await?;
    let entry = entry("case.log", Some(&before), &after)
        .detail("log", log.id.to_string())
        .detail("kind", log.kind.to_string())
        .detail("minutes", log.minutes)
        .detail("attachments", log.attachments.iter().map(|file| file.sha256.clone()).collect::<Vec<_>>())
        .detail("supersedes", log.supersedes.map(|id| id.to_string()));
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    super::read::view(ctx, actor, after, &before).await
}

fn checked(
    ctx: &Ctx,
    actor: &Actor,
    input: &AddLog,
    case: &Case,
    (advisor, files): (Id<crate::kernel::id::Advisor>, Result<Vec<NoteFile>>),
    corrected: Option<&Log>,
) -> Result<Log> {
    let now = ctx.now();
    let days: i64 = ctx.rules.on("advising.log_backdating_days", ctx.clock.today())?.get()?;
    let earliest = now - chrono::Duration::days(days);
    // What was wrong may be put right however long ago it was.
    let earliest = corrected.map_or(earliest, |old| old.occurred_at.min(earliest));
    let mut p = Problems::default();
    if input.occurred_at > now || input.occurred_at < earliest {
        p.push(Error::new(Code::OutOfRange).with("min", earliest.to_rfc3339()).with("max", now.to_rfc3339()).at("occurredAt"));
    }
    let last = furthest(ctx)?;
    if input.next_due.is_some_and(|day| day.0 > last) {
        p.push(Error::new(Code::OutOfRange).with("max", last).at("nextDue"));
    }
    let attachments = p.check("attachmentIds", files).unwrap_or_default();
    let minutes = p.check("minutes", within(input.minutes, 0, 24 * 60)).unwrap_or_default();
    let participants = p.check("participants", each(input.participants.clone(), 20, |name| text::line(&name, 100))).unwrap_or_default();
    let summary = p.check("summary", text::optional_paragraph(input.summary.as_deref(), 4000)).flatten();
    let next_step = p.check("nextStep", text::optional_line(input.next_step.as_deref(), 200)).flatten();
    let (participants, summary, next_step) = p.finish((participants, summary, next_step))?;
    Ok(Log {
        id: ctx.new_id(),
        case: case.id,
        client: case.client,
        advisor,
        user: actor.user().ok_or_else(|| Error::new(Code::Forbidden))?,
        kind: input.kind,
        occurred_at: input.occurred_at,
        minutes: minutes.into(),
        place: input.place,
        participants,
        summary,
        next_step,
        next_due: input.next_due,
        visibility: input.visibility,
        attachments,
        supersedes: input.supersedes,
        created_at: now,
    })
}
