//! Declaring an enterprise's size.

use chrono::Datelike;
use sea_orm::ConnectionTrait;

use super::check_version;
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    idempotency::Outcome,
    identity::{
        policy::{self, Action, Facts},
        rules::{self, Figures, Organization, OrganizationKind, SizeDeclaration, SizeIndustry},
        store,
    },
    kernel::{Actor, Code, Currency, Error, Id, Money, Result, Role, error::Problems, id, text},
};

/// Longest reason of a correction, in visible characters.
const MAX_REASON: usize = 1000;
/// Longest description of evidence, in visible characters.
const MAX_EVIDENCE: usize = 2000;

/// The figures of an enterprise and what proves them.
#[derive(Debug, Clone)]
pub struct DeclareSize {
    /// The enterprise.
    pub organization: Id<id::Organization>,
    /// The version of the organization that the caller saw.
    pub expected_version: i64,
    /// Industry of the standard.
    pub industry: SizeIndustry,
    /// Persons employed.
    pub staff: Option<i64>,
    /// Revenue of the data year, in CNY.
    pub revenue: Option<Money>,
    /// Total assets at the end of the data year, in CNY.
    pub assets: Option<Money>,
    /// Year that the figures are of.
    pub data_year: i32,
    /// What proves them, in words.
    pub evidence: String,
    /// Why an operator corrects the owner; owners need none.
    pub reason: Option<String>,
}

fn yuan(money: Option<Money>) -> Result<Option<i64>> {
    match money {
        Some(money) if money.currency != Currency::CNY => Err(Error::new(Code::InvalidCurrency)),
        money => Ok(money.map(|money| money.minor_units)),
    }
}

/// Declares the size of an enterprise: the class follows from the figures by the standard in force today. The
/// declaration is kept for good, with the version of the rule; the last one counts. What an operator declares is a
/// correction: the owner cannot declare over it until an operator releases it.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`; `SIZE_NOT_APPLICABLE` for all but enterprises; `SIZE_CORRECTED` for owners
/// while a correction stands; `REASON_REQUIRED` at `reason` for operators; `SIZE_EVIDENCE_MISSING` at
/// the figure that the industry needs; `OUT_OF_RANGE` at figures and `dataYear`; `INVALID_CURRENCY`; those of the text
/// at `evidence`.
pub async fn declare_size(ctx: &Ctx, actor: &Actor, input: DeclareSize) -> Result<Outcome<Organization>> {
    policy::signed_in(actor)?;
    let today = ctx.clock.today();
    let rule = ctx.rules.on("enterprise_size.thresholds", today)?;
    let thresholds: Vec<rules::Threshold> = rule.get()?;

    let tx = ctx.begin().await?;
    let before = store::visible_organization(&*tx, actor, input.organization).await.map_err(|error| error.at("organizationId"))?;
    policy::permit(actor, Action::DeclareSize, &Facts::of(before.id))?;
    if before.kind != OrganizationKind::Enterprise {
        return Err(Error::new(Code::SizeNotApplicable).at("organizationId"));
    }
    check_version(input.expected_version, before.version)?;
    let corrects = !actor.has_role_in(before.id, &[Role::SmeOwner]);
    if !corrects && binding(&*tx, &before).await?.is_some() {
        return Err(Error::new(Code::SizeCorrected).at("organizationId"));
    }

    let mut problems = Problems::default();
    let revenue = problems.check("revenue", yuan(input.revenue)).flatten();
    let assets = problems.check("assets", yuan(input.assets)).flatten();
    let data_year = problems.check("dataYear", rules::data_year(input.data_year, today.year())).unwrap_or_default();
    let evidence = problems.check("evidence", text::paragraph(&input.evidence, MAX_EVIDENCE)).unwrap_or_default();
    let reason = if corrects { problems.check("reason", reason(input.reason.as_deref())) } else { None };
    problems.finish(())?;
    let figures = Figures { staff: input.staff, revenue, assets };
    let size = rules::classify(&thresholds, input.industry, &figures)?;

    let now = ctx.now();
    let declaration = SizeDeclaration {
        id: ctx.new_id(),
        organization: before.id,
        industry: input.industry,
        figures,
        data_year,
        evidence,
        size,
        rule: rule.id,
        declared_by: actor.user(),
        declared_at: now,
        correction_reason: reason,
        released_at: None,
    };
    let after = Organization {
        size: Some(size),
        size_declaration: Some(declaration.id),
        version: before.version + 1,
        updated_at: now,
        ..before.clone()
    };
    store::insert_size_declaration(&*tx, &declaration).await?;
    store::save_organization(&*tx, &after, before.version).await?;
    let entry = NewEntry::new(after.id, "organization.declare_size", after.id).before(&before).after(&after).by_rules([rule.id]);
    let entry = entry.detail("size", size.to_string()).detail("declaration", declaration.id.to_string());
    let entry = match &declaration.correction_reason {
        Some(reason) => entry.detail("reason", reason.as_str()),
        None => entry,
    };
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}

fn reason(text: Option<&str>) -> Result<String> {
    text::optional_paragraph(text, MAX_REASON)?.ok_or_else(|| Error::new(Code::ReasonRequired))
}

/// The correction that keeps the owner from declaring, if there is one.
async fn binding(tx: &impl ConnectionTrait, organization: &Organization) -> Result<Option<SizeDeclaration>> {
    let current: Vec<_> = organization.size_declaration.into_iter().collect();
    let current = store::size_declarations(tx, &current).await?.pop();
    Ok(current.filter(SizeDeclaration::is_binding))
}

/// A correction that shall bind the owner no longer.
#[derive(Debug, Clone)]
pub struct ReleaseSize {
    /// The enterprise.
    pub organization: Id<id::Organization>,
    /// The version of the organization that the operator saw.
    pub expected_version: i64,
    /// Why; goes to the audit trail.
    pub reason: String,
}

/// Lets the owner declare over an operator's correction again. The correction counts until then.
///
/// # Errors
/// `FORBIDDEN` for all but operators; `REASON_REQUIRED` at `reason`; `NOT_FOUND` at `organizationId`, `STALE_VERSION`;
/// `TRANSITION_NOT_ALLOWED` if no correction binds the owner.
pub async fn release_size(ctx: &Ctx, actor: &Actor, input: ReleaseSize) -> Result<Outcome<Organization>> {
    policy::permit(actor, Action::ReleaseSize, &Facts::of(input.organization))?;
    let reason = reason(Some(&input.reason)).map_err(|error| error.at("reason"))?;
    let tx = ctx.begin().await?;
    let before = store::visible_organization(&*tx, actor, input.organization).await.map_err(|error| error.at("organizationId"))?;
    check_version(input.expected_version, before.version)?;
    let not_bound = || Error::new(Code::TransitionNotAllowed).with("fromState", "RELEASED").with("toState", "RELEASED");
    let correction = binding(&*tx, &before).await?.ok_or_else(not_bound)?;
    let now = ctx.now();
    let after = Organization { version: before.version + 1, updated_at: now, ..before.clone() };
    store::release_size_declaration(&*tx, correction.id, now).await?;
    store::save_organization(&*tx, &after, before.version).await?;
    let entry = NewEntry::new(after.id, "organization.release_size", after.id).before(&before).after(&after);
    audit::append(ctx, &*tx, actor, entry.detail("declaration", correction.id.to_string()).detail("reason", reason)).await?;
    tx.commit().await?;
    Ok(Outcome::fresh(after))
}
