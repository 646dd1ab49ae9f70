//! Files in and out: uploads for imports, results of imports, exports.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{
        Multipart, Path, Query, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::TryStreamExt;
use serde::Deserialize;
use serde_json::json;

use super::{Server, caller};
use crate::{
    gql::{Caller, report},
    import::{self, Download, ExportFormat},
    kernel::{Code, Error, Result},
    locale,
};

/// The answer to a refused request: the same shape as a GraphQL error.
fn refusal(caller: &Caller, error: &Error) -> Response {
    report(error, &caller.request_id);
    let status = StatusCode::from_u16(error.code().class().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = json!({ "errors": [{
        "message": locale::error_message(caller.locale, error),
        "extensions": { "code": error.code(), "inputPath": error.path(), "details": error.args(), "requestId": caller.request_id },
    }]});
    (status, Json(body)).into_response()
}

/// `POST /uploads` (multipart: `organizationId`, then `file`): keeps a file for an import. Answers `{ id, fileName, size, sha256 }`.
pub async fn upload(State(server): State<Arc<Server>>, headers: HeaderMap, form: Multipart) -> Response {
    let caller = match caller::resolve(&server.ctx, &headers).await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    match receive(&server, &caller, form).await {
        Ok(upload) => {
            let body = json!({ "id": upload.id, "fileName": upload.file_name, "size": upload.size, "sha256": upload.sha256 });
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(error) => refusal(&caller, &error),
    }
}

async fn receive(server: &Server, caller: &Caller, mut form: Multipart) -> Result<import::Upload> {
    let unreadable = |error: MultipartError| {
        let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Code::FileTooLarge } else { Code::BadUserInput };
        Error::new(code).with("max", server.ctx.config.http.max_upload_bytes).because(error)
    };
    // Who may not upload should not make us read 50 MB first: not at all, and not for this organization.
    caller.actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))?;
    let full = |_| Error::new(Code::Throttled).with("seconds", 5_i64);
    let _slot = server.ctx.transfers.try_acquire().map_err(full)?;
    let mut organization = None;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("organizationId") => {
                let text = short(field).await.map_err(unreadable)?;
                let id = text.parse().map_err(|error: Error| error.at("organizationId"))?;
                import::policy::permit_files(&caller.actor, id).map_err(|error| error.at("organizationId"))?;
                organization = Some(id);
            }
            Some("file") => {
                let organization = organization.ok_or_else(|| Error::new(Code::Required).at("organizationId"))?;
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(unreadable)?;
                return import::receive(&server.ctx, &caller.actor, organization, &name, bytes.to_vec()).await;
            }
            _ => {}
        }
    }
    Err(Error::new(Code::Required).at("file"))
}

/// The beginning of a field that holds an id: of more it is none.
async fn short(mut field: Field<'_>) -> std::result::Result<String, MultipartError> {
    const MAX: usize = 200;
    let mut bytes = Vec::new();
    while bytes.len() <= MAX {
        match field.chunk().await? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => break,
        }
    }
    bytes.truncate(MAX + 1);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn attachment(name: &str, media_type: &'static str, body: Body) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

/// A body that is sent while it is written. What goes wrong in the middle breaks the connection off, so that nobody takes
/// a part for the whole, and goes to the log.
fn streamed(download: Download, caller: &Caller) -> Body {
    let request_id = caller.request_id.clone();
    Body::from_stream(download.inspect_err(move |error| report(error, &request_id)))
}

/// `GET /imports/{id}/result.csv`: every row of an import with what became of it.
pub async fn import_result(State(server): State<Arc<Server>>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let caller = match caller::resolve(&server.ctx, &headers).await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let result = async {
        // An id of another kind is as unknown as one that does not exist.
        let run = id.parse().map_err(|_| Error::new(Code::NotFound))?;
        import::result_file(&server.ctx, &caller.actor, run).await
    };
    match result.await {
        Ok(download) => attachment("import-result.csv", "text/csv; charset=utf-8", streamed(download, &caller)),
        Err(error) => refusal(&caller, &error),
    }
}

/// Which listings to export.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExportQuery {
    #[serde(default)]
    organization_id: String,
}

/// `GET /exports/listings.csv?organizationId=` or `.jsonl`: an office's own listings, complete.
pub async fn export(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
    Path(file): Path<String>,
    Query(query): Query<ExportQuery>,
) -> Response {
    let caller = match caller::resolve(&server.ctx, &headers).await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let (format, media_type) = match file.as_str() {
        "listings.csv" => (ExportFormat::Csv, "text/csv; charset=utf-8"),
        "listings.jsonl" => (ExportFormat::JsonLines, "application/jsonl; charset=utf-8"),
        _ => return refusal(&caller, &Error::new(Code::NotFound)),
    };
    let organization = query.organization_id.parse().map_err(|error: Error| error.at("organizationId"));
    match organization.and_then(|organization| import::export(&server.ctx, &caller.actor, organization, format)) {
        Ok(download) => attachment(&file, media_type, streamed(download, &caller)),
        Err(error) => refusal(&caller, &error),
    }
}
