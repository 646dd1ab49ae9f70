//! What an advisor writes of the own work.

use super::{changed, check_version, entry, lock_one};
use crate::{
    advisor::{
        content::{Profile, validate},
        model::Advisor,
        policy,
        rules::Authority,
        store,
        vocabulary::AdvisorState,
    },
    audit,
    ctx::Ctx,
    db::rerun,
    idempotency::Outcome,
    kernel::{Actor, Code, Error, Id, Result, id::Advisor as AdvisorId},
    outbox::{self, AdvisorChange, Event},
};

/// Most cases at a time that somebody may offer.
fn capacity_max(ctx: &Ctx) -> Result<i32> {
    ctx.rules.on("advising.active_cases_max", ctx.clock.today())?.get()
}

/// Somebody who has been given the role of an advisor asks to be appointed.
///
/// # Errors
/// `FORBIDDEN` without the role, `ADVISOR_EXISTS`, the errors of the profile at `profile`.
pub async fn apply(ctx: &Ctx, actor: &Actor, profile: Profile) -> Result<Outcome<Advisor>> {
    policy::signed_in(actor)?;
    let seat = policy::seat_of_advisor(actor).zip(actor.user()).ok_or_else(|| Error::new(Code::Forbidden))?;
    let profile = validate(profile, capacity_max(ctx)?).map_err(|error| error.at("profile"))?;
    let now = ctx.now();
    let advisor = Advisor {
        id: ctx.new_id(),
        user: seat.1,
        organization: seat.0,
        state: AdvisorState::Applied,
        grade: None,
        profile,
        term_from: None,
        term_until: None,
        confirmed_on: None,
        reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    rerun(|| write(ctx, actor, &advisor)).await
}

async fn write(ctx: &Ctx, actor: &Actor, advisor: &Advisor) -> Result<Outcome<Advisor>> {
    let tx = ctx.begin().await?;
    store::insert(&*tx, advisor).await?;
    outbox::push(ctx, &*tx, &Event::AdvisorChanged { advisor: advisor.id, change: AdvisorChange::Applied }).await?;
    audit::append(ctx, &*tx, actor, entry("advisor.apply", None, advisor)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(advisor.clone()))
}

/// Changes the profile.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for others than the person and the operator, `STALE_VERSION`, the errors of the profile at
/// `profile`.
pub async fn update(ctx: &Ctx, actor: &Actor, id: Id<AdvisorId>, expected_version: i64, profile: Profile) -> Result<Outcome<Advisor>> {
    policy::signed_in(actor)?;
    rerun(|| update_now(ctx, actor, id, expected_version, profile.clone())).await
}

async fn update_now(ctx: &Ctx, actor: &Actor, id: Id<AdvisorId>, expected_version: i64, profile: Profile) -> Result<Outcome<Advisor>> {
    let tx = ctx.begin().await?;
    let before = lock_one(&tx, actor, id).await.map_err(|error| error.at("id"))?;
    policy::permit(actor, Authority::OwnOrOperator, &before)?;
    check_version(before.version, expected_version)?;
    let profile = validate(profile, capacity_max(ctx)?).map_err(|error| error.at("profile"))?;
    let after = Advisor { profile, ..changed(ctx, &before) };
    store::save(&*tx, &after).await?;
    audit::append(ctx, &*tx, actor, entry("advisor.update", Some(&before), &after)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
