//! What messages about a listing say.

use crate::{
    ctx::Ctx,
    kernel::{
        Actor, Id, Locale, Result,
        id::{Listing as ListingId, Organization, User},
    },
    listing::{content::BilingualText, model::Verdict, store},
};

/// A listing in short, for mails and feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The holder.
    pub organization: Id<Organization>,
    /// Who handed it in last or, before that, who made it; none for the program itself.
    pub author: Option<Id<User>>,
    /// Notes of the last review, if it was a return; one to a paragraph.
    pub notes: String,
    title: BilingualText,
}

impl Brief {
    /// The title in `locale`, or in the other language if it has only that.
    #[must_use]
    pub fn title(&self, locale: Locale) -> String {
        let (first, second) = match locale {
            Locale::ZhCn => (&self.title.zh, &self.title.en),
            Locale::En => (&self.title.en, &self.title.zh),
        };
        first.as_ref().or(second.as_ref()).cloned().unwrap_or_default()
    }
}

/// The listing in short, whoever asks; the caller decides whom it is told to. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn brief(ctx: &Ctx, id: Id<ListingId>) -> Result<Option<Brief>> {
    let conn = ctx.db.read();
    let Some(listing) = store::working_copies(conn, &Actor::System("brief"), &[id]).await?.pop() else { return Ok(None) };
    let last = store::reviews(conn, &[id], 1).await?.into_iter().next().filter(|review| review.verdict == Verdict::Returned);
    let notes: Vec<String> = last.into_iter().flat_map(|review| review.notes).map(|note| note.text).collect();
    Ok(Some(Brief {
        organization: listing.organization,
        author: listing.submitted_by.or(listing.created_by),
        notes: notes.join("\n"),
        title: listing.content.title,
    }))
}
