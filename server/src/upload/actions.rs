//! Taking files in and giving them out.

use std::collections::HashMap;

use axum::body::Bytes;
use futures::{StreamExt, stream::BoxStream};
use sea_orm::ConnectionTrait;

use super::{
    policy,
    rules::{FOLDER, Purpose, Upload, display_name, id_of, key_of},
    sniff::sniff,
    store,
};
use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    kernel::{
        Actor, Code, Error, Id, Result, Timestamp, digest,
        error::Class,
        id::{self, Organization, User},
    },
};

/// Keeps a file of `organization`. Its name is for people only; its type is told by its content.
///
/// # Errors
/// As [`policy::permit_files`] at `organizationId`; `REQUIRED` for an empty file, `FILE_TOO_LARGE`, and those of
/// [`sniff()`], all at `file`.
pub async fn receive(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, file_name: &str, bytes: Vec<u8>) -> Result<Upload> {
    policy::permit_files(actor, organization).map_err(|error| error.at("organizationId"))?;
    take(ctx, actor, (organization, Purpose::Content), file_name, bytes).await
}

/// Keeps a file that an advisor wants to put beside a note in a case of `organization`; that the actor may, the caller has checked.
///
/// # Errors
/// As [`receive`] at `file`.
pub async fn receive_for_note(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, file_name: &str, bytes: Vec<u8>) -> Result<Upload> {
    take(ctx, actor, (organization, Purpose::Note), file_name, bytes).await
}

async fn take(ctx: &Ctx, actor: &Actor, whose: (Id<Organization>, Purpose), file_name: &str, bytes: Vec<u8>) -> Result<Upload> {
    let upload = examine(ctx, actor, whose, file_name, &bytes).map_err(|error| error.at("file"))?;
    // The file first: a row must never promise bytes that are not there.
    ctx.files.put(&upload.key(), bytes).await?;
    let kept = keep(ctx, actor, &upload).await;
    // When the connection broke at the commit, the row may be there: then the bytes must stay. If it is not, they are
    // strays, and go in a day.
    if kept.as_ref().is_err_and(|error| error.code().class() != Class::Unavailable) {
        ctx.files.delete(&upload.key()).await?;
    }
    kept.map(|()| upload)
}

fn examine(ctx: &Ctx, actor: &Actor, whose: (Id<Organization>, Purpose), file_name: &str, bytes: &[u8]) -> Result<Upload> {
    let max = ctx.config.http.max_upload_bytes;
    if bytes.is_empty() {
        return Err(Error::new(Code::Required));
    }
    if bytes.len() > max {
        return Err(Error::new(Code::FileTooLarge).with("max", format!("{} MB", max >> 20)));
    }
    Ok(Upload {
        id: ctx.new_id(),
        organization: whose.0,
        purpose: whose.1,
        user: actor.user(),
        file_name: display_name(file_name),
        media_type: sniff(bytes)?,
        size: i64::try_from(bytes.len()).map_err(Error::internal)?,
        sha256: digest::sha256_hex(bytes),
        created_at: ctx.now(),
    })
}

async fn keep(ctx: &Ctx, actor: &Actor, upload: &Upload) -> Result<()> {
    let tx = ctx.begin().await?;
    store::insert(&*tx, upload).await?;
    let entry = NewEntry::new(upload.organization, "upload.receive", upload.id);
    let entry =
        entry.detail("size", upload.size).detail("sha256", upload.sha256.as_str()).detail("mediaType", upload.media_type.to_string());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await
}

/// The file, if it belongs to `organization`; whether the actor may have it is the caller's to know.
///
/// # Errors
/// Those of the database.
pub async fn find(conn: &impl ConnectionTrait, organization: Id<Organization>, id: Id<id::Upload>) -> Result<Option<Upload>> {
    Ok(store::of_organization(conn, organization, &[id]).await?.pop())
}

/// Those of `ids` that belong to `organization`. No statement for no ids, otherwise one.
///
/// # Errors
/// Those of the database.
pub async fn known(
    conn: &impl ConnectionTrait,
    organization: Id<Organization>,
    ids: &[Id<id::Upload>],
) -> Result<HashMap<Id<id::Upload>, Upload>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::of_organization(conn, organization, ids).await?.into_iter().map(|upload| (upload.id, upload)).collect())
}

/// The file, if whoever asks may know of files of its organization, which `sees` says.
///
/// # Errors
/// Those of the database.
pub async fn visible(
    conn: &impl ConnectionTrait,
    id: Id<id::Upload>,
    sees: impl FnOnce(Id<Organization>) -> bool,
) -> Result<Option<Upload>> {
    Ok(store::by_id(conn, Purpose::Content, id).await?.filter(|upload| sees(upload.organization)))
}

/// Those of `ids` that `user` has handed in for notes in cases of `organization`, by id; one statement, or none for no ids.
///
/// # Errors
/// Those of the database.
pub async fn known_for_notes(
    conn: &impl ConnectionTrait,
    organization: Id<Organization>,
    user: Id<User>,
    ids: &[Id<id::Upload>],
) -> Result<HashMap<Id<id::Upload>, Upload>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::for_notes(conn, organization, user, ids).await?.into_iter().map(|upload| (upload.id, upload)).collect())
}

/// A file that goes with a note; whether the actor may have it is the caller's to know.
///
/// # Errors
/// Those of the database.
pub async fn find_for_note(conn: &impl ConnectionTrait, id: Id<id::Upload>) -> Result<Option<Upload>> {
    store::by_id(conn, Purpose::Note, id).await
}

/// Notes in the caller's transaction that something refers to these files from now on, so that [`prune`] leaves them.
///
/// # Errors
/// `NOT_FOUND` if one of them was forgotten meanwhile.
pub async fn mark_used(tx: &impl ConnectionTrait, ids: &[Id<id::Upload>], at: Timestamp) -> Result<()> {
    if ids.is_empty() || store::mark_used(tx, ids, at).await? == ids.len() as u64 {
        return Ok(());
    }
    Err(Error::new(Code::NotFound).at("uploadId"))
}

/// Forgets at most `limit` files that came before `before` and that nothing ever referred to. Returns how many.
///
/// # Errors
/// Those of the database and of the file machine.
pub async fn prune(ctx: &Ctx, before: Timestamp, limit: u64) -> Result<u64> {
    let ids = store::unused(ctx.db.read(), before, limit).await?;
    if ids.is_empty() {
        return Ok(0);
    }
    // The row first: a row must never promise bytes that are not there. What was used meanwhile stays.
    let tx = ctx.begin().await?;
    let gone = store::delete_unused(&*tx, &ids).await?;
    tx.commit().await?;
    for id in &gone {
        ctx.files.delete(&key_of(*id)).await?;
    }
    Ok(ids.len() as u64)
}

/// Removes files from before `before` that have no row: their program died, or lost its database, between the one and the
/// other. Where most files have none, something else is wrong, and all of them stay: a program that was started on another
/// database must not clear away what belongs to the right one.
///
/// # Errors
/// Those of the database and of the file machine.
pub async fn prune_strays(ctx: &Ctx, before: Timestamp) -> Result<()> {
    const CHUNK: usize = 500;
    /// Strays that are removed whatever else there is: so many one crash can leave.
    const FEW: usize = 20;
    let (mut looked_at, mut strays) = (0, Vec::new());
    let mut old = ctx.files.older_than(FOLDER, before).ready_chunks(CHUNK);
    while let Some(keys) = old.next().await {
        let keys = keys.into_iter().collect::<Result<Vec<_>>>()?;
        let ids: Vec<Id<id::Upload>> = keys.iter().filter_map(|key| id_of(key)).collect();
        let known = store::existing(ctx.db.read(), &ids).await?;
        looked_at += ids.len();
        strays.extend(ids.into_iter().filter(|id| !known.contains(id)));
    }
    if strays.len() > FEW && strays.len() * 2 > looked_at {
        tracing::error!(strays = strays.len(), looked_at, "most files have no row in this database: is it the right one? All of them stay");
        return Ok(());
    }
    for id in strays {
        tracing::info!(upload = %id, "a file without a row is removed");
        ctx.files.delete(&key_of(id)).await?;
    }
    Ok(())
}

/// The whole file.
///
/// # Errors
/// `UNAVAILABLE`; `INTERNAL` if the bytes are gone.
pub async fn bytes(ctx: &Ctx, upload: &Upload) -> Result<Vec<u8>> {
    ctx.files.get(&upload.key()).await.map_err(gone)
}

/// The file piece by piece, so that a large one does not fill the memory.
///
/// # Errors
/// As [`bytes()`].
pub async fn stream(ctx: &Ctx, upload: &Upload) -> Result<BoxStream<'static, Result<Bytes>>> {
    ctx.files.stream(&upload.key()).await.map_err(gone)
}

/// A row without its bytes is our fault, not the reader's.
fn gone(error: Error) -> Error {
    if error.code() == Code::NotFound { Error::internal("the bytes of an upload are gone") } else { error }
}
