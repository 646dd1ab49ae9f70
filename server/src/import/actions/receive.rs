//! Taking a file in.

use crate::{
    audit::{self, NewEntry},
    ctx::Ctx,
    import::{
        policy, read,
        rules::{Upload, display_name},
        store,
    },
    kernel::{Actor, Code, Error, Id, Result, digest, id::Organization},
};

/// Keeps a file for imports into `organization`. Its name is for people only; its type is told by its content.
///
/// # Errors
/// As [`policy::permit_files`] at `organizationId`; `REQUIRED` for an empty file, `FILE_TOO_LARGE`, `FILE_TYPE_UNSUPPORTED`, all at `file`.
pub async fn receive(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, file_name: &str, bytes: Vec<u8>) -> Result<Upload> {
    policy::permit_files(actor, organization).map_err(|error| error.at("organizationId"))?;
    let upload = examine(ctx, actor, organization, file_name, &bytes).map_err(|error| error.at("file"))?;
    // The file first: a row must never promise bytes that are not there.
    ctx.files.put(&upload.key(), bytes).await?;
    let kept = keep(ctx, actor, &upload).await;
    if kept.is_err() {
        ctx.files.delete(&upload.key()).await?;
    }
    kept.map(|()| upload)
}

fn examine(ctx: &Ctx, actor: &Actor, organization: Id<Organization>, file_name: &str, bytes: &[u8]) -> Result<Upload> {
    let max = ctx.config.http.max_upload_bytes;
    if bytes.is_empty() {
        return Err(Error::new(Code::Required));
    }
    if bytes.len() > max {
        return Err(Error::new(Code::FileTooLarge).with("max", format!("{} MB", max >> 20)));
    }
    let format = read::detect(bytes)?;
    Ok(Upload {
        id: ctx.new_id(),
        organization,
        user: actor.user(),
        file_name: display_name(file_name),
        media_type: format.media_type().to_owned(),
        size: i64::try_from(bytes.len()).map_err(Error::internal)?,
        sha256: digest::sha256_hex(bytes),
        created_at: ctx.now(),
    })
}

async fn keep(ctx: &Ctx, actor: &Actor, upload: &Upload) -> Result<()> {
    let tx = ctx.begin().await?;
    store::insert_upload(&*tx, upload).await?;
    let entry = NewEntry::new(upload.organization, "upload.receive", upload.id);
    let entry = entry.detail("size", upload.size).detail("sha256", upload.sha256.as_str()).detail("mediaType", upload.media_type.as_str());
    audit::append(ctx, &*tx, actor, entry).await?;
    tx.commit().await
}
