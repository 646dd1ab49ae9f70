//! Conflicts of interest that hold for all cases: declared once, taken back only as an error, never erased.

use serde::Serialize;
use uuid::Uuid;

use super::{changed, entry, lock_one, mandate::end_for_tie, read::counts};
use crate::{
    advisor::{
        model::{Advisor, Declaration},
        policy,
        rules::Authority,
        store,
        vocabulary::ConflictKind,
    },
    audit,
    ctx::Ctx,
    db::rerun,
    idempotency::{Guard, Outcome, once},
    identity,
    kernel::{
        Actor, Code, Date, Error, Id, Result,
        error::Problems,
        id::{Advisor as AdvisorId, ConflictDeclaration, Organization},
        text,
    },
    outbox::{self, AdvisorChange, Event},
};

/// Longest name and note, in characters.
const LONGEST: (usize, usize) = (200, 1000);

/// A tie that somebody declares.
#[derive(Debug, Clone, Serialize)]
pub struct Declare {
    /// Whose tie.
    pub advisor: Id<AdvisorId>,
    /// What kind.
    pub kind: ConflictKind,
    /// With which organization of the platform.
    pub organization: Option<Id<Organization>>,
    /// With whom, if not with an organization of the platform; or the achievement.
    pub name: Option<String>,
    /// More in words.
    pub note: Option<String>,
    /// The day on which the tie ended, if it did.
    pub ended_on: Option<Date>,
    /// Makes a repeated call harmless.
    #[serde(skip)]
    pub idempotency_key: Uuid,
}

/// Declares a tie. One with a client that still counts ends that client's mandate; the cases of such a client stand still until
/// somebody else has them.
///
/// # Errors
/// `NOT_FOUND` at `advisorId` or `organizationId`, `FORBIDDEN` for others than the person and the operator, `REQUIRED` at
/// `name` if nobody is named.
pub async fn declare(ctx: &Ctx, actor: &Actor, input: Declare) -> Result<Outcome<Advisor>> {
    policy::signed_in(actor)?;
    let user = actor.user().unwrap_or(Id::from_uuid(Uuid::nil()));
    let guard = Guard::new(user, "advisorConflictDeclare", input.idempotency_key, &input);
    // What was declared may have been taken back since: the answer is the advisor, as then.
    let find = async |_: Id<ConflictDeclaration>| {
        super::find_advisors(ctx, actor, &[input.advisor]).await?.pop().ok_or_else(|| Error::new(Code::NotFound))
    };
    once(ctx, &guard, find, rerun(|| Box::pin(declare_now(ctx, actor, &input, &guard)))).await
}

async fn declare_now(ctx: &Ctx, actor: &Actor, input: &Declare, guard: &Guard) -> Result<Advisor> {
    let tx = ctx.begin().await?;
    let advisor = lock_one(&tx, actor, input.advisor).await.map_err(|error| error.at("advisorId"))?;
    policy::permit(actor, Authority::OwnOrOperator, &advisor)?;
    let mut p = Problems::default();
    if let Some(organization) = input.organization
        && identity::find_organization(&*tx, actor, organization).await?.is_none()
    {
        p.push(Error::new(Code::NotFound).at("organizationId"));
    }
    let name = p.check("name", text::optional_line(input.name.as_deref(), LONGEST.0)).flatten();
    let note = p.check("note", text::optional_paragraph(input.note.as_deref(), LONGEST.1)).flatten();
    if name.is_none() && input.organization.is_none() && p.is_empty() {
        p.push(Error::new(Code::Required).at("name"));
    }
    let (name, note) = p.finish((name, note))?;
    let declaration = Declaration {
        id: ctx.new_id(),
        advisor: advisor.id,
        kind: input.kind,
        organization: input.organization,
        name,
        note,
        ended_on: input.ended_on,
        declared_by: actor.user(),
        declared_at: ctx.now(),
        withdrawn_at: None,
    };
    guard.keep(ctx, &*tx, declaration.id).await?;
    store::insert_declaration(&*tx, &declaration).await?;
    if let Some(organization) = declaration.organization.filter(|_| counts(&declaration, ctx.clock.today())) {
        end_for_tie(ctx, &tx, actor, organization, advisor.id).await?;
        if advisor.is_appointed_on(ctx.clock.today()) {
            outbox::push(ctx, &*tx, &Event::AdvisorChanged { advisor: advisor.id, change: AdvisorChange::TieDeclared }).await?;
        }
    }
    let entry = entry("advisor.declare_conflict", Some(&advisor), &advisor)
        .after(&declaration)
        .detail("declaration", declaration.id.to_string())
        .detail("kind", declaration.kind.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(advisor)
}

/// Takes a declaration back as an error; it stays readable. Whoever it bars does not lift the bar: an operator looks at it, and
/// the person has to say anew that the declared ties are all there are.
///
/// # Errors
/// `NOT_FOUND` at `id`, also for those who may not read it; `FORBIDDEN` for others than the operator; `TRANSITION_NOT_ALLOWED` if
/// it was taken back before.
pub async fn withdraw_declaration(ctx: &Ctx, actor: &Actor, id: Id<ConflictDeclaration>) -> Result<Outcome<Advisor>> {
    policy::signed_in(actor)?;
    rerun(|| withdraw_now(ctx, actor, id)).await
}

async fn withdraw_now(ctx: &Ctx, actor: &Actor, id: Id<ConflictDeclaration>) -> Result<Outcome<Advisor>> {
    let missing = || Error::new(Code::NotFound).at("id");
    let tx = ctx.begin().await?;
    let before = store::lock_declaration(&*tx, id).await?.ok_or_else(missing)?;
    let advisor = lock_one(&tx, actor, before.advisor).await.map_err(|error| error.at("id"))?;
    if !policy::reads_inside(actor, advisor.user) {
        return Err(missing());
    }
    policy::permit(actor, Authority::Operator, &advisor)?;
    if before.withdrawn_at.is_some() {
        return Err(Error::new(Code::TransitionNotAllowed).with("fromState", "WITHDRAWN").with("toState", "WITHDRAWN"));
    }
    let after = Declaration { withdrawn_at: Some(ctx.now()), ..before.clone() };
    store::save_declaration(&*tx, &after).await?;
    let unconfirmed = Advisor { confirmed_on: None, ..changed(ctx, &advisor) };
    store::save(&*tx, &unconfirmed).await?;
    let entry = entry("advisor.withdraw_conflict", Some(&advisor), &unconfirmed)
        .before(&before)
        .after(&after)
        .detail("declaration", after.id.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(unconfirmed))
}
