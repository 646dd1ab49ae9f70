//! The holder grants a license: request, license, schedule, listing, event and audit trail in one transaction.

use serde::Serialize;
use uuid::Uuid;

use super::{
    answer::check_version,
    assess::barred,
    once,
    terms::{Terms, WorkedOut, work_out},
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::{Guard, Outcome},
    kernel::{Actor, Code, Error, Id, Result, id},
    ledger,
    licensing::{
        model::{License, LicenseRequest},
        policy,
        rules::{LicenseRequestTransition, LicenseState, Party, Scope, check_term, closes_listing, conflicts, next},
        store, ufpl,
    },
    listing::{self, vocabulary::ListingState},
    outbox::{self, Event},
};

/// A grant.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The request.
    pub id: Id<id::LicenseRequest>,
    /// The version that the decision rests on.
    pub expected_version: i64,
    /// Makes a repeated call harmless.
    pub idempotency_key: Uuid,
    /// On what terms.
    pub terms: Terms,
    /// Whether the license is to be called "use first, pay later".
    pub label_use_first_pay_later: bool,
}

impl Grant {
    /// What the idempotency key is bound to.
    fn content(&self) -> impl Serialize + use<> {
        let terms = &self.terms;
        serde_json::json!([
            self.id,
            self.expected_version,
            terms.effective_on,
            terms.term_months,
            terms.plan,
            terms.territory,
            terms.field_of_use,
            self.label_use_first_pay_later,
        ])
    }
}

/// Grants a license.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`; at their fields below `input`:
/// `LISTING_NOT_OPEN` if it was transferred, `OUT_OF_RANGE`, `SCHEDULE_MISMATCH`, `TERM_OUTLIVES_RIGHT`, `NOT_USE_FIRST_PAY_LATER` at `plan` with the condition
/// that fails; `ORGANIZATION_NOT_VERIFIED`, `EXCLUSIVITY_CONFLICT`; idempotency as everywhere.
pub async fn grant(ctx: &Ctx, actor: &Actor, input: Grant) -> Result<Outcome<LicenseRequest>> {
    let request = store::find_request(ctx.db.read(), actor, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::permit(actor, Party::Licensor, request.licensor)?;
    let guard = Guard::new(policy::key_owner(actor), "licenseRequestGrant", input.idempotency_key, &input.content());
    // Boxed: the future of a grant is large, and every caller's would grow by it.
    once(ctx, actor, &guard, Box::pin(grant_now(ctx, actor, &input, &guard, &request))).await
}

async fn grant_now(ctx: &Ctx, actor: &Actor, input: &Grant, guard: &Guard, seen: &LicenseRequest) -> Result<LicenseRequest> {
    // The answer to somebody who comes too late is that, and not what is wrong with the terms.
    check_version(seen, input.expected_version)?;
    next(seen.state, LicenseRequestTransition::Grant)?;
    let terms = work_out(ctx, seen, &input.terms).await?;
    if let Some(bar) = ufpl::barred_by(&terms.checks).filter(|_| input.label_use_first_pay_later) {
        return Err(barred(Code::NotUseFirstPayLater, bar).at("plan"));
    }
    if !terms.licensee.is_verified() {
        return Err(Error::new(Code::OrganizationNotVerified).at("id"));
    }

    let tx = ctx.begin().await?;
    // The listing's row first: whoever grants on one listing waits here, so that nobody grants past an exclusive license.
    let listing = listing::lock_for_licensing(&tx, seen.listing).await?;
    let rights_end_on = listing::rules::first_right_end(&listing.content.ip_rights, ctx.clock.today());
    if listing.state == ListingState::Transferred {
        return Err(Error::new(Code::ListingNotOpen).with("state", listing.state.to_string()).at("id"));
    }
    guard.keep(ctx, &*tx, input.id).await?;
    let before = store::find_request(&*tx, actor, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    check_version(&before, input.expected_version)?;
    check_term(terms.scope.ends_on, rights_end_on).map_err(|error| error.at("termMonths"))?;
    let standing = store::active_scopes(&*tx, actor, &[seen.listing]).await?.remove(&seen.listing).unwrap_or_default();
    if let Some(obstacle) = obstacle_to_grant(&standing, &terms.scope) {
        return Err(obstacle);
    }

    let after = LicenseRequest {
        state: next(before.state, LicenseRequestTransition::Grant)?,
        answered_by: actor.user(),
        answered_at: Some(ctx.now()),
        version: before.version + 1,
        updated_at: ctx.now(),
        ..before.clone()
    };
    store::save_request(&*tx, &after, before.version).await?;
    let license = license(ctx, actor, input, &after, &terms);
    store::insert_license(&*tx, &license).await?;
    ledger::record_schedule(ctx, &*tx, license.id, license.licensor, license.licensee, &terms.installments).await?;
    let shown = matches!(listing.state, ListingState::Published | ListingState::Suspended);
    if shown && closes_listing(&license.scope, &listing.content.offers) {
        listing::mark_exclusively_licensed(ctx, &tx, actor, license.listing).await?;
    }
    outbox::push(ctx, &*tx, &Event::LicenseRequestGranted { request: after.id }).await?;
    audit::append_all(ctx, &*tx, actor, entries(&before, &after, &license)).await?;
    tx.commit().await?;
    Ok(after)
}

/// What keeps a license of `scope` from being granted beside the `standing` ones: `EXCLUSIVITY_CONFLICT`, with the day
/// on which the way is free as `until`.
#[must_use]
pub fn obstacle_to_grant(standing: &[Scope], scope: &Scope) -> Option<Error> {
    let until = standing.iter().filter(|other| conflicts(other, scope)).map(|other| other.ends_on).max()?;
    Some(Error::new(Code::ExclusivityConflict).with("until", until))
}

fn license(ctx: &Ctx, actor: &Actor, input: &Grant, request: &LicenseRequest, terms: &WorkedOut) -> License {
    License {
        id: ctx.new_id(),
        request: request.id,
        listing: request.listing,
        licensor: request.licensor,
        licensee: request.licensee,
        scope: terms.scope.clone(),
        field_of_use: terms.field_of_use.clone(),
        payment_mode: terms.payment_mode,
        use_first_pay_later: input.label_use_first_pay_later,
        plan: input.terms.plan,
        checks: terms.checks.clone(),
        rules: terms.rules.versions(),
        state: LicenseState::Active,
        version: 1,
        granted_by: actor.user(),
        created_at: ctx.now(),
        updated_at: ctx.now(),
    }
}

fn entries(before: &LicenseRequest, after: &LicenseRequest, license: &License) -> Vec<NewEntry> {
    let answer = NewEntry::new(after.licensor, "license_request.grant", after.id)
        .before(before)
        .after(after)
        .by_rules(license.rules.iter().copied())
        .detail("from", before.state.to_string())
        .detail("to", after.state.to_string());
    let made = NewEntry::new(after.licensor, "license.create", license.id)
        .after(license)
        .by_rules(license.rules.iter().copied())
        .detail("useFirstPayLater", license.use_first_pay_later)
        .detail("effectiveOn", license.scope.effective_on.to_string())
        .detail("endsOn", license.scope.ends_on.to_string());
    vec![answer, made]
}
