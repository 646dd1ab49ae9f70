//! An advisor drafts the client's demand in a case that has none, and the case follows what the client makes of it.

use serde::Serialize;
use uuid::Uuid;

use super::{
    GUARD, check_version, entry, lock_one, moved,
    open::{asked_by, of_parties},
    ties::parties,
    work::{sees, working},
};
use crate::{
    advisor::vocabulary::MandateScope,
    audit,
    brokering::{
        model::Case,
        policy,
        rules::Authority,
        store::{self, Reader},
    },
    ctx::Ctx,
    db::rerun,
    demand::{
        self, ContentPatch,
        content::DemandContent,
        model::{Drafter, View},
    },
    idempotency::{Guard, Outcome, once},
    identity,
    kernel::{
        Actor, Code, Error, Id, Result,
        id::{BrokerCase, Demand},
    },
};

/// Who reads and writes when a case follows its demand.
const FOLLOWER: Actor = Actor::System("case");

/// A demand that an advisor drafts.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The case.
    pub case: Id<BrokerCase>,
    /// The version that the draft was made looking at.
    pub expected_version: i64,
    /// What it says.
    pub content: ContentPatch,
    /// Makes a repeated call harmless.
    pub idempotency_key: Uuid,
}

#[derive(Serialize)]
struct Fingerprint<'a> {
    case: Id<BrokerCase>,
    content: &'a DemandContent,
}

/// Drafts the client's demand, and makes it what the case is about. The client alone hands it in.
///
/// # Errors
/// `NOT_FOUND` at `caseId`, `FORBIDDEN` for others than the advisor who has the case, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED` unless the
/// case is worked on, `MANDATE_MISSING` without the client's mandate for its demands, what stands in the way of all work,
/// `CASE_DEMAND_EXISTS` if the case is about something already, the errors of the content, `FORBIDDEN` at `visibility` if the draft would
/// name the client.
pub async fn draft(ctx: &Ctx, actor: &Actor, input: Draft) -> Result<Outcome<View>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    // What cannot be merged is refused further down, once it is known who asks.
    let content = input.content.apply(&DemandContent::default()).unwrap_or_default();
    let guard = Guard::new(user, "caseDemandDraft", input.idempotency_key, &Fingerprint { case: input.case, content: &content });
    let find = async |id| demand::actions::find(ctx, actor, id).await?.ok_or_else(|| Error::new(Code::NotFound));
    // Boxed: the future is large, and every caller's would grow by it.
    once(ctx, &guard, find, rerun(|| Box::pin(draft_now(ctx, actor, &input, &guard)))).await
}

async fn draft_now(ctx: &Ctx, actor: &Actor, input: &Draft, guard: &Guard) -> Result<View> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, input.case).await.map_err(|error| error.at("caseId"))?;
    policy::permit(actor, Authority::Advisor, &before)?;
    sees(ctx, &*tx, actor, &before).await?;
    check_version(before.version, input.expected_version)?;
    let (advisor, _) = working(ctx, &*tx, &before, Some(MandateScope::Demands)).await?;
    if before.demand.is_some() || before.request.is_some() {
        return Err(Error::new(Code::CaseDemandExists).at("caseId"));
    }
    let user = before.user.ok_or_else(|| Error::internal("a case with an advisor and without a person"))?;
    let draft = demand::actions::new_draft(ctx, actor, Drafter { advisor, user }, before.client, &input.content)?;
    guard.keep(ctx, &*tx, draft.id).await?;
    demand::actions::write_draft(ctx, &tx, actor, &draft).await?;
    let after = Case { demand: Some(draft.id), ..about(ctx, &*tx, moved(ctx, &before), draft.content.clone()).await? };
    store::save(&*tx, &after).await?;
    let entry = entry("case.draft_demand", Some(&before), &after).detail("demand", draft.id.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(View::inside_of(draft, &[after.client]))
}

/// `case` with the title and the needs of its demand.
async fn about(ctx: &Ctx, conn: &impl sea_orm::ConnectionTrait, case: Case, content: DemandContent) -> Result<Case> {
    let (title, needs) = asked_by(content);
    let introductions = store::introductions_of(conn, &Reader::own(&GUARD), &[case.id]).await?;
    let parties = identity::organizations(ctx, conn, &parties(&case, &introductions)).await?;
    let needs = of_parties(ctx, needs, case.client, &parties)?;
    // A draft may have no title yet.
    let title = if title.zh.is_some() || title.en.is_some() { title } else { case.title.clone() };
    Ok(Case { title, needs, ..case })
}

/// The client has handed in what an advisor drafted: open cases that were begun before there was a demand are about what it says now.
///
/// # Errors
/// Those of the database.
pub async fn follow_demand(ctx: &Ctx, id: Id<Demand>) -> Result<()> {
    let cases = store::begun_about(ctx.db.read(), id).await?;
    if cases.is_empty() {
        return Ok(());
    }
    rerun(|| Box::pin(follow_now(ctx, id, &cases))).await
}

async fn follow_now(ctx: &Ctx, id: Id<Demand>, cases: &[Id<BrokerCase>]) -> Result<()> {
    let tx = ctx.begin().await?;
    let locked = store::lock(&*tx, &FOLLOWER, cases).await?;
    // After the lock: of two who follow, the later one writes what is said later.
    let Some(content) = demand::working_content(&*tx, id).await? else { return Ok(()) };
    for before in locked.into_iter().filter(|case| case.closed_at.is_none()) {
        let after = about(ctx, &*tx, moved(ctx, &before), content.clone()).await?;
        if (&after.title, &after.needs) == (&before.title, &before.needs) {
            continue;
        }
        store::save(&*tx, &after).await?;
        let entry = entry("case.follow_demand", Some(&before), &after).detail("demand", id.to_string());
        audit::append(ctx, &*tx, &FOLLOWER, entry).await?;
    }
    tx.commit().await
}
