//! Files that go with a listing: from the office's uploads into the content, and out to its readers.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use super::read::of_world;
use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Code, Error, Id, Result,
        error::Problems,
        id::{self, Listing as ListingId, Organization},
    },
    listing::{
        card::Extent,
        content::{AttachedFile, Attachment, ListingContent},
        store,
    },
    upload::{self, Upload},
};

/// Types that may be attached, for people.
const ALLOWED: &str = "PDF, PNG, JPEG, WebP, DOCX, XLSX, PPTX, TXT";

/// The files of an organization that contents name.
pub(super) type Uploads = HashMap<Id<id::Upload>, Upload>;

/// The uploads of `organization` that `contents` name. One statement, or none if they name none.
pub(super) async fn uploads<'a>(
    conn: &impl ConnectionTrait,
    organization: Id<Organization>,
    contents: impl Iterator<Item = &'a ListingContent> + Send,
) -> Result<Uploads> {
    upload::known(conn, organization, &named(contents)).await
}

/// `content`, which was validated, with the facts of its files filled in. Uploads never change, so a transaction is not
/// needed; [`keep`] holds on to them in the one that writes.
///
/// # Errors
/// `NOT_FOUND` for a file that `uploads` do not hold: it does not exist, or belongs to others; `FILE_TYPE_UNSUPPORTED`.
/// Both at `attachments`, the position, `uploadId`.
pub(super) fn attach(mut content: ListingContent, uploads: &Uploads) -> Result<ListingContent> {
    let mut problems = Problems::default();
    for (index, attachment) in content.attachments.iter_mut().enumerate() {
        match file(attachment, uploads) {
            Ok(file) => attachment.file = Some(file),
            Err(error) => problems.push(error.at("uploadId").at(index).at("attachments")),
        }
    }
    problems.finish(content)
}

fn file(attachment: &Attachment, uploads: &Uploads) -> Result<AttachedFile> {
    let id: Id<id::Upload> = attachment.upload_id.parse()?;
    let upload = uploads.get(&id).ok_or_else(|| Error::new(Code::NotFound))?;
    if !upload.media_type.may_be_attached() {
        return Err(Error::new(Code::FileTypeUnsupported).with("allowed", ALLOWED));
    }
    Ok(AttachedFile {
        name: upload.file_name.clone(),
        media_type: upload.media_type.to_string(),
        size: upload.size,
        sha256: upload.sha256.clone(),
    })
}

/// [`attach`] for one content of `organization`.
pub(super) async fn attached(
    conn: &impl ConnectionTrait,
    organization: Id<Organization>,
    content: ListingContent,
) -> Result<ListingContent> {
    let uploads = uploads(conn, organization, std::iter::once(&content)).await?;
    attach(content, &uploads)
}

/// Notes that these contents refer to their files, in the transaction that writes them.
///
/// # Errors
/// `NOT_FOUND` at `attachments`, `uploadId` if a file was forgotten since it was looked up.
pub(super) async fn keep<'a>(
    ctx: &Ctx,
    tx: &impl ConnectionTrait,
    contents: impl Iterator<Item = &'a ListingContent> + Send,
) -> Result<()> {
    upload::mark_used(tx, &named(contents), ctx.now()).await.map_err(|error| error.at("attachments"))
}

/// The files that `contents` name, each once.
fn named<'a>(contents: impl Iterator<Item = &'a ListingContent>) -> Vec<Id<id::Upload>> {
    let mut ids: Vec<Id<id::Upload>> =
        contents.flat_map(|content| &content.attachments).filter_map(|attachment| attachment.upload_id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A file of a listing that `actor` may read: one that the world sees at the actor's layer or, for the office and for
/// staff, one of the working copy.
///
/// # Errors
/// `NOT_FOUND` for anything else, without telling what is hidden from what does not exist.
pub async fn attachment(ctx: &Ctx, actor: &Actor, id: Id<ListingId>, file: Id<id::Upload>) -> Result<Upload> {
    let conn = ctx.db.read();
    let inside = store::working_copies(conn, actor, &[id]).await?.into_iter().map(|listing| (listing.organization, listing.content));
    let outside = store::publications(conn, &[id], Extent::Whole).await?.into_iter().map(|publication| of_world(actor, publication));
    let outside = outside.map(|view| (view.organization, view.content));
    let name = file.to_string();
    let holder = inside.chain(outside).find(|(_, content)| content.attachments.iter().any(|attachment| *attachment.upload_id == name));
    let (organization, _) = holder.ok_or_else(|| Error::new(Code::NotFound))?;
    upload::find(conn, organization, file).await?.ok_or_else(|| Error::new(Code::NotFound))
}
