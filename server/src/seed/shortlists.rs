//! What advisors of the demo world pick for their clients.

use serde::Deserialize;

use super::explain;
use crate::{
    brokering::{
        actions::{self, AddPick, SendShortlist},
        model::Case,
    },
    ctx::Ctx,
    kernel::{
        Actor, Id,
        id::{BrokerCase, Listing},
    },
    listing::content::BilingualText,
};

/// A listing, by its office and key, and why it was picked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    pub(super) office: String,
    pub(super) listing: String,
    pub(super) reason: BilingualText,
}

/// Picks a listing in an advisor's name.
pub(super) async fn pick(
    ctx: &Ctx,
    advisor: &Actor,
    case: Id<BrokerCase>,
    listing: Id<Listing>,
    reason: &BilingualText,
) -> anyhow::Result<()> {
    let idempotency_key = ctx.new_id::<BrokerCase>().uuid();
    let input = AddPick { case, listing, reason: reason.clone(), idempotency_key };
    actions::add_pick(ctx, advisor, input).await.map_err(explain)?;
    Ok(())
}

/// Sends what was picked in an advisor's name.
pub(super) async fn send(ctx: &Ctx, advisor: &Actor, case: &Case, minutes: i32, explanation: Option<String>) -> anyhow::Result<()> {
    let idempotency_key = ctx.new_id::<BrokerCase>().uuid();
    let input = SendShortlist { case: case.id, expected_version: case.version, minutes, explanation, idempotency_key };
    actions::send_shortlist(ctx, advisor, input).await.map_err(explain)?;
    Ok(())
}
