//! Ranges of agreed terms: computed at night, read by day.

use std::collections::{BTreeMap, HashMap};

use chrono::Duration;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    kernel::{Actor, Currency, Id, Result},
    licensing::{
        evidence::{self, Cell, Deal, Field, Key, Measure, Rule},
        policy, store,
    },
    listing,
};

/// The rule that says when and how a range is told.
const RULE: &str = "pricing.evidence";
/// Licenses that one statement reads at most.
const CHUNK: u64 = 500;

/// What is told of deals about technologies with this first IPC symbol and readiness, as it was computed last. Empty where nothing may
/// be told.
///
/// # Errors
/// `UNAUTHENTICATED` for visitors, `FORBIDDEN` without a seat in a verified organization.
pub async fn price_evidence(ctx: &Ctx, actor: &Actor, symbol: &str, level: i32) -> Result<Vec<Cell>> {
    policy::registered(actor)?;
    let rule: Rule = ctx.rules.on(RULE, ctx.clock.today())?.get()?;
    match Field::of(symbol, level, &rule) {
        Some(field) => store::told_cells(ctx.db.read(), &field).await,
        None => Ok(Vec::new()),
    }
}

/// The cells as they are to be kept from today on.
///
/// # Errors
/// Those of the database.
pub async fn renewed_evidence(ctx: &Ctx) -> Result<Vec<Cell>> {
    let (db, today) = (ctx.db.read(), ctx.clock.today());
    let version = ctx.rules.on(RULE, today)?;
    let rule: Rule = version.get()?;
    let mut agreed: BTreeMap<Key, Vec<Deal>> = BTreeMap::new();
    let mut after = (ctx.now() - Duration::days(rule.window_days.into()), Uuid::nil());
    loop {
        let page = store::agreed_after(db, after, CHUNK).await?;
        sort(db, &page, &rule, &mut agreed).await?;
        match page.last() {
            Some(last) if page.len() as u64 == CHUNK => after = (last.at, last.license),
            _ => break,
        }
    }
    Ok(evidence::renewed(store::cells(db).await?, agreed, &rule, version.id, today))
}

/// Puts what was agreed into its cells, by the listing's content that was asked for: what the office changes later moves no deal.
async fn sort(db: &impl ConnectionTrait, page: &[store::Agreed], rule: &Rule, into: &mut BTreeMap<Key, Vec<Deal>>) -> Result<()> {
    let wanted: Vec<_> = page.iter().map(|agreed| agreed.listing).collect();
    let contents = listing::contents_inside(db, &wanted).await?;
    let fields: HashMap<_, _> = contents
        .iter()
        .map(|revision| ((revision.listing, revision.content_version), Field::of_content(&revision.content, rule)))
        .collect();
    for agreed in page {
        let Some(Some(field)) = fields.get(&agreed.listing) else { continue };
        let total = Some(agreed.plan.total()).filter(|total| total.currency == Currency::CNY && total.minor_units > 0);
        let values = [
            (Measure::RoyaltyRate, agreed.royalty.as_ref().map(|royalty| i64::from(royalty.rate_basis_points))),
            (Measure::Total, total.map(|total| total.minor_units)),
        ];
        for (measure, value) in values.into_iter().filter_map(|(measure, value)| Some((measure, value?))) {
            let key = Key { field: field.clone(), mode: agreed.mode.clone(), measure };
            let deal = Deal { license: Id::from_uuid(agreed.license), licensor: agreed.licensor, licensee: agreed.licensee, value };
            into.entry(key).or_default().push(deal);
        }
    }
    Ok(())
}
