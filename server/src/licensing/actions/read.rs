//! Looking at requests and licenses: the two parties see their own, staff sees all.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Id, Page, PageRequest, Result,
        id::{self, Listing},
    },
    licensing::{
        model::{License, LicenseRequest},
        rules::{LicenseRequestState, LicenseState, Scope},
        store::{self, LicenseFilter, RequestFilter},
    },
};

/// Highest total that is counted out; beyond it there are "at least so many".
const COUNT_CAP: u64 = 10_000;

/// One request, if `actor` may see it.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn find_request(ctx: &Ctx, actor: &Actor, id: Id<id::LicenseRequest>) -> Result<Option<LicenseRequest>> {
    store::find_request(ctx.db.read(), actor, id).await
}

/// The requests among `ids` that `actor` may see, in no order; one statement.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn find_requests(ctx: &Ctx, actor: &Actor, ids: &[Id<id::LicenseRequest>]) -> Result<Vec<LicenseRequest>> {
    store::find_requests(ctx.db.read(), actor, ids).await
}

/// A page of requests, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`, `UNAVAILABLE`, `INTERNAL`.
pub async fn requests(ctx: &Ctx, actor: &Actor, filter: &RequestFilter, page: &PageRequest) -> Result<Page<LicenseRequest>> {
    store::request_page(ctx, actor, filter, page).await
}

/// How many requests a list shows, and whether that is exact.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn count_requests(ctx: &Ctx, actor: &Actor, filter: &RequestFilter) -> Result<(u64, bool)> {
    Ok(capped(store::count_requests(ctx, actor, filter, COUNT_CAP + 1).await?))
}

/// How many requests a list shows in each state, whichever states its filter names.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn request_counts(ctx: &Ctx, actor: &Actor, filter: &RequestFilter) -> Result<Vec<(LicenseRequestState, i64)>> {
    store::count_requests_by_state(ctx, actor, filter).await
}

/// How many licenses a list shows in each state today, whichever states its filter names.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn license_counts(ctx: &Ctx, actor: &Actor, filter: &LicenseFilter) -> Result<Vec<(LicenseState, i64)>> {
    store::count_licenses_by_state(ctx, actor, filter).await
}

/// One license, if `actor` may see it.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn find_license(conn: &impl ConnectionTrait, actor: &Actor, id: Id<id::License>) -> Result<Option<License>> {
    store::find_license(conn, actor, id).await
}

/// The licenses among `ids` that `actor` may see, in no order; one statement.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn find_licenses(ctx: &Ctx, actor: &Actor, ids: &[Id<id::License>]) -> Result<Vec<License>> {
    store::find_licenses(ctx.db.read(), actor, ids).await
}

/// The licenses that answer `requests`, as far as `actor` may see them; one statement.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn licenses_of(
    ctx: &Ctx,
    actor: &Actor,
    requests: &[Id<id::LicenseRequest>],
) -> Result<HashMap<Id<id::LicenseRequest>, License>> {
    store::licenses_of_requests(ctx, actor, requests).await
}

/// A page of licenses, newest first.
///
/// # Errors
/// `CURSOR_MISMATCH`, `UNAVAILABLE`, `INTERNAL`.
pub async fn licenses(ctx: &Ctx, actor: &Actor, filter: &LicenseFilter, page: &PageRequest) -> Result<Page<License>> {
    store::license_page(ctx, actor, filter, page).await
}

/// How many licenses a list shows, and whether that is exact.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn count_licenses(ctx: &Ctx, actor: &Actor, filter: &LicenseFilter) -> Result<(u64, bool)> {
    Ok(capped(store::count_licenses(ctx, actor, filter, COUNT_CAP + 1).await?))
}

/// Scopes of the licenses on `listings` that `actor` may see; one statement.
///
/// # Errors
/// `UNAVAILABLE`, `INTERNAL`.
pub async fn standing_on(ctx: &Ctx, actor: &Actor, listings: &[Id<Listing>]) -> Result<HashMap<Id<Listing>, Vec<Scope>>> {
    store::active_scopes(ctx.db.read(), actor, listings).await
}

const fn capped(count: u64) -> (u64, bool) {
    if count > COUNT_CAP { (COUNT_CAP, false) } else { (count, true) }
}
