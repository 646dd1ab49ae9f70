//! A tie with a party of one case: the advisor steps back, or discloses it and goes on if both parties consent.

use super::{GUARD, check_version, entry, lock_one, moved, perform::leave, read::view, ties::parties, work::hidden};
use crate::{
    advisor::{self, vocabulary::ConflictKind},
    audit,
    brokering::{
        model::{Case, Conflict, View},
        policy,
        rules::Authority,
        store::{self, Reader},
        vocabulary::{CaseConflictState, ConflictHandling, RefusalKind},
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::Outcome,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Advisor, BrokerCase, CaseConflict, Organization, User},
        text,
    },
    outbox::{self, CaseChange, Event},
};

/// A tie that an advisor discloses.
#[derive(Debug, Clone)]
pub struct Disclose {
    /// The case.
    pub case: Id<BrokerCase>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// What kind of tie.
    pub kind: ConflictKind,
    /// With which party.
    pub organization: Id<Organization>,
    /// In words, up to 1000 characters; both parties read it.
    pub note: String,
    /// What follows.
    pub handling: ConflictHandling,
}

/// Discloses a tie with a party.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `STALE_VERSION`, `NOT_FOUND` at
/// `organizationId` unless it is a party, `REQUIRED` at `note`, `TRANSITION_NOT_ALLOWED` for a case that is over.
pub async fn disclose(ctx: &Ctx, actor: &Actor, input: Disclose) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(disclose_now(ctx, actor, &input))).await
}

async fn disclose_now(ctx: &Ctx, actor: &Actor, input: &Disclose) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::permit(actor, Authority::Advisor, &before)?;
    // Whoever sees nothing but the own notes may still step back, as long as there is something to step back from.
    let steps_back = input.handling == ConflictHandling::Recuse && before.state.is_active();
    if let Some(error) = hidden(ctx, &*tx, actor, &before).await?
        && !steps_back
    {
        return Err(error);
    }
    check_version(before.version, input.expected_version)?;
    let note = text::paragraph(&input.note, 1000).map_err(|error| error.at("note"))?;
    let introductions = store::introductions_of(&*tx, &Reader::own(&GUARD), &[before.id]).await?;
    if !parties(&before, &introductions).contains(&input.organization) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    let Some(advisor) = before.advisor.filter(|_| before.state.is_active()) else {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", before.state.to_string()).with("toState", "OPEN"));
    };
    let recuses = input.handling == ConflictHandling::Recuse;
    // Whoever the tie is with has a say, and whoever is on the other side of it: of one with the client that is everybody to whom the
    // client was introduced.
    let mut others: Vec<_> = if input.organization == before.client {
        parties(&before, &introductions).into_iter().filter(|party| *party != before.client).map(Some).collect()
    } else {
        vec![Some(input.organization)]
    };
    others.sort_unstable();
    others.dedup();
    if others.is_empty() {
        others.push(None);
    }
    let conflict = Conflict {
        id: ctx.new_id(),
        case: before.id,
        advisor,
        kind: input.kind,
        organization: input.organization,
        note,
        handling: input.handling,
        state: if recuses { CaseConflictState::Recused } else { CaseConflictState::Open },
        counterparty: others[0],
        client_consented_at: None,
        client_consented_by: None,
        counterparty_consented_at: None,
        counterparty_consented_by: None,
        version: 1,
        declared_at: ctx.now(),
    };
    store::insert_conflict(&*tx, &conflict).await?;
    if !recuses {
        for other in &others[1..] {
            store::insert_conflict(&*tx, &Conflict { id: ctx.new_id(), counterparty: *other, ..conflict.clone() }).await?;
        }
    }
    let mut after = moved(ctx, &before);
    let change =
        if recuses { step_back(ctx, &tx, actor, &mut after, &before, &conflict, true).await? } else { CaseChange::ConflictDisclosed };
    let after = finish(ctx, &tx, actor, &before, after, &conflict, change, "case.disclose_conflict").await?;
    tx.commit().await?;
    Ok(Outcome::fresh(view(ctx, actor, after, &before).await?))
}

/// Asks `other`, to whom the client is introduced now or who says now that it was, about what there is between `advisor`, who has the
/// case, and the client: so far the client has consented, and whoever was there then. What `other` was asked in this turn and has left
/// unanswered it is asked anew. Gives what is asked.
pub(super) async fn ask(ctx: &Ctx, tx: &Write, case: &Case, advisor: Id<Advisor>, other: Id<Organization>) -> Result<Vec<Conflict>> {
    let mut known = store::conflicts_of(&**tx, &[case.id]).await?;
    known.retain(|tie| tie.advisor == advisor && case.assigned_at.is_none_or(|since| tie.declared_at >= since));
    let concerns = |tie: &&Conflict| match tie.state {
        CaseConflictState::Consented => tie.organization == case.client,
        CaseConflictState::Lapsed => tie.counterparty == Some(other),
        _ => false,
    };
    let mut asked: Vec<Conflict> = Vec::new();
    for tie in known.iter().filter(concerns) {
        if known.iter().chain(&asked).any(|one| one.counterparty == Some(other) && stands(one) && is_same(one, tie)) {
            continue;
        }
        asked.push(Conflict {
            id: ctx.new_id(),
            state: CaseConflictState::Open,
            counterparty: Some(other),
            counterparty_consented_at: None,
            counterparty_consented_by: None,
            version: 1,
            declared_at: ctx.now(),
            ..tie.clone()
        });
    }
    for tie in &asked {
        store::insert_conflict(&**tx, tie).await?;
    }
    if !asked.is_empty() {
        let event = Event::CaseChanged { case: case.id, change: CaseChange::ConflictDisclosed, advisor: Some(advisor) };
        outbox::push(ctx, &**tx, &event).await?;
    }
    Ok(asked)
}

/// Whether a tie is asked about, or was consented to.
const fn stands(tie: &Conflict) -> bool {
    matches!(tie.state, CaseConflictState::Open | CaseConflictState::Consented)
}

/// Whether two rows tell of one tie, whoever is asked.
fn is_same(one: &Conflict, other: &Conflict) -> bool {
    (one.advisor, one.kind, one.organization, &one.note) == (other.advisor, other.kind, other.organization, &other.note)
}

/// Nobody waits any more for what `other`, who is no party of the case, says to ties. What there is between the advisor and the client
/// stays a matter of those two. Gives what was open.
pub(super) async fn unask(ctx: &Ctx, tx: &Write, case: &Case, other: Id<Organization>) -> Result<Vec<Id<CaseConflict>>> {
    let known = store::conflicts_of(&**tx, &[case.id]).await?;
    let (open, rest): (Vec<_>, Vec<_>) =
        known.into_iter().partition(|tie| tie.state == CaseConflictState::Open && tie.counterparty == Some(other));
    if open.is_empty() {
        return Ok(Vec::new());
    }
    store::lapse_conflicts(&**tx, case.id, Some(other)).await?;
    for tie in open.iter().filter(|tie| tie.organization == case.client) {
        if rest.iter().any(|one| stands(one) && is_same(one, tie)) {
            continue;
        }
        let mut left = Conflict { id: ctx.new_id(), counterparty: None, version: 1, ..tie.clone() };
        (left.counterparty_consented_at, left.counterparty_consented_by) = (None, None);
        if left.is_consented() {
            left.state = CaseConflictState::Consented;
        }
        store::insert_conflict(&**tx, &left).await?;
    }
    Ok(open.into_iter().map(|tie| tie.id).collect())
}

/// What a party says to a disclosed tie.
#[derive(Debug, Clone)]
pub struct Consent {
    /// The tie.
    pub id: Id<CaseConflict>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// Whether the advisor may go on.
    pub consent: bool,
}

/// A party consents, or refuses: then the advisor has to give the case back.
///
/// # Errors
/// `NOT_FOUND` for others than the two parties and those who see the case, `FORBIDDEN` for those who do not bind a party,
/// `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` if that party has answered, if the advisor does not have the case any more, or if the
/// case is over.
pub async fn consent(ctx: &Ctx, actor: &Actor, input: Consent) -> Result<Outcome<Conflict>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(consent_now(ctx, actor, &input))).await
}

async fn consent_now(ctx: &Ctx, actor: &Actor, input: &Consent) -> Result<Outcome<Conflict>> {
    let missing = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    // The case first: whoever changes both locks them in this order.
    let found = store::find_conflict(&*tx, input.id).await?.ok_or_else(missing)?;
    let before = store::lock(&*tx, &GUARD, &[found.case]).await?.pop().ok_or_else(missing)?;
    let conflict = store::lock_conflict(&*tx, input.id).await?.ok_or_else(missing)?;
    let as_other = policy::consents_for_counterparty(actor, &conflict, Some(&before));
    let of_other = conflict.counterparty.is_some_and(|other| actor.is_member_of(other));
    if !of_other && store::find(&*tx, actor, &[conflict.case]).await?.is_empty() {
        return Err(missing());
    }
    let as_client = policy::consents_for_client(actor, &before);
    policy::allowed(as_client || as_other)?;
    check_version(conflict.version, input.expected_version)?;
    // What belongs to a case that is over, or to somebody who has given it back, moves nothing any more.
    let is_asked = conflict.state == CaseConflictState::Open && before.state.is_active() && before.advisor == Some(conflict.advisor);
    // Who binds both sides answers for one of them: the other's word is somebody else's.
    let spoken = |by: Option<Id<User>>| by.is_some() && by == actor.user();
    let as_client = as_client && conflict.client_consented_at.is_none() && !spoken(conflict.counterparty_consented_by);
    let as_other = as_other && conflict.counterparty_consented_at.is_none() && !spoken(conflict.client_consented_by);
    if !is_asked || !(as_client || as_other) {
        let (from, to) = (conflict.state.to_string(), CaseConflictState::Consented.to_string());
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", from).with("toState", to));
    }
    let (now, user) = (ctx.now(), actor.user());
    let mut answered = Conflict { version: conflict.version + 1, ..conflict.clone() };
    if as_client {
        (answered.client_consented_at, answered.client_consented_by) = (Some(now), user);
    } else {
        (answered.counterparty_consented_at, answered.counterparty_consented_by) = (Some(now), user);
    }
    let mut after = moved(ctx, &before);
    let mut change = CaseChange::ConflictAnswered;
    if input.consent {
        if answered.is_consented() {
            answered.state = CaseConflictState::Consented;
        }
        if as_client {
            consent_to_the_same(&tx, &answered).await?;
        }
    } else {
        answered = Conflict { state: CaseConflictState::Refused, version: answered.version, ..conflict };
        change = step_back(ctx, &tx, actor, &mut after, &before, &answered, as_client).await?;
    }
    store::save_conflict(&*tx, &answered).await?;
    finish(ctx, &tx, actor, &before, after, &answered, change, "case.answer_conflict").await?;
    tx.commit().await?;
    Ok(Outcome::fresh(answered))
}

/// What the client says to a tie it says once, however many others are asked about it.
async fn consent_to_the_same(tx: &Write, answered: &Conflict) -> Result<()> {
    for tie in store::conflicts_of(&**tx, &[answered.case]).await? {
        let same = tie.advisor == answered.advisor
            && tie.organization == answered.organization
            && (tie.kind, &tie.note, tie.declared_at) == (answered.kind, &answered.note, answered.declared_at);
        if !same || tie.id == answered.id || tie.state != CaseConflictState::Open || tie.client_consented_at.is_some() {
            continue;
        }
        let mut told = Conflict {
            client_consented_at: answered.client_consented_at,
            client_consented_by: answered.client_consented_by,
            version: tie.version + 1,
            ..tie
        };
        if told.is_consented() {
            told.state = CaseConflictState::Consented;
        }
        store::save_conflict(&**tx, &told).await?;
    }
    Ok(())
}

/// The advisor steps back from the case because of a tie. One with the client itself costs the client's mandate too if it is the advisor
/// who recuses or the client who refuses, `between_them`: what there is with somebody else, or what somebody else says to it, is no
/// word about the client's other cases.
async fn step_back(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    after: &mut Case,
    before: &Case,
    tie: &Conflict,
    between_them: bool,
) -> Result<CaseChange> {
    let change = leave(ctx, tx, after, before, RefusalKind::Recused, None).await?;
    if between_them && tie.organization == before.client {
        advisor::end_for_tie(ctx, tx, actor, before.client, tie.advisor).await?;
    }
    Ok(change)
}

#[expect(clippy::too_many_arguments, reason = "what both verbs end with")]
async fn finish(
    ctx: &Ctx,
    tx: &Write,
    actor: &Actor,
    before: &Case,
    after: Case,
    conflict: &Conflict,
    change: CaseChange,
    verb: &'static str,
) -> Result<Case> {
    let after = after.marked_on(ctx.clock.today());
    store::save(&**tx, &after).await?;
    outbox::push(ctx, &**tx, &Event::CaseChanged { case: after.id, change, advisor: Some(conflict.advisor) }).await?;
    let entry = entry(verb, Some(before), &after)
        .detail("conflict", conflict.id.to_string())
        .detail("kind", conflict.kind.to_string())
        .detail("handling", conflict.handling.to_string())
        .detail("state", conflict.state.to_string());
    audit::append(ctx, &**tx, actor, entry).await?;
    Ok(after)
}
