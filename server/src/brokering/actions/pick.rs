//! An advisor picks listings for a client. Nothing of it is the client's until it is sent (`shortlist`).

use serde::Serialize;
use uuid::Uuid;

use super::{
    check_version, entry, lock_one, moved,
    read::view,
    ties::tied,
    work::{sees, working},
};
use crate::{
    audit,
    brokering::{
        model::{Case, View},
        pick::Pick,
        policy,
        rules::Authority,
        store,
        vocabulary::CaseState,
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Advisor, BrokerCase, CasePick, Listing},
    },
    listing::{
        self,
        content::BilingualText,
        validate::parts::{bilingual, within},
    },
};

/// Most listings that wait on a case's list.
pub const LONGEST: usize = 20;

/// Longest reason, in characters of one language.
const LONGEST_REASON: usize = 500;

/// A listing that somebody picks.
#[derive(Debug, Clone, Serialize)]
pub struct AddPick {
    /// The case.
    pub case: Id<BrokerCase>,
    /// The listing.
    pub listing: Id<Listing>,
    /// Why, up to 500 characters in a language.
    pub reason: BilingualText,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// What is changed of a pick that was not sent.
#[derive(Debug, Clone)]
pub struct EditPick {
    /// The pick.
    pub id: Id<CasePick>,
    /// The version that the decision was made looking at.
    pub expected_version: i64,
    /// Another reason.
    pub reason: Option<BilingualText>,
    /// Another place among those that are not sent, from 1.
    pub place: Option<i32>,
}

/// Puts a listing on a case's list, at its end.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING`, `TRANSITION_NOT_ALLOWED`
/// before the acceptance and once a contract was signed, `NOT_FOUND` at `listingId` unless it is published and somebody else's than
/// the client's, `CONFLICT_OF_INTEREST` there for a tie with its office, `DUPLICATE` there if it was picked before, `REQUIRED` and the
/// other errors of the text at `reason`, `TOO_MANY` at `caseId`.
pub async fn add_pick(ctx: &Ctx, actor: &Actor, input: AddPick) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "casePickAdd", input.idempotency_key, &input);
    let find = async |id: Id<CasePick>| {
        let pick = store::find_pick(ctx.db.read(), id).await?.ok_or_else(|| Error::new(Code::NotFound))?;
        super::find_case(ctx, actor, pick.case).await?.ok_or_else(|| Error::new(Code::NotFound))
    };
    once(ctx, &guard, find, rerun(|| Box::pin(add_now(ctx, actor, &input, &guard)))).await
}

async fn add_now(ctx: &Ctx, actor: &Actor, input: &AddPick, guard: &Guard) -> Result<View> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    let advisor = picking(ctx, &tx, actor, &before).await?;
    let reason = reasoned(&input.reason)?;
    let holder = listing::published_by(&*tx, input.listing).await?.filter(|holder| *holder != before.client);
    let holder = holder.ok_or_else(|| Error::new(Code::NotFound).at("listingId"))?;
    if tied(ctx, &tx, actor, &before, advisor, &[holder]).await?.is_some() {
        return Err(Error::new(Code::ConflictOfInterest).at("listingId"));
    }
    let known = store::picks_of(&*tx, &[before.id]).await?;
    if known.iter().filter(|pick| pick.shortlist.is_none()).count() >= LONGEST {
        return Err(Error::new(Code::TooMany).with("max", LONGEST).at("caseId"));
    }
    let now = ctx.now();
    let pick = Pick {
        id: ctx.new_id(),
        case: before.id,
        client: before.client,
        advisor,
        listing: input.listing,
        holder,
        reason,
        place: known.iter().map(|pick| pick.place).max().unwrap_or(0) + 1,
        shortlist: None,
        verdict: None,
        answer: None,
        answered_by: None,
        answered_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    // The key first: of two calls with one key, the loser must learn that it is a repetition.
    guard.keep(ctx, &*tx, pick.id).await?;
    store::insert_pick(&*tx, &pick).await?;
    finish(ctx, tx, actor, &before, "case.add_pick", &pick).await
}

/// Gives a pick that was not sent another reason, or another place.
///
/// # Errors
/// `NOT_FOUND` at `id` for those who do not see it, `FORBIDDEN` for others than the advisor who has the case, `STALE_VERSION`,
/// `MANDATE_MISSING`, `TRANSITION_NOT_ALLOWED` once it was sent, those of the text at `reason`, `OUT_OF_RANGE` at `place`.
pub async fn edit_pick(ctx: &Ctx, actor: &Actor, input: EditPick) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(edit_now(ctx, actor, &input))).await
}

async fn edit_now(ctx: &Ctx, actor: &Actor, input: &EditPick) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let (before, pick, advisor) = waiting(ctx, &tx, actor, input.id, input.expected_version).await?;
    let reason = input.reason.as_ref().map(reasoned).transpose()?;
    let mut list: Vec<_> = store::picks_of(&*tx, &[before.id]).await?.into_iter().filter(|one| one.shortlist.is_none()).collect();
    let mut after = Pick { version: pick.version + 1, updated_at: ctx.now(), ..pick.clone() };
    if let Some(reason) = reason {
        // Whoever words it signs for it.
        (after.reason, after.advisor) = (reason, advisor);
    }
    if let Some(place) = input.place {
        let most = i32::try_from(list.len()).map_err(Error::internal)?;
        let place = within(place, 1, most).map_err(|error| error.at("place"))?;
        let places: Vec<_> = list.iter().map(|one| one.place).collect();
        list.retain(|one| one.id != pick.id);
        list.insert(usize::try_from(place - 1).map_err(Error::internal)?, after.clone());
        for (one, place) in list.iter_mut().zip(places) {
            if one.id == pick.id {
                after.place = place;
            } else if one.place != place {
                one.place = place;
                store::save_pick(&*tx, one).await?;
            }
        }
    }
    store::save_pick(&*tx, &after).await?;
    Ok(Outcome::fresh(finish(ctx, tx, actor, &before, "case.edit_pick", &after).await?))
}

/// Takes a pick that was not sent off the list.
///
/// # Errors
/// As [`edit_pick`].
pub async fn remove_pick(ctx: &Ctx, actor: &Actor, id: Id<CasePick>, expected_version: i64) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    rerun(|| Box::pin(remove_now(ctx, actor, id, expected_version))).await
}

async fn remove_now(ctx: &Ctx, actor: &Actor, id: Id<CasePick>, expected_version: i64) -> Result<Outcome<View>> {
    let tx = ctx.begin().await?;
    let (before, pick, _) = waiting(ctx, &tx, actor, id, expected_version).await?;
    store::remove_pick(&*tx, pick.id).await?;
    Ok(Outcome::fresh(finish(ctx, tx, actor, &before, "case.remove_pick", &pick).await?))
}

/// The advisor who may work on what the client gets of a locked case. Before the client gives a mandate nothing is picked for it, and
/// nothing once it has signed.
pub(super) async fn picking(ctx: &Ctx, tx: &Write, actor: &Actor, case: &Case) -> Result<Id<Advisor>> {
    policy::permit(actor, Authority::Advisor, case)?;
    sees(ctx, &**tx, actor, case).await?;
    let (advisor, mandate) = working(ctx, &**tx, case, None).await?;
    if mandate.is_none() {
        return Err(Error::new(Code::MandateMissing));
    }
    if !matches!(case.state, CaseState::Accepted | CaseState::InService | CaseState::Matched) {
        let refused = Error::new(Code::TransitionNotAllowed).with("fromState", case.state.to_string());
        return Err(refused.with("toState", CaseState::InService.to_string()));
    }
    Ok(advisor)
}

/// A pick that was not sent, with its case, locked.
async fn waiting(ctx: &Ctx, tx: &Write, actor: &Actor, id: Id<CasePick>, expected: i64) -> Result<(Case, Pick, Id<Advisor>)> {
    let missing = || Error::new(Code::NotFound).at("id");
    let found = store::find_pick(&**tx, id).await?.ok_or_else(missing)?;
    let case = lock_one(tx, actor, found.case).await.map_err(|error| error.at("id"))?;
    // As it is since the case is locked; of one that is gone nothing is told.
    let pick = store::find_pick(&**tx, id).await?.ok_or_else(missing)?;
    if !policy::knows_pick(actor, &case, &pick) {
        return Err(missing());
    }
    let advisor = picking(ctx, tx, actor, &case).await?;
    check_version(pick.version, expected)?;
    if pick.shortlist.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "SENT").with("toState", "SENT"));
    }
    Ok((case, pick, advisor))
}

fn reasoned(reason: &BilingualText) -> Result<BilingualText> {
    let clean = bilingual(reason, LONGEST_REASON, true, false).map_err(|error| error.at("reason"))?;
    if clean == BilingualText::default() { Err(Error::new(Code::Required).at("reason")) } else { Ok(clean) }
}

async fn finish(ctx: &Ctx, tx: Write, actor: &Actor, before: &Case, verb: &'static str, pick: &Pick) -> Result<View> {
    let after = moved(ctx, before);
    store::save(&*tx, &after).await?;
    let entry = entry(verb, Some(before), &after)
        .detail("pick", pick.id.to_string())
        .detail("listing", pick.listing.to_string())
        .detail("place", pick.place);
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    view(ctx, actor, after, before).await
}
