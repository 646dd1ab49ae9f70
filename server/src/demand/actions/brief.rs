//! What messages about demands and proposals say, and whom they are for.

use crate::{
    ctx::Ctx,
    demand::{
        model::{Proposal, Verdict},
        store,
    },
    kernel::{
        Actor, Date, Id, Locale, Result,
        id::{Demand as DemandId, DemandProposal, DemandSplit, Organization, User},
    },
    listing::content::BilingualText,
};

/// Who reads for messages.
const BRIEF: Actor = Actor::System("brief");

/// A demand in short, for mails and feeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Whose it is.
    pub organization: Id<Organization>,
    /// Who handed it in last or, before that, who made it; none for the program itself.
    pub author: Option<Id<User>>,
    /// The advisor who drafted it for the owner, as a person.
    pub drafter: Option<Id<User>>,
    /// Notes of the last moderation, if it was a return or a refusal; one to a paragraph.
    pub notes: String,
    /// Why it was hidden, if it was.
    pub reason: Option<String>,
    /// Last day on which the world sees it.
    pub valid_until: Option<Date>,
    title: BilingualText,
}

impl Brief {
    /// The title in `locale`, or in the other language if it has only that.
    #[must_use]
    pub fn title(&self, locale: Locale) -> String {
        title(&self.title, locale)
    }
}

fn title(title: &BilingualText, locale: Locale) -> String {
    let (first, second) = match locale {
        Locale::ZhCn => (&title.zh, &title.en),
        Locale::En => (&title.en, &title.zh),
    };
    first.as_ref().or(second.as_ref()).cloned().unwrap_or_default()
}

/// The demand in short, whoever asks; the caller decides whom it is told to. Two statements.
///
/// # Errors
/// Those of the database.
pub async fn brief(ctx: &Ctx, id: Id<DemandId>) -> Result<Option<Brief>> {
    let conn = ctx.db.read();
    let Some(demand) = store::working_copies(conn, &BRIEF, &[id]).await?.pop() else { return Ok(None) };
    let last = store::reviews(conn, &[id], 1).await?.into_iter().next().filter(|review| review.verdict != Verdict::Approved);
    let notes: Vec<String> = last.into_iter().flat_map(|review| review.notes).map(|note| note.text).collect();
    Ok(Some(Brief {
        organization: demand.organization,
        author: demand.submitted_by.or(demand.created_by),
        drafter: demand.drafted_by.map(|by| by.user),
        notes: notes.join("\n"),
        reason: demand.reason,
        valid_until: demand.valid_until,
        title: demand.content.title,
    }))
}

/// A proposal in short.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalBrief {
    /// The proposal.
    pub proposal: Proposal,
}

impl ProposalBrief {
    /// The demand's title as the office read it.
    #[must_use]
    pub fn title(&self, locale: Locale) -> String {
        title(&self.proposal.demand_title, locale)
    }
}

/// The proposal in short, whoever asks; the caller decides whom it is told to, and does not tell the office whose the demand
/// is before it was revealed. One statement.
///
/// # Errors
/// Those of the database.
pub async fn proposal_brief(ctx: &Ctx, id: Id<DemandProposal>) -> Result<Option<ProposalBrief>> {
    let found = store::find_proposals(ctx.db.read(), &BRIEF, &[id]).await?.pop();
    Ok(found.map(|proposal| ProposalBrief { proposal }))
}

/// A split, as far as messages tell of it.
#[derive(Debug, Clone)]
pub struct SplitBrief {
    /// Whose the demand is.
    pub organization: Id<Organization>,
    /// Who proposed it; none for the program itself.
    pub proposer: Option<Id<User>>,
    title: BilingualText,
}

impl SplitBrief {
    /// The title of the demand in `locale`, or in the other language if it has only that.
    #[must_use]
    pub fn title(&self, locale: Locale) -> String {
        title(&self.title, locale)
    }
}

/// A split for messages, whoever asks.
///
/// # Errors
/// Those of the database.
pub async fn split_brief(ctx: &Ctx, id: Id<DemandSplit>) -> Result<Option<SplitBrief>> {
    let found = store::find_splits(ctx.db.read(), &BRIEF, &[], &[id]).await?.pop();
    Ok(found.map(|split| SplitBrief { organization: split.organization, proposer: split.created_by, title: split.base.title }))
}
