//! Files in and out: uploads, attachments of listings, results of imports.

use std::sync::Arc;

use axum::{
    Extension, Json,
    body::Body,
    extract::{
        Multipart, Path, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::TryStreamExt;
use serde_json::json;

use super::{Server, address::Client, caller, guard, scopes};
use crate::{
    brokering,
    gql::{Caller, Principal, report},
    import::{self, Download},
    kernel::{Code, Error, Id, Result, id::Organization},
    listing,
    upload::{self, Upload},
};

/// Points that a file costs, in or out.
const COST: u64 = 20;

/// The answer to a refused request: the same shape as a GraphQL error.
pub(super) fn refusal(caller: &Caller, error: &Error) -> Response {
    report(error, &caller.request_id);
    let status = StatusCode::from_u16(error.code().class().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    guard::refusal(caller, status, error)
}

type Known = std::result::Result<Caller, (Caller, Error)>;

/// Resolves the caller of a route, who pays for it; a program with an API token needs a scope for it.
async fn admit(server: &Server, headers: &HeaderMap, client: Client, route: &str) -> Known {
    pay(server, caller::resolve(&server.ctx, headers).await, client, route).await
}

/// Like [`admit`], for a file that a page of ours may link to.
pub(super) async fn admit_download(server: &Server, headers: &HeaderMap, client: Client, route: &str) -> Known {
    pay(server, caller::resolve_download(&server.ctx, headers).await, client, route).await
}

async fn pay(server: &Server, known: Known, client: Client, route: &str) -> Known {
    let caller = Caller { address: client.0, ..known? };
    let paid = match scopes::demand(&caller.actor, route) {
        Ok(()) => Principal::of(&caller).spend(&server.ctx, COST).await,
        Err(error) => Err(error),
    };
    match paid {
        Ok(_) => Ok(caller),
        Err(error) => Err((caller, error)),
    }
}

/// `POST /uploads` (multipart: `organizationId`, then `file`): keeps a file, for an import or to be attached to a
/// listing. With `caseId` instead: to go with a note of the advisor who has the case. Answers `{ id, fileName, mediaType, size, sha256 }`.
pub async fn upload(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    form: Multipart,
) -> Response {
    let caller = match admit(&server, &headers, client, "POST /uploads").await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    match receive(&server, &caller, form).await {
        Ok(upload) => {
            let body = json!({
                "id": upload.id, "fileName": upload.file_name, "mediaType": upload.media_type.to_string(), "size": upload.size,
                "sha256": upload.sha256,
            });
            (StatusCode::CREATED, Json(body)).into_response()
        }
        Err(error) => refusal(&caller, &error),
    }
}

/// For whom a file is handed in.
enum Whose {
    /// An organization of the caller's, for its own use.
    Own(Id<Organization>),
    /// The client of a case, to go with a note of its advisor.
    Client(Id<Organization>),
}

async fn receive(server: &Server, caller: &Caller, mut form: Multipart) -> Result<Upload> {
    let unreadable = |error: MultipartError| {
        let code = if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Code::FileTooLarge } else { Code::BadUserInput };
        Error::new(code).with("max", server.ctx.config.http.max_upload_bytes).because(error)
    };
    // Who may not upload should not make us read 50 MB first: not at all, and not for this organization.
    caller.actor.user().ok_or_else(|| Error::new(Code::Unauthenticated))?;
    let mut whose = None;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        match field.name() {
            Some("organizationId") if whose.is_none() => {
                let text = short(field).await.map_err(unreadable)?;
                let id = text.parse().map_err(|error: Error| error.at("organizationId"))?;
                upload::policy::permit_files(&caller.actor, id).map_err(|error| error.at("organizationId"))?;
                whose = Some(Whose::Own(id));
            }
            Some("caseId") if whose.is_none() => {
                let text = short(field).await.map_err(unreadable)?;
                let at_case = |error: Error| error.at("caseId");
                let id = text.parse().map_err(at_case)?;
                whose = Some(Whose::Client(brokering::note_files_of(&server.ctx, &caller.actor, id).await.map_err(at_case)?));
            }
            Some("file") => {
                let whose = whose.ok_or_else(|| Error::new(Code::Required).at("organizationId"))?;
                let full = || Error::new(Code::Throttled).with("seconds", 5_i64);
                let person = Principal::of(caller).lane();
                let _place = server.uploads.enter(Some(person)).map_err(|_| full())?;
                let _slot = server.ctx.transfers.try_acquire().map_err(|_| full())?;
                let name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(unreadable)?;
                // Not before: a lane is for what works, not for what arrives.
                let _turn = server.door.turn(caller).await?;
                return match whose {
                    Whose::Own(office) => upload::receive(&server.ctx, &caller.actor, office, &name, bytes.to_vec()).await,
                    Whose::Client(client) => upload::receive_for_note(&server.ctx, &caller.actor, client, &name, bytes.to_vec()).await,
                };
            }
            _ => return Err(Error::new(Code::BadUserInput)),
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

pub(super) fn attachment(name: &str, media_type: &'static str, body: Body) -> Response {
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
pub(super) fn streamed(download: Download, caller: &Caller) -> Body {
    let request_id = caller.request_id.clone();
    Body::from_stream(download.inspect_err(move |error| report(error, &request_id)))
}

/// `GET /imports/{id}/result.csv`: every row of an import with what became of it.
pub async fn import_result(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Response {
    let caller = match admit_download(&server, &headers, client, "GET /imports").await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let result = async {
        // An id of another kind is as unknown as one that does not exist.
        let _turn = server.door.turn(&caller).await?;
        let run = id.parse().map_err(|_| Error::new(Code::NotFound))?;
        import::result_file(&server.ctx, &caller.actor, run).await
    };
    match result.await {
        Ok(download) => attachment("import-result.csv", "text/csv; charset=utf-8", streamed(download, &caller)),
        Err(error) => refusal(&caller, &error),
    }
}

/// `GET /attachments/{listing id}/{upload id}`: a file that goes with a listing, for whoever may read that attachment.
pub async fn attached(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path((listing, file)): Path<(String, String)>,
) -> Response {
    let caller = match admit_download(&server, &headers, client, "GET /attachments").await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let found = async {
        // What is no id at all answers like what the caller may not see.
        let hidden = |_| Error::new(Code::NotFound);
        let _turn = server.door.turn(&caller).await?;
        let (listing, file) = (listing.parse().map_err(hidden)?, file.parse().map_err(hidden)?);
        let upload = listing::attachment(&server.ctx, &caller.actor, listing, file).await?;
        let body = Body::from_stream(upload::stream(&server.ctx, &upload).await?);
        Ok((upload, body))
    };
    match found.await {
        Ok((upload, body)) => given_out(&upload, body),
        Err(error) => refusal(&caller, &error),
    }
}

/// `GET /attachments/notes/{note id}/{upload id}`: a file that goes with an advisor's note, for whoever may read the note.
pub async fn noted(
    State(server): State<Arc<Server>>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    Path((log, file)): Path<(String, String)>,
) -> Response {
    let caller = match admit_download(&server, &headers, client, "GET /attachments/notes").await {
        Ok(caller) => caller,
        Err((caller, error)) => return refusal(&caller, &error),
    };
    let found = async {
        let hidden = |_| Error::new(Code::NotFound);
        let _turn = server.door.turn(&caller).await?;
        let (log, file) = (log.parse().map_err(hidden)?, file.parse().map_err(hidden)?);
        let upload = brokering::note_file(&server.ctx, &caller.actor, log, file).await?;
        let body = Body::from_stream(upload::stream(&server.ctx, &upload).await?);
        Ok((upload, body))
    };
    match found.await {
        Ok((upload, body)) => given_out(&upload, body),
        Err(error) => refusal(&caller, &error),
    }
}

/// Marks an answer that must not be compressed: it would have neither its length nor its tag.
#[derive(Debug, Clone, Copy)]
pub struct AsItIs;

/// A file of somebody else's making: to be saved under a harmless name, never to be shown as a page of ours.
fn given_out(upload: &Upload, body: Body) -> Response {
    let value = |text: String, otherwise: &'static str| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(otherwise));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(upload.media_type.into())),
        (header::CONTENT_DISPOSITION, value(disposition(&upload.download_name()), "attachment")),
        (header::CONTENT_LENGTH, HeaderValue::from(upload.size)),
        (header::ETAG, value(format!("\"{}\"", upload.sha256), "\"\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (Extension(AsItIs), headers, body).into_response()
}

/// `attachment` with the name in RFC 5987's form and, for programs that do not know it, in plain ASCII.
fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-_ ".contains(c);
    let fallback: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let encoded: String = name.bytes().map(|byte| if safe(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect();
    format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{encoded}")
}
