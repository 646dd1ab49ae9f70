//! Whether a case crosses the border, as its parties stand today: it may come to do so after it was opened.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;

use crate::{
    advisor::vocabulary::{AdvisorGrade, WorkingLanguage},
    brokering::model::Needs,
    ctx::Ctx,
    identity::{self, rules::Organization as Party},
    kernel::{Id, Result, id::Organization},
};

/// Country code of mainland China.
const CHINA: &str = "CN";

/// Whether a party is outside mainland China.
pub(super) fn is_abroad(party: &Party) -> bool {
    party.country != CHINA
}

/// Those of `parties` that are outside mainland China. One statement.
pub(super) async fn abroad(ctx: &Ctx, conn: &impl ConnectionTrait, parties: &[Id<Organization>]) -> Result<HashSet<Id<Organization>>> {
    let found = identity::organizations(ctx, conn, parties).await?;
    Ok(found.into_iter().filter(is_abroad).map(|party| party.id).collect())
}

/// What a case asks as it stands today. What it asked only because it crossed the border it does not ask any more once it does not.
pub(super) fn as_it_stands(ctx: &Ctx, mut needs: Needs, crosses: bool) -> Result<Needs> {
    if crosses {
        return across(ctx, needs);
    }
    if !needs.cross_border {
        return Ok(needs);
    }
    // A grade and English are asked for across the border alone.
    needs.languages.retain(|language| *language != WorkingLanguage::English);
    Ok(Needs { cross_border: false, grade_min: None, ..needs })
}

/// What a case asks that crosses the border and asks `needs` beside that.
pub(super) fn across(ctx: &Ctx, needs: Needs) -> Result<Needs> {
    let grade: AdvisorGrade = ctx.rules.on("advising.cross_border_grade_min", ctx.clock.today())?.get()?;
    Ok(needs.across_border(grade))
}
