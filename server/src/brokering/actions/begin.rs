//! An advisor with a client's mandate begins a case with it, before there is a demand.

use serde::Serialize;
use uuid::Uuid;

use super::{
    assign::{fit_of, refusal},
    entry,
    open::{new_case, of_parties},
    perform::facts,
    working_days,
};
use crate::{
    advisor::{self, model::Advisor, vocabulary::MandateScope},
    audit,
    brokering::{
        model::{Case, Needs, Standing, View},
        policy,
        rules::{Transition, blockers},
        store,
        vocabulary::CaseState,
    },
    ctx::Ctx,
    db::{Write, rerun},
    idempotency::{Guard, Outcome, once},
    identity,
    kernel::{Actor, Code, Error, Id, Result, id::Organization, text},
    listing::content::BilingualText,
    outbox::{self, CaseChange, Event},
};

/// A case that an advisor wants to begin.
#[derive(Debug, Clone, Serialize)]
pub struct Begin {
    /// The client.
    pub client: Id<Organization>,
    /// What the advisor says of it, up to 1000 characters; the client reads it.
    pub note: Option<String>,
    /// The advisor's word that there is no tie with the client.
    pub no_conflict: bool,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Begins a case: the advisor has it and has accepted it at once, under everything that an assignment and an acceptance ask.
///
/// # Errors
/// `FORBIDDEN` for others than advisors, `NOT_FOUND` at `organizationId`, `ADVISOR_NOT_AVAILABLE` unless the advisor is appointed today,
/// `MANDATE_MISSING` at `organizationId` without the client's mandate for its demands, `REQUIRED` at `noConflict`, what keeps the advisor
/// from it (`CONFLICT_OF_INTEREST` or `ADVISOR_NOT_AVAILABLE` with `blocks`), `CASE_EXISTS` if the two have begun one that has no demand.
pub async fn begin(ctx: &Ctx, actor: &Actor, input: Begin) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    policy::allowed(policy::may_begin(actor))?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "caseBegin", input.idempotency_key, &input);
    let find = async |id| super::find_case(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound));
    // Boxed: the future is large, and every caller's would grow by it.
    once(ctx, &guard, find, rerun(|| Box::pin(begin_now(ctx, actor, &input, &guard)))).await
}

async fn begin_now(ctx: &Ctx, actor: &Actor, input: &Begin, guard: &Guard) -> Result<View> {
    let now = ctx.now();
    let tx = ctx.begin().await?;
    let client = identity::find_organization(&*tx, actor, input.client).await?;
    let client = client.ok_or_else(|| Error::new(Code::NotFound).at("organizationId"))?;
    let advisor = trusted(ctx, &tx, actor, input.client).await?;
    if !input.no_conflict {
        return Err(Error::new(Code::Required).at("noConflict"));
    }
    let note = text::optional_paragraph(input.note.as_deref(), 1000).map_err(|error| error.at("note"))?;
    let title = BilingualText { zh: client.name_zh.clone(), en: client.name_en.clone() };
    let needs = of_parties(ctx, Needs::default(), client.id, std::slice::from_ref(&client))?;
    let fresh = Case { note, ..new_case(ctx, actor, client.id, title, needs) };
    let (fit, rules) = fit_of(ctx, &tx, &fresh, &advisor).await?;
    if let Some(error) = refusal(&fit) {
        return Err(error);
    }
    let case = Case {
        state: CaseState::Accepted,
        advisor: Some(advisor.id),
        user: Some(advisor.user),
        begun_by: Some(advisor.id),
        contact_by: Some(working_days(ctx, "advising.first_contact_working_days")?),
        shortlist_by: Some(working_days(ctx, "advising.first_shortlist_working_days")?),
        assigned_at: Some(now),
        accepted_at: Some(now),
        ..fresh
    };
    let (facts, _) = facts(ctx, &*tx, actor, &case).await?;
    if let Some(error) = Error::all(blockers(Transition::Accept, &facts)) {
        return Err(error);
    }
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that a case exists.
    guard.keep(ctx, &*tx, case.id).await?;
    store::insert(&*tx, &case).await.map_err(|error| error.at("organizationId"))?;
    let event = Event::CaseChanged { case: case.id, change: CaseChange::Begun, advisor: case.advisor };
    outbox::push(ctx, &*tx, &event).await?;
    let entry = entry("case.begin", None, &case).by_rules(rules).detail("advisor", advisor.id.to_string()).detail("score", fit.score());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(View { case, standing: Standing::Mandated })
}

/// The actor as an advisor with the client's mandate for its demands, locked: the desk does not fill up meanwhile.
async fn trusted(ctx: &Ctx, tx: &Write, actor: &Actor, client: Id<Organization>) -> Result<Advisor> {
    let gone = || Error::new(Code::AdvisorNotAvailable);
    let today = ctx.clock.today();
    let user = actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))?;
    let known = advisor::of_user(&**tx, user).await?.ok_or_else(gone)?;
    let advisor = advisor::lock_for_case(tx, actor, known.id).await?.ok_or_else(gone)?;
    if advisor::appointed_among(&**tx, &[advisor.id], today).await?.is_empty() {
        return Err(gone());
    }
    let mandate = advisor::mandate_for(&**tx, client, advisor.id, today).await?;
    if !mandate.is_some_and(|mandate| mandate.covers(MandateScope::Demands, today)) {
        return Err(Error::new(Code::MandateMissing).at("organizationId"));
    }
    Ok(advisor)
}
