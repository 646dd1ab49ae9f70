//! The holder grants a license: request, license, schedule, listing, event and audit trail in one transaction.

use serde::Serialize;
use uuid::Uuid;

use super::{
    answer::check_version,
    assess::{barred, parties},
    once,
    terms::{Terms, WorkedOut, rules_of, work_out},
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    db::rerun,
    idempotency::{Guard, Outcome},
    identity::rules::Organization,
    kernel::{Actor, Code, Error, Id, Result, date::add_months, id},
    ledger::{self, PaymentPlan},
    licensing::{
        gate,
        model::{License, LicenseRequest},
        policy,
        rules::{LicenseRequestTransition, Scope, closes_listing, next},
        ruleset::RuleSet,
        store, ufpl,
    },
    listing::{self, Licensable, rules::Blocker, vocabulary::ListingState},
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
        serde_json::json!([self.id, self.expected_version, terms.effective_on, terms.plan, self.label_use_first_pay_later])
    }
}

/// Grants a license on the terms of the offer that was asked for. Nothing may be worse for the enterprise than what it
/// asked: it has agreed to that, and to nothing else.
///
/// # Errors
/// `NOT_FOUND` at `id`, `FORBIDDEN`, `STALE_VERSION`, `TRANSITION_NOT_ALLOWED`; what the [`gate`] finds, at `id`, or at
/// `effectiveOn` if the term runs beyond the rights; at their fields below `input`: `OUT_OF_RANGE`, `SCHEDULE_MISMATCH`,
/// `TERMS_NOT_AS_ASKED`, `NOT_USE_FIRST_PAY_LATER` at `plan` with the condition that fails; idempotency as everywhere.
pub async fn grant(ctx: &Ctx, actor: &Actor, input: Grant) -> Result<Outcome<LicenseRequest>> {
    let request = store::find_request(ctx.db.read(), actor, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    policy::permit_step(actor, LicenseRequestTransition::Grant, request.licensor, request.licensee)?;
    let guard = Guard::new(policy::key_owner(actor), "licenseRequestGrant", input.idempotency_key, &input.content());
    // Boxed: the future of a grant is large, and every caller's would grow by it.
    once(ctx, actor, &guard, rerun(|| Box::pin(grant_now(ctx, actor, &input, &guard, &request)))).await
}

async fn grant_now(ctx: &Ctx, actor: &Actor, input: &Grant, guard: &Guard, seen: &LicenseRequest) -> Result<LicenseRequest> {
    // The answer to somebody who comes too late is that, and not what is wrong with the terms.
    check_version(seen, input.expected_version)?;
    next(seen.state, LicenseRequestTransition::Grant)?;
    let rules = rules_of(ctx, seen).await?;

    let tx = ctx.begin().await?;
    // The listing's row first: whoever grants on one listing waits here, so that nobody grants past an exclusive license.
    let listing = listing::lock_for_licensing(&tx, seen.listing).await?;
    guard.keep(ctx, &*tx, input.id).await?;
    let before = store::find_request(&*tx, actor, input.id).await?.ok_or_else(|| Error::new(Code::NotFound).at("id"))?;
    check_version(&before, input.expected_version)?;
    // As they stand at signing: that is when the size of the enterprise counts.
    let (licensor, licensee) = parties(ctx, &*tx, before.licensor, before.licensee).await?;
    let terms = work_out(&before, &input.terms, &licensor, &licensee, &rules, ctx.clock.today())?;
    let standing = store::active_scopes(&*tx, actor, &[before.listing]).await?.remove(&before.listing).unwrap_or_default();
    let label = input.label_use_first_pay_later;
    let refusals = refusals(ctx, &before, &input.terms.plan, &terms, (&licensor, &licensee), &listing, &standing, label)?;
    if let Some(error) = Error::all(refusals) {
        return Err(error);
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
    let license = license(ctx, actor, input, &after, terms.clone(), &licensee, &rules);
    store::insert_license(&*tx, &license).await?;
    ledger::record_schedule(ctx, &*tx, license.id, license.licensor, license.licensee, &terms.installments).await?;
    let shown = matches!(listing.state, ListingState::Published | ListingState::Suspended);
    if shown && closes_listing(&license.scope, &listing.content()?.offers) {
        listing::mark_exclusively_licensed(ctx, &tx, actor, license.listing, license.scope.ends_on).await?;
    }
    outbox::push(ctx, &*tx, &Event::LicenseRequestGranted { request: after.id }).await?;
    audit::append_all(ctx, &*tx, actor, entries(&before, &after, &license)).await?;
    tx.commit().await?;
    Ok(after)
}

/// Everything that keeps these terms from being granted; empty if nothing does. Errors have paths below `input`.
#[expect(clippy::too_many_arguments, reason = "a grant looks at everything at once, and its preview must see the same")]
pub(super) fn refusals(
    ctx: &Ctx,
    request: &LicenseRequest,
    plan: &PaymentPlan,
    terms: &WorkedOut,
    (licensor, licensee): (&Organization, &Organization),
    listing: &Licensable,
    standing: &[Scope],
    label: bool,
) -> Result<Vec<Error>> {
    let late = label || request.use_first_pay_later;
    let blockers = barring(ctx, request, (licensor, licensee), listing, standing, &terms.scope, late)?;
    let place = |name: &str| Some(if name == "term" { "effectiveOn" } else { "id" });
    let mut found: Vec<Error> = blockers.iter().map(|blocker| gate::placed(blocker, place)).collect();
    if let Some(bar) = ufpl::barred_by(&terms.checks).filter(|_| label) {
        found.push(barred(Code::NotUseFirstPayLater, bar).at("plan"));
    }
    let first_due_on = terms.installments.first().map(|part| part.due_on);
    if let Err(error) = request.asked().check(plan, first_due_on, terms.scope.effective_on, label) {
        found.push(error);
    }
    Ok(found)
}

/// What would keep the holder from granting `request` today on the terms asked for. The office is told beforehand.
///
/// # Errors
/// `INTERNAL` if a rule is missing.
pub fn grant_blockers(
    ctx: &Ctx,
    request: &LicenseRequest,
    parties: (&Organization, &Organization),
    listing: &Licensable,
    standing: &[Scope],
) -> Result<Vec<Blocker>> {
    let today = ctx.clock.today();
    let scope = Scope {
        kind: request.offer.kind,
        territory: request.offer.territory.clone(),
        effective_on: today,
        ends_on: add_months(today, request.offer.term_months),
    };
    barring(ctx, request, parties, listing, standing, &scope, request.use_first_pay_later)
}

fn barring(
    ctx: &Ctx,
    request: &LicenseRequest,
    (licensor, licensee): (&Organization, &Organization),
    listing: &Licensable,
    standing: &[Scope],
    scope: &Scope,
    use_first_pay_later: bool,
) -> Result<Vec<Blocker>> {
    let content = match listing.content() {
        Ok(content) => content,
        Err(error) => return Ok(vec![Blocker { error, rule: None, until: None }]),
    };
    let facts = gate::Facts {
        content,
        offer: &request.offer,
        licensor,
        licensee,
        payment_mode: request.payment_mode,
        use_first_pay_later,
        scope,
        standing,
        today: ctx.clock.today(),
    };
    gate::blockers(&facts, &ctx.rules)
}

fn license(
    ctx: &Ctx,
    actor: &Actor,
    input: &Grant,
    request: &LicenseRequest,
    terms: WorkedOut,
    licensee: &Organization,
    rules: &RuleSet,
) -> License {
    License {
        id: ctx.new_id(),
        request: request.id,
        listing: request.listing,
        licensor: request.licensor,
        licensee: request.licensee,
        scope: terms.scope,
        field_of_use: request.offer.field_of_use.clone(),
        royalty: request.offer.royalty.clone(),
        size: licensee.size,
        size_declaration: licensee.size_declaration,
        payment_mode: terms.payment_mode,
        use_first_pay_later: input.label_use_first_pay_later,
        plan: input.terms.plan,
        checks: terms.checks,
        rules: rules.versions(),
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
