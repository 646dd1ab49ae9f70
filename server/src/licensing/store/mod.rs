//! Rows of requests and licenses. Nothing is read without saying for whom.

mod evidence;
mod license;
mod request;
mod waiting;

use sea_orm::{ColumnTrait, Condition};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::rules::Party;
use crate::kernel::{Actor, Error, Id, Result, guard, id::Organization};

pub use evidence::{Agreed, agreed_after, cells, replace_cells, told_cells};
pub use license::{
    LicenseFilter, between as licenses_between, count as count_licenses, count_by_state as count_licenses_by_state, find as find_license,
    find_many as find_licenses, insert as insert_license, license_id_of, of_requests as licenses_of_requests, page as license_page,
    scopes as active_scopes, scopes_standing,
};
pub use request::{
    RequestFilter, count as count_requests, count_by_state as count_requests_by_state, find as find_request, find_many as find_requests,
    has_open_request, have_dealt, insert as insert_request, page as request_page, save as save_request,
};
pub use waiting::questions_after;

/// Which cases a list shows: those of one organization, on one side or either.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PartyFilter {
    /// The organization; none for all that the caller may see.
    pub organization: Option<Id<Organization>>,
    /// Which side it is on; none for either.
    #[serde(skip)]
    pub side: Option<Party>,
}

/// The rows that `actor` may see: cases of the actor's own organizations on either side, all for staff.
fn visible<C: ColumnTrait>(actor: &Actor, licensor: C, licensee: C) -> Condition {
    if actor.is_staff() || guard::lifted("OwnCases") {
        return Condition::all();
    }
    let own: Vec<Uuid> = actor.seats().iter().map(|seat| seat.organization.uuid()).collect();
    Condition::any().add(licensor.is_in(own.clone())).add(licensee.is_in(own))
}

/// The rows of `filter`.
fn party<C: ColumnTrait>(filter: PartyFilter, actor: &Actor, licensor: C, licensee: C) -> Condition {
    let organizations: Vec<Uuid> = match filter.organization {
        Some(organization) => vec![organization.uuid()],
        None if filter.side.is_none() || actor.is_staff() => return Condition::all(),
        None => actor.seats().iter().map(|seat| seat.organization.uuid()).collect(),
    };
    match filter.side {
        Some(Party::Licensor) => Condition::all().add(licensor.is_in(organizations)),
        Some(Party::Licensee) => Condition::all().add(licensee.is_in(organizations)),
        None => Condition::any().add(licensor.is_in(organizations.clone())).add(licensee.is_in(organizations)),
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

fn from_json<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(Error::internal)
}

fn parse<T>(text: &str) -> Result<T>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text.parse().map_err(Error::internal)
}
