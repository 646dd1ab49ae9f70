//! A client asks for help with a demand or a license request.

use serde::Serialize;
use uuid::Uuid;

use super::{
    border::{across, is_abroad},
    entry, working_days,
};
use crate::{
    advisor::vocabulary::WorkingLanguage,
    audit,
    brokering::{
        model::{Case, Needs, Standing, View},
        policy, store,
        vocabulary::CaseState,
    },
    ctx::Ctx,
    db::rerun,
    demand::{self, content::DemandContent},
    idempotency::{Guard, Outcome, once},
    identity::{self, rules::Organization as Party},
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{Demand, LicenseRequest, Organization},
        text,
    },
    licensing,
    listing::{self, content::BilingualText},
    outbox::{self, CaseChange, Event},
};

/// A case that somebody wants to open.
#[derive(Debug, Clone, Serialize)]
pub struct Open {
    /// The client.
    pub client: Id<Organization>,
    /// The demand that it is about.
    pub demand: Option<Id<Demand>>,
    /// The license request that it is about.
    pub request: Option<Id<LicenseRequest>>,
    /// What the client says beside it, up to 1000 characters.
    pub note: Option<String>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// What a case is about.
struct Origin {
    title: BilingualText,
    needs: Needs,
    counterparty: Option<Id<Organization>>,
}

/// Opens a case.
///
/// # Errors
/// `NOT_FOUND` at `organizationId` for strangers to the client, `FORBIDDEN` for others than its people and the operator,
/// `NOT_FOUND` at `demandId` or `requestId` unless it is the client's, `REQUIRED` at `demandId` if neither is named,
/// `CASE_EXISTS`.
pub async fn open(ctx: &Ctx, actor: &Actor, input: Open) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    if !policy::knows_client(actor, input.client) {
        return Err(Error::new(Code::NotFound).at("organizationId"));
    }
    policy::allowed(policy::may_open(actor, input.client))?;
    let origin = origin(ctx, actor, &input).await?;
    let note = text::optional_paragraph(input.note.as_deref(), 1000).map_err(|error| error.at("note"))?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "caseOpen", input.idempotency_key, &input);
    let find = async |id| super::find_case(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound));
    // Boxed: the future is large, and every caller's would grow by it.
    once(ctx, &guard, find, rerun(|| Box::pin(write(ctx, actor, &input, &origin, note.clone(), &guard)))).await
}

async fn write(ctx: &Ctx, actor: &Actor, input: &Open, origin: &Origin, note: Option<String>, guard: &Guard) -> Result<View> {
    let fresh = new_case(ctx, actor, input.client, origin.title.clone(), origin.needs.clone());
    let case = Case {
        demand: input.demand,
        request: input.request,
        counterparty: origin.counterparty,
        note,
        assign_by: Some(working_days(ctx, "advising.assign_working_days")?),
        ..fresh
    };
    let tx = ctx.begin().await?;
    // The key first: of two calls with one key, the loser must learn that it is a repetition, not that a case exists.
    guard.keep(ctx, &*tx, case.id).await?;
    store::insert(&*tx, &case).await.map_err(|error| error.at(if input.demand.is_some() { "demandId" } else { "requestId" }))?;
    outbox::push(ctx, &*tx, &Event::CaseChanged { case: case.id, change: CaseChange::Opened, advisor: None }).await?;
    audit::append(ctx, &*tx, actor, entry("case.open", None, &case)).await?;
    tx.commit().await?;
    let standing = if actor.is_member_of(case.client) { Standing::Client } else { Standing::Staff };
    Ok(View { case, standing })
}

/// A case of `client` that nobody has yet.
pub(super) fn new_case(ctx: &Ctx, actor: &Actor, client: Id<Organization>, title: BilingualText, needs: Needs) -> Case {
    let now = ctx.now();
    Case {
        id: ctx.new_id(),
        client,
        demand: None,
        request: None,
        counterparty: None,
        title,
        note: None,
        needs,
        state: CaseState::Open,
        advisor: None,
        user: None,
        mandate: None,
        assign_by: None,
        answer_by: None,
        contact_by: None,
        contacted_at: None,
        shortlist_by: None,
        next_step: None,
        next_due: None,
        active_at: now,
        stuck_since: None,
        late_since: None,
        escalations: 0,
        assigned_at: None,
        accepted_at: None,
        matched_at: None,
        contracted_at: None,
        closed_at: None,
        reason: None,
        begun_by: None,
        version: 1,
        created_by: actor.user(),
        created_at: now,
        updated_at: now,
    }
}

/// What a demand asks of an advisor, and what it is called.
pub(super) fn asked_by(content: DemandContent) -> (BilingualText, Needs) {
    let DemandContent { title, site, ipc, industries, chains, .. } = content;
    (title, Needs { region: site, ipc, industries, chains, ..Needs::default() })
}

/// `needs` with what the parties ask beside it: the client's place and language, and what goes across a border.
pub(super) fn of_parties(ctx: &Ctx, mut needs: Needs, client: Id<Organization>, parties: &[Party]) -> Result<Needs> {
    let client = parties.iter().find(|party| party.id == client);
    needs.region = needs.region.take().or_else(|| client.and_then(|client| client.division.clone()));
    if !client.is_some_and(is_abroad) {
        needs.languages.push(WorkingLanguage::Chinese);
    }
    if parties.iter().any(is_abroad) { across(ctx, needs) } else { Ok(needs) }
}

/// What the case is about, and what it asks of an advisor, read as the actor may read it.
async fn origin(ctx: &Ctx, actor: &Actor, input: &Open) -> Result<Origin> {
    let missing = |path: &str| Error::new(Code::NotFound).at(path);
    let mut origin = Origin { title: BilingualText::default(), needs: Needs::default(), counterparty: None };
    if let Some(id) = input.demand {
        let view = demand::actions::find(ctx, actor, id).await?;
        let inside = view.and_then(|view| view.inside).filter(|demand| demand.organization == input.client);
        (origin.title, origin.needs) = asked_by(inside.ok_or_else(|| missing("demandId"))?.content);
    }
    if let Some(id) = input.request {
        let found = licensing::find_request(ctx, actor, id).await?.filter(|request| request.licensee == input.client);
        let request = found.ok_or_else(|| missing("requestId"))?;
        origin.counterparty = Some(request.licensor);
        if input.demand.is_none()
            && let Some(listing) = listing::find(ctx, &Actor::System("case"), request.listing).await?
        {
            origin.title = listing.content.title;
            (origin.needs.ipc, origin.needs.industries) = (listing.content.ipc, listing.content.industries);
            origin.needs.chains = listing.content.chains;
        }
    }
    if input.demand.is_none() && input.request.is_none() {
        return Err(Error::new(Code::Required).at("demandId"));
    }
    let parties: Vec<_> = std::iter::once(input.client).chain(origin.counterparty).collect();
    let parties = identity::organizations(ctx, ctx.db.read(), &parties).await?;
    origin.needs = of_parties(ctx, origin.needs, input.client, &parties)?;
    Ok(origin)
}
