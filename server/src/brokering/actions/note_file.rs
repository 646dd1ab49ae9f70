//! Files that go with an advisor's notes: who hands them in, and who reads them.

use super::{
    find_case,
    work::{sees, working},
};
use crate::{
    brokering::{model::Case, policy, rules::Authority, service::NoteFile, store},
    ctx::Ctx,
    db::Write,
    kernel::{
        Actor, Code, Error, Id, Result,
        error::Problems,
        id::{BrokerCase, Organization, ServiceLog, Upload},
    },
    listing::validate::parts::{distinct, each},
    upload::{self, Upload as Kept},
};

/// Types that may go with a note, for people.
const ALLOWED: &str = "PDF, PNG, JPEG, WebP, DOCX, XLSX, PPTX, TXT";

/// The client of a case to whose notes `actor` may add files now: whoever may write a note in it.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for others than the advisor who has the case, `MANDATE_MISSING` once the mandate is over, and what else
/// keeps an advisor from working on it.
pub async fn note_files_of(ctx: &Ctx, actor: &Actor, case: Id<BrokerCase>) -> Result<Id<Organization>> {
    policy::signed_in(actor)?;
    let conn = ctx.db.read();
    let case = store::find(conn, actor, &[case]).await?.pop().ok_or_else(|| Error::new(Code::NotFound))?;
    policy::permit(actor, Authority::Advisor, &case)?;
    sees(ctx, conn, actor, &case).await?;
    working(ctx, conn, &case, None).await?;
    Ok(case.client)
}

/// The files that a note names, with what is known of them, held on to in the transaction that writes the note. Of the same advisor a
/// note may name a file that another one has: whoever corrects a note says anew what goes with it. At most two statements.
///
/// # Errors
/// `TOO_MANY` beyond the rule `advising.log_attachments_max`; `DUPLICATE`, `NOT_FOUND` unless the advisor has uploaded it for notes
/// about this client, and `FILE_TYPE_UNSUPPORTED`, each at the position.
pub(super) async fn attach(ctx: &Ctx, tx: &Write, actor: &Actor, case: &Case, ids: &[Id<Upload>]) -> Result<Vec<NoteFile>> {
    let most: usize = ctx.rules.on("advising.log_attachments_max", ctx.clock.today())?.get()?;
    let user = actor.user().ok_or_else(|| Error::new(Code::Forbidden))?;
    // Not before they are counted: nobody makes us look for thousands.
    let wanted = each(ids.to_vec(), most, Ok)?;
    let known = upload::known_for_notes(&**tx, case.client, user, &wanted).await?;
    let mut problems = Problems::default();
    let mut files = Vec::with_capacity(wanted.len());
    for (place, id) in wanted.iter().enumerate() {
        match known.get(id).ok_or_else(|| Error::new(Code::NotFound)).and_then(named) {
            Ok(file) => files.push(file),
            Err(error) => problems.push(error.at(place)),
        }
    }
    let files = problems.finish(files)?;
    distinct(&files, "id", |file| Some(file.upload))?;
    upload::mark_used(&**tx, &wanted, ctx.now()).await?;
    Ok(files)
}

fn named(kept: &Kept) -> Result<NoteFile> {
    if !kept.media_type.may_be_attached() {
        return Err(Error::new(Code::FileTypeUnsupported).with("allowed", ALLOWED));
    }
    Ok(NoteFile {
        upload: kept.id,
        name: kept.file_name.clone(),
        media_type: kept.media_type.to_string(),
        size: kept.size,
        sha256: kept.sha256.clone(),
    })
}

/// A file of a note that `actor` may read. At most four statements.
///
/// # Errors
/// `NOT_FOUND` for anything else, without telling what is hidden from what does not exist.
pub async fn note_file(ctx: &Ctx, actor: &Actor, log: Id<ServiceLog>, file: Id<Upload>) -> Result<Kept> {
    let missing = || Error::new(Code::NotFound);
    let conn = ctx.db.read();
    let log = store::find_log(conn, log).await?.filter(|log| log.attachments.iter().any(|one| one.upload == file)).ok_or_else(missing)?;
    let view = find_case(ctx, actor, log.case).await?.ok_or_else(missing)?;
    if !policy::reads_log(view.standing, &log, actor.user()) {
        return Err(missing());
    }
    upload::find_for_note(conn, file).await?.ok_or_else(missing)
}
