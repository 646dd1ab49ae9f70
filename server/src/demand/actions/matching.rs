//! What matching knows of demands: what everybody may read of them, and for their own people what they have written.

use std::collections::BTreeSet;

use crate::{
    ctx::Ctx,
    demand::{
        content::{Budget, DemandContent},
        model::{Publication, View},
        store, veil,
        vocabulary::{BudgetMode, SolutionMode},
    },
    identity,
    kernel::{
        Id, Money, Result,
        id::{Demand as DemandId, Organization},
    },
    listing::{self, content::BilingualText, vocabulary::LicenseKind},
    matching::{Mode, Need, Prose, Saying, Wishes, rules::FieldTable},
};

/// Needs of the demands that are shown now, made of nothing but what is shown. One statement.
///
/// # Errors
/// Those of the database.
pub async fn needs(ctx: &Ctx, ids: &[Id<DemandId>]) -> Result<Vec<Need>> {
    let found = store::publications(ctx.db.read(), ids).await?;
    Ok(found
        .into_iter()
        .map(|Publication { demand, content_version, content, profile, .. }| need(demand, content_version, &content, profile.country))
        .collect())
}

/// The need of a demand as its own people read it, published or not. None for a view from outside.
///
/// # Errors
/// Those of the database.
pub async fn need_inside(ctx: &Ctx, view: &View) -> Result<Option<Need>> {
    let Some(demand) = &view.inside else { return Ok(None) };
    let Some(owner) = identity::organizations(ctx, ctx.db.read(), &[demand.organization]).await?.pop() else { return Ok(None) };
    Ok(Some(need(demand.id, demand.content_version, &demand.content, owner.country)))
}

/// Ids of demands that are shown, after `after` in the order of their ids, at most `limit`.
///
/// # Errors
/// Those of the database.
pub async fn published_ids_after(ctx: &Ctx, after: Option<Id<DemandId>>, limit: u64) -> Result<Vec<Id<DemandId>>> {
    store::published_after(ctx.db.read(), after, limit).await
}

/// Ids of demands that are shown, or would be if `organization` were verified.
///
/// # Errors
/// Those of the database.
pub async fn touched_by_organization(ctx: &Ctx, organization: Id<Organization>) -> Result<Vec<Id<DemandId>>> {
    store::publications_of(ctx.db.read(), organization).await
}

fn need(id: Id<DemandId>, version: i64, content: &DemandContent, country: String) -> Need {
    Need {
        id: id.uuid(),
        version,
        saying: saying(content),
        fields: fields(content),
        wishes: Wishes {
            trl_min: content.trl_min.and_then(|level| u8::try_from(level).ok()),
            budget: content.budget.as_ref().and_then(most),
            modes: content.license_kinds.iter().map(|kind| mode(*kind)).collect(),
            payments: content.payment_modes.iter().copied().map(listing::payment).collect(),
            use_first_pay_later: content.wants_use_first_pay_later,
            is_budget_open: content.budget.as_ref().is_some_and(|budget| is_open(budget.mode)),
            // A site is a division of China.
            country: Some(content.site.as_ref().map_or(country, |_| "CN".to_owned())),
            no_foreign: !content.accepts_foreign,
            // As everybody reads them: a pair has one score, whoever asks.
            regions: veil::regions(content),
            // Commissioned work is asked of people, and listings do not tell of it.
            jointly: content.solution_mode == Some(SolutionMode::Joint),
        },
    }
}

fn saying(content: &DemandContent) -> Saying {
    let texts = [&content.problem, &content.current_solution, &content.expected_target];
    let told = |language: fn(&BilingualText) -> Option<&str>| Prose {
        title: language(&content.title).unwrap_or_default().to_owned(),
        body: texts.iter().filter_map(|text| language(text)).collect::<Vec<_>>().join("\n"),
    };
    Saying { zh: told(|text| text.zh.as_deref()), en: told(|text| text.en.as_deref()), keywords: content.keywords.clone() }
}

/// Codes of every table that listings have as well, each with the name of its table.
fn fields(content: &DemandContent) -> BTreeSet<String> {
    FieldTable::Industry
        .codes(&content.industries)
        .chain(FieldTable::Shanghai.codes(&content.shanghai_sectors))
        .chain(FieldTable::Chain.codes(&content.chains))
        .chain(FieldTable::Ipc.codes(&content.ipc))
        .collect()
}

/// What can be paid at most, if that is told.
fn most(budget: &Budget) -> Option<Money> {
    budget.max.or(budget.min.filter(|_| !is_open(budget.mode)))
}

/// Whether the amount is to be talked about, or follows from the result.
const fn is_open(mode: BudgetMode) -> bool {
    matches!(mode, BudgetMode::Negotiable | BudgetMode::ByResult)
}

const fn mode(kind: LicenseKind) -> Mode {
    match kind {
        LicenseKind::Exclusive => Mode::Exclusive,
        LicenseKind::Sole => Mode::Sole,
        LicenseKind::NonExclusive | LicenseKind::Sublicense => Mode::NonExclusive,
        LicenseKind::Open => Mode::Open,
    }
}
