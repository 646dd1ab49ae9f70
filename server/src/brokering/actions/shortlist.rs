//! What an advisor has picked goes to the client, and the client says what it thinks of it.

use std::collections::HashMap;

use serde::Serialize;
use uuid::Uuid;

use super::{
    check_version, entry, lock_one, moved,
    pick::picking,
    read::{find_cases, view},
    ties::tied,
};
use crate::{
    audit,
    brokering::{
        model::{Case, Standing, View},
        pick::{Pick, Shortlist},
        policy,
        rules::kpi,
        service::Log,
        store,
        vocabulary::{LogKind, LogPlace, LogVisibility},
    },
    ctx::Ctx,
    db::{Write, rerun},
    demand::vocabulary::MatchVerdict,
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Error, Id, Locale, Result,
        error::Problems,
        id::{Advisor, BrokerCase, CasePick, Demand, Listing, RuleVersion, ServiceLog},
        text,
    },
    listing::{self, content::BilingualText, validate::parts::within},
    outbox::{self, CaseChange, Event},
};

/// A shortlist that somebody sends: all that is on the case's list and still published.
#[derive(Debug, Clone, Serialize)]
pub struct SendShortlist {
    /// The case.
    pub case: Id<BrokerCase>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// How long the search took, in minutes.
    pub minutes: i32,
    /// Why there are no more, or what else there is to say, up to 1000 characters.
    pub explanation: Option<String>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// What is on the list of a case and goes out now: what is still published, by whoever holds it today, with whom the advisor has no
/// tie. Four statements.
async fn standing(ctx: &Ctx, tx: &Write, actor: &Actor, case: &Case, advisor: Id<Advisor>) -> Result<Vec<Pick>> {
    let mut waiting = store::picks_of(&**tx, &[case.id]).await?;
    waiting.retain(|pick| pick.shortlist.is_none());
    let ids: Vec<_> = waiting.iter().map(|pick| pick.listing).collect();
    let publishers = listing::publishers(&**tx, &ids).await?;
    let held = |pick: Pick| publishers.get(&pick.listing).map(|holder| Pick { holder: *holder, ..pick });
    let picks: Vec<Pick> = waiting.into_iter().filter_map(held).filter(|pick| pick.holder != case.client).collect();
    let holders: Vec<_> = picks.iter().map(|pick| pick.holder).collect();
    // Whose it is may have changed, and so may what the advisor has to do with them.
    if let Some(holder) = tied(ctx, tx, actor, case, advisor, &holders).await? {
        let listing = picks.iter().find(|pick| pick.holder == holder).map(|pick| pick.listing.to_string());
        return Err(Error::new(Code::ConflictOfInterest).with("listing", listing.unwrap_or_default()).at("caseId"));
    }
    Ok(picks)
}

/// What a client says of a pick.
#[derive(Debug, Clone)]
pub struct Answered {
    /// What it thinks.
    pub verdict: MatchVerdict,
    /// The same in words, for the advisor.
    pub note: Option<String>,
}

/// The least number of listings of a shortlist for which nobody has to say why there are no more, and the rule that says so.
///
/// # Errors
/// Those of the rules.
pub fn shortest(ctx: &Ctx) -> Result<(usize, Id<RuleVersion>)> {
    let rule = ctx.rules.on("advising.shortlist_min", ctx.clock.today())?;
    Ok((rule.get()?, rule.id))
}

/// Sends a client what was picked for it, and writes the note that tells of it. What is not published any more stays on the list.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING`, `TRANSITION_NOT_ALLOWED`
/// before the acceptance and once a contract was signed, `STALE_VERSION`, `CONFLICT_OF_INTEREST` at `caseId` for a tie with an office
/// whose listing was picked, `SHORTLIST_TOO_SHORT` at `explanation` for fewer listings than the rule `advising.shortlist_min` says,
/// or none, without a word why, `OUT_OF_RANGE` at `minutes`, those of the text at `explanation`.
pub async fn send_shortlist(ctx: &Ctx, actor: &Actor, input: SendShortlist) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "shortlistSend", input.idempotency_key, &input);
    let find = async |id: Id<ServiceLog>| {
        let log = store::find_log(ctx.db.read(), id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
        super::find_case(ctx, actor, log.case).await?.ok_or_else(|| Error::new(Code::NotFound))
    };
    once(ctx, &guard, find, rerun(|| Box::pin(send_now(ctx, actor, &input, &guard)))).await
}

async fn send_now(ctx: &Ctx, actor: &Actor, input: &SendShortlist, guard: &Guard) -> Result<View> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    let advisor = picking(ctx, &tx, actor, &before).await?;
    check_version(before.version, input.expected_version)?;
    let mut p = Problems::default();
    let minutes = p.check("minutes", within(input.minutes, 1, 24 * 60)).unwrap_or_default();
    let explanation = p.check("explanation", text::optional_paragraph(input.explanation.as_deref(), 1000)).flatten();
    let explanation = p.finish(explanation)?;
    let picks = standing(ctx, &tx, actor, &before, advisor).await?;
    let (minimum, rule) = shortest(ctx)?;
    if picks.len() < minimum && explanation.is_none() {
        let short = Error::new(Code::ShortlistTooShort).with("minimum", minimum).with("count", picks.len());
        return Err(short.at("explanation"));
    }
    let now = ctx.now();
    let log = Log {
        id: ctx.new_id(),
        case: before.id,
        client: before.client,
        advisor,
        user: actor.user().ok_or_else(|| Error::new(Code::Forbidden))?,
        kind: LogKind::Search,
        occurred_at: now,
        minutes: minutes.into(),
        place: LogPlace::Online,
        participants: Vec::new(),
        summary: Some(summary(&tx, &picks, explanation.as_deref()).await?),
        next_step: None,
        next_due: None,
        visibility: LogVisibility::Client,
        attachments: Vec::new(),
        supersedes: None,
        created_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition.
    guard.keep(ctx, &*tx, log.id).await?;
    store::insert_log(&*tx, &log).await?;
    let round = store::shortlists_of(&*tx, &[before.id]).await?.last().map_or(0, |last| last.round) + 1;
    let sent = Shortlist { note: log.id, case: before.id, client: before.client, advisor, round, explanation, sent_at: now };
    store::insert_shortlist(&*tx, &sent).await?;
    for pick in &picks {
        // Whoever sends it signs for it.
        let pick = Pick { shortlist: Some(log.id), advisor, version: pick.version + 1, updated_at: now, ..pick.clone() };
        store::save_pick(&*tx, &pick).await?;
    }
    let mut after = moved(ctx, &before);
    after.shortlist_by = None;
    let characters = ctx.rules.on("advising.log_summary_characters_min", ctx.clock.today())?.get()?;
    if kpi::says_something(&log, characters) {
        after.contacted_at = before.contacted_at.or(Some(now));
    }
    let after = after.marked_on(ctx.clock.today());
    store::save(&*tx, &after).await?;
    outbox::push(ctx, &*tx, &Event::CaseChanged { case: after.id, change: CaseChange::Shortlisted, advisor: after.advisor }).await?;
    let entry = entry("case.send_shortlist", Some(&before), &after)
        .by_rules([rule])
        .detail("log", log.id.to_string())
        .detail("round", round)
        .detail("listings", picks.iter().map(|pick| pick.listing.to_string()).collect::<Vec<_>>());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    view(ctx, actor, after, &before).await
}

/// What the note says: what the listings are called, each on a line, and what the advisor says beside them.
async fn summary(tx: &Write, picks: &[Pick], explanation: Option<&str>) -> Result<String> {
    let ids: Vec<_> = picks.iter().map(|pick| pick.listing).collect();
    let titles: HashMap<Id<Listing>, BilingualText> = listing::published_titles(&**tx, &ids).await?;
    let title = |pick: &Pick| titles.get(&pick.listing).map(|title| title.told(Locale::ZhCn).to_owned()).unwrap_or_default();
    let lines = picks.iter().enumerate().map(|(place, pick)| format!("{}. {}", place + 1, title(pick)));
    Ok(lines.chain(explanation.map(str::to_owned)).collect::<Vec<_>>().join("\n"))
}

/// A pick that was sent to a client, with its case, for whoever answers it.
///
/// # Errors
/// `NOT_FOUND` at `id` for those who do not see it, and while it is not sent; `FORBIDDEN` for others than the client's people;
/// `TRANSITION_NOT_ALLOWED` once the case is over.
pub async fn sent_pick(ctx: &Ctx, actor: &Actor, id: Id<CasePick>) -> Result<(Pick, Case)> {
    policy::signed_in(actor)?;
    let missing = || Error::new(Code::NotFound).at("id");
    let pick = store::find_pick(ctx.db.read(), id).await?.ok_or_else(missing)?;
    let seen = super::find_case(ctx, actor, pick.case).await?.filter(|seen| pick.is_shown_to(seen.standing)).ok_or_else(missing)?;
    policy::allowed(policy::answers_pick(actor, &seen.case, &pick))?;
    if pick.shortlist.is_none() {
        return Err(missing());
    }
    if seen.case.closed_at.is_some() {
        let state = seen.case.state.to_string();
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", state.clone()).with("toState", state));
    }
    Ok((pick, seen.case))
}

/// Writes what the client thinks of a pick of a case that is about no demand.
///
/// # Errors
/// As [`sent_pick`]; `NOT_FOUND` at `id` if the listing is not published any more.
pub async fn answer_pick(ctx: &Ctx, actor: &Actor, id: Id<CasePick>, said: &Answered) -> Result<()> {
    rerun(|| Box::pin(answer_now(ctx, actor, id, said))).await
}

async fn answer_now(ctx: &Ctx, actor: &Actor, id: Id<CasePick>, said: &Answered) -> Result<()> {
    let (pick, case) = sent_pick(ctx, actor, id).await?;
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, case.id).await.map_err(|error| error.at("id"))?;
    let missing = || Error::new(Code::NotFound).at("id");
    let pick = store::find_pick(&*tx, pick.id).await?.ok_or_else(missing)?;
    if listing::published_by(&*tx, pick.listing).await?.is_none() {
        return Err(missing());
    }
    if !take(ctx, &tx, actor, &before, &pick, Some(said)).await? {
        return Ok(());
    }
    let entry = entry("case.answer_pick", Some(&before), &before)
        .detail("pick", pick.id.to_string())
        .detail("listing", pick.listing.to_string())
        .detail("verdict", said.verdict.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await
}

/// Notes on what was picked for a demand what its owner thinks of a listing, in the transaction in which that is written down: the two
/// are one. None takes it back. The trail tells of the opinion itself.
///
/// # Errors
/// Those of the database.
pub async fn note_opinion(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    demand: Id<Demand>,
    listing: Id<Listing>,
    said: Option<&Answered>,
) -> Result<()> {
    for pick in store::lock_sent(&**tx, demand, listing).await? {
        // Locked: of two who answer what is left at once, one is the last.
        let case = store::lock(&**tx, &super::GUARD, &[pick.case]).await?.pop();
        if let Some(case) = case.filter(|case| policy::answers_pick(actor, case, &pick)) {
            take(ctx, tx, actor, &case, &pick, said).await?;
        }
    }
    Ok(())
}

/// Writes an answer, or that there is none any more, and whether that is news. The advisor is told of what has to be gone on with, and
/// when nothing is left to wait for.
async fn take(ctx: &Ctx, tx: &Write, actor: &Actor, case: &Case, pick: &Pick, said: Option<&Answered>) -> Result<bool> {
    let (verdict, answer) = (said.map(|said| said.verdict), said.and_then(|said| said.note.clone()));
    if (pick.verdict, &pick.answer) == (verdict, &answer) {
        return Ok(false);
    }
    let now = ctx.now();
    let after = Pick {
        verdict,
        answer,
        answered_by: actor.user().filter(|_| said.is_some()),
        answered_at: said.map(|_| now),
        version: pick.version + 1,
        updated_at: now,
        ..pick.clone()
    };
    store::save_pick(&**tx, &after).await?;
    let is_last = verdict.is_some() && pick.verdict.is_none() && !waits_for_answers(tx, case).await?;
    if verdict == Some(MatchVerdict::Interested) || is_last {
        let change = CaseChange::ShortlistAnswered;
        outbox::push(ctx, &**tx, &Event::CaseChanged { case: case.id, change, advisor: case.advisor }).await?;
    }
    Ok(true)
}

/// Whether something that was sent in a case can still be answered and is not. Up to two statements.
async fn waits_for_answers(tx: &Write, case: &Case) -> Result<bool> {
    let picks = store::picks_of(&**tx, &[case.id]).await?;
    let open = picks.iter().filter(|pick| pick.shortlist.is_some() && pick.verdict.is_none());
    let open: Vec<_> = open.map(|pick| pick.listing).collect();
    Ok(!open.is_empty() && !listing::published_titles(&**tx, &open).await?.is_empty())
}

/// Picks of cases in their order, also those that are not sent; one statement. The caller shows what the viewer may read.
///
/// # Errors
/// Those of the database.
pub async fn case_picks(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Pick>> {
    store::picks_of(ctx.db.read(), cases).await
}

/// Shortlists of cases, oldest first; one statement. The caller shows what the viewer may read.
///
/// # Errors
/// Those of the database.
pub async fn case_shortlists(ctx: &Ctx, cases: &[Id<BrokerCase>]) -> Result<Vec<Shortlist>> {
    store::shortlists_of(ctx.db.read(), cases).await
}

/// What was picked for demands, as far as `actor` may see it, by demand, what was picked last first. At most four statements.
///
/// # Errors
/// Those of the database.
pub async fn picks_about(ctx: &Ctx, actor: &Actor, demands: &[Id<Demand>]) -> Result<HashMap<Id<Demand>, Vec<Pick>>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    let cases = store::cases_about(ctx.db.read(), demands).await?;
    if cases.is_empty() {
        return Ok(found);
    }
    let seen: HashMap<Id<BrokerCase>, (Option<Id<Demand>>, Standing)> =
        find_cases(ctx, actor, &cases).await?.into_iter().map(|seen| (seen.case.id, (seen.case.demand, seen.standing))).collect();
    let mut picks = store::picks_of(ctx.db.read(), &seen.keys().copied().collect::<Vec<_>>()).await?;
    picks.sort_by_key(|pick| std::cmp::Reverse((pick.created_at, pick.id)));
    for pick in picks {
        if let Some((Some(demand), standing)) = seen.get(&pick.case)
            && pick.is_shown_to(*standing)
        {
            found.entry(*demand).or_default().push(pick);
        }
    }
    Ok(found)
}
