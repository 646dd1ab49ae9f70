//! Attachments as they are written; whether their files exist is for the action to find out.

use super::parts::{bilingual, distinct, each};
use crate::{
    kernel::{Code, Error, Id, Result, error::Problems, id},
    listing::content::Attachment,
};

/// Most files of one listing.
const MOST: usize = 20;

/// Checks a listing's attachments: their titles, and that every file stands once.
pub(super) fn attachments(given: Vec<Attachment>) -> Result<Vec<Attachment>> {
    let kept = each(given, MOST, |attachment| {
        let mut p = Problems::default();
        p.check("uploadId", attachment.upload_id.parse::<Id<id::Upload>>());
        let title = p.check("title", bilingual(&attachment.title, 200, false, true)).unwrap_or_default();
        if p.is_empty() && title.zh.is_none() && title.en.is_none() {
            p.push(Error::new(Code::Required).at("title"));
        }
        p.finish(Attachment { title, ..attachment })
    })?;
    distinct(&kept, "uploadId", |attachment| Some(attachment.upload_id.to_string()))?;
    Ok(kept)
}
