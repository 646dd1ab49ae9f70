//! Licensing: from a request for an offer to a license with dated payments.
//!
//! Short form: an enterprise submits, the holder grants or rejects, the enterprise may withdraw. States, transition
//! table and payment schedule are the seams that the full workflow will use.

pub mod actions;
pub mod api;
pub mod evidence;
pub mod gate;
pub mod model;
pub mod policy;
pub mod rules;
pub mod ruleset;
mod store;
pub mod ufpl;

pub use actions::renewed_evidence;
pub use api::{EvidenceQuery, LicensingMutation, LicensingQuery, with_loaders};
pub use store::{LicenseFilter, PartyFilter, RequestFilter, license_page, questions_after, replace_cells, request_page};

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::{
    ctx::Ctx,
    kernel::{Actor, Id, Result, id},
};

/// One request, if `actor` may see it: the two parties and staff.
pub async fn find_request(ctx: &Ctx, actor: &Actor, id: Id<id::LicenseRequest>) -> Result<Option<model::LicenseRequest>> {
    actions::find_request(ctx, actor, id).await
}

/// One license, if `actor` may see it: the two parties and staff.
pub async fn find_license(conn: &impl ConnectionTrait, actor: &Actor, id: Id<id::License>) -> Result<Option<model::License>> {
    actions::find_license(conn, actor, id).await
}

/// The requests among `ids` that `actor` may see, in any order. One statement.
pub async fn find_requests(ctx: &Ctx, actor: &Actor, ids: &[Id<id::LicenseRequest>]) -> Result<Vec<model::LicenseRequest>> {
    actions::find_requests(ctx, actor, ids).await
}

/// The licenses among `ids` that `actor` may see, in any order. One statement.
pub async fn find_licenses(ctx: &Ctx, actor: &Actor, ids: &[Id<id::License>]) -> Result<Vec<model::License>> {
    actions::find_licenses(ctx, actor, ids).await
}

/// The license that answers a request, if `actor` may see it.
pub async fn license_of(ctx: &Ctx, actor: &Actor, request: Id<id::LicenseRequest>) -> Result<Option<model::License>> {
    Ok(actions::licenses_of(ctx, actor, &[request]).await?.remove(&request))
}

/// The license that was granted on a request, for the program's own use. One statement.
///
/// # Errors
/// Those of the database.
pub async fn license_id_of(conn: &impl ConnectionTrait, request: Id<id::LicenseRequest>) -> Result<Option<Id<id::License>>> {
    store::license_id_of(conn, request).await
}

/// Kind, countries and days of the licenses on `listings` that hold on `today` or later, whoever has them; for the program's own use.
/// One statement.
///
/// # Errors
/// Those of the database.
pub async fn licensed(
    conn: &impl ConnectionTrait,
    listings: &[Id<id::Listing>],
    today: NaiveDate,
) -> Result<HashMap<Id<id::Listing>, Vec<rules::Scope>>> {
    store::scopes_standing(conn, listings, today).await
}

/// Licenses that a holder has granted an enterprise, oldest first, at most `limit`, whoever asks. One statement.
pub async fn licenses_between(
    conn: &impl ConnectionTrait,
    licensor: Id<id::Organization>,
    licensee: Id<id::Organization>,
    limit: u64,
) -> Result<Vec<model::License>> {
    store::licenses_between(conn, licensor, licensee, limit).await
}

/// Whether an enterprise has ever asked a holder for a license, whoever asks. One statement.
pub async fn have_dealt(
    conn: &impl sea_orm::ConnectionTrait,
    licensee: Id<id::Organization>,
    licensor: Id<id::Organization>,
) -> Result<bool> {
    store::have_dealt(conn, licensee, licensor).await
}
