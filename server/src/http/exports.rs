//! An office's listings as a file, all of them or those of a filter; an enterprise's demands; what an operator claims subsidies with.

use std::{str::FromStr, sync::Arc};

use axum::{
    Extension,
    extract::{Path, Query, State},
    http::HeaderMap,
    response::Response,
};
use serde::Deserialize;

use super::{
    Server,
    address::Client,
    files::{admit_download, attachment, refusal, streamed},
};
use crate::{
    brokering, gql,
    import::{self, ExportFormat, ImportKind},
    kernel::{Code, Date, Error, Id, Result, id::Organization},
    listing::{
        OfficeFilter,
        rules::RevisionState,
        vocabulary::{ListingKind, ListingState},
    },
};

const CSV: &str = "text/csv; charset=utf-8";
const JSON_LINES: &str = "application/jsonl; charset=utf-8";

/// Which listings to export: the fields of the API's `ListingFilter`, lists with commas between their values.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExportQuery {
    organization_id: String,
    states: String,
    revision_states: String,
    query: String,
    kinds: String,
    readiness_min: String,
    use_first_pay_later: String,
    updated_since: String,
    awaits_verdict: String,
    returned: String,
}

/// The values of a list, each one of `T`.
fn codes<T: FromStr + ToString>(text: &str, path: &str) -> Result<Vec<String>> {
    let known = |code: &str| code.parse::<T>().map(|code| code.to_string()).map_err(|_| Error::new(Code::UnknownCode).at(path));
    let codes = text.split(',').map(str::trim).filter(|code| !code.is_empty()).map(known).collect::<Result<_>>()?;
    gql::few(Some(codes), path)
}

/// A value that may be left out.
fn value<T: FromStr>(text: &str, wrong: Code, path: &str) -> Result<Option<T>> {
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| Error::new(wrong).at(path)) }
}

impl ExportQuery {
    fn organization(&self) -> Result<Id<Organization>> {
        self.organization_id.parse().map_err(|error: Error| error.at("organizationId"))
    }

    fn filter(&self) -> Result<OfficeFilter> {
        OfficeFilter {
            organization: None,
            states: codes::<ListingState>(&self.states, "states")?,
            revision_states: codes::<RevisionState>(&self.revision_states, "revisionStates")?,
            text: Some(self.query.clone()),
            kinds: codes::<ListingKind>(&self.kinds, "kinds")?,
            readiness_min: value(&self.readiness_min, Code::InvalidNumber, "readinessMin")?,
            use_first_pay_later: value(&self.use_first_pay_later, Code::BadUserInput, "useFirstPayLater")?,
            updated_since: value(&self.updated_since, Code::InvalidDate, "updatedSince")?.map(Date),
            awaits_verdict: value(&self.awaits_verdict, Code::BadUserInput, "awaitsVerdict")?,
            returned: value(&self.returned, Code::BadUserInput, "returned")?,
        }
        .checked()
    }
}

/// `GET /exports/listings.csv?organizationId=` or `.jsonl`: an office's own listings, each one complete; with the filters
/// of its table, those that match. `GET /exports/demands.csv?organizationId=` or `.jsonl`: an enterprise's own demands, all.
pub async fn export(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path(file): Path<String>,
    Query(query): Query<ExportQuery>,
) -> Response {
    let caller = match admit_download(&server, &headers, client, "GET /exports").await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let (kind, format, media_type) = match file.as_str() {
        "listings.csv" => (ImportKind::Listing, ExportFormat::Csv, CSV),
        "listings.jsonl" => (ImportKind::Listing, ExportFormat::JsonLines, JSON_LINES),
        "demands.csv" => (ImportKind::Demand, ExportFormat::Csv, CSV),
        "demands.jsonl" => (ImportKind::Demand, ExportFormat::JsonLines, JSON_LINES),
        _ => return refusal(&caller, &Error::new(Code::NotFound)),
    };
    let result = async {
        let _turn = server.door.turn(&caller).await?;
        match kind {
            ImportKind::Listing => import::export(&server.ctx, &caller.actor, query.organization()?, query.filter()?, format),
            ImportKind::Demand => import::export_demands(&server.ctx, &caller.actor, query.organization()?, format),
        }
    };
    match result.await {
        Ok(download) => attachment(&file, media_type, streamed(download, &caller)),
        Err(error) => refusal(&caller, &error),
    }
}

/// The days of a pack.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PeriodQuery {
    from: String,
    until: String,
}

/// `GET /exports/subsidies.csv?from=2026-01-01&until=2026-12-31`: what was posted, validated and paid in a period, for operators.
pub async fn subsidies(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Query(query): Query<PeriodQuery>,
) -> Response {
    let caller = match admit_download(&server, &headers, client, "GET /exports/subsidies").await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let result = async {
        let _turn = server.door.turn(&caller).await?;
        let day = |text: &str, path: &str| text.parse().map_err(|_| Error::new(Code::InvalidDate).at(path));
        brokering::subsidy_file(&server.ctx, &caller.actor, day(&query.from, "from")?, day(&query.until, "until")?).await
    };
    match result.await {
        Ok(bytes) => attachment("subsidies.csv", CSV, bytes.into()),
        Err(error) => refusal(&caller, &error),
    }
}
